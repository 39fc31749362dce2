"""What people do with appeals: file one, note how it goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from sqlalchemy.orm import Session

from tracker.appeals.models import Appeal
from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.requests.actions import record_event
from tracker.requests.models import InfoRequest

APPEAL_EVENTS = (
    "appeal_clarification_asked", "appeal_clarification_answered", "appeal_admitted", "arguments_filed",
    "appeal_dismissed",
    "instruction_closed", "resolution_extended", "resolution_notified", "compliance_reported", "compliance_contested",
    "compliance_ruled", "amparo_filed",
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
