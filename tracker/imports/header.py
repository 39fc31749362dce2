"""Finds the header of a sheet under its banners, and says whether the sheet holds what is looked for at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.agencies.names import plain
from tracker.imports.columns import Columns, Kind, Vocabulary, columns_of, settle_by_content
from tracker.imports.tables import Cell, Row

LOOK_AT = 60
"""How many rows from the top may come before the header."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header row's place among the rows looked at, its columns, and the banner's words above it."""

    at: int
    columns: Columns
    banner: tuple[str, ...]


def find_header(
    name: str, rows: Sequence[Row], kind: Kind, words: Vocabulary, mapping: Mapping[str, str] | None = None
) -> Header | None:
    """The header among the first rows of a sheet; None for a catalogue, a data dictionary or another kind of table."""
    best: tuple[int, int, Columns] | None = None
    for index, row in enumerate(rows[:LOOK_AT]):
        if row.damage or sum(isinstance(cell, str) for cell in row.cells) < 2:
            continue
        columns = columns_of(row.cells, kind, words, mapping)
        if best is None or columns.sure > best[0]:
            best = (columns.sure, index, columns)
    if best is None:
        return None
    sure, index, columns = best
    columns = settle_by_content(columns, [row.cells for row in rows[index + 1 :]], words)
    doubtful = any(word in plain(name) for word in words.not_data)
    if len(columns.fields) < (4 if doubtful else 2) or sure < (3 if doubtful else 1):
        return None
    if not _is_of_kind(rows[index].cells, columns, kind, words, mapping):
        return None
    return Header(index, columns, tuple(_banner(rows[:index])))


def _is_of_kind(
    cells: Sequence[Cell], columns: Columns, kind: Kind, words: Vocabulary, mapping: Mapping[str, str] | None
) -> bool:
    fields = columns.fields
    if kind == "requests":
        appeals = columns_of(cells, "appeals", words)
        if "number" in appeals.fields and appeals.sure > columns.sure and not mapping:
            return False
        return "folio" in fields or ("filed_on" in fields and "text" in fields)
    return "number" in fields and any(one in fields for one in ("folio", "filed_on", "resolved_on", "sense"))


def _banner(rows: Sequence[Row]) -> list[str]:
    return [cell for row in rows for cell in row.cells if isinstance(cell, str)]


def likely_header(rows: Sequence[Row]) -> int | None:
    """The place of the first row with several texts and hardly anything else: a header nobody understands."""
    for index, row in enumerate(rows):
        texts = sum(isinstance(cell, str) for cell in row.cells)
        if texts >= 2 and texts * 2 > sum(cell is not None for cell in row.cells):
            return index
    return None
