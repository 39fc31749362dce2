"""An agency as the clocks see it, when its name has changed or its kind on a day was never entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.agencies.directory import Directory
from tracker.agencies.facts import Agency


@dataclass(frozen=True, slots=True)
class KnownBody:
    """An agency of the directory; on days before or after its own it has the kind of its predecessor or successor."""

    agency: Agency
    family: tuple[Agency, ...]

    @property
    def acronym(self) -> str:
        """The acronym it was asked for by."""
        return self.agency.acronym

    @property
    def jurisdiction(self) -> str:
        """Whose law it answers under."""
        return self.agency.jurisdiction

    def kind_on(self, day: date) -> str | None:
        """What kind of body it, or the body that came before or after it, was on a day."""
        for one in (self.agency, *self.family):
            kind = one.kind_on(day)
            if kind is not None:
                return kind
        return None


def known_body(directory: Directory, acronym: str) -> KnownBody | None:
    """The body of an acronym, old ones too (PGR), with its predecessors and successors; None when unknown."""
    agency = directory.by_acronym(acronym)
    if agency is None:
        return None
    family: list[Agency] = []
    waiting = [agency]
    while waiting:
        one = waiting.pop()
        for name in (*one.predecessors, *([one.successor] if one.successor else [])):
            found = directory.by_acronym(name)
            if found is not None and found is not agency and found not in family:
                family.append(found)
                waiting.append(found)
    return KnownBody(agency, tuple(family))
