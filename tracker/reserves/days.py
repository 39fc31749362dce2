"""Dates as Mexican letters write them, read from folded text: “12 de marzo de 2024”, “doce de marzo de dos mil
veinticuatro”, “12/03/2024”; and small numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tracker import spanish

NUMBERS = spanish.NUMBERS | {"un": 1, "una": 1, "primer": 1}
_TENS = {"treinta": 30, "cuarenta": 40}
_WORD = "|".join(sorted((re.escape(word) for word in NUMBERS), key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}|{_WORD})"
"""A small number in figures or words."""
_GAP = r"[ \n]+"
_YEAR = rf"(?:(?:19|20)\d\d|dos{_GAP}mil(?:{_GAP}(?:(?:treinta|cuarenta){_GAP}y{_GAP}(?:{_WORD})|{_WORD}|cuarenta))?)"
_LONG = re.compile(
    rf"(?<!\w)(?P<day>\d{{1,2}}(?:o|°|º)?|{_WORD})(?:{_GAP}\([^)]{{1,20}}\))?{_GAP}(?:dias?{_GAP}del?{_GAP}mes{_GAP})?de{_GAP}"
    rf"(?P<month>{'|'.join(spanish.MONTHS)}|setiembre){_GAP}(?:del?{_GAP})?(?:ano{_GAP})?(?P<year>{_YEAR})(?!\w)")
_SHORT = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)(?![\d/-])")


def number_of(text: str) -> int | None:
    """What a number in figures or words says; None when it is none."""
    folded = " ".join(text.split())
    return int(folded) if folded.isdecimal() else NUMBERS.get(folded)


def days_in(folded: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, date]]:
    """Every date between two positions of a folded text: where it begins and ends, and which day it is; in order."""
    stop = len(folded) if end is None else end
    found = []
    for match in (*_LONG.finditer(folded, start, stop), *_SHORT.finditer(folded, start, stop)):
        day = _day(match)
        if day is not None:
            found.append((match.start(), match.end(), day))
    return iter(sorted(found))


def _day(match: re.Match[str]) -> date | None:
    told = match["day"]
    day = number_of(told.rstrip("o°º") if told[0].isdecimal() else told)
    month = match["month"]
    number = int(month) if month.isdecimal() else 9 if month == "setiembre" else spanish.MONTHS.index(month) + 1
    year = _year(match["year"])
    try:
        return date(year, number, day) if day and year else None
    except ValueError:
        return None


def _year(text: str) -> int | None:
    words = text.split()
    if len(words) == 1:
        return int(text)
    rest = words[2:]
    if not rest:
        return 2000
    if len(rest) == 3:
        return 2000 + _TENS[rest[0]] + NUMBERS[rest[2]]
    return 2000 + (_TENS.get(rest[0]) or NUMBERS[rest[0]])


def after_months(day: date, months: int) -> date:
    """The day that many months later; the last of the month where that month has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
