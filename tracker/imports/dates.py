"""Dates in the cells of other people's tables: real dates, serial numbers, digits, or words; in doubt, none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from tracker.clock import MEXICO_CITY
from tracker.spanish import NUMBERS

Order = Literal["dmy", "mdy", "mixed", "swapped"]
"""How a column writes dates with three numbers: day first, month first, or so that they cannot be told apart.

`swapped`: a program of another country took those it could for dates, day for month, and left the others as text.
"""

EARLIEST, LATEST_AHEAD = date(2000, 1, 1), timedelta(days=3 * 366)
"""Dates before the first transparency laws, or years ahead of today, are taken for mistakes."""

FEW = 4
"""Of so many real dates none with a day past 12, and of so many texts each with one, is no chance."""

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)

_MONTHS = {
    **{m[:3]: n for n, m in enumerate("ene feb mar abr may jun jul ago sep oct nov dic".split(), 1)},
    **{"jan": 1, "apr": 4, "aug": 8, "dec": 12, "set": 9, "mzo": 3},
}
_MONTH_NAMES = (
    r"ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|mzo|abr(?:il)?|may(?:o)?|jun(?:io)?|jul(?:io)?|ago(?:sto)?|sep(?:t(?:iembre)?)?|"
    r"set(?:iembre)?|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?|january|february|march|april|june|july|august|"
    r"september|october|november|december|jan|apr|aug|dec"
)
_NUMBER_WORDS = {word: number for word, number in NUMBERS.items() if number} | {"un": 1}
_SPELT = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))

_ISO = re.compile(r"(?<!\d)(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_THREE = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/]|[-.]\d)")
_NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}}|{_SPELT})(?:ro|o|°|º)?(?:\s*\(\d{{1,2}}\))?(?:\s+dias?)?[\s./-]*(?:del?\s+)?(?:mes\s+de\s+)?({_MONTH_NAMES})\.?"
    rf"[\s,./-]*(?:del?\s+)?(?:ano\s+)?(\d{{4}}|\d{{2}}(?!\d)|dos\s+mil(?:\s+(?:{_SPELT}))?)(?!\d)"
)
_ROMANS = dict(zip("i ii iii iv v vi vii viii ix x xi xii".split(), range(1, 13), strict=True))
_ROMAN = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?([-/.])\s?(i{1,3}|iv|vi{0,3}|ix|xi{0,2})\s?\2\s?(\d{4}|\d{2})(?![\d/]|[-.]\d)"
)
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH_NAMES})\.?[\s/-]+(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+del?)?[\s,/-]+(\d{{4}})(?!\d)"
)
_YEAR_FIRST = re.compile(rf"(?<!\d)(\d{{4}})[\s/-]+({_MONTH_NAMES})\.?[\s/-]+(\d{{1,2}})(?!\d)")
_WEEKDAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_TIME = re.compile(r"(?<!\d)(\d{1,2})(?::(\d{2})(?::\d{2})?|\.(\d{2})\.\d{2})(?:\.\d+)?\s*(a|p)?\.?\s?(m)?\.?")
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:z|[+-]\d\d:?\d\d)")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_REST = re.compile(
    r"t|z|[+-]00:?00|\b(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|hrs?|horas|a|las|el|de|del|m|p)\b|[\W_]"
)


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says: a day (and an hour), or a problem that tells why not; `note` is what else stood in the cell."""

    on: date | None
    at: time | None = None
    problem: str | None = None
    note: str | None = None


def read_date(value: object, today: date, order: Order = "dmy", *, epoch_1904: bool = False) -> DateReading:
    """Read one cell as a date; `order` is what `order_of` found for the column. Never raises, never guesses."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return DateReading(None)
    if order == "swapped" and isinstance(value, date) and value.day != value.month:
        return DateReading(None, problem="la hoja de cálculo pudo cambiar el día por el mes")
    if isinstance(value, datetime):
        return _checked(value.date(), value.time() if value.time() != time() else None, today)
    if isinstance(value, date):
        return _checked(value, None, today)
    if isinstance(value, bool):
        return DateReading(None, problem="no es una fecha")
    if isinstance(value, int | float):
        return _from_number(float(value), today, epoch_1904=epoch_1904)
    return _from_text(str(value), today, order, epoch_1904=epoch_1904)


def order_of(values: Iterable[object], told: Order | None = None) -> Order:
    """Whether a column writes day or month first, from the values that can only be one of them.

    `told` is what the column's own name says; it decides where no value speaks against it.
    """
    day_first = month_first = either = real = 0
    could_swap = True
    for value in values:
        if isinstance(value, date) and value.day != value.month:
            real += 1
            could_swap = could_swap and value.day <= 12
        if isinstance(value, str):
            for found in _THREE.finditer(value):
                first, second = int(found[1]), int(found[3])
                day_first += 12 < first <= 31 and second <= 12
                month_first += first <= 12 < second <= 31
                either += first <= 12 and second <= 12
    if could_swap and real >= FEW and day_first >= FEW and not month_first and not either:
        return "swapped"
    if told == "mdy":
        return "mixed" if day_first else "mdy"
    if month_first > 20 * day_first:
        return "mdy"
    return "mixed" if month_first * 20 > day_first else "dmy"


def _from_number(number: float, today: date, *, epoch_1904: bool) -> DateReading:
    if not 30000 <= number < 1e8:  # also false for what is not a number
        return DateReading(None, problem="el número no es una fecha")
    if number == int(number) and _COMPACT.fullmatch(str(int(number))):
        return _from_text(str(int(number)), today, "dmy", epoch_1904=epoch_1904)
    if number > 80000:
        return DateReading(None, problem="el número no es una fecha")
    minutes = round((number % 1) * 24 * 60)
    day = (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=int(number) + minutes // 1440)
    minutes %= 1440
    return _checked(day, time(minutes // 60, minutes % 60) if minutes else None, today)


def _from_text(text: str, today: date, order: Order, *, epoch_1904: bool) -> DateReading:
    plain = _plain(text)
    if _ZONED.fullmatch(plain):
        return _zoned(plain, today)
    if _SERIAL.fullmatch(plain):
        return _from_number(float(plain), today, epoch_1904=epoch_1904)
    found: list[tuple[int, int, date | None, bool]] = []
    for reader in (_iso, _named, _month_first, _three, _compact):
        for start, end, day, doubtful in reader(plain, order, today):
            if not any(start < e and s < end for s, e, _, _ in found):
                found.append((start, end, day, doubtful))
    if not found:
        return DateReading(None, problem="no es una fecha")
    if len({day for _, _, day, _ in found}) > 1:
        return DateReading(None, problem="hay más de una fecha")
    _, _, day, doubtful = found[0]
    if day is None:
        return DateReading(None, problem="la fecha no existe")
    if doubtful:
        return DateReading(None, problem="no se sabe si va primero el día o el mes")
    rest = plain
    for start, end, _, _ in sorted(found, reverse=True):
        rest = rest[:start] + " " + rest[end:]
    named = [index for index, name in enumerate(_WEEKDAYS) if re.search(rf"\b{name}\b", rest)]
    if len(named) == 1 and named[0] != day.weekday():
        return DateReading(None, problem=f"ese día no fue {_WEEKDAYS[named[0]]}")
    at, rest = _time(rest)
    note = text.strip() if _REST.sub("", rest) else None
    if note and re.search(r"\d", rest):
        return DateReading(None, problem="hay más números de los que caben en una fecha")
    reading = _checked(day, at, today)
    return DateReading(reading.on, reading.at, reading.problem, note)


def _zoned(plain: str, today: date) -> DateReading:
    try:
        moment = datetime.fromisoformat(plain.replace(" ", "T", 1).replace(" ", "").upper())
    except ValueError:
        return DateReading(None, problem="la fecha no existe")
    if moment.time() == time():
        return _checked(moment.date(), None, today)  # midnight is how programs write a day without an hour
    local = moment.astimezone(MEXICO_CITY)
    at = local.time().replace(second=0, microsecond=0)
    return _checked(local.date(), at if at != time() else None, today)


def _iso(plain: str, order: Order, today: date) -> Iterable[tuple[int, int, date | None, bool]]:
    for found in _ISO.finditer(plain):
        yield *found.span(), _day(int(found[1]), int(found[3]), int(found[4])), False


def _named(plain: str, order: Order, today: date) -> Iterable[tuple[int, int, date | None, bool]]:
    for found in _NAMED.finditer(plain):
        day = int(found[1]) if found[1].isdecimal() else _NUMBER_WORDS[found[1]]
        yield *found.span(), _day(_year(found[3], today), _MONTHS[found[2][:3]], day), False


def _month_first(plain: str, order: Order, today: date) -> Iterable[tuple[int, int, date | None, bool]]:
    for found in _ROMAN.finditer(plain):
        yield *found.span(), _day(_year(found[4], today), _ROMANS[found[3]], int(found[1])), False
    for found in _MONTH_FIRST.finditer(plain):
        yield *found.span(), _day(int(found[3]), _MONTHS[found[1][:3]], int(found[2])), False
    for found in _YEAR_FIRST.finditer(plain):
        yield *found.span(), _day(int(found[1]), _MONTHS[found[2][:3]], int(found[3])), False


def _three(plain: str, order: Order, today: date) -> Iterable[tuple[int, int, date | None, bool]]:
    for found in _THREE.finditer(plain):
        first, second, year = int(found[1]), int(found[3]), _year(found[4], today)
        either = first <= 12 and second <= 12 and first != second
        if (order == "mixed" and not either and first <= 12 < second) or order == "mdy":
            first, second = second, first
        yield *found.span(), _day(year, second, first), order == "mixed" and either


def _compact(plain: str, order: Order, today: date) -> Iterable[tuple[int, int, date | None, bool]]:
    for found in _COMPACT.finditer(plain):
        yield *found.span(), _day(int(found[1]), int(found[2]), int(found[3])), False


def _time(rest: str) -> tuple[time | None, str]:
    found = _TIME.search(rest)
    if not found:
        return None, rest
    hour, minute = int(found[1]), int(found[2] or found[3])
    if found[4] == "p" and hour < 12:
        hour += 12
    elif found[4] == "a" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None, rest
    at = time(hour, minute)
    return (at if at != time() else None), rest[: found.start()] + " " + rest[found.end() :]


def _year(text: str, today: date) -> int:
    if text.isdecimal():
        year = int(text)
        return year if year > 99 else 2000 + year
    words = text.split()[2:]
    return 2000 + (_NUMBER_WORDS[" ".join(words)] if words else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _checked(day: date, at: time | None, today: date) -> DateReading:
    if not EARLIEST <= day <= today + LATEST_AHEAD:
        return DateReading(None, problem=f"la fecha {day:%d/%m/%Y} queda fuera de lo posible")
    return DateReading(day, at)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().replace("\u00a0", " "))
    return re.sub(r"\s+", " ", "".join(c for c in folded if not unicodedata.combining(c))).strip()
