"""Which files are bundles of files, what unpacking one yields, and the limits it stays within."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
            return ZIP if _is_plain_zip(path) else None
        if head.startswith(b"Rar!\x1a\x07"):
            return RAR
        if head.startswith(b"7z\xbc\xaf\x27\x1c"):
            return SEVEN_ZIP
        if is_container(head):
            return SIGNED
        if head.startswith(b"\x1f\x8b"):
            with gzip.open(path) as packed:
                head = packed.read(512)
        return TAR if head[257:262] == b"ustar" else None
    except (OSError, EOFError, ValueError, zlib.error):
        return None


def _is_plain_zip(path: Path) -> bool:
    try:
        if not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as bundle:
            return not (_OFFICE & set(bundle.namelist()))
    except (zipfile.BadZipFile, NotImplementedError):
        return False


def is_clutter(name: str) -> bool:
    """What operating systems leave in bundles and nobody released."""
    base = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or base in (".DS_Store", "Thumbs.db", "desktop.ini")
