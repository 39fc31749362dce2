"""What stands beside a request: several numbers, contacts, costs, related requests, notes; and who sees what of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Document
from tests.conftest import Browser, World
from tests.tracker.web.test_requests import form
from tracker.requests.models import Contact, Cost, Event, InfoRequest, Reference, RequestLink, RequestNote

SignIn = Callable[[str], Browser]


def rows(world: World, model: Any) -> list[Any]:
    with world.backends.sessions.reading() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def add(person: Browser, what: str, /, **values: str) -> Any:
    named = {f"{what}-{name}": value for name, value in values.items()}
    return person.post(f"/requests/1/details/{what}", named, page="/requests/1/details")


@pytest.fixture
def alice(world: World, browser: SignIn) -> Browser:
    """Alice, with one request logged."""
    person = browser("alice")
    person.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-01",
                                      filed_as="Seudónimo de Alicia"))
    return person


def test_a_request_goes_by_several_numbers_and_is_found_by_each(alice: Browser, world: World) -> None:
    for kind, number in (("platform", "330020326000999"), ("agency", "UT/77/2026"), ("file", "DIT 0312/2026"),
                         ("own", "Caso-Norte")):
        add(alice, "reference", kind=kind, number=number, remark="")
    add(alice, "reference", kind="own", number="Caso-Norte", remark="again")
    assert [(r.kind, r.number) for r in rows(world, Reference)] == [
        ("platform", "330020326000999"), ("agency", "UT/77/2026"), ("file", "DIT 0312/2026"), ("own", "Caso-Norte")]
    page = alice.get("/requests/1").get_data(as_text=True)
    assert "UT/77/2026" in page and "Case file (expediente)" in page
    for words in ("UT/77", "330020326000999", "caso-norte"):
        assert "Programas de protección" in alice.get(f"/requests?words={words}").get_data(as_text=True), words
    assert "No request fits" in alice.get("/requests?words=UT/78").get_data(as_text=True)
    number = rows(world, Reference)[1].id
    alice.post("/requests/1/details/reference", {"remove": number}, page="/requests/1/details")
    assert "UT/77/2026" not in alice.get("/requests/1").get_data(as_text=True)


def test_what_a_payment_cost_is_kept_and_the_payment_ends_its_clock(alice: Browser, world: World) -> None:
    alice.post("/requests/1/events", {"kind": "available", "happened_on": "2026-10-20", "note": ""})
    page = add(alice, "cost", amount="$1,234.50", sheets="120", what="copias certificadas", paid_on="2026-10-22")
    assert "$1,234.50" in page.get_data(as_text=True) and "120 sheets" in page.get_data(as_text=True)
    assert [(c.cents, c.sheets, c.paid_on) for c in rows(world, Cost)] == [(123450, 120, date(2026, 10, 22))]
    assert [(e.kind, e.happened_on.day) for e in rows(world, Event)][-1] == ("paid", 22)
    add(alice, "cost", amount="10", sheets="", what="envío", paid_on="2026-10-23")
    assert len([e for e in rows(world, Event) if e.kind == "paid"]) == 1


@pytest.mark.parametrize(("values", "says"), [
    ({"amount": "doce pesos"}, "is no amount"), ({"amount": "", "sheets": ""}, "Write the amount, the sheets"),
    ({"amount": "-5"}, "is no amount"), ({"amount": "1e300"}, "is no amount"), ({"amount": "NaN"}, "is no amount"),
    ({"amount": "5", "paid_on": "2027-01-01"}, "has not come yet"),
    ({"amount": "5", "paid_on": "2026-09-01"}, "before the request was filed"),
])
def test_a_cost_that_cannot_be_is_refused_in_a_sentence(alice: Browser, world: World, values: dict[str, str],
                                                        says: str) -> None:
    answer = add(alice, "cost", **values)
    assert answer.status_code == 422 and says in answer.get_data(as_text=True)
    assert rows(world, Cost) == []


def test_contacts_are_the_agency_s(alice: Browser, world: World) -> None:
    page = add(alice, "contact", name="Unidad de Transparencia", role="Titular", email="ut@inm.example", phone="55",
               address="").get_data(as_text=True)
    assert "Unidad de Transparencia" in page and "Write nothing of the person who asks" in page
    assert [c.email for c in rows(world, Contact)] == ["ut@inm.example"]
    assert "ut@inm.example" in alice.get("/requests/1").get_data(as_text=True)


def test_asking_again_makes_a_draft_tied_to_the_first_both_ways(alice: Browser, world: World) -> None:
    page = alice.post("/requests/1/again", page="/requests/1").get_data(as_text=True)
    assert "1. Programas." in page and "Seudónimo" not in page
    first, second = rows(world, InfoRequest)
    assert (second.status, second.text, second.agency, second.folio, second.filed_as) == (
        "draft", first.text, "INM", None, None)
    assert "Was asked again in" in alice.get("/requests/1").get_data(as_text=True)
    assert "Asks again what was asked in" in alice.get("/requests/2").get_data(as_text=True)


def test_related_requests_are_tied_and_untied_from_either_side(alice: Browser, world: World) -> None:
    alice.post("/requests/new", form(world, folios="0411100064213", subject="La otra", filed_on="2013-08-05"))
    add(alice, "link", kind="follows", other="0411100064213")
    assert "Was followed by" in alice.get("/requests/2").get_data(as_text=True)
    assert "That is this request" in add(alice, "link", kind="related", other="1").get_data(as_text=True)
    assert "No other request" in add(alice, "link", kind="related", other="999").get_data(as_text=True)
    alice.post("/requests/2/details/link", {"remove": rows(world, RequestLink)[0].id}, page="/requests/2/details")
    assert rows(world, RequestLink) == []


def test_a_link_says_nothing_of_a_request_the_reader_may_not_see(alice: Browser, world: World, browser: SignIn) -> None:
    alice.post("/projects", {"name": "Secret", "description": "", "visibility": "private"})
    alice.post("/requests/new", form(world, folios="", subject="Xochitl", filed_on="2026-10-02", project=2))
    add(alice, "link", kind="related", other="2")
    assert "Xochitl" in alice.get("/requests/1").get_data(as_text=True)
    assert "Xochitl" not in browser("bob").get("/requests/1").get_data(as_text=True)
    add(browser("bob"), "link", kind="related", other="2")
    assert len(rows(world, RequestLink)) == 1


def test_a_note_has_author_and_day_and_its_last_change_can_be_undone(alice: Browser, world: World, browser: SignIn
                                                                     ) -> None:
    bob = browser("bob")
    bob.post("/requests/1/notes", {"text": "Llamé a la unidad."}, page="/requests/1")
    page = alice.get("/requests/1").get_data(as_text=True)
    assert re.search(r"Llamé a la unidad\..*Bob", page, re.S)
    alice.post("/requests/1/notes", {"note": "1", "text": "Llamé dos veces."}, page="/requests/1")
    assert (rows(world, RequestNote)[0].text, rows(world, RequestNote)[0].before) == (
        "Llamé dos veces.", "Llamé a la unidad.")
    alice.post("/requests/1/notes", {"note": "1", "undo": "yes"}, page="/requests/1")
    assert rows(world, RequestNote)[0].text == "Llamé a la unidad."
    alice.post("/requests/1/notes", {"note": "1", "remove": "yes"}, page="/requests/1")
    assert "1 note taken out" in alice.get("/requests/1").get_data(as_text=True)
    alice.post("/requests/1/notes", {"note": "1", "undo": "yes"}, page="/requests/1")
    assert not rows(world, RequestNote)[0].is_removed
    assert "Write the note" in alice.post("/requests/1/notes", {"text": "  "}).get_data(as_text=True)


def test_a_note_of_another_request_cannot_be_changed_through_mine(alice: Browser, world: World, browser: SignIn
                                                                  ) -> None:
    alice.post("/requests/1/notes", {"text": "mine"}, page="/requests/1")
    bob = browser("bob")
    bob.post("/projects", {"name": "Bob's", "description": "", "visibility": "private"})
    bob.post("/requests/new", form(world, folios="", filed_on="2026-10-02", project=2))
    assert bob.post("/requests/2/notes", {"note": "1", "text": "changed"}).status_code == 404
    assert rows(world, RequestNote)[0].text == "mine"


def test_under_which_name_it_was_filed_is_for_editors_alone_on_every_way_out(alice: Browser, world: World,
                                                                              browser: SignIn) -> None:
    rita = browser("rita")
    for path in ("/requests/1", "/requests", "/requests/export.csv", "/requests/export.json", "/", "/agencies/INM",
                 "/requests?words=seudonimo"):
        assert "Seudónimo" not in rita.get(path).get_data(as_text=True), path
    assert "Seudónimo" in browser("bob").get("/requests/export.csv").get_data(as_text=True)
    assert "Seudónimo" in browser("bob").get("/requests/1").get_data(as_text=True)
    for asked, there in (({}, False), ({"filed_as": "yes"}, True)):
        answer = alice.post(f"/projects/{world.project}/dossier", asked)
        with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
            whole = b"".join(bundle.read(name) for name in bundle.namelist()).decode("utf-8", "replace")
        assert ("Seudónimo de Alicia" in whole) is there


def test_a_dossier_carries_what_stands_beside_but_no_link_out_of_the_project(alice: Browser, world: World) -> None:
    alice.post("/requests/new", form(world, folios="", subject="Aquí", filed_on="2026-10-02"))
    alice.post("/projects", {"name": "Other", "description": "", "visibility": "private"})
    alice.post("/requests/new", form(world, folios="", subject="Allá", filed_on="2026-10-02", project=2))
    add(alice, "link", kind="related", other="2")
    add(alice, "link", kind="related", other="3")
    alice.post("/requests/1/notes", {"text": "Una nota."}, page="/requests/1")
    answer = alice.post(f"/projects/{world.project}/dossier")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        data = json.loads(bundle.read(next(n for n in bundle.namelist() if n.endswith("project.json"))))
    assert [row["other_id"] for row in data["rows"]["request_link"]] == [2]
    assert [row["text"] for row in data["rows"]["request_note"]] == ["Una nota."]
    assert {person["name"] for person in data["people"]} >= {"Alice"}


def test_a_file_that_prints_another_folio_is_said_so_and_a_person_decides(alice: Browser, world: World) -> None:
    from tracker.replies.models import Mention, ReplyDocument

    alice.post("/requests/new", form(world, folios="330020326000123", subject="La otra", filed_on="2026-10-02"))
    alice.post("/requests/1/edit", form(world, folios="330020326000777", agency="INM", filed_on="2026-10-01"),
               page="/requests/1/edit")
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-10", "files": [
        (io.BytesIO(b"uno"), "ajena.txt"), (io.BytesIO(b"dos"), "propia.txt"), (io.BytesIO(b"tres"), "otra.txt")]},
        content_type="multipart/form-data")
    with world.backends.sessions.writing() as session:
        numbers = {row.name: row.id for row in session.scalars(select(Document))}
        for name, folio in (("ajena.txt", "330020326000123"), ("propia.txt", "330020326000123"),
                            ("propia.txt", "330020326000777"), ("otra.txt", "330020326000555")):
            session.add(Mention(document_id=numbers[name], page_number=1, folio=folio))
    page = alice.get("/requests/1").get_data(as_text=True)
    assert "“ajena.txt” prints another folio" in page and "La otra" in page
    assert "“otra.txt” prints another folio" in page and "“propia.txt” prints" not in page
    assert "“ajena.txt” prints another folio" in alice.get("/replies/1").get_data(as_text=True)
    alice.post("/requests/1/file-folio", {"document": numbers["ajena.txt"], "verdict": "keep"})
    alice.post("/requests/1/file-folio", {"document": numbers["otra.txt"], "verdict": "out"})
    assert "prints another folio" not in alice.get("/requests/1").get_data(as_text=True)
    assert {row.document_id for row in rows(world, ReplyDocument)} == {numbers["ajena.txt"], numbers["propia.txt"]}

