"""The term of a reserve on pages: proposed with its words, confirmed by a person, watched, and asked for again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from tests.conftest import Browser, World
from tests.tracker.web.test_requests import form
from tracker.reminders.models import Notice
from tracker.requests.models import InfoRequest
from tracker.reserves.models import Reserve
from tracker.worker import knock

SignIn = Callable[[str], Browser]
REPLY = ("El Comité de Transparencia, en sesión celebrada el 10 de diciembre de 2025, confirmó la clasificación de las "
         "bitácoras como información reservada por un periodo de un año.")


def reserved(alice: Browser, world: World) -> None:
    """A request of last December answered with a reserve of one year."""
    alice.post("/requests/new", form(world, folios="340020300000125", agency="INM", filed_on="2025-11-25",
                                     text="Copia de las bitácoras."))
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2025-12-12", "text": REPLY})


def test_the_term_is_proposed_with_its_words_and_watched_only_when_confirmed(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    reserved(alice, world)
    page = alice.get("/requests/1/reserves").get_data(as_text=True)
    assert "to confirm" in page and "por un periodo de un año" in page and 'value="2025-12-10"' in page
    with world.backends.sessions.reading() as session:
        assert "reserve_expiry" not in [c.kind for c in session.get_one(InfoRequest, 1).clocks]
    alice.post("/reserves/1", {"verdict": "confirmed", "length": "1", "unit": "years", "starts_on": "2025-12-10"})
    with world.backends.sessions.reading() as session:
        [clock] = [c for c in session.get_one(InfoRequest, 1).clocks if c.kind == "reserve_expiry"]
        assert clock.due_on == date(2026, 12, 10) == session.get_one(Reserve, 1).ends_on
    assert "watched" in alice.get("/reserves").get_data(as_text=True)


def test_a_reserve_that_ran_out_has_its_new_request_prepared_once_and_the_owner_is_told(
    world: World, browser: SignIn
) -> None:
    alice = browser("alice")
    reserved(alice, world)
    alice.post("/reserves/1", {"verdict": "confirmed", "length": "", "unit": "years", "ends_on": "2026-12-10"})
    assert knock(world.backends)["requests_prepared"] == 0
    world.backends.clock.advance(timedelta(days=18))  # type: ignore[attr-defined]
    assert [knock(world.backends)["requests_prepared"] for _ in range(2)] == [1, 0]
    with world.backends.sessions.reading() as session:
        made = session.get_one(InfoRequest, 2)
        assert made.filed_on is None and made.agency == "INM" and made.project_id == world.project
        assert "«Copia de las bitácoras.»" in made.text and "10 de diciembre de 2026" in made.text
        assert "12 de diciembre de 2025" in made.text and "340020300000125" in made.text
        [notice] = session.scalars(select(Notice).where(Notice.kind == "reserve-ended"))
        assert (notice.user_id, notice.info_request_id) == (world.people["alice"], 2)
    assert "A reserve has ended" in browser("alice").get("/mail").get_data(as_text=True)


def test_a_dismissed_term_starts_nothing_and_stays_dismissed_when_the_reply_is_read_again(
    world: World, browser: SignIn
) -> None:
    from tracker.intake import suggest_findings
    from tracker.replies.models import Reply

    alice = browser("alice")
    reserved(alice, world)
    alice.post("/reserves/1", {"verdict": "confirmed", "length": "1", "unit": "years", "starts_on": "2025-12-10"})
    alice.post("/reserves/1", {"verdict": "dismissed"})
    with world.backends.sessions.writing() as session:
        suggest_findings(session, session.get_one(Reply, 1))
        assert [row.status for row in session.scalars(select(Reserve))] == ["dismissed"]
        assert "reserve_expiry" not in [c.kind for c in session.get_one(InfoRequest, 1).clocks]


def test_replies_read_before_terms_were_are_looked_through_on_request(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    reserved(alice, world)
    with world.backends.sessions.writing() as session:
        session.delete(session.get_one(Reserve, 1))
    page = alice.post("/requests/1/reserves", {}, page="/requests/1/reserves").get_data(as_text=True)
    assert "por un periodo de un año" in page and "to confirm" in page


def test_an_archived_project_rests(world: World, browser: SignIn) -> None:
    from tracker.projects.models import Project

    alice = browser("alice")
    reserved(alice, world)
    alice.post("/reserves/1", {"verdict": "confirmed", "length": "", "unit": "years", "ends_on": "2026-11-10"})
    with world.backends.sessions.writing() as session:
        session.get_one(Project, world.project).archived_at = world.backends.clock.now()
    assert knock(world.backends)["requests_prepared"] == 0


def test_a_term_without_a_day_is_not_confirmed(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    reserved(alice, world)
    for wrong in ({"length": "1"}, {"length": "", "starts_on": "2025-12-10"},
                  {"length": "1", "starts_on": "2025-12-10", "ends_on": "2024-01-01"}, {"length": "9999"}):
        page = alice.post("/reserves/1", {"verdict": "confirmed", "unit": "years", **wrong}).get_data(as_text=True)
        assert "Write for how long" in page
    assert re.search("to confirm", alice.get("/reserves").get_data(as_text=True))


def test_only_editors_decide_and_strangers_see_nothing(world: World, browser: SignIn) -> None:
    reserved(browser("alice"), world)
    assert browser("rita").post("/reserves/1", {"verdict": "dismissed"}).status_code == 403
    charlie = browser("charlie")
    assert charlie.get("/requests/1/reserves").status_code == 404
    assert charlie.post("/reserves/1/again", {}).status_code == 404
    assert "340020300000125" not in charlie.get("/reserves").get_data(as_text=True)
