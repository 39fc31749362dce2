"""After the appeal, on pages: points with their outcome, two releases side by side, counts that open their lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tests.conftest import Browser, World
from tests.tracker.web.archive_world import archived, redaction
from tests.tracker.web.test_requests import form

SignIn = Callable[[str], Browser]
HIDDEN = ["El operativo estuvo a cargo de", "con agentes de la delegación"]
FREED = ["El operativo estuvo a cargo de", "la comandancia regional sur", "con agentes de la delegación"]


def appealed(alice: Browser, world: World) -> None:
    """A request answered twice, with an appeal between the two replies; documents 1 and 2 are the releases."""
    from tracker.replies.models import ReplyDocument

    alice.post("/requests/new", form(world, folios="340020300000126", agency="INM", filed_on="2026-08-03"))
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-08-28"})
    alice.post("/requests/1/appeals/new", {"filed_on": "2026-09-03", "number": "RRA 1/26", "grounds": ["CLASIF"]})
    alice.post("/requests/1/replies/new", {"kind": "supplementary_reply", "notified_on": "2026-11-10"})
    archived(world.backends, world.project, [HIDDEN], name="bitacora.pdf", is_indexed=False,
             page_values={1: {"redactions": [redaction()], "redacted_share": 0.3}})
    archived(world.backends, world.project, [FREED], name="bitacora nueva.pdf", is_indexed=False)
    with world.backends.sessions.writing() as session:
        session.add_all([ReplyDocument(reply_id=1, document_id=1), ReplyDocument(reply_id=2, document_id=2)])


def test_points_keep_their_outcome_their_compliance_and_the_page_that_shows_it(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    appealed(alice, world)
    page = alice.get("/appeals/1/points").get_data(as_text=True)
    assert "The information was classified" in page
    saved = alice.post("/appeals/1/points", {
        "id": ["", ""], "text": ["Nombres de los agentes", ""], "outcome": ["modified", "open"],
        "compliance": ["partly", "open"], "note": ["falta uno", ""], "document": ["2", ""], "page": ["1", ""]},
        page="/appeals/1/points").get_data(as_text=True)
    assert "Nombres de los agentes" in saved and "/documents/2/pages/1" in saved
    assert re.search(r'value="modified" selected', saved) and re.search(r'value="partly" selected', saved)
    rita = browser("rita")
    assert "Nombres de los agentes" in rita.get("/appeals/1/points").get_data(as_text=True)
    assert rita.post("/appeals/1/points", {"text": "x"}).status_code == 403
    assert browser("charlie").get("/appeals/1/points").status_code == 404


def test_a_point_cannot_name_a_file_of_something_else(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    appealed(alice, world)
    other = archived(world.backends, world.project, name="ajeno.pdf", is_indexed=False)
    answer = alice.post("/appeals/1/points", {"id": "", "text": "x", "outcome": "open", "compliance": "open",
                                              "note": "", "document": str(other), "page": "1"})
    assert answer.status_code == 400


def test_the_second_release_stands_beside_the_first_with_what_it_freed(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    appealed(alice, world)
    page = alice.get("/requests/1/releases").get_data(as_text=True)
    assert "4 words freed" in page and "la comandancia regional sur" in page
    assert "30.0 %" in page and "0.0 %" in page
    assert "/documents/1/pages/1" in page and "/documents/2/pages/1?q=" in page
    turned = alice.get("/requests/1/releases?before=2&after=1").get_data(as_text=True)
    assert "Nothing new can be read on this page." in turned
    assert browser("charlie").get("/requests/1/releases").status_code == 404


def test_what_worked_counts_only_what_one_may_see_and_each_number_opens_its_list(world: World, browser: SignIn) -> None:
    from tracker.appeals.models import Appeal

    alice = browser("alice")
    appealed(alice, world)
    with world.backends.sessions.writing() as session:
        now = world.backends.clock.now()
        session.add_all([
            Appeal(project_id=world.project, number=f"RRA {n}/24", grounds=["INEXIST"], sense=sense, regulator="INAI",
                   filed_on=date(2024, 1, n), created_at=now, extra={}, note="")
            for n, sense in enumerate(["Revocar", "Confirmar", None], start=1)])
    page = alice.get("/appeals/worked").get_data(as_text=True)
    assert "1 of 2" in page and "n &lt; 20" in page and "50 %" not in page
    listed = [alice.get(address.replace("&amp;", "&")).get_data(as_text=True)
              for address in re.findall(r'href="(/appeals/worked/list[^"]+ground=INEXIST[^"]*)"', page)]
    assert any("RRA 1/24" in one and "RRA 2/24" not in one for one in listed)
    assert any("3 appeals" in one for one in listed)
    assert "RRA 1/24" not in browser("charlie").get("/appeals/worked/list").get_data(as_text=True)
