"""What is done with saved searches: kept, changed, dropped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from archive.models import Page
from tracker.archive_search import Wanted, matching_pages
from tracker.backends import Backends
from tracker.people.models import User
from tracker.reminders.models import Notice
from tracker.reminders.preferences import zone_of
from tracker.searches.models import KnownPage, SavedSearch
from tracker.searches.snapshot import pack_ids
from tracker.searches.wishes import FREQUENCIES, as_data

FOUND = "found"
"""The kind of a notice about new pages."""
MOST_LISTED = 5000
"""Pages that are known by a row each; where more answer, they are packed."""
MOST_SEARCHES = 200
"""Saved searches of one person."""


class TooManySearches(ValueError):
    """A person keeps more searches than can be looked after."""


def save_search(
    session: Session, backends: Backends, user: User, name: str, wanted: Wanted, frequency: str, *, now: datetime
) -> SavedSearch:
    """Keep a search. What answers it now is known and never told. Raises SearchError while the index cannot be asked,
    ValueError for a frequency that does not exist, TooManySearches."""
    if frequency not in FREQUENCIES:
        raise ValueError(frequency)
    held = session.scalar(select(func.count()).where(SavedSearch.user_id == user.id)) or 0
    if held >= MOST_SEARCHES:
        raise TooManySearches
    pages = matching_pages(backends, session, user, wanted)
    is_long = len(pages) > MOST_LISTED
    row = SavedSearch(
        user_id=user.id, name=" ".join(name.split())[:120] or wanted.query.strip()[:120] or "?", query=wanted.query,
        narrowed=as_data(wanted), frequency=frequency, created_at=now, checked_at=now,
        checked_on=now.astimezone(zone_of(user)).date(), known=pack_ids(pages) if is_long else None,
    )
    session.add(row)
    session.flush()
    if not is_long:
        know(session, row.id, pages)
    return row


def know(session: Session, saved_search_id: int, page_ids: Iterable[int], notice_id: int | None = None) -> None:
    """Note pages as known; raises IntegrityError when another worker has noted one of them."""
    ids = list(page_ids)
    there = set()
    for start in range(0, len(ids), 500):
        # A page that was taken out of the archive meanwhile is nobody's news.
        there |= set(session.scalars(select(Page.id).where(Page.id.in_(ids[start : start + 500]))))
    rows = [{"saved_search_id": saved_search_id, "page_id": page, "notice_id": notice_id} for page in ids
            if page in there]
    if rows:
        session.execute(insert(KnownPage), rows)


def drop_search(session: Session, row: SavedSearch) -> None:
    """Keep a search no longer, nor what was told of it."""
    told = select(Notice).where(Notice.user_id == row.user_id, Notice.kind == FOUND)
    for notice in session.scalars(told):
        if notice.data.get("search") == row.id:
            session.delete(notice)
    session.delete(row)


def change_search(row: SavedSearch, *, name: str, frequency: str) -> None:
    """Rename a search, or change how often it is looked at. Raises ValueError for an unknown frequency."""
    if frequency not in FREQUENCIES:
        raise ValueError(frequency)
    row.name, row.frequency = " ".join(name.split())[:120] or row.name, frequency
