"""The periods figures speak of: years, quarters, halves and months, however they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.spanish import MONTHS

_ORDINALS = {"primer": 1, "primero": 1, "1er": 1, "1o": 1, "1°": 1, "1º": 1, "segundo": 2, "2do": 2, "2o": 2, "2°": 2,
             "2º": 2, "tercer": 3, "tercero": 3, "3er": 3, "3o": 3, "3°": 3, "3º": 3, "cuarto": 4, "4to": 4, "4o": 4,
             "4°": 4, "4º": 4, "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?P<year{n}>(?:19|20)\d\d)"
_OF = r"\s*(?:de|del|del\s+año)?\s*"
_ORDINAL = "|".join(sorted(map(re.escape, _ORDINALS), key=len, reverse=True))
_MONTH = "|".join((*MONTHS, "setiembre"))
_WAYS = (
    rf"(?P<quarter>{_ORDINAL})\s+trimestre{_OF}" + _YEAR.format(n=1),
    r"(?P<quarter2>[1-4])\s?t\s?[-/ ]?\s?" + _YEAR.format(n=2),
    r"t\s?(?P<quarter3>[1-4])\s?[-/ ]?\s?" + _YEAR.format(n=3),
    _YEAR.format(n=4) + r"\s?[-/ ]\s?t(?P<quarter4>[1-4])",
    rf"(?P<half>{_ORDINAL})\s+semestre{_OF}" + _YEAR.format(n=5),
    rf"(?P<first>{_MONTH})\s*(?:-|–|a)\s*(?P<last>{_MONTH}){_OF}" + _YEAR.format(n=6),
    rf"(?P<month>{_MONTH}){_OF}" + _YEAR.format(n=7),
    _YEAR.format(n=8),
)
_PERIOD = re.compile("|".join(rf"(?<![\w.,/-])(?:{way})(?![\w/]|[.,-]\d)" for way in _WAYS), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A period in a text: `2024`, `2024-T1`, `2024-S1`, `2024-03` or `2024-03/2024-08`, and where it stands."""

    period: str
    start: int
    end: int


def periods_in(text: str) -> list[Found]:
    """The periods of a text in order."""
    return [Found(_code(match), match.start(), match.end()) for match in _PERIOD.finditer(text)]


def _code(match: re.Match[str]) -> str:
    named = {name.rstrip("12345678"): value.casefold() for name, value in match.groupdict().items() if value}
    year = named["year"]
    if "quarter" in named:
        return f"{year}-T{_ORDINALS[named['quarter']]}"
    if "half" in named:
        return f"{year}-S{_ORDINALS[named['half']]}"
    if "month" in named:
        return f"{year}-{_number(named['month']):02d}"
    if "first" in named:
        first, last = _number(named["first"]), _number(named["last"])
        if last == first + 2 and first in (1, 4, 7, 10):
            return f"{year}-T{first // 3 + 1}"
        if (first, last) in ((1, 6), (7, 12)):
            return f"{year}-S{1 if first == 1 else 2}"
        return year if (first, last) == (1, 12) else f"{year}-{first:02d}/{year}-{last:02d}"
    return year


def _number(month: str) -> int:
    return 9 if month == "setiembre" else MONTHS.index(month) + 1
