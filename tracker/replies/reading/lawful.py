"""The checks that words alone do not decide: days gone by, sheets charged, two claims at once, an untold search."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from tracker.replies.reading.labels import CERTAIN_FROM, Evidence
from tracker.replies.reading.regime import dates_in, letter_date
from tracker.replies.reading.rules import Patterns
from tracker.replies.reading.text import Letter

CountDays: TypeAlias = Callable[[date, date], int]
"""Business days after the first day up to and with the second."""

Span: TypeAlias = tuple[int, int]

_SLACK = 3
"""Weekdays allowed on top when the caller gives no calendar: closed days nobody told us of."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the text: the law, the days of filing and notice, and the first leaking page (0: none)."""

    law: str
    filed_on: date | None = None
    notified_on: date | None = None
    count_days: CountDays | None = None
    leak_page: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """What a test looks at: the letter, its evidence, where the label stands, facts, article, word lists."""

    letter: Letter
    found: Mapping[str, Evidence]
    span: Span
    facts: Facts
    article: Mapping[str, Any]
    words: Callable[[str], Patterns]


def weekdays(first: date, last: date) -> int:
    """Mondays to Fridays after the first day, up to and with the last."""
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))


def _late(case: Case) -> Span | None:
    filed = case.facts.filed_on or _filed(case.letter)
    told = case.facts.notified_on or letter_date(case.letter.folded)
    if filed is None or told is None or told <= filed:
        return None
    limit = int(case.article["days"])
    if case.facts.count_days is not None:
        return case.span if case.facts.count_days(filed, told) > limit else None
    return case.span if weekdays(filed, told) > limit + _SLACK else None


_FILED = re.compile(r"(?:presentad|recibid|ingresad|registrad)[oa](?: \w+){0,8}? (?:el|con fecha|de fecha)\s$")


def _filed(letter: Letter) -> date | None:
    for at, day in dates_in(letter.folded):
        before = " ".join(letter.folded[max(0, at - 120) : at].replace("dia ", "").split()) + " "
        if _FILED.search(before):
            return day
    return None


_TIME = re.compile(
    r"\bdel? (?:dia )?\d{1,2}(?: de \w+)? al \d|\bel (?:dia )?\d{1,2} de \w+|\bdurante\b|\blos dias\b|\btiempo\b"
)
_MANNER = re.compile(
    r"\b(?:cotej|revis|consult|fisic|electronic|manual|palabras? clave|mediante|modo|criterios? de busqueda)"
)
_PLACE = re.compile(r"\b(?:archiv|oficina|bases? de datos|sistemas?\b|instalacion|acervo|bodega|lugar)")
_SEARCH = re.compile(r"\b(?:busqueda|busco|buscaron|localizar|rastreo)\b")


def _no_circumstances(case: Case) -> Span | None:
    for sentence in case.letter.sentences:
        part = case.letter.spoken[sentence.start : sentence.end + 400]
        if all(asked.search(part) for asked in (_SEARCH, _TIME, _MANNER, _PLACE)):
            return None
    return case.span


def _both_claimed(case: Case) -> Span | None:
    other = case.found.get("incompetence")
    if other is None or other.confidence < CERTAIN_FROM or "partial" in case.found:
        return None
    return None if case.words("by_points").search(case.letter.spoken) else case.span


def _grave_violations(case: Case) -> Span | None:
    for match in case.words("grave_violations").finditer(case.letter.folded):
        sentence = case.letter.sentence_at(match.start())
        if not case.words("not_grave").search(case.letter.folded, sentence.start, match.start()):
            return case.span
    return None


_NUMBERS = {"una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
            "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16,
            "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20}  # fmt: skip
_SHEETS = re.compile(
    rf"(?<![\w.,$])(\d{{1,3}}(?:,\d{{3}})*|{'|'.join(_NUMBERS)})(?: \(\w+\))? "
    r"(?:\w+ )?(?:hojas?|fojas?|paginas?|copias? simples?)\b"
)
_MONEY = re.compile(r"\$\s?(\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)")


def _first_twenty_charged(case: Case) -> Span | None:
    spoken = case.letter.spoken
    if case.words("free_sheets").search(spoken):
        return None
    if case.words("from_the_first_sheet").search(spoken):
        return case.span
    counts = [_NUMBERS.get(text) or int(text.replace(",", "")) for text in _SHEETS.findall(spoken)]
    if not counts:
        return None
    sheets = max(counts)
    amounts = sorted(float(text.replace(",", "")) for text in _MONEY.findall(spoken))
    all_charged = len(amounts) > 1 and abs(amounts[-1] - amounts[0] * sheets) < 0.01
    return case.span if sheets <= 20 or all_charged else None


def _leaks(case: Case) -> Span | None:
    return case.span if case.facts.leak_page else None


TESTS: Mapping[str, Callable[[Case], Span | None]] = {
    "late": _late,
    "no_circumstances": _no_circumstances,
    "both_claimed": _both_claimed,
    "grave_violations": _grave_violations,
    "first_twenty_charged": _first_twenty_charged,
    "leaks": _leaks,
}
"""The named tests of `checks.yaml`: each gives the words it rests on, or nothing."""
