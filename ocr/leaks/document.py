"""What a PDF as a whole still carries: earlier revisions, bookmarks, metadata, attachments."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.leaks.layers import draw, field_boxes
from ocr.types import Box, Leak

_MOST_BYTES = 200_000_000
_MOST_REVISIONS = 6
_MOST_PAGES = 60
_MOST_ENTRIES = 500
_LIGHT = 128
"""Grey level from which a field is no black box."""
_MOST_ATTACHED = 5_000_000
_WORD = re.compile(r"[^\W\d_]{3,}")
_FILE_NAME = re.compile(r"\.\w{2,5}$|^microsoft\s|^untitled|^sin\s+t[ií]tulo|^document|^[\w.-]+$", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """The words of a text, three letters or more, as compared."""
    return [word.casefold() for word in _WORD.findall(text)]


def page_texts(document: Any, most: int = _MOST_PAGES) -> list[str]:
    """The text layer of each page of a pypdfium2 document; "" where a page cannot be read."""
    import pypdfium2

    texts = []
    for number in range(min(len(document), most)):
        try:
            page = document[number]
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            texts.append("")
    return texts


def earlier_revisions(path: Path, document: Any, password: str | None) -> list[tuple[int, Leak]]:
    """Pages of which an earlier revision in the file says or shows more than the last one: `(page, leak)`."""
    import pypdfium2

    if path.stat().st_size > _MOST_BYTES:
        return []
    data = path.read_bytes()
    ends = [match.end() for match in re.finditer(rb"%%EOF", data)]
    ends = [end for end in ends if len(data) - end > 40][-_MOST_REVISIONS:]
    if not ends:
        return []
    final = page_texts(document)
    known = Counter(word for text in final for word in words_of(text))
    found: dict[int, Leak] = {}
    for end in ends:
        try:
            earlier = pypdfium2.PdfDocument(data[:end] + b"\n", password=password)
        except pypdfium2.PdfiumError:
            continue
        try:
            for number, text in enumerate(page_texts(earlier), start=1):
                gone = Counter(words_of(text)) - known
                characters = sum(len(word) * count for word, count in gone.items())
                if characters >= 4 and (number not in found or found[number].characters < characters):
                    found[number] = Leak(None, "earlier_revision", characters)
            for number in _painted_over(earlier, document):
                found.setdefault(number, Leak(None, "earlier_revision", 0))
        finally:
            earlier.close()
    return sorted(found.items())


def _painted_over(earlier: Any, final: Any) -> Iterator[int]:
    """Pages where print of the earlier revision is an even area in the final one."""
    import pypdfium2

    for number in range(min(len(earlier), len(final), _MOST_PAGES)):
        try:
            first, last = earlier[number], final[number]
            before, after, fields = draw(first, 72), draw(last, 72), field_boxes(last)
            first.close()
            last.close()
        except pypdfium2.PdfiumError:
            continue
        if before.shape == after.shape and is_flatter(_without_fields(before, after, fields), after):
            yield number + 1


def _without_fields(before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8], fields: Sequence[Box]
                    ) -> npt.NDArray[np.uint8]:
    """The earlier picture, as it is now where a light field stands: a signature covers the line it is set on."""
    before = before.copy()
    high, wide = after.shape
    for x0, y0, x1, y1 in fields:
        rows, columns = slice(int(y0 * high), int(y1 * high) + 1), slice(int(x0 * wide), int(x1 * wide) + 1)
        if after[rows, columns].size and np.median(after[rows, columns]) >= _LIGHT:
            before[rows, columns] = after[rows, columns]
    return before


def is_flatter(before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8]) -> bool:
    """Whether print of one picture (H,W uint8) is an even area in the other, of the same size."""
    kernel = np.ones((5, 5), np.uint8)
    busy = cv2.subtract(cv2.dilate(before, kernel), cv2.erode(before, kernel)) > 90
    even = cv2.subtract(cv2.dilate(after, kernel), cv2.erode(after, kernel)) < 12
    return float((busy & even).mean()) > 0.0006


def unseen_names(text: str, visible: set[str], hidden: set[str]) -> int:
    """Number of characters of a text's words that the pages hide, or that look like a name and are on no page."""
    words = _WORD.findall(text)
    caught = [word for word in words if word.casefold() in hidden and word.casefold() not in visible]
    if visible:
        strange = [word[0].isupper() and word.casefold() not in visible for word in words]
        for (a, b), (first, second) in zip(pairwise(strange), pairwise(words), strict=True):
            if a and b:
                caught += [first, second]
    return sum(len(word) for word in set(caught))


def capitals(text: str) -> str:
    """The words of a text that begin with a capital, as names do."""
    return " ".join(word for word in _WORD.findall(text) if word[0].isupper())


def unseen_words(text: str, visible: set[str]) -> int:
    """Number of characters of a text's words that no page shows."""
    return sum(len(word) for word in set(words_of(text)) - visible)


def bookmarks(document: Any) -> list[tuple[int | None, str]]:
    """Titles of the bookmarks with the page they lead to (from 1), where they say so."""
    import pypdfium2

    found: list[tuple[int | None, str]] = []
    try:
        for item in islice(document.get_toc(max_depth=8), _MOST_ENTRIES):
            target = item.get_dest()
            index = target.get_index() if target else None
            found.append((None if index is None else index + 1, item.get_title()))
    except (pypdfium2.PdfiumError, RecursionError, ValueError):
        pass
    return found


def metadata(document: Any) -> list[str]:
    """Title, subject and keywords, less what is a file's name or made by a program."""
    import pypdfium2

    try:
        entries = document.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError:
        return []
    chosen = [str(entries.get(key, "")).strip() for key in ("Title", "Subject", "Keywords")]
    return [text for text in chosen if text and not _FILE_NAME.search(text)]


def author(document: Any) -> str:
    """Who the file says wrote it; a leak only where a box hides that very name."""
    import pypdfium2

    try:
        return str(document.get_metadata_dict(skip_empty=True).get("Author", "")).strip()
    except pypdfium2.PdfiumError:
        return ""


def attachments(path: Path) -> list[int]:
    """For each file attached to a PDF or pinned to a page: the characters of its text, 0 where it is no text or PDF."""
    from ocr.errors import ReadingError
    from ocr.pdf.attached import Attached

    try:
        held = Attached(path)
    except ReadingError:
        return []
    lengths = []
    try:
        with tempfile.TemporaryDirectory(prefix="acuse-") as folder:
            for number in range(min(len(held.names), _MOST_ENTRIES)):
                try:
                    held.take(number, Path(folder) / "file")
                except ReadingError:
                    lengths.append(0)
                    continue
                with (Path(folder) / "file").open("rb") as file:
                    lengths.append(_length_of_text(file.read(_MOST_ATTACHED)))
    finally:
        held.close()
    return lengths


def _length_of_text(data: bytes) -> int:
    import pypdfium2

    if data[:1024].lstrip()[:5] == b"%PDF-":
        try:
            inner = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return 0
        try:
            return sum(len(text.strip()) for text in page_texts(inner))
        finally:
            inner.close()
    if b"\x00" in data[:4096]:
        return 0
    return len(data.decode("utf-8", errors="replace").strip())
