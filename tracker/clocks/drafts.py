"""A clock while it is being worked out: what started it, what was added, and its two end dates."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tracker.clocks.business_days import BusinessDays
from tracker.clocks.calendars import Counting
from tracker.clocks.differences import Explanation
from tracker.clocks.timeline import Fact
from tracker.clocks.types import Note
from tracker.clocks.values import a_day
from tracker.laws.law import Law, Period, cite
from tracker.sentences import Sentence

Spans = tuple[tuple[date, date], ...]
"""Days after the first and up to the last of each pair."""


@dataclass(eq=False)
class Draft:
    """One clock in the making. `day` is day 0 for the earliest date, `latest_day` for the latest."""

    law: Law
    period: Period
    counting: Counting
    started_by: str
    day: date
    latest_day: date
    place: int
    days: int
    fact: Fact | None = None
    extra: int = 0
    possible_extra: int = 0
    latest_at_least: date | None = None
    safe_end: date | None = None
    article: str = ""
    verified: bool = True
    tolls: Spans = ()
    possible_tolls: Spans = ()
    tolled_why: str = ""
    by_value: bool = False
    is_settled: bool = False
    is_replaced: bool = False
    replaced_on: date | None = None
    ended_on: date | None = None
    met: Fact | None = None
    opens_on: date | None = None
    stated: date | None = None
    ways: tuple[Explanation, ...] = ()
    asserted: bool | None = None
    notes: list[Note] = field(default_factory=list)
    _ends: tuple[date, date] | None = None

    @property
    def kind(self) -> str:
        """The kind of clock."""
        return self.period.kind

    @property
    def met_on(self) -> date | None:
        """The day on which it was met; a resolution on the day it was approved, where that is known."""
        if self.met is None:
            return None
        decides = self.kind in ("resolution", "appeal_dismissal")
        approved = a_day(self.met.event.values, "resolved_on") if decides else None
        return approved or self.met.day

    @property
    def citation(self) -> str:
        """The law and the articles that give the term, as people quote them."""
        return cite(self.period.short, self.article)

    @property
    def ends(self) -> tuple[date, date]:
        """The earliest and the latest due date, worked out once all effects are known."""
        if self._ends is None:
            most = self.days + self.extra + self.possible_extra
            earliest = self._end(self.counting.certain, self.day, self.days + self.extra, self.tolls)
            latest = self._end(self.counting.widest, self.latest_day, most, (*self.tolls, *self.possible_tolls))
            if self.latest_at_least is not None:
                latest = max(latest, self.latest_at_least)
            self._ends = (earliest, max(earliest, latest))
        return self._ends

    def forget_ends(self) -> None:
        """Work the dates out again: an effect changed the count."""
        self._ends = None

    def _end(self, calendar: BusinessDays, start: date, days: int, tolls: Spans) -> date:
        if self.period.unit == "calendar":
            return start + timedelta(days=days)
        if self.period.unit == "months":
            return add_months(start, days)
        if self.period.unit == "years":
            return add_months(start, 12 * days)
        end = calendar.nth_after(start, days)
        if tolls:
            while (counted := calendar.between(start, end) - self._tolled(calendar, end, tolls)) < days:
                end = calendar.nth_after(end, days - counted)
        return end

    def _tolled(self, calendar: BusinessDays, end: date, tolls: Spans) -> int:
        return sum(
            calendar.between(max(first, self.day), min(last, end))
            for first, last in tolls
            if min(last, end) > max(first, self.day)
        )

    def is_tolled(self, day: date) -> bool:
        """Whether the count was suspended on a day."""
        return any(first < day <= last for first, last in self.tolls)

    def may_be_tolled(self, day: date) -> bool:
        """Whether the count was suspended on a day by an effect that nobody verified."""
        return any(first < day <= last for first, last in self.possible_tolls)

    def runs_at(self, fact: Fact) -> bool:
        """Whether it had begun and was not yet replaced when something happened."""
        return self.place < fact.place and (self.replaced_on is None or fact.day <= self.replaced_on)

    def replace(self, on: date | None = None) -> None:
        """Another clock takes its place; it stays listed."""
        self.is_replaced = True
        self.replaced_on = on

    def note(self, code: str, words: str, **values: Any) -> None:
        """Add something a person should know: a message and the values of its places."""
        self.notes.append(Note(code, Sentence(words, **values)))


def add_months(start: date, count: int) -> date:
    """The same day some months later, or the last day of a month that is too short."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))
