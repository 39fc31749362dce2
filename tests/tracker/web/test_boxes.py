"""Redactions judged and drawn on a page, by those who may, and only there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Document, Page
from tests.tracker.web.archive_world import archived, redaction
from tracker.audit.models import AuditEntry
from tracker.redactions.models import PageExamined, RedactionMark
from tracker.redactions.syncing import sync_document

Sign = Callable[[str], Any]
FETCH = {"headers": {"X-Requested-With": "fetch"}}


@pytest.fixture
def page(world: Any) -> str:
    """The address of a page with one box."""
    number = archived(world.backends, world.project, [["Una", "página"], ["Otra"]], is_indexed=False, page_values={
        1: {"redactions": [redaction("black", "art. 113 fr. I LGTAIP")], "redacted_share": 0.4}})
    with world.backends.sessions.writing() as session:
        sync_document(session, number)
    return f"/documents/{number}/pages/1"


def boxes(window: Any, page: str) -> list[dict[str, Any]]:
    """The boxes as the viewer's script gets them."""
    return list(window.get(f"{page}/boxes").get_json()["boxes"])


def test_a_box_is_confirmed_dismissed_and_reopened_without_scripts(browser: Sign, page: str) -> None:
    bob = browser("bob")
    [box] = boxes(bob, page)
    assert box["status"] == "suggested"
    for what, status in (("confirm", "confirmed"), ("dismiss", "dismissed"), ("reopen", "suggested")):
        answer = bob.post(f"{page}/boxes", {"do": what, "box": box["id"]}, page=page)
        assert answer.status_code == 200 and boxes(bob, page)[0]["status"] == status
    bob.post(f"{page}/boxes", {"do": "undo"}, page=page)
    assert boxes(bob, page)[0]["status"] == "dismissed"
    html = bob.get(page).get_data(as_text=True)
    assert '<rect class="redaction' not in html, "a dismissed box is still drawn"


def test_a_box_is_drawn_corrected_and_kept_with_who_and_when(browser: Sign, world: Any, page: str) -> None:
    bob = browser("bob")
    values = {"do": "draw", "unit": "percent", "x0": 50, "y0": 60, "x1": 70, "y1": 65, "style": "white",
              "ground": "(b)(6)"}
    told = bob.post(f"{page}/boxes", values, page=page, follow=False, **FETCH).get_json()
    drawn = next(box for box in told["boxes"] if box["origin"] == "person")
    assert (drawn["box"], drawn["style"], drawn["ground"]) == ([0.5, 0.6, 0.7, 0.65], "white", "(b)(6)")
    told = bob.post(f"{page}/boxes", {"do": "change", "box": drawn["id"], "style": "grey", "ground": ""}, page=page,
                    follow=False, **FETCH).get_json()
    changed = next(box for box in told["boxes"] if box["id"] == drawn["id"])
    assert (changed["box"], changed["style"], changed["ground"]) == ([0.5, 0.6, 0.7, 0.65], "grey", None)
    with world.backends.sessions.reading() as session:
        row = session.get_one(RedactionMark, drawn["id"])
        assert row.decided_by == world.people["bob"] and row.decided_at == world.backends.clock.now()
        acts = list(session.scalars(select(AuditEntry.action).where(AuditEntry.object_kind == "redaction")))
        assert acts == ["redaction.drawn", "redaction.changed"]


def test_a_box_is_moved_by_a_form_and_not_by_its_rounding(browser: Sign, world: Any, page: str) -> None:
    bob = browser("bob")
    values = {"do": "draw", "x0": 0.12344, "y0": 0.6, "x1": 0.7, "y1": 0.65}
    told = bob.post(f"{page}/boxes", values, page=page, follow=False, **FETCH).get_json()
    number = next(box["id"] for box in told["boxes"] if box["origin"] == "person")
    form = {"do": "change", "box": number, "unit": "percent", "x0": 12.3, "y0": 60, "x1": 80, "y1": 65.0}
    html = bob.post(f"{page}/boxes", form, page=page).get_data(as_text=True)
    assert f'id="x0-{number}" name="x0" min="0" max="100" step="0.1" required value="12.3"' in html
    assert boxes(bob, page)[-1]["box"] == [0.12344, 0.6, 0.8, 0.65]
    assert "drawn by hand" in html and "Bob, " in html
    assert 'aria-label="Dismiss 2: black box, 12 % from the left, 60 % from the top, confirmed"' in html


@pytest.mark.parametrize("values", [
    {"do": "draw", "x0": 0.5, "y0": 0.5, "x1": 0.5, "y1": 0.9}, {"do": "draw", "x0": "a"},
    {"do": "draw", "x0": 0.1, "y0": 0.1, "x1": 0.5, "y1": 0.5, "style": "striped"},
    {"do": "draw", "x0": "nan", "y0": "inf", "x1": 0.5, "y1": 0.5}])
def test_what_is_no_box_is_refused_in_words(browser: Sign, page: str, values: dict[str, Any]) -> None:
    bob = browser("bob")
    told = bob.post(f"{page}/boxes", values, page=page, follow=False, **FETCH)
    assert told.status_code == 200 and told.get_json()["problem"] and len(told.get_json()["boxes"]) == 1


def test_readers_see_boxes_but_cannot_judge_and_strangers_see_nothing(browser: Sign, world: Any, page: str) -> None:
    rita, charlie = browser("rita"), browser("charlie")
    assert len(boxes(rita, page)) == 1 and "Confirm" not in rita.get(page).get_data(as_text=True)
    assert rita.post(f"{page}/boxes", {"do": "dismiss", "box": 1}).status_code == 403
    assert charlie.get(f"{page}/boxes").status_code == 404
    assert charlie.post(f"{page}/boxes", {"do": "dismiss", "box": 1}).status_code == 404
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(RedactionMark.status)).all() == ["suggested"]


def test_a_box_of_another_page_is_not_reached_through_this_one(browser: Sign, world: Any, page: str) -> None:
    bob = browser("bob")
    [box] = boxes(bob, page)
    answer = bob.post(page.replace("pages/1", "pages/2") + "/boxes", {"do": "dismiss", "box": box["id"]}, page=page)
    assert answer.status_code == 404 and boxes(bob, page)[0]["status"] == "suggested"


def test_two_people_judge_one_box_and_each_takes_back_only_their_own_step(
        browser: Sign, world: Any, page: str) -> None:
    alice, bob = browser("alice"), browser("bob")
    [box] = boxes(alice, page)
    alice.post(f"{page}/boxes", {"do": "dismiss", "box": box["id"]}, page=page)
    bob.post(f"{page}/boxes", {"do": "confirm", "box": box["id"]}, page=page)
    told = alice.post(f"{page}/boxes", {"do": "undo"}, page=page, follow=False, **FETCH).get_json()
    assert told["problem"] and told["boxes"][0]["status"] == "confirmed", "Bob had gone on from it"
    assert "Bob, " in told["list"], "who judged is said"
    bob.post(f"{page}/boxes", {"do": "undo"}, page=page)
    assert boxes(bob, page)[0]["status"] == "dismissed"


def test_a_box_that_a_new_reading_took_away_is_told_and_not_a_dead_end(browser: Sign, world: Any, page: str) -> None:
    bob = browser("bob")
    [box] = boxes(bob, page)
    with world.backends.sessions.writing() as session:
        session.delete(session.get_one(RedactionMark, box["id"]))
    for what in ("confirm", "change"):
        answer = bob.post(f"{page}/boxes", {"do": what, "box": box["id"]}, page=page)
        assert answer.status_code == 200 and "read anew" in answer.get_data(as_text=True)


def test_a_page_is_marked_as_gone_through_and_the_reader_is_told_by_whom(browser: Sign, world: Any, page: str) -> None:
    bob = browser("bob")
    html = bob.post(f"{page}/boxes", {"do": "examined"}, page=page).get_data(as_text=True)
    assert "Bob went through this page" in html
    bob.post(f"{page}/boxes", {"do": "not-examined"}, page=page)
    with world.backends.sessions.reading() as session:
        assert session.scalar(select(PageExamined.id)) is None


def test_boxes_nobody_brought_in_step_yet_are_shown_all_the_same(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [["Una"]], is_indexed=False,
                      page_values={1: {"redactions": [redaction()], "redacted_share": 0.4}})
    html = browser("rita").get(f"/documents/{number}/pages/1").get_data(as_text=True)
    assert '<rect class="redaction suggested"' in html and "black box" in html
    with world.backends.sessions.reading() as session:
        assert session.scalar(select(Page.id).join(Document)) and session.scalar(select(RedactionMark.id)) is None
