"""What a file looks like before it is imported: its sheets, what each column would be, and a few rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from tracker.imports.build import as_text
from tracker.imports.columns import Kind, columns_of, vocabulary
from tracker.imports.header import LOOK_AT, find_header, likely_header
from tracker.imports.tables import Row, open_table

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column's name, the field it would be, or why it is left out (`demographic identifying chosen`)."""

    name: str
    field: str | None
    left_out: str | None


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """A sheet; `used` is false when its header is only a guess. Values of columns about people are not in `rows`."""

    name: str
    used: bool
    columns: tuple[ColumnPreview, ...]
    rows: tuple[tuple[str, ...], ...]


def preview(path: Path, kind: Kind, mapping: Mapping[str, str] | None = None) -> list[SheetPreview]:
    """The sheets of a file as an import would take them; raises `tracker.imports.tables.Unreadable`."""
    sheets = []
    for sheet in open_table(path):
        first = list(islice(sheet.rows, LOOK_AT + 200))
        sheets.append(_sheet(sheet.name, first, kind, mapping or {}))
        for _ in chain(sheet.rows):
            pass  # a sheet is read to its end before the next is asked for
    return sheets


def field_names(kind: Kind) -> list[str]:
    """The fields a column can be mapped to."""
    return sorted(set(vocabulary().fields[kind].values()) - {"extra", "counter"})


def _sheet(name: str, first: Sequence[Row], kind: Kind, mapping: Mapping[str, str]) -> SheetPreview:
    words = vocabulary()
    header = find_header(name, first, kind, words, mapping)
    at = header.at if header else likely_header(first)
    if at is None:
        return SheetPreview(name, False, (), ())
    columns = header.columns if header else columns_of(first[at].cells, kind, words, mapping)
    fields = {position: field for field, position in columns.fields.items()}
    left_out = dict(columns.left_out.values())
    shown = [position for position, title in enumerate(columns.headers) if title]
    previews = tuple(ColumnPreview(columns.headers[p], fields.get(p), left_out.get(p)) for p in shown)
    rows = [row for row in first[at + 1 :] if not row.is_blank and not row.damage][:_SHOWN]
    cells = tuple(tuple(_cell(row, position, left_out) for position in shown) for row in rows)
    return SheetPreview(name, header is not None, previews, cells)


def _cell(row: Row, position: int, left_out: Mapping[int, str]) -> str:
    if position in left_out or position >= len(row.cells):
        return ""
    return as_text(row.cells[position])[:80]
