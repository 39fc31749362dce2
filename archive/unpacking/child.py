"""Takes a RAR, 7z or TAR apart for its parent, and may die, hang or burst without harm.

Started as `python -m archive.unpacking.child PATH…` (the volumes of one bundle); writes frames to standard output: one
letter, four bytes of length, so many bytes. `M` a file's path, `D` its bytes, `E` its end, `X` its end in damage, `F`
why it goes no further, `Z` the end.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

MEMORY = 1 << 30
CPU_SECONDS = 900


def main() -> None:
    """Write the frames of the bundle the first argument names."""
    out = sys.stdout.buffer
    _limit()
    try:
        import libarchive
    except (ImportError, OSError, AttributeError):
        _frame(out, b"F", b"no-unpacker")
        return
    try:
        with _opened(sys.argv[1:]) as entries:
            for entry in entries:
                if entry.isfile:
                    _member(out, entry)
    except MemoryError:
        _frame(out, b"F", b"bomb")
        return
    except libarchive.exception.ArchiveError as problem:
        _frame(out, b"F", code_of(problem).encode())
        return
    _frame(out, b"Z", b"")


@contextmanager
def _opened(paths: list[str]) -> Iterator[Any]:
    """The entries of a bundle in one file or in several volumes."""
    import ctypes

    from libarchive import ffi
    from libarchive.read import ArchiveRead, new_archive_read

    # Left to guess, libarchive takes a RAR that ends in a stored ZIP for that ZIP, and the rest is lost.
    with new_archive_read(format_of(paths[0]), "all") as archive:
        names = (ctypes.c_char_p * (len(paths) + 1))(*(os.fsencode(path) for path in paths), None)
        call = ffi.libarchive.archive_read_open_filenames
        call.argtypes, call.restype = [ffi.c_archive_p, ctypes.POINTER(ctypes.c_char_p), ctypes.c_size_t], ctypes.c_int
        ffi.check_int(call(archive, names, 1 << 16), call, (archive,))
        yield ArchiveRead(archive)


def format_of(path: str) -> str:
    """What libarchive calls the format that the first bytes speak of; a TAR has none there when it is compressed."""
    with open(path, "rb") as file:
        head = file.read(8)
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar5" if head[6:7] == b"\x01" else "rar"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    return "7zip" if head.startswith(b"7z\xbc\xaf\x27\x1c") else "tar"


def _member(out: BinaryIO, entry: Any) -> None:
    import libarchive

    _frame(out, b"M", (entry.pathname or "").encode("utf-8", "replace"))
    try:
        for block in entry.get_blocks():
            _frame(out, b"D", bytes(block))
    except libarchive.exception.ArchiveError as problem:
        if code_of(problem) == "encrypted" or problem.retcode == libarchive.ffi.ARCHIVE_FATAL:
            raise
        _frame(out, b"X", b"")
        return
    _frame(out, b"E", b"")


def code_of(problem: Exception) -> str:
    """Why libarchive gave up, as a code of `CannotUnpack`."""
    said = str(problem).lower()
    return "encrypted" if "encrypt" in said or "crypto" in said or "passphrase" in said else "damaged"


def _frame(out: BinaryIO, kind: bytes, data: bytes) -> None:
    out.write(kind + struct.pack(">I", len(data)) + data)
    if kind != b"D":
        out.flush()


def _limit() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    except (ImportError, OSError, ValueError):
        pass


if __name__ == "__main__":
    main()
