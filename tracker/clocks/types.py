"""Values of the clock engine: events go in, clocks with their proof come out. All dates are the jurisdiction's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any

from tracker.clocks.differences import Explanation
from tracker.clocks.kinds import CLOCK_KINDS
from tracker.sentences import said


@dataclass(frozen=True, slots=True)
class Event:
    """One dated fact in a request's life; `at` is the local time of day, None when unknown (then: before closing)."""

    kind: str
    on: date
    at: time | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A day that does not count, why, and where that is written."""

    date: date
    reason: str
    source: str
    verified: bool = True

    def as_json(self) -> dict[str, Any]:
        """The day as plain data."""
        return {"date": self.date.isoformat(), "reason": self.reason, "source": self.source, "verified": self.verified}


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of a count: its number when it counted, or the reason why it did not."""

    date: date
    number: int | None
    counted: bool
    reason: str
    source: str
    article: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know about a clock or a case: a code for programs, a sentence for people."""

    code: str
    text: str


Account = Callable[[], tuple[DayLine, ...]]


@dataclass(frozen=True, eq=False)
class Clock:
    """One legal period with its dates; `earliest` and `latest` bound the due date, `due_on` is the one shown.

    `starts_on` is day 0 (the event's own day); `opens_on` the first day on which the owner can act; `due_by` the local
    closing hour of the due date, when filing closes at one.
    """

    kind: str
    owner: str
    started_by: str
    starts_on: date
    opens_on: date
    due_on: date
    due_by: time | None
    earliest: date
    latest: date
    stated: date | None
    calendar: str
    regulator: str
    days: int
    unit: str
    article: str
    verified: bool
    status: str
    law: str = ""
    source: str = ""
    event_id: int | None = None
    met_on: date | None = None
    notes: tuple[Note, ...] = ()
    ways: tuple[Explanation, ...] = ()
    """What would make the stated limit the computed one."""
    account: Account = field(default=tuple, repr=False)
    possible_account: Account = field(default=tuple, repr=False)

    @cached_property
    def proof(self) -> tuple[DayLine, ...]:
        """Every day from the one after `starts_on` to `due_on`, counted or not, and why."""
        return self.account()

    @cached_property
    def not_counted(self) -> tuple[NotCounted, ...]:
        """The days between start and due date that did not count."""
        return tuple(NotCounted(d.date, d.reason, d.source, d.verified) for d in self.proof if not d.counted)

    @cached_property
    def possibly_closed(self) -> tuple[NotCounted, ...]:
        """The days that only `latest` leaves out: possible recesses and suspensions nobody verified."""
        return tuple(NotCounted(d.date, d.reason, d.source, d.verified) for d in self.possible_account())

    @property
    def name(self) -> str:
        """What the clock is for, in Spanish."""
        return CLOCK_KINDS[self.kind].spanish

    @property
    def is_open(self) -> bool:
        """Whether its owner can still act, or it may yet begin."""
        return self.status in ("pending", "running", "may_be_overdue")

    def as_json(self) -> dict[str, Any]:
        """The clock as plain data: dates as ISO text, the hour as HH:MM."""
        return {
            "kind": self.kind,
            "owner": self.owner,
            "started_by": self.started_by,
            "starts_on": self.starts_on.isoformat(),
            "opens_on": self.opens_on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "due_by": None if self.due_by is None else self.due_by.strftime("%H:%M"),
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "stated": None if self.stated is None else self.stated.isoformat(),
            "calendar": self.calendar,
            "regulator": self.regulator,
            "days": self.days,
            "unit": self.unit,
            "article": self.article,
            "verified": self.verified,
            "status": self.status,
            "not_counted": [day.as_json() for day in self.not_counted],
            "law": self.law,
            "source": self.source,
            "event_id": self.event_id,
            "met_on": None if self.met_on is None else self.met_on.isoformat(),
            "possibly_closed": [day.as_json() for day in self.possibly_closed],
            "notes": [{"code": note.code, "text": said(note.text, "es")} for note in self.notes],
        }


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """All clocks of one request, in order of start, and what decided them."""

    law: str
    regulator: str
    received_on: date
    clocks: tuple[Clock, ...]
    notes: tuple[Note, ...] = ()
    version: str = ""

    def live(self, kind: str) -> Clock | None:
        """The clock of a kind that is not replaced; of several, the one that started last."""
        found = [clock for clock in self.clocks if clock.kind == kind and clock.status != "replaced"]
        return found[-1] if found else None

    def as_json(self) -> dict[str, Any]:
        """The whole case as plain data."""
        return {
            "law": self.law,
            "regulator": self.regulator,
            "received_on": self.received_on.isoformat(),
            "clocks": [clock.as_json() for clock in self.clocks],
            "notes": [{"code": note.code, "text": said(note.text, "es")} for note in self.notes],
            "version": self.version,
        }
