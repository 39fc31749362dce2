"""The worker process itself: it does what waits, and stops when asked."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from tracker.people.models import User
from tracker.reminders.actions import set_personal_reminder
from tracker.reminders.models import Mail
from tracker.worker import tick


def start(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tracker.worker"], env={**os.environ, **environ},
                            cwd=Path(__file__).parents[2], stderr=subprocess.PIPE)


def wait_for(check, seconds: float = 40.0) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.1)


def test_the_worker_sends_what_is_due_and_stops_cleanly_when_asked(world, environ):
    backends = world.backends
    with backends.sessions.writing() as session:
        yesterday = datetime.now(UTC).date() - timedelta(days=1)
        set_personal_reminder(session, session.get_one(User, world.people["alice"]), yesterday, "Look again")
    worker = start(environ)
    try:
        folder = backends.settings.data_dir / "mail"
        wait_for(lambda: folder.is_dir() and any(folder.glob("*.eml")))

        def marked() -> bool:
            with backends.sessions.reading() as session:
                return session.scalars(select(Mail.state)).all() == ["sent"]

        wait_for(marked)
        worker.send_signal(signal.SIGTERM)
        _out, errors = worker.communicate(timeout=20)
        assert worker.returncode == 0
        assert b"Traceback" not in errors
    finally:
        worker.kill()


def test_a_broken_index_does_not_keep_mails_back(world, monkeypatch):
    def fail(_backends: object) -> bool:
        raise RuntimeError("the index is damaged")

    monkeypatch.setattr("tracker.worker.index_once", fail)
    with world.backends.sessions.writing() as session:
        set_personal_reminder(session, session.get_one(User, world.people["alice"]), date(2026, 11, 20), "Look again")
    assert tick(world.backends)["reminders_sent"] == 1


def test_a_pass_tells_what_it_did(world):
    with world.backends.sessions.writing() as session:
        set_personal_reminder(session, session.get_one(User, world.people["alice"]), date(2026, 11, 20),
                              "Look again")
    counts = tick(world.backends)
    assert (counts["reminders_sent"], counts["digests_sent"], counts["documents_read"]) == (1, 0, 0)
    assert tick(world.backends)["reminders_sent"] == 0


def test_the_night_puts_right_what_the_index_lacks(world, tmp_path):
    from archive.receive import receive
    from tracker.demo.letters import Letter, born_digital
    from tracker.worker import tick, tidy

    backends = world.backends
    letter = born_digital(Letter(("INM",), ("La bitácora ambulante no obra en los archivos.",)))
    with backends.sessions.writing() as session:
        receive(session, backends.files, io.BytesIO(letter), name="a.pdf", scope="project:1", origin="upload", by=None,
                now=backends.clock.now())
    tick(backends)
    backends.search.delete_document(1)
    backends.search.close_writer()
    assert backends.search.count() == 0
    assert tidy(backends) == 1
    assert backends.search.count() == 1
