"""A job is done by one worker; a killed one's job runs again, and one that woke too late cannot write."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import pytest

from archive import jobs
from archive.jobs import LEASE, MAX_ATTEMPTS, LostLease
from archive.models import Job


def put(archive: Any, subject: int = 1) -> None:
    """Queue a job."""
    with archive.sessions.writing() as session:
        jobs.put(session, "read", subject, now=archive.now())


def take(archive: Any) -> Any:
    """Claim the next one."""
    return jobs.claim(archive.sessions, ("read",), now=archive.now())


def test_a_job_is_claimed_by_one_of_many(archive: Any) -> None:
    for subject in range(5):
        put(archive, subject)
    claimed: list[Any] = []

    def work() -> None:
        while (held := take(archive)) is not None:
            claimed.append(held.subject)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == [0, 1, 2, 3, 4]


def test_the_same_job_waits_once(archive: Any) -> None:
    put(archive)
    put(archive)
    assert len(archive.jobs("read")) == 1


def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_cannot_write(archive: Any) -> None:
    put(archive)
    late = take(archive)
    assert take(archive) is None
    archive.wait(seconds=LEASE.total_seconds() + 1)
    second = take(archive)
    assert second.subject == late.subject and second.token > late.token
    with pytest.raises(LostLease), archive.sessions.writing() as session:
        session.add(Job(kind="written-by-the-late", subject=1, run_at=archive.now(), created_at=archive.now()))
        jobs.finish(session, late, now=archive.now())
    assert archive.jobs("written-by-the-late") == []
    with archive.sessions.writing() as session:
        jobs.finish(session, second, now=archive.now())
    assert archive.jobs("read")[0].state == "done"


def test_the_job_of_a_process_that_died_here_is_taken_at_once(archive: Any) -> None:
    put(archive)
    held = take(archive)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with archive.sessions.writing() as session:
        session.get_one(Job, held.id).holder = jobs.holder_name().rpartition(":")[0] + f":{dead.pid}"
    again = take(archive)
    assert again is not None and again.attempts == 2


def test_a_beat_keeps_the_job(archive: Any) -> None:
    put(archive)
    held = take(archive)
    for _ in range(5):
        archive.wait(seconds=LEASE.total_seconds() - 5)
        with archive.sessions.writing() as session:
            jobs.beat(session, held, now=archive.now())
        assert take(archive) is None


def test_retries_wait_longer_each_time_and_end(archive: Any) -> None:
    put(archive)
    waited = []
    for _ in range(MAX_ATTEMPTS):
        held = take(archive)
        with archive.sessions.writing() as session:
            jobs.retry(session, held, now=archive.now(), error="boom")
        row = archive.jobs("read")[0]
        if row.state == "waiting":
            assert take(archive) is None
            waited.append((row.run_at - archive.now()).total_seconds())
            archive.moment = row.run_at
    assert waited == sorted(waited) and len(waited) == MAX_ATTEMPTS - 1
    assert archive.jobs("read")[0].state == "failed" and archive.jobs("read")[0].last_error == "boom"


def test_a_named_lease_has_one_holder_until_it_ends(archive: Any) -> None:
    from datetime import timedelta

    def hold(who: str) -> int | None:
        return jobs.take_lease(archive.sessions, "index-writer", who, now=archive.now(), lasting=timedelta(minutes=5))

    assert hold("far:1") == 1 and hold("far:1") == 1 and hold("far:2") is None
    archive.wait(minutes=6)
    assert hold("far:2") == 2
    jobs.drop_lease(archive.sessions, "index-writer", "far:1", now=archive.now())
    assert hold("far:3") is None, "only the holder lets it go"
    jobs.drop_lease(archive.sessions, "index-writer", "far:2", now=archive.now())
    assert hold("far:3") == 3
