"""When a reserve has run out: the new request is prepared as a draft, and the owner is told, once."""

from __future__ import annotations

from tracker.backends import Backends
from tracker.clock import Clock
from tracker.clock import today as today_of
from tracker.people.models import User
from tracker.reminders.actions import tell
from tracker.reserves.actions import prepare_again
from tracker.reserves.queries import run_out


def prepare_what_ran_out(backends: Backends, clock: Clock) -> int:
    """Prepare a draft for every confirmed reserve whose last day has passed; gives how many were prepared."""
    today = today_of(clock)
    with backends.sessions.reading() as session:
        if not run_out(session, today):
            return 0
    with backends.sessions.writing() as session:
        rows = run_out(session, today)
        for row in rows:
            owner = session.get_one(User, row.info_request.owner_id)
            made = prepare_again(session, row, by=owner, clock=clock)
            tell(session, owner.id, "reserve-ended", now=clock.now(), info_request=made,
                 ends_on=row.ends_on.isoformat() if row.ends_on else None, asked=row.info_request_id)
        return len(rows)
