"""Everything that can happen is noted by kind, date and note; corrected and taken back with a trace, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import Browser, World
from tests.tracker.web.test_requests import form, logged
from tracker.appeals.actions import APPEAL_EVENTS
from tracker.appeals.models import Appeal
from tracker.clocks.kinds import EVENT_KINDS
from tracker.replies.models import Reply
from tracker.requests.models import Event, InfoRequest
from tracker.requests.platform_words import ANSWERS, BY_CODE, INFOMEX, STATES

SignIn = Callable[[str], Browser]
FIRST = {
    "clarification_answered": ("clarification_asked",), "identity_accredited": ("identity_required",),
    "paid": ("available",), "appeal_clarification_answered": ("appeal_filed", "appeal_clarification_asked"),
    "conciliation_ended": ("appeal_filed", "conciliation_agreed"),
}
"""What has to stand before, where anything has."""


def note(person: Browser, kind: str, on: str, text: str = "", **more: str) -> str:
    """Note something in the three fields of the form."""
    return str(person.post("/requests/1/events", {"kind": kind, "happened_on": on, "note": text, **more})
               .get_data(as_text=True))


@pytest.fixture
def alice(world: World, browser: SignIn) -> Browser:
    person = browser("alice")
    person.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-01"))
    return person


def logged_again(person: Browser, world: World, number: int) -> None:
    """Have so many requests like the first."""
    from tracker.people.models import User
    from tracker.requests.actions import RequestDraft, log_request

    with world.backends.sessions.writing() as session:
        by = session.get_one(User, world.people["alice"])
        for one in range(1, number):
            log_request(session, RequestDraft(project_id=world.project, subject=f"S{one}", agency="INM",
                                              filed_on=date(2026, 10, 1)), by=by, clock=world.backends.clock)


def note_all(person: Browser, world: World, choices: list[tuple[str, str]]) -> dict[str, tuple[str, Event]]:
    """Note each choice on a request of its own, after what has to stand before; choice → page and event made."""
    logged_again(person, world, len(choices))
    token, found = person.token("/requests/1"), {}
    for number, (choice, kind) in enumerate(choices, start=1):
        before = FIRST.get(kind) or (("appeal_filed",) if kind in APPEAL_EVENTS and kind != "amparo_filed" else ())
        for day, one in enumerate((*before, choice), start=20):
            answer = person.client.post(f"/requests/{number}/events", data={
                "kind": one, "happened_on": f"2026-10-{day}", "note": "así fue", "csrf_token": token})
            assert answer.status_code == 302, choice
        page = person.get(f"/requests/{number}").get_data(as_text=True)
        with world.backends.sessions.reading() as session:
            made = session.scalars(select(Event).where(Event.info_request_id == number)
                                   .order_by(Event.id.desc())).first()
        assert made is not None and made.kind == kind and made.happened_on == date(2026, 10, 20 + len(before)), choice
        assert "flash problem" not in page and "así fue" in page, choice
        found[choice] = page, made
    return found


def test_every_kind_takes_three_fields(alice: Browser, world: World) -> None:
    made = note_all(alice, world, [(kind, kind) for kind in EVENT_KINDS if kind != "filed"])
    assert all(event.note == "así fue" for _page, event in made.values())


def test_what_the_platforms_print_is_noted_in_their_own_words(alice: Browser, world: World) -> None:
    said = {one.code: one for one in (*STATES, *ANSWERS, *INFOMEX)}
    made = note_all(alice, world, [(one.code, one.kind) for one in said.values()])
    for code, (page, event) in made.items():
        assert event.values["platform"] == said[code].words and f"“{said[code].words}”" in page
        if said[code].values.get("outcome"):
            with world.backends.sessions.reading() as session:
                assert session.get_one(InfoRequest, event.info_request_id).outcome == said[code].values["outcome"]


def test_a_draft_is_filed_in_three_fields(world: World, browser: SignIn) -> None:
    person = browser("alice")
    person.post("/requests/new", form(world, folios="", agency="", filed_on=""))
    page = person.post("/requests/1/filed", {"folio": "330020326000123", "filed_on": "2026-11-03", "filed_time": ""})
    text = page.get_data(as_text=True)
    assert "every date is computed" in text
    row = logged(world)
    assert (row.folio, row.agency, row.filed_on, row.status) == ("330020326000123", "INM", date(2026, 11, 3), "filed")
    again = person.post("/requests/1/filed", {"folio": "", "filed_on": "2026-11-04"}, page="/").get_data(as_text=True)
    assert "Another filing date is noted" in again
    assert logged(world).filed_on == date(2026, 11, 3)


def test_no_two_platform_words_share_a_code() -> None:
    assert len(BY_CODE) == len(STATES) + len(ANSWERS) + len(INFOMEX)
    assert set(BY_CODE).isdisjoint(EVENT_KINDS)


def test_what_was_only_seen_starts_no_clock(alice: Browser, world: World) -> None:
    before = [(c.kind, c.due_on) for c in logged(world).clocks]
    page = note(alice, "said-en-proceso-de-entrega-de-informacion", "2026-10-20")
    assert "Seen on the platform:" in page and [(c.kind, c.due_on) for c in logged(world).clocks] == before
    assert logged(world).looked_on == date(2026, 10, 20)


def test_a_reply_noted_quickly_is_a_reply_files_can_be_added_to(alice: Browser, world: World) -> None:
    note(alice, "replied", "2026-11-10", outcome="denied")
    with world.backends.sessions.reading() as session:
        reply = session.scalars(select(Reply)).one()
        assert reply.notified_on == date(2026, 11, 10)
    assert "Add files" in alice.get("/replies/1").get_data(as_text=True) and logged(world).outcome == "denied"
    assert "A reply is noted already" in note(alice, "replied", "2026-11-12")
    assert [e.kind for e in logged(world).events] == ["filed", "replied"]


def test_correcting_a_reply_s_day_loses_nothing_it_carries(alice: Browser, world: World) -> None:
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-10", "reserve_years": "5"})
    alice.post("/replies/1/outcome", {"outcome": "denied"}, page="/replies/1")
    event = logged(world).events[-1]
    alice.post(f"/requests/1/events/{event.id}", {
        "kind": "replied", "happened_on": "2026-11-11", "note": "", "outcome": "denied", "reserve_years": "5"},
        page=f"/requests/1/events/{event.id}")
    row = logged(world)
    assert row.outcome == "denied" and row.events[-1].values == {
        "reserve_years": 5, "sense": "reserved", "outcome": "denied"}
    assert next(c.due_on for c in row.clocks if c.kind == "reserve_expiry") == date(2031, 11, 11)
    with world.backends.sessions.reading() as session:
        reply = session.scalars(select(Reply)).one()
        assert (reply.event_id, reply.notified_on) == (row.events[-1].id, date(2026, 11, 11))
    alice.post("/replies/1/outcome", {"outcome": "partial"}, page="/replies/1")
    replaced = {e.replaces_id for e in logged(world).events}
    assert len([e for e in logged(world).events if e.kind == "replied" and e.id not in replaced]) == 1


def test_a_corrected_step_stays_with_its_appeal(alice: Browser, world: World) -> None:
    note(alice, "replied", "2026-10-20")
    alice.post("/requests/1/appeals/new", {"filed_on": "2026-11-03", "number": "TP 1/26", "note": "", "grounds": []})
    alice.post("/appeals/1/steps", {"kind": "resolution_notified", "happened_on": "2026-11-18", "sense": "revoca",
                                    "note": ""}, page="/appeals/1")
    event = logged(world).events[-1]
    alice.post(f"/requests/1/events/{event.id}", {"kind": "resolution_notified", "happened_on": "2026-11-19",
                                                  "note": "", "sense": "modifica", "days": "10"},
               page=f"/requests/1/events/{event.id}")
    made = logged(world).events[-1]
    assert made.appeal_id == 1 and made.values == {"sense": "modifica", "days": 10}
    with world.backends.sessions.reading() as session:
        appeal = session.get_one(Appeal, 1)
        assert (appeal.sense, appeal.resolved_on) == ("modifica", date(2026, 11, 19))
    page = alice.get("/appeals/1").get_data(as_text=True)
    assert re.search(r"Thu 19 Nov 2026", page) and "Wed 18 Nov 2026" not in page


def test_an_appeal_is_taken_back_only_when_nothing_rests_on_it(alice: Browser, world: World) -> None:
    note(alice, "replied", "2026-10-20")
    note(alice, "appeal_filed", "2026-11-03")
    filed = logged(world).events[-1]
    note(alice, "appeal_admitted", "2026-11-09")
    assert logged(world).events[-1].appeal_id == filed.appeal_id
    page = alice.post(f"/requests/1/events/{filed.id}/retract").get_data(as_text=True)
    assert "take those back first" in page
    alice.post(f"/requests/1/events/{filed.id + 1}/retract")
    alice.post(f"/requests/1/events/{filed.id}/retract")
    assert logged(world).status == "replied"
    assert "Note first when the appeal was filed" in note(alice, "appeal_admitted", "2026-11-09")


def test_taking_back_what_another_fact_needs_is_refused_in_a_sentence(alice: Browser, world: World) -> None:
    note(alice, "clarification_asked", "2026-10-06")
    note(alice, "clarification_answered", "2026-10-08")
    page = alice.post("/requests/1/events/2/retract").get_data(as_text=True)
    assert "does not fit what is already noted" in page
    assert len(logged(world).events) == 3


def test_what_cannot_stand_for_one_of_several_leaves_the_others_and_keeps_nothing_of_it(alice: Browser, world: World
                                                                                        ) -> None:
    alice.post("/requests/new", form(world, folios="", subject="Borrador", filed_on=""))
    page = alice.post("/requests/bulk", {"number": ["1", "2"], "action": "closed", "note": "limpieza"})
    assert "Borrador: This request is a draft" in page.get_data(as_text=True)
    with world.backends.sessions.reading() as session:
        assert sorted(session.scalars(select(InfoRequest.status))) == ["closed", "draft"]
        assert [e.note for e in session.scalars(select(Event).where(Event.kind == "closed"))] == ["limpieza"]
    assert "is a draft" in alice.post("/requests/2/checked", {"answer": "nothing"}).get_data(as_text=True)


@pytest.mark.parametrize(("notes", "says"), [
    ([("extension_notified", "2026-10-15", ""), ("extension_notified", "2026-10-20", "")],
     "A second extension is noted"),
    ([("extension_notified", "2026-10-15", "30")], "longer than the law allows: of its days only 10 count"),
    ([("extension_notified", "2026-11-20", "")], "An extension is noted after the period had ended"),
])
def test_a_doubtful_extension_is_kept_and_said_to_be_doubtful(alice: Browser, world: World,
                                                              notes: list[tuple[str, str, str]], says: str) -> None:
    page = ""
    for kind, on, days in notes:
        page = note(alice, kind, on, days=days)
    assert says in page and len(logged(world).events) == 1 + len(notes)
    assert says in alice.get("/requests/1").get_data(as_text=True)


def test_an_ordinary_extension_is_not_doubted(alice: Browser) -> None:
    page = note(alice, "extension_notified", "2026-10-15", days="10")
    assert "extension is noted" not in page


def test_the_timeline_says_who_took_a_fact_back_or_corrected_it(alice: Browser, world: World, browser: SignIn) -> None:
    note(alice, "clarification_asked", "2026-10-06", "uno")
    note(alice, "platform_checked", "2026-10-07", "dos")
    bob = browser("bob")
    bob.post("/requests/1/events/2", {"kind": "clarification_asked", "happened_on": "2026-10-05", "note": "tres"},
             page="/requests/1/events/2")
    bob.post("/requests/1/events/3/retract")
    page = alice.get("/requests/1").get_data(as_text=True)
    assert re.search(r"uno</div>.*?corrected.*?Bob", page, re.S)
    assert re.search(r"dos</div>.*?taken back.*?Bob", page, re.S)
