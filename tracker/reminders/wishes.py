"""How a person wants to be reminded, and what that makes of hours: pure, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LADDER = (10, 5, 3, 1, 0, -1)
OVERVIEWS = ("daily", "weekly", "never")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What holds for one person and one request: the ladder in business days, the hour of the day's mail, quiet time.

    Hours are whole hours of the person's own zone; weekdays count from Monday = 0.
    """

    ladder: tuple[int, ...] = LADDER
    is_off: bool = False
    looks: bool = True
    hour: int = 9
    overview: str = "weekly"
    quiet_from: int | None = None
    quiet_to: int | None = None
    quiet_days: frozenset[int] = frozenset()


def local_hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """The moment an hour strikes on a day in a zone; an hour that clocks skip counts from before the change."""
    return datetime.combine(day, time(hour), tzinfo=zone)


def mail_moment(day: date, wishes: Wishes, zone: ZoneInfo, *, not_before: date) -> datetime:
    """When a rung of this day is mailed: at the person's hour, on an earlier day when the day is quiet, never later."""
    chosen = day
    while chosen.weekday() in wishes.quiet_days and chosen > not_before and day - chosen < timedelta(days=7):
        chosen -= timedelta(days=1)
    if chosen.weekday() in wishes.quiet_days:
        chosen = day
    return local_hour(chosen, wishes.hour, zone)


def is_quiet(moment: datetime, wishes: Wishes, zone: ZoneInfo) -> bool:
    """Whether a person wants no mail at this moment, unless it cannot wait."""
    local = moment.astimezone(zone)
    if local.weekday() in wishes.quiet_days:
        return True
    start, end = wishes.quiet_from, wishes.quiet_to
    if start is None or end is None or start == end:
        return False
    return start <= local.hour < end if start < end else local.hour >= start or local.hour < end


def overview_due(now: datetime, wishes: Wishes, zone: ZoneInfo, last_on: date | None) -> bool:
    """Whether the list of what is overdue is to go out now; `last_on` is the day of the last one."""
    local = now.astimezone(zone)
    if wishes.overview == "never" or wishes.is_off or local.hour < wishes.hour:
        return False
    since = local.date() if wishes.overview == "daily" else local.date() - timedelta(days=local.weekday())
    return last_on is None or last_on < since
