"""Dated events around agencies and projects — a new head, a reform, a fire, a ruling — each citing a source."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.agencies.models import AgencyEvent
from tracker.audit.actions import record_act
from tracker.requests.models import InfoRequest
from tracker.sources.models import Source
from tracker.vocabulary import N_

EVENT_WORDS = {
    "head": N_("New head"), "reform": N_("Reform"), "incident": N_("Incident"), "ruling": N_("Ruling"),
    "agreement": N_("Agreement or programme"), "other": N_("Other"),
}


def events_of_agency(session: Session, agency: str) -> list[AgencyEvent]:
    """What happened to an agency, newest first."""
    return list(session.scalars(_standing().where(AgencyEvent.agency == agency)))


def events_of_project(session: Session, project_id: int) -> list[AgencyEvent]:
    """What happened around a project and to the agencies its requests went to, newest first."""
    asked = select(InfoRequest.agency).where(InfoRequest.project_id == project_id, InfoRequest.agency.is_not(None))
    mine = or_(AgencyEvent.project_id == project_id, AgencyEvent.agency.in_(asked.distinct()))
    return list(session.scalars(_standing().where(mine)))


def add_event(session: Session, *, happened_on: date, kind: str, what: str, source: Source, by: int, at: datetime,
              agency: str | None = None, project_id: int | None = None, locator: str = "") -> AgencyEvent:
    """Note a dated event of an agency or of a project, with the work that says so."""
    row = AgencyEvent(agency=agency, project_id=project_id, happened_on=happened_on, kind=kind, what=what.strip(),
                      source_id=source.id, locator=locator.strip(), added_by=by, added_at=at)
    session.add(row)
    session.flush()
    record_act(session, "agency.event", "agency_event", row.id, by=by, at=at,
               content={"agency": agency, "project": project_id, "on": happened_on, "source": source.id})
    return row


def withdraw_event(session: Session, number: int, *, by: int, at: datetime, agency: str | None = None,
                   project_id: int | None = None) -> bool:
    """Take an event of this agency or project back; tells whether there was one."""
    row = session.get(AgencyEvent, number)
    if row is None or row.withdrawn_at or (row.agency, row.project_id) != (agency, project_id):
        return False
    row.withdrawn_at = at
    record_act(session, "agency.event_withdrawn", "agency_event", row.id, by=by, at=at)
    return True


def _standing() -> Select[AgencyEvent]:
    return (select(AgencyEvent).where(AgencyEvent.withdrawn_at.is_(None)).options(joinedload(AgencyEvent.source))
            .order_by(AgencyEvent.happened_on.desc(), AgencyEvent.id.desc()).limit(200))
