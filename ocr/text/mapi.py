"""Outlook message files as properties: [MS-OXMSG] storages and streams, [MS-OXRTFCP] compressed text."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

SUBJECT, SENT, RECEIVED, BODY, HTML, RTF = 0x0037, 0x0039, 0x0E06, 0x1000, 0x1013, 0x1009
TO, CC, SENDER, SENDER_MAIL, SENDER_SMTP, CODEPAGE = 0x0E04, 0x0E03, 0x0C1A, 0x0C1F, 0x5D01, 0x3FFD
MESSAGE_ID = 0x1035
LONG_NAME, SHORT_NAME, DATA, METHOD, MIME, HIDDEN = 0x3707, 0x3704, 0x3701, 0x3705, 0x370E, 0x7FFE
_EMBEDDED = "__substg1.0_3701000D"
MOST_DEPTH = 8
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What every compressed text begins with unseen ([MS-OXRTFCP] 2.1.2.1)."""


class Message:
    """A message, or one of its attachments: a storage of an open compound file and the properties in it."""

    def __init__(self, compound: Any, storage: tuple[str, ...] = (), header: int = 32) -> None:
        self._compound = compound
        self.storage = storage
        self._fixed = dict(self._fixed_properties(header))

    def text(self, number: int) -> str:
        """A property that is text; empty when it is not there."""
        wide = self._stream(f"__substg1.0_{number:04X}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(f"__substg1.0_{number:04X}001E")
        if narrow is None:
            return ""
        page = self.number(CODEPAGE)
        try:
            return narrow.decode(f"cp{page}" if page and page != 65001 else "utf-8" if page else "cp1252", "replace")
        except LookupError:
            return narrow.decode("cp1252", "replace")

    def binary(self, number: int) -> bytes | None:
        """A property that is bytes."""
        return self._stream(f"__substg1.0_{number:04X}0102")

    def number(self, number: int) -> int:
        """A property that is a whole number or yes and no; 0 when it is not there."""
        value = self._fixed.get(number)
        return struct.unpack("<i", value[:4])[0] if value else 0

    def moment(self, number: int) -> datetime | None:
        """A property that is a moment."""
        value = self._fixed.get(number)
        try:
            return _EPOCH + timedelta(microseconds=struct.unpack("<Q", value)[0] // 10) if value else None
        except OverflowError:
            return None

    def attachments(self) -> Iterator[Message]:
        """What is attached, in order."""
        depth = len(self.storage)
        names = {tuple(entry[: depth + 1]) for entry in self._compound.listdir(streams=True, storages=True)
                 if tuple(entry[:depth]) == self.storage and len(entry) > depth
                 and entry[depth].lower().startswith("__attach_version1.0_#")}
        for name in sorted(names):
            yield Message(self._compound, name, header=8)

    def message(self) -> Message | None:
        """The message this attachment is, if it is one."""
        inner = (*self.storage, _EMBEDDED)
        if len(inner) > 2 * MOST_DEPTH or not self._compound.exists("/".join(inner)):
            return None
        return Message(self._compound, inner, header=24)

    def _stream(self, name: str) -> bytes | None:
        path = "/".join((*self.storage, name))
        if not self._compound.exists(path) or self._compound.get_type(path) != 2:
            return None
        with self._compound.openstream(path) as stream:
            return bytes(stream.read())

    def _fixed_properties(self, header: int) -> Iterator[tuple[int, bytes]]:
        data = self._stream("__properties_version1.0") or b""
        for at in range(header, len(data) - 15, 16):
            kind, number = struct.unpack_from("<HH", data, at)
            if kind in (0x0003, 0x000B, 0x0040):
                yield number, data[at + 8 : at + 16]


def plain_rtf(packed: bytes) -> bytes:
    """Compressed RTF as RTF; what is damaged at its end is left out."""
    if len(packed) < 16:
        return b""
    _, size, kind = struct.unpack_from("<III", packed)
    if kind == 0x414C454D:  # "MELA": not compressed at all
        return packed[16 : 16 + size]
    window = bytearray(4096)
    window[: len(_DICTIONARY)] = _DICTIONARY
    write = len(_DICTIONARY)
    out = bytearray()
    at = 16
    size = min(size, 64 * 2**20)
    while at < len(packed) and len(out) < size:
        control = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed) or len(out) >= size:
                break
            if control >> bit & 1:
                reference = int.from_bytes(packed[at : at + 2], "big")
                at += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:
                    return bytes(out)
                for step in range(length):
                    byte = window[(offset + step) % 4096]
                    out.append(byte)
                    window[write] = byte
                    write = (write + 1) % 4096
            else:
                out.append(packed[at])
                window[write] = packed[at]
                write = (write + 1) % 4096
                at += 1
    return bytes(out)
