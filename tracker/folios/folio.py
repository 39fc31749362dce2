"""A folio as it was found: what it says, how sure that is, and where it stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Folio:
    """One folio of a text. `agency` is an acronym, or None when the unit is not known without doubt.

    `folio` is the normal form with its leading zeros; `start` and `end` are characters of the text it was found in;
    `repaired` says that a character was changed or a zero put back, and `problems` (Spanish) say which and what else.
    """

    text: str
    folio: str
    scheme: str
    jurisdiction: str | None
    unit_code: str | None
    agency: str | None
    year: int
    consecutive: int
    repaired: bool
    problems: tuple[str, ...]
    agency_verified: bool
    personal_data: bool
    start: int
    end: int

    @property
    def is_appeal(self) -> bool:
        """Whether it numbers an appeal and not a request."""
        return self.scheme.startswith("appeal")

    @property
    def key(self) -> tuple[str, str, int]:
        """What two mentions of the same folio share, however they were written."""
        number = self.folio.split(" ")[0] + f" {self.consecutive}" if self.is_appeal else self.folio
        return self.scheme, number, self.year

    def as_json(self) -> dict[str, Any]:
        """The fields `acuse folio --json` gives."""
        return {
            "text": self.text,
            "folio": self.folio,
            "scheme": self.scheme,
            "jurisdiction": self.jurisdiction,
            "unit_code": self.unit_code,
            "agency": self.agency,
            "agency_verified": self.agency_verified,
            "year": self.year,
            "consecutive": self.consecutive,
            "personal_data": self.personal_data,
            "repaired": self.repaired,
            "problems": list(self.problems),
        }
