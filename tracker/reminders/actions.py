"""What is done with reminders: planned from clocks, set by hand, taken back, noted as seen."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.clocks.types import Clock
from tracker.people.models import User
from tracker.reminders.models import Mail, Notice, Opening, Reminder
from tracker.reminders.planning import START, IsOpen, Rung, is_live, named, rungs
from tracker.reminders.preferences import resolve, rows_of, zone_of
from tracker.reminders.recipients import Recipient, recipients
from tracker.reminders.wishes import local_hour
from tracker.requests.models import InfoRequest

PERSONAL = "personal"
LONG_PAST = timedelta(days=30)
"""Beyond the last rung of any clock."""
DEPUTY_FROM = 1
"""The deputy is told from this rung on, when the owner has not opened the request."""


class Versioned(Protocol):
    """The laws and calendars clocks were computed with, as far as a promise needs them."""

    @property
    def version(self) -> str:
        """A digest that changes whenever a law or calendar does."""
        ...


def plan_reminders(
    session: Session, info_request: InfoRequest, clocks: Sequence[Clock], rulebook: Versioned | str = "", *,
    now: datetime, is_open: IsOpen | None = None,
) -> None:
    """Bring a request's reminders in step with its clocks; safe to run as often as one likes.

    What was met, moved or withdrawn is cancelled, what was said is never planned again, and a date that moved after
    it was mailed is told.
    """
    version = rulebook if isinstance(rulebook, str) else rulebook.version
    rows = list(session.scalars(select(Reminder).where(
        Reminder.info_request_id == info_request.id, Reminder.clock_kind != PERSONAL)))
    if not rows and not _is_recent(clocks, now):
        return
    live = [] if info_request.status in ("withdrawn", "closed") else list(clocks)
    to = recipients(session, info_request) if live or rows else []
    wanted: set[tuple[Any, ...]] = set()
    for person in to:
        mine = [row for row in rows if row.user_id == person.user.id]
        wishes = resolve(rows_of(session, person.user.id), info_request.project_id, info_request.id)
        zone = zone_of(person.user)
        plan = rungs(live, wishes, zone, now=now, rulebook=version, is_open=is_open)
        wanted |= _reconcile(session, info_request, person, mine, plan, now=now, today=now.astimezone(zone).date())
        if not person.is_deputy:
            _tell_moves(session, info_request, person.user.id, mine, plan, now)
    ended = {name for name, reason in _reasons(info_request, clocks).items() if reason}
    for row in rows:
        if row.state == "planned" and (row.user_id, row.clock_kind, row.started_by, row.due_on, row.rung) not in wanted:
            row.state = "cancelled"
            row.cancelled_because = "ended" if row.started_by in ended else "moved"
    _hush_moves(session, info_request, ended)
    session.flush()


def _is_recent(clocks: Sequence[Clock], now: datetime) -> bool:
    """Whether any clock could still be spoken of; most requests of an archive ended years ago."""
    since = now.date() - LONG_PAST
    return any(clock.due_on >= since and is_live(clock) for clock in clocks)


def _reconcile(session: Session, info_request: InfoRequest, person: Recipient, rows: list[Reminder],
               plan: Iterable[Rung], *, now: datetime, today: date) -> set[tuple[Any, ...]]:
    there = {(r.clock_kind, r.started_by, r.due_on, r.rung): r for r in rows}
    begun = {r.started_by for r in rows if r.rung == START and not _was_never_said(r)}
    wanted = set()
    for rung in plan:
        facts = rung.facts
        if person.is_deputy:
            if facts["owner"] != "requester" or rung.rung > DEPUTY_FROM:
                continue
            facts = {**facts, "deputy": True}
        wanted.add((person.user.id, *rung.key))
        row = there.get(rung.key)
        if row is not None:
            _refresh(row, rung, facts)
            continue
        day = rung.due_at.astimezone(zone_of(person.user)).date()
        is_past = rung.rung != START and day < today
        if is_past or (rung.rung == START and rung.started_by in begun):
            continue
        session.add(Reminder(
            user_id=person.user.id, info_request_id=info_request.id, clock_kind=rung.clock_kind,
            started_by=rung.started_by, due_on=rung.due_on, rung=rung.rung, due_at=rung.due_at, state="planned",
            facts={**facts, "known_at": now.isoformat()},
        ))
    return wanted


def _was_never_said(row: Reminder) -> bool:
    """Whether a reminder waits or was cancelled for its date alone: then it may be planned with another date."""
    return row.state == "planned" or (row.state == "cancelled" and row.cancelled_because in ("ended", "moved"))


def _refresh(row: Reminder, rung: Rung, facts: dict[str, Any]) -> None:
    if row.state == "cancelled" and row.mail_id is None and row.cancelled_because in ("ended", "moved"):
        # A correction brought the same date back; what was never said may be said again.
        row.state, row.cancelled_because = "planned", None
    if row.state == "planned":
        known = row.facts.get("known_at")
        if row.facts != {**facts, "known_at": known}:
            row.facts = {**facts, "known_at": known}
        if row.rung != START:
            row.due_at = rung.due_at


def _tell_moves(session: Session, info_request: InfoRequest, user_id: int, rows: list[Reminder],
                plan: Iterable[Rung], now: datetime) -> None:
    """Tell a date that differs from the one last said; what was not mailed yet is put right, not told twice."""
    said = {r.started_by: r for r in sorted(rows, key=lambda r: r.id) if r.state == "sent"}
    moved = {rung.started_by: rung for rung in plan if rung.started_by in said}
    if not moved:
        return
    notes = session.scalars(select(Notice).where(
        Notice.user_id == user_id, Notice.kind == "moved", Notice.info_request_id == info_request.id,
    ).order_by(Notice.id)).all()
    for name, rung in moved.items():
        before, last = said[name].due_on, next((n for n in reversed(notes) if n.data.get("name") == name), None)
        waits = last is not None and last.mail_id is None and last.due_at is not None
        if last is not None and last.mail_id is not None and last.data["from"] == before.isoformat():
            # The move itself was mailed after that reminder: people know the date it moved to.
            before = date.fromisoformat(last.data["to"])
        data = {"clock_kind": rung.clock_kind, "name": name, "from": before.isoformat(), "to": rung.due_on.isoformat(),
                "article": rung.facts["article"]}
        if last is not None and waits:
            last.data, last.due_at = data, last.due_at if before != rung.due_on else None
        elif before != rung.due_on:
            session.add(Notice(user_id=user_id, kind="moved", info_request_id=info_request.id,
                               project_id=info_request.project_id, data=data, created_at=now, due_at=now))


def _hush_moves(session: Session, info_request: InfoRequest, ended: set[str]) -> None:
    """Mail nothing any more about a moved date whose clock has ended; it stays on the site."""
    if not ended:
        return
    waiting = select(Notice).outerjoin(Mail, Notice.mail_id == Mail.id).where(
        Notice.kind == "moved", Notice.info_request_id == info_request.id, Notice.due_at.is_not(None),
        or_(Notice.mail_id.is_(None), Mail.state == "waiting"))
    for notice in session.scalars(waiting):
        if notice.data.get("name") in ended:
            notice.due_at, notice.mail_id = None, None


def _reasons(info_request: InfoRequest, clocks: Sequence[Clock]) -> dict[str, bool]:
    over = info_request.status in ("withdrawn", "closed")
    return {name: over or not is_live(clock) for name, clock in named(clocks)}


def set_personal_reminder(session: Session, user: User, on: date, text: str, *,
                          info_request: InfoRequest | None = None) -> Reminder:
    """Remind a person of something of their own on a day, at the hour of their day's mail."""
    project_id = info_request.project_id if info_request is not None else None
    wishes = resolve(rows_of(session, user.id), project_id)
    row = Reminder(
        user_id=user.id, info_request_id=info_request.id if info_request is not None else None, clock_kind=PERSONAL,
        started_by=secrets.token_hex(8), due_on=on, rung=0, due_at=local_hour(on, wishes.hour, zone_of(user)),
        state="planned", facts={"owner": "requester", "text": " ".join(text.split())[:300]},
    )
    session.add(row)
    session.flush()
    return row


def drop_personal_reminder(session: Session, user_id: int, reminder_id: int) -> bool:
    """Take back a reminder a person set; False when there is no such one, or it was sent."""
    row = session.get(Reminder, reminder_id)
    if row is None or row.user_id != user_id or row.clock_kind != PERSONAL or row.state != "planned":
        return False
    row.state, row.cancelled_because = "cancelled", "taken-back"
    return True


def note_opened(session: Session, user_id: int, info_request_id: int, *, now: datetime) -> None:
    """Remember that a person opened a request's page, so that nobody else is told they did not."""
    row = session.get(Opening, (user_id, info_request_id))
    if row is None:
        session.add(Opening(user_id=user_id, info_request_id=info_request_id, opened_at=now))
    else:
        row.opened_at = now


def tell(session: Session, user_id: int, kind: str, *, now: datetime, by_mail: bool = True,
         info_request: InfoRequest | None = None, project_id: int | None = None, document_id: int | None = None,
         **data: Any) -> Notice:
    """Tell a person a fact on the site and, unless told otherwise, in their next day's mail."""
    row = Notice(
        user_id=user_id, kind=kind, info_request_id=info_request.id if info_request is not None else None,
        project_id=project_id or (info_request.project_id if info_request is not None else None),
        document_id=document_id, data=data, created_at=now, due_at=now if by_mail else None,
    )
    session.add(row)
    return row


