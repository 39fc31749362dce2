"""What reads saved searches: each person their own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.people.models import User
from tracker.reminders.models import Notice
from tracker.searches.models import KnownPage, SavedSearch


def searches_of(session: Session, user: User) -> list[SavedSearch]:
    """A person's saved searches, newest first."""
    return list(session.scalars(select(SavedSearch).where(SavedSearch.user_id == user.id)
                                .order_by(SavedSearch.id.desc())))


def find_search(session: Session, user: User, number: int) -> SavedSearch | None:
    """One saved search of a person; None when it is not theirs."""
    row = session.get(SavedSearch, number)
    return row if row is not None and row.user_id == user.id else None


def last_notices(session: Session, searches: Sequence[SavedSearch]) -> dict[int, Notice]:
    """The latest notice of each search that has told something."""
    newest = (select(KnownPage.saved_search_id, func.max(KnownPage.notice_id).label("notice_id"))
              .where(KnownPage.saved_search_id.in_([row.id for row in searches]), KnownPage.notice_id.is_not(None))
              .group_by(KnownPage.saved_search_id).subquery())
    rows = session.execute(select(newest.c.saved_search_id, Notice).join(Notice, Notice.id == newest.c.notice_id))
    return {int(number): notice for number, notice in rows}


def notices_of(session: Session, search: SavedSearch, *, limit: int = 30) -> list[Notice]:
    """What a search has told, newest first."""
    ids = select(KnownPage.notice_id).where(KnownPage.saved_search_id == search.id, KnownPage.notice_id.is_not(None))
    return list(session.scalars(select(Notice).where(Notice.id.in_(ids.distinct()))
                                .order_by(Notice.id.desc()).limit(limit)))
