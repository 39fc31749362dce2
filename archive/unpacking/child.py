"""Takes a RAR, 7z or TAR apart for its parent, and may die, hang or burst without harm.

Started as `python -m archive.unpacking.child PATH`; writes frames to standard output: one letter, four bytes of
length, so many bytes. `M` a file's path, `D` its bytes, `E` its end, `X` its end in damage, `F` why it goes no further,
`Z` the end.
"""

from __future__ import annotations

import struct
import sys
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
        # Left to guess, libarchive takes a RAR that ends in a stored ZIP for that ZIP, and the rest is lost.
        with libarchive.file_reader(sys.argv[1], format_name=format_of(sys.argv[1])) as entries:
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


def format_of(path: str) -> str:
    """What libarchive calls the format that the first bytes speak of; a TAR has none there when it is compressed."""
    with open(path, "rb") as file:
        head = file.read(8)
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar5" if head[6:7] == b"\x01" else "rar"
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
