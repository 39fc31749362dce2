"""Finds the header of a sheet under its banners, and says whether the sheet holds what is looked for at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.agencies.names import plain
from tracker.imports.columns import Columns, Kind, Vocabulary, columns_of, key_of, settle_by_content
from tracker.imports.tables import Cell, Row

LOOK_AT = 60
"""How many rows from the top may come before the header."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header row's place among the rows looked at, its columns, and the banner's words above it."""

    at: int
    columns: Columns
    banner: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...] = ()
    """The texts of the row or the two rows the header is made of, as they may come again further down."""


def find_header(
    name: str, rows: Sequence[Row], kind: Kind, words: Vocabulary, mapping: Mapping[str, str] | None = None
) -> Header | None:
    """The header among the first rows of a sheet; None for a catalogue, a data dictionary or another kind of table."""
    best: tuple[int, int, int, Sequence[Cell], Columns] | None = None
    for index, row in enumerate(rows[:LOOK_AT]):
        if row.damage or sum(isinstance(cell, str) for cell in row.cells) < 2:
            continue
        tries: list[tuple[int, Sequence[Cell]]] = [(index, row.cells)]
        if index and not rows[index - 1].damage and not rows[index - 1].is_blank:
            tries.append((index - 1, _two_rows(rows[index - 1].cells, row.cells, words.fields[kind])))
        for first, cells in tries:
            columns = columns_of(cells, kind, words, mapping)
            if best is None or columns.sure > best[0]:
                best = (columns.sure, first, index, cells, columns)
    if best is None:
        return None
    sure, first, index, cells, columns = best
    columns = settle_by_content(columns, [row.cells for row in rows[index + 1 :]], words)
    doubtful = any(word in plain(name) for word in words.not_data)
    if len(columns.fields) < (4 if doubtful else 2) or sure < (3 if doubtful else 1):
        return None
    if not _is_of_kind(cells, columns, kind, words, mapping):
        return None
    lines = tuple(tuple(str(cell) for cell in row.cells if cell is not None) for row in rows[first : index + 1])
    return Header(index, columns, tuple(_banner(rows[:first])), lines)


def _two_rows(upper: Sequence[Cell], lower: Sequence[Cell], known: Mapping[str, str]) -> list[Cell]:
    """The names of a header in two rows: an upper name stands over its own column and the empty ones that follow."""
    width = max(len(upper), len(lower))
    above, below = ([*cells, *[None] * (width - len(cells))] for cells in (upper, lower))
    names: list[Cell] = []
    over: str | None = None
    for high, low in zip(above, below, strict=True):
        over = high if isinstance(high, str) else over if high is None else None
        if not isinstance(low, str):
            names.append(high)
            continue
        if over is None or over == low:
            names.append(low)
            continue
        ways = (f"{low} {over}", f"{over} {low}", f"{over.rstrip('sS')} {low}", low)
        names.append(next((way for way in ways if key_of(way) in known), f"{over}: {low}"))
    return names


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
