"""How the tests of the clocks write a case: `case("2026-01-15", replied="2026-02-16")`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from tracker.agencies.directory import load_directory
from tracker.clocks.bodies import known_body
from tracker.clocks.calendars import Body, PlainBody
from tracker.clocks.engine import clocks
from tracker.clocks.timeline import hour_of
from tracker.clocks.types import CaseClocks, Clock, Event
from tracker.clocks.values import an_hour
from tracker.laws.catalogue import Rulebook, load_rulebook
from tracker.laws.store import seeds_folder

LONG_AFTER = "2027-12-31"


@lru_cache
def book() -> Rulebook:
    """The rulebook of the seeds."""
    return load_rulebook(seeds_folder())


@lru_cache
def agency(acronym: str) -> Body:
    """An agency of the seeds."""
    body = known_body(load_directory(seeds_folder() / "agencies"), acronym)
    assert body is not None, acronym
    return body


def event(kind: str, text: str) -> Event:
    """An event from `2026-02-16T19:05,sense=denied`."""
    when, *pairs = text.split(",")
    day, _, hour = when.partition("T")
    made = Event(kind, date.fromisoformat(day), an_hour(hour) if hour else None, dict(p.split("=") for p in pairs))
    hour_of(made)
    return made


def case(
    filed: str,
    *more: tuple[str, str],
    body: Body | str | None = None,
    today: str = LONG_AFTER,
    rulebook: Rulebook | None = None,
    options: Mapping[str, Any] | None = None,
    **events: str,
) -> CaseClocks:
    """The clocks of a request; events as keywords, or as pairs when a kind happens twice."""
    facts = [event("filed", filed), *(event(kind, text) for kind, text in (*events.items(), *more))]
    who = agency(body) if isinstance(body, str) else body or PlainBody()
    return clocks(rulebook or book(), who, facts, date.fromisoformat(today), **(options or {}))


def one(found: CaseClocks, kind: str, started_by: str | None = None) -> Clock:
    """The clock of a kind that is not replaced; the test fails when there are none or several."""
    fitting = [
        clock
        for clock in found.clocks
        if clock.kind == kind and clock.status != "replaced" and started_by in (None, clock.started_by)
    ]
    assert len(fitting) == 1, [(c.kind, c.started_by, c.status) for c in found.clocks]
    return fitting[0]


def kinds(found: CaseClocks) -> set[str]:
    """The kinds of clock that run or ran."""
    return {clock.kind for clock in found.clocks if clock.status != "replaced"}


def due(found: CaseClocks, kind: str, started_by: str | None = None) -> str:
    """When a clock ends, as text."""
    return one(found, kind, started_by).due_on.isoformat()
