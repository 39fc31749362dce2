"""Keeps what lists ask about a request — status, next date, clocks, reminders — in step with events and law."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.agencies.directory import Directory
from tracker.agencies.store import directory_of
from tracker.clock import day_of
from tracker.clocks import engine
from tracker.clocks.bodies import known_body
from tracker.clocks.calendars import Body
from tracker.clocks.kinds import REPLIES
from tracker.clocks.timeline import ImpossibleEvents
from tracker.clocks.types import CaseClocks, Clock
from tracker.clocks.types import Event as ClockEvent
from tracker.clocks.values import VALUE_NAMES
from tracker.laws.catalogue import Rulebook
from tracker.laws.errors import NoLaw
from tracker.reminders.actions import plan_reminders
from tracker.requests.actions import CannotRecord
from tracker.requests.models import ClockRow, Event, InfoRequest
from tracker.requests.status import standing_of
from tracker.requests.timeline import standing_events

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UnknownBody:
    """An agency the directory does not hold: its jurisdiction is taken from the request, its kind is not known."""

    acronym: str
    jurisdiction: str

    def kind_on(self, day: date) -> str | None:
        """Not known."""
        return None


def body_of(info_request: InfoRequest, directory: Directory) -> Body:
    """The agency of a request as the clocks need it."""
    known = known_body(directory, info_request.agency) if info_request.agency else None
    return known or UnknownBody(info_request.agency or "", info_request.jurisdiction)


def case_of(session: Session, info_request: InfoRequest, rulebook: Rulebook, *, today: date,
            directory: Directory | None = None) -> CaseClocks | None:
    """Every clock of a request; None for a draft. Raises CannotRecord when its events contradict each other."""
    events = standing_events(info_request.events)
    if not any(event.kind == "filed" for event in events):
        return None
    try:
        return engine.clocks(
            rulebook, body_of(info_request, directory or directory_of(session)), clock_events(events), today,
            procedure=info_request.procedure, law=info_request.law, received_on=info_request.received_on,
            stated={row.clock_kind: row.stated_on for row in info_request.stated},
        )
    except (ImpossibleEvents, NoLaw) as problem:
        raise CannotRecord("impossible", why=problem.args[0]) from problem


def clock_events(events: Iterable[Event]) -> list[ClockEvent]:
    """Recorded events as the clocks take them."""
    return [ClockEvent(e.kind, e.happened_on, e.happened_time, _values(e.values), e.id) for e in events]


def _values(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name in VALUE_NAMES}


def recompute(session: Session, info_request: InfoRequest, rulebook: Rulebook, *, now: datetime,
              directory: Directory | None = None) -> CaseClocks | None:
    """Compute the clocks again, rebuild the cache and bring the reminders in step. Raises CannotRecord."""
    case = case_of(session, info_request, rulebook, today=day_of(now), directory=directory)
    clocks = case.clocks if case else ()
    standing = standing_of(standing_events(info_request.events), clocks)
    info_request.status, info_request.outcome = standing.status, standing.outcome
    following = standing.next
    info_request.next_on = following.due_on if following else None
    info_request.sort_on = following.due_on if following else date.max
    info_request.next_kind = following.kind if following else None
    info_request.next_owner = following.owner if following else None
    _rebuild_rows(info_request, clocks)
    session.flush()
    plan_reminders(session, info_request, clocks, rulebook, now=now)
    return case


def _rebuild_rows(info_request: InfoRequest, clocks: tuple[Clock, ...]) -> None:
    appeals = {event.id: event.appeal_id for event in info_request.events}
    rows = [
        ClockRow(
            appeal_id=appeals.get(clock.event_id or 0), position=position, kind=clock.kind, owner=clock.owner,
            status=clock.status, starts_on=clock.starts_on, opens_on=clock.opens_on, due_on=clock.due_on,
            earliest=clock.earliest, latest=clock.latest, met_on=clock.met_on,
            article=clock.article[:200], is_verified=clock.verified,
        )
        for position, clock in enumerate(clocks)
    ]
    same = [_facts(row) for row in info_request.clocks] == [_facts(row) for row in rows]
    if not same:
        info_request.clocks = rows


def _facts(row: ClockRow) -> tuple[object, ...]:
    return (row.appeal_id, row.position, row.kind, row.owner, row.status, row.starts_on, row.opens_on, row.due_on,
            row.earliest, row.latest, row.met_on, row.article, row.is_verified)


def remedy(case: CaseClocks | None) -> Clock | None:
    """The open clock to appeal that ends first, if there is one."""
    open_ones = [c for c in (case.clocks if case else ()) if c.kind == "appeal" and c.status == "running"]
    return min(open_ones, key=lambda clock: clock.due_on, default=None)


def is_answered(info_request: InfoRequest) -> bool:
    """Whether any notice that answers the request stands."""
    return any(event.kind in REPLIES for event in standing_events(info_request.events))


def refresh_agency(session: Session, rulebook: Rulebook, agency: str, *, now: datetime) -> int:
    """Recompute the open requests to one agency, after its calendar changed; gives how many."""
    directory = directory_of(session)
    query = select(InfoRequest).where(InfoRequest.agency == agency, InfoRequest.status.not_in(("closed", "withdrawn")))
    rows = list(session.scalars(query.order_by(InfoRequest.id)))
    for info_request in rows:
        try:
            recompute(session, info_request, rulebook, now=now, directory=directory)
        except CannotRecord as problem:
            log.warning("request %s has events that do not fit: %s", info_request.id, problem.data.get("why"))
    return len(rows)
