"""The readings a run of characters can have as a folio, each with how far the characters had to be bent."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.agencies.directory import Directory
from tracker.folios.repair import as_digits, can_be_repaired, told
from tracker.folios.schemes import Reading, read_digits

_LOST_ZERO = "se repuso el cero inicial que una hoja de cálculo quita"


@dataclass(frozen=True, slots=True)
class Option:
    """One reading: `zeros` put back before it, `changed` when a letter was read as a digit; `known` unit or not."""

    reading: Reading
    problems: tuple[str, ...]
    zeros: int
    changed: bool
    known: bool

    @property
    def repaired(self) -> bool:
        """Whether anything beside spaces and dashes had to be changed."""
        return self.changed or self.zeros > 0


def only_option(token: str, directory: Directory, latest: int, problem: str | None = None) -> Option | None:
    """The one valid reading of a token; None when there is none or more than one. `problem` is told with it."""
    found = {option.reading.folio: option for option in _options(token, directory, latest, problem)}
    option = next(iter(found.values())) if len(found) == 1 else None
    if option and not option.known and _may_be_shorter(token, directory, latest):
        return None
    return option


def _may_be_shorter(token: str, directory: Directory, latest: int) -> bool:
    """Whether the first letter may be a border and the rest a known unit's folio without its zero."""
    if len(token) != 13 or token[0].isdigit() or as_digits(token[0]) == "0":
        return False
    return any(shorter.known for shorter in _options(token[1:], directory, latest, None))


def _options(token: str, directory: Directory, latest: int, problem: str | None) -> list[Option]:
    changes = tuple(told(token)) + ((problem,) if problem else ())
    if told(token) and not can_be_repaired(token):
        return []
    made = []
    for digits, zeros in _tries(token):
        reading = read_digits(digits, directory, latest)
        if reading is not None:
            known = reading.unit_code is not None and directory.holder(reading.unit_code, reading.year) is not None
            problems = (*changes, *([_LOST_ZERO] if zeros else []))
            made.append(Option(reading, problems, zeros, bool(changes), known))
    return made


def _tries(token: str) -> list[tuple[str, int]]:
    digits = as_digits(token)
    size = len(digits)
    if size in (13, 15):
        return [(digits, 0)]
    tries = []
    if digits[0] == "0":
        pass  # A spreadsheet takes all the zeros: what still begins with one has lost something else.
    elif 9 <= size <= 12:
        tries.append(("0" * (13 - size) + digits, 13 - size))
    elif size == 14 and digits[0] in "456789":
        # 14 digits that begin with 1, 2 or 3 may as well be a folio of another entity that lost a digit inside.
        tries.append(("0" + digits, 1))
    if size in (14, 16):
        # A letter at the edge may be the border of a table or a stamp, and no digit at all.
        tries += [(as_digits(token[1:]), 0)] * (not token[0].isdigit())
        tries += [(as_digits(token[:-1]), 0)] * (not token[-1].isdigit())
    return tries
