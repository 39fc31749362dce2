"""The leaks of a file or of one of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ocr.leaks.beside import beside_pages
from ocr.leaks.covered import Hidden, hidden_text
from ocr.leaks.layers import draw, field_boxes, read_layers
from ocr.leaks.notes import Flattened
from ocr.leaks.office import office_leaks
from ocr.leaks.pictures import covered_pictures
from ocr.leaks.previews import page_previews, preview_leaks
from ocr.lines import area, overlap
from ocr.redactions import find_redactions
from ocr.types import Box, Leak, Redaction

_MOST_PAGES = 2000
_MOST_LOOKED_AT = 30
_LOOK_DPI = 110.0
_LEAST_CALLED = 4
_LEAST_WORDS = 8
"""With fewer different words the pages are taken for pictures without a text layer, which show what no one can tell."""


@dataclass(frozen=True, slots=True)
class FileLeaks:
    """Leaks of a file: by page (numbers from 1), and of the file as a whole."""

    pages: dict[int, tuple[Leak, ...]]
    document: tuple[Leak, ...]
    unseen: dict[int, tuple[Box, ...]] = field(default_factory=dict)
    """By page, where the file has letters that the page does not show, whether that is a leak or not."""

    @property
    def total(self) -> int:
        return sum(len(leaks) for leaks in self.pages.values()) + len(self.document)


@dataclass
class _Found:
    """Hidden text of a document by page, and what the document as a whole carries."""

    pages: dict[int, list[Hidden]] = field(default_factory=dict)
    by_page: dict[int, list[Leak]] = field(default_factory=dict)
    document: list[Leak] = field(default_factory=list)


def find_leaks(
    path: Path | str, page_number: int, redactions: Sequence[Redaction] = (), password: str | None = None
) -> list[Leak]:
    """The leaks of one page (from 1) of a file; those of the file as a whole are told with page 1.

    `redactions` are those seen on the page's picture; with them the OCR layer of a scan is checked too. A file that
    cannot be opened has none here: its error is told by whoever reads it. The hidden text is never returned.
    """
    path = Path(path)
    try:
        stamp = path.stat()
    except OSError:
        return []
    whole = _inspect(path, password, stamp.st_mtime_ns, stamp.st_size)
    leaks = list(whole.pages.get(page_number, ()))
    if page_number == 1:
        leaks += whole.document
    if redactions:
        known = {(leak.kind, leak.box) for leak in leaks}
        seen = [hidden.leak for hidden in _on_page(path, page_number, redactions, password) if hidden.is_told]
        leaks += [leak for leak in seen if leak.kind == "ocr_under_box" and (leak.kind, leak.box) not in known]
    return leaks


def leaks_on_page(
    document: Any, path: Path, page_number: int, redactions: Sequence[Redaction] = ()
) -> tuple[list[Leak], tuple[Box, ...]]:
    """The leaks of one page (from 1) of an open pypdfium2 document alone, for files too long to be inspected whole.

    And where it has letters that the page does not show. `path` is the file it was opened from.
    """
    with closing(Flattened(path, None)) as flattened:
        found = _leaks_of(document, page_number, redactions, flattened)
    return [hidden.leak for hidden in found if hidden.is_told], _places(found)


def unseen_places(path: Path | str, page_number: int, password: str | None = None) -> tuple[Box, ...]:
    """Where one page (from 1) of a file has letters that it does not show; none for a file that cannot be opened."""
    return inspect_file(path, password).unseen.get(page_number, ())


def _places(found: Sequence[Hidden]) -> tuple[Box, ...]:
    return tuple(place for hidden in found for place in hidden.places)


def inspect_file(path: Path | str, password: str | None = None) -> FileLeaks:
    """All leaks of a PDF or office file, by page and of the whole; an unreadable file has none here."""
    path = Path(path)
    try:
        stamp = path.stat()
    except OSError:
        return FileLeaks({}, ())
    return _inspect(path, password, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=16)
def _inspect(path: Path, password: str | None, changed: int, size: int) -> FileLeaks:
    if not _is_pdf(path):
        return FileLeaks({}, (*office_leaks(path), *preview_leaks(path)))
    document = _open(path, password)
    if document is None:
        return FileLeaks({}, ())
    found, flattened = _Found(), Flattened(path, password)
    try:
        for number in range(1, min(len(document), _MOST_PAGES) + 1):
            hidden = _leaks_of(document, number, (), flattened)
            if hidden:
                found.pages[number] = hidden
        unseen = {number: _places(hidden) for number, hidden in found.pages.items()}
        found.pages = _without_repeated(_told(found.pages), len(document))
        _whole(path, document, password, found)
    finally:
        document.close()
        flattened.close()
    numbers = sorted(set(found.pages) | set(found.by_page))
    pages = {n: (*(h.leak for h in found.pages.get(n, [])), *found.by_page.get(n, [])) for n in numbers}
    return FileLeaks(pages, tuple(found.document), unseen)


def _told(by_page: dict[int, list[Hidden]]) -> dict[int, list[Hidden]]:
    told = {number: [hidden for hidden in found if hidden.is_told] for number, found in by_page.items()}
    return {number: found for number, found in told.items() if found}


def _whole(path: Path, document: Any, password: str | None, found: _Found) -> None:
    """Add what earlier revisions, bookmarks, metadata and attachments carry."""
    from ocr.leaks import document as parts

    for number, leak in parts.earlier_revisions(path, document, password):
        found.by_page.setdefault(number, []).append(leak)
    beside = beside_pages(path)
    for number, leak in page_previews(path, document, beside.thumbs):
        found.by_page.setdefault(number, []).append(leak)
    titles, entries, attached = parts.bookmarks(document), parts.metadata(document), parts.attachments(path)
    writer = parts.author(document)
    if not (titles or entries or attached or writer or beside or (beside.buried and found.pages)):
        return
    if not (found.pages or found.by_page or _looks_redacted(document)):
        return
    hidden = {word for page in found.pages.values() for h in page for word in parts.words_of(h.spaced)}
    shown = {word for text in parts.page_texts(document) for word in parts.words_of(text)} - hidden
    visible = shown if len(shown) >= _LEAST_WORDS else set()
    for target, title in titles:
        characters = parts.unseen_names(title, visible, hidden)
        if characters:
            found.by_page.setdefault(target or 1, []).append(Leak(None, "bookmark", characters))
    for kind, texts in (("comment", beside.notes), ("hidden_text", beside.fields)):
        for number, text in texts:
            characters = parts.unseen_words(text, visible)
            if characters:
                found.by_page.setdefault(number, []).append(Leak(None, kind, characters))
    left_over = sum(parts.unseen_words(text, visible) for text in beside.orphans)
    if left_over and not found.by_page:
        found.by_page[1] = [Leak(None, "earlier_revision", left_over)]
    for entry in entries:
        characters = parts.unseen_names(entry, visible, hidden)
        if characters:
            found.document.append(Leak(None, "metadata", characters))
    named = parts.unseen_names(writer, set(), hidden - shown)
    if named:
        found.document.append(Leak(None, "metadata", named))
    found.document += [Leak(None, "attachment", length) for length in attached]
    if beside.buried:
        _buried(path, document, visible, found)


def _buried(path: Path, document: Any, visible: set[str], found: _Found) -> None:
    """Add what a redacted document says where no reader looks."""
    from ocr.leaks import document as parts
    from ocr.leaks.buried import buried_texts

    texts = buried_texts(path)
    gone = Counter(word for page in found.pages.values() for h in page for word in parts.words_of(h.spaced))
    there = Counter(word for text in parts.page_texts(document) for word in parts.words_of(text))
    only_hidden = {word for word in gone if there[word] <= gone[word]}
    called = sum(parts.unseen_words(text, visible) for text in texts.called) if visible else 0
    if called >= _LEAST_CALLED:
        found.document.append(Leak(None, "hidden_text", called))
    titled = sum(parts.unseen_names(text, visible, only_hidden) for text in texts.titles)
    if titled:
        found.document.append(Leak(None, "bookmark", titled))
    named = sum(parts.unseen_names(parts.capitals(text), set(), only_hidden) for text in texts.others)
    if named:
        found.document.append(Leak(None, "metadata", named))


def _looks_redacted(document: Any) -> bool:
    """Whether a page shows a redaction; an empty field of a form looks like one and is none."""
    import pypdfium2

    for number in range(min(len(document), _MOST_LOOKED_AT)):
        try:
            page = document[number]
            image, fields = draw(page, _LOOK_DPI), field_boxes(page)
            page.close()
        except pypdfium2.PdfiumError:
            continue
        found = find_redactions(image, (), _LOOK_DPI)
        if any(all(overlap(one.box, box) < 0.5 * area(one.box) for box in fields) for one in found):
            return True
    return False


def _without_repeated(by_page: dict[int, list[Hidden]], pages: int) -> dict[int, list[Hidden]]:
    """Leave out what is hidden at the same place on most pages: a header or foot that was replaced, not a redaction.

    What lies under the same dark bar on every page stays: a name in a header that was blacked out.
    """
    if pages < 3:
        return by_page
    counts: dict[tuple[str, str, int, int], int] = {}
    for found in by_page.values():
        for hidden in found:
            if hidden.on_paper:
                counts[_place(hidden)] = counts.get(_place(hidden), 0) + 1
    many = {place for place, count in counts.items() if count >= 3 and count >= 0.5 * pages}
    left = {number: [h for h in found if not (h.on_paper and _place(h) in many)] for number, found in by_page.items()}
    return {number: found for number, found in left.items() if found}


def _place(hidden: Hidden) -> tuple[str, str, int, int]:
    box = hidden.leak.box or (0.0, 0.0, 0.0, 0.0)
    letters = "".join(c for c in hidden.text if not c.isdigit())
    return (hidden.leak.kind, letters, round(box[0] * 40), round(box[1] * 40))


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError:
        return False


def _open(path: Path, password: str | None) -> Any | None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(str(path), password=password)
        document.init_forms()
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return None
    return document


def _on_page(path: Path, number: int, redactions: Sequence[Redaction], password: str | None) -> list[Hidden]:
    document = _open(path, password) if _is_pdf(path) else None
    if document is None:
        return []
    try:
        with closing(Flattened(path, password)) as flattened:
            return _leaks_of(document, number, redactions, flattened)
    finally:
        document.close()


def _leaks_of(
    document: Any, number: int, redactions: Sequence[Redaction], flattened: Flattened
) -> list[Hidden]:
    import pypdfium2

    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError):
        return []
    try:
        layers = read_layers(page)
        found = [*hidden_text(page, layers, redactions), *covered_pictures(page, layers)]
        return found + flattened.hidden_in_notes(page, number, layers)
    except pypdfium2.PdfiumError:
        return []
    finally:
        page.close()
