"""Which files are bundles of files, what unpacking one yields, and the limits it stays within."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from archive.files import Readable
from ocr.text.signed import is_container

MAX_MEMBERS = 5_000
"""Files taken from one delivery, bundles inside bundles counted together."""
MAX_UNPACKED = 4 * 2**30
"""Bytes taken from one delivery, likewise."""
MAX_RATIO = 250
"""A member that unpacks to more than this many times its packed size (and over a megabyte) is taken for a bomb."""
MAX_DEPTH = 4
ZIP, RAR, SEVEN_ZIP = "application/zip", "application/vnd.rar", "application/x-7z-compressed"
TAR = "application/x-tar"
SIGNED = "application/pkcs7-mime"
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
"""How a ZIP begins: with a file, or with its end when it is empty. Other files may merely carry one behind them."""
RAR_SIGN, SEVEN_ZIP_SIGN = b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"
_MOST_PROGRAM = 4 * 2**20
"""A program that unpacks itself is no larger; what it carries begins behind it."""
_USUAL = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"})


class CannotUnpack(Exception):
    """The container cannot be unpacked, or not further; `code`: `encrypted bomb too-many too-deep damaged …`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Member:
    """One file inside a container: its path as written there, and a way to its bytes (raises OSError when damaged)."""

    path: str
    open: Callable[[], Readable]


def bundle_type(path: Path) -> str | None:
    """The media type of a bundle of files, None for anything else; office documents are ZIPs too, but no bundles."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
        if head.startswith(_BEGINNINGS):
            return ZIP if _is_zip_of_files(path, head) else None
        if head.startswith(RAR_SIGN):
            return RAR
        if head.startswith(SEVEN_ZIP_SIGN):
            return SEVEN_ZIP
        if head.startswith(b"MZ"):
            return _opens_itself(path)
        if is_container(head):
            return SIGNED
        if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")):
            with _unpacked(path, head) as packed:
                head = packed.read(512)
        return TAR if head[257:262] == b"ustar" else None
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
        return None


def _unpacked(path: Path, head: bytes) -> BinaryIO:
    """A file packed by gzip, bzip2 or xz, as it was."""
    if head.startswith(b"BZh"):
        return cast(BinaryIO, bz2.open(path))
    return cast(BinaryIO, lzma.open(path) if head.startswith(b"\xfd") else gzip.open(path))


def _opens_itself(path: Path) -> str | None:
    """The bundle that a program carries which unpacks itself; None for other programs."""
    from archive.unpacking.zips import hangs_behind

    found = carried(path)
    if found is not None:
        return found[0]
    return ZIP if hangs_behind(path) else None


def carried(path: Path) -> tuple[str, int] | None:
    """The RAR or 7z in a program that unpacks itself, and where it begins."""
    with path.open("rb") as file:
        head = file.read(_MOST_PROGRAM)
    places = [(at, kind) for kind, sign in ((RAR, RAR_SIGN), (SEVEN_ZIP, SEVEN_ZIP_SIGN + b"\0"))
              if (at := head.find(sign, 512)) > 0]
    return (min(places)[1], min(places)[0]) if places and head.startswith(b"MZ") else None


def is_rar_volume(path: Path) -> bool:
    """Whether a file is one volume of a RAR in several, by the flags of its head."""
    with path.open("rb") as file:
        head = file.read(64)
    if head.startswith(b"Rar!\x1a\x07\x00"):
        return head[9:10] == b"\x73" and bool(int.from_bytes(head[10:12], "little") & 1)
    if not head.startswith(b"Rar!\x1a\x07\x01\x00"):
        return False
    fields, at = list[int](), 12
    for _ in range(5):
        number, at = _whole_number(head, at)
        fields.append(number)
    _, kind, flags, *rest = fields
    return kind == 1 and bool(rest[1 if flags & 1 else 0] & 1)


def _whole_number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next begins."""
    value = shift = 0
    while at < len(data) and shift < 64:
        byte = data[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            break
    return value, at


def rar_goes_on(path: Path) -> bool:
    """Whether the end of a RAR volume says that another follows."""
    with path.open("rb") as file:
        new = file.read(8).startswith(b"Rar!\x1a\x07\x01\x00")
        file.seek(max(0, path.stat().st_size - 24))
        tail = file.read()
    if new:
        return len(tail) > 4 and tail[-4:-2] == b"\x03\x05" and bool(tail[-1] & 1)
    at = tail.rfind(b"\x7b")
    return at >= 2 and len(tail) >= at + 5 and bool(int.from_bytes(tail[at + 1 : at + 3], "little") & 1)


def _is_zip_of_files(path: Path, head: bytes) -> bool:
    """Whether a ZIP is a bundle and no office file; one cut short is, unless its first name is an office file's."""
    try:
        if not zipfile.is_zipfile(path):
            length = int.from_bytes(head[26:28], "little")
            first = head[30 : 30 + length].decode("utf-8", "replace")
            return head.startswith(_BEGINNINGS[0]) and not first.startswith(("[Content_Types]", "mimetype", "_rels/",
                                                                            "docProps/", "word/", "xl/", "ppt/"))
        with zipfile.ZipFile(path) as bundle:
            return not (_OFFICE & set(bundle.namelist()))
    except (zipfile.BadZipFile, NotImplementedError):
        return False


def is_plain(path: Path) -> bool:
    """Whether a ZIP can be read by its list of contents, and nothing in it is packed in an unusual way."""
    try:
        with zipfile.ZipFile(path) as bundle:
            return all(info.compress_type in _USUAL or info.flag_bits & 1 for info in bundle.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def is_clutter(name: str) -> bool:
    """What operating systems leave in bundles and nobody released."""
    base = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or base in (".DS_Store", "Thumbs.db", "desktop.ini")
