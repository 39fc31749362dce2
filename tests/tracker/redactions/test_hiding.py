"""What a verdict does to words: under a drawn box they are found no more, and come back when it is taken away."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Document, Job, Page
from archive.receive import receive
from archive.rereading import Wanted as Again
from archive.rereading import order_reading
from ocr import reading
from ocr.types import Word
from tests.ocr.leaks.marked import SHOWN
from tests.ocr.leaks.marked_pdf import base, page_pdf, saved
from tests.tracker.leaks.written import forms_of, says
from tests.tracker.web.archive_world import archived, redaction, words_in_rows
from tracker.archive_search import Wanted, search_archive
from tracker.projects.models import project_scope
from tracker.redactions.hiding import LATER, RESTS, SHOW_JOB, read_anew, without_words
from tracker.redactions.syncing import sync_document
from tracker.worker import tick

Sign = Callable[[str], Any]
FETCH: dict[str, Any] = {"headers": {"X-Requested-With": "fetch"}, "follow": False}


@pytest.fixture
def letter(world: Any) -> int:
    """A letter with a text layer, read and indexed."""
    with world.backends.sessions.writing() as session:
        received = receive(session, world.backends.files, io.BytesIO(saved(page_pdf(base()))), name="oficio.pdf",
                           scope=project_scope(world.project), origin="upload", by="bob@example.org",
                           now=world.backends.clock.now())
        number = received.document.id
    tick(world.backends)
    return number


def found(world: Any, word: str) -> int:
    with world.backends.sessions.reading() as session:
        return int(search_archive(world.backends, session, None, Wanted(query=word)).page.total)


def rest(world: Any) -> None:
    """The hand rests, and the worker does what there is to do."""
    world.backends.clock.advance(RESTS + timedelta(seconds=1))
    for _ in range(2):
        tick(world.backends)


def test_a_drawn_box_takes_the_words_under_it_out_and_gives_them_back_when_undone(
        browser: Sign, world: Any, letter: int) -> None:
    bob, page = browser("bob"), f"/documents/{letter}/pages/1"
    [name] = [word for word in bob.get(f"{page}/words.json").get_json()["words"] if word[0] == SHOWN]
    x0, y0, x1, y1 = name[1:]
    box = {"x0": x0 - 0.01, "y0": y0 - 0.002, "x1": x1 + 0.01, "y1": y1 + 0.002, "style": "marker"}
    assert bob.get(f"/documents/{letter}/searchable.pdf").status_code == 200
    told = bob.post(f"{page}/boxes", {"do": "draw", **box}, page=page, **FETCH).get_json()
    drawn = next(one for one in told["boxes"] if one["origin"] == "person")
    tick(world.backends)
    assert found(world, SHOWN) == 1, "the box is still being moved about"
    rest(world)
    assert (found(world, SHOWN), found(world, "expediente")) == (0, 1)
    for address in (page, f"{page}/words.json", f"/documents/{letter}/text", f"/documents/{letter}/searchable.pdf"):
        assert not says(browser("rita").get(address).get_data(), forms_of(SHOWN)), address
    assert "1 words under boxes that people drew were left out" in bob.get(page).get_data(as_text=True)
    bob.post(f"/documents/{letter}/read-again", {"pages": ""}, page=f"/documents/{letter}/read-again")
    rest(world)
    assert found(world, SHOWN) == 0, "a reading made later brought it back"
    elsewhere = {**box, "y0": 0.9, "y1": 0.92}
    bob.post(f"{page}/boxes", {"do": "change", "box": drawn["id"], **elsewhere}, page=page, **FETCH)
    rest(world)
    assert found(world, SHOWN) == 1, "the box lies elsewhere now"
    bob.post(f"{page}/boxes", {"do": "undo"}, page=page, **FETCH)
    rest(world)
    assert found(world, SHOWN) == 0, "the step was taken back"
    bob.post(f"{page}/boxes", {"do": "dismiss", "box": drawn["id"]}, page=page, **FETCH)
    rest(world)
    assert found(world, SHOWN) == 1
    with world.backends.sessions.reading() as session:
        again = session.scalars(select(Page).where(Page.document_id == letter)).one()
        assert "left out" not in (again.why or "") and not session.get_one(Document, letter).is_quarantined


def test_a_false_alarm_is_told_to_the_next_reading_and_no_longer_when_it_is_reopened(
        browser: Sign, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    document = archived(world.backends, world.project, [["Una"]], data=saved(page_pdf(base())), is_indexed=False,
                        page_values={1: {"redactions": [redaction()], "source": "ocr"}})
    asked: list[Any] = []
    whole = reading.open_file

    def noted(path: Any, media_type: Any, settings: Any = None) -> Any:
        asked.append(settings)
        return whole(path, media_type, settings)

    monkeypatch.setattr(reading, "open_file", noted)
    bob, page = browser("bob"), f"/documents/{document}/pages/1"
    with world.backends.sessions.writing() as session:
        sync_document(session, document)
    [box] = bob.get(f"{page}/boxes").get_json()["boxes"]
    bob.post(f"{page}/boxes", {"do": "dismiss", "box": box["id"]}, page=page, **FETCH)
    rest(world)
    assert [settings.shown for settings in asked] == [{1: ((0.2, 0.2, 0.6, 0.25),)}]


def test_words_come_back_later_when_the_document_is_just_being_read(world: Any) -> None:
    document = archived(world.backends, world.project, [["Una"]], is_indexed=False)
    now = world.backends.clock.now()
    with world.backends.sessions.writing() as session:
        page = session.scalars(select(Page).where(Page.document_id == document)).one()
        order_reading(session, session.get_one(Document, document), Again(), by=None, now=now)
        read_anew(session, page.id, now=now)
        [job] = session.scalars(select(Job).where(Job.kind == SHOW_JOB))
        assert (job.subject, job.run_at) == (page.id, now + LATER)


def test_words_are_cut_out_of_their_lines_even_when_the_text_does_not_say_them_so() -> None:
    lines = ["uno dos tres", "dos cuatro"]
    words = words_in_rows(lines)
    assert without_words("\n".join(lines), words, {1}) == "uno tres\ndos cuatro"
    assert without_words("\n".join(lines), words, {0, 1, 2}) == "\ndos cuatro"
    odd = [*words[:1], Word("d0s", words[1].box, 90.0), *words[2:]]
    assert without_words("\n".join(lines), odd, {1}) == "uno tres\ndos cuatro"
