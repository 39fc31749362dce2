"""Limits that others printed and that fit only with more closed days: what they say of an agency's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.agencies.directory import Directory
from tracker.clocks.calendars import case_calendars
from tracker.clocks.differences import explain_difference
from tracker.laws.catalogue import Rulebook
from tracker.people.models import User
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest, StatedDate
from tracker.requests.queries import visible
from tracker.requests.recompute import body_of, case_of

MOST = 400
"""Requests of one agency and year that are looked at."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A set of closed days, as spans, with which stated limits fit; `requests` are the ids of those that say so."""

    spans: tuple[tuple[date, date], ...]
    is_usual: bool
    requests: tuple[int, ...]


def proposals(session: Session, viewer: User, book: Rulebook, directory: Directory, agency: str, year: int, *,
              today: date) -> list[Proposal]:
    """Closed days that would explain the limits stated for an agency in a year, those most limits ask for first.

    Only what the viewer may see is read; a limit that fits already proposes nothing.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    numbers = select(StatedDate.info_request_id).where(StatedDate.stated_on.between(first, last))
    query = visible(viewer).where(InfoRequest.agency == agency, InfoRequest.id.in_(numbers))
    parts = (selectinload(InfoRequest.events), selectinload(InfoRequest.stated))
    votes: dict[tuple[tuple[date, date], ...], list[int]] = {}
    usual: dict[tuple[tuple[date, date], ...], bool] = {}
    for info_request in session.scalars(query.options(*parts).order_by(InfoRequest.id).limit(MOST)):
        try:
            case = case_of(session, info_request, book, today=today, directory=directory)
        except CannotRecord:
            continue
        calendars = case_calendars(book, body_of(info_request, directory), info_request.procedure)
        for clock in case.clocks if case else ():
            if clock.owner != "agency" or not any(note.code == "stated_fits" for note in clock.notes):
                continue
            counting = calendars.counting(clock.kind, "agency")
            possible = [one.date for one in clock.possibly_closed]
            assert clock.stated is not None
            for fit in explain_difference(clock.stated, clock.starts_on, clock.days, counting.certain, possible):
                votes.setdefault(fit.spans, []).append(info_request.id)
                usual[fit.spans] = fit.is_usual
    found = [Proposal(spans, usual[spans], tuple(dict.fromkeys(ids))) for spans, ids in votes.items()]
    found.sort(key=lambda one: (-len(one.requests), not one.is_usual, len(one.spans), one.spans))
    return found[:8]
