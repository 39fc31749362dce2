"""The clock: the one place that says what moment it is, and what day it is where the law applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

MEXICO_CITY = ZoneInfo("America/Mexico_City")


class Clock(Protocol):
    """Tells the moment."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved; for tests and `--at`."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        """Move forward by a span of time."""
        self.moment += by


def day_of(moment: datetime, zone: ZoneInfo = MEXICO_CITY) -> date:
    """The calendar day a moment falls on in a jurisdiction's zone."""
    return moment.astimezone(zone).date()


def today(clock: Clock, zone: ZoneInfo = MEXICO_CITY) -> date:
    """The calendar day it is now in a jurisdiction's zone."""
    return day_of(clock.now(), zone)
