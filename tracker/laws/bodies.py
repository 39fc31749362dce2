"""The calendar of one agency: what is known of a year, and its own published calendar entered as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.clocks.calendars import Body, case_calendars
from tracker.laws import actions
from tracker.laws.catalogue import Rulebook
from tracker.laws.closures import within
from tracker.laws.errors import LawError
from tracker.laws.models import ClosedDays, LawDocument
from tracker.laws.store import dump
from tracker.sentences import N_

Span = tuple[date, date]
MOST_DAYS = 200
"""Days a whole calendar may close in its year, weekends aside: more is a mistake."""
MOST_COVERED = 550
"""Days a whole calendar may speak of; published ones run a little over the year."""


@dataclass(frozen=True, slots=True)
class KnownSpan:
    """Neighbouring days that do not count for one reason; `kind` is `statutory closed possible`."""

    first: date
    last: date
    kind: str
    reason: str
    source: str
    is_verified: bool


def known_year(book: Rulebook, body: Body, year: int) -> list[KnownSpan]:
    """What is known of the days of a calendar year for the response of one agency, weekends aside."""
    counting = case_calendars(book, body, "access").counting("response", "agency")
    statutory = counting.statutory.days(year)
    spans: list[KnownSpan] = []
    is_touching = False
    for day in _days(date(year, 1, 1), date(year, 12, 31)):
        if day.weekday() in counting.statutory.weekend:
            continue
        certain = counting.why(day)
        found = certain or counting.why_possible(day)
        if found is None:
            is_touching = False
            continue
        kind = "statutory" if day in statutory else "closed" if certain else "possible"
        facts = (kind, found.reason, found.source, found.verified)
        last = spans[-1] if spans and is_touching else None
        if last is not None and (last.kind, last.reason, last.source, last.is_verified) == facts:
            spans[-1] = KnownSpan(last.first, day, *facts)
        else:
            spans.append(KnownSpan(day, day, *facts))
        is_touching = True
    return spans


def whole_years(book: Rulebook, agency: str) -> list[Span]:
    """Between which days the whole calendar of an agency is known."""
    return sorted((one.first, one.last) for one in book.coverage if one.agency == agency)


def added_days(session: Session, agency: str, jurisdiction: str) -> list[ClosedDays]:
    """The closed days people added for an agency or for everybody where it is, newest first."""
    query = select(ClosedDays).where(or_(ClosedDays.agency == agency, ClosedDays.agency.is_(None)),
                                     ClosedDays.withdrawn_at.is_(None))
    rows = session.scalars(query.order_by(ClosedDays.first_on.desc(), ClosedDays.id.desc()))
    return [row for row in rows if row.agency or within(jurisdiction, row.jurisdiction)]


def read_spans(text: str) -> list[Span]:
    """The days of a list, one a line or after commas: `2026-05-05` or `2026-03-30..2026-04-03`; LawError names a line
    that is none."""
    spans: list[Span] = []
    for piece in filter(None, (one.strip() for one in re.split(r"[\n,;]", text))):
        found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:\s*(?:\.\.|–|a|to)\s*(\d{4}-\d\d-\d\d))?", piece)
        try:
            assert found
            first = date.fromisoformat(found[1])
            last = date.fromisoformat(found[2] or found[1])
        except (AssertionError, ValueError):
            raise LawError(
                N_("“%(text)s” is no day; write 2026-05-05 or 2026-03-30..2026-04-03."), text=piece[:40]
            ) from None
        if last < first:
            raise LawError(N_("“%(text)s” ends before it begins."), text=piece[:40])
        spans.append((first, last))
    return spans


def written(spans: Iterable[Span]) -> str:
    """Spans as `read_spans` reads them, one a line."""
    return "\n".join(f"{first}" if first == last else f"{first}..{last}" for first, last in spans)


def set_whole_calendar(session: Session, *, agency: str, jurisdiction: str, covers: Span, closed: Sequence[Span],
                       source: str, by: int, at: datetime) -> LawDocument:
    """Say that these are all the closed days of an agency between two days: within them nothing is merely possible.

    It stands in for what was said of a calendar that began on the same day. Raises LawError. Recompute afterwards.
    """
    if not covers[0] <= covers[1] <= covers[0] + timedelta(days=MOST_COVERED):
        raise LawError(N_("the calendar must end after it begins, at most a year and a half later."))
    for first, last in closed:
        if not covers[0] <= first <= last <= covers[1]:
            raise LawError(
                N_("%(first)s to %(last)s does not lie within the days the calendar speaks of."), first=first, last=last
            )
    if sum(day.weekday() < 5 for first, last in closed for day in _days(first, last)) > MOST_DAYS:
        raise LawError(N_("it closes more days than it leaves open; list only the closed ones."))
    document = _document(session, agency) or {
        "kind": "body", "name": agency, "agency": agency, "jurisdictions": [jurisdiction], "source": source,
        "status": "verified", "years": []}
    kept = [one for one in document["years"] if one["covers"][0] != covers[0]]
    days: list[Any] = [first if first == last else [first, last] for first, last in sorted(closed)]
    kept.append({"covers": list(covers), "closed": days, "status": "verified", "source": source})
    return _keep(session, agency, {**document, "years": sorted(kept, key=lambda one: one["covers"][0])}, by, at)


def drop_whole_calendar(session: Session, agency: str, first: date, *, by: int, at: datetime) -> bool:
    """Take back that a calendar beginning on a day is the whole of it; tells whether there was one."""
    document = _document(session, agency)
    kept = [one for one in document["years"] if one["covers"][0] != first] if document else []
    if document is None or len(kept) == len(document["years"]):
        return False
    if kept or _is_shipped(session, agency):
        _keep(session, agency, {**document, "years": kept}, by, at)
    else:
        actions.restore_document(session, "calendar", f"body: {agency}", by=by, at=at)
    return True


def _keep(session: Session, agency: str, document: dict[str, Any], by: int, at: datetime) -> LawDocument:
    return actions.correct_document(session, "calendar", f"body: {agency}", dump(document), by=by, at=at)


def _document(session: Session, agency: str) -> dict[str, Any] | None:
    row = actions.standing_documents(session).get(("calendar", f"body: {agency}"))
    return None if row is None else dict(actions.content_of(row))


def _is_shipped(session: Session, agency: str) -> bool:
    query = select(LawDocument.id).where(LawDocument.kind == "calendar", LawDocument.name == f"body: {agency}",
                                         LawDocument.origin == "seed")
    return session.scalar(query) is not None


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
