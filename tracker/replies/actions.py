"""What people do with replies: record one with its files, decide on findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy.orm import Session

from archive.models import Document
from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.actions import record_event
from tracker.requests.models import InfoRequest


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """What is known of a reply when it is recorded."""

    notified_on: date
    kind: str = "replied"
    notified_time: time | None = None
    letter_on: date | None = None
    found_on: date | None = None
    oficio: str | None = None
    text: str = ""
    outcome: str | None = None
    extension_days: int | None = None
    reserve_years: int | None = None
    note: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    """What its event carries beside."""


def record_reply(
    session: Session,
    info_request: InfoRequest,
    draft: ReplyDraft,
    documents: Sequence[Document],
    *,
    by: User,
    clock: Clock,
) -> Reply:
    """Record what the agency sent: an event on the day it was notified, and the files that came with it.

    Raises tracker.requests.actions.CannotRecord.
    """
    values: dict[str, object] = dict(draft.values)
    if draft.outcome:
        values["outcome"] = draft.outcome
    if draft.extension_days:
        values["days"] = draft.extension_days
    if draft.reserve_years:
        # The reserve's own clock starts only on a reply that says the information is reserved.
        values |= {"reserve_years": draft.reserve_years, "sense": "reserved"}
    event = record_event(
        session,
        info_request,
        draft.kind,
        draft.notified_on,
        at=draft.notified_time,
        by=by,
        clock=clock,
        note=draft.note,
        values=values,
    )
    reply = Reply(
        info_request_id=info_request.id,
        event_id=event.id,
        letter_on=draft.letter_on,
        notified_on=draft.notified_on,
        found_on=draft.found_on,
        oficio=draft.oficio,
        text=draft.text.strip(),
        recorded_at=clock.now(),
    )
    session.add(reply)
    session.flush()
    attach(session, reply, documents)
    record_act(
        session,
        "reply.recorded",
        "reply",
        reply.id,
        by=by.id,
        at=clock.now(),
        content={"notified_on": draft.notified_on, "files": [document.sha256 for document in documents]},
    )
    return reply


def settle_outcome(session: Session, reply: Reply, outcome: str | None, *, by: User, clock: Clock) -> None:
    """Say what a reply comes to: its event is replaced by one that carries a person's word for it."""
    event = reply.event
    values = {name: value for name, value in event.values.items() if name != "outcome"}
    if outcome:
        values["outcome"] = outcome
    reply.event = record_event(
        session,
        reply.info_request,
        event.kind,
        event.happened_on,
        at=event.happened_time,
        by=by,
        clock=clock,
        note=event.note,
        values=values,
        appeal_id=event.appeal_id,
        replaces=event,
    )
    session.flush()


def attach(session: Session, reply: Reply, documents: Sequence[Document]) -> None:
    """Add files to a reply; one that is there already stays."""
    there = {row.document_id for row in reply.documents}
    for document in documents:
        if document.id not in there:
            session.add(ReplyDocument(reply_id=reply.id, document_id=document.id))
            there.add(document.id)
    session.flush()
    session.refresh(reply, ["documents"])


def decide(session: Session, finding: Finding, verdict: str, *, by: User, clock: Clock) -> None:
    """Confirm or dismiss a finding, or make it a suggestion again."""
    if verdict not in ("confirmed", "dismissed", "suggested"):
        raise ValueError(verdict)
    finding.status = verdict
    finding.decided_by = by.id if verdict != "suggested" else None
    finding.decided_at = clock.now() if verdict != "suggested" else None
    record_act(
        session, f"finding.{verdict}", "finding", finding.id, by=by.id, at=clock.now(), content={"label": finding.label}
    )
