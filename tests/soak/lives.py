"""Random lives of requests, recorded the way people record them."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.agencies.store import directory_of
from tracker.clock import FixedClock
from tracker.laws.store import add_closed_days, rulebook_of
from tracker.people.actions import create_user
from tracker.people.models import User
from tracker.projects.actions import create_project, set_member
from tracker.requests.actions import CannotRecord, RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import case_of, recompute

CITY = ZoneInfo("America/Mexico_City")
ZONES = ("America/Mexico_City", "America/Tijuana", "Europe/Madrid")
PEOPLE = 9
REFUSED_ADDRESS = "gone@example.org"

STEPS: dict[str, tuple[tuple[float, str, str], ...]] = {
    "filed": ((0.05, "replied", "replied"), (0.03, "clarification_asked", "asked"), (0.01, "withdrawn", "over"),
              (0.01, "extension_notified", "filed")),
    "asked": ((0.10, "clarification_answered", "filed"), (0.01, "withdrawn", "over")),
    "replied": ((0.05, "appeal_filed", "appealed"), (0.03, "closed", "over"), (0.02, "supplementary_reply", "replied")),
    "appealed": ((0.04, "appeal_clarification_asked", "asked again"), (0.03, "resolution_notified", "resolved")),
    "asked again": ((0.15, "appeal_clarification_answered", "appealed"),),
    "resolved": ((0.05, "compliance_reported", "complied"), (0.02, "closed", "over")),
    "complied": ((0.06, "compliance_contested", "over"), (0.03, "closed", "over")),
    "over": (),
}
"""From a state: chance a day, what happens, and the state it leads to."""


class Lives:
    """So many requests, filed over two thirds of the days, and what happens to each."""

    def __init__(self, backends: Any, dice: random.Random, *, requests: int, first: date, days: int) -> None:
        self.backends, self.dice = backends, dice
        self.states: dict[int, str] = {}
        self.clock = FixedClock(datetime.combine(first, datetime.min.time(), tzinfo=CITY))
        self.starts = sorted(first + timedelta(days=dice.randrange(max(1, days * 2 // 3))) for _ in range(requests))
        with backends.sessions.writing() as session:
            now = self.clock.now()
            self.people = [
                create_user(session, email=REFUSED_ADDRESS if number == 0 else f"p{number}@example.org",
                            name=f"P{number}", password=None, now=now, language="en") for number in range(PEOPLE)]
            for number, user in enumerate(self.people):
                user.zone = ZONES[number % len(ZONES)]
            project = create_project(session, "Soak", by=self.people[0], now=now)
            for user in self.people[1:]:
                set_member(session, project, user, "editor")
            self.project = project.id
            self.directory = directory_of(session)

    def day(self, day: date) -> None:
        """What people record on the morning of a day."""
        self.clock.moment = datetime(day.year, day.month, day.day, 8, tzinfo=CITY)
        with self.backends.sessions.writing() as session:
            if self.dice.random() < 0.02:
                first = day + timedelta(days=self.dice.randrange(30))
                add_closed_days(session, agency="INM", first=first, last=first + timedelta(days=self.dice.randrange(3)),
                                reason="closed", source="soak", by=self.people[0].id, at=self.clock.now())
            while self.starts and self.starts[0] <= day:
                self._log(session, self.starts.pop(0))
            for number, state in list(self.states.items()):
                self._step(session, number, state, day)

    def _log(self, session: Session, day: date) -> None:
        owner = session.get_one(User, self.dice.choice(self.people).id)
        row = log_request(session, RequestDraft(project_id=self.project, subject="Soak", agency="INM", filed_on=day,
                                                folio=f"3300203260{len(self.states):05}"), by=owner, clock=self.clock)
        self._recompute(session, row)
        self.states[row.id] = "filed"

    def _step(self, session: Session, number: int, state: str, day: date) -> None:
        throw, step = self.dice.random(), None
        for chance, *following in STEPS[state]:
            if step is None and throw < chance:
                step = following
            throw -= chance
        if step is None:
            if state == "replied" and throw < 0.02:
                self._correct(session, number)
            return
        kind, after = step
        row = session.get_one(InfoRequest, number)
        by, values = session.get_one(User, row.owner_id), {"sense": "modify"} if kind == "resolution_notified" else {}
        try:
            with session.begin_nested():
                record_event(session, row, kind, day, by=by, clock=self.clock, values=values)
                self._recompute(session, row)
        except CannotRecord:
            session.expire_all()
            return
        self.states[number] = after

    def _correct(self, session: Session, number: int) -> None:
        row = session.get_one(InfoRequest, number)
        taken = {event.replaces_id for event in row.events}
        event = next(e for e in row.events if e.kind == "replied" and e.id not in taken)
        try:
            with session.begin_nested():
                record_event(session, row, "replied", event.happened_on - timedelta(days=1), replaces=event,
                             by=session.get_one(User, row.owner_id), clock=self.clock)
                self._recompute(session, row)
        except CannotRecord:
            session.expire_all()

    def _recompute(self, session: Session, row: InfoRequest) -> None:
        recompute(session, row, rulebook_of(session), now=self.clock.now(), directory=self.directory)

    def cases(self, now: datetime) -> list[tuple[User, InfoRequest, Any]]:
        """Every open request of a person whose address works, with its clocks as they stand at a moment."""
        found = []
        with self.backends.sessions.reading() as session:
            people = {user.id: user for user in session.scalars(select(User))}
            book = rulebook_of(session)
            for row in session.scalars(select(InfoRequest).where(InfoRequest.status.not_in(("closed", "withdrawn")))):
                user = people[row.owner_id]
                try:
                    case = case_of(session, row, book, today=now.astimezone(CITY).date(), directory=self.directory)
                except CannotRecord:
                    continue
                if case is not None and user.email != REFUSED_ADDRESS:
                    found.append((user, row, case.clocks))
        return found
