"""Writing a waiting mail as it is true now: what was met meanwhile is left out, what is late says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from tracker.clock import MEXICO_CITY
from tracker.people.access import project_ids
from tracker.people.models import User
from tracker.reminders.identity import mac
from tracker.reminders.items import Item, Speaker
from tracker.reminders.messages import OVERVIEW_ROWS, day_message
from tracker.reminders.models import Mail, Notice, Reminder
from tracker.reminders.recipients import can_be_mailed
from tracker.requests.models import ClockRow, InfoRequest
from tracker.settings import Settings

OVERDUE = ("late", "may_be_overdue")
OVERDUE_KINDS = ("response", "delivery", "compliance", "compliance_report", "resolution")
ENDED = ("closed", "withdrawn")
FILES_APART = 5
"""Files read without a hitch that are named one by one; more are only counted."""


def compose(session: Session, settings: Settings, mail: Mail, *, now: datetime) -> EmailMessage | None:
    """The message of a reminder or digest as it stands now; None when there is nothing left to say."""
    user = mail.user
    if user is None or not can_be_mailed(user):
        return None
    speaker = Speaker(user.language, settings.site_url, now.astimezone(MEXICO_CITY).date())
    rows = list(session.scalars(
        select(Reminder).where(Reminder.mail_id == mail.id, Reminder.state == "planned").order_by(Reminder.id)
        .options(joinedload(Reminder.info_request).joinedload(InfoRequest.project))
    ))
    readable = set(session.scalars(project_ids(user, "read")))
    for row in rows:
        if row.info_request is not None and row.info_request.project_id not in readable:
            # Who left the project while the mail waited is told nothing of it.
            row.state, row.cancelled_because = "cancelled", "no-access"
    rows = [row for row in rows if row.state == "planned"]
    own = [row for row in rows if row.facts.get("owner") == "requester"]
    looks = [row for row in rows if row.facts.get("owner") != "requester"]
    notices = session.scalars(
        select(Notice).where(Notice.mail_id == mail.id).order_by(Notice.id)
        .options(joinedload(Notice.info_request).joinedload(InfoRequest.project), joinedload(Notice.project))
    ).all()
    told = _told(speaker, [row for row in notices if row.project_id is None or row.project_id in readable])
    told += _found(session, user, speaker, notices)
    overdue, total = _overdue(session, user) if mail.is_overview else ([], 0)
    if not (rows or told or overdue):
        return None
    named = {row.info_request_id for row in rows}
    there = len(overdue)
    overdue = [row for row in overdue if row.info_request_id not in named]
    total -= there - len(overdue)
    return day_message(
        settings, user, speaker, mail.message_id, own=[speaker.reminder(row) for row in own],
        looks=[speaker.reminder(row) for row in looks], told=told, overdue=[speaker.overdue(row) for row in overdue],
        overdue_total=total, keys=[reminder_key(settings, row) for row in rows], now=now,
    )


def _told(speaker: Speaker, notices: Sequence[Notice]) -> list[Item]:
    smooth = [row for row in notices if row.kind == "read" and not row.data.get("failed_pages")]
    grouped = set(smooth) if len(smooth) > FILES_APART else set[Notice]()
    told = [item for row in notices if row not in grouped and (item := speaker.notice(row)) is not None]
    return [*told, speaker.files_read(len(grouped))] if grouped else told


def _found(session: Session, user: User, speaker: Speaker, notices: Sequence[Notice]) -> list[Item]:
    from tracker.searches.telling import found_item

    rows = [row for row in notices if row.kind == "found"]
    return [item for row in rows if (item := found_item(session, user, speaker, row)) is not None]


def reminder_key(settings: Settings, row: Reminder) -> str:
    """A code for one reminder that tells outsiders nothing; a mail lists those it carries."""
    return mac(settings, "reminder", row.user_id, row.info_request_id, row.clock_kind, row.started_by,
               row.due_on.isoformat(), row.rung)


def _overdue(session: Session, user: User) -> tuple[list[ClockRow], int]:
    conditions = (
        ClockRow.status.in_(OVERDUE), ClockRow.met_on.is_(None), ClockRow.kind.in_(OVERDUE_KINDS),
        InfoRequest.owner_id == user.id,
        InfoRequest.status.not_in(ENDED), InfoRequest.project_id.in_(project_ids(user, "read")),
    )
    rows = session.scalars(
        select(ClockRow).join(ClockRow.info_request).where(*conditions).order_by(ClockRow.due_on.desc(), ClockRow.id)
        .options(contains_eager(ClockRow.info_request).joinedload(InfoRequest.project)).limit(OVERVIEW_ROWS)
    ).all()
    count = select(func.count()).select_from(ClockRow).join(ClockRow.info_request).where(*conditions)
    return list(rows), session.scalar(count) or 0


def has_overdue(session: Session, user: User) -> bool:
    """Whether an agency or regulator is, or may be, late with something this person asked for."""
    return _overdue(session, user)[1] > 0
