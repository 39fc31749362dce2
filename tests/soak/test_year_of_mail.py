"""A year of reminders with everything going wrong, judged by the mail server's own record.

Requests live random lives while a real worker process is killed with SIGKILL, also in the moment between the server's
taking a mail and our marking it, and while the server refuses, falls silent, hangs up or is away for two days.
`ACUSE_SOAK_REQUESTS` and `ACUSE_SOAK_DAYS` set the size, `ACUSE_SOAK_SEED` the course of things.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from tests.soak.lives import CITY, REFUSED_ADDRESS, Lives
from tracker.clocks.types import Clock
from tracker.people.models import User
from tracker.reminders.composing import reminder_key
from tracker.reminders.models import Mail
from tracker.reminders.planning import FILED_ANEW, START, is_mine, named
from tracker.requests.models import InfoRequest

REQUESTS = int(os.environ.get("ACUSE_SOAK_REQUESTS", "2000"))
DAYS = int(os.environ.get("ACUSE_SOAK_DAYS", "365"))
SEED = int(os.environ.get("ACUSE_SOAK_SEED", "7"))
FIRST = date(2026, 1, 5)

pytestmark = pytest.mark.long


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY).astimezone(UTC)


@dataclass
class Record:
    """The server's record: every message it took, in order; and what it does to the next ones."""

    taken: list[tuple[datetime, str, str, tuple[str, ...]]] = field(default_factory=list)
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    faults: list[str] = field(default_factory=list)
    worker: int = 0
    kills_in_window: int = 0
    seen_faults: Counter[str] = field(default_factory=Counter)

    async def handle_RCPT(self, server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address == REFUSED_ADDRESS:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        fault = self.faults.pop(0) if self.faults else ""
        self.seen_faults[fault or "none"] += 1
        if fault == "451":
            return "451 later"
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((self.now, str(message["Message-ID"]), str(message["To"]),
                           tuple(str(message["X-Acuse-Reminders"] or "").split())))
        if fault == "kill":
            os.kill(self.worker, signal.SIGKILL)
            self.kills_in_window += 1
            time.sleep(0.02)
        if fault == "silence":
            server.transport.abort()
        return "250 taken"


class Worker:
    """The worker process, started again whenever it was killed."""

    def __init__(self, environ: dict[str, str], record: Record) -> None:
        self.environ, self.record = environ, record
        self.process: subprocess.Popen[str] | None = None
        self.kills = 0

    def _started(self) -> subprocess.Popen[str]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.soak.worker"], env={**os.environ, **self.environ}, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2])
            assert self.process.stdout and self.process.stdout.readline() == "ready\n"
            self.record.worker = self.process.pid
        return self.process

    def tick(self, moment: datetime, *, kill_after: float | None = None) -> bool:
        """One pass at a moment; False when the process was killed before it ended."""
        process = self._started()
        self.record.now = moment
        assert process.stdin and process.stdout
        process.stdin.write(moment.isoformat() + "\n")
        process.stdin.flush()
        timer = threading.Timer(kill_after, process.kill) if kill_after is not None else None
        if timer:
            timer.start()
        line = process.stdout.readline()
        if timer:
            timer.cancel()
        if not line:
            process.wait()
            self.kills += 1
            return False
        json.loads(line)
        return True

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


class Oracle:
    """What must have been said by now, worked out from the clocks without the planner's own counting."""

    def __init__(self, settings: Any) -> None:
        self.settings = settings
        self.known: dict[tuple[int, str, date], date] = {}
        self.told: dict[tuple[int, str], set[str]] = defaultdict(set)
        self.live: set[str] = set()

    def look(self, cases: list[tuple[User, InfoRequest, Any]], now: datetime) -> list[tuple[set[str], str]]:
        """For each clock of a requester's that lives now: keys of which one must have been received, and what it is.

        `live` holds afterwards the keys of everything that may be said now.
        """
        self.live, owed = set(), []
        for user, row, clocks in cases:
            for name, clock in named(clocks):
                if clock.status in ("running", "missed") and is_mine(clock):
                    owed += self._owed(user, row, name, clock, now)
                elif clock.status in ("running", "may_be_overdue", "missed", "late"):
                    self.live |= {self._key(user, row, clock, name, rung) for rung in (-1, 0)}
        return owed

    def _owed(self, user: User, row: InfoRequest, name: str, clock: Clock,
              now: datetime) -> list[tuple[set[str], str]]:
        zone = ZoneInfo(user.zone)
        known = self.known.setdefault((row.id, name, clock.due_on), now.astimezone(zone).date())
        due = {rung: day for rung, day in _rungs(clock).items()
               if day >= known and datetime(day.year, day.month, day.day, 9, tzinfo=zone) <= now}
        keys = {rung: self._key(user, row, clock, name, rung) for rung in (START, 10, 5, 3, 1, 0, -1)}
        self.live |= set(keys.values())
        self.told[row.id, name] |= set(keys.values())
        what = f"request {row.id}, {name} until {clock.due_on}, {clock.status}"
        if due:
            return [({keys[min(due)]}, f"{what}, rung {min(due)}")]
        return [(self.told[row.id, name], f"{what}, its beginning")] if clock.status == "running" else []

    def _key(self, user: User, row: InfoRequest, clock: Clock, name: str, rung: int) -> str:
        return reminder_key(self.settings, SimpleNamespace(  # type: ignore[arg-type]
            user_id=user.id, info_request_id=row.id, clock_kind=clock.kind, started_by=name, due_on=clock.due_on,
            rung=rung))


def _rungs(clock: Clock) -> dict[int, date]:
    counted = [line.date for line in clock.proof if line.counted]
    days = {rung: counted[len(counted) - 1 - rung] for rung in (10, 5, 3, 1) if len(counted) > rung}
    days = {rung: day for rung, day in days.items() if day >= clock.opens_on}
    days[0] = clock.due_on
    if clock.latest > clock.due_on or clock.kind in FILED_ANEW:
        after = clock.due_on + timedelta(days=1)
        while after.weekday() > 4:
            after += timedelta(days=1)
        days[-1] = after
    return days


@dataclass
class Course:
    """One run: lives, server, worker, oracle, and what was found wrong on the way."""

    lives: Lives
    record: Record
    worker: Worker
    oracle: Oracle
    port: int
    dice: random.Random
    sessions: Any
    server: Controller | None = None
    received: set[str] = field(default_factory=set)
    missing: Counter[str] = field(default_factory=Counter)
    after_closing: list[str] = field(default_factory=list)
    passes: int = 0
    random_kills_in_window: int = 0

    def run(self) -> None:
        """Let the days pass: some without worker, some without server, most with small faults."""
        for offset in range(DAYS):
            day = FIRST + timedelta(days=offset)
            self.lives.day(day)
            self.oracle.look(self.lives.cases(at(day, 8)), at(day, 8))
            if offset % 60 in range(20, 27):
                continue
            self.set_server(offset % 90 not in (40, 41))
            self._hour(day, 9)
            self._hour(day, 18)

    def _hour(self, day: date, hour: int) -> None:
        moment, before = at(day, hour, 30), len(self.record.taken)
        owed = self.oracle.look(self.lives.cases(moment), moment)
        self.record.faults = self.dice.choices(["", "451", "silence", "kill"], [88, 6, 3, 3], k=6)
        self._pass(moment, self.dice.uniform(0.0, 0.6) if self.dice.random() < 0.08 else None)
        self.record.faults = []
        # The schedule's later passes: what was claimed is free again, what was delayed is due.
        for minute in (40, 50, 59):
            self._pass(at(day, hour, minute), None)
        for _when, _identity, _to, keys in self.record.taken[before:]:
            self.received.update(keys)
            self.after_closing += [key for key in keys if key not in self.oracle.live]
        if self.server is not None:
            for keys, what in owed:
                if not keys & self.received:
                    self.missing[what] += 1

    def _pass(self, moment: datetime, kill_after: float | None) -> None:
        self.passes += 1
        before, in_window = len(self.record.taken), self.record.kills_in_window
        if not self.worker.tick(moment, kill_after=kill_after) and self.record.kills_in_window == in_window:
            taken = {identity for _when, identity, _to, _keys in self.record.taken[before:]}
            with self.sessions.reading() as session:
                self.random_kills_in_window += len(taken & set(session.scalars(
                    select(Mail.message_id).where(Mail.state == "waiting"))))

    def set_server(self, is_up: bool) -> None:
        """Let the mail server listen, or be away."""
        if is_up and self.server is None:
            self.server = Controller(self.record, hostname="127.0.0.1", port=self.port)
            self.server.start()
        elif not is_up and self.server is not None:
            self.server.stop()
            self.server = None


def test_a_year_of_reminders_is_never_lost_and_doubled_only_by_kills_in_the_window(environ, backends):
    began, dice = time.monotonic(), random.Random(SEED)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    record = Record()
    worker = Worker({**environ, "ACUSE_MAIL_URL": f"smtp://127.0.0.1:{port}?timeout=2"}, record)
    lives = Lives(backends, dice, requests=REQUESTS, first=FIRST, days=DAYS)
    course = Course(lives, record, worker, Oracle(backends.settings), port, dice, backends.sessions)
    try:
        course.run()
    finally:
        worker.stop()
        course.set_server(False)
    copies = Counter(identity for _when, identity, _to, _keys in record.taken)
    carried: dict[str, set[str]] = defaultdict(set)
    for _when, identity, _to, keys in record.taken:
        for key in keys:
            carried[key].add(identity)
    extra = sum(copies.values()) - len(copies)
    in_window = record.kills_in_window + course.random_kills_in_window
    with backends.sessions.reading() as session:
        sent = set(session.scalars(select(Mail.message_id).where(Mail.state == "sent")))
        states = Counter(session.scalars(select(Mail.state)))
    print(f"\n{REQUESTS} requests, {DAYS} days, seed {SEED}: {course.passes} passes, {worker.kills} kills, {in_window} "
          f"of them after the server took a mail, {record.seen_faults['silence']} answers lost, "
          f"{record.seen_faults['451']} times 451; {len(copies)} distinct Message-IDs with {len(carried)} reminders, "
          f"{extra} extra copies; mails: {dict(states)}; {time.monotonic() - began:.0f} s")
    assert len(carried) > REQUESTS / 4, "too little happened to prove anything"
    assert dict(course.missing) == {}, "something due was not among what the server took"
    assert course.after_closing == [], "sent after its clock was closed or moved"
    assert [key for key, mails in carried.items() if len(mails) > 1] == [], "a reminder stood in two mails"
    assert sent - set(copies) == set(), "marked as sent, and the server never took it"
    assert extra <= in_window + record.seen_faults["silence"], "more copies than kills and lost answers explain"
    assert states["refused"] > 0 and all(to != REFUSED_ADDRESS for _when, _id, to, _keys in record.taken)
