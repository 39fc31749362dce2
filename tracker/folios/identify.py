"""Whose folio it is: the agency behind a unit code in the folio's year, or why that cannot be said."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.agencies.directory import Directory
from tracker.folios.schemes import INFOMEX, Reading


@dataclass(frozen=True, slots=True)
class HeldBy:
    """The agency's acronym and jurisdiction, whether the code is verified, and what is doubtful."""

    agency: str | None = None
    jurisdiction: str | None = None
    verified: bool = False
    problems: tuple[str, ...] = ()


def held_by(reading: Reading, directory: Directory) -> HeldBy:
    """The agency of a reading; never a guess: a unit that is not in the directory gives None and a problem."""
    code = reading.unit_code
    if code is None:
        return HeldBy()
    holder = directory.holder(code, reading.year)
    if holder is not None:
        problems = (holder.doubt,) if holder.doubt else ()
        return HeldBy(holder.agency.acronym, holder.agency.jurisdiction, holder.verified, problems)
    others = [agency.acronym for agency in directory.agencies if agency.has_code(code)]
    if others:
        known_as = " o ".join(others)
        return HeldBy(problems=(f"la unidad {code} es de {known_as}, que no existía con ese nombre en {reading.year}",))
    twin = _other_series(code)
    likely = directory.holder(twin, reading.year) if twin else None
    if likely is not None:
        same = f"con el mismo número, {twin} es de {likely.agency.acronym}: confírmelo"
        return HeldBy(problems=(f"la unidad {code} no está en el directorio; {same}",))
    platform = " (Infomex federal o de la Ciudad de México)" if reading.scheme == INFOMEX else ""
    return HeldBy(problems=(f"la unidad {code} no está en el directorio{platform}",))


def _other_series(code: str) -> str | None:
    if len(code) != 7 or code[:2] not in ("33", "34"):
        return None
    return ("34" if code.startswith("33") else "33") + code[2:]
