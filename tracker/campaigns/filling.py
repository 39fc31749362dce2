"""A text with fields in braces — {agencia}, {periodo} — filled in for one agency."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

_FIELD = re.compile(r"\{\s*([^\W\d_][\w ]{0,39}?)\s*\}")
OF_THE_AGENCY = {"agencia": "name", "agency": "name", "sujeto obligado": "name", "siglas": "acronym",
                 "acronym": "acronym"}
"""Fields that each agency fills itself."""


class MissingFields(ValueError):
    """The text names fields that nobody filled in; `names` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def fields_in(text: str) -> list[str]:
    """The fields of a text as written, each once, in order, without those the agency fills."""
    found = {_plain(name): name for name in reversed(_FIELD.findall(text)) if _plain(name) not in OF_THE_AGENCY}
    return list(reversed(found.values()))


def fill(text: str, values: Mapping[str, str], *, name: str, acronym: str) -> str:
    """The text for one agency. Raises MissingFields."""
    own = {"name": name, "acronym": acronym or name}
    known = {_plain(key): value for key, value in values.items() if value.strip()}
    known |= {key: own[what] for key, what in OF_THE_AGENCY.items()}
    missing = [one for one in fields_in(text) if _plain(one) not in known]
    if missing:
        raise MissingFields(missing)
    return _FIELD.sub(lambda found: known[_plain(found[1])], text)


def read_fields(lines: str) -> dict[str, str]:
    """Fields written one a line as `name = value` (or with a colon)."""
    found = {}
    for line in lines.splitlines():
        name, sign, value = re.sub(r"[{}]", "", line).partition("=" if "=" in line else ":")
        if sign and name.strip() and value.strip():
            found[name.strip()[:40]] = value.strip()[:500]
    return found


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is too short."""
    at = day.year * 12 + day.month - 1 + months
    for number in range(day.day, 0, -1):
        try:
            return date(at // 12, at % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).replace("_", " ").split())
