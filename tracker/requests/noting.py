"""One dated fact noted by kind, date and note; what the kind needs beside (a reply, an appeal) is made here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.appeals.actions import APPEAL_EVENTS, file_appeal, note_step
from tracker.appeals.models import Appeal
from tracker.appeals.queries import appeals_of
from tracker.clock import Clock
from tracker.people.models import User
from tracker.replies.actions import ReplyDraft, record_reply
from tracker.replies.models import Reply
from tracker.requests.actions import CannotRecord, record_event, retract_event
from tracker.requests.models import Event, InfoRequest
from tracker.requests.platform_words import BY_CODE
from tracker.requests.timeline import standing_events

AS_REPLY = ("replied", "supplementary_reply")
ENDS = ("resolution_notified", "appeal_dismissed")


def meaning(chosen: str) -> tuple[str, dict[str, Any]]:
    """The kind of event and the values that a choice of the form stands for: a kind, or a platform's own words."""
    said = BY_CODE.get(chosen)
    return (said.kind, dict(said.values)) if said else (chosen, {})


def note_fact(session: Session, info_request: InfoRequest, chosen: str, on: date, *, by: User, clock: Clock,
              at: time | None = None, note: str = "", values: Mapping[str, Any] | None = None,
              regulator: str | None = None, law: str | None = None) -> None:
    """Note that something happened; `chosen` is a kind of event or the code of a platform's words.

    A reply is kept as a reply, to which files can be added; an appeal as an appeal before `regulator` under `law`, and
    a step of one belongs to the appeal filed last. Raises CannotRecord.
    """
    kind, said = meaning(chosen)
    values = {**said, **(values or {})}
    standing = standing_events(info_request.events)
    if kind == "filed" and info_request.filed_on is not None:
        raise CannotRecord("filed-already")
    if kind == "replied" and any(event.kind == "replied" for event in standing):
        raise CannotRecord("replied-already")
    if kind == "appeal_filed":
        file_appeal(session, info_request, filed_on=on, filed_time=at, regulator=regulator, law=law, note=note,
                    by=by, clock=clock)
    elif kind in AS_REPLY:
        record_reply(session, info_request, ReplyDraft(on, kind, at, note=note, values=values), (), by=by, clock=clock)
    elif kind in APPEAL_EVENTS and (appeals := standing_appeals(session, info_request)):
        note_step(session, appeals[-1], kind, on, by=by, clock=clock, note=note, at=at, values=values)
    elif kind in APPEAL_EVENTS and kind != "amparo_filed":
        raise CannotRecord("no-appeal")
    else:
        record_event(session, info_request, kind, on, by=by, clock=clock, at=at, note=note, values=values)


def standing_appeals(session: Session, info_request: InfoRequest) -> list[Appeal]:
    """The appeals of a request whose filing was not taken back, oldest first."""
    filed = {event.appeal_id for event in standing_events(info_request.events) if event.kind == "appeal_filed"}
    return [appeal for appeal in appeals_of(session, info_request) if appeal.id in filed]


def correct_fact(session: Session, info_request: InfoRequest, event: Event, kind: str, on: date, *, by: User,
                 clock: Clock, at: time | None = None, note: str = "", changed: Mapping[str, Any] | None = None
                 ) -> Event:
    """Put a corrected fact in place of one; values that are not in `changed` stay, those that are None go.

    The reply or the appeal that rests on the fact follows it. Raises CannotRecord.
    """
    kept = event.values if kind == event.kind else {}
    values = {name: value for name, value in {**kept, **(changed or {})}.items() if value is not None}
    appeal_id = event.appeal_id if kind == "appeal_filed" or kind in APPEAL_EVENTS else None
    made = record_event(session, info_request, kind, on, by=by, clock=clock, at=at, note=note, values=values,
                        appeal_id=appeal_id, replaces=event)
    for reply in session.scalars(select(Reply).where(Reply.event_id == event.id)):
        reply.event, reply.notified_on = made, on
    _keep_appeal_in_step(session, info_request, event)
    session.flush()
    return made


def take_back(session: Session, info_request: InfoRequest, event: Event, *, by: User, clock: Clock) -> None:
    """Take a fact back, leaving its trace; an appeal only when nothing rests on it. Raises CannotRecord."""
    steps = [one for one in standing_events(info_request.events) if one.appeal_id == event.appeal_id]
    if event.kind == "appeal_filed" and event.appeal_id is not None and len(steps) > 1:
        raise CannotRecord("appeal-goes-on")
    retract_event(session, event, by=by, clock=clock)
    _keep_appeal_in_step(session, info_request, event)
    session.flush()


def _keep_appeal_in_step(session: Session, info_request: InfoRequest, changed: Event) -> None:
    appeal = session.get(Appeal, changed.appeal_id) if changed.appeal_id is not None else None
    if appeal is None:
        return
    steps = [one for one in standing_events(info_request.events) if one.appeal_id == appeal.id]
    if changed.kind == "appeal_filed":
        appeal.filed_on = next((one.happened_on for one in steps if one.kind == "appeal_filed"), appeal.filed_on)
    if changed.kind in ENDS:
        last = next((one for one in reversed(steps) if one.kind in ENDS), None)
        appeal.resolved_on = last.happened_on if last else None
        appeal.sense = str(last.values["sense"]) if last and last.values.get("sense") else None
