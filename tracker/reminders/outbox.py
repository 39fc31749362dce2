"""Gathering what is due into mails: one a person a day, apart from it only what cannot be repaired."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from archive.db import Sessions
from tracker.clock import Clock
from tracker.people.access import may
from tracker.people.models import User
from tracker.reminders.composing import has_overdue, reminder_key
from tracker.reminders.identity import message_id
from tracker.reminders.models import Mail, Notice, Opening, Reminder
from tracker.reminders.planning import overtaken
from tracker.reminders.preferences import resolve, rows_of, zone_of
from tracker.reminders.recipients import can_be_mailed
from tracker.reminders.wishes import Wishes, is_quiet, overview_due
from tracker.settings import Settings

DAY_KINDS = ("reminder", "digest")
log = logging.getLogger(__name__)


def gather(sessions: Sessions, settings: Settings, clock: Clock) -> int:
    """Put everything that is due, however late, into mails that wait to be sent; gives how many were begun.

    Each person is one short transaction. A mail's Message-ID follows from what it is for, so that two workers that
    gather at once cannot both make it.
    """
    now, begun = clock.now(), 0
    for user_id in _people(sessions, now):
        try:
            with sessions.writing() as session:
                begun += _gather_for(session, settings, session.get_one(User, user_id), now)
        except IntegrityError:
            log.info("the mail of person %s was begun by another worker", user_id)
        except Exception as problem:
            # One person's trouble is not to keep the others waiting; it is tried again at the next pass.
            log.error("what is due to person %s was not gathered: %s: %s", user_id, type(problem).__name__, problem)
    return begun


def _people(sessions: Sessions, now: datetime) -> list[int]:
    with sessions.reading() as session:
        due = set(session.scalars(select(Reminder.user_id).distinct().where(
            Reminder.state == "planned", Reminder.mail_id.is_(None), Reminder.due_at <= now)))
        due |= set(session.scalars(select(Notice.user_id).distinct().where(
            Notice.mail_id.is_(None), Notice.due_at <= now)))
        rest = session.scalars(select(User).where(User.id.not_in(due)).order_by(User.id)).all()
        last = _last_overviews(session)
        for user in rest:
            wishes = resolve(rows_of(session, user.id))
            is_due = can_be_mailed(user) and overview_due(now, wishes, zone_of(user), last.get(user.id))
            if is_due and has_overdue(session, user):
                due.add(user.id)
        return sorted(due)


def _last_overviews(session: Session) -> dict[int, date | None]:
    rows = session.execute(select(Mail.user_id, func.max(Mail.day_on)).where(
        Mail.is_overview, Mail.state != "withdrawn", Mail.user_id.is_not(None)).group_by(Mail.user_id))
    return {int(user_id): day for user_id, day in rows if user_id is not None}


def _gather_for(session: Session, settings: Settings, user: User, now: datetime) -> int:
    zone, preferences = zone_of(user), rows_of(session, user.id)
    wishes = resolve(preferences)
    rows = _still_wanted(session, user, _due(session, user, now), now)
    notices = list(session.scalars(select(Notice).where(
        Notice.user_id == user.id, Notice.mail_id.is_(None), Notice.due_at <= now).order_by(Notice.id)))
    notices = _readable(session, user, notices)
    if wishes.is_off or not can_be_mailed(user):
        for notice in notices:
            notice.due_at = None
        notices = []
    if not _may_mail_now(rows, now, wishes, user):
        return 0
    local = now.astimezone(zone)
    open_mail = session.scalar(select(Mail).where(
        Mail.user_id == user.id, Mail.state == "waiting", Mail.kind.in_(DAY_KINDS), Mail.is_uncertain.is_(False)
    ).order_by(Mail.id).limit(1))
    days_mails = session.scalar(select(func.count()).where(Mail.user_id == user.id, Mail.day_on == local.date())) or 0
    had_days_mail = bool(session.scalar(select(func.count()).where(
        Mail.user_id == user.id, Mail.day_on == local.date(), Mail.state != "withdrawn")))
    own = [row for row in rows if row.facts.get("owner") == "requester"]
    is_days_mail = local.hour >= wishes.hour and (not had_days_mail or open_mail is not None)
    carried = rows if is_days_mail else own
    is_overview = (is_days_mail and overview_due(now, wishes, zone, _last_overviews(session).get(user.id))
                   and has_overdue(session, user))
    if not carried and not (is_days_mail and (notices or is_overview)):
        return 0
    mail = open_mail
    if mail is None:
        what = ("day", user.id, local.date(), days_mails) if is_days_mail else (
            "apart", user.id, *sorted(reminder_key(settings, row) for row in carried))
        mail = Mail(
            user_id=user.id, kind="digest", message_id=message_id(settings, *what), to=user.email, subject="", body="",
            state="waiting", created_at=now, next_try_at=now, token=0, attempts=0, is_uncertain=False,
            is_overview=False,
        )
        session.add(mail)
        session.flush()
    if is_days_mail:
        mail.day_on = local.date()
        mail.is_overview = mail.is_overview or is_overview
        for notice in notices:
            notice.mail_id = mail.id
    _attach(session, mail, carried, now)
    return int(open_mail is None)


def _due(session: Session, user: User, now: datetime) -> list[Reminder]:
    return list(session.scalars(select(Reminder).where(
        Reminder.user_id == user.id, Reminder.state == "planned", Reminder.mail_id.is_(None), Reminder.due_at <= now,
    ).order_by(Reminder.id).with_for_update(skip_locked=True)))


def _still_wanted(session: Session, user: User, rows: Sequence[Reminder], now: datetime) -> list[Reminder]:
    """Of the rungs that are due, those to be said; the others are cancelled, with the reason."""
    preferences = rows_of(session, user.id)
    rungs: dict[tuple[int | None, str, bool], list[int]] = defaultdict(list)
    for row in rows:
        if row.clock_kind != "personal":
            rungs[(row.info_request_id, row.started_by, bool(row.facts.get("deputy")))].append(row.rung)
    kept = []
    for row in rows:
        request = row.info_request
        why = None
        if not can_be_mailed(user):
            why = "no-account"
        elif request is not None and not may(session, user, "read", request.project_id):
            why = "no-access"
        elif overtaken(row.rung, rungs.get((row.info_request_id, row.started_by, bool(row.facts.get("deputy"))), [])):
            why = "overtaken"
        elif row.facts.get("deputy") and _owner_looked(session, row):
            why = "owner-looked"
        elif resolve(preferences, request.project_id if request else None, row.info_request_id).is_off:
            why = "switched-off"
        if why is None:
            kept.append(row)
            continue
        row.state, row.cancelled_because = "cancelled", why
        if why == "switched-off":
            _show(session, row, now)
    return kept


def _owner_looked(session: Session, row: Reminder) -> bool:
    request = row.info_request
    if request is None:
        return False
    opening = session.get(Opening, (request.owner_id, request.id))
    known_at = datetime.fromisoformat(row.facts["known_at"])
    return opening is not None and opening.opened_at >= known_at


def _may_mail_now(rows: Sequence[Reminder], now: datetime, wishes: Wishes, user: User) -> bool:
    zone = zone_of(user)
    if not is_quiet(now, wishes, zone):
        return True
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return any(row.facts.get("owner") == "requester" and row.due_on <= tomorrow for row in rows)


def _readable(session: Session, user: User, notices: Sequence[Notice]) -> list[Notice]:
    kept = []
    for notice in notices:
        if notice.project_id is not None and not may(session, user, "read", notice.project_id):
            notice.due_at = None
            continue
        kept.append(notice)
    return kept


def _attach(session: Session, mail: Mail, rows: Sequence[Reminder], now: datetime) -> None:
    waiting = {(row.info_request_id, row.started_by): row for row in session.scalars(
        select(Reminder).where(Reminder.mail_id == mail.id, Reminder.state == "planned"))}
    for row in rows:
        older = waiting.get((row.info_request_id, row.started_by))
        if older is not None and row.clock_kind != "personal":
            older.state, older.cancelled_because = "cancelled", "overtaken"
        row.mail_id = mail.id
        if row.facts.get("owner") == "requester":
            mail.kind = "reminder"
        _show(session, row, now)


def _show(session: Session, row: Reminder, now: datetime) -> None:
    session.add(Notice(
        user_id=row.user_id, kind="clock", info_request_id=row.info_request_id,
        project_id=row.info_request.project_id if row.info_request is not None else None, created_at=now,
        data={"clock_kind": row.clock_kind, "due_on": row.due_on.isoformat(), "rung": row.rung,
              "owner": row.facts.get("owner"), "text": row.facts.get("text")},
    ))
