"""Reads the folios of a text, repairing only what has one valid reading and saying what it did."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from tracker.agencies.directory import Directory
from tracker.folios.appeals import AppealNumber, find_appeals, find_infomex_appeals
from tracker.folios.context import Surroundings
from tracker.folios.folio import Folio
from tracker.folios.identify import held_by
from tracker.folios.repair import as_digits, can_be_repaired, told
from tracker.folios.scan import Atom, chains, spreadsheet_forms
from tracker.folios.schemes import LAST_YEAR, SISAI, SISAI_2025, Reading, read_digits, read_state

_STATE = re.compile(r"(?<![^\W_.,$+])([A-Z]{1,3})?-?(\d{8})(?![^\W_]|[.,]\d)")
_AROUND = re.compile(
    r"(?:[\s\"'“”«»*=:.,;#()\[\]°º-]|\b(?:folios?|n[uú]m(?:ero)?|no|de|la|solicitud)\b)*", re.IGNORECASE
)
_FILE_NAME = re.compile(r"\S+\.[A-Za-z]\w{1,4}")
_WORD = re.compile(r"(?<![\w])[^\W\d_]{3,}(?![\w])")
_LOST_ZERO = "se repuso el cero inicial que una hoja de cálculo quita"


@dataclass(frozen=True, slots=True)
class _Trust:
    """What speaks for a number at its place, from the strongest on."""

    alone: bool
    says_folio: bool
    speaks_for: bool
    denied: bool


@dataclass(frozen=True, slots=True)
class _Option:
    """One reading of a token with how far it had to be bent: a changed letter, a zero put back, pieces joined."""

    reading: Reading
    problems: tuple[str, ...] = ()
    zeros: int = 0
    changed: bool = False
    joined: bool = False


def read_folios(text: str, directory: Directory, *, today: date | None = None) -> list[Folio]:
    """Each distinct folio of a text, in order of first appearance. A clean mention beats a repaired one.

    `today` rules out folios of later years; without it no year up to 2099 is too late.
    """
    found = sorted(_Reader(text, directory, today.year if today else LAST_YEAR).all(), key=lambda f: (f.start, -f.end))
    distinct: dict[tuple[str, str, int], Folio] = {}
    for folio in found:
        known = distinct.get(folio.key)
        if known is None or (known.repaired and not folio.repaired):
            distinct[folio.key] = folio
    return list(distinct.values())


def read_one(text: str, directory: Directory, *, today: date | None = None) -> Folio | None:
    """The folio that a text is (a cell, an argument, a form's field); None when it is none or holds more than one."""
    found = read_folios(text, directory, today=today)
    return found[0] if len(found) == 1 else None


class _Reader:
    def __init__(self, text: str, directory: Directory, latest: int) -> None:
        self._text = text
        self._directory = directory
        self._latest = latest
        self._around = Surroundings(text)
        self._bare = not _WORD.search(text)
        self._is_file_name = bool(_FILE_NAME.fullmatch(text.strip()))
        self._found: list[Folio] = []

    def all(self) -> list[Folio]:
        appeals = list(find_appeals(self._text, self._latest))
        for number in find_infomex_appeals(self._text, self._latest):
            trust = self._trust(number.start, number.end)
            if trust.alone or (trust.speaks_for and not trust.denied):
                appeals.append(number)
        self._found = [self._of_appeal(number) for number in appeals]
        for form in spreadsheet_forms(self._text):
            self._try(form.start, form.end, form.digits, told_before=(form.problem,))
        for chain in chains(self._text):
            self._of_chain([atom for atom in chain if not self._taken(atom.start, atom.end)])
        self._short_ones()
        return self._found

    def _of_chain(self, chain: list[Atom]) -> None:
        rest: list[Atom] = []
        groups: list[list[Atom]] = []
        for atom in chain:
            if len(atom.token) >= 9 and self._try(atom.start, atom.end, atom.token, atom=atom):
                groups.append(rest)
                rest = []
            else:
                rest.append(atom)
        for group in (*groups, rest):
            self._of_pieces(group)

    def _of_pieces(self, group: list[Atom]) -> None:
        if len(group) < 2 or any(atom.in_web for atom in group):
            return
        if self._try_joined(group):
            return
        if self._around.says_folio(group[0].start):
            fitting = [n for n in range(2, len(group)) if sum(len(a.token) for a in group[:n]) in (13, 15)]
            for n in fitting[:1]:
                self._try_joined(group[:n])

    def _try_joined(self, group: list[Atom]) -> bool:
        if max(len(atom.token) for atom in group) > 12 or len(group) > 7:
            return False
        return self._try(group[0].start, group[-1].end, "".join(atom.token for atom in group), joined=True)

    def _try(
        self,
        start: int,
        end: int,
        token: str,
        *,
        atom: Atom | None = None,
        joined: bool = False,
        told_before: tuple[str, ...] = (),
    ) -> bool:
        """Add the folio that stands at a place, if there is exactly one and its surroundings allow it."""
        bent = bool(told_before)
        options = [replace(one, joined=joined, changed=one.changed or bent) for one in self._options(token)]
        if len({option.reading.folio for option in options}) != 1:
            return False
        option, trust = options[0], self._trust(start, end)
        loose = atom is not None and (atom.glued or atom.in_web)
        if not self._allowed(option, trust, loose=loose):
            return False
        problems = (*told_before, *option.problems, *option.reading.problems)
        repaired = option.changed or option.zeros > 0
        self._found.append(self._folio(start, end, option.reading, repaired, problems))
        return True

    def _options(self, token: str) -> list[_Option]:
        changes = tuple(told(token))
        if changes and not can_be_repaired(token):
            return []
        digits = as_digits(token)
        size = len(digits)
        tries: list[tuple[str, int]] = []
        if size in (13, 15):
            tries = [(digits, 0)]
        elif 9 <= size <= 12:
            tries = [("0" * (13 - size) + digits, 13 - size)]
        elif size == 14 and digits[0] in "456789":
            # 14 digits that begin with 1, 2 or 3 may as well be a folio of another entity that lost a digit inside.
            tries = [("0" + digits, 1)]
        if size in (14, 16):
            edges = [token[1:]] * (not token[0].isdigit()) + [token[:-1]] * (not token[-1].isdigit())
            tries += [(as_digits(cut), 0) for cut in edges]
        readings = [(read_digits(one, self._directory, self._latest), zeros) for one, zeros in tries]
        return [
            _Option(reading, (*changes, *([_LOST_ZERO] if zeros else [])), zeros, bool(changes))
            for reading, zeros in readings
            if reading is not None
        ]

    def _allowed(self, option: _Option, trust: _Trust, *, loose: bool) -> bool:
        reading = option.reading
        if trust.alone:
            return option.zeros < 2 or self._is_known(reading)
        if trust.denied:
            return False
        if option.zeros >= 2:
            return trust.says_folio and self._is_known(reading)
        if not reading.usual or (option.zeros and reading.scheme == SISAI):
            return trust.says_folio
        if self._is_known(reading) or trust.speaks_for:
            return True
        if loose:
            return False
        plain = not (option.changed or option.zeros or option.joined)
        return plain and reading.scheme in (SISAI, SISAI_2025) and reading.jurisdiction == "MX-FED"

    def _is_known(self, reading: Reading) -> bool:
        return reading.unit_code is not None and self._directory.holder(reading.unit_code, reading.year) is not None

    def _short_ones(self) -> None:
        for found in _STATE.finditer(self._text):
            letters, digits = found[1] or "", found[2]
            start, end = found.span()
            reading = read_state(letters, digits, self._latest)
            if reading is None or letters == "RR" or _is_date(digits[:4], digits[4:6], digits[6:]):
                continue
            if self._taken(start, end):
                continue
            if not (self._is_alone(start, end) or self._around.says_folio(start)):
                continue
            if not letters and _is_date(digits[4:], digits[2:4], digits[:2]):
                reading = reading.with_problem("también podría ser una fecha")
            self._found.append(self._folio(start, end, reading, False, reading.problems))

    def _trust(self, start: int, end: int) -> _Trust:
        follows = any(
            self._around.only_a_list_between(one.end, start) for one in self._found if one.end <= start <= one.end + 40
        )
        return _Trust(
            alone=self._bare or self._is_alone(start, end),
            says_folio=self._around.says_folio(start),
            speaks_for=follows or self._is_file_name or self._around.speaks_for(start, end),
            denied=self._around.denies(start),
        )

    def _is_alone(self, start: int, end: int) -> bool:
        return bool(_AROUND.fullmatch(self._text, 0, start) and _AROUND.fullmatch(self._text.removesuffix(".0"), end))

    def _taken(self, start: int, end: int) -> bool:
        return any(one.start < end and start < one.end for one in self._found)

    def _folio(self, start: int, end: int, reading: Reading, repaired: bool, problems: tuple[str, ...]) -> Folio:
        holder = held_by(reading, self._directory)
        before, behind = self._text[max(0, start - 2) : start], self._text[end : end + 1]
        starred = before.endswith("*") and before != "**" and behind != "*"
        return Folio(
            text=self._text[start:end],
            folio=reading.folio,
            scheme=reading.scheme,
            jurisdiction=reading.jurisdiction or holder.jurisdiction,
            unit_code=reading.unit_code,
            agency=holder.agency,
            year=reading.year,
            consecutive=reading.consecutive,
            repaired=repaired,
            problems=tuple(dict.fromkeys((*problems, *holder.problems))),
            agency_verified=holder.verified,
            personal_data=starred,
            start=start - starred,
            end=end,
        )

    def _of_appeal(self, number: AppealNumber) -> Folio:
        return Folio(
            text=self._text[number.start : number.end],
            folio=number.folio,
            scheme=number.scheme,
            jurisdiction=None if number.scheme == "appeal_infomex" else "MX-FED",
            unit_code=None,
            agency=None,
            year=number.year,
            consecutive=number.consecutive,
            repaired=number.repaired,
            problems=number.problems,
            agency_verified=False,
            personal_data=number.folio.startswith(("RPD", "RRD")),
            start=number.start,
            end=number.end,
        )


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        return 1990 <= date(int(year), int(month), int(day)).year <= 2035
    except ValueError:
        return False
