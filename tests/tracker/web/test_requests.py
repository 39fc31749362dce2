"""Requests on the web: logged from a folio, dated by the law, corrected with a trace, appealed in time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event as sa_event
from sqlalchemy import select

from tests.conftest import PASSWORD, Browser, World
from tracker.demo.letters import Letter, born_digital
from tracker.people.models import User
from tracker.requests.actions import RequestDraft, log_request
from tracker.requests.models import ClockRow, Event, InfoRequest
from tracker.requests.recompute import recompute

SignIn = Callable[[str], Browser]


def form(world: World, **changed: Any) -> dict[str, Any]:
    """What a person fills in to log a request."""
    return {"folios": "0411100064213", "subject": "Programas de protección", "text": "1. Programas.", "agency": "",
            "project": world.project, "filed_on": "2013-08-05", "filed_time": "", "procedure": "access",
            "channel": "platform", "filed_as": "", **changed}


def logged(world: World) -> InfoRequest:
    """The one request there is, with what belongs to it."""
    with world.backends.sessions.reading() as session:
        row = session.scalars(select(InfoRequest)).one()
        _ = row.events, row.clocks, row.stated
        return row


def test_a_pasted_folio_tells_the_agency_and_the_law(world: World, browser: SignIn) -> None:
    page = browser("alice").post("/requests/new", form(world)).get_data(as_text=True)
    row = logged(world)
    assert (row.agency, row.folio) == ("INM", "0411100064213")
    assert "MX-FED-2002" in page and "Instituto Nacional de Migración" in page


def test_several_folios_make_several_requests_and_none_twice(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="0411100064213\n0411100064413"))
    page = alice.post("/requests/new", form(world, folios="0411100064213\n0411100075613")).get_data(as_text=True)
    assert "0411100064213 is already logged" in page
    with world.backends.sessions.reading() as session:
        assert sorted(session.scalars(select(InfoRequest.folio))) == [
            "0411100064213", "0411100064413", "0411100075613"]


def test_a_folio_of_no_known_form_is_kept_as_written(world: World, browser: SignIn) -> None:
    page = browser("alice").post("/requests/new", form(world, folios="UT/33-bis", agency="INM")).get_data(as_text=True)
    assert "is not a folio of a form we know" in page
    row = logged(world)
    assert (row.folio, row.folio_as_written, row.agency) == (None, "UT/33-bis", "INM")


def test_filing_after_hours_counts_from_the_next_business_day(world: World, browser: SignIn) -> None:
    browser("alice").post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-01-16",
                                                filed_time="19:05"))
    response = next(c for c in logged(world).clocks if c.kind == "response")
    assert response.due_on == date(2026, 2, 17)


def test_the_reception_the_acuse_prints_beats_the_hour(world: World, browser: SignIn) -> None:
    browser("alice").post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-01-15",
                                                filed_time="19:05", received_on="2026-01-15"))
    response = next(c for c in logged(world).clocks if c.kind == "response")
    assert response.due_on == date(2026, 2, 13)


def test_a_stated_limit_is_shown_beside_the_computed_one(world: World, browser: SignIn) -> None:
    page = browser("alice").post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-11-03",
                                                       response_limit="2026-12-04")).get_data(as_text=True)
    assert "stated: Dec 4, 2026" in page and "differs" in page


def test_a_filing_in_the_future_is_refused_in_one_sentence(world: World, browser: SignIn) -> None:
    answer = browser("alice").post("/requests/new", form(world, filed_on="2027-01-01"))
    assert answer.status_code == 422 and "This day has not come yet" in answer.get_data(as_text=True)


def test_an_answered_clarification_starts_the_response_again(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-26"))
    alice.post("/requests/1/events", {"kind": "clarification_asked", "happened_on": "2026-10-30", "note": ""})
    assert logged(world).status == "clarification"
    alice.post("/requests/1/events", {"kind": "clarification_answered", "happened_on": "2026-11-05", "note": ""})
    clocks = [c for c in logged(world).clocks if c.kind == "response"]
    assert [c.status for c in clocks] == ["replaced", "running"]
    assert clocks[-1].due_on == date(2026, 12, 4)


def test_an_impossible_event_is_refused_and_nothing_is_kept(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-26"))
    page = alice.post("/requests/1/events", {"kind": "clarification_answered", "happened_on": "2026-10-29",
                                             "note": ""}).get_data(as_text=True)
    assert "That does not fit what is already noted" in page
    assert [e.kind for e in logged(world).events] == ["filed"]


def test_a_correction_keeps_the_old_row_and_counts_the_new_one(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-26"))
    alice.post("/requests/1/events", {"kind": "clarification_asked", "happened_on": "2026-10-30", "note": ""})
    alice.post("/requests/1/events/2", {"kind": "clarification_asked", "happened_on": "2026-10-29", "note": "sí"},
               page="/requests/1/events/2")
    row = logged(world)
    assert [(e.kind, e.happened_on.day, e.replaces_id) for e in row.events] == [
        ("filed", 26, None), ("clarification_asked", 30, None), ("clarification_asked", 29, 2)]
    answer_by = next(c for c in row.clocks if c.kind == "clarification_answer")
    assert answer_by.starts_on == date(2026, 10, 29)


def test_taking_a_note_back_leaves_its_trace(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-26"))
    alice.post("/requests/1/events", {"kind": "clarification_asked", "happened_on": "2026-10-30", "note": ""})
    alice.post("/requests/1/events/2/retract", {})
    row = logged(world)
    assert row.status == "filed" and len(row.events) == 3
    assert "Clarification asked" in alice.get("/requests/1").get_data(as_text=True)


def test_silence_opens_the_appeal_only_after_a_look_at_the_platform(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-12"))
    assert "You can appeal until" not in alice.get("/requests/1").get_data(as_text=True)
    home = alice.get("/").get_data(as_text=True)
    assert "Nothing new" in home
    alice.post("/requests/1/checked", {"answer": "nothing", "from": "home"})
    page = alice.get("/requests/1").get_data(as_text=True)
    assert "You can appeal until" in page and "Transparencia para el Pueblo" in page


def test_a_reply_opens_the_appeal_and_the_appeal_is_recorded(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-01"))
    letter = born_digital(Letter(("INM",), ("Se declara la inexistencia de la información solicitada.",)))
    page = alice.post("/requests/1/replies/new", {
        "kind": "replied", "notified_on": "2026-11-10", "found_on": "2026-11-11",
        "files": [(io.BytesIO(letter), "a.pdf"), (io.BytesIO(letter[:-1]), "b.pdf"), (io.BytesIO(b""), "vacio.pdf")],
    }, content_type="multipart/form-data").get_data(as_text=True)
    assert "vacio.pdf is empty" in page and "a.pdf" in page and "b.pdf" in page
    page = alice.get("/requests/1").get_data(as_text=True)
    assert re.search(r"You can appeal until <time[^>]*>Wed 2 Dec 2026", page)
    page = alice.post("/requests/1/appeals/new", {"filed_on": "2026-11-20", "number": "X 1/26", "note": "",
                                                  "grounds": ["INEXIST"]}).get_data(as_text=True)
    assert "It was declared not to exist" in page and "Transparencia para el Pueblo" in page
    assert logged(world).status == "appealed"


@pytest.mark.parametrize(("agency", "filed_on", "regulator"), [
    ("INM", "2019-03-04", "INAI"), ("INM", "2026-03-02", "Transparencia para el Pueblo"),
])
def test_the_regulator_follows_from_body_and_date(world: World, browser: SignIn, agency: str, filed_on: str,
                                                  regulator: str) -> None:
    alice = browser("alice")
    page = alice.post("/requests/new", form(world, folios="", agency=agency, filed_on=filed_on))
    assert f"regulator: {regulator}" in page.get_data(as_text=True)


def test_an_autonomous_body_has_a_regulator_of_its_own(world: World, browser: SignIn) -> None:
    page = browser("alice").post("/requests/new", form(world, folios="", agency="FGR", filed_on="2026-03-02"))
    text = page.get_data(as_text=True)
    assert "Órgano Interno de Control" in text or "rgano interno de control" in text


def test_a_reader_sees_but_cannot_change_and_a_stranger_sees_nothing(world: World, browser: SignIn) -> None:
    browser("alice").post("/requests/new", form(world, filed_as="Seudónimo de Alicia"))
    rita, charlie = browser("rita"), browser("charlie")
    page = rita.get("/requests/1")
    assert page.status_code == 200 and "Seudónimo" not in page.get_data(as_text=True)
    assert rita.post("/requests/1/events", {"kind": "closed", "happened_on": "2026-11-01"}).status_code == 403
    assert charlie.get("/requests/1").status_code == 404
    assert charlie.post("/requests/1/checked", {"answer": "nothing"}).status_code == 404
    assert "Programas de protección" not in charlie.get("/requests").get_data(as_text=True)
    assert [e.kind for e in logged(world).events] == ["filed"]


def test_closed_days_of_an_agency_move_the_dates_of_its_requests(world: World, browser: SignIn) -> None:
    browser("alice").post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-11-03"))
    before = next(c.due_on for c in logged(world).clocks if c.kind == "response")
    browser("olga").post("/calendars/INM/closed", {"first": "2026-11-26", "last": "2026-11-27", "reason": "Acuerdo",
                                                   "scope": "agency", "status": "verified",
                                                  "source": "DOF 2026-11-01"})
    after = next(c.due_on for c in logged(world).clocks if c.kind == "response")
    assert (before, after) == (date(2026, 12, 2), date(2026, 12, 4))


def test_the_home_page_and_the_list_take_no_more_queries_with_more_requests(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    engine = world.backends.sessions.engine
    counted: list[str] = []
    sa_event.listen(engine, "before_cursor_execute", lambda *given: counted.append(given[2]))

    def log(number: int) -> None:
        from tracker.laws.store import rulebook_of

        with world.backends.sessions.writing() as session:
            by = session.get_one(User, world.people["alice"])
            for i in range(number):
                row = log_request(session, RequestDraft(project_id=world.project, subject=f"S{i}", agency="INM",
                                                        filed_on=date(2026, 10, 1 + i % 28)),
                                  by=by, clock=world.backends.clock)
                recompute(session, row, rulebook_of(session), now=world.backends.clock.now())

    def cost(address: str) -> int:
        counted.clear()
        assert alice.get(address).status_code == 200
        return len(counted)

    log(3)
    few = cost("/"), cost("/requests")
    log(60)
    assert (cost("/"), cost("/requests")) == few


def test_events_are_never_changed_in_place(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world))
    with world.backends.sessions.reading() as session:
        before = session.execute(select(Event.__table__)).all()
    alice.post("/requests/1/edit", form(world, filed_on="2013-08-06"), page="/requests/1/edit")
    with world.backends.sessions.reading() as session:
        after = session.execute(select(Event.__table__)).all()
        assert session.scalars(select(ClockRow)).first() is not None
    assert after[: len(before)] == before and len(after) == len(before) + 1
    assert logged(world).filed_on == date(2013, 8, 6)


def test_the_outcome_of_a_reply_is_a_person_s_word(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-01"))
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-10",
                                           "text": "Se declara la inexistencia de la información solicitada."})
    assert logged(world).outcome is None
    alice.post("/replies/1/outcome", {"outcome": "denied"}, page="/replies/1")
    row = logged(world)
    assert row.outcome == "denied" and row.status == "replied"
    assert [e.kind for e in row.events] == ["filed", "replied", "replied"] and row.events[2].replaces_id == 2


def test_a_reserve_with_its_years_is_watched(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-01"))
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-10", "reserve_years": "5"})
    assert next(c for c in logged(world).clocks if c.kind == "reserve_expiry").due_on == date(2031, 11, 10)


def test_the_list_is_searched_without_accents_word_by_word(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, subject="Vuelos de deportación", text="Estaciones migratorias de 2025"))
    for words in ("deportacion", "vuelos 2025", "MIGRATORIAS estaciones", "0411100064213", "041110006"):
        assert "Vuelos de deportación" in alice.get(f"/requests?words={words}").get_data(as_text=True), words
    assert "Vuelos de deportación" not in alice.get("/requests?words=vuelos+2024").get_data(as_text=True)


def test_a_second_reply_leaves_the_days_to_appeal_the_first_alone(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-01"))
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-10"})
    answer = alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-20"})
    assert answer.status_code == 422 and "as supplementary" in answer.get_data(as_text=True)
    alice.post("/requests/1/replies/new", {"kind": "supplementary_reply", "notified_on": "2026-11-20"})
    appeals = [(c.status, c.due_on) for c in logged(world).clocks if c.kind == "appeal"]
    assert ("running", date(2026, 12, 2)) in appeals and ("running", date(2026, 12, 11)) in appeals


def test_moving_a_request_away_takes_an_administrator(world: World, browser: SignIn) -> None:
    browser("alice").post("/requests/new", form(world))
    bob = browser("bob")
    bob.post("/projects", {"name": "Mine", "description": "", "visibility": "private"})
    answer = bob.post("/requests/1/edit", form(world, project=2), page="/requests/1/edit")
    assert answer.status_code == 403 and logged(world).project_id == world.project


@pytest.mark.parametrize("path", ["/requests/99999999999999999999", "/requests?project=²", "/requests?page=²"])
def test_odd_numbers_are_never_an_error_of_ours(world: World, browser: SignIn, path: str) -> None:
    assert browser("alice").get(path).status_code in (200, 404)


def test_a_filing_before_the_first_law_is_refused_in_a_sentence(world: World, browser: SignIn) -> None:
    answer = browser("alice").post("/requests/new", form(world, folios="", agency="INM", filed_on="1990-01-01"))
    assert answer.status_code == 422 and "does not fit" in answer.get_data(as_text=True)


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "/%09/evil.example", "/%0d%0a/x", "https://e.x"])
def test_signing_in_never_leads_elsewhere(world: World, browser: SignIn, target: str) -> None:
    window = browser("")
    answer = window.post(f"/login?next={target}", {"email": "alice@example.org", "password": PASSWORD}, page="/login",
                         follow=False)
    assert answer.status_code == 302 and answer.headers["Location"] in ("/", target) and "evil" not in (
        answer.headers["Location"])


def test_wrong_passwords_for_one_account_lock_no_other(world: World, browser: SignIn) -> None:
    window = browser("")
    for _try in range(9):
        window.post("/login", {"email": "bob@example.org", "password": "wrong"}, page="/login")
    again = window.post("/login", {"email": "bob@example.org", "password": PASSWORD}, page="/login")
    assert again.status_code == 429
    assert browser("alice").get("/account").status_code == 200


def test_a_period_nobody_answered_in_is_not_called_done(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-01"), page="/requests/new")
    alice.post("/requests/1/checked", {"answer": "nothing"}, page="/requests/1")
    page = alice.get("/requests/1").get_data(as_text=True)
    assert "not done in time" in page and "done late" not in page
    alice.post("/requests/1/events", {"kind": "replied", "happened_on": "2026-11-20"}, page="/requests/1")
    page = alice.get("/requests/1").get_data(as_text=True)
    assert "done late" in page and "not done in time" not in page
