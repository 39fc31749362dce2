"""Reads a whole file as requests or appeals, row by row: the sheets met, the rows understood, the rows left aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path

from tracker.agencies.directory import Directory
from tracker.agencies.facts import Agency
from tracker.imports.build import DATES, Builder, as_text
from tracker.imports.columns import Columns, Kind, columns_of, vocabulary
from tracker.imports.dates import Order, order_of
from tracker.imports.header import LOOK_AT, Header, find_header, likely_header
from tracker.imports.rows import AppealRow, Problem, RequestRow
from tracker.imports.tables import Row, Sheet, open_table
from tracker.imports.whose import WhoseFinder

LOOKAHEAD = LOOK_AT + 2000
"""Rows held in memory to find the header and how each column writes its dates."""


@dataclass(frozen=True, slots=True)
class SheetMet:
    """A sheet that begins; `columns` is None when it is not read. `rows` counts the rows of one that is not."""

    name: str
    columns: Columns | None
    rows: int = 0
    likely: tuple[str, ...] = ()
    """The names of a header nobody understands, for a person to say what they are."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that holds no request: why, for the report."""

    problem: Problem


Step = SheetMet | RequestRow | AppealRow | Aside


def read_table(
    path: Path,
    kind: Kind,
    directory: Directory,
    today: date,
    *,
    mapping: Mapping[str, str] | None = None,
    with_demographics: bool = False,
    agency: Agency | None = None,
) -> Iterator[Step]:
    """What a file holds, in order, in memory that does not grow with it; raises `Unreadable`.

    `mapping` (column's name → field) was made by hand; `agency` is whose the table is when it does not say.
    """
    words = vocabulary()
    for sheet in open_table(path):
        first = list(islice(sheet.rows, LOOKAHEAD))
        header = find_header(sheet.name, first, kind, words, mapping)
        if header is None:
            at = likely_header(first)
            names = () if at is None else tuple(cell for cell in first[at].cells if isinstance(cell, str))
            count = sum(1 for row in chain(first, sheet.rows) if not row.is_blank)
            yield SheetMet(sheet.name, None, count, names)
            continue
        yield SheetMet(sheet.name, header.columns)
        builder = Builder(
            sheet=sheet.name,
            columns=header.columns,
            words=words,
            directory=directory,
            whose=WhoseFinder(directory, header.banner, agency),
            today=today,
            orders=_orders(header, first),
            epoch_1904=sheet.epoch_1904,
            with_demographics=with_demographics,
        )
        yield from _rows(sheet, header, first, builder, kind, mapping)


def _rows(
    sheet: Sheet, header: Header, first: Sequence[Row], builder: Builder, kind: Kind,
    mapping: Mapping[str, str] | None,
) -> Iterator[Step]:
    is_new_part, is_other = False, False
    for place, row in enumerate(chain(first[header.at + 1 :], sheet.rows)):
        if row.is_blank:
            is_new_part = True
            continue
        if row.damage:
            yield Aside(Problem(sheet.name, row.number, "", "", row.damage))
            continue
        texts = tuple(as_text(cell) for cell in row.cells if cell is not None)
        if texts in header.lines:
            yield Aside(Problem(sheet.name, row.number, "", "", "es el encabezado repetido"))
            continue
        if is_new_part and (again := _another_header(row, header, kind, builder, mapping)) is not None:
            # A second table under the first: of the same kind with other columns, or of another kind.
            is_other = "folio" not in again.fields and "number" not in again.fields
            builder = replace(builder, columns=again)
            yield Aside(Problem(sheet.name, row.number, "", "", "es el encabezado de otra tabla"))
            continue
        if is_other:
            yield Aside(Problem(sheet.name, row.number, "", _initials(texts[0]), "es de otra tabla de la hoja"))
            continue
        if place < 2 and _numbers_columns(texts):
            yield Aside(Problem(sheet.name, row.number, "", "", "solo numera las columnas"))
            continue
        if builder.is_sum(row):
            yield Aside(Problem(sheet.name, row.number, "", _initials(texts[0]), "es un total o una nota al pie"))
            continue
        built = builder.request(row) if kind == "requests" else builder.appeal(row)
        if built is None:
            what = "no trae folio, ni fecha y texto" if kind == "requests" else "no trae número de recurso ni folio"
            shown = next((as_text(cell) for cell in row.cells if cell is not None), "")
            more = (
                "; tiene fórmulas sin resultado guardado: abra el archivo y guárdelo de nuevo" if row.unstored else ""
            )
            yield Aside(Problem(sheet.name, row.number, "", _initials(shown), f"la fila {what}{more}"))
            continue
        is_new_part = False
        yield built


def _another_header(
    row: Row, header: Header, kind: Kind, builder: Builder, mapping: Mapping[str, str] | None
) -> Columns | None:
    """The columns of a second table that begins after an empty row; None for any other row."""
    texts = [cell for cell in row.cells if cell is not None]
    if len(texts) < 3 or not all(isinstance(cell, str) and len(cell) < 60 for cell in texts):
        return None
    kinds: tuple[Kind, ...] = ("requests", "appeals")
    best = max((columns_of(row.cells, one, builder.words, mapping) for one in kinds), key=lambda found: found.sure)
    if best.sure < 3 or best.sure * 2 < len(texts):
        return None
    own = columns_of(row.cells, kind, builder.words, mapping)
    return own if own.sure == best.sure and _is_useful(own, kind) else replace(own, fields={})


def _is_useful(columns: Columns, kind: Kind) -> bool:
    return ("folio" if kind == "requests" else "number") in columns.fields


def _numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a row only says 1, 2, 3… under the names of the columns."""
    return len(texts) > 2 and [text.strip(" ().") for text in texts] in (
        [str(number) for number in range(1, len(texts) + 1)], [str(number) for number in range(len(texts))])


def _initials(text: str) -> str:
    """Enough of a stray row to find it, too little to leak what it says."""
    return text[:24] + ("…" if len(text) > 24 else "")


def _orders(header: Header, first: Sequence[Row]) -> dict[str, Order]:
    places = {name: at for name, at in header.columns.fields.items() if name in DATES}
    rows = [row.cells for row in first[header.at + 1 :]]
    return {name: order_of((cells[at] for cells in rows if at < len(cells)), _told(header.columns.headers[at]))
            for name, at in places.items()}


def _told(name: str) -> Order | None:
    """The order a column's own name gives: `Fecha (mm/dd/aaaa)`."""
    found = re.search(r"\b(mm?|dd?)[/.-](mm?|dd?)[/.-](?:a{2,4}|y{2,4})\b", name.casefold())
    return None if found is None else "mdy" if found[1][0] == "m" else "dmy" if found[1][0] == "d" else None
