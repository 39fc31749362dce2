"""What workbooks of Excel 97–2003 hold and do not show ([MS-XLS]): rows, columns, cells, comments."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ocr.text.unseen_cells import Unseen

_BOF, _EOF, _BOUND, _ROW, _COLUMNS, _TEXT = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D, 0x01B6
CONTINUE, _OBJECT, _COMMENT, _DEFAULT_ROW, _CONDITION, _DRAWING = 0x003C, 0x005D, 0x0019, 0x0225, 0x01B0, 0x00EC
_CELLS = frozenset((0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD))
"""Records of one cell: formula, number, label, yes or no, small number, rich and shared text."""
_NUMBERS = 0x00BD
_FLAT = 0x20
"""Bit of a row's options: no height."""
_LEAST_HEIGHT, _LEAST_WIDTH = 60, 77
"""A row lower than three points (in twips), a column narrower than 0.3 letters (in 256ths): nothing can be read."""
_MANY = 65_536


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, whether it is shown, and where its records begin."""

    name: str
    is_shown: bool
    start: int


def workbook_of(path: Path) -> bytes:
    """The stream that is the workbook; empty when there is none."""
    import olefile

    with olefile.OleFileIO(str(path)) as compound:
        name = next((name for name in ("Workbook", "Book") if compound.exists(name)), None)
        if name is None:
            return b""
        with compound.openstream(name) as stream:
            return bytes(stream.read())


def xls_unseen(path: Path) -> tuple[dict[str, Unseen], int]:
    """By name of the sheet what the workbook hides, and the number of characters in its comments."""
    from ocr.text.biff_art import covered_cells
    from ocr.text.biff_styles import unseen_styles

    data = workbook_of(path)
    pale, blank = unseen_styles(records(data, 0))
    found: dict[str, Unseen] = {}
    noted = 0
    for sheet in sheets(data):
        hides, drawing = Unseen(), bytearray()
        cells: list[tuple[int, int, int]] = []
        is_comment = may_be_coloured = False
        last = 0
        for kind, content in records(data, sheet.start):
            if kind == _ROW and len(content) >= 16:
                row, _, _, high = struct.unpack_from("<HHHH", content)
                options = struct.unpack_from("<I", content, 12)[0]
                if options & _FLAT or (options & 0x40 and not high & 0x8000 and high < _LEAST_HEIGHT):
                    hides.rows.append((row, row))
            elif kind == _COLUMNS and len(content) >= 10:
                first, final, wide, _, options = struct.unpack_from("<HHHHH", content)
                if options & 1 or wide < _LEAST_WIDTH:
                    hides.columns.append((first, final))
            elif kind in _CELLS and len(content) >= 6:
                cells.append(struct.unpack_from("<HHH", content))
            elif kind == _NUMBERS and len(content) >= 6:
                row, first = struct.unpack_from("<HH", content)
                cells += [(row, first + nth, struct.unpack_from("<H", content, 4 + 6 * nth)[0])
                          for nth in range((len(content) - 6) // 6)]
            elif kind == _OBJECT and len(content) >= 6:
                is_comment = struct.unpack_from("<H", content, 4)[0] == _COMMENT
            elif kind == _TEXT and len(content) >= 12 and is_comment:
                noted += struct.unpack_from("<H", content, 10)[0]
            elif kind == _CONDITION:
                may_be_coloured = True
            elif kind == _DRAWING or (kind == CONTINUE and last == _DRAWING):
                drawing += content
            elif kind == _DEFAULT_ROW and len(content) >= 2 and content[0] & 2:
                hides.rows.append((-1, -1))
            last = kind if kind != CONTINUE else last
        if (-1, -1) in hides.rows:  # rows are hidden unless they say otherwise
            hides.rows = _all_but_shown(data, sheet.start, hides.rows)
        chosen = blank if may_be_coloured else blank | pale
        hides.cells = {(row, column) for row, column, style in cells if style in chosen}
        hides.covered = list(covered_cells(bytes(drawing)))
        found[sheet.name] = hides.sort()
    return found, noted


def _all_but_shown(data: bytes, start: int, hidden: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The rows between those that have a record of their own and are not hidden."""
    said = {struct.unpack_from("<H", content)[0] for kind, content in records(data, start)
            if kind == _ROW and len(content) >= 16}
    shown = sorted(said - {row for row, _ in hidden})
    edges = [-1, *shown, _MANY]
    return [(a + 1, b - 1) for a, b in pairwise(edges) if b - a > 1]


def records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream: kind and content."""
    depth = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        yield kind, data[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + length


def sheets(data: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook, in order."""
    for kind, content in records(data, 0):
        if kind == _BOUND and len(content) >= 8:
            at, state, _, letters, wide = struct.unpack_from("<IBBBB", content)
            text = content[8 : 8 + letters * (2 if wide & 1 else 1)]
            yield Sheet(text.decode("utf-16-le" if wide & 1 else "latin-1", "replace"), not state & 3, at)
