"""Counting business days in constant time: the days of a span of years are numbered once."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

ClosedIn = Callable[[int], Iterable[int]]
"""Year → proleptic ordinals of the days of that year that do not count, weekends included."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The business days of some years: `open` lists them, `rank` tells how many there are up to each day."""

    years: range
    first: int
    open: array[int]
    rank: array[int]


class BusinessDays:
    """The business days of one calendar, numbered; years are added as they are asked for.

    Threads share it: what is numbered is replaced as a whole, so that no reader sees half of it.
    """

    def __init__(self, closed_in: ClosedIn) -> None:
        self._closed_in = closed_in
        self._numbered = _Numbered(range(0), 0, array("l"), array("l"))

    def _covering(self, first: int, last: int) -> _Numbered:
        known = self._numbered
        if known.years and known.years.start <= first and last < known.years.stop:
            return known
        low = min(first, known.years.start) if known.years else first
        high = max(last + 1, known.years.stop) if known.years else last + 1
        years = range(max(low - 1, 1), min(high + 1, 9999))
        closed: set[int] = set()
        for year in years:
            closed.update(self._closed_in(year))
        start = date(years.start, 1, 1).toordinal()
        opened, rank = array("l"), array("l")
        for day in range(start, date(years.stop, 1, 1).toordinal()):
            if day not in closed:
                opened.append(day)
            rank.append(len(opened))
        self._numbered = _Numbered(years, start, opened, rank)
        return self._numbered

    def is_open(self, day: date) -> bool:
        """Whether a day is a business day."""
        known = self._covering(day.year, day.year)
        at = day.toordinal() - known.first
        return known.rank[at] > (known.rank[at - 1] if at else 0)

    def nth_after(self, start: date, count: int) -> date:
        """The `count`-th business day after `start` (day 0); `start` itself when `count` is 0."""
        if count <= 0:
            return start
        # A term of n business days spans at most about 2n days plus recesses; two more years cover it.
        known = self._covering(start.year, start.year + 2 + count // 180)
        return date.fromordinal(known.open[known.rank[start.toordinal() - known.first] + count - 1])

    def next_open(self, day: date) -> date:
        """The day itself if it is a business day, else the next one."""
        return day if self.is_open(day) else self.nth_after(day, 1)

    def between(self, start: date, end: date) -> int:
        """How many business days lie after `start` and up to `end`."""
        low, high = sorted((start, end))
        known = self._covering(low.year, high.year)
        return known.rank[end.toordinal() - known.first] - known.rank[start.toordinal() - known.first]
