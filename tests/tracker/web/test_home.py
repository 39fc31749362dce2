"""The day's page: whose, what moved since the last visit, nothing flooded by old requests nobody closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import Browser, World
from tracker.clock import FixedClock
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import recompute

SignIn = Callable[[str], Browser]


def logged(world: World, filed: list[date], owner: str = "alice", subject: str = "Vieja", replied: date | None = None
           ) -> None:
    """Requests filed on these days, each answered on `replied` if that is given."""
    with world.backends.sessions.writing() as session:
        by = session.get_one(User, world.people[owner])
        for day in filed:
            row = log_request(session, RequestDraft(project_id=world.project, subject=f"{subject} {day}", agency="INM",
                                                    filed_on=day), by=by, clock=world.backends.clock)
            if replied:
                record_event(session, row, "replied", replied, by=by, clock=world.backends.clock)
            recompute(session, row, rulebook_of(session), now=world.backends.clock.now())


def test_old_requests_nobody_closed_are_one_line_and_a_list_not_a_flood(world: World, browser: SignIn) -> None:
    logged(world, [date(2019, 3, 4) + timedelta(days=n) for n in range(70)])
    logged(world, [date(2026, 9, 7)], subject="Reciente")
    alice = browser("alice")
    page = alice.get("/").get_data(as_text=True)
    before_moved = page[:page.index('id="moved"')]
    assert "Vieja" not in before_moved and "Reciente" in before_moved
    assert "70 old requests whose end nobody noted" in page
    listed = alice.get("/requests?status=old").get_data(as_text=True)
    assert "70 requests" in listed and "Reciente" not in listed
    answer = alice.post("/requests/bulk", {"action": "closed", "all": "yes", "query": "status=old", "note": "Fin"})
    assert "Done for 70 requests" in answer.get_data(as_text=True)
    assert "old request" not in alice.get("/").get_data(as_text=True)
    with world.backends.sessions.reading() as session:
        assert len(session.scalars(select(InfoRequest.id).where(InfoRequest.status == "closed")).all()) == 70
    alice.post("/requests/bulk", {"action": "reopened", "all": "yes", "query": "status=closed"})
    assert "70 old requests" in alice.get("/").get_data(as_text=True)


def test_closing_a_whole_list_changes_only_what_the_person_may_change(world: World, browser: SignIn) -> None:
    logged(world, [date(2019, 3, 4), date(2019, 3, 5)])
    for name in ("rita", "charlie"):
        browser(name).post("/requests/bulk", {"action": "closed", "all": "yes", "query": "status=old"})
    with world.backends.sessions.reading() as session:
        assert set(session.scalars(select(InfoRequest.status))) == {"overdue"}


def test_a_request_answered_late_is_overdue_no_more(world: World, browser: SignIn) -> None:
    logged(world, [date(2026, 8, 3)], subject="Tardía", replied=date(2026, 11, 10))
    page = browser("alice").get("/").get_data(as_text=True)
    assert "No agency or regulator is late" in page
    with world.backends.sessions.reading() as session:
        row = session.scalars(select(InfoRequest)).one()
        assert row.next_kind == "appeal"


@pytest.mark.parametrize(("query", "shown"), [
    ("", {"De Alicia", "De Beto"}), ("whose=me", {"De Alicia"}), ("whose={bob}", {"De Beto"}),
    ("project={project}", {"De Alicia", "De Beto"}), ("project=99", set()), ("whose=nobody", {"De Alicia", "De Beto"}),
])
def test_the_page_is_everybody_s_one_person_s_or_one_project_s(world: World, browser: SignIn, query: str,
                                                               shown: set[str]) -> None:
    logged(world, [date(2026, 10, 12)], "alice", "De Alicia")
    logged(world, [date(2026, 10, 13)], "bob", "De Beto")
    page = browser("alice").get("/?" + query.format(bob=world.people["bob"], project=world.project))
    text = page.get_data(as_text=True)
    assert {words for words in ("De Alicia", "De Beto") if words in text} == shown


def test_a_colleague_s_page_shows_nothing_beyond_what_the_viewer_may_see(world: World, browser: SignIn) -> None:
    logged(world, [date(2026, 10, 12)], "alice", "De Alicia")
    text = browser("charlie").get(f"/?whose={world.people['alice']}").get_data(as_text=True)
    assert "De Alicia" not in text and "alice" not in text.lower().replace("malice", "")


def test_what_others_did_since_the_last_visit_is_marked_as_new(world: World, browser: SignIn, clock: FixedClock
                                                               ) -> None:
    logged(world, [date(2026, 11, 3)], subject="Movida")
    alice = browser("alice")
    assert ">new<" not in alice.get("/").get_data(as_text=True)
    clock.advance(timedelta(hours=20))
    bob = browser("bob")
    bob.post("/requests/1/events", {"kind": "clarification_asked", "happened_on": "2026-11-20", "note": ""})
    page = alice.get("/").get_data(as_text=True)
    assert ">new<" in page and "Clarification asked" in page and "Bob" in page
    assert ">new<" in alice.get("/").get_data(as_text=True), "still new within the same visit"
    assert ">new<" not in bob.get("/").get_data(as_text=True), "one's own doing is no news"
    clock.advance(timedelta(hours=20))
    assert ">new<" not in alice.get("/").get_data(as_text=True)


def test_a_folio_looked_at_after_its_limit_is_asked_for_again_only_after_a_week(world: World, browser: SignIn,
                                                                               clock: FixedClock) -> None:
    logged(world, [date(2026, 9, 7)], subject="Callada")
    alice = browser("alice")

    def asked() -> bool:
        page = alice.get("/").get_data(as_text=True)
        return "Callada" in page[page.index('id="platform"'):page.index('id="overdue"')]

    assert asked()
    alice.post("/requests/1/checked", {"answer": "nothing", "from": "home"})
    clock.advance(timedelta(days=2))
    assert not asked()
    clock.advance(timedelta(days=6))
    assert asked()


def test_the_page_s_filters_lead_to_lists_with_the_same_filters(world: World, browser: SignIn) -> None:
    logged(world, [date(2019, 3, 4)])
    page = browser("alice").get("/?whose=me").get_data(as_text=True)
    assert f"status=old&amp;owner={world.people['alice']}" in page
