"""What is asked of the law for its pages: the laws that stand, and what people corrected in each and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.laws.actions import standing_documents
from tracker.laws.catalogue import Rulebook
from tracker.laws.law import Law, Period
from tracker.laws.models import LawDocument
from tracker.people.models import User


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a list; `corrected_by` and `corrected_at` are those of a person's version, else None."""

    number: int
    kind: str
    name: str
    is_corrected: bool
    is_shipped: bool
    corrected_by: str | None
    corrected_at: datetime | None


def entries(session: Session) -> list[Entry]:
    """Every document that counts, with who corrected it."""
    names = {number: name for number, name in session.execute(select(User.id, User.name))}
    shipped = {(kind, name): number for kind, name, number in session.execute(
        select(LawDocument.kind, LawDocument.name, LawDocument.id).where(LawDocument.origin == "seed"))}
    return [
        Entry(shipped.get(key, row.id), row.kind, row.name, row.origin == "user", key in shipped,
              names.get(row.changed_by or 0), row.changed_at)
        for key, row in sorted(standing_documents(session).items())
    ]


def numbered_periods(law: Law) -> Iterator[tuple[Period, int]]:
    """A procedure's periods, each with its place among those of its kind."""
    seen: dict[str, int] = {}
    for period in law.periods:
        place = seen.get(period.kind, 0)
        seen[period.kind] = place + 1
        yield period, place


def changes(standing: Rulebook, shipped: Rulebook, key: str) -> dict[tuple[str, str, int], Period]:
    """The shipped form of each period of a law that people changed: (procedure, kind, place) → period as shipped."""
    found = {}
    before = {law.procedure: law for law in shipped.laws if law.key == key}
    for law in standing.laws:
        if law.key == key and law.procedure in before:
            old = {(one.kind, place): one for one, place in numbered_periods(before[law.procedure])}
            for period, place in numbered_periods(law):
                known = old.get((period.kind, place))
                if known is not None and _facts(known) != _facts(period):
                    found[law.procedure, period.kind, place] = known
    return found


def _facts(period: Period) -> tuple[object, ...]:
    return period.days, period.unit, period.article, period.verified, period.source
