"""Generated bundles of every kind the archive unpacks. Invented content only."""

from __future__ import annotations

import io
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pikepdf


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    """A TAR of these files, and a link that points out of it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as made:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("enlace")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    return out.getvalue()


def seven_zipped(files: Mapping[str, bytes]) -> bytes:
    """A 7z of these files."""
    import libarchive

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.7z"
        with libarchive.file_writer(str(path), "7zip") as made:
            for name, data in files.items():
                made.add_file_from_memory(name, len(data), data)
        return path.read_bytes()


def _vint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _block(content: bytes) -> bytes:
    held = _vint(len(content)) + content
    return zlib.crc32(held).to_bytes(4, "little") + held


RAR_SIGNATURE = b"Rar!\x1a\x07\x01\x00"


def rarred(files: Mapping[str, bytes]) -> bytes:
    """A RAR (version 5) of these files, stored as they are."""
    out = RAR_SIGNATURE + _block(_vint(1) + _vint(0) + _vint(0))
    for name, data in files.items():
        named = name.encode()
        out += _block(
            _vint(2) + _vint(2) + _vint(len(data)) + _vint(4) + _vint(len(data)) + _vint(0o100644)
            + zlib.crc32(data).to_bytes(4, "little") + _vint(0) + _vint(1) + _vint(len(named)) + named) + data
    return out + _block(_vint(5) + _vint(0) + _vint(0))


def rar_volumes(name: str, data: bytes, parts: int) -> list[bytes]:
    """One file in a RAR (version 5) of several volumes, stored as it is."""
    size = -(-len(data) // parts)
    volumes = []
    for number in range(parts):
        held = data[number * size : (number + 1) * size]
        is_last = number == parts - 1
        out = RAR_SIGNATURE + _block(_vint(1) + _vint(0) + (_vint(3) + _vint(number) if number else _vint(1)))
        flags = 2 | (8 if number else 0) | (0 if is_last else 16)
        crc = zlib.crc32(data if is_last else held)
        out += _block(_vint(2) + _vint(flags) + _vint(len(held)) + _vint(4) + _vint(len(data)) + _vint(0o100644)
                      + crc.to_bytes(4, "little") + _vint(0) + _vint(1) + _vint(len(name)) + name.encode()) + held
        volumes.append(out + _block(_vint(5) + _vint(0) + _vint(0 if is_last else 1)))
    return volumes


def rar_with_a_password() -> bytes:
    """A RAR whose very list of files is encrypted."""
    return RAR_SIGNATURE + _block(_vint(4) + _vint(0) + _vint(0) + _vint(0) + b"\x0f" + bytes(16)) + bytes(64)


def portfolio(letter: bytes, files: Mapping[str, bytes], pinned: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF with files attached: listed in its catalogue, or pinned to its first page."""
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        for name, data in files.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        for name, data in (pinned or {}).items():
            spec = pikepdf.AttachedFileSpec(pdf, data, filename=name)
            note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment,
                                      Rect=[10, 10, 30, 30], FS=spec.obj)
            pdf.pages[0].obj["/Annots"] = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()
