"""What the digits of a request's folio mean: unit, year and consecutive of each numbering the platforms have used."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.agencies.directory import Directory

INFOMEX, INFOMEX_STATE = "infomex", "infomex_state"
SISAI, SISAI_2025 = "sisai", "sisai_2025"

LAST_YEAR = 2099
"""The latest year two digits can stand for when the caller does not say what today is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading digits as a folio. `usual` is false when the year is outside what the series is known for."""

    folio: str
    scheme: str
    unit_code: str | None
    year: int
    consecutive: int
    jurisdiction: str | None = None
    usual: bool = True
    problems: tuple[str, ...] = ()

    def with_problem(self, problem: str) -> Reading:
        """The same reading, with one more thing to tell."""
        return replace(self, problems=(*self.problems, problem))


def read_digits(digits: str, directory: Directory, latest: int = LAST_YEAR) -> Reading | None:
    """The reading of 13 digits (SISI, Infomex) or 15 (SISAI and what followed it); None when they cannot be a folio.

    Layouts: 13 = unit 5, consecutive 6, year 2 (2003–2021). 15 beginning with 33 or 01–32 = unit 7, year 2,
    consecutive 6. 15 beginning with 34 = unit 7, consecutive 6, year 2 (from 2025).
    """
    if len(digits) == 13:
        return _infomex(digits, latest)
    if len(digits) == 15:
        return _platform(digits, directory, latest)
    return None


def read_state(letters: str, digits: str, latest: int = LAST_YEAR) -> Reading | None:
    """The reading of a short folio of a state's Infomex: up to three letters, a consecutive and the year, no unit.

    Eight digits end in the year with four digits (`48692013`) or with two (`00120214`).
    """
    if len(digits) != 8 or len(letters) > 3:
        return None
    long_year, short_year = int(digits[4:]), 2000 + int(digits[6:])
    last = min(2021, latest)
    if 2003 <= long_year <= last and digits[0] != "0" and not letters:
        reading = Reading(digits, INFOMEX_STATE, None, long_year, int(digits[:4]))
    elif 2003 <= short_year <= last and int(digits[:6]) > 0:
        reading = Reading(letters.upper() + digits, INFOMEX_STATE, None, short_year, int(digits[:6]))
    else:
        return None
    return reading.with_problem("folio corto de un Infomex estatal: no dice qué estado ni qué sujeto obligado")


def _infomex(digits: str, latest: int) -> Reading | None:
    unit, consecutive, year = digits[:5], int(digits[5:11]), 2000 + int(digits[11:])
    if unit == "00000" or consecutive == 0 or not 2003 <= year <= min(2021, latest):
        return None
    return Reading(digits, INFOMEX, unit, year, consecutive)


def _platform(digits: str, directory: Directory, latest: int) -> Reading | None:
    entity, unit = digits[:2], digits[:7]
    newer = entity == "34"
    year = 2000 + int(digits[13:] if newer else digits[7:9])
    consecutive = int(digits[7:13] if newer else digits[9:])
    if consecutive == 0 or unit[2:] == "00000" or not 2021 <= year <= latest:
        return None
    if newer:
        return Reading(digits, SISAI_2025, unit, year, consecutive, "MX-FED") if year >= 2025 else None
    if entity == "33":
        reading = Reading(digits, SISAI, unit, year, consecutive, "MX-FED", usual=year <= 2025)
        return (
            reading if reading.usual else reading.with_problem(f"la serie 33 se conoce hasta 2025 y este dice {year}")
        )
    state = directory.entities.get(entity)
    if state is None:
        return None
    reading = Reading(digits, SISAI, unit, year, consecutive, state.jurisdiction)
    if year >= 2025:
        reading = reading.with_problem("la numeración de los estados desde 2025 no está verificada")
    return reading
