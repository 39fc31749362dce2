"""Files that hold files: ZIP bundles and e-mails with attachments, unpacked within limits; the container stays."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from archive.files import Readable

MAX_MEMBERS = 2_000
MAX_UNPACKED = 4 * 2**30
MAX_RATIO = 250
"""A member that unpacks to more than this many times its packed size (and over a megabyte) is taken for a bomb."""
MAX_DEPTH = 4
ZIP, MAIL = "application/zip", "message/rfc822"
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
"""How a ZIP begins: with a file, or with its end when it is empty. Other files may merely carry one behind them."""


class CannotUnpack(Exception):
    """The container as a whole cannot be unpacked; `code`: `encrypted bomb too-many damaged`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Member:
    """One file inside a container: its path as written there, and a way to its bytes (raises OSError when damaged)."""

    path: str
    open: Callable[[], Readable]


def is_bundle(path: Path) -> bool:
    """Whether a file is a ZIP of files from its first byte, and no office document, which is a ZIP too."""
    try:
        with path.open("rb") as file:
            begins = file.read(4)
        if begins not in _BEGINNINGS or not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as bundle:
            names = set(bundle.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return not ({"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"} & names)


@contextmanager
def bundle_members(path: Path) -> Iterator[list[Member]]:
    """The files in a ZIP, without folders; raises CannotUnpack for encrypted, damaged or dangerous ones."""
    try:
        bundle = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as problem:
        raise CannotUnpack("damaged") from problem
    with bundle:
        infos = [info for info in bundle.infolist() if not info.is_dir()]
        if any(info.flag_bits & 1 for info in infos):
            raise CannotUnpack("encrypted")
        if len(infos) > MAX_MEMBERS:
            raise CannotUnpack("too-many")
        if sum(info.file_size for info in infos) > MAX_UNPACKED or any(map(_is_bomb, infos)):
            raise CannotUnpack("bomb")
        yield [Member(_name(info), _opener(bundle, info)) for info in infos if not _is_clutter(info.filename)]


def mail_members(path: Path) -> list[Member]:
    """The attachments of an e-mail; pictures of its signature (inline parts) are left where they are."""
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    members: list[Member] = []
    for number, part in enumerate(message.iter_attachments(), start=1):
        if len(members) >= MAX_MEMBERS:
            raise CannotUnpack("too-many")
        if part.get_content_type() == MAIL:
            inner = part.get_payload(0)
            data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
            name = part.get_filename() or f"mensaje-{number}.eml"
        else:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
            name = part.get_filename() or f"adjunto-{number}"
        is_decoration = part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        if data and not is_decoration:
            members.append(Member(name, partial(BytesIO, data)))
    return members


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 2**20 and info.file_size > MAX_RATIO * max(1, info.compress_size)


def _is_clutter(name: str) -> bool:
    """What operating systems leave in bundles and nobody released."""
    base = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or base in (".DS_Store", "Thumbs.db", "desktop.ini")


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    # Old Windows programs write names in the code page of their machine; the standard's own says CP437.
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        try:
            return info.filename.encode("cp437").decode("cp850")
        except UnicodeError:
            return info.filename


def _opener(bundle: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], Readable]:
    def open_member() -> Readable:
        try:
            return _Checked(bundle.open(info))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
            raise OSError(str(problem)) from problem

    return open_member


class _Checked:
    """A member's bytes; damage shows as OSError, whatever the library calls it."""

    def __init__(self, data: Readable) -> None:
        self._data = data

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        try:
            return self._data.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as problem:
            raise OSError(str(problem)) from problem
