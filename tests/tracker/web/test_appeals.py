"""An appeal as a procedure of its own: every step noted and shown, corrected, changed, tied to its request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import Browser, World
from tests.tracker.web.test_requests import form, logged
from tracker.appeals.actions import APPEAL_EVENTS
from tracker.appeals.models import Appeal
from tracker.clock import FixedClock
from tracker.vocabulary import EVENTS

SignIn = Callable[[str], Browser]
STEPS = (
    ("appeal_clarification_asked", "2026-08-10", {}), ("appeal_clarification_answered", "2026-08-13", {}),
    ("appeal_admitted", "2026-08-18", {}), ("arguments_filed", "2026-08-24", {}),
    ("conciliation_agreed", "2026-08-26", {}), ("conciliation_ended", "2026-08-31", {}),
    ("instruction_closed", "2026-09-07", {}), ("resolution_extended", "2026-09-14", {"days": "20"}),
    ("resolution_notified", "2026-10-12", {"sense": "modifica", "days": "10"}),
    ("inconformidad_filed", "2026-10-14", {}), ("inconformidad_extended", "2026-10-15", {"days": "30"}),
    ("inconformidad_resolved", "2026-10-16", {"sense": "confirma"}), ("compliance_extension_asked", "2026-10-15", {}),
    ("compliance_extension_ruled", "2026-10-20", {"days": "3"}), ("compliance_reported", "2026-10-26", {}),
    ("compliance_contested", "2026-10-29", {}),
    ("compliance_ruled", "2026-11-11", {"sense": "incumplimiento"}), ("amparo_filed", "2026-11-18", {}),
)


@pytest.fixture
def alice(world: World, browser: SignIn) -> Browser:
    person = browser("alice")
    person.post("/requests/new", form(world, folios="330020326000123", agency="INM", filed_on="2026-06-01"))
    person.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-07-20"})
    person.post("/requests/1/appeals/new", {"filed_on": "2026-08-05", "number": "", "note": "", "grounds": ["INEXIST"]})
    return person


def step(person: Browser, kind: str, on: str, **more: str) -> str:
    answer = person.post("/appeals/1/steps", {"kind": kind, "happened_on": on, "note": "", **more}, page="/appeals/1")
    return str(answer.get_data(as_text=True))


def appeal_of(world: World, number: int = 1) -> Appeal:
    with world.backends.sessions.reading() as session:
        return session.get_one(Appeal, number)


def test_every_step_from_the_filing_to_the_amparo_is_noted_and_shown(alice: Browser, world: World) -> None:
    for kind, on, more in STEPS:
        page = step(alice, kind, on, **more)
        assert "flash problem" not in page and EVENTS[kind] in page, kind
    page = alice.get("/appeals/1").get_data(as_text=True)
    assert "Modifies" in page and "Not complied with" in page and "MX-FED-2025" in page
    assert {kind for kind, _on, _more in STEPS} == set(APPEAL_EVENTS) - {"appeal_dismissed"}
    steps = [e for e in logged(world).events if e.appeal_id == 1]
    assert len(steps) == 1 + len(STEPS)
    assert (appeal_of(world).sense, appeal_of(world).resolved_on) == ("modifica", date(2026, 10, 12))


def test_a_dismissal_ends_it(alice: Browser, world: World) -> None:
    step(alice, "appeal_dismissed", "2026-08-20")
    assert appeal_of(world).resolved_on == date(2026, 8, 20) and logged(world).status == "resolved"


def test_a_step_in_the_future_or_before_the_filing_is_refused(alice: Browser, world: World) -> None:
    assert "has not come yet" in step(alice, "appeal_admitted", "2027-01-01")
    assert "does not fit what is already noted" in step(alice, "appeal_admitted", "2026-08-01")
    assert appeal_of(world).resolved_on is None and len(logged(world).events) == 3


def test_number_regulator_and_grounds_can_be_added_later(alice: Browser, world: World, browser: SignIn) -> None:
    page = alice.post("/appeals/1/edit", {"number": "TP 77/26", "regulator": "Transparencia para el Pueblo",
                                          "grounds": ["INEXIST", "FUNDAMENT"], "note": "a"}, page="/appeals/1/edit")
    assert "TP 77/26" in page.get_data(as_text=True)
    assert appeal_of(world).grounds == ["INEXIST", "FUNDAMENT"]
    assert browser("rita").get("/appeals/1/edit").status_code == 403
    assert browser("charlie").get("/appeals/1/edit").status_code == 404


def test_a_second_appeal_of_a_request_has_its_own_steps(alice: Browser, world: World) -> None:
    step(alice, "resolution_notified", "2026-10-12", sense="revoca")
    alice.post("/requests/1/replies/new", {"kind": "supplementary_reply", "notified_on": "2026-10-30"})
    alice.post("/requests/1/appeals/new", {"filed_on": "2026-11-10", "number": "TP 9/26", "note": "", "grounds": []})
    alice.post("/appeals/2/steps", {"kind": "appeal_admitted", "happened_on": "2026-11-17", "note": ""},
               page="/appeals/2")
    first, second = (alice.get(f"/appeals/{n}").get_data(as_text=True) for n in (1, 2))
    assert "TP 9/26" in first and "Appeal admitted" not in first[first.index(">Steps<"):first.index(">Regulator<")]
    assert "Resolution notified" not in second[second.index(">Steps<"):second.index(">Regulator<")]
    with world.backends.sessions.reading() as session:
        assert [(row.id, row.sense) for row in session.scalars(select(Appeal).order_by(Appeal.id))] == [
            (1, "revoca"), (2, None)]


def test_an_imported_appeal_is_tied_to_its_request_by_folio(alice: Browser, world: World, browser: SignIn,
                                                            clock: FixedClock) -> None:
    with world.backends.sessions.writing() as session:
        session.add(Appeal(project_id=world.project, number="RRA 5/26", folio_as_written="330020326000123",
                           filed_on=date(2026, 8, 6), resolved_on=date(2026, 10, 5), sense="confirma", grounds=[],
                           created_at=clock.now(), extra={}))
    fields = {"number": "RRA 5/26", "regulator": "", "note": "", "grounds": []}
    page = alice.post("/appeals/2/edit", {**fields, "folio": "999"}, page="/appeals/2/edit")
    assert page.status_code == 422 and appeal_of(world, 2).info_request_id is None
    alice.post("/appeals/2/edit", {**fields, "folio": "330020326000123"}, page="/appeals/2/edit")
    assert appeal_of(world, 2).info_request_id == 1
    assert [(e.kind, e.values) for e in logged(world).events if e.appeal_id == 2] == [
        ("appeal_filed", {}), ("resolution_notified", {"sense": "confirma"})]


@pytest.mark.parametrize(("filed_on", "replied_on", "appealed_on", "regulator"), [
    ("2018-03-05", "2018-03-20", "2018-04-03", "INAI"), ("2010-03-01", "2010-03-20", "2010-04-05", "IFAI"),
    ("2026-06-01", "2026-07-20", "2026-08-05", "Transparencia para el Pueblo"),
])
def test_the_regulator_is_the_one_of_body_and_day(world: World, browser: SignIn, filed_on: str, replied_on: str,
                                                  appealed_on: str, regulator: str) -> None:
    person = browser("alice")
    person.post("/requests/new", form(world, folios="", agency="INM", filed_on=filed_on))
    person.post("/requests/1/replies/new", {"kind": "replied", "notified_on": replied_on})
    person.post("/requests/1/appeals/new", {"filed_on": appealed_on, "number": "", "note": "", "grounds": []})
    assert regulator in (appeal_of(world).regulator or "")
