"""Spreadsheets in the XML of 2003, which reporting tools hand out under the name of XLS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from tracker.imports.tables import Cell, Row, Sheet, Unreadable, clean

_NS = "{urn:schemas-microsoft-com:office:spreadsheet}"
WIDEST = 500
_BROKEN = "está dañado y no se puede leer como hoja de cálculo: ábralo y guárdelo de nuevo como XLSX o CSV"


def open_sheet_xml(path: Path) -> Iterator[Sheet]:
    """The sheets of a file; raises `Unreadable`. Entities are never expanded: a file that declares any is refused."""
    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(1 << 16):
            raise Unreadable(f"{path.name} {_BROKEN}.")
    names = [name for name, _row in _walk(path, rows=False)]
    for at, name in enumerate(names):
        yield Sheet(name, (row for _name, row in _walk(path, only=at) if row is not None))


def _walk(path: Path, *, rows: bool = True, only: int | None = None) -> Iterator[tuple[str, Row | None]]:
    """Each sheet's name as it begins, or the rows of one sheet."""
    sheet, number, name = -1, 0, ""
    try:
        for event, element in ElementTree.iterparse(path, events=("start", "end")):
            if event == "start" and element.tag == f"{_NS}Worksheet":
                sheet, number, name = sheet + 1, 0, element.get(f"{_NS}Name") or f"Hoja {sheet + 2}"
                if not rows:
                    yield name, None
            elif event == "end" and element.tag == f"{_NS}Row":
                number = _place(element, number)
                if rows and sheet == only:
                    yield name, Row(number, _cells(element))
                element.clear()
    except ElementTree.ParseError as problem:
        raise Unreadable(f"{path.name} {_BROKEN}.") from problem


def _cells(row: ElementTree.Element) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iter(f"{_NS}Cell"):
        at = _place(cell, len(cells))
        if at > WIDEST:
            break
        cells += [None] * (at - 1 - len(cells))
        data = cell.find(f"{_NS}Data")
        cells.append(None if data is None else _value("".join(data.itertext()), data.get(f"{_NS}Type") or ""))
        across = cell.get(f"{_NS}MergeAcross") or ""
        cells += [None] * min(int(across) if across.isdecimal() and len(across) < 6 else 0, WIDEST - len(cells))
    return cells


def _place(element: ElementTree.Element, last: int) -> int:
    said = element.get(f"{_NS}Index") or ""
    return max(int(said), last + 1) if said.isdecimal() and len(said) < 8 else last + 1


def _value(text: str, kind: str) -> Cell:
    try:
        if kind == "DateTime":
            return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        if kind == "Number":
            return clean(float(text)) if not text.strip().isdecimal() else int(text)
    except ValueError:
        pass
    return clean(text)
