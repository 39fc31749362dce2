"""What office files carry that their pages do not show, by kind and length: what their readers leave out."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from ocr.embedded import OFFICE, open_embedded
from ocr.errors import ReadingError
from ocr.text.held import Held
from ocr.text.kinds import DOC, DOCX, EML, HTML, MSG, ODP, ODS, ODT, PPT, PPTX, RTF, XLS, XLSX, text_type_of
from ocr.text.web import UNSEEN
from ocr.types import Leak

_MOST_UNPACKED = 400_000_000
_MOST_RATIO = 300
_MOST_PARTS = 3000
_HEAD = 8192


def office_leaks(path: Path) -> list[Leak]:
    """Tracked changes, comments, hidden text, rows, columns, sheets and slides of an office file; none for others.

    What web pages and mails hide counts where something in them is redacted: all of them hide banners and menus.
    A damaged or monstrous file has none here: reading it is another's duty, and its error is told there.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        media_type = text_type_of(head, path)
        read = _reader(media_type)
        if read is None or media_type is None or (head.startswith(b"PK") and not _is_bearable(path)):
            return []
        held: Held = Counter()
        sections = read(path, held)
        unseen = held.pop(UNSEEN, 0)
        if unseen and (held or _looks_redacted(sections)):
            held["hidden_text"] += unseen
        beneath = _pictures(path, media_type, held)
    except (OSError, ReadingError):
        return []
    except Exception:  # damaged files make their parsers raise anything
        return []
    told = [Leak(None, kind, characters) for kind, characters in sorted(held.items()) if characters]
    redacted = bool(told or beneath) or _looks_redacted(sections)
    return [*told, *beneath, *(_attached(path, media_type) if redacted else ())]


def _attached(path: Path, media_type: str) -> list[Leak]:
    """A leak for each file put into a redacted document: it may be the very thing that was redacted."""
    if media_type not in OFFICE:
        return []
    try:
        held = open_embedded(path, media_type)
        names = held.names if held is not None else []
        if held is not None:
            held.close()
    except ReadingError:
        return []
    return [Leak(None, "attachment", 0) for _ in names]


def _pictures(path: Path, media_type: str, held: Held) -> list[Leak]:
    """What pictures still hold: cropped letters are counted, print under bars is told without a number."""
    from ocr.leaks.cropped import cropped_letters, is_print_under_bars
    from ocr.text.insets import insets_of

    try:
        insets = insets_of(path, media_type)
        held["outside_page"] += cropped_letters(insets, path)
        return [Leak(None, "image_under_box", 0)] if is_print_under_bars(insets, path) else []
    except Exception:  # damaged pictures and parts: what hides text is told all the same
        return []


def _looks_redacted(sections: Sequence[Sequence[str]]) -> bool:
    """Whether a text has marks in the place of words; a single word in capitals may be a headline."""
    from ocr.redactions.grounds import is_mark

    marks = [word for lines in sections for line in lines for word in line.split() if is_mark(word)]
    return len(marks) > 1 or any(not mark.strip(".,;:()[]").isalpha() or "X" * 4 in mark for mark in marks)


def _reader(media_type: str | None) -> Callable[[Path, Held], list[list[str]]] | None:
    from ocr.text import mail, opendocument, outlook, powerpoint, rtf, sheets, slides, web, word, wordml

    readers: dict[str, Callable[[Path, Held], list[list[str]]]] = {
        DOCX: wordml.read, PPTX: slides.read, ODT: opendocument.read, ODP: opendocument.read, XLSX: sheets.read,
        XLS: sheets.read, ODS: sheets.read, DOC: word.read, RTF: rtf.read_rtf, HTML: web.read, EML: mail.read,
        MSG: outlook.read, PPT: powerpoint.read,
    }
    return readers.get(media_type or "")


def _is_bearable(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        entries = package.infolist()
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    return len(entries) <= _MOST_PARTS and unpacked <= min(_MOST_UNPACKED, _MOST_RATIO * max(packed, 10_000))
