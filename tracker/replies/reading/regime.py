"""Under which law a reply is read: told, by its day, or by the laws it cites."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from tracker.replies.reading.rules import FOLDER, patterns, read_yaml

_MONTH_NAMES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
_MONTHS = _MONTH_NAMES.split("|")
_WRITTEN = re.compile(rf"(?<!\w)(\d{{1,2}}) de ({_MONTH_NAMES}|setiembre) (?:de |del )?(?:ano )?((?:19|20)\d\d)(?!\w)")


@cache
def _laws() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_yaml(FOLDER / "laws.yaml")["laws"]
    return rows


def known_laws() -> tuple[str, ...]:
    """The ids of the laws the checks know, oldest first."""
    return tuple(row["id"] for row in _laws())


def law_of(folded: str, law: str | None, on: date | None) -> tuple[str, str]:
    """The law's id, and how it is known: `given`, `date`, `cited`, `letter` (the letter's own day) or `newest`."""
    if law in known_laws():
        return str(law), "given"
    if on is not None and (told := _in_force(on)):
        return told, "date"
    cited = [row["id"] for row in _laws() if patterns(row["cited_as"]).search(folded)]
    if cited:
        return cited[-1], "cited"
    written_on = letter_date(folded)
    if written_on is not None and (dated := _in_force(written_on)):
        return dated, "letter"
    return _laws()[-1]["id"], "newest"


def _in_force(day: date) -> str | None:
    for row in _laws():
        if row["from"] <= day and (row["to"] is None or day <= row["to"]):
            return str(row["id"])
    return None


_HEADED = re.compile(r"[,.]\s*a\s+$|^\s*$|fecha:?\s*$|\ba\s+$")
_HEAD = 900


def letter_date(folded: str) -> date | None:
    """The day a letter bears at its head, if it does."""
    for at, day in dates_in(folded):
        if at < _HEAD and _HEADED.search(folded[max(0, at - 12) : at]):
            return day
    return None


def dates_in(folded: str) -> list[tuple[int, date]]:
    """The days written out in a folded text (“3 de marzo de 2025”), with their positions."""
    found: list[tuple[int, date]] = []
    for match in _WRITTEN.finditer(folded):
        day, month, year = match.groups()
        number = 9 if month == "setiembre" else _MONTHS.index(month) + 1
        try:
            found.append((match.start(), date(int(year), number, int(day))))
        except ValueError:
            continue
    return found
