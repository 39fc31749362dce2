"""Single words corrected where they stand, and lines put in at their places; both outlive another reading."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Page
from archive.words import pack_words
from tests.tracker.corrections.survival import letters, survival
from tests.tracker.web.archive_world import archived, redaction, words_in_rows
from tracker.corrections import actions
from tracker.corrections.actions import CannotCorrect, corrected_page, editable_lines
from tracker.corrections.applying import apply, machine_place
from tracker.corrections.models import Correction
from tracker.corrections.stretches import correct_words

LINES = ("Instituto Nacional de Migracion", "estacion mugratona de lztapalapa y la estacion de Acayucan",
         "veintidos personas detenidas por dc la policia")


class Desk:
    """One page in one session, corrected as the site does it."""

    def __init__(self, world: Any, session: Any, page: Page) -> None:
        self.session, self.page = session, page
        self._of = {"by": world.people["bob"], "now": world.backends.clock.now()}

    @property
    def text(self) -> str:
        return corrected_page(self.session, self.page).text

    def word(self, seen: str, text: str, nth: int = 0) -> Correction | None:
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(seen, at + 1)
        return correct_words(self.session, self.page, (at, at + len(seen)), text, seen=seen, **self._of)

    def line(self, number: int, text: str) -> Correction | None:
        line = editable_lines(self.page, corrected_page(self.session, self.page))[number]
        return actions.correct_line(self.session, self.page, line.start, text, machine=line.machine, **self._of)

    def add(self, text: str, below: int | None) -> Correction | None:
        lines = editable_lines(self.page, corrected_page(self.session, self.page))
        start = below if below is None or below < 0 else lines[below].start
        return actions.add_line(self.session, self.page, text, below=start, **self._of)

    def undo(self, one: Correction | None) -> None:
        assert one is not None
        actions.undo(self.session, one, self.page, **self._of)

    def read_anew(self, lines: Sequence[str]) -> None:
        self.page.text, self.page.words = "\n".join(lines), pack_words(words_in_rows(lines))
        actions.refresh(self.session, self.page)


@pytest.fixture
def desk(world: Any) -> Any:
    document = archived(world.backends, world.project, [LINES], is_indexed=False)
    with world.backends.sessions.writing() as session:
        yield Desk(world, session, session.query(Page).filter_by(document_id=document).one())


def test_one_word_is_corrected_and_the_rest_of_its_line_stays(desk: Desk) -> None:
    made = desk.word("mugratona", "migratoria")
    assert desk.text.split("\n")[1] == "estacion migratoria de lztapalapa y la estacion de Acayucan"
    assert made is not None and made.exact == "mugratona" and desk.page.text == "\n".join(LINES)
    assert desk.page.corrected == desk.text
    desk.word("lztapalapa", "Iztapalapa,")
    desk.word("estacion", "estación", nth=1)
    assert desk.text.split("\n")[1] == "estacion migratoria de Iztapalapa, y la estación de Acayucan"
    desk.undo(made)
    assert "mugratona de Iztapalapa," in desk.text


def test_a_corrected_word_is_corrected_again_and_undone_step_by_step(desk: Desk) -> None:
    desk.word("mugratona", "nigratoria")
    second = desk.word("nigratoria", "migratoria")
    assert second is not None and second.exact == "mugratona" and second.replaces_id is not None
    desk.undo(second)
    assert "nigratoria" in desk.text
    desk.word("nigratoria", "mugratona")
    assert desk.page.corrected is None, "the machine's own word takes every correction back"


def test_words_become_more_or_fewer_and_can_go(desk: Desk) -> None:
    desk.word("por dc la", "por la")
    desk.word("personas", "(22) personas migrantes")
    assert desk.text.split("\n")[2] == "veintidos (22) personas migrantes detenidas por la policia"
    desk.word("(22)", "")
    assert desk.text.split("\n")[2].split() == "veintidos personas migrantes detenidas por la policia".split()


def test_a_line_corrected_over_its_words_gives_them_back_when_it_is_undone(desk: Desk) -> None:
    desk.word("mugratona", "migratoria")
    desk.word("lztapalapa", "Iztapalapa")
    before = desk.text
    whole = desk.line(1, "estación migratoria de Iztapalapa y la estación de Acayucan")
    assert desk.text.split("\n")[1] == "estación migratoria de Iztapalapa y la estación de Acayucan"
    desk.undo(whole)
    assert desk.text == before
    desk.line(1, "otra cosa")
    desk.line(1, LINES[1])
    assert desk.page.corrected is None, "the machine's own line takes back those under it too"


def test_a_word_of_a_corrected_line_is_corrected_within_it(desk: Desk) -> None:
    line = desk.line(1, "estación nigratoria de Iztapalapa")
    word = desk.word("nigratoria", "migratoria")
    assert word is not None and line is not None and word.replaces_id == line.id
    assert desk.text.split("\n")[1] == "estación migratoria de Iztapalapa"
    desk.undo(word)
    assert desk.text.split("\n")[1] == "estación nigratoria de Iztapalapa"


def test_what_was_not_seen_or_spans_lines_is_refused(desk: Desk) -> None:
    for span, seen, code in (((0, 9), "Instituta", "changed"), ((22, 40), None, "lines"), ((5, 5), "", "changed")):
        with pytest.raises(CannotCorrect) as refused:
            correct_words(desk.session, desk.page, span, "x", seen=desk.text[slice(*span)] if seen is None else seen,
                          **desk._of)
        assert refused.value.code == code
    with pytest.raises(CannotCorrect, match="too-long"):
        desk.word("Instituto", "a" * 3000)


def test_a_short_word_is_found_again_by_what_stands_around_it(desk: Desk) -> None:
    desk.word("dc", "de")
    desk.word("mugratona", "migratoria")
    desk.read_anew(("dc inicio", *LINES[:2], "veintidós personas detenidas por d€ la policía"))
    assert desk.text.split("\n")[3] == "veintidós personas detenidas por de la policía"
    assert desk.text.startswith("dc inicio"), "the same letters elsewhere are another word"
    assert "estacion migratoria de" in desk.text
    desk.read_anew(("dc inicio", "nada de aquello"))
    assert desk.text == "dc inicio\nnada de aquello\nde\nmigratoria", "kept, searchable, and in nobody's place"


def test_a_word_read_right_by_the_next_reading_stays_right(desk: Desk) -> None:
    desk.word("mugratona", "migratoria")
    desk.read_anew([line.replace("mugratona", "migratoria") for line in LINES])
    assert desk.text.count("migratoria") == 1


@pytest.mark.parametrize(("below", "at"), [(-1, 0), (0, 1), (1, 2), (2, 3), (None, 3)])
def test_a_missed_line_stands_where_it_was_put(desk: Desk, below: int | None, at: int) -> None:
    desk.word("mugratona", "migratoria")
    made = desk.add("Recibido 14 MAR", below)
    lines = desk.text.split("\n")
    assert lines[at] == "Recibido 14 MAR" and len(lines) == 4
    # What stands around is corrected as before, by word and by line, and none is taken for the other.
    desk.word("Migracion", "Migración")
    desk.line(2, "veintidós personas")
    assert desk.text.split("\n")[at] == "Recibido 14 MAR" and "de Migración\n" in desk.text + "\n"
    assert [line for line in desk.text.split("\n") if line.startswith("veintid")] == ["veintidós personas"]
    desk.word("14", "24")
    assert desk.text.split("\n")[at] == "Recibido 24 MAR"
    desk.word("Recibido 24 MAR", "")
    assert len(desk.text.split("\n")) == 3 and made is not None


def test_missed_lines_keep_their_order_and_their_place_through_another_reading(desk: Desk) -> None:
    desk.add("primera", 1)
    desk.add("segunda", 1)
    desk.add("arriba", -1)
    assert desk.text.split("\n")[2:5] == [LINES[1], "primera", "segunda"]
    desk.read_anew(("sello", LINES[0], "estación migratoria de lztapalapa y la estacion de Acayucan", LINES[2]))
    assert desk.text.split("\n")[4:6] == ["primera", "segunda"] and desk.text.split("\n")[1] == "arriba"
    desk.read_anew(("todo distinto",))
    assert desk.text == "todo distinto\nprimera\nsegunda\narriba"


def test_where_something_is_hidden_no_word_can_grow_into_it_and_no_line_be_added(world: Any) -> None:
    lines = ("el agente adscrito a la estacion",)
    hidden = {**redaction(), "box": [0.295, 0.1, 0.305, 0.12]}
    document = archived(world.backends, world.project, [lines], page_values={1: {"redactions": [hidden]}},
                        is_indexed=False)
    with world.backends.sessions.writing() as session:
        desk = Desk(world, session, session.query(Page).filter_by(document_id=document).one())
        for seen, text in (("agente", "agente Juan Pérez"), ("adscrito", "Juan Pérez adscrito")):
            with pytest.raises(CannotCorrect, match="hidden"):
                desk.word(seen, text)
        with pytest.raises(CannotCorrect, match="hidden"):
            desk.add("Juan Pérez", 0)
        desk.word("estacion", "estación")
        assert desk.text == "el agente adscrito a la estación"


@given(st.data())
def test_every_place_of_a_corrected_text_leads_back_to_the_machine_s(data: st.DataObject) -> None:
    text = "uno dos tres\ncuatro cinco\nseis siete ocho"
    made = []
    for number in range(data.draw(st.integers(1, 4))):
        words = text.split()
        if data.draw(st.booleans()):
            word = data.draw(st.sampled_from(words))
            start = text.index(word)
            new = data.draw(st.sampled_from(["", "x", "largo"]))
            made.append(Correction(id=number + 1, start=start, exact=word, prefix=text[:start][-40:],
                                   suffix=text[start + len(word):][:40], text=new))
        else:
            gap = data.draw(st.sampled_from([0, 12, 25, len(text)]))
            made.append(Correction(id=number + 1, start=gap, exact="", prefix=text[:gap][-40:], suffix=text[gap:][:40],
                                   text="puesta"))
    corrected = apply(text, made)
    touched = {word for one in corrected.placed for word in text[slice(*one.was)].split()}
    for word in set(text.split()) - touched:
        at = corrected.text.index(word)
        assert machine_place(corrected, at) == text.index(word)
        assert machine_place(corrected, at + len(word), is_end=True) == text.index(word) + len(word)


@pytest.mark.parametrize("seed", range(25))
def test_whatever_is_corrected_stands_there_and_undoing_all_gives_the_machine_s_text(desk: Desk, seed: int) -> None:
    dice = random.Random(seed)
    for step in range(8):
        text = desk.text
        kind = dice.choice(("word", "word", "words", "line", "add"))
        said = f"Nuevo{seed}x{step}"
        if kind == "line":
            lines = editable_lines(desk.page, corrected_page(desk.session, desk.page))
            desk.line(dice.randrange(len(lines)), said)
        elif kind == "add":
            desk.add(said, dice.choice((-1, 0, 1, 2, None)))
        else:
            line = dice.choice([line for line in text.split("\n") if line.strip()])
            words = line.split()
            first = dice.randrange(len(words))
            last = first if kind == "word" else dice.randrange(first, len(words))
            at = text.index(line) + len(" ".join(words[:first])) + bool(first)
            seen = " ".join(words[first : last + 1])
            if text[at : at + len(seen)] != seen:
                continue
            correct_words(desk.session, desk.page, (at, at + len(seen)), said, seen=seen, **desk._of)
            assert desk.text == text[:at] + said + text[at + len(seen) :], (kind, seen)
        assert desk.text.count(said) == 1
        assert desk.page.corrected == desk.text and desk.page.text == "\n".join(LINES)
    while live_ones := [one for one in actions.corrections_of(desk.session, desk.page.document_id, 1)
                        if one.withdrawn_at is None]:
        desk.undo(live_ones[-1])
    assert desk.text == "\n".join(LINES) and desk.page.corrected is None


@pytest.mark.parametrize("words", [1, 3])
def test_corrections_find_their_words_in_a_poorer_reading_and_never_others(words: int) -> None:
    counts = survival(letters(0.03, range(9000, 9008)), words)
    assert counts["wrong"] == 0 and counts["right"] > 0.95 * counts.total() > 200
