"""Why a date printed on the acuse may differ from the computed one: which closed days would explain it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.clocks.business_days import BusinessDays

MOST_DAYS = 40
"""A stated date further off than this many business days is not explained by closed days."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A set of closed days that would make the stated date the computed one, as spans of business days."""

    spans: tuple[tuple[date, date], ...]
    days: tuple[date, ...]
    is_usual: bool

    def in_words(self) -> str:
        """The spans in Spanish."""
        parts = [f"{first}" if first == last else f"{first} a {last}" for first, last in self.spans]
        return " y ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def explain_difference(
    stated: date, starts_on: date, days: int, certain: BusinessDays, possible: Sequence[date] = ()
) -> tuple[Explanation, ...]:
    """The simplest sets of closed days with which a term of `days` business days from `starts_on` ends on `stated`.

    `possible` are the days that bodies like this one often close; sets made of them come first. Empty when no set of
    closed days explains the date: it is not a business day, it comes before the computed date, or it is too far off.
    """
    counted = certain.between(starts_on, stated) if stated > starts_on else -1
    missing = counted - days
    if missing < 1 or missing > MOST_DAYS or not certain.is_open(stated):
        return ()
    inside = [day for day in _days(starts_on, stated) if certain.is_open(day) and day != stated]
    usual = set(possible)
    found = [_explanation(chosen, inside, usual) for chosen in _usual_sets(inside, usual, missing)]
    runs = [_explanation(inside[at : at + missing], inside, usual) for at in range(len(inside) - missing + 1)]
    runs.sort(key=lambda one: (-sum(day in usual for day in one.days), one.days))
    kept: list[Explanation] = []
    for one in [*found, *runs]:
        if all(one.days != other.days for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: (not one.is_usual, len(one.spans)))[:5])


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]


def _usual_sets(inside: Sequence[date], usual: set[date], missing: int) -> list[list[date]]:
    """Sets of usual closed days of the size wanted: whole groups, and one group cut to a run of neighbours."""
    groups: list[list[date]] = []
    for at, day in enumerate(inside):
        if day in usual:
            if groups and at and inside[at - 1] == groups[-1][-1]:
                groups[-1].append(day)
            else:
                groups.append([day])
    sets: list[list[date]] = []
    for mask in range(1, 1 << min(len(groups), 8)):
        chosen = [group for place, group in enumerate(groups[:8]) if mask >> place & 1]
        total = sum(map(len, chosen))
        if total == missing:
            sets.append([day for group in chosen for day in group])
            continue
        for cut in chosen:
            left = missing - (total - len(cut))
            if 0 < left < len(cut):
                rest = [day for group in chosen if group is not cut for day in group]
                sets.extend(sorted(rest + cut[i : i + left]) for i in range(len(cut) - left + 1))
    return sets


def _explanation(days: Sequence[date], inside: Sequence[date], usual: set[date]) -> Explanation:
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and inside.index(day) == inside.index(spans[-1][1]) + 1:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return Explanation(tuple(spans), tuple(days), all(day in usual for day in days))
