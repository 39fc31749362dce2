"""The day-by-day account of a clock: number, counted or not, why, by which source."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.clocks.drafts import Draft
from tracker.clocks.types import DayLine

TOLLED = "suspendido"


def counted_days(draft: Draft) -> tuple[DayLine, ...]:
    """Every day from the one after day 0 to the earliest due date; empty for terms in months or years."""
    if draft.period.unit in ("months", "years"):
        return ()
    article = draft.citation
    end = draft.ends[0]
    lines: list[DayLine] = []
    number = 0
    for step in range(1, (end - draft.day).days + 1):
        day = draft.day + timedelta(days=step)
        why = draft.counting.why(day) if draft.period.unit == "business" else None
        if why is not None:
            lines.append(DayLine(day, None, False, why.reason, why.source, article, why.verified))
        elif draft.is_tolled(day):
            lines.append(DayLine(day, None, False, draft.tolled_why or TOLLED, article, article))
        else:
            number += 1
            lines.append(DayLine(day, number, True, "", "", article))
    return tuple(lines)


def possible_days(draft: Draft) -> tuple[DayLine, ...]:
    """The days up to the latest due date that only the latest date leaves out."""
    if draft.period.unit != "business":
        return ()
    article = draft.citation
    end: date = draft.ends[1]
    lines = []
    for step in range(1, (end - draft.day).days + 1):
        day = draft.day + timedelta(days=step)
        why = draft.counting.why_possible(day)
        if why is not None:
            lines.append(DayLine(why.date, None, False, why.reason, why.source, article, why.verified))
        elif draft.may_be_tolled(day) and draft.counting.why(day) is None:
            lines.append(DayLine(day, None, False, draft.tolled_why or TOLLED, article, article, False))
    return tuple(lines)
