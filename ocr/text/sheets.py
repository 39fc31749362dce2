"""Spreadsheets: one section per visible sheet, one line per row, cells parted by bars."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock
from itertools import islice
from pathlib import Path
from typing import Any

from ocr.errors import EncryptedFile
from ocr.text.biff import xls_unseen
from ocr.text.held import Held, count
from ocr.text.ods_cells import ods_unseen
from ocr.text.plain import decode, load
from ocr.text.sheet_drawings import drawn_text
from ocr.text.unseen_cells import Unseen, xlsx_unseen

MOST_ROWS = 200_000


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """XLSX, XLS and ODS; hidden sheets, rows, columns and cells are left out, and counted with the comments."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise EncryptedFile(str(error)) from error
    unseen, noted, drawn = _unseen(path, held)
    if held is not None and noted:
        held["comment"] += noted
    sections = []
    for sheet in book.sheets_metadata:
        hides = unseen.get(sheet.name) or Unseen()
        opened = book.get_sheet_by_name(sheet.name)
        rows = islice(opened.iter_rows(), MOST_ROWS)
        if sheet.visible != SheetVisibleEnum.Visible or hides.sheet:
            if held is not None:
                count(held, "hidden_sheet", "".join(cell_text(value) for row in rows for value in row))
            continue
        top, left = opened.start or (0, 0)
        lines = []
        for number, row in enumerate(rows, start=top):
            cells = [cell_text(value) for value in row]
            for at in range(len(cells)) if hides.parted else ():
                if (number, left + at) in hides.parted and not hides.kind(number, left + at):
                    cells[at], left_out = (" ".join(part.split()) for part in hides.parted[number, left + at])
                    count(held, "hidden_text", left_out)
            hidden = [(at, kind) for at, text in enumerate(cells) if text and (kind := hides.kind(number, left + at))]
            for at, kind in hidden:
                count(held, kind, cells[at])
                cells[at] = ""
            line = row_line(cells)
            if line or not hidden:
                lines.append(line)
        sections.append([sheet.name, "", *lines, *(["", *drawn[sheet.name]] if sheet.name in drawn else [])])
    return sections


def _unseen(path: Path, held: Held | None) -> tuple[dict[str, Unseen], int, dict[str, list[str]]]:
    """What each sheet hides, the characters of comments, and what drawings on each sheet say."""
    with path.open("rb") as file:
        is_compound = file.read(4) == b"\xd0\xcf\x11\xe0"
    if is_compound:
        return *xls_unseen(path), {}
    with zipfile.ZipFile(path) as archive:
        is_open = "content.xml" in archive.namelist()
    if is_open:
        return *ods_unseen(path), {}
    unseen, noted = xlsx_unseen(path)
    return unseen, noted, drawn_text(path, unseen, held)


def read_csv(path: Path) -> list[list[str]]:
    """Values parted by commas, semicolons or tabs."""
    text = decode(load(path))
    head = text[:8192]
    separator = max(",;\t|", key=head.count)
    csv.field_size_limit(1_000_000)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    return [[row_line([" ".join(cell.split()) for cell in row]) for row in islice(rows, MOST_ROWS)]]


def row_line(cells: list[str]) -> str:
    """A row as one line; empty cells at its end are left out, inside they keep their place."""
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


def cell_text(value: Any) -> str:
    """A cell as a person reads it: dates as year-month-day, whole numbers without a point."""
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == clock() else value.isoformat(" ", "minutes")
    if isinstance(value, date | clock | timedelta):
        return str(value)
    return " ".join(str(value).split())
