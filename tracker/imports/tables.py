"""Opens a table file of any kind people send, by what it contains and not by its name: sheets of rows of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeAlias

Cell: TypeAlias = str | bool | int | float | date | datetime | time | None
"""A cell's value; text is stripped, an empty cell is None, a formula is only ever its stored result."""


class Unreadable(Exception):
    """The file is no table that can be read; the message (Spanish) says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its number as the program that made it shows it (from 1), and its cells.

    `damage` says why a row could not be read at all; it then has no cells.
    """

    number: int
    cells: list[Cell]
    damage: str | None = None
    unstored: frozenset[int] = frozenset()
    """Positions of formulas whose result the file does not hold: they look empty and are not."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return self.damage is None and not self.unstored and all(cell is None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its rows, read once from first to last; `epoch_1904` tells how its serial dates count."""

    name: str
    rows: Iterator[Row]
    epoch_1904: bool = False


def open_table(path: Path) -> Iterator[Sheet]:
    """The sheets of a file (XLSX, XLS, ODS, CSV, JSON lines, or the HTML that platforms call XLS); raises `Unreadable`.

    Each sheet must be read before the next one is asked for.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8192)
    except OSError as problem:
        raise Unreadable(f"No se pudo abrir {path.name}: {problem.strerror or problem}.") from problem
    if not head.strip():
        raise Unreadable(f"{path.name} está vacío.")
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from tracker.imports.workbooks import open_workbook

        yield from open_workbook(path, is_zip=head.startswith(b"PK"))
        return
    from tracker.imports.texts import open_text

    yield from open_text(path, head)


def clean(value: object) -> Cell:
    """A value of any library as a cell: text stripped, nothing for empty text, whole floats as integers."""
    if isinstance(value, str):
        text = value.replace("\x00", "").strip()
        return text or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return int(value)
    if value is None or isinstance(value, bool | int | float | date | time):
        return value
    return str(value)
