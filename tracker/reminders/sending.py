"""Handing waiting mails over: claimed by a lease, sent outside any transaction, marked after, never twice by choice."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from threading import Event as Signal
from threading import Thread
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from archive.db import Sessions
from tracker.clock import Clock
from tracker.mail import MailDelayed, Mailer, MailRefused, parse
from tracker.people.models import User
from tracker.reminders.actions import tell
from tracker.reminders.composing import compose
from tracker.reminders.models import Mail, Notice, Reminder
from tracker.reminders.outbox import DAY_KINDS, gather
from tracker.requests.models import Promise
from tracker.settings import Settings

LEASE = timedelta(minutes=5)
HEARTBEAT_SECONDS = 60.0
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=3)
WRITTEN_LATE = (*DAY_KINDS, "alert")
"""Kinds of mail that are written at the moment of sending, so that they are true and tell only what may be read."""
TOLD_AFTER = timedelta(hours=1)
"""How long the mail server may be away before the installation's owner is told on the site."""

log = logging.getLogger(__name__)


@dataclass
class Counts:
    """What one pass did, in mails."""

    reminders_sent: int = 0
    digests_sent: int = 0
    others_sent: int = 0
    mails_delayed: int = 0
    mails_refused: int = 0
    mails_withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A mail this worker has claimed, and the message as it goes out."""

    id: int
    token: int
    kind: str
    message: EmailMessage
    was_uncertain: bool


def send_due(sessions: Sessions, mailer: Mailer, settings: Settings, clock: Clock) -> Counts:
    """Gather what is due and send every mail that waits, however late; safe to run twice at once.

    A mail that cannot be handed over is tried again later; when the server itself is away the rest of the pass waits.
    """
    gather(sessions, settings, clock)
    counts, seen = Counts(), set[int]()
    while (held := _claim(sessions, settings, clock.now(), seen, counts)) is not None:
        seen.add(held.id)
        try:
            with _heartbeat(sessions, held, clock):
                mailer.send(held.message)
        except MailDelayed as problem:
            counts.mails_delayed += 1
            log.warning("mail %s was not taken, it is tried again: %s", held.id, problem)
            _mark_delayed(sessions, held, problem, clock.now())
            if problem.is_server_away:
                break
        except MailRefused as problem:
            counts.mails_refused += 1
            log.error("mail %s was refused for good: %s", held.id, problem)
            _mark_refused(sessions, held, str(problem), clock.now())
        except Exception as problem:
            counts.mails_delayed += 1
            log.error("mail %s could not be handed over: %s: %s", held.id, type(problem).__name__, problem)
            _mark_delayed(sessions, held, MailDelayed(type(problem).__name__, may_have_arrived=True), clock.now())
        else:
            _mark_sent(sessions, held, clock.now())
            counts.reminders_sent += held.kind == "reminder"
            counts.digests_sent += held.kind == "digest"
            counts.others_sent += held.kind not in DAY_KINDS
    return counts


def _claim(sessions: Sessions, settings: Settings, now: datetime, seen: set[int], counts: Counts) -> Held | None:
    while True:
        with sessions.writing() as session:
            mail = session.scalar(
                select(Mail).where(
                    Mail.state == "waiting", Mail.next_try_at <= now,
                    or_(Mail.lease_until.is_(None), Mail.lease_until < now), Mail.id.not_in(seen),
                ).order_by(Mail.attempts, Mail.next_try_at, Mail.id).limit(1).with_for_update(skip_locked=True)
            )
            if mail is None:
                return None
            try:
                message = (compose(session, settings, mail, now=now) if mail.kind in WRITTEN_LATE
                           else parse(mail.body))
            except Exception as problem:
                # One mail that cannot be written must not keep the others waiting behind it.
                log.error("mail %s could not be written, it is tried again: %s: %s", mail.id, type(problem).__name__,
                          problem)
                mail.attempts += 1
                _put_off(session, mail, f"it could not be written ({type(problem).__name__})", now)
                counts.mails_delayed += 1
                seen.add(mail.id)
                continue
            if message is None:
                mail.state, mail.lease_until = "withdrawn", None
                counts.mails_withdrawn += 1
                continue
            was_uncertain = mail.is_uncertain
            mail.subject, mail.body = str(message["Subject"])[:300], message.as_bytes().decode("ascii", "replace")
            mail.lease_until, mail.is_uncertain = now + LEASE, True
            mail.token += 1
            mail.attempts += 1
            return Held(mail.id, mail.token, mail.kind, message, was_uncertain)


def _mine(session: Session, held: Held) -> Mail | None:
    return session.scalar(select(Mail).where(Mail.id == held.id, Mail.token == held.token, Mail.state == "waiting")
                          .with_for_update())


def _mark_sent(sessions: Sessions, held: Held, now: datetime) -> None:
    with sessions.writing() as session:
        mail = _mine(session, held)
        if mail is None:
            return
        mail.state, mail.sent_at, mail.lease_until, mail.last_error = "sent", now, None, None
        for row in session.scalars(select(Reminder).where(Reminder.mail_id == mail.id, Reminder.state == "planned")):
            row.state = "sent"
            _promise(session, row, now)


def _promise(session: Session, row: Reminder, now: datetime) -> None:
    facts = row.facts
    if row.info_request_id is None or "earliest" not in facts:
        return
    session.add(Promise(
        info_request_id=row.info_request_id, clock_kind=row.clock_kind,
        started_by=str(facts.get("started_by", ""))[:80],
        earliest=date.fromisoformat(facts["earliest"]), latest=date.fromisoformat(facts["latest"]),
        rulebook=str(facts.get("rulebook", ""))[:64], promised_at=now, how="mail",
    ))


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, three hours at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)


def _mark_delayed(sessions: Sessions, held: Held, problem: MailDelayed, now: datetime) -> None:
    with sessions.writing() as session:
        mail = _mine(session, held)
        if mail is None:
            return
        _put_off(session, mail, str(problem), now)
        mail.is_uncertain = held.was_uncertain or problem.may_have_arrived


def _put_off(session: Session, mail: Mail, error: str, now: datetime) -> None:
    mail.lease_until, mail.last_error = None, error[:500]
    mail.next_try_at = now + wait_after(mail.attempts)
    if now - mail.created_at >= TOLD_AFTER:
        _tell_owners(session, "mail-down", now, error=error[:200])


def _mark_refused(sessions: Sessions, held: Held, error: str, now: datetime) -> None:
    with sessions.writing() as session:
        mail = _mine(session, held)
        if mail is None:
            return
        mail.state, mail.lease_until, mail.last_error, mail.is_uncertain = "refused", None, error[:500], False
        for row in session.scalars(select(Reminder).where(Reminder.mail_id == mail.id, Reminder.state == "planned")):
            row.state, row.cancelled_because = "cancelled", "refused"
        _tell_owners(session, "mail-refused", now, error=error[:200], mail=mail.id, to=mail.to)


def _tell_owners(session: Session, kind: str, now: datetime, **data: Any) -> None:
    for owner in session.scalars(select(User).where(User.role == "owner", User.is_active)):
        there = session.scalars(select(Notice).where(Notice.user_id == owner.id, Notice.kind == kind,
                                                     Notice.seen_at.is_(None))).all()
        if not any(row.data.get("mail") == data.get("mail") for row in there):
            tell(session, owner.id, kind, now=now, by_mail=False, **data)


def try_again(session: Session, mail: Mail, *, now: datetime) -> bool:
    """Let a mail that waits or was refused be tried at once; False when it is being sent or was sent."""
    if mail.state not in ("waiting", "refused") or (mail.lease_until is not None and mail.lease_until > now):
        return False
    if mail.state == "refused":
        for row in session.scalars(select(Reminder).where(Reminder.mail_id == mail.id,
                                                          Reminder.cancelled_because == "refused")):
            row.state, row.cancelled_because = "planned", None
        if mail.user is not None:
            mail.to = mail.user.email
    mail.state, mail.next_try_at, mail.lease_until = "waiting", now, None
    return True


@contextmanager
def _heartbeat(sessions: Sessions, held: Held, clock: Clock) -> Iterator[None]:
    """Keep the claim while a slow server is spoken to, so that no other worker sends the same mail."""
    stop = Signal()

    def keep() -> None:
        while not stop.wait(HEARTBEAT_SECONDS):
            with sessions.writing() as session:
                session.execute(update(Mail).where(Mail.id == held.id, Mail.token == held.token)
                                .values(lease_until=clock.now() + LEASE))

    thread = Thread(target=keep, name=f"mail-{held.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
