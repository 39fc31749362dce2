"""Counting business days in constant time: the days of a span of years are numbered once."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from datetime import date

ClosedIn = Callable[[int], Iterable[int]]
"""Year → proleptic ordinals of the days of that year that do not count, weekends included."""


class BusinessDays:
    """The business days of one calendar, numbered; years are added as they are asked for."""

    def __init__(self, closed_in: ClosedIn) -> None:
        self._closed_in = closed_in
        self._years = range(0)
        self._first = 0
        self._open: array[int] = array("l")
        self._rank: array[int] = array("l")

    def _ensure(self, first: int, last: int) -> None:
        if self._years and self._years.start <= first and last < self._years.stop:
            return
        low = min(first, self._years.start) if self._years else first
        high = max(last + 1, self._years.stop) if self._years else last + 1
        self._years = range(max(low - 1, 1), min(high + 1, 9999))
        self._first = date(self._years.start, 1, 1).toordinal()
        closed: set[int] = set()
        for year in self._years:
            closed.update(self._closed_in(year))
        self._open, self._rank = array("l"), array("l")
        for day in range(self._first, date(self._years.stop, 1, 1).toordinal()):
            if day not in closed:
                self._open.append(day)
            self._rank.append(len(self._open))

    def is_open(self, day: date) -> bool:
        """Whether a day is a business day."""
        self._ensure(day.year, day.year)
        at = day.toordinal() - self._first
        return self._rank[at] > (self._rank[at - 1] if at else 0)

    def nth_after(self, start: date, count: int) -> date:
        """The `count`-th business day after `start` (day 0); `start` itself when `count` is 0."""
        if count <= 0:
            return start
        # A term of n business days spans at most about 2n days plus recesses; two more years cover it.
        self._ensure(start.year, start.year + 2 + count // 180)
        return date.fromordinal(self._open[self._rank[start.toordinal() - self._first] + count - 1])

    def next_open(self, day: date) -> date:
        """The day itself if it is a business day, else the next one."""
        return day if self.is_open(day) else self.nth_after(day, 1)

    def between(self, start: date, end: date) -> int:
        """How many business days lie after `start` and up to `end`, both of this calendar."""
        low, high = sorted((start, end))
        self._ensure(low.year, high.year)
        return self._rank[end.toordinal() - self._first] - self._rank[start.toordinal() - self._first]
