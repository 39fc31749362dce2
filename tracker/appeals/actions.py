"""What people do with appeals: file one, note how it goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.appeals.models import Appeal
from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.requests.actions import record_event
from tracker.requests.models import InfoRequest

APPEAL_EVENTS = (
    "appeal_clarification_asked", "appeal_clarification_answered", "appeal_admitted", "arguments_filed",
    "appeal_dismissed", "conciliation_agreed", "conciliation_ended",
    "instruction_closed", "resolution_extended", "resolution_notified", "inconformidad_filed",
    "inconformidad_extended", "inconformidad_resolved", "compliance_extension_asked", "compliance_extension_ruled",
    "compliance_reported", "compliance_contested", "compliance_ruled", "amparo_filed",
)
SENSES = ("revoca", "modifica", "confirma", "sobresee", "desecha", "ordena_responder")


def file_appeal(
    session: Session, info_request: InfoRequest, *, filed_on: date, filed_time: time | None = None,
    number: str | None = None, regulator: str | None = None, law: str | None = None, grounds: Sequence[str] = (),
    note: str = "", by: User, clock: Clock,
) -> Appeal:
    """Record an appeal that was filed. Raises tracker.requests.actions.CannotRecord."""
    appeal = Appeal(
        project_id=info_request.project_id, info_request_id=info_request.id, number=number, regulator=regulator,
        law=law, filed_on=filed_on, grounds=list(grounds), note=note.strip(), created_at=clock.now(), extra={},
    )
    session.add(appeal)
    session.flush()
    values = {"grounds": list(grounds)} if grounds else {}
    record_event(session, info_request, "appeal_filed", filed_on, at=filed_time, by=by, clock=clock, values=values,
                 note=number or note, appeal_id=appeal.id)
    record_act(session, "appeal.filed", "appeal", appeal.id, by=by.id, at=clock.now(),
               content={"number": number, "filed_on": filed_on})
    return appeal


def note_step(session: Session, appeal: Appeal, kind: str, on: date, *, by: User, clock: Clock, note: str = "",
              sense: str | None = None, days: int | None = None, at: time | None = None,
              values: Mapping[str, object] | None = None) -> None:
    """Note a step of the appeal; a resolution's sense is kept on the appeal. Raises CannotRecord."""
    info_request = session.get_one(InfoRequest, appeal.info_request_id)
    values = dict(values or {})
    if sense:
        values["sense"] = sense
    if kind == "resolution_notified" and values.get("sense"):
        appeal.sense = str(values["sense"])
    if days:
        values["days"] = days
    record_event(session, info_request, kind, on, by=by, clock=clock, at=at, note=note, values=values,
                 appeal_id=appeal.id)
    if kind in ("resolution_notified", "appeal_dismissed"):
        appeal.resolved_on = on


def change_appeal(session: Session, appeal: Appeal, *, number: str | None, regulator: str | None,
                  grounds: Sequence[str], note: str, by: User, clock: Clock) -> None:
    """Change what is known of an appeal beside its steps."""
    appeal.number, appeal.regulator, appeal.grounds, appeal.note = number, regulator, list(grounds), note.strip()
    session.flush()
    record_act(session, "appeal.changed", "appeal", appeal.id, by=by.id, at=clock.now(),
               content={"number": number, "regulator": regulator, "grounds": list(grounds)})


def requests_with(session: Session, project_id: int, folio: str) -> list[int]:
    """The ids of a project's requests with a folio, as printed or in normal form."""
    named = or_(InfoRequest.folio == folio, InfoRequest.folio_as_written == folio)
    return list(session.scalars(select(InfoRequest.id).where(InfoRequest.project_id == project_id, named).limit(2)))


def tie(session: Session, appeal: Appeal, info_request: InfoRequest, *, by: User, clock: Clock) -> None:
    """Say which request an appeal is about and put what is known of it into the timeline. Raises CannotRecord."""
    appeal.info_request_id = info_request.id
    if appeal.filed_on is not None:
        record_event(session, info_request, "appeal_filed", appeal.filed_on, by=by, clock=clock,
                     note=appeal.number or "", appeal_id=appeal.id)
    if appeal.resolved_on is not None:
        record_event(session, info_request, "resolution_notified", appeal.resolved_on, by=by, clock=clock,
                     values={"sense": appeal.sense} if appeal.sense else {}, appeal_id=appeal.id)
    session.flush()
    session.refresh(appeal)
    record_act(session, "appeal.tied", "appeal", appeal.id, by=by.id, at=clock.now(),
               content={"request": info_request.id})
