"""What people do with requests: log, note what happened, correct, take back. Events are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.requests.models import Event, InfoRequest, StatedDate
from tracker.requests.timeline import standing_events


class CannotRecord(Exception):
    """What is to be recorded does not fit what is there; `code` says why, `data` with what."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.data = code, data


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What is known of a request when it is logged."""

    project_id: int
    subject: str
    text: str = ""
    folio: str | None = None
    folio_as_written: str | None = None
    agency: str | None = None
    agency_as_written: str = ""
    jurisdiction: str = "MX-FED"
    procedure: str = "access"
    law: str | None = None
    channel: str | None = None
    delivery_mode: str | None = None
    filed_as: str | None = None
    filed_on: date | None = None
    filed_time: time | None = None
    received_on: date | None = None
    stated: tuple[tuple[str, date], ...] = ()
    """Limits the acuse prints: clock kind and date."""
    extra: Mapping[str, Any] = field(default_factory=dict)


def log_request(session: Session, draft: RequestDraft, *, by: User, clock: Clock) -> InfoRequest:
    """Record a request that was filed (or is being drafted, without a filing date)."""
    now = clock.now()
    info_request = InfoRequest(
        project_id=draft.project_id, owner_id=by.id, agency=draft.agency, agency_as_written=draft.agency_as_written,
        folio=draft.folio, folio_as_written=draft.folio_as_written or draft.folio, jurisdiction=draft.jurisdiction,
        procedure=draft.procedure, law=draft.law, subject=draft.subject.strip(), text=draft.text.strip(),
        channel=draft.channel, delivery_mode=draft.delivery_mode, filed_as=draft.filed_as, filed_on=draft.filed_on,
        filed_time=draft.filed_time,
        received_on=draft.received_on, created_at=now, moved_at=now, extra=dict(draft.extra),
        status="filed" if draft.filed_on else "draft",
    )
    info_request.stated = [StatedDate(clock_kind=kind, stated_on=on, source="acuse") for kind, on in draft.stated]
    session.add(info_request)
    session.flush()
    if draft.filed_on is not None:
        _add_event(session, info_request, "filed", draft.filed_on, at=draft.filed_time, by=by, clock=clock)
    record_act(session, "request.logged", "info_request", info_request.id, by=by.id, at=now,
               content={"folio": draft.folio, "filed_on": draft.filed_on, "subject": draft.subject})
    return info_request


def record_event(
    session: Session, info_request: InfoRequest, kind: str, on: date, *, by: User, clock: Clock, at: time | None = None,
    note: str = "", values: Mapping[str, Any] | None = None, appeal_id: int | None = None,
    replaces: Event | None = None,
) -> Event:
    """Add a dated fact; with `replaces` it stands in for an earlier row, which is kept. Raises CannotRecord."""
    _check_order(info_request, kind, on, replaces)
    event = _add_event(session, info_request, kind, on, at=at, by=by, clock=clock, note=note, values=values,
                       appeal_id=appeal_id, replaces=replaces)
    if kind == "filed":
        info_request.filed_on, info_request.filed_time = on, at
    if kind == "platform_checked" and (info_request.looked_on is None or info_request.looked_on < on):
        info_request.looked_on = on
    record_act(session, "event.corrected" if replaces else "event.recorded", "event", event.id, by=by.id,
               at=clock.now(), content={"kind": kind, "on": on, "values": dict(values or {}), "note": note})
    return event


def retract_event(session: Session, event: Event, *, by: User, clock: Clock) -> Event:
    """Take a fact back: a row that replaces it with nothing. The filing itself can be corrected, not taken back."""
    if event.kind == "filed":
        raise CannotRecord("filing-stays")
    info_request = session.get_one(InfoRequest, event.info_request_id)
    row = Event(
        info_request_id=event.info_request_id, appeal_id=event.appeal_id, kind=event.kind,
        happened_on=event.happened_on, happened_time=event.happened_time, values={}, note="",
        recorded_at=clock.now(), recorded_by=by.id, replaces_id=event.id, is_retraction=True,
    )
    session.add(row)
    session.flush()
    session.refresh(info_request, ["events"])
    record_act(session, "event.retracted", "event", event.id, by=by.id, at=clock.now())
    return row


def set_stated(session: Session, info_request: InfoRequest, clock_kind: str, on: date | None, source: str) -> None:
    """Keep (or forget) the limit somebody printed for one clock."""
    there = session.scalar(select(StatedDate).where(StatedDate.info_request_id == info_request.id,
                                                    StatedDate.clock_kind == clock_kind))
    if on is None:
        if there is not None:
            session.delete(there)
    elif there is None:
        session.add(StatedDate(info_request_id=info_request.id, clock_kind=clock_kind, stated_on=on, source=source))
    else:
        there.stated_on, there.source = on, source
    session.flush()
    session.refresh(info_request, ["stated"])


def _add_event(
    session: Session, info_request: InfoRequest, kind: str, on: date, *, by: User, clock: Clock,
    at: time | None = None, note: str = "", values: Mapping[str, Any] | None = None, appeal_id: int | None = None,
    replaces: Event | None = None,
) -> Event:
    event = Event(
        info_request_id=info_request.id, appeal_id=appeal_id, kind=kind, happened_on=on, happened_time=at,
        values=dict(values or {}), note=note.strip(), recorded_at=clock.now(), recorded_by=by.id,
        replaces_id=replaces.id if replaces else None, is_retraction=False,
    )
    session.add(event)
    session.flush()
    session.refresh(info_request, ["events"])
    info_request.moved_at = clock.now()
    return event


def _check_order(info_request: InfoRequest, kind: str, on: date, replaces: Event | None) -> None:
    if kind == "filed":
        others = [e for e in standing_events(info_request.events) if e is not replaces]
        if any(event.happened_on < on for event in others if event.kind != "filed"):
            raise CannotRecord("filed-after-events", on=on)
        return
    if info_request.filed_on is None:
        raise CannotRecord("not-filed")
    if on < info_request.filed_on:
        raise CannotRecord("before-filing", on=on, filed_on=info_request.filed_on)
