"""What is known of an agency: its names, its kind over time, its unit codes, and who came before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KINDS = ("executive", "judiciary", "congress", "autonomous", "party", "union", "state", "municipality")
SERIES = ("infomex", "sisai33", "sisai34", "sisai_state")


@dataclass(frozen=True, slots=True)
class KindSpan:
    """The kind of body an agency is between two days (both counted; None is open), with where that is written."""

    kind: str
    since: date | None
    until: date | None
    source: str
    verified: bool

    def holds_on(self, day: date) -> bool:
        """Whether this is the agency's kind on that day."""
        return _within(day, self.since, self.until)


@dataclass(frozen=True, slots=True)
class UnitCode:
    """A unit code that folios of one series carry: five digits in `infomex`, seven (with the entity) later."""

    code: str
    series: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that must answer requests. A body that changed its name is two agencies joined by `successor`."""

    acronym: str
    name: str
    jurisdiction: str
    aliases: tuple[str, ...] = ()
    kinds: tuple[KindSpan, ...] = ()
    codes: tuple[UnitCode, ...] = ()
    since: date | None = None
    until: date | None = None
    successor: str | None = None
    predecessors: tuple[str, ...] = ()
    is_shared_name: bool = False
    """Whether bodies of other jurisdictions bear the very same name (`Secretaría de Salud`)."""

    def kind_span_on(self, day: date) -> KindSpan | None:
        """The kind that holds on a day with its source, or None where nobody has entered it."""
        return next((span for span in self.kinds if span.holds_on(day)), None)

    def kind_on(self, day: date) -> str | None:
        """`executive`, `autonomous`… on a day; None when it is not known for that day."""
        span = self.kind_span_on(day)
        return span.kind if span else None

    def exists_on(self, day: date) -> bool:
        """Whether the agency bore this name on a day, as far as its dates are known."""
        return _within(day, self.since, self.until)

    def has_code(self, code: str) -> bool:
        """Whether one of its unit codes is this one."""
        return any(known.code == code for known in self.codes)


@dataclass(frozen=True, slots=True)
class Entity:
    """A state: INEGI's two-digit number, the jurisdiction's code (ISO 3166-2:MX) and its name."""

    number: str
    jurisdiction: str
    name: str


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)
