"""Figures of a page: only where label, period and number stand together beyond doubt.

Three ways of writing are read: a table whose head names periods and whose rows give one number for each; a table whose
rows begin with a period; and one line that says what, when and how many. What does not fit exactly is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.db import fold
from tracker.series.periods import Found, periods_in

MOST_DIGITS = 9
"""A number with more is a folio, a telephone or an account."""
ROWS_AWAY = 3
"""Lines without a row after which a table is over."""
_NUMBER = re.compile(
    r"(?<![\w.,/$-])\$?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<share>\s?%)?(?![\w/]|[.,-]\d)"
)
_LABEL = re.compile(r"[^\W\d_]{2,}")
_NOT_FIGURES = re.compile(
    r"\b(folio|oficio|expediente|telefono|tel|ext|extension|pagina|hoja|articulo|art|fraccion|numeral|parrafo|anexo|"
    r"codigo postal|c p|cp|rfc|curp|clave|partida|fecha|dia|hora|horas|num|numero de (folio|oficio|expediente)|calle|"
    r"colonia|piso|ley|lineamiento|acuerdo|version)\b")
_EMPTY = {"de", "la", "el", "los", "las", "del", "en", "por", "y", "a", "un", "una", "con", "para", "se", "al", "año",
          "anual", "total", "numero", "cantidad", "durante", "periodo"}
_LINE = re.compile(
    r"^(?P<label>.{4,160}?)(?:\s*[:=]\s*|\s*\.{3,}\s*|\t+|\s{3,}|\s*\|\s*)"
    r"(?P<rest>[^A-Za-zÁÉÍÓÚáéíóúñ]{1,24})$")
_SAID = re.compile(
    r"\b(?:en|durante)\s+(?:el\s+)?(?:año\s+)?(?P<when>[^,;.]{4,40}?),?\s+(?P<verb>se\s+\w+(?:aron|ieron)|hubo)\s+"
    r"(?P<number>\d[\d,]*)\s+(?P<what>[^\W\d_]{4,}(?:\s+[^\W\d_]{2,}){0,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it counts as written, for which period (None: the period asked about), and the line it is in.

    `key` is the label without accents, figures and small words: the same thing asked again has the same key.
    """

    label: str
    key: str
    period: str | None
    value: Decimal
    is_share: bool
    line: str


def key_of(label: str) -> str:
    """A label as it is compared."""
    return " ".join(word for word in _LABEL.findall(fold(label)) if word not in _EMPTY)


def figures_in(text: str) -> list[Figure]:
    """The figures of a page in reading order, each (label, period) once; two that contradict each other both stay."""
    found = dict.fromkeys((*_tables(text.split("\n")), *_lines(text.split("\n")), *_sentences(text)))
    seen: set[tuple[str, str | None, Decimal]] = set()
    kept = []
    for figure in found:
        what = (figure.key, figure.period, figure.value)
        if what not in seen:
            seen.add(what)
            kept.append(figure)
    return kept


def numbers_in(text: str) -> list[tuple[Decimal, bool, int]]:
    """The numbers of a text: value, whether it is a percentage, and where it begins."""
    found = []
    for match in _NUMBER.finditer(text):
        digits = match["number"].replace(",", "")
        is_code = len(digits) > 1 and digits[0] == "0" and "." not in digits
        if len(digits.replace(".", "")) <= MOST_DIGITS and not is_code:
            found.append((Decimal(digits), bool(match["share"]), match.start()))
    return found


def _figure(label: str, period: str | None, number: tuple[Decimal, bool, int], line: str) -> Figure | None:
    label = " ".join(label.split()).strip(" .:|-–—=\t")
    key = key_of(label)
    if len(key) < 4 or len(label) > 160 or _NOT_FIGURES.search(fold(label)):
        return None
    return Figure(label, key, period, number[0], number[1], " ".join(line.split()))


def _tables(lines: Sequence[str]) -> Iterator[Figure]:
    head: list[str] = []
    columns: list[str] = []
    misses = 0
    for index, line in enumerate(lines):
        periods = periods_in(line)
        if len(periods) >= 2 and _is_head(line, periods):
            head, columns, misses = [one.period for one in periods], [], 0
            has_total = bool(re.search(r"\btotal\b", fold(line[periods[-1].end:])))
            if len(set(head)) < len(head):
                head = []
            elif has_total:
                head = [*head, ""]
            continue
        row = _row_of_periods(line, head)
        if row is not None:
            yield from row
            misses = 0
            continue
        begun = _begins_with_period(line, periods)
        if begun is not None:
            columns = columns or _columns_above(lines, index, len(begun[1]))
            if len(columns) == len(begun[1]):
                made = [_figure(label, begun[0], number, line) for label, number in zip(columns, begun[1], strict=True)]
                yield from (one for one in made if one is not None)
            continue
        if line.strip():
            misses += 1
            columns = []
            if misses > ROWS_AWAY:
                head = []


def _is_head(line: str, periods: Sequence[Found]) -> bool:
    rest = _without(line, periods)
    return len(_LABEL.findall(rest)) <= 4 and not numbers_in(rest)


def _without(line: str, periods: Sequence[Found]) -> str:
    for one in reversed(periods):
        line = line[:one.start] + " " + line[one.end:]
    return line


def _row_of_periods(line: str, head: Sequence[str]) -> list[Figure] | None:
    if not head:
        return None
    numbers = numbers_in(line)
    if len(numbers) < len(head):
        return None
    numbers = numbers[-len(head):]
    label = line[:numbers[0][2]]
    if numbers_in(label) or not _LABEL.search(label) or _LABEL.search(line[numbers[0][2]:]):
        return None
    made = [_figure(label, period, number, line) for period, number in zip(head, numbers, strict=True) if period]
    return [one for one in made if one is not None]


def _begins_with_period(line: str, periods: Sequence[Found]) -> tuple[str, list[tuple[Decimal, bool, int]]] | None:
    if len(periods) != 1 or line[:periods[0].start].strip(" |\t"):
        return None
    rest = line[periods[0].end:]
    numbers = numbers_in(rest)
    if not numbers or _LABEL.search(rest):
        return None
    return periods[0].period, numbers


def _columns_above(lines: Sequence[str], index: int, count: int) -> list[str]:
    """The names of the columns of a table whose rows begin with a period, when they can be told apart."""
    for line in reversed(lines[max(0, index - 2):index]):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in re.split(r"\t+|\s{2,}|\s*\|\s*", line.strip(" |\t")) if cell.strip()]
        if len(cells) == count + 1 and not any(numbers_in(cell) for cell in cells):
            return cells[1:]
        words = line.split()
        if words and fold(words[0]) in ("año", "ano", "periodo", "ejercicio", "trimestre", "mes"):
            if count == 1 and len(words) <= 8:
                return [" ".join(words[1:])]
            if len(words) == count + 1:
                return words[1:]
        return []
    return []


def _lines(lines: Sequence[str]) -> Iterator[Figure]:
    for line in lines:
        match = _LINE.match(line.strip())
        if match is None:
            continue
        numbers = numbers_in(match["rest"])
        periods = periods_in(match["label"])
        if len(numbers) != 1 or len(periods) > 1 or periods_in(match["rest"]):
            continue
        label = _without(match["label"], periods)
        made = None if numbers_in(label) else _figure(label, periods[0].period if periods else None, numbers[0], line)
        if made is not None:
            yield made


def _sentences(text: str) -> Iterator[Figure]:
    whole = " ".join(text.split())
    for match in _SAID.finditer(whole):
        periods, numbers = periods_in(match["when"]), numbers_in(match["number"])
        if len(periods) == 1 and len(numbers) == 1 and not _LABEL.search(_without(match["when"], periods)):
            made = _figure(f"{match['what']} ({match['verb']})", periods[0].period, numbers[0], match[0])
            if made is not None:
                yield made
