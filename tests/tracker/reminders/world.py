"""A small world for reminders: Alice owns a request, Bob shares the project, a scripted mail server listens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

import tracker.agencies.models
import tracker.appeals.models
import tracker.replies.models  # noqa: F401
from archive.db import Sessions
from tracker.clock import FixedClock
from tracker.clocks.types import Clock, DayLine
from tracker.mail import MailDelayed, MailRefused
from tracker.projects.models import Membership
from tracker.reminders.actions import plan_reminders
from tracker.reminders.models import Mail, Reminder
from tracker.reminders.sending import Counts, send_due
from tracker.requests.models import InfoRequest
from tracker.settings import Settings

CITY = ZoneInfo("America/Mexico_City")


def at(text: str) -> datetime:
    """A moment as Mexico City's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=CITY).astimezone(UTC)


def make_clock(kind: str = "appeal", start: str = "2026-03-02", due: str = "2026-03-23", **changes: object) -> Clock:
    """A clock that counts Monday to Friday, less the days given as `closed`."""
    closed = {date.fromisoformat(day) for day in changes.pop("closed", ())}  # type: ignore[attr-defined]
    starts_on, due_on = date.fromisoformat(start), date.fromisoformat(due)
    lines = []
    for offset in range(1, (due_on - starts_on).days + 1):
        day = starts_on + timedelta(days=offset)
        counted = day.weekday() < 5 and day not in closed
        lines.append(DayLine(day, None, counted, "" if counted else "closed", "", "", True))
    values: dict[str, object] = {
        "kind": kind, "owner": "requester", "started_by": "replied", "starts_on": starts_on, "opens_on": starts_on,
        "due_on": due_on, "due_by": None, "earliest": due_on, "latest": due_on, "stated": None, "calendar": "federal",
        "regulator": "", "days": sum(line.counted for line in lines), "unit": "business", "article": "Art. 144",
        "verified": True, "status": "running", "account": lambda: tuple(lines),
    }
    if "due_by" in changes and isinstance(changes["due_by"], str):
        changes["due_by"] = time.fromisoformat(str(changes["due_by"]))
    values.update(changes)
    return Clock(**values)  # type: ignore[arg-type]


@dataclass
class Post:
    """A mail server that keeps what it takes, and fails as its script says: `None` takes, an exception is raised."""

    script: list[Exception | None] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    tries: int = 0

    def send(self, message: EmailMessage) -> None:
        self.tries += 1
        problem = self.script.pop(0) if self.script else None
        if problem is not None and not getattr(problem, "took_it", False):
            raise problem
        self.taken.append(message)
        if problem is not None:
            raise problem

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]


class Killed(BaseException):
    """The process ends here, after the server took the message."""

    took_it = True


@dataclass
class World:
    """Everything a reminder test touches."""

    sessions: Sessions
    settings: Settings
    clock: FixedClock
    post: Post
    alice: int
    bob: int
    project: int
    request: int

    def plan(self, *clocks: Clock, request: int | None = None) -> None:
        """Plan a request's reminders as after a change of its events."""
        with self.sessions.writing() as session:
            info_request = session.get_one(InfoRequest, request or self.request)
            plan_reminders(session, info_request, list(clocks), "rules-1", now=self.clock.now())

    def tick(self, moment: str | None = None) -> Counts:
        """One pass of sending, at a moment of Mexico City."""
        if moment is not None:
            self.clock.moment = at(moment)
        return send_due(self.sessions, self.post, self.settings, self.clock)

    def add_request(self, subject: str) -> int:
        """Another request of Alice's."""
        with self.sessions.writing() as session:
            return new_request(session, self.project, self.alice, subject).id

    def make_bob_deputy(self) -> None:
        """Let Bob stand in for Alice."""
        with self.sessions.writing() as session:
            session.scalars(select(Membership).where(Membership.user_id == self.bob)).one().is_deputy = True

    def rows(self, state: str | None = None) -> list[Reminder]:
        with self.sessions.reading() as session:
            rows = list(session.scalars(select(Reminder).order_by(Reminder.id)))
        return [row for row in rows if state is None or row.state == state]

    def mails(self) -> list[Mail]:
        with self.sessions.reading() as session:
            return list(session.scalars(select(Mail).order_by(Mail.id)))


def new_request(session: Session, project: int, owner: int, subject: str) -> InfoRequest:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    row = InfoRequest(project_id=project, owner_id=owner, agency="INM", agency_as_written="INM",
                      folio="330020326000123", folio_as_written="330020326000123", subject=subject, created_at=now,
                      moved_at=now, status="replied", extra={}, jurisdiction="MX-FED", procedure="access")
    session.add(row)
    session.flush()
    return row


DELAYED = MailDelayed("the server answered 451")
AWAY = MailDelayed("the server cannot be reached", is_server_away=True)
UNSURE = MailDelayed("the server fell silent", is_server_away=True, may_have_arrived=True)
REFUSED = MailRefused("the server refused the recipient (550)")
