"""Whose a row is: from its acronym, its names, its folio's unit, the banner above, or what the caller said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.agencies.directory import Directory
from tracker.agencies.facts import Agency
from tracker.agencies.names import plain
from tracker.imports.rows import Whose


@dataclass(frozen=True, slots=True)
class Names:
    """How a row names its agency; `folio` is the acronym of the agency its folio belongs to."""

    acronym: str | None = None
    name: str | None = None
    unit: str | None = None
    state: str | None = None
    folio: str | None = None


class WhoseFinder:
    """Finds the agency of rows; remembers what it found, since tables repeat themselves."""

    def __init__(self, directory: Directory, banner: Sequence[str], default: Agency | None = None) -> None:
        self._directory = directory
        self._known: dict[Names, Whose] = {}
        self._states = {plain(entity.name): entity.jurisdiction for entity in directory.entities.values()}
        self._banner = default or self._of_banner(banner)
        self._place = next((self._states[plain(text)] for text in banner if plain(text) in self._states), None)

    def find(self, names: Names) -> Whose:
        """The agency that a row's names point to."""
        if names not in self._known:
            self._known[names] = self._find(names)
        return self._known[names]

    def _find(self, names: Names) -> Whose:
        jurisdiction = self._states.get(plain(names.state)) if names.state else self._place
        written = (names.unit if jurisdiction else None) or names.name or names.unit or names.acronym or ""
        texts = [text for text in (names.acronym, written, names.unit) if text]
        for text in texts:
            agency = self._directory.match(text, jurisdiction).agency
            if agency:
                return Whose(agency.acronym, written, agency.jurisdiction)
        by_folio = self._directory.by_acronym(names.folio) if names.folio else None
        agency = by_folio or (self._banner if not texts else None)
        if agency:
            return Whose(agency.acronym, written or agency.name, agency.jurisdiction)
        return Whose(None, written, jurisdiction)

    def _of_banner(self, banner: Sequence[str]) -> Agency | None:
        found = {match.agency.acronym: match.agency for text in banner if (match := self._directory.match(text)).agency}
        # The regulator signs the tables it collected from others: its name in a banner says nothing.
        others = [agency for acronym, agency in found.items() if acronym not in ("INAI", "IFAI")]
        return others[0] if len(others) == 1 else None
