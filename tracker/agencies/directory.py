"""The directory of agencies: found by acronym, by unit code, or by a name as somebody wrote it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.agencies.facts import Agency, Entity
from tracker.agencies.loading import SEEDS, read_seeds
from tracker.agencies.names import parts, plain

_LOOKS_LIKE = 0.86
"""Similarity (0–1, difflib ratio) above which a name is offered as a doubt; it is never taken as a match."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a written name stands for: `agency` only when there is no doubt, else why not and who it may be."""

    agency: Agency | None
    how: str | None = None
    doubt: str | None = None
    candidates: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeHolder:
    """Who holds a unit code in a year; `doubt` tells when the code changed hands in that year."""

    agency: Agency
    verified: bool
    doubt: str | None = None


class Directory:
    """Agencies and states, with look-ups that never guess."""

    def __init__(self, agencies: Iterable[Agency], entities: Iterable[Entity] = ()) -> None:
        self.agencies = tuple(agencies)
        self.entities: Mapping[str, Entity] = {entity.number: entity for entity in entities}
        self._by_code: dict[str, list[Agency]] = {}
        self._by_name: dict[str, list[tuple[Agency, str]]] = {}
        for agency in self.agencies:
            for code in agency.codes:
                self._by_code.setdefault(code.code, []).append(agency)
            aliases = [(alias, "alias") for alias in agency.aliases]
            names = [(agency.acronym, "acronym"), (agency.name, "name"), *aliases]
            for name, how in names:
                known = self._by_name.setdefault(plain(name), [])
                if agency not in [one for one, _ in known]:
                    known.append((agency, how))

    def by_acronym(self, text: str) -> Agency | None:
        """The agency with this acronym (or an acronym-like alias), whatever its case, accents and points."""
        found = self._by_name.get(plain(text), [])
        exact = [agency for agency, how in found if how == "acronym"] or [agency for agency, _ in found]
        return exact[0] if len(exact) == 1 else None

    def knows_code(self, code: str) -> bool:
        """Whether some agency is entered with this unit code."""
        return code in self._by_code

    def holder(self, code: str, year: int) -> CodeHolder | None:
        """Who held a unit code in a year: of several in a row, the one in office at the middle of the year."""
        holders = self._by_code.get(code, [])
        in_year = [a for a in holders if _overlaps(a, date(year, 1, 1), date(year, 12, 31))]
        middle = date(year, 7, 1)
        chosen = next((a for a in in_year if a.exists_on(middle)), None) or next(iter(in_year), None)
        if chosen is None:
            return None
        doubt = None
        if len(in_year) > 1:
            doubt = f"en {year} la unidad {code} pasó de mano: " + " → ".join(a.acronym for a in in_year)
        verified = any(known.verified for known in chosen.codes if known.code == code)
        return CodeHolder(chosen, verified, doubt)

    def by_code(self, code: str, on: date | None = None) -> Agency | None:
        """The agency of a unit code (5 or 7 digits) on a day; without a day, only when a single agency ever had it."""
        holders = self._by_code.get(code, [])
        if on is not None:
            holders = [agency for agency in holders if agency.exists_on(on)]
        return holders[0] if len(holders) == 1 else None

    def match(self, text: str, jurisdiction: str | None = None) -> Match:
        """The agency a free text names, without regard to accents and case; anything short of equal is a doubt.

        With a jurisdiction only its agencies count. Without, a name that state bodies bear too is a doubt as well.
        """
        match = self._match(text, jurisdiction)
        if match.agency and match.agency.is_shared_name and match.how != "acronym" and jurisdiction is None:
            if plain(match.agency.acronym) in parts(text):
                return match
            agency = match.agency
            return Match(None, None, f"puede ser {agency.acronym} o un órgano estatal del mismo nombre", (agency,))
        return match

    def _match(self, text: str, jurisdiction: str | None) -> Match:
        pieces = parts(text)
        found = {piece: hits for piece in pieces if (hits := self._named(piece, jurisdiction))}
        agencies = list(dict.fromkeys(agency for hits in found.values() for agency, _ in hits))
        if len(agencies) == 1:
            how = next(iter(found.values()))[0][1]
            unread = [piece for piece in pieces[1:] if piece not in found]
            return self._sure(agencies[0], how, unread=unread, whole=pieces[0] in found)
        if agencies:
            common = [a for a in agencies if all(a in [one for one, _ in hits] for hits in found.values())]
            if len(common) == 1:
                return Match(common[0], next(iter(found.values()))[0][1])
            return Match(None, None, _names("puede ser", agencies), tuple(agencies))
        close = self._close(pieces[0]) if pieces else []
        return Match(None, None, _names("se parece a", close) if close else None, tuple(close))

    def _named(self, piece: str, jurisdiction: str | None) -> list[tuple[Agency, str]]:
        hits = self._by_name.get(piece, [])
        return [hit for hit in hits if jurisdiction is None or hit[0].jurisdiction == jurisdiction]

    def _sure(self, agency: Agency, how: str, *, unread: list[str], whole: bool) -> Match:
        # "Secretaría de Salud (Veracruz)" holds a name we know and a word that may say it is another body.
        foreign = [piece for piece in unread if not _is_abbreviation_of(piece, agency)]
        if whole or not foreign:
            return Match(agency, how)
        return Match(None, None, f"nombra a {agency.acronym}, pero también dice «{foreign[0]}»", (agency,))

    def _close(self, name: str) -> list[Agency]:
        if len(name) < 8:
            return []
        near = difflib.get_close_matches(name, list(self._by_name), n=3, cutoff=_LOOKS_LIKE)
        return list(dict.fromkeys(agency for one in near for agency, _ in self._by_name[one]))


def load_directory(folder: Path = SEEDS) -> Directory:
    """The directory written in the YAML files of a folder; raises `BadSeed`."""
    return Directory(*read_seeds(folder))


def _overlaps(agency: Agency, first: date, last: date) -> bool:
    return (agency.since is None or agency.since <= last) and (agency.until is None or first <= agency.until)


def _names(verb: str, agencies: list[Agency]) -> str:
    return f"{verb} " + " o ".join(f"{agency.acronym} ({agency.name})" for agency in agencies)


def _is_abbreviation_of(piece: str, agency: Agency) -> bool:
    return piece.isdigit() or plain(agency.acronym).startswith(piece)
