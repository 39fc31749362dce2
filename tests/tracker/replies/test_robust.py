"""Odd input: nothing makes the reading fail, run away or quote what is not there."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracker.replies.corpus import letters
from tests.tracker.replies.train import checksum, usable
from tracker.replies.reading import classify, model
from tracker.replies.reading.mending import Mender
from tracker.replies.reading.text import Letter
from tracker.replies.reading.values import LABELS

OUTCOMES = {"delivered", "partial", "denied", "incompetence", "clarification", "extension", "other", "unknown"}
WORDS = st.sampled_from(
    [
        "no",
        "la",
        "información",
        "es",
        "competencia",
        "reservada",
        "de",
        "este",
        "Instituto",
        "se",
        "adjunta",
        "“",
        "”",
        "(sic)",
        "artículo",
        "113",
        "que",
        "señala:",
        "solicita",
        "usted",
        "\n\n",
        "\n",
        ".",
        ";",
        "¿",
        "?",
        "precise",
        "inexistencia",
        "Comité",
        "http://x.mx",
        "FOLIO",
        "½",
        "ﬁ",
        "º",
        "\x00",
        "<br>",
        "Atentamente",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=0, max_size=4))
def test_any_pages_are_read_and_every_quote_is_on_its_page(pages: list[str]) -> None:
    reading = classify(pages)
    assert reading.outcome in OUTCOMES
    for found in (*reading.labels, *reading.checks):
        assert found.quote in pages[found.page - 1]
    assert {label.label for label in reading.labels} <= set(LABELS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=3))
def test_any_text_at_all_is_read(pages: list[str]) -> None:
    assert classify(pages).outcome in OUTCOMES


@pytest.mark.parametrize("text", ["", " ", "\f", "Folio 0411100099913", "1 2 3", "a" * 100_000, "“" * 5_000])
def test_a_text_that_says_nothing_is_unknown_and_carries_no_label(text: str) -> None:
    reading = classify([text])
    assert reading.outcome == "unknown" and reading.labels == ()


@pytest.mark.long
def test_a_long_text_takes_time_in_proportion_to_its_length() -> None:
    sentence = (
        "Se informa que la dependencia no cuenta con competencia para entregar la información reservada del artículo. "
    )
    took = []
    for times in (50, 200):
        begun = time.process_time()
        classify([sentence * times])
        took.append(time.process_time() - begun)
    assert took[1] < 12 * max(took[0], 0.01)


def test_words_a_scanner_misread_are_still_read() -> None:
    assert classify(["Le comunico que lo solicitado no es cornpetencia de esta Secretaría."]).outcome == "incompetence"
    assert classify(["El Comité declaró la inexlstencia de la inforrnación."]).outcome == "denied"


def test_mending_leaves_other_forms_and_other_words_alone() -> None:
    mend = Mender(["reservada", "inexistencia", "competencia", "incompetencia"])
    assert mend("reservado") == "reservado"
    assert mend("existencia") == "existencia"
    assert mend("inexlstencia") == "inexistencia"
    assert mend("reseryada") == "reservada"
    assert mend("competencias") == "competencias"


def test_a_word_broken_at_the_line_end_is_joined_and_quoted_as_printed() -> None:
    page = "Le comunico que no es com-\npetencia de esta Secretaría."
    label = classify([page]).labels[0]
    assert label.label == "incompetence" and "com-\npetencia" in label.quote


def test_positions_lead_back_to_page_and_letter() -> None:
    letter = Letter(["ÁÉ ½ uno", "dos"])
    at = letter.folded.index("dos")
    assert letter.quote(at, at + 3) == (2, "dos")
    assert letter.quote(letter.folded.index("uno"), letter.folded.index("uno") + 3) == (1, "uno")


def test_the_shipped_model_was_trained_on_the_letters_kept_here() -> None:
    assert model.trained_on() == checksum(usable(letters())), "run: python -m tests.tracker.replies.train"


def test_the_model_gives_a_chance_for_each_outcome() -> None:
    chances = model.guess("se le orienta a presentar su solicitud ante otra dependencia")
    assert set(chances) == set(model.CLASSES) and abs(sum(chances.values()) - 1) < 1e-9


def test_a_guess_is_never_certain() -> None:
    reading = classify(
        ["Esos padrones los lleva y los guarda el municipio, vaya usted con ellos y pídalos allá por favor."]
    )
    assert all(not label.certain for label in reading.labels)


def test_a_letter_in_another_language_is_not_guessed_at() -> None:
    reading = classify(["We inform you that the records could not be located after a search. Please see the file."])
    assert reading.outcome == "unknown" and reading.labels == ()


@pytest.mark.parametrize("text", [" " * 300_000, "\n" * 200_000, ". " * 60_000, '"' * 20_000, "no " * 20_000])
def test_hostile_runs_of_signs_take_little_time(text: str) -> None:
    begun = time.process_time()
    classify([text])
    assert time.process_time() - begun < 5
