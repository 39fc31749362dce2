"""Which regulator hears a body's procedures on a day: by jurisdiction, kind of body, procedure and date, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.laws.closures import within
from tracker.laws.errors import a_date, need, refuse_unknown

FIELDS = {
    "name", "jurisdictions", "kinds", "agencies", "procedures", "clocks", "first", "last", "begun_before", "verified",
    "source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Regulator:
    """One row of the table of regulators; the first row that fits decides.

    `clocks`: only for these kinds of clock (an inconformidad is heard elsewhere). `begun_before`: only procedures that
    began before this day (pending ones that passed to a successor).
    """

    name: str
    jurisdictions: tuple[str, ...]
    kinds: tuple[str, ...]
    agencies: tuple[str, ...]
    procedures: tuple[str, ...]
    clocks: tuple[str, ...]
    first: date | None
    last: date | None
    begun_before: date | None
    verified: bool
    source: str


UNKNOWN = Regulator("organismo garante por confirmar", (), (), (), (), (), None, None, None, False, "")
"""What is shown when no row fits: the tool does not guess who hears an appeal."""


def parse_regulators(rows: Sequence[Mapping[str, Any]]) -> tuple[Regulator, ...]:
    """The table from its document."""
    found = []
    for number, row in enumerate(rows, 1):
        where = f"regulators, row {number}"
        refuse_unknown(where, row, FIELDS)
        need(where, row, "name", "jurisdictions", "source")
        first, last, begun = (row.get(field) for field in ("first", "last", "begun_before"))
        found.append(
            Regulator(
                name=row["name"],
                jurisdictions=tuple(row["jurisdictions"]),
                kinds=tuple(row.get("kinds") or ()),
                agencies=tuple(row.get("agencies") or ()),
                procedures=tuple(row.get("procedures") or ()),
                clocks=tuple(row.get("clocks") or ()),
                first=a_date(where, first) if first else None,
                last=a_date(where, last) if last else None,
                begun_before=a_date(where, begun) if begun else None,
                verified=bool(row.get("verified")),
                source=row["source"],
            )
        )
    return tuple(found)


def choose(
    table: Sequence[Regulator],
    *,
    jurisdiction: str,
    kind: str | None,
    agency: str,
    procedure: str,
    day: date,
    begun_on: date,
    clock: str = "",
) -> Regulator:
    """The first row that fits a body, a procedure begun on `begun_on`, and a day; `UNKNOWN` when none does."""
    for row in table:
        if (
            any(within(jurisdiction, one) for one in row.jurisdictions)
            and (not row.kinds or kind in row.kinds)
            and (not row.agencies or agency in row.agencies)
            and (not row.procedures or procedure in row.procedures)
            and (not row.clocks or clock in row.clocks)
            and (row.first is None or row.first <= day)
            and (row.last is None or day <= row.last)
            and (row.begun_before is None or begun_on < row.begun_before)
        ):
            return row
    return UNKNOWN
