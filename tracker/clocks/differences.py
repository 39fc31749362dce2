"""Why a date printed on the acuse may differ from the computed one: which closed days would explain it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.clocks.business_days import BusinessDays
from tracker.sentences import N_, Sentence, in_a_row

MOST_DAYS = 40
"""A stated date further off than this many business days is not explained by closed days."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A set of closed days that would make the stated date the computed one, as spans of business days."""

    spans: tuple[tuple[date, date], ...]
    days: tuple[date, ...]
    is_usual: bool
    is_extended: bool = False
    """Only if the term was also extended, which nobody recorded; with no spans, the extension alone explains it."""
    is_open: bool = False
    """The other way round: the days count as closed here, and the stated limit counted them."""

    def in_words(self) -> Sentence:
        """The condition, to follow “if”: “these days were closed: …”, “the term was extended”."""
        spans = [Sentence("%(first)s", first=first) if first == last else
                 Sentence(N_("%(first)s to %(last)s"), first=first, last=last) for first, last in self.spans]
        days = in_a_row(spans, "%(before)s, %(last)s")
        if self.is_open:
            return Sentence(N_("these were counted as business days: %(days)s"), days=days)
        if not self.is_extended:
            return Sentence(N_("these days were closed: %(days)s"), days=days)
        if not spans:
            return Sentence(N_("the term was extended"))
        return Sentence(N_("the term was extended and these days were closed: %(days)s"), days=days)


def ways_to_agree(
    stated: date, starts_on: date, days: int, extension: int, certain: BusinessDays, possible: Sequence[date] = ()
) -> tuple[Explanation, ...]:
    """What would make a stated limit the computed one, likeliest first.

    `extension` is how many business days the law lets the term grow by when it was not extended yet, else 0. An
    extension that fits to the day comes first, then usual recesses, then an extension and usual recesses, and closed
    days nobody expects last, those only where nothing else fits.
    """
    if stated > starts_on and (counted := _counted_days(stated, starts_on, days, certain)):
        return counted
    plain = explain_difference(stated, starts_on, days, certain, possible)
    usual = tuple(one for one in plain if one.is_usual)
    extended: tuple[Explanation, ...] = ()
    if extension and stated > starts_on and certain.is_open(stated):
        if certain.between(starts_on, stated) == days + extension:
            extended = (Explanation((), (), True, is_extended=True),)
        else:
            longer = explain_difference(stated, starts_on, days + extension, certain, possible)
            with_recess = tuple(replace(one, is_extended=True) for one in longer if one.is_usual)
            return usual + with_recess or plain
    return extended + usual or plain


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


def _counted_days(stated: date, starts_on: date, days: int, certain: BusinessDays) -> tuple[Explanation, ...]:
    """Weekdays closed in the calendar that an earlier limit must have counted: all, or runs of as many as it lacks."""
    weekdays = [day for day in _days(starts_on, stated) if day.weekday() < 5]
    closed = [day for day in weekdays if not certain.is_open(day)]
    lacking = days - certain.between(starts_on, stated)
    runs = [closed[at : at + lacking] for at in range(len(closed) - lacking + 1)] if lacking > 0 else []
    if stated in closed:
        runs = [run for run in runs if stated in run]
    return tuple(replace(_explanation(run, weekdays, set()), is_open=True) for run in runs[:5])


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
