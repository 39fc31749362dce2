"""The review queue and what is hidden: judged in order, undone, counted, given out without files held back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from archive.models import Document
from tests.tracker.web.archive_world import archived, redaction
from tracker.people.models import User
from tracker.redactions.syncing import settle_document, sync_document
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.actions import RequestDraft, log_request, record_event

Sign = Callable[[str], Any]
SAID = "se declara la inexistencia de la información"


@pytest.fixture
def reply(world: Any) -> dict[str, int]:
    """A reply with a document of two pages: two labels, a check, a redacted page and a leak."""
    backends = world.backends
    document = archived(backends, world.project, [[f"Por tanto {SAID} solicitada"], ["Otra"]],
                        is_indexed=False,
                        page_values={2: {"redactions": [redaction("black", "art. 116 LGTAIP")], "redacted_share": .5}})
    with backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        asked = log_request(session, RequestDraft(project_id=world.project, subject="Quejas", agency="INM",
                                                  filed_on=date(2026, 10, 1)), by=alice, clock=backends.clock)
        event = record_event(session, asked, "replied", date(2026, 10, 20), by=alice, clock=backends.clock)
        made = Reply(info_request_id=asked.id, event_id=event.id, notified_on=date(2026, 10, 20), text="",
                     recorded_at=backends.clock.now())
        session.add(made)
        session.flush()
        session.add(ReplyDocument(reply_id=made.id, document_id=document))
        common = {"reply_id": made.id, "document_id": document, "page_number": 1, "boxes": []}
        session.add_all([
            Finding(**common, kind="label", label="inexistence", quote=SAID, is_certain=True, confidence=0.9),
            Finding(**common, kind="label", label="delivered", quote="Por tanto"),
            Finding(**common, kind="check", label="inexistence_without_committee", quote=SAID, article="art. 138"),
            Finding(**common, kind="leak", label="leak", quote="")])
        session.flush()
        sync_document(session, document)
        settle_document(session, document)
        return {"reply": made.id, "document": document}


def statuses(world: Any) -> dict[str, str]:
    """Where each finding stands, by label."""
    with world.backends.sessions.reading() as session:
        return {f.label: f.status for f in session.query(Finding)}


def heading(answer: Any) -> str:
    """The finding the queue shows."""
    found = re.search(r'<h2 id="said">(?:<span[^>]*>)?(.*?)<', answer.get_data(as_text=True))
    return found.group(1) if found else ""


def judge(window: Any, verdict: str) -> Any:
    """Press a button of the page the queue shows."""
    html = window.get("/review").get_data(as_text=True)
    action = re.search(r'class="bar verdicts" method="post" action="([^"]+)"', html)
    assert action
    return window.post(action.group(1).replace("&amp;", "&"), {"verdict": verdict}, page="/review")


def test_the_queue_goes_on_by_itself_and_the_last_verdict_can_be_taken_back(
        browser: Sign, world: Any, reply: Any) -> None:
    bob = browser("bob")
    answer = bob.get("/review")
    assert heading(answer) == "Declares it does not exist" and "0 of 4 judged" in answer.get_data(as_text=True)
    assert answer.get_data(as_text=True).count('class="hit"') == len(SAID.split()), "the passage is not marked"
    assert heading(judge(bob, "confirmed")) == "Delivers information"
    world.backends.clock.advance(timedelta(seconds=5))
    judge(bob, "dismissed")
    assert (statuses(world)["inexistence"], statuses(world)["delivered"]) == ("confirmed", "dismissed")
    answer = bob.post("/review/undo", page="/review")
    assert heading(answer) == "Delivers information" and statuses(world)["delivered"] == "suggested"
    bob.post("/review/undo", page="/review")
    assert statuses(world)["inexistence"] == "suggested"
    assert "no verdict of yours" in bob.post("/review/undo", page="/review").get_data(as_text=True)


def test_a_verdict_on_a_redacted_page_is_on_its_boxes_and_is_undone_with_them(
        browser: Sign, world: Any, reply: Any) -> None:
    bob = browser("bob")
    html = bob.get("/review?kind=redaction").get_data(as_text=True)
    assert 'class="redaction suggested"' in html
    number = re.search(r'action="/review/(\d+)\?', html)
    assert number
    bob.post(f"/review/{number.group(1)}?kind=redaction", {"verdict": "dismissed"}, page="/review")
    address = f"/documents/{reply['document']}/pages/2/boxes"
    assert [box["status"] for box in bob.get(address).get_json()["boxes"]] == ["dismissed"]
    assert statuses(world)["redacted"] == "dismissed"
    bob.post("/review/undo", page="/review")
    assert [box["status"] for box in bob.get(address).get_json()["boxes"]] == ["suggested"]
    assert statuses(world)["redacted"] == "suggested"


@pytest.mark.parametrize(("query", "shown"), [
    ("label=delivered", "Delivers information"), ("agency=CNDH", ""), ("kind=redaction", "Parts made unreadable"),
    ("certain=no&kind=label", "Delivers information"), ("status=confirmed", ""),
    ("kind=nonsense&project=x", "Declares it does not exist")])
def test_the_filter_lives_in_the_address(browser: Sign, reply: Any, query: str, shown: str) -> None:
    assert heading(browser("bob").get(f"/review?{query}")) == shown


def test_leaks_are_for_those_who_decide_on_them(browser: Sign, world: Any, reply: Any) -> None:
    assert heading(browser("alice").get("/review?kind=leak")) == "Hidden text that can still be read"
    assert heading(browser("bob").get("/review?kind=leak")) == ""
    with world.backends.sessions.reading() as session:
        number = session.query(Finding.id).filter_by(kind="leak").scalar()
    assert browser("bob").post(f"/review/{number}", {"verdict": "dismissed"}, page="/review").status_code == 404
    assert browser("bob").post(f"/findings/{number}", {"verdict": "dismissed"}, page="/review").status_code == 403
    assert statuses(world)["leak"] == "suggested"


def test_readers_look_and_strangers_see_nothing(browser: Sign, world: Any, reply: Any) -> None:
    html = browser("rita").get("/review").get_data(as_text=True)
    assert "Declares it does not exist" in html and 'value="confirmed" data-key' not in html
    assert heading(browser("charlie").get("/review")) == ""
    for address in ("/review/list?status=all", "/review/rules", "/hidden", "/review/labelled.jsonl"):
        assert SAID not in browser("charlie").get(address).get_data(as_text=True)


def test_each_rules_precision_is_counted_from_verdicts_and_opens_its_list(browser: Sign, reply: Any) -> None:
    bob = browser("bob")
    judge(bob, "confirmed")
    html = bob.get("/review/rules").get_data(as_text=True)
    row = html[html.index("Declares it does not exist"):]
    assert "100 %" in row[:1200] and "few" in row[:1200]
    address = re.search(r'href="(/review/list\?[^"]*status=confirmed[^"]*)"', row)
    assert address
    assert SAID in bob.get(address.group(1).replace("&amp;", "&")).get_data(as_text=True)


def test_the_labelled_set_holds_what_was_judged_and_nothing_of_a_file_held_back(browser: Sign, world: Any,
        reply: Any) -> None:
    bob = browser("bob")
    judge(bob, "confirmed")
    [entry] = [json.loads(line) for line in bob.get("/review/labelled.jsonl").get_data(as_text=True).splitlines()]
    assert (entry["label"], entry["verdict"], entry["passage"]) == ("inexistence", "confirmed", SAID)
    assert (entry["before"], entry["after"]) == ("Por tanto ", " solicitada")
    assert entry["is_certain"] and entry["page"] == 1
    with world.backends.sessions.writing() as session:
        session.get_one(Document, reply["document"]).is_quarantined = True
    assert bob.get("/review/labelled.jsonl").get_data(as_text=True) == ""


def test_the_strip_of_a_document_is_a_picture_and_a_table(browser: Sign, reply: Any) -> None:
    html = browser("rita").get(f"/documents/{reply['document']}").get_data(as_text=True)
    strip = html[html.index('class="hide-strip"'):]
    assert strip.count('class="hides"') == 1 and f'/documents/{reply["document"]}/pages/2">2</a>' in strip


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_the_list_of_hidden_pages_goes_out_as_a_file(browser: Sign, reply: Any, kind: str) -> None:
    answer = browser("rita").get(f"/hidden/export.{kind}?agency=INM")
    assert answer.status_code == 200 and len(answer.data) > 100


def test_search_no_longer_finds_a_document_by_a_label_somebody_dismissed(
        browser: Sign, world: Any, reply: Any) -> None:
    bob = browser("bob")
    judge(bob, "dismissed")
    with world.backends.sessions.reading() as session:
        facets = session.get_one(Document, reply["document"]).facets
        assert "inexistence" not in facets["finding"] and "delivered" in facets["finding"]
    bob.post("/review/undo", page="/review")
    with world.backends.sessions.reading() as session:
        assert "inexistence" in session.get_one(Document, reply["document"]).facets["kind"]
