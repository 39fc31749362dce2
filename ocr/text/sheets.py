"""Spreadsheets: one section per visible sheet, one line per row, cells parted by bars."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from datetime import time as clock
from itertools import islice
from pathlib import Path
from typing import Any

from ocr.errors import EncryptedFile
from ocr.text.plain import decode, load

MOST_ROWS = 200_000


def read(path: Path) -> list[list[str]]:
    """XLSX, XLS and ODS; hidden sheets are left out."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise EncryptedFile(str(error)) from error
    sections = []
    for sheet in book.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            continue
        rows = islice(book.get_sheet_by_name(sheet.name).iter_rows(), MOST_ROWS)
        lines = [row_line([cell_text(value) for value in row]) for row in rows]
        sections.append([sheet.name, "", *lines])
    return sections


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
