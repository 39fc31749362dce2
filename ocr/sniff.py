"""What kind of file this is, by its first bytes; its name only breaks ties."""

from __future__ import annotations

import re
from pathlib import Path

from ocr.errors import EmptyFile, MissingFile, NotAFile, TooLarge, UnreachableFile

PDF = "application/pdf"
HEAD_BYTES = 8192

IMAGES = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/tiff",
        "image/gif",
        "image/bmp",
        "image/webp",
        "image/heic",
        "image/jp2",
        "image/x-portable-anymap",
    }
)

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
)

_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


_HOLDERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
"""How files begin that may hold a PDF among their first bytes and are none."""


_PARTS_OF_A_PDF = (b" obj", b"endstream", b"xref", b"trailer", b"%%EOF")
_LEAST_WORDS = 25
"""Text with fewer words under the name of a PDF says nothing; it is what is left of one."""


def media_type_of(head: bytes) -> str | None:
    """The media type the first bytes speak of, or None when it is none that is known."""
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and head[14:15] in (b"\x0c", b"\x28", b"\x6c", b"\x7c") and head[15:18] == b"\0\0\0":
        return "image/bmp"
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3].isspace():
        return "image/x-portable-anymap"
    if head.startswith(_HOLDERS):
        return None
    return PDF if b"%PDF-" in head[:4096] else None


def _named_pdf(head: bytes, found: str | None) -> str | None:
    """What a file is that calls itself a PDF and does not begin like one.

    Servers send error pages under the name of what was asked for: those are read as what they are. A few bytes of
    text, or anything that could be left of a PDF, is a damaged PDF.
    """
    from ocr.text.kinds import CSV, EML, PLAIN

    if found not in (None, PLAIN, CSV, EML):
        return found
    words = [word for word in re.findall(rb"[^\W\d_]{3,}", head) if len(word) < 25]
    if found is None or len(words) < _LEAST_WORDS or any(part in head for part in _PARTS_OF_A_PDF):
        return PDF
    return found


def sniff(path: Path, max_file_mb: int) -> str | None:
    """The media type of the file at `path`; raises when there is nothing to read at all."""
    try:
        if not path.exists():
            raise MissingFile(str(path))
        if not path.is_file():
            raise NotAFile(str(path))
        size = path.stat().st_size
        if size == 0:
            raise EmptyFile(str(path))
        if size > max_file_mb * 1024 * 1024:
            raise TooLarge(f"{size} bytes")
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise UnreachableFile(str(error)) from error
    except ValueError as error:
        raise MissingFile(str(error)) from error
    from ocr.text.kinds import text_type_of

    found = media_type_of(head) or text_type_of(head, path)
    return _named_pdf(head, found) if found != PDF and path.suffix.lower() == ".pdf" else found
