"""Keeping clocks and reminders in step with the day, the law and what people record."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true, update
from sqlalchemy.orm import Session, selectinload

from archive.db import Sessions
from tracker.agencies.directory import Directory
from tracker.agencies.store import directory_of
from tracker.clock import MEXICO_CITY
from tracker.laws.catalogue import Rulebook
from tracker.laws.store import rulebook_of
from tracker.projects.models import Membership
from tracker.reminders.models import ReminderPreference
from tracker.requests.actions import CannotRecord
from tracker.requests.models import ClockRow, InfoRequest
from tracker.requests.recompute import recompute
from tracker.settings_table import Setting

SETTING = "refreshed"
BATCH = 50
OVERLAP = timedelta(minutes=15)
"""How far back one looks beyond the last pass: a change may be written a while after the moment it bears."""
ENDED = ("closed", "withdrawn")
UNDECIDED = ("pending", "running", "may_be_overdue")
"""States of a clock that the passing of a day can change."""

log = logging.getLogger(__name__)


def refresh(sessions: Sessions, *, now: datetime) -> int:
    """Recompute clocks and plan reminders of what the day, the law or a person may have changed since the last pass.

    With changed laws or calendars that is every open request; on a new day those with a clock that a day can change;
    else those that moved. Gives how many they were; safe to run again and to be killed anywhere.
    """
    today = now.astimezone(MEXICO_CITY).date()
    with sessions.reading() as session:
        book, directory = rulebook_of(session), directory_of(session)
        row = session.get(Setting, SETTING)
        last: dict[str, Any] = json.loads(row.value) if row is not None else {}
        since = datetime.fromisoformat(last["at"]) if last else None
        moved = InfoRequest.moved_at > since - OVERLAP if since is not None else true()
        is_open = InfoRequest.status.not_in(ENDED)
        if since is None or since > now or last["rulebook"] != book.version:
            wanted = or_(is_open, moved)
        elif last["day"] != today.isoformat():
            wanted = or_(and_(is_open, _moves_with_the_day()), moved)
        else:
            wanted = moved
        wishes = {one.id: one for one in session.scalars(_changed_wishes())}
        if wishes:
            wanted = or_(wanted, and_(is_open, or_(*map(_touched_by, wishes.values()))))
        seen = {number: one.changes for number, one in wishes.items()}
        numbers = list(session.scalars(select(InfoRequest.id).where(wanted).order_by(InfoRequest.id)))
    for start in range(0, len(numbers), BATCH):
        with sessions.writing() as session:
            _refresh_some(session, numbers[start:start + BATCH], book, directory, now)
    with sessions.writing() as session:
        row = session.get(Setting, SETTING)
        value = json.dumps({"at": now.isoformat(), "day": today.isoformat(), "rulebook": book.version})
        if row is None:
            session.add(Setting(name=SETTING, value=value))
        else:
            row.value = value
        for number, changes in seen.items():
            session.execute(update(ReminderPreference).where(ReminderPreference.id == number).values(followed=changes))
    return len(numbers)


def _changed_wishes() -> Select[ReminderPreference]:
    return select(ReminderPreference).where(ReminderPreference.changes != ReminderPreference.followed)


def _touched_by(wish: ReminderPreference) -> ColumnElement[bool]:
    """The requests whose reminders a wish may change: the person's own, and those of the projects they belong to."""
    if wish.info_request_id is not None:
        return InfoRequest.id == wish.info_request_id
    if wish.project_id is not None:
        return InfoRequest.project_id == wish.project_id
    theirs = select(Membership.project_id).where(Membership.user_id == wish.user_id)
    return or_(InfoRequest.owner_id == wish.user_id, InfoRequest.project_id.in_(theirs))


def _moves_with_the_day() -> ColumnElement[bool]:
    clocks = select(ClockRow.id).where(ClockRow.info_request_id == InfoRequest.id)
    return or_(clocks.where(ClockRow.status.in_(UNDECIDED)).exists(), ~clocks.exists())


def _refresh_some(session: Session, numbers: Sequence[int], book: Rulebook, directory: Directory,
                  now: datetime) -> None:
    parts = (selectinload(InfoRequest.events), selectinload(InfoRequest.stated), selectinload(InfoRequest.clocks))
    for info_request in session.scalars(select(InfoRequest).where(InfoRequest.id.in_(numbers)).options(*parts)):
        try:
            with session.begin_nested():
                recompute(session, info_request, book, now=now, directory=directory)
        except CannotRecord as problem:
            log.warning("request %s has events that do not fit: %s", info_request.id, problem.data.get("why"))
        except Exception as problem:
            log.error("request %s could not be recomputed: %s: %s", info_request.id, type(problem).__name__, problem)
