"""Drawings of Excel 97–2003 workbooks ([MS-XLS] 2.4.102, [MS-ODRAW]): their pictures, and the cells shapes cover."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from ocr.text import old_pictures as art
from ocr.text.biff import CONTINUE, records, sheets, workbook_of
from ocr.text.insets import ART, Inset, Span
from ocr.text.package import Rectangle, hides
from ocr.text.unseen_cells import Span as Cells

_GROUP, _DRAWING = 0x00EB, 0x00EC
_ANCHOR, _TEXT, _OPACITY = 0xF010, 0xF00D, 0x0182
_SOLID = frozenset((1, 2, 3, 100))
"""Rectangles, rounded ones, ellipses and drawn outlines; other kinds hold a text or are controls."""
_FAR = 0.15
"""Share of a cell that a shape may touch as its border."""


def drawn_group(path: Path) -> bytes:
    """The records of the workbook's pictures, put together."""
    return _joined(workbook_of(path), 0, _GROUP)


def sheet_pictures(path: Path) -> Iterator[Inset]:
    """The pictures of the sheets that are shown; whatever is drawn later over one may cover it."""
    data = workbook_of(path)
    group = _joined(data, 0, _GROUP)
    head = art.record(group, 0)
    store = list(_store(group, head)) if head is not None else []
    for sheet in sheets(data):
        if not sheet.is_shown or not store:
            continue
        drawn = list(_shapes(_joined(data, sheet.start, _DRAWING)))
        for at, (shape, place, _) in enumerate(drawn):
            if 0 < shape.picture <= len(store) and (found := store[shape.picture - 1]) is not None:
                covered = any(later.covers and (place is None or there is None or hides(there, place))
                              for later, there, _ in drawn[at + 1 :])
                yield Inset(found.part, shape.crop, None, covered, span=found.span)


def covered_cells(drawing: bytes) -> Iterator[tuple[Cells, Cells]]:
    """Rows and columns, from 0, under shapes that are filled and hold no text."""
    for shape, place, is_solid in _shapes(drawing):
        if is_solid and shape.covers and shape.kind in _SOLID and place is not None:
            left, top, right, bottom = place
            yield _cells(top, bottom), _cells(left, right)


def _cells(first: float, last: float) -> Cells:
    start = int(first) + (first % 1 > 1 - _FAR)
    return start, max(start, int(last) - (last % 1 < _FAR))


def _joined(data: bytes, at: int, wanted: int) -> bytes:
    """The content of the records of a kind and of those that continue them."""
    found, last = bytearray(), 0
    for kind, content in records(data, at):
        if kind == wanted or (kind == CONTINUE and last == wanted):
            found += content
        last = kind if kind != CONTINUE else last
    return bytes(found)


def _store(group: bytes, head: tuple[int, int, int, int, int]) -> Iterator[Inset | None]:
    for entry in art.inside(group, head, art.ENTRY):
        at = entry[3] + 36 + group[entry[3] + 33] if entry[4] - entry[3] >= 36 else len(group)
        found = art.blip(group, at, ART)
        yield None if found is None or found.span is None else Inset(found.part, span=Span(
            ART, found.span.start, found.span.length))


def _shapes(drawing: bytes) -> Iterator[tuple[art.Shape, Rectangle | None, bool]]:
    """Each shape, its place in columns and rows, and whether nothing is seen through it and it holds no text."""
    head = art.record(drawing, 0)
    if head is None:
        return
    for container in art.inside(drawing, head, art.SHAPE):
        shape = art.shape_of(drawing, container, 2)
        if shape is None:
            continue
        place, solid = None, True
        for part in art.children(drawing, container[3], container[4]):
            if part[2] == _ANCHOR and part[4] - part[3] >= 18:
                left, x0, top, y0, right, x1, bottom, y1 = struct.unpack_from("<8H", drawing, part[3] + 2)
                place = left + x0 / 1024, top + y0 / 256, right + x1 / 1024, bottom + y1 / 256
            elif part[2] == _TEXT:
                solid = False
            elif part[2] == art.OPTIONS:
                solid = solid and all(value >= 0xF000 for name, value in art.options(drawing, part) if name == _OPACITY)
        yield shape, place, solid
