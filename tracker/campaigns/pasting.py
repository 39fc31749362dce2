"""Folios pasted after filing, one request a line: agency, folio and date, in any order and with any separator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.agencies.directory import Directory
from tracker.folios.read import read_folios
from tracker.imports.dates import read_date

_CELLS = re.compile(r"\t|;|\||,|\s{2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A pasted line: what it says, or the code of why it cannot be used (`no-folio two-folios agencies no-date bad-date
    future`)."""

    text: str
    folio: str = ""
    folio_as_written: str = ""
    agency: str | None = None
    filed_on: date | None = None
    problem: str | None = None


def read_lines(pasted: str, directory: Directory, *, today: date, filed_on: date | None = None) -> list[Line]:
    """Every line that is not blank or a heading; `filed_on` stands for lines that give no date."""
    lines = [line.strip() for line in pasted.splitlines() if line.strip()]
    return [_read(line, directory, today, filed_on) for at, line in enumerate(lines)
            if at or re.search(r"\d", line)][:1000]


def _read(line: str, directory: Directory, today: date, default: date | None) -> Line:
    found = read_folios(line, directory)
    if len(found) != 1:
        return Line(line, problem="two-folios" if found else "no-folio")
    folio = found[0]
    rest = line.replace(folio.text, "\t", 1)
    cells = [cell.strip(" .:") for cell in _CELLS.split(rest) if cell.strip(" .:")]
    named = _agency(cells, directory)
    if named and folio.agency and named != folio.agency:
        return Line(line, problem="agencies")
    day, problem = _date([cell for cell in cells if re.search(r"\d", cell)], today)
    day = day or default
    if not problem and day is None:
        problem = "no-date"
    if day is not None and day > today:
        problem = "future"
    return Line(line, folio.folio, folio.text, named or folio.agency, day, problem)


def _agency(cells: list[str], directory: Directory) -> str | None:
    for cell in cells:
        words = cell.split()
        for piece in (cell, words[0] if words else "", re.split(r"\s\d", cell)[0]):
            match = directory.match(piece).agency if re.search(r"[^\W\d_]{2}", piece) else None
            if match is not None:
                return match.acronym
    return None


def _date(cells: list[str], today: date) -> tuple[date | None, str | None]:
    days: set[date] = set()
    unread = False
    for cell in cells:
        pieces = [cell, *([cell.split(maxsplit=1)[1]] if " " in cell else [])]
        read = next((reading.on for piece in pieces if (reading := read_date(piece, today)).on is not None), None)
        unread = unread or read is None
        days |= {read} if read else set()
    if len(days) > 1 or (unread and not days):
        return None, "bad-date"
    return (days.pop() if days else None), None
