"""Plain text."""

from __future__ import annotations

from pathlib import Path

from ocr.errors import TooLarge

MOST_BYTES = 64 * 1024 * 1024


def decode(data: bytes) -> str:
    """Text from bytes: by its byte order mark, as UTF-8, else as Windows-1252, which never fails."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def load(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file of bearable size."""
    if path.stat().st_size > most:
        raise TooLarge("text")
    return path.read_bytes()


def read(path: Path) -> list[list[str]]:
    """One section per form feed."""
    return [part.splitlines() for part in decode(load(path)).split("\f")]
