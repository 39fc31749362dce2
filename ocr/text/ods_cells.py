"""Rows, columns and cells that an OpenDocument spreadsheet holds and does not show."""

from __future__ import annotations

import zipfile
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocr.text.held import Held
from ocr.text.looks import Looks
from ocr.text.opendocument import BARS, Place, Styles, content_of, is_bar, runs
from ocr.text.package import local
from ocr.text.unseen_cells import Unseen, cell_place

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MOST_REPEATED = 1_000


def ods_unseen(path: Path) -> tuple[dict[str, Unseen], int]:
    """By name of the sheet what an OpenDocument spreadsheet hides, and the number of characters in its comments."""
    found: dict[str, Unseen] = {}
    with zipfile.ZipFile(path) as archive:
        root, styles = content_of(archive)
    for table in root.iter(_TABLE + "table"):
        hides = Unseen(sheet=table.get(_TABLE + "style-name") in styles.hidden)
        is_coloured = any(local(node) == "conditional-format" for node in table.iter())
        _walk(table, _Walk(hides, styles, is_coloured), False)
        found[table.get(_TABLE + "name") or ""] = hides.sort()
    noted = sum(len("".join(note.itertext()).strip()) for note in root.iter() if local(note) == "annotation")
    return found, noted


@dataclass(slots=True)
class _Walk:
    """Where a walk through a table is."""

    hides: Unseen
    styles: Styles
    is_coloured: bool
    """Conditions may give cells a ground: white letters count as seen."""
    row: int = 0
    column: int = 0
    columns: list[tuple[int, str]] = field(default_factory=list)
    """Where columns begin, and the style of their cells."""


def _walk(element: Any, at: _Walk, is_hidden: bool) -> None:
    """Go through the rows and columns of a table, groups included."""
    for child in element:
        name = local(child)
        style = child.get(_TABLE + "style-name") or ""
        hidden = is_hidden or child.get(_TABLE + "visibility") in ("collapse", "filter") or style in at.styles.flat
        if name == "table-row":
            repeated = int(child.get(_TABLE + "number-rows-repeated") or 1)
            if hidden:
                at.hides.rows.append((at.row, at.row + repeated - 1))
            _cells(child, at, min(repeated, _MOST_REPEATED))
            at.row += repeated
        elif name == "table-column":
            repeated = int(child.get(_TABLE + "number-columns-repeated") or 1)
            if hidden:
                at.hides.columns.append((at.column, at.column + repeated - 1))
            at.columns.append((at.column, child.get(_TABLE + "default-cell-style-name") or ""))
            at.column += repeated
        elif name in ("table-row-group", "table-column-group"):
            _walk(child, at, is_hidden or child.get(_TABLE + "display") == "false")
        elif name in ("table-header-rows", "table-rows", "table-columns", "table-header-columns"):
            _walk(child, at, is_hidden)


def _cells(row: Any, at: _Walk, rows: int) -> None:
    """The cells of a row whose letters cannot be seen, and those under shapes."""
    column = 0
    row_style = row.get(_TABLE + "default-cell-style-name") or ""
    for cell in row:
        repeated = int(cell.get(_TABLE + "number-columns-repeated") or 1)
        style = cell.get(_TABLE + "style-name") or row_style or _default(at.columns, column)
        for shape in cell:
            if shape.tag in BARS and is_bar(shape, at.styles):
                end = cell_place((shape.get(_TABLE + "end-cell-address") or "").rpartition(".")[2])
                last = end or (at.row, column)
                at.hides.covered.append(((at.row, max(at.row, last[0])), (column, max(column, last[1]))))
        paragraphs = [child for child in cell if local(child) == "p"]
        if paragraphs and style not in at.styles.uncertain:
            held: Held = Counter()
            place = Place(at.styles.looks.get(style, Looks()), at.is_coloured)
            seen = " ".join("".join(runs(p, at.styles, held, place.within(p, at.styles))) for p in paragraphs)
            if held["hidden_text"]:
                whole = " ".join("".join(p.itertext()) for p in paragraphs)
                for number in range(min(repeated, _MOST_REPEATED)):
                    for down in range(rows):
                        at.hides.parted[at.row + down, column + number] = seen, "x" * (len(whole) - len(seen.strip()))
        column += repeated


def _default(columns: list[tuple[int, str]], column: int) -> str:
    at = bisect_right(columns, (column, "\uffff")) - 1
    return columns[at][1] if at >= 0 else ""
