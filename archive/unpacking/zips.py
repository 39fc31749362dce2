"""ZIP bundles, and ZIPs that hang behind a letter."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.files import Readable
from archive.unpacking.kinds import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, CannotUnpack, Member, is_clutter
from archive.unpacking.locked import is_locked, locked_member

_END = b"PK\x05\x06"
_END_BYTES = 22
_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ°ºª")


@contextmanager
def zip_members(path: Path) -> Iterator[list[Member]]:
    """The files in a ZIP, without folders; raises CannotUnpack for encrypted, damaged or dangerous ones.

    Where some are locked and others are not, each locked one is given as a ZIP of its own: it says so in its place.
    """
    try:
        bundle = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise CannotUnpack("damaged") from problem
    with bundle:
        infos = [info for info in bundle.infolist() if not info.is_dir() and not _is_link(info)]
        infos = [info for info in infos if not is_clutter(info.filename)]
        if infos and all(map(is_locked, infos)):
            raise CannotUnpack("encrypted")
        if len(infos) > MAX_MEMBERS:
            raise CannotUnpack("too-many")
        if sum(info.file_size for info in infos) > MAX_UNPACKED or any(map(_is_bomb, infos)):
            raise CannotUnpack("bomb")
        yield [locked_member(path, info, _name(info)) if is_locked(info) else Member(_name(info), _opener(bundle, info))
               for info in infos]


def hangs_behind(path: Path) -> bool:
    """Whether a file that is no ZIP ends in one: its very last bytes say so, so that a ZIP inside it does not count."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_BYTES - 0xFFFF))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return len(tail) - at == _END_BYTES + comment and zipfile.is_zipfile(path)


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 2**20 and info.file_size > MAX_RATIO * max(1, info.compress_size)


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    # Old Windows programs write names in the code page of their machine; the standard's own says CP437.
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    found = []
    for page in ("utf-8", "cp850", "cp1252"):
        try:
            found.append(raw.decode(page))
        except UnicodeDecodeError:
            continue
        if page == "utf-8":
            return found[0]
    return max(found, key=lambda name: sum(letter in _SPANISH for letter in name), default=info.filename)


def _opener(bundle: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], Readable]:
    def open_member() -> Readable:
        try:
            return _Checked(bundle.open(info))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError) as problem:
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
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, NotImplementedError) as problem:
            raise OSError(str(problem)) from problem
        except Exception as problem:  # LZMA and bzip2 members have errors of their own
            raise OSError(repr(problem)) from problem
