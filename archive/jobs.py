"""The job queue: rows with a lease, so that a killed worker's job runs again and a late one cannot write."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from archive.db import Sessions
from archive.models import Job, Lease

LEASE = timedelta(seconds=90)
HEARTBEAT_SECONDS = 20.0
MAX_ATTEMPTS = 5


class LostLease(Exception):
    """Another worker has taken the job over; what was being written must not be kept."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job this worker holds, and the token that proves it."""

    id: int
    kind: str
    subject: int
    token: int
    attempts: int


def put(session: Session, kind: str, subject: int, *, now: datetime, run_at: datetime | None = None) -> None:
    """Add a job, unless the same one is already waiting."""
    waiting = select(Job.id).where(Job.kind == kind, Job.subject == subject, Job.state == "waiting")
    if session.scalar(waiting) is None:
        session.add(Job(kind=kind, subject=subject, state="waiting", run_at=run_at or now, created_at=now, token=0,
                        attempts=0))


def holder_name() -> str:
    """This process, as jobs and leases name it: host and process number."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _is_gone(holder: str | None) -> bool:
    """Whether the holder was a process of this machine that no longer runs."""
    host, _, number = (holder or "").rpartition(":")
    if host != socket.gethostname() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _orphans(session: Session, kinds: tuple[str, ...]) -> list[int]:
    running = session.execute(select(Job.id, Job.holder).where(Job.kind.in_(kinds), Job.state == "running"))
    return [number for number, holder in running if _is_gone(holder)]


def claim(sessions: Sessions, kinds: tuple[str, ...], *, now: datetime, subject: int | None = None,
          lease: timedelta = LEASE) -> Claim | None:
    """Take the next due job of these kinds, or one whose holder died or has let its lease run out."""
    with sessions.writing() as session:
        due = or_(
            (Job.state == "waiting") & (Job.run_at <= now),
            (Job.state == "running") & (Job.lease_until < now),
            Job.id.in_(_orphans(session, kinds)),
        )
        query = select(Job).where(Job.kind.in_(kinds), due).order_by(Job.run_at, Job.id).limit(1)
        if subject is not None:
            query = query.where(Job.subject == subject)
        job = session.scalar(query.with_for_update(skip_locked=True))
        if job is None:
            return None
        job.state, job.lease_until, job.holder = "running", now + lease, holder_name()
        job.token += 1
        job.attempts += 1
        return Claim(job.id, job.kind, job.subject, job.token, job.attempts)


def beat(session: Session, held: Claim, *, now: datetime, lease: timedelta = LEASE) -> None:
    """Say the work goes on, in the transaction that writes; raises LostLease when another worker holds the job."""
    mine = update(Job).where(Job.id == held.id, Job.token == held.token, Job.state == "running")
    if session.execute(mine.values(lease_until=now + lease)).rowcount != 1:  # type: ignore[attr-defined]
        raise LostLease


def finish(session: Session, held: Claim, *, now: datetime, error: str | None = None) -> None:
    """Mark the job done, or failed for good when there is an error."""
    beat(session, held, now=now)
    job = session.get_one(Job, held.id)
    job.state, job.last_error, job.finished_at = ("failed" if error else "done"), error, now


def retry(session: Session, held: Claim, *, now: datetime, error: str) -> None:
    """Put the job back for later, each time a little later; after five attempts it has failed."""
    if held.attempts >= MAX_ATTEMPTS:
        finish(session, held, now=now, error=error)
        return
    beat(session, held, now=now)
    job = session.get_one(Job, held.id)
    job.state, job.last_error = "waiting", error
    job.run_at = now + timedelta(seconds=10 * 3 ** (held.attempts - 1))


def take_lease(sessions: Sessions, name: str, holder: str, *, now: datetime, lasting: timedelta) -> int | None:
    """Hold a named lease for a while and get its token; None when somebody else holds it."""
    with sessions.writing() as session:
        row = session.get(Lease, name)
        if row is None:
            session.add(Lease(name=name, holder=holder, token=1, until=now + lasting))
            return 1
        if row.holder != holder and row.until > now and not _is_gone(row.holder):
            return None
        if row.holder != holder:
            row.token += 1
        row.holder, row.until = holder, now + lasting
        return row.token


def drop_lease(sessions: Sessions, name: str, holder: str, *, now: datetime) -> None:
    """Let a lease go before it runs out."""
    with sessions.writing() as session:
        row = session.get(Lease, name)
        if row is not None and row.holder == holder:
            row.until = now


@contextmanager
def heartbeat(sessions: Sessions, held: Claim, now: Callable[[], datetime]) -> Iterator[None]:
    """Keep the lease alive while a slow step runs; a lost lease shows at the next write, not here."""
    stop = Event()

    def keep_alive() -> None:
        while not stop.wait(HEARTBEAT_SECONDS):
            try:
                with sessions.writing() as session:
                    beat(session, held, now=now())
            except LostLease:
                return

    thread = Thread(target=keep_alive, name=f"heartbeat-{held.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def is_pending(session: Session, kinds: tuple[str, ...], subjects: list[int]) -> bool:
    """Whether a job of these kinds about any of these subjects is still to be done."""
    query = select(Job.id).where(Job.kind.in_(kinds), Job.subject.in_(subjects), Job.state.in_(("waiting", "running")))
    return session.scalar(query.limit(1)) is not None
