"""A law as the engine sees it: periods, effects and the closing hour, valid between two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any, Literal

from tracker.clocks.kinds import Basis

Unit = Literal["business", "calendar", "months", "years"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts or meets a clock: an event (with conditions on its values), or the end of another clock.

    `when`: each named value must be one of these; `unless`: none of these; an empty set stands for any value.
    `from_value` takes the start from a date among the event's values (the trigger is void without it); `end_of` starts
    at the end of a clock, `or_met` also when that clock was met (and then from that day), `always` from its end whether
    it was met or not; `past` names an event that must have come before; `notice_within` is how many business days later
    the requester may be told, which moves only the latest date.
    """

    event: str = ""
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unless: Mapping[str, frozenset[str]] = field(default_factory=dict)
    from_value: str = ""
    end_of: str = ""
    or_met: bool = False
    always: bool = False
    past: str = ""
    notice_within: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """One term of a law. `days` counts in `unit`; `days_value` names an event value that can set another number,
    a larger one, where the law allows that for cause (`beyond`), for the latest date only.

    `met_by` is what fulfils it, `ended_by` what makes it pointless without fulfilling it. `short` is the law that says
    so, which is another one where a law takes over the periods of a more general one.
    """

    kind: str
    owner: str
    days: int
    unit: Unit
    article: str
    source: str
    verified: bool
    after: tuple[Trigger, ...]
    met_by: tuple[Trigger, ...]
    basis: Basis
    days_value: str = ""
    beyond: bool = False
    start_value: str = ""
    closes: bool = True
    short: str = ""
    ended_by: tuple[Trigger, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect, with its targets: `days` is what it adds when the notice does not say, `most` the cap."""

    effect: str
    clock: str
    event: str = ""
    until: str = ""
    start: str = ""
    of: str = ""
    missed: str = ""
    days: int = 0
    most: int = 0
    grounds: tuple[str, ...] = ()
    article: str = ""
    verified: bool = True
    short: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A term that surely exists but that nobody has read: which clock it is and what starts it."""

    kind: str
    after: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class Reception:
    """The local hour after which what is handed in counts as received the next business day; None: no such hour."""

    closes: time | None
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of a law file: a case in the words of `acuse deadlines`, and the dates it must give."""

    name: str
    case: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Law:
    """One procedure of one law. `key` names the law, `procedure` which of its procedures this is."""

    key: str
    procedure: str
    name: str
    short: str
    jurisdiction: str
    valid_from: date | None
    valid_to: date | None
    verified: bool
    source: str
    zone: str
    reception: Reception
    periods: tuple[Period, ...]
    effects: tuple[Effect, ...]
    examples: tuple[Example, ...]
    digest: str
    unread: tuple[Unread, ...] = ()

    @cached_property
    def starts(self) -> Mapping[str, tuple[tuple[Period, Trigger], ...]]:
        """Event kind → the periods it can start, each with the trigger that says when."""
        found: dict[str, list[tuple[Period, Trigger]]] = {}
        for period in self.periods:
            for trigger in period.after:
                if trigger.event:
                    found.setdefault(trigger.event, []).append((period, trigger))
        return {kind: tuple(pairs) for kind, pairs in found.items()}

    @cached_property
    def by_effect(self) -> Mapping[str, tuple[Effect, ...]]:
        """Effect name → the effects of that name."""
        return {name: tuple(e for e in self.effects if e.effect == name) for name in {e.effect for e in self.effects}}

    def holds_on(self, day: date) -> bool:
        """Whether a procedure begun on this day falls under this law."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def period(self, kind: str) -> Period | None:
        """The first period of a kind."""
        return next((period for period in self.periods if period.kind == kind), None)

    def effects_named(self, name: str) -> tuple[Effect, ...]:
        """All effects of one name."""
        return self.by_effect.get(name, ())


def cite(short: str, article: str) -> str:
    """An article as people quote it."""
    return f"{short}, art. {article}" if article[:1].isdigit() else f"{short} {article}".strip()
