"""Recesses an agency may take: an envelope of possible days, by rule. They widen the interval and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.laws.errors import LawError, need, refuse_unknown
from tracker.sentences import N_

RULES = ("range", "holy_week")


@dataclass(frozen=True, slots=True)
class Recess:
    """Days on which bodies often close: from one day of the year to another, or Holy Week's Monday to Friday."""

    rule: str
    jurisdictions: tuple[str, ...]
    reason: str
    source: str
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (1, 1)

    def days(self, year: int) -> Iterator[date]:
        """The possible days that fall in a calendar year."""
        if self.rule == "holy_week":
            sunday = easter(year)
            yield from (sunday - timedelta(days=left) for left in range(6, 1, -1))
            return
        for began in (year - 1, year):
            first = date(began, *self.first)
            last = date(began if self.first <= self.last else began + 1, *self.last)
            for step in range((last - first).days + 1):
                day = first + timedelta(days=step)
                if day.year == year:
                    yield day


@dataclass(frozen=True, slots=True)
class Coverage:
    """Between these days an agency's own calendar is known, so no recess of it is merely possible."""

    agency: str
    first: date
    last: date
    name: str


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def parse_recess(where: str, given: Mapping[str, Any], defaults: Mapping[str, Any]) -> Recess:
    """A recess from its entry."""
    refuse_unknown(where, given, ("rule", "first", "last", "reason", "source", "jurisdictions"))
    both = {**defaults, **given}
    need(where, both, "rule", "reason", "source", "jurisdictions")
    if both["rule"] not in RULES:
        raise LawError(
            N_("%(where)s: unknown rule “%(rule)s”. Known: %(known)s."),
            where=where,
            rule=both["rule"],
            known=", ".join(RULES),
        )
    if both["rule"] == "holy_week":
        return Recess("holy_week", tuple(both["jurisdictions"]), both["reason"], both["source"])
    need(where, both, "first", "last")
    return Recess(
        "range",
        tuple(both["jurisdictions"]),
        both["reason"],
        both["source"],
        _month_day(where, both["first"]),
        _month_day(where, both["last"]),
    )


def _month_day(where: str, text: Any) -> tuple[int, int]:
    try:
        month, day = (int(part) for part in str(text).split("-"))
        date(2001, month, day)
    except ValueError:
        raise LawError(
            N_('%(where)s: “%(text)s” is not a day of the year; write "MM-DD" between quotes.'), where=where, text=text
        ) from None
    return month, day
