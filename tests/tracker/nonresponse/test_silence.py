"""Silence on a request and in the list: sure only after a look past the latest limit, gone when an answer comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.tracker.clocks.cases import case
from tracker.laws.store import rulebook_of
from tracker.nonresponse.queries import Wanted, count_by_state, silences
from tracker.nonresponse.silence import silence_of
from tracker.people.models import User
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import recompute

Sign = Callable[[str], Any]


@dataclass(frozen=True)
class Fact:
    """An event as far as silence needs it."""

    kind: str
    happened_on: date


def told(filed: str, today: str, **events: str) -> Any:
    """The silence of a request to INM."""
    facts = [Fact("filed", date.fromisoformat(filed))]
    facts += [Fact(kind, date.fromisoformat(day)) for kind, day in events.items()]
    return silence_of(case(filed, body="INM", today=today, **events), facts)


def test_before_the_limit_nobody_speaks_of_silence() -> None:
    assert told("2026-01-15", "2026-02-13") is None


def test_past_the_limit_it_is_sure_only_after_a_look_at_the_platform() -> None:
    unseen = told("2026-01-15", "2026-02-20")
    assert unseen.state == "unseen" and unseen.latest_on == date(2026, 2, 13)
    assert told("2026-01-15", "2026-02-20", platform_checked="2026-02-13").state == "unseen"
    silent = told("2026-01-15", "2026-02-20", platform_checked="2026-02-16")
    [appeal] = silent.open_remedies
    assert (silent.state, appeal.opens_on, appeal.due_on) == ("silent", date(2026, 2, 16), date(2026, 3, 6))


def test_between_the_earliest_and_the_latest_limit_it_only_may_be_overdue() -> None:
    found = told("2026-07-02", "2026-08-04", platform_checked="2026-08-03")
    assert (found.state, found.limit_on, found.latest_on) == ("may_be", date(2026, 7, 30), date(2026, 8, 18))


@pytest.mark.parametrize("kind", ["replied", "incompetence_notified", "available", "withdrawn", "closed"])
def test_an_answer_or_the_end_takes_the_silence_away(kind: str) -> None:
    assert told("2026-01-15", "2026-02-21", platform_checked="2026-02-16", **{kind: "2026-02-20"}) is None


@pytest.fixture
def silent(world: Any) -> int:
    """A request to INM of January 2026 that nobody answered, looked up on 16 February."""
    world.backends.clock.moment = datetime(2026, 2, 20, 18, 0, tzinfo=UTC)
    with world.backends.sessions.writing() as session:
        alice, clock = session.get_one(User, world.people["alice"]), world.backends.clock
        made = log_request(session, RequestDraft(project_id=world.project, subject="Quejas por año", agency="INM",
                                                 filed_on=date(2026, 1, 15)), by=alice, clock=clock)
        recompute(session, made, rulebook_of(session), now=clock.now())
        return made.id


def note(world: Any, number: int, kind: str, day: date) -> None:
    """Note an event and compute anew."""
    with world.backends.sessions.writing() as session:
        alice, clock = session.get_one(User, world.people["alice"]), world.backends.clock
        row = session.get_one(InfoRequest, number)
        record_event(session, row, kind, day, by=alice, clock=clock)
        if kind == "platform_checked":
            row.looked_on = day
        recompute(session, row, rulebook_of(session), now=clock.now())


def listed(world: Any, name: str, **narrowed: Any) -> list[str]:
    """The states of the requests a person finds in the list."""
    with world.backends.sessions.reading() as session:
        viewer = session.get_one(User, world.people[name])
        rows, total = silences(session, viewer, Wanted(**narrowed), date(2026, 2, 20))
        assert len(rows) == total
        counts = count_by_state(session, viewer, Wanted(**narrowed))
        if not narrowed.get("state"):
            assert sum(counts.values()) == total
        return [row.state for row in rows]


def test_the_list_follows_the_request_and_lets_it_go_when_answered(world: Any, silent: int) -> None:
    assert listed(world, "rita") == ["unseen"] and listed(world, "charlie") == []
    assert listed(world, "rita", state="silent") == [] and listed(world, "rita", agency="CNDH") == []
    note(world, silent, "platform_checked", date(2026, 2, 16))
    assert listed(world, "rita") == listed(world, "rita", state="silent", agency="INM") == ["silent"]
    note(world, silent, "replied", date(2026, 2, 19))
    assert listed(world, "rita") == []


def test_the_pages_say_what_can_be_done_from_when_until_when(browser: Sign, world: Any, silent: int) -> None:
    rita = browser("rita")
    page = rita.get(f"/requests/{silent}").get_data(as_text=True)
    assert "No reply is noted" in page and "Look at the platform: only then" in page
    note(world, silent, "platform_checked", date(2026, 2, 16))
    page = rita.get(f"/requests/{silent}").get_data(as_text=True)
    assert "The agency did not answer" in page
    said = page[page.index("You can appeal against the silence from"):][:220]
    assert "2026-02-16" in said and "2026-03-06" in said
    row = rita.get("/silences?state=silent").get_data(as_text=True)
    assert "Quejas por año" in row and "No reply · 1" in row
    assert b"Quejas por" in rita.get("/silences/export.csv").data
    assert "Quejas por año" not in browser("charlie").get("/silences").get_data(as_text=True)
