"""What office files carry that their pages do not show, by kind and length: what their readers leave out."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ocr.errors import ReadingError
from ocr.text.held import Held
from ocr.text.kinds import DOC, DOCX, ODP, ODS, ODT, PPTX, RTF, XLS, XLSX, text_type_of
from ocr.types import Leak

_MOST_UNPACKED = 400_000_000
_MOST_RATIO = 300
_MOST_PARTS = 3000
_HEAD = 8192


def office_leaks(path: Path) -> list[Leak]:
    """Tracked changes, comments, hidden text, rows, columns, sheets and slides of an office file; none for others.

    A damaged or monstrous file has none here: reading it is another's duty, and its error is told there.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        read = _reader(text_type_of(head, path))
        if read is None or (head.startswith(b"PK") and not _is_bearable(path)):
            return []
        held: Held = Counter()
        read(path, held)
    except (OSError, ReadingError):
        return []
    except Exception:  # damaged files make their parsers raise anything
        return []
    return [Leak(None, kind, characters) for kind, characters in sorted(held.items()) if characters]


def _reader(media_type: str | None) -> Callable[[Path, Held], object] | None:
    from ocr.text import opendocument, rtf, sheets, slides, word, wordml

    readers: dict[str, Callable[[Path, Held], object]] = {
        DOCX: wordml.read, PPTX: slides.read, ODT: opendocument.read, ODP: opendocument.read, XLSX: sheets.read,
        XLS: sheets.read, ODS: sheets.read, DOC: word.read, RTF: rtf.read_rtf,
    }
    return readers.get(media_type or "")


def _is_bearable(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        entries = package.infolist()
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    return len(entries) <= _MOST_PARTS and unpacked <= min(_MOST_UNPACKED, _MOST_RATIO * max(packed, 10_000))
