"""Questions from the text of a request to the coverage table of the appeal, decided by people alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from tests.conftest import Browser, World
from tests.tracker.web.archive_world import archived
from tests.tracker.web.test_requests import form
from tracker.questions.models import Question
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest

SignIn = Callable[[str], Browser]
TEXT = "Solicito:\n1. Contratos de alimentación en Tapachula\n2. Quejas por maltrato\n3. Bitácoras de vuelos\nGracias."
PAGE = "/requests/1/questions"


def asked(alice: Browser, world: World) -> None:
    """A request with three questions, answered by a file of two pages."""
    alice.post("/requests/new", form(world, folios="340020300000126", agency="INM", filed_on="2026-10-01", text=TEXT))
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-10", "text": "Se entrega."})
    document = archived(world.backends, world.project, (
        ("Contratos de alimentación", "de la estación de Tapachula"), ("Quejas recibidas", "por maltrato"),
    ), is_indexed=False)
    with world.backends.sessions.writing() as session:
        reply = session.scalars(select(Reply)).one()
        session.add(ReplyDocument(reply_id=reply.id, document_id=document))
    rows = re.findall(r'name="number" value="(\d)"', alice.get(PAGE).get_data(as_text=True))
    assert rows == ["1", "2", "3"]
    alice.post(PAGE, {"again": "yes"})


def kept(world: World) -> list[Question]:
    with world.backends.sessions.reading() as session:
        return list(session.scalars(select(Question).order_by(Question.position)))


def decide(alice: Browser, world: World) -> None:
    one, two, three = kept(world)
    alice.post(f"{PAGE}/answers", {
        f"status-{one.id}": "answered", f"page-{one.id}": "1:1", f"status-{two.id}": "refused",
        f"ground-{two.id}": "reserved", f"note-{two.id}": "Sin prueba de daño.", f"status-{three.id}": "ignored"})


def test_pages_are_proposed_with_a_link_that_marks_the_words_and_nothing_is_decided(world: World, browser: SignIn
                                                                                      ) -> None:
    alice = browser("alice")
    asked(alice, world)
    page = alice.get(PAGE).get_data(as_text=True)
    assert re.search(r'/documents/1/pages?/1\?q=[^"]*Tapachula', page) and re.search(r'/documents/1/pages?/2\?q=', page)
    assert {question.status for question in kept(world)} == {"open"}


def test_decisions_are_kept_with_page_ground_and_who(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    asked(alice, world)
    decide(alice, world)
    one, two, three = kept(world)
    assert (one.status, one.document_id, one.page_number) == ("answered", 1, 1)
    assert (two.status, two.ground, two.note) == ("refused", "reserved", "Sin prueba de daño.")
    assert three.status == "ignored" and three.decided_by == world.people["alice"] and three.decided_at is not None


def test_the_draft_of_the_appeal_carries_the_coverage(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    asked(alice, world)
    decide(alice, world)
    prepare = "/requests/1/appeals/prepare"
    draft = alice.post(prepare, {"grounds": ["INCOMPLETA"], "write": "1"}, page=prepare).get_data(as_text=True)
    assert "Lo pedido y lo respondido" in draft
    assert "| 2 | Quejas por maltrato | negada, por reserva. Sin prueba de daño. | ninguna página" in draft
    assert "| respondida | anexo 3, página 1" in draft and "| 3 | Bitácoras de vuelos | sin respuesta |" in draft


def test_what_was_ignored_or_refused_suggests_its_ground(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    asked(alice, world)
    decide(alice, world)
    page = alice.get("/requests/1/appeals/prepare").get_data(as_text=True)
    assert re.search(r'value="INCOMPLETA" checked', page) and "el punto 3 de la solicitud quedó sin respuesta" in page
    assert re.search(r'value="CLASIF" checked', page) and "el punto 2 de la solicitud fue negado por reserva" in page


def test_a_question_that_is_rewritten_is_not_decided_any_more_and_an_emptied_one_is_gone(world: World, browser: SignIn
                                                                                          ) -> None:
    alice = browser("alice")
    asked(alice, world)
    decide(alice, world)
    one, two, three = kept(world)
    alice.post(PAGE, {"id": [str(one.id), str(two.id), str(three.id), ""], "number": ["1", "2", "3", "4"],
                      "text": [one.text, "Quejas por tortura", "", "Actas del comité"]})
    now = kept(world)
    assert [(q.number, q.status) for q in now] == [("1", "answered"), ("2", "open"), ("4", "open")]


def test_a_page_of_another_reply_or_an_unknown_status_is_refused(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    asked(alice, world)
    other = archived(world.backends, world.project, (("Otro", "asunto"),), name="otro.pdf", is_indexed=False)
    key = kept(world)[0].id
    for data in ({f"status-{key}": "answered", f"page-{key}": f"{other}:1"}, {f"status-{key}": "won"},
                 {f"status-{key}": "refused", f"ground-{key}": "x"}):
        assert alice.post(f"{PAGE}/answers", data).status_code == 400
    assert kept(world)[0].status == "open"


def test_readers_see_and_do_not_decide_and_strangers_find_nothing(world: World, browser: SignIn) -> None:
    asked(browser("alice"), world)
    rita, charlie = browser("rita"), browser("charlie")
    assert "Quejas por maltrato" in rita.get(PAGE).get_data(as_text=True)
    assert rita.post(f"{PAGE}/answers", {}).status_code == 403 and rita.post(PAGE, {}).status_code == 403
    assert charlie.get(PAGE).status_code == 404 and charlie.post(PAGE, {}).status_code == 404


def test_a_dossier_takes_the_questions_along(world: World, browser: SignIn) -> None:
    from tracker.exports.dossier import collect
    from tracker.projects.models import Project

    asked(browser("alice"), world)
    with world.backends.sessions.reading() as session:
        data = collect(session, session.get_one(Project, world.project), now=world.backends.clock.now())
        assert session.scalars(select(InfoRequest.filed_on)).one() == date(2026, 10, 1)
    assert [row["number"] for row in data["rows"]["question"]] == ["1", "2", "3"]
