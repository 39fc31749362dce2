"""Days closed by statute, by jurisdiction and year: the holidays package, with pins where it is not right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from tracker.laws.errors import LawError, a_date, need, refuse_unknown
from tracker.sentences import N_

FIELDS = set(
    [
        "calendar",
        "kind",
        "jurisdictions",
        "basis",
        "country",
        "fixed",
        "closed",
        "open",
        "source",
        "verified",
        "weekend",
        "weekend_source",
        "name",
    ]
)


LANGUAGES = {"US": "en_US"}
"""Country → the language its closed days are named in, if not Spanish; never the machine's own."""


@dataclass(frozen=True)
class Statutory:
    """The statutory calendar of some jurisdictions: a country of the holidays package or fixed (month, day) pairs.

    `closed` and `opened` pin single dates that the package has wrong; `basis` says for whose clocks it counts.
    """

    name: str
    jurisdictions: tuple[str, ...]
    basis: tuple[str, ...]
    source: str
    verified: bool
    country: str = ""
    fixed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    closed: Mapping[date, str] = field(default_factory=dict)
    opened: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})
    weekend_source: str = ""

    def days(self, year: int) -> dict[date, str]:
        """The closed days of a year with their names, weekends aside."""
        found: dict[date, str] = {}
        if self.country:
            found.update(_package_days(self.country, year))
        for (month, number), reason in self.fixed.items():
            found[date(year, month, number)] = reason
        found.update({day: reason for day, reason in self.closed.items() if day.year == year})
        return {day: reason for day, reason in found.items() if day not in self.opened}


@lru_cache(maxsize=512)
def _package_days(country: str, year: int) -> dict[date, str]:
    import holidays  # the one place that knows this package; heavy, so only when a year is asked for

    try:
        language = LANGUAGES.get(country, "es")
        return dict(holidays.country_holidays(country, years=year, expand=False, language=language).items())
    except NotImplementedError:
        raise LawError(
            N_("the holidays package knows no country “%(country)s”; list the days as fixed."), country=country
        ) from None


def parse_statutory(where: str, given: Mapping[str, Any]) -> Statutory:
    """A statutory calendar from its document."""
    refuse_unknown(where, given, FIELDS)
    need(where, given, "name", "jurisdictions", "source")
    return Statutory(
        name=given["name"],
        jurisdictions=tuple(given["jurisdictions"]),
        basis=tuple(given.get("basis") or ("agency", "regulator")),
        source=given["source"],
        verified=bool(given.get("verified")),
        country=given.get("country", ""),
        fixed={(one["month"], one["day"]): one["reason"] for one in given.get("fixed") or ()},
        closed={a_date(where, one["date"]): one["reason"] for one in given.get("closed") or ()},
        opened=frozenset(a_date(where, one) for one in given.get("open") or ()),
        weekend=frozenset(given.get("weekend") or (5, 6)),
        weekend_source=given.get("weekend_source") or given["source"],
    )
