"""A list as XLSX, CSV or JSON; text that a spreadsheet would run as a formula stays text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
"""Ending → media type."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767
ILLEGAL = {number: None for number in [*range(9), 11, 12, *range(14, 32)]}


def table(kind: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows under their head as a file of the kind `xlsx`, `csv` or `json`; raises KeyError for another kind."""
    return {"xlsx": _xlsx, "csv": _csv, "json": _json}[kind](head, rows)


def inert(value: Any) -> Any:
    """A cell that no spreadsheet runs: an apostrophe goes before text that looks like a formula."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return "'" + value
    return value


def _xlsx(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Acuse")
    sheet.freeze_panes = "A2"

    def cell(value: Any, *, bold: bool = False) -> Any:
        if isinstance(value, datetime):
            value = value.replace(tzinfo=None)
        if isinstance(value, str):
            value = value.translate(ILLEGAL)[:LONGEST_CELL]
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            # openpyxl takes text that begins with “=” for a formula unless told otherwise.
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in head])
    for row in rows:
        sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([inert(_plain(value)) for value in row])
    # The mark at the start tells spreadsheets that this is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _json(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    data = [{name: _plain(value) for name, value in zip(head, row, strict=True)} for row in rows]
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
