"""Reads the folios of a text, repairing only what has one valid reading and saying what it did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.agencies.directory import Directory
from tracker.folios.appeals import AppealNumber, find_appeals, find_infomex_appeals
from tracker.folios.context import Surroundings
from tracker.folios.folio import Folio
from tracker.folios.identify import held_by
from tracker.folios.options import Option, only_option
from tracker.folios.scan import Atom, chains, spreadsheet_forms
from tracker.folios.schemes import INFOMEX_STATE, LAST_YEAR, Reading, read_state
from tracker.folios.spans import Spans
from tracker.folios.trust import Place, is_believed, rank

_MOST_PIECES = 6
_STATE = re.compile(r"(?<![^\W_.,$+])([A-Z]{1,3})?-?(\d{8})(?![^\W_]|[.,]\d)")
_AROUND = re.compile(
    r"(?:[\s\"'“”«»*=:.,;#()\[\]°º-]|\b(?:folios?|n[uú]m(?:ero)?|no|de|la|solicitud)\b)*", re.IGNORECASE
)
_FLOAT = re.compile(r"\.0+$")
_FILE_NAME = re.compile(r"\S+\.[A-Za-z]\w{1,4}")
_WORD = re.compile(r"(?<![\w])[^\W\d_]{3,}(?![\w])")


@dataclass(frozen=True, slots=True)
class _Window:
    """One or more neighbouring atoms read as one folio."""

    start: int
    end: int
    option: Option
    rank: int


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
        self._is_file_name = len(text) < 260 and bool(_FILE_NAME.fullmatch(text.strip()))
        self._found: list[Folio] = []
        self._places = Spans()

    def all(self) -> list[Folio]:
        for number in self._appeals():
            if not self._taken(number.start, number.end):
                self._found.append(_of_appeal(number, self._text))
                self._places.add(number.start, number.end)
        for form in spreadsheet_forms(self._text):
            option = only_option(form.digits, self._directory, self._latest, form.problem)
            if (
                option
                and not self._taken(form.start, form.end)
                and is_believed(option, self._place(form.start, form.end), joined=False, whole=True)
            ):
                self._add(form.start, form.end, option)
        for chain in chains(self._text):
            free = [atom for atom in chain if not self._taken(atom.start, atom.end)]
            for window in _best(list(self._windows(free))):
                self._add(window.start, window.end, window.option)
        self._short_ones()
        return self._found

    def _appeals(self) -> Iterator[AppealNumber]:
        yield from find_appeals(self._text, self._latest)
        for number in find_infomex_appeals(self._text, self._latest):
            place = self._place(number.start, number.end)
            if place.alone or place.speaks_for:
                yield number

    def _windows(self, chain: list[Atom]) -> Iterator[_Window]:
        """Every reading of neighbouring atoms that may be believed where it stands."""
        for first in range(len(chain)):
            token = ""
            for last in range(first, min(first + _MOST_PIECES, len(chain))):
                token += chain[last].token
                if len(token) > 16 or (last > first and chain[first].in_web):
                    break
                if len(token) < 9:
                    continue
                window = self._window(chain, first, last, token)
                if window:
                    yield window

    def _window(self, chain: list[Atom], first: int, last: int, token: str) -> _Window | None:
        option = only_option(token, self._directory, self._latest)
        if option is None:
            return None
        joined, whole = last > first, (first, last) == (0, len(chain) - 1)
        start, end = chain[first].start, chain[last].end
        place = self._place(start, end, glued=chain[first].glued or chain[first].in_web)
        if not is_believed(option, place, joined=joined, whole=whole):
            return None
        return _Window(start, end, option, rank(option, joined=joined))

    def _short_ones(self) -> None:
        for found in _STATE.finditer(self._text):
            letters, digits = found[1] or "", found[2]
            start, end = found.span()
            reading = read_state(letters, digits, self._latest)
            if reading is None or letters == "RR" or _is_date(digits[:4], digits[4:6], digits[6:]):
                continue
            if self._taken(start, end) or not (self._is_alone(start, end) or self._names_folio(start)):
                continue
            if not letters and _is_date(digits[4:], digits[2:4], digits[:2]):
                reading = reading.with_problem("también podría ser una fecha")
            self._add(start, end, Option(reading, (), 0, False, False))

    def _names_folio(self, start: int) -> bool:
        """Whether the word “folio” introduces what stands here, or the short folio that stands just before it."""
        before = self._found[-1] if self._found else None
        if before and before.scheme == INFOMEX_STATE and before.end <= start:
            return self._around.only_a_list_between(before.end, start) or self._around.says_folio(start)
        return self._around.says_folio(start)

    def _place(self, start: int, end: int, *, glued: bool = False) -> Place:
        behind = self._places.end_before(start)
        follows = behind is not None and self._around.only_a_list_between(behind, start)
        return Place(
            alone=self._bare or self._is_alone(start, end),
            says_folio=self._around.says_folio(start),
            speaks_for=follows or self._is_file_name or self._around.speaks_for(start, end),
            denied=self._around.denies(start),
            glued=glued,
        )

    def _is_alone(self, start: int, end: int) -> bool:
        if start > 80 or len(self._text) - end > 80:
            return False
        behind = _FLOAT.sub("", self._text[end:])
        return bool(_AROUND.fullmatch(self._text, 0, start) and _AROUND.fullmatch(behind))

    def _taken(self, start: int, end: int) -> bool:
        return self._places.overlap(start, end)

    def _add(self, start: int, end: int, option: Option) -> None:
        reading: Reading = option.reading
        holder = held_by(reading, self._directory)
        before, behind = self._text[max(0, start - 2) : start], self._text[end : end + 1]
        self._places.add(start, end)
        starred = before.endswith("*") and before != "**" and behind != "*"
        self._found.append(
            Folio(
                text=self._text[start:end],
                folio=reading.folio,
                scheme=reading.scheme,
                jurisdiction=reading.jurisdiction or holder.jurisdiction,
                unit_code=reading.unit_code,
                agency=holder.agency,
                year=reading.year,
                consecutive=reading.consecutive,
                repaired=option.repaired,
                problems=tuple(dict.fromkeys((*option.problems, *reading.problems, *holder.problems))),
                agency_verified=holder.verified,
                personal_data=starred,
                start=start,
                end=end,
            )
        )


def _best(windows: list[_Window]) -> list[_Window]:
    """Windows that do not overlap, the better ranked first; two equally good ones that overlap are both dropped."""
    chosen: list[_Window] = []
    taken = Spans()
    for level in sorted({window.rank for window in windows}):
        free = [w for w in windows if w.rank == level and not taken.overlap(w.start, w.end)]
        for window in _undisputed(sorted(free, key=lambda one: (one.start, one.end))):
            chosen.append(window)
            taken.add(window.start, window.end)
    return sorted(chosen, key=lambda window: window.start)


def _undisputed(windows: list[_Window]) -> list[_Window]:
    """Those of windows in order that overlap no other."""
    disputed: set[int] = set()
    for index, window in enumerate(windows):
        for later in range(index + 1, len(windows)):
            if windows[later].start >= window.end:
                break
            disputed |= {index, later}
    return [window for index, window in enumerate(windows) if index not in disputed]


def _of_appeal(number: AppealNumber, text: str) -> Folio:
    return Folio(
        text=text[number.start : number.end],
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
