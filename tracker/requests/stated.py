"""Limits that others printed, beside ours: where they agree, and what would make the others agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.agencies.directory import Directory
from tracker.clocks import engine
from tracker.clocks.differences import Explanation
from tracker.clocks.timeline import ImpossibleEvents
from tracker.clocks.types import Clock
from tracker.laws.catalogue import Rulebook
from tracker.laws.errors import NoLaw
from tracker.people.models import User
from tracker.requests.models import InfoRequest, StatedDate
from tracker.requests.queries import visible
from tracker.requests.recompute import body_of, clock_events
from tracker.requests.timeline import standing_events

MOST = 20_000
"""Stated limits of one agency and year that are compared."""

PLAIN = frozenset(["filed", "replied", "closed", "platform_checked"])
"""A request with no other events has the limits that follow from its filing alone, and shares them with its like."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One stated limit beside ours; `ways` say what would make them agree, likeliest first."""

    request: int
    folio: str
    filed_on: date | None
    stated: date
    computed: date
    ways: tuple[Explanation, ...] = ()

    @property
    def verdict(self) -> str:
        """`agrees`, `extended` (fits an extension nobody recorded), `closed` (fits more closed days), `open` (fits
        fewer) or `differs`."""
        if self.stated == self.computed:
            return "agrees"
        if not self.ways:
            return "differs"
        if self.ways[0].is_open:
            return "open"
        return "closed" if self.ways[0].spans else "extended"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A set of closed days, as spans, with which stated limits fit; `requests` are the ids of those that say so."""

    spans: tuple[tuple[date, date], ...]
    is_usual: bool
    requests: tuple[int, ...]


def compare(session: Session, viewer: User, book: Rulebook, directory: Directory, agency: str, year: int, *,
            today: date, is_ending: bool = False) -> list[Compared]:
    """The limits stated for requests to an agency filed in a year, each beside the one computed, by filing date.

    With `is_ending` also the limits that end in the year, of requests filed the year before. Only what the viewer
    may see is read. A request whose events contradict each other, or whose procedure has no such limit, is left
    out.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    stated = select(StatedDate.info_request_id)
    is_meant = InfoRequest.filed_on.between(first, last) & InfoRequest.id.in_(stated)
    if is_ending:
        is_meant |= InfoRequest.id.in_(stated.where(StatedDate.stated_on.between(first, last)))
    query = visible(viewer).where(InfoRequest.agency == agency, is_meant)
    parts = (selectinload(InfoRequest.events), selectinload(InfoRequest.stated))
    rows = session.scalars(query.options(*parts).order_by(InfoRequest.filed_on, InfoRequest.id).limit(MOST))
    computed: dict[object, tuple[Clock, ...]] = {}
    found = []
    for row in rows:
        for clock in _stated_clocks(row, book, directory, today, computed):
            assert clock.stated is not None
            found.append(Compared(row.id, row.folio_as_written or row.folio or "", row.filed_on, clock.stated,
                                  clock.due_on, clock.ways))
    return found


def _stated_clocks(row: InfoRequest, book: Rulebook, directory: Directory, today: date,
                   computed: dict[object, tuple[Clock, ...]]) -> Iterator[Clock]:
    facts = clock_events(standing_events(row.events))
    if PLAIN.issuperset(event.kind for event in facts):
        facts = [event for event in facts if event.kind == "filed"]
    stated = {one.clock_kind: one.stated_on for one in row.stated}
    key = (row.procedure, row.law, row.received_on, tuple(sorted(stated.items())),
           tuple((event.kind, event.on, event.at, repr(event.values)) for event in facts))
    if key not in computed:
        try:
            case = engine.clocks(book, body_of(row, directory), facts, today, procedure=row.procedure, law=row.law,
                                 received_on=row.received_on, stated=stated)
            computed[key] = tuple(one for one in case.clocks if one.owner == "agency" and one.stated is not None)
        except (ImpossibleEvents, NoLaw):
            computed[key] = ()
    yield from computed[key]


def proposals(compared: list[Compared]) -> list[Proposal]:
    """Closed days that would make stated limits agree, those most limits ask for first."""
    votes: dict[tuple[tuple[date, date], ...], list[int]] = {}
    usual: dict[tuple[tuple[date, date], ...], bool] = {}
    for one in compared:
        if one.verdict == "closed":
            for way in one.ways:
                votes.setdefault(way.spans, []).append(one.request)
                usual[way.spans] = way.is_usual
    found = [Proposal(spans, usual[spans], tuple(dict.fromkeys(ids))) for spans, ids in votes.items() if spans]
    found.sort(key=lambda one: (-len(one.requests), not one.is_usual, len(one.spans), one.spans))
    return found[:8]
