"""The date a letter bears, among the dates it speaks of: after the place, on a line of its own, or after “Fecha:”."""

from __future__ import annotations

import re
from datetime import date

from archive.db import fold
from tracker.spanish import MONTHS, NUMBERS

FIRST_YEAR = 2002
"""Before it there was no law to request information by."""
_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)} | {"setiembre": 9}
_SHORT = {name[:3]: number for name, number in _MONTHS.items() if name != "setiembre"}
_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# In a date the machine's O and l can be nothing but digits.
_DIGITS = str.maketrans("oil|", "0111")
_YEAR = rf"(?P<year>[2l][\doil]{{3}}|dos mil(?: (?:{_WORD}))?)"
_DAY = re.compile(
    rf"(?P<day>(?<![\w/.-])[\dil|][\doil]?|\b(?:{_WORD}))\s*(?:[°º]|(?<=1)(?:er|o)\b\.?)?\s+(?:d[ei]as?\s+)?"
    rf"(?:del?\s+(?:mes\s+de\s+)?)?(?P<month>{_MONTH}),?\s+(?:del?\s+)?(?:a[nñ]o\s+)?(?:de\s+)?{_YEAR}(?!\d)")
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}),?\s+(?:del?\s+)?{_YEAR}(?!\d)")
_NUMERIC = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>20\d\d)(?!\d)")
_SHORT_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})\s?[/. -]\s?(?P<month>{'|'.join(_SHORT)})\.?\s?[/. -]\s?(?P<year>20\d\d)(?!\d)")
_LABEL = re.compile(r"^\W*(?:lugar y )?fecha(?: de(?:l)? (?:oficio|emision|elaboracion))?\b")
_LABEL_BEFORE = re.compile(r"\bfecha(?:\s+de(?:l)?\s+\w+)?\s*[:|]?\s*$")
_LEAD_IN = re.compile(
    r"\s*(?:\b(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo),?)?\s*(?:\ba(?:\s+los|l)?)?(?:\s+dia)?\s*$|"
    r"\s*(?:\ba)?\s+(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo),?\s*$")
_PLACE_ENDS = re.compile(r"(?:[,;]|\bmexico|\bcdmx|\bd\.?\s?f\.?)\s*$")
_SMALL = frozenset("de del la las los el y".split())
_SPOKEN = frozenset("a y e o u al de el en la lo me mi ni no se si su te tu un va ya".split())
NOISE = " .,;:—–-|_*'\"”“’‘~°•="
"""What scanners and frames leave around a line."""


def is_labelled(line: str) -> bool:
    """Whether a line begins by saying that a date follows."""
    return _LABEL.match(fold(line)) is not None


def letter_day(line: str, *, today: date) -> date | None:
    """The day of a line that bears the letter's own date; None where it may be any other date."""
    plain = fold(line)
    for pattern in (_DAY, _MONTH_FIRST, _NUMERIC, _SHORT_MONTH):
        for match in pattern.finditer(plain):
            on = _day(match)
            if on is None or on.year < FIRST_YEAR or on > today or not _is_noise(plain[match.end() :]):
                continue
            before = plain[: match.start()].strip("|_*—–'\"“” ")
            if _LABEL_BEFORE.search(before):
                return on
            # A short month by itself is how a stamp says when the letter was received.
            if pattern is not _SHORT_MONTH and _stands_for_the_letter(line, _LEAD_IN.sub("", before, count=1)):
                return on
    return None


def has_day(line: str) -> bool:
    """Whether any date stands in a line."""
    return _DAY.search(fold(line)) is not None


def _is_noise(after: str) -> bool:
    """Whether nothing follows but what a scanner makes of a frame or a fold."""
    words = re.sub(r"[^\w\s]", " ", after).split()
    return len(words) <= 2 and all(len(word) <= 2 and not word.isdigit() and word not in _SPOKEN for word in words)


def _stands_for_the_letter(line: str, place: str) -> bool:
    words = place.split()
    if not place.strip(NOISE) or (_PLACE_ENDS.search(place) and len(words) <= 12):
        return True
    printed = line.strip("|_*—–'\"“” ").split()[: len(words)]
    named = all(word[:1].isupper() or fold(word) in _SMALL for word in printed) and words[-1] not in _SMALL
    parted = "," in place or place.rstrip().endswith(".")
    return named and parted and len(words) <= 6 and not any(ch.isdigit() for ch in place)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(_year(match["year"]), _month(match["month"]), _number(match["day"]))
    except (ValueError, KeyError):
        return None


def _month(said: str) -> int:
    return int(said) if said.isdigit() else _MONTHS.get(said) or _SHORT[said]


def _number(said: str) -> int:
    return NUMBERS[said] if said in NUMBERS else int(said.translate(_DIGITS))


def _year(said: str) -> int:
    if said.startswith("dos mil"):
        return 2000 + (NUMBERS[said[8:]] if len(said) > 8 else 0)
    return int(said.translate(_DIGITS))
