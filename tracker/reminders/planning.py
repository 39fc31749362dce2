"""From clocks to the rungs of their ladders: which days a person is reminded on. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tracker.clocks.types import Clock
from tracker.reminders.wishes import Wishes, mail_moment

START = 1000
"""The rung that says a clock of the person's own has begun."""

SILENT = frozenset({"registration", "expedition"})
"""Agency periods nobody looks at the platform for."""

KEEP = frozenset({"keeping"})
"""Periods of the agency at whose end the requester loses something: they get the requester's ladder."""

FILED_ANEW = frozenset({"clarification_answer", "payment", "keeping", "appeal"})
"""What a new request for the same information makes good when it was missed."""

IsOpen = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Rung:
    """One thing to be said about one clock: how many business days before its end, and when it is mailed."""

    clock_kind: str
    started_by: str
    due_on: date
    rung: int
    due_at: datetime
    facts: dict[str, Any] = field(hash=False)

    @property
    def key(self) -> tuple[str, str, date, int]:
        """What makes this rung the same one when it is planned again."""
        return self.clock_kind, self.started_by, self.due_on, self.rung


def is_mine(clock: Clock) -> bool:
    """Whether missing the clock's end costs the requester something that cannot be repaired."""
    return clock.owner == "requester" or clock.kind in KEEP


def can_be_saved(clock: Clock) -> bool:
    """Whether the day after its end is worth a mail: the term may run longer, or the request can be filed anew."""
    return clock.latest > clock.due_on or clock.kind in FILED_ANEW


def is_live(clock: Clock) -> bool:
    """Whether there is still something to say about a clock: not met, not replaced, begun."""
    if clock.status == "late":
        return clock.met_on is None
    return clock.status in ("running", "may_be_overdue", "missed")


def named(clocks: Sequence[Clock]) -> Iterator[tuple[str, Clock]]:
    """Each clock with a name that stays when its dates move: kind, and which of its kind it is.

    A clock that replaces another one bears the same name.
    """
    counts: dict[str, int] = {}
    follows: dict[str, bool] = {}
    for clock in clocks:
        if not follows.get(clock.kind):
            counts[clock.kind] = counts.get(clock.kind, 0) + 1
        follows[clock.kind] = clock.status == "replaced"
        yield f"{clock.kind}-{counts[clock.kind]}", clock


def rungs(
    clocks: Sequence[Clock], wishes: Wishes, zone: ZoneInfo, *, now: datetime, rulebook: str = "",
    is_open: IsOpen | None = None,
) -> list[Rung]:
    """Every rung of every clock something can still be said about, also those whose day has passed.

    A day's mail goes out at the person's hour in `zone`. `is_open` says which days are business days where a clock
    that counts no business days leaves it open; Monday to Friday by default.
    """
    planned: list[Rung] = []
    for name, clock in named(clocks):
        if not is_live(clock) or clock.kind in SILENT:
            continue
        opens = business_days_of(clock, is_open)
        facts = facts_of(clock, name, rulebook)
        if is_mine(clock):
            days = list(_ladder(clock, wishes.ladder, opens))
            if clock.status == "running":
                planned.append(_rung(clock, name, START, now, facts))
        elif clock.kind == "reserve_expiry":
            days = [(0, clock.due_on)]
        else:
            days = [(-1, _after(clock.due_on, opens))] if wishes.looks else []
        for number, day in days:
            moment = mail_moment(day, wishes, zone, not_before=clock.starts_on + timedelta(days=1))
            planned.append(_rung(clock, name, number, moment, facts))
    return planned


def business_days_of(clock: Clock, is_open: IsOpen | None = None) -> IsOpen:
    """Which days count between a clock's start and end: by its own proof where it counts business days."""
    fallback = is_open or (lambda day: day.weekday() < 5)
    if clock.unit != "business":
        return fallback
    counted = {line.date for line in clock.proof if line.counted}
    if not counted:
        return fallback
    return lambda day: day in counted if clock.starts_on < day <= clock.due_on else fallback(day)


def closed_weekdays(clock: Clock) -> list[date]:
    """The days from Monday to Friday that a clock's own proof does not count."""
    if clock.unit != "business":
        return []
    return [line.date for line in clock.proof if not line.counted and line.date.weekday() < 5]


def days_left(today: date, due_on: date, closed: Iterable[date] = ()) -> int:
    """How many business days lie after today up to the due date; negative when it has passed."""
    low, high = sorted((today, due_on))
    shut = set(closed)
    count = 0
    day = low
    while day < high:
        day += timedelta(days=1)
        count += day.weekday() < 5 and day not in shut
    return count if today <= due_on else -count


def facts_of(clock: Clock, name: str, rulebook: str) -> dict[str, Any]:
    """What a reminder keeps of its clock, as plain data."""
    return {
        "name": name, "owner": "requester" if is_mine(clock) else clock.owner, "article": clock.article,
        "verified": clock.verified, "earliest": clock.earliest.isoformat(), "latest": clock.latest.isoformat(),
        "due_by": clock.due_by.strftime("%H:%M") if clock.due_by else None, "unit": clock.unit, "days": clock.days,
        "starts_on": clock.starts_on.isoformat(), "opens_on": clock.opens_on.isoformat(), "law": clock.law,
        "started_by": clock.started_by, "rulebook": rulebook,
        "closed": [day.isoformat() for day in closed_weekdays(clock)] if is_mine(clock) else [],
    }


def overtaken(rung: int, others: Iterable[int]) -> bool:
    """Whether a later rung of the same clock says the same thing better."""
    return any(other < rung for other in others)


def _ladder(clock: Clock, ladder: Iterable[int], opens: IsOpen) -> Iterator[tuple[int, date]]:
    for number in sorted(set(ladder), reverse=True):
        if number < 0:
            if can_be_saved(clock):
                yield number, _after(clock.due_on, opens, -number)
            continue
        day = _before(clock.due_on, number, opens, stop=clock.starts_on)
        fits = clock.starts_on < day and day >= clock.opens_on
        if number == 0 or fits:
            yield number, day


def _before(day: date, count: int, opens: IsOpen, *, stop: date) -> date:
    left = count
    while left and day > stop:
        left -= opens(day)
        day -= timedelta(days=1)
    while count and not opens(day) and day > stop:
        day -= timedelta(days=1)
    return day


def _after(day: date, opens: IsOpen, count: int = 1) -> date:
    while count:
        day += timedelta(days=1)
        count -= opens(day)
    return day


def _rung(clock: Clock, name: str, number: int, moment: datetime, facts: dict[str, Any]) -> Rung:
    return Rung(clock.kind, name, clock.due_on, number, moment, facts)
