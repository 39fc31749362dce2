"""Looking for new pages that answer saved searches, and putting what is found into notices and mails."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from archive.db import Sessions
from archive.models import Document, Job, Page
from archive.reading import INDEX_JOB
from archive.search.types import SearchError
from tracker.archive_search import matching_pages
from tracker.backends import Backends
from tracker.clock import Clock
from tracker.people.models import User
from tracker.reminders.actions import tell
from tracker.reminders.identity import message_id
from tracker.reminders.models import Mail, Notice
from tracker.reminders.preferences import resolve, rows_of, zone_of
from tracker.reminders.recipients import can_be_mailed
from tracker.reminders.wishes import is_quiet
from tracker.searches.actions import FOUND, know
from tracker.searches.models import KnownPage, SavedSearch
from tracker.searches.snapshot import pack_ids, unpack_ids
from tracker.searches.wishes import look_is_due, wanted_of
from tracker.settings import Settings

LOOK_AGAIN = timedelta(days=1)
"""An immediate search is looked at after this even when nothing was indexed: the index may have been put right."""
OVERLAP = timedelta(minutes=5)

log = logging.getLogger(__name__)


def look_for_new(backends: Backends, clock: Clock | None = None) -> int:
    """Take every look that is due and tell what is new; gives how many notices were made. Safe to run twice at once:
    a page is noted in the same transaction as it is told, and can be noted once."""
    now = (clock or backends.clock).now()
    with backends.sessions.reading() as session:
        due = _due(session, now)
    told = 0
    for number in due:
        try:
            told += _look(backends, number, now)
        except IntegrityError:
            log.info("saved search %s was looked at by another worker", number)
        except SearchError as problem:
            log.info("saved search %s waits until the index can be asked: %s", number, problem)
        except Exception as problem:
            log.error("saved search %s could not be looked at: %s: %s", number, type(problem).__name__, problem)
    return told


def _due(session: Session, now: datetime) -> list[int]:
    indexed = session.scalar(select(func.max(Job.finished_at)).where(Job.kind == INDEX_JOB, Job.state == "done"))
    due = []
    hours: dict[int, int] = {}
    rows = session.execute(select(SavedSearch, User).join(User, SavedSearch.user_id == User.id)
                           .where(SavedSearch.frequency != "never").order_by(SavedSearch.id))
    for row, user in rows:
        if not can_be_mailed(user):
            continue
        if row.frequency == "immediately":
            is_changed = indexed is not None and indexed >= row.checked_at - OVERLAP
            if is_changed or now - row.checked_at >= LOOK_AGAIN:
                due.append(row.id)
            continue
        hour = hours.setdefault(user.id, resolve(rows_of(session, user.id)).hour)
        if look_is_due(row.frequency, now, zone_of(user), hour, row.checked_on):
            due.append(row.id)
    return due


def _look(backends: Backends, number: int, now: datetime) -> int:
    with backends.sessions.reading() as session:
        row = session.get(SavedSearch, number)
        if row is None:
            return 0
        pages = matching_pages(backends, session, row.user, wanted_of(row.query, row.narrowed))
        there = _there_when_saved(session, row, pages)
        known = there | set(session.scalars(select(KnownPage.page_id).where(KnownPage.saved_search_id == number)))
    new = [page for page in pages if page not in known]
    with backends.sessions.writing() as session:
        row = session.get(SavedSearch, number)
        if row is None:
            return 0
        if row.after_page:
            row.known, row.after_page = pack_ids(there), 0
        row.checked_at, row.checked_on = now, now.astimezone(zone_of(row.user)).date()
        if not new:
            return 0
        notice = tell(session, row.user_id, FOUND, now=now, search=row.id, name=row.name,
                      at_once=row.frequency == "immediately")
        session.flush()
        know(session, row.id, new, notice.id)
    return 1


def _there_when_saved(session: Session, row: SavedSearch, pages: Sequence[int]) -> set[int]:
    """Pages that were known when the search was saved and have no row of their own."""
    if row.after_page:
        return {page for page in pages if page <= row.after_page}
    there = unpack_ids(row.known)
    if there:
        # The number of a page that was taken out may have gone to a page that came later.
        later = (select(Page.id).join(Document, Page.document_id == Document.id)
                 .where(Document.added_at > row.created_at, Page.id <= max(there)))
        there.difference_update(session.scalars(later))
    return there


def mail_at_once(sessions: Sessions, settings: Settings, clock: Clock) -> int:
    """Put what people want to hear immediately into a mail of its own, unless it is a quiet hour; gives how many mails
    were begun. The Message-ID follows from the notices, so that two workers cannot both make it."""
    now, begun = clock.now(), 0
    with sessions.reading() as session:
        people = _waiting(session, now)
    for user_id in people:
        try:
            with sessions.writing() as session:
                begun += _begin(session, settings, session.get_one(User, user_id), now)
        except IntegrityError:
            log.info("the alert of person %s was begun by another worker", user_id)
    return begun


def _waiting(session: Session, now: datetime) -> dict[int, list[Notice]]:
    found: dict[int, list[Notice]] = defaultdict(list)
    waiting = select(Notice).where(Notice.kind == FOUND, Notice.mail_id.is_(None), Notice.due_at <= now)
    for notice in session.scalars(waiting.order_by(Notice.id).with_for_update(skip_locked=True)):
        if notice.data.get("at_once"):
            found[notice.user_id].append(notice)
    return found


def _begin(session: Session, settings: Settings, user: User, now: datetime) -> int:
    wishes = resolve(rows_of(session, user.id))
    if wishes.is_off or not can_be_mailed(user) or is_quiet(now, wishes, zone_of(user)):
        return 0
    notices = _waiting(session, now).get(user.id, [])
    if not notices:
        return 0
    mail = Mail(
        user_id=user.id, kind="alert", message_id=message_id(settings, FOUND, *(notice.id for notice in notices)),
        to=user.email, subject="", body="", state="waiting", created_at=now, next_try_at=now, token=0, attempts=0,
        is_uncertain=False, is_overview=False,
    )
    session.add(mail)
    session.flush()
    for notice in notices:
        notice.mail_id = mail.id
    return 1
