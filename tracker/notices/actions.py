"""Taking up what a notice proposes, one thing at a time; and what of it stands already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.clocks.kinds import CLOCK_KINDS, EVENT_KINDS
from tracker.notices.reading import Proposal
from tracker.people import access
from tracker.people.models import User
from tracker.requests.actions import CannotRecord, record_event, set_stated
from tracker.requests.models import InfoRequest
from tracker.requests.timeline import standing_events

AS_REPLY = ("replied", "supplementary_reply")
"""Recorded as a reply with its files, not as a bare event."""


def editable_by_folio(session: Session, viewer: User, folios: Iterable[str]) -> dict[str, list[InfoRequest]]:
    """The requests with these folios that a person may change; others are as if they were not there."""
    found: dict[str, list[InfoRequest]] = {}
    for row in session.scalars(select(InfoRequest).where(
            InfoRequest.folio.in_([folio for folio in folios if folio]),
            InfoRequest.project_id.in_(access.project_ids(viewer, "edit")))
            .options(selectinload(InfoRequest.events), selectinload(InfoRequest.stated)).order_by(InfoRequest.id)):
        found.setdefault(row.folio or "", []).append(row)
    return found


def is_known(info_request: InfoRequest, proposal: Proposal) -> bool:
    """Whether what a notice says is noted already."""
    if proposal.what == "received":
        return info_request.received_on == proposal.on
    if proposal.what == "stated":
        return any(row.clock_kind == proposal.kind and row.stated_on == proposal.on for row in info_request.stated)
    return any(event.kind == proposal.kind and event.happened_on == proposal.on
               for event in standing_events(info_request.events))


def take_up(session: Session, info_request: InfoRequest, what: str, kind: str, on: date, at: time | None, *, by: User,
            clock: Clock, today: date) -> None:
    """Record one thing a notice said, as a person confirmed it. Raises CannotRecord, ValueError for what is no kind."""
    proposal = Proposal("event", kind, on, at, "")
    if what == "received":
        if info_request.filed_on and on < info_request.filed_on:
            raise CannotRecord("before-filing")
        info_request.received_on = on
        record_act(session, "request.changed", "info_request", info_request.id, by=by.id, at=clock.now(),
                   content={"received_on": on})
    elif what == "stated" and kind in CLOCK_KINDS:
        if info_request.filed_on and on < info_request.filed_on:
            raise CannotRecord("before-filing")
        set_stated(session, info_request, kind, on, "notice")
        record_act(session, "request.changed", "info_request", info_request.id, by=by.id, at=clock.now(),
                   content={"stated": kind, "on": on})
    elif what == "event" and kind in EVENT_KINDS and kind not in AS_REPLY:
        if on > today:
            raise CannotRecord("future")
        if is_known(info_request, proposal):
            return
        if kind == "filed" and info_request.filed_on is not None:
            raise CannotRecord("filed-already")
        record_event(session, info_request, kind, on, by=by, clock=clock, at=at)
    else:
        raise ValueError(kind)
