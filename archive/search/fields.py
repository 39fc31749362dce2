"""The fields of a query: their names in Spanish and English, and how a value is read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from archive.search.analysis import fold, tokens
from archive.search.facts import without_zeros
from archive.search.tree import Field, Node, Range

NAMES = {
    "agencia": "agency", "agency": "agency", "sujeto": "agency",
    "folio": "folio",
    "año": "year", "ano": "year", "anio": "year", "year": "year",
    "proyecto": "project", "project": "project",
    "oficio": "oficio", "letter": "oficio",
    "tipo": "kind", "kind": "kind", "type": "kind",
    "hallazgo": "finding", "finding": "finding",
    "testado": "redacted", "redacted": "redacted",
    "fecha": "date", "date": "date",
    "desde": "from", "from": "from", "since": "from",
    "hasta": "to", "to": "to", "until": "to",
    "titulo": "title", "title": "title", "archivo": "title", "file": "title",
    "fuente": "source", "source": "source",
    "idioma": "language", "language": "language", "lang": "language",
}  # fmt: skip
"""Folded name as typed → the field's name."""

_SPAN = re.compile(r"(?P<low>[^.<>=]*?)\s*\.\.\s*(?P<high>.*)\Z", re.DOTALL)
_YEARS = re.compile(r"(\d{4})-(\d{4})\Z")
_COMPARED = re.compile(r"(>=|<=|>|<|=)\s*(.*)\Z", re.DOTALL)
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_IN_WORDS = re.compile(r"(?:(?P<day>\d{1,2})[°ºo]? (?:de )?)?(?P<month>[a-z]{3,10}) (?:del? )?(?P<year>\d{4})\Z")
_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_ENGLISH = "january february march april may june july august september october november december"
MONTHS = {name: number for names in (_SPANISH, _ENGLISH) for number, name in enumerate(names.split(), 1)}
MONTHS["setiembre"] = 9
"""Names of months, folded."""
_TINY = 1e-9


def field_node(name: str, value: str) -> Node | None:
    """The part of a query for `name:value`; None when the value cannot be read. `name` is a field's own name."""
    value = value.strip()
    if name == "from":
        days = _days(value)
        return Range("date", days[0], None) if days else None
    if name == "to":
        days = _days(value)
        return Range("date", None, days[1]) if days else None
    if name in ("year", "redacted", "date"):
        ends = _ends(name, value)
        return Range(name, *ends) if ends else None
    prefix = value.endswith("*")
    if name == "folio":
        digits = re.sub(r"[\s'’-]", "", value.rstrip("*"))
        return Field(name, fold(digits), prefix) if digits else None
    found = [token.term for token in tokens(value.rstrip("*"))]
    if name == "oficio":
        # Of a number that may go on, the zeros are part of what is asked for.
        found = [without_zeros(word) for word in found[: len(found) - prefix]] + found[len(found) - prefix :]
    words = " ".join(found)
    return Field(name, words, prefix) if words else None


def _ends(name: str, value: str) -> tuple[float | None, float | None] | None:
    """Both ends, included, of what a number or date field asks for."""
    span = _SPAN.match(value) or (_YEARS.match(value) if name != "redacted" else None)
    if span:
        low, high = (_point(name, part) if part.strip() else (None, None) for part in span.groups())
        if low is None or high is None or (low[0] is None and high[1] is None):
            return None
        return low[0], high[1]
    compared = _COMPARED.match(value)
    sign, rest = compared.groups() if compared else ("=", value)
    point = _point(name, rest)
    if point is None:
        return None
    low_end, high_end = point
    if name == "redacted" and not compared and rest.strip(" %").lower() in _ANY_REDACTION:
        return (_TINY, None)
    step = _TINY if name == "redacted" else 1
    return {
        "=": (low_end, high_end),
        ">=": (low_end, None),
        "<=": (None, high_end),
        ">": (high_end + step, None),
        "<": (None, low_end - step),
    }[sign]


_ANY_REDACTION = ("si", "sí", "yes")


def _point(name: str, text: str) -> tuple[float, float] | None:
    """The first and last value that a number or a date in words stands for."""
    text = text.strip()
    if name == "date":
        return _days(text)
    if name == "redacted":
        if text.lower() in _ANY_REDACTION:
            return _TINY, 1.0
        match = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*%?", text)
        if not match:
            return None
        share = float(match[1].replace(",", ".")) / 100
        return share, share
    return (float(text), float(text)) if re.fullmatch(r"\d{4}", text) else None


def _days(text: str) -> tuple[float, float] | None:
    """First and last day (as ordinals) of `2024`, `2024-07`, `2024-07-22`, `22/07/2024`, `julio de 2024` or
    `22 de julio de 2024`."""
    try:
        if match := _IN_WORDS.match(fold(text)):
            month = MONTHS.get(match["month"], 0)
            text = "-".join(filter(None, (match["year"], str(month), match["day"])))
        if match := _DAY_FIRST.match(text):
            day = date(int(match[3]), int(match[2]), int(match[1])).toordinal()
            return day, day
        if match := _ISO.match(text):
            year = int(match[1])
            if match[3]:
                day = date(year, int(match[2]), int(match[3])).toordinal()
                return day, day
            first, last = (int(match[2]), int(match[2])) if match[2] else (1, 12)
            return date(year, first, 1).toordinal(), date(year, last, monthrange(year, last)[1]).toordinal()
    except ValueError:
        return None
    return None
