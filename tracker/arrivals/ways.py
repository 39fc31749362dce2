"""How the ways in fare: when each was tried, what is wrong, and when it is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.arrivals.models import Way

FOLDER, MAILBOX = "folder", "mailbox"
LONGEST_WAIT = timedelta(hours=6)


class WayBlocked(Exception):
    """A way in does not work now; `code` says why (see `tracker.reasons`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def way(session: Session, name: str) -> Way:
    """The row of a way in, made when it is missing."""
    there = session.get(Way, name)
    if there is None:
        there = Way(name=name, failures=0)
        session.add(there)
    return there


def is_due(session: Session, name: str, now: datetime) -> bool:
    """Whether a way in may be tried at this moment."""
    there = session.get(Way, name)
    return there is None or there.next_at is None or there.next_at <= now


def worked(session: Session, name: str, now: datetime) -> None:
    """Note that it worked."""
    row = way(session, name)
    row.tried_at = row.worked_at = now
    row.failures, row.problem, row.next_at = 0, None, None


def failed(session: Session, name: str, code: str, now: datetime) -> None:
    """Note that it did not: it is tried again later, each time after twice as long, so that no account gets locked."""
    row = way(session, name)
    row.tried_at, row.problem = now, code
    row.failures += 1
    row.next_at = now + min(timedelta(minutes=2 ** min(row.failures, 12)), LONGEST_WAIT)


def try_at_once(session: Session, name: str) -> None:
    """Let the next pass try it, whatever went wrong before."""
    way(session, name).next_at = None
