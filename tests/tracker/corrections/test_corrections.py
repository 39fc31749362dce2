"""Corrections by hand: beside the machine's text, found by both, kept through a re-reading, never more than is seen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.indexing import index_once, indexed_text
from archive.models import Document, Page
from archive.words import pack_words
from ocr.types import Word
from tests.tracker.web.archive_world import archived, redaction, words_in_rows
from tracker.archive_search import Wanted, search_archive
from tracker.corrections import actions
from tracker.corrections.actions import CannotCorrect
from tracker.corrections.models import Correction
from tracker.corrections.visible import says_hidden
from tracker.page_search import marks_on_page, page_pieces
from tracker.passages import Passage, find_passage, passage_at, word_spans

LINES = ("Instituto Nacional de Migracion", "estacion mugratona de Iztapalapa", "veintidos personas detenidas")


def page_of(session: Any, document: int) -> Page:
    found = session.query(Page).filter_by(document_id=document, number=1).one()
    assert isinstance(found, Page)
    return found


def correct(world: Any, document: int, line: int, text: str, who: str = "bob") -> None:
    """Correct one line as the form does, and index it."""
    with world.backends.sessions.writing() as session:
        page = page_of(session, document)
        lines = actions.editable_lines(page, actions.corrected_page(session, page))
        actions.correct_line(session, page, lines[line].start, text, machine=lines[line].machine,
                             by=world.people[who], now=world.backends.clock.now())
    while index_once(world.backends.sessions, world.backends.search, now=world.backends.clock.now):
        pass


def found(world: Any, query: str) -> int:
    with world.backends.sessions.reading() as session:
        return int(search_archive(world.backends, session, None, Wanted(query=query)).page.total)


def test_both_texts_are_found_and_the_machine_s_stays(world: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    assert found(world, '"estación migratoria de Iztapalapa veintidós"') == 0
    correct(world, document, 1, "estación migratoria de Iztapalapa")
    assert found(world, '"estación migratoria de Iztapalapa veintidós"') == 1
    assert found(world, '"estacion mugratona"') == 1
    with world.backends.sessions.reading() as session:
        page = page_of(session, document)
        assert page.text == "\n".join(LINES)
        seen = actions.corrected_page(session, page)
        marks = marks_on_page("migratoria", page, seen)
        assert [index for index, _ in marks.boxes] == [5]
        assert [box for _, box in marks_on_page("mugratona", page, seen).boxes] == [box for _, box in marks.boxes]
        [corrected] = [piece for piece in page_pieces(seen, marks.spans) if piece.is_first]
        assert corrected.correction is not None and corrected.correction.exact == LINES[1]


def test_an_undone_correction_gives_back_what_it_replaced(world: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    correct(world, document, 2, "veintidós personas detenidas")
    correct(world, document, 2, "veintitrés personas detenidas", "alice")
    with world.backends.sessions.writing() as session:
        page = page_of(session, document)
        first, second = session.query(Correction).order_by(Correction.id)
        assert page.corrected is not None and "veintitrés" in page.corrected and second.replaces_id == first.id
        actions.undo(session, second, page, by=world.people["bob"], now=world.backends.clock.now())
        assert page.corrected is not None and "veintidós" in page.corrected
        actions.undo(session, first, page, by=world.people["bob"], now=world.backends.clock.now())
        assert page.corrected is None
        assert session.query(Correction).count() == 2, "history is kept"


def test_typing_the_machine_s_own_line_takes_every_correction_of_it_back(world: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    correct(world, document, 2, "veintidós personas detenidas")
    correct(world, document, 2, "veintitrés personas detenidas")
    correct(world, document, 2, LINES[2])
    with world.backends.sessions.reading() as session:
        assert page_of(session, document).corrected is None


def test_a_reading_that_changes_words_and_lines_leaves_the_correction_in_its_place(world: Any) -> None:
    from tracker.corrections.actions import refresh_document

    document = archived(world.backends, world.project, [LINES])
    correct(world, document, 1, "estación migratoria de Iztapalapa")
    again = ("Instituto Nacional", "de Migración estacion", "migratoria de lztapalapa", "veintidos personas detenidas")
    with world.backends.sessions.writing() as session:
        page = page_of(session, document)
        page.text, page.words = "\n".join(again), pack_words(words_in_rows(again))
        refresh_document(session, document)
        assert page.corrected == ("Instituto Nacional\nde Migración estación migratoria de Iztapalapa\n"
                                  "veintidos personas detenidas")
        # Two lines are now held together by one correction, and can be corrected again as one.
        joined = actions.editable_lines(page, actions.corrected_page(session, page))[1]
        assert joined.now == "de Migración estación migratoria de Iztapalapa"
        page.text, page.words = "otra cosa", pack_words(words_in_rows(("otra cosa",)))
        refresh_document(session, document)
        assert page.corrected == "otra cosa\nestación migratoria de Iztapalapa", "what is found no more is still kept"


def test_words_under_a_redaction_do_not_come_back_by_hand(world: Any) -> None:
    line = ("El agente fue detenido", "otra linea")
    boxes = [Word("El", (0.1, 0.2, 0.13, 0.22), 95.0), Word("agente", (0.14, 0.2, 0.2, 0.22), 95.0),
             Word("fue", (0.6, 0.2, 0.64, 0.22), 95.0), Word("detenido", (0.65, 0.2, 0.75, 0.22), 95.0),
             Word("otra", (0.1, 0.5, 0.15, 0.52), 95.0), Word("linea", (0.16, 0.5, 0.2, 0.52), 95.0)]
    black = {**redaction(), "box": [0.22, 0.195, 0.58, 0.225]}
    document = archived(world.backends, world.project, [line],
                        page_values={1: {"words": pack_words(boxes), "redactions": [black]}})
    with pytest.raises(CannotCorrect) as refused:
        correct(world, document, 0, "El agente Fulano de Tal fue detenido")
    assert refused.value.code == "hidden"
    with pytest.raises(CannotCorrect):
        correct(world, document, 0, "El agenteFulanodeTal fue detenido")
    correct(world, document, 0, "Él agente fue detenido")
    correct(world, document, 1, "otra línea, con más palabras de las que leyó la máquina")
    with world.backends.sessions.writing() as session:
        with pytest.raises(CannotCorrect):
            actions.add_line(session, page_of(session, document), "Fulano de Tal", by=world.people["bob"],
                             now=world.backends.clock.now())
        page = page_of(session, document)
        page.leaks = [{"box": None, "kind": "metadata", "characters": 9}]
        page.redactions = []
    with pytest.raises(CannotCorrect):
        correct(world, document, 1, "otra línea y Fulano de Tal")


@given(st.lists(st.sampled_from(["uno", "dos", "tres"]), max_size=6), st.integers(0, 5))
def test_hidden_words_can_be_taken_away_but_never_added_beside_a_hidden_part(words: list[str], at: int) -> None:
    boxes = [Word(text, (0.1 * i, 0.1, 0.1 * i + 0.05, 0.12), 90.0) for i, text in enumerate(words)]
    everything = [(0.0, 0.0, 1.0, 1.0)]
    assert not says_hidden(boxes, " ".join(words[:at]), everything)
    assert says_hidden(boxes, " ".join([*words[:at], "Xochiquetzal", *words[at:]]), everything)


@given(st.text("abc de\n", min_size=1, max_size=80), st.data())
def test_a_passage_is_found_where_it_was_taken(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    passage = passage_at(text, start, end)
    place = find_passage(text, passage)
    if passage.exact:
        assert place is not None and text[slice(*place)].split() == passage.exact.split()
    else:
        assert place is None


def test_of_equal_words_the_one_with_the_same_surroundings_is_found() -> None:
    text = "la solicitud de marzo; la solicitud de abril"
    passage = passage_at(text, 26, 35)
    assert passage.exact == "solicitud"
    assert find_passage("x " * 40 + text, passage) == (106, 115)
    assert find_passage("nada de eso", Passage(0, "la constancia del expediente")) is None


def test_each_word_has_its_place_in_the_text() -> None:
    words = words_in_rows(("uno dos uno", "tres"))
    assert word_spans("uno dos uno\n\ntres", words) == [(0, 3), (4, 7), (8, 11), (13, 17)]


def test_what_is_indexed_of_a_corrected_page() -> None:
    assert indexed_text("a\nb", None) == "a\nb"
    assert indexed_text("a\nb", "a\nc") == "a\nc\n\nb"


def test_the_form_shows_lines_keeps_changes_and_says_who(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    bob, address = browser("bob"), f"/documents/{document}/pages/1/correct"
    page = bob.get(address).get_data(as_text=True)
    assert page.count('name="start"') == 3 and "strip-of-page" in page
    starts = ["0", str(len(LINES[0]) + 1)]
    answer = bob.post(address, {"start": starts, f"line-{starts[0]}": "Instituto Nacional de Migración",
                                f"machine-{starts[0]}": LINES[0], f"line-{starts[1]}": LINES[1],
                                f"machine-{starts[1]}": LINES[1], "added": "Recibí copia"}, page=address)
    text = answer.get_data(as_text=True)
    assert "2 lines are corrected" in text and "corrected by Bob" in text and "Recibí copia</ins>" in text
    rita = browser("rita")
    assert "corrected by Bob" in rita.get(f"/documents/{document}/pages/1").get_data(as_text=True)
    assert rita.get(address).status_code == 403 and browser("charlie").get(address).status_code == 404
    assert "Migración" in rita.get(f"/documents/{document}/text").get_data(as_text=True)
    with world.backends.sessions.reading() as session:
        number = session.query(Correction).order_by(Correction.id).first().id
    assert "undone by Bob" in bob.post(f"/documents/{document}/corrections/{number}/undo",
                                       page=address).get_data(as_text=True)
    # A line that was read anew meanwhile is not corrected by mistake, and what was typed is not lost.
    stale = bob.post(address, {"start": ["0"], "line-0": "Algo nuevo", "machine-0": "otra línea"}, page=address)
    assert stale.status_code == 422 and "Algo nuevo" in stale.get_data(as_text=True)


def test_a_reading_copied_to_another_project_takes_no_correction_along(world: Any) -> None:
    from archive.reading import work_once
    from archive.receive import receive

    document = archived(world.backends, world.project, [LINES], data=b"the same bytes")
    correct(world, document, 1, "estación migratoria de Iztapalapa")
    with world.backends.sessions.writing() as session:
        import io

        twin = receive(session, world.backends.files, io.BytesIO(b"the same bytes"), name="x.txt", scope="project:99",
                       origin="upload", by=None, now=world.backends.clock.now()).document.id
    assert work_once(world.backends.sessions, world.backends.files, lang="spa", now=world.backends.clock.now,
                     document=twin)
    with world.backends.sessions.reading() as session:
        copied = page_of(session, twin)
        assert session.get_one(Document, twin).state == "read" and copied.text and copied.corrected is None


def test_a_box_drawn_by_a_person_hides_and_a_dismissed_one_does_not(world: Any) -> None:
    from tracker.redactions.models import RedactionMark

    boxes = [Word("El", (0.1, 0.2, 0.13, 0.22), 95.0), Word("fue", (0.6, 0.2, 0.64, 0.22), 95.0)]
    black = {**redaction(), "box": [0.14, 0.195, 0.58, 0.225]}
    document = archived(world.backends, world.project, [("El fue",)],
                        page_values={1: {"words": pack_words(boxes), "redactions": [black]}})
    with world.backends.sessions.writing() as session:
        mark = RedactionMark(document_id=document, page_number=1, box=black["box"], seen_box=black["box"],
                             style="black", status="dismissed")
        session.add(mark)
    correct(world, document, 0, "El agente fue")
    with world.backends.sessions.writing() as session:
        session.query(RedactionMark).one().status = "confirmed"
    with pytest.raises(CannotCorrect):
        correct(world, document, 0, "El agente Fulano fue")


def test_a_search_says_who_corrected_what_it_found(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    assert "corrected by" not in browser("rita").get("/search?q=personas").get_data(as_text=True)
    correct(world, document, 2, "veintidós personas detenidas")
    assert "corrected by Bob" in browser("rita").get("/search?q=personas").get_data(as_text=True)
