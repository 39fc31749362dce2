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
    wide = unmarked_utf16(data[:4096])
    if wide is not None:
        return data.decode(wide, "replace")
    if b"\0" in data:
        data = data.replace(b"\0", b"")  # what is left of a field or a program's carelessness
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def unmarked_utf16(data: bytes) -> str | None:
    """The encoding of text of two bytes a letter that does not say so: every other byte is zero then."""
    if len(data) < 16 or data[:64].count(0) < 8:
        return None
    pairs = len(data) // 2
    even, odd = data[0 : 2 * pairs : 2].count(0) / pairs, data[1 : 2 * pairs : 2].count(0) / pairs
    if odd > 0.8 and even < 0.02:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 and odd < 0.02 else None


def load(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file of bearable size."""
    if path.stat().st_size > most:
        raise TooLarge("text")
    return path.read_bytes()


def read(path: Path) -> list[list[str]]:
    """One section per form feed."""
    return [part.splitlines() for part in decode(load(path)).split("\f")]
