"""A member of a ZIP that only a password opens, as a ZIP of its own: it opens with the password elsewhere."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

from archive.unpacking.kinds import Member

_LOCAL, _CENTRAL, _END, _AFTER = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x07\x08"
_MOST = 0xFFFFFFFF
_SIZE_FOLLOWS, _WIDE_NAME = 0x08, 0x800


def is_locked(info: zipfile.ZipInfo) -> bool:
    """Whether a member is encrypted."""
    return bool(info.flag_bits & 1)


def locked_member(path: Path, info: zipfile.ZipInfo, name: str) -> Member:
    """The locked member, named like itself with `.zip` behind; its bytes stay as they are."""
    return Member(f"{name}.zip", lambda: io.BytesIO(_alone(path, info)))


def _alone(path: Path, info: zipfile.ZipInfo) -> bytes:
    if max(info.compress_size, info.file_size) >= _MOST:
        raise OSError("too large")
    with path.open("rb") as file:
        file.seek(info.header_offset)
        head = file.read(30)
        if len(head) < 30 or head[:4] != _LOCAL:
            raise OSError("damaged")
        named, more = struct.unpack_from("<HH", head, 26)
        names = file.read(named + more)
        data = file.read(info.compress_size)
    if len(data) < info.compress_size:
        raise OSError("damaged")
    sizes = struct.pack("<III", info.CRC, info.compress_size, info.file_size)
    local = head + names + data + (_AFTER + sizes if info.flag_bits & _SIZE_FOLLOWS else b"")
    central = _CENTRAL + struct.pack("<H", 20 | info.create_system << 8) + head[4:14] + sizes + struct.pack(
        "<HHHHHII", named, more, 0, 0, 0, info.external_attr, 0) + names
    return local + central + _END + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
