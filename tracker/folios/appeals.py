"""Numbers of appeals before the regulator, such as RDA 1000/12 or RRA 2959/16, found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.folios.repair import as_digits, told
from tracker.folios.schemes import LAST_YEAR

APPEAL_2002, APPEAL_2016, APPEAL_INFOMEX = "appeal_2002", "appeal_2016", "appeal_infomex"

_SCHEMES = {
    "RDA": APPEAL_2002,
    "RPD": APPEAL_2002,
    "RRA": APPEAL_2016,
    "RRD": APPEAL_2016,
    "RIA": APPEAL_2016,
    "RID": APPEAL_2016,
    "RAA": APPEAL_2016,
    "RAD": APPEAL_2016,
    "DIT": APPEAL_2016,
}
_YEARS = {APPEAL_2002: (2003, 2016), APPEAL_2016: (2016, 2025)}

_DIGIT = "[0-9OolI|SB]"
_NUMBERED = re.compile(
    rf"(?<![^\W_])(R\.?[DPR]\.?[AD]|R\.?[Il1]\.?[AD]|R\.?A\.?[AD]|D\.?[Il1]\.?T)"
    rf"(?P<join>[\s\u00a0.:/\-‐-―]{{0,3}})(?:n[uú]m(?:ero)?\.?|no\.?|n[°º.]+)?[\s\u00a0]{{0,2}}"
    rf"(?P<number>{_DIGIT}{{1,6}})[\s\u00a0]?(?P<bar>[/\-‐-―])[\s\u00a0]?(?P<year>(?:2[0Oo])?{_DIGIT}{{2}})(?![\w/])",
    re.IGNORECASE,
)
_INFOMEX = re.compile(r"(?<![^\W_])RR(\d{6})(\d{2})(?![^\W_])")


@dataclass(frozen=True, slots=True)
class AppealNumber:
    """An appeal's number where it stands in the text (`start`, `end` in characters)."""

    start: int
    end: int
    folio: str
    scheme: str
    year: int
    consecutive: int
    repaired: bool
    problems: tuple[str, ...]


def find_appeals(text: str, latest: int = LAST_YEAR) -> Iterator[AppealNumber]:
    """The appeal numbers of a text: prefix, number and year; a year the series is not known for is told, not hidden."""
    for found in _NUMBERED.finditer(text):
        number = _numbered(found, latest)
        if number:
            yield number


def find_infomex_appeals(text: str, latest: int = LAST_YEAR) -> Iterator[AppealNumber]:
    """Appeal numbers of bodies with an Infomex of their own (`RR00000112`: consecutive 6, year 2)."""
    for found in _INFOMEX.finditer(text):
        year = 2000 + int(found[2])
        if int(found[1]) and 2003 <= year <= min(2021, latest):
            yield AppealNumber(*found.span(), found[0], APPEAL_INFOMEX, year, int(found[1]), False, ())


def _numbered(found: re.Match[str], latest: int) -> AppealNumber | None:
    written = found[1].upper().replace(".", "")
    prefix = written.replace("1", "I").replace("L", "I") if written not in _SCHEMES else written
    scheme = _SCHEMES.get(prefix)
    number, year_text = as_digits(found["number"]), as_digits(found["year"])
    if scheme is None or not any(c.isdigit() for c in found["number"]):
        return None
    if found["bar"] != "/" and not (len(year_text) == 4 and found["join"].strip()):
        return None
    year = int(year_text) if len(year_text) == 4 else 2000 + int(year_text)
    if not int(number) or not 2003 <= year <= latest:
        return None
    changes = [*told(found["number"]), *told(found["year"])]
    if prefix != written:
        changes.append(f"se leyó {prefix} donde dice {found[1]}")
    problems = list(changes)
    first, last = _YEARS[scheme]
    if not first <= year <= last:
        problems.append(f"los {prefix} se conocen de {first} a {last} y este dice {year}")
    folio = f"{prefix} {number}/{year % 100:02d}"
    return AppealNumber(*found.span(), folio, scheme, year, int(number), bool(changes), tuple(problems))
