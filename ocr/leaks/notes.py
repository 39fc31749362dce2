"""Text in notes, stamps and fields that the page does not show: they are made part of the page and looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ocr.leaks.covered import Hidden, hidden_text
from ocr.leaks.layers import Layers, read_layers

_DEEPEST = 4
_MOST = 2_000


class Flattened:
    """A second opening of a PDF in which the notes of a page become part of it."""

    def __init__(self, path: Path, password: str | None) -> None:
        self._path, self._password = path, password
        self._document: Any | None = None

    def hidden_in_notes(self, page: Any, number: int, layers: Layers) -> list[Hidden]:
        """What the looks of a page's notes hold and the page does not show; `layers` are those of the page alone.

        What a field is too small to show of its value is no leak; it is hidden all the same.
        """
        if not any(cover.kind in ("annotation", "field") for cover in layers.covers) or not _any_text(page):
            return []
        flat = self._page(number)
        if flat is None:
            return []
        try:
            every = read_layers(flat)
            first = layers.objects
            if not any(letter.order >= first for letter in every.letters):
                return []
            fields = [cover.box for cover in layers.covers if cover.kind == "field"]
            return [_judged(hidden, fields) for hidden in hidden_text(flat, every, (), first)]
        finally:
            flat.close()

    def _page(self, number: int) -> Any | None:
        import pypdfium2
        import pypdfium2.raw as raw

        try:
            if self._document is None:
                self._document = pypdfium2.PdfDocument(str(self._path), password=self._password)
            page = self._document[number - 1]
            done = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
            page.close()
            return self._document[number - 1] if done else None
        except (pypdfium2.PdfiumError, OSError, ValueError):
            return None

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._document is not None:
            self._document.close()


def _any_text(page: Any) -> bool:
    """Whether the look of any note has letters."""
    import pypdfium2.raw as raw

    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            count = min(raw.FPDFAnnot_GetObjectCount(note), _MOST)
            if any(_holds_text(raw.FPDFAnnot_GetObject(note, n), 0) for n in range(count)):
                return True
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return False


def _holds_text(handle: Any, depth: int) -> bool:
    import pypdfium2.raw as raw

    kind = raw.FPDFPageObj_GetType(handle)
    if kind != raw.FPDF_PAGEOBJ_FORM or depth > _DEEPEST:
        return bool(kind == raw.FPDF_PAGEOBJ_TEXT)
    return any(_holds_text(inner, depth + 1) for inner in _inside(handle))


def _inside(form: Any) -> Iterator[Any]:
    import pypdfium2.raw as raw

    for index in range(min(raw.FPDFFormObj_CountObjects(form), _MOST)):
        yield raw.FPDFFormObj_GetObject(form, index)


def _judged(hidden: Hidden, fields: list[tuple[float, float, float, float]]) -> Hidden:
    box = hidden.leak.box
    if box is None:
        return hidden
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    in_field = any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in fields)
    return replace(hidden, is_told=hidden.is_told and not in_field)
