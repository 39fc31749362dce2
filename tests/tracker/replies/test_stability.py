"""What does not change the answer does not change the reading: measured over our own letters."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.replies.changes import CHANGES, PARAGRAPHS, scanned
from tests.tracker.replies.corpus import SampleLetter, letters
from tracker.replies.reading import classify

LONG_ENOUGH = 120
LETTERS = [letter for letter in letters() if letter.outcome != "unknown" and len(letter.text) >= LONG_ENOUGH]
LEAST = {"scanned, 3 % misread": 0.9, "six paragraphs of any letter": 0.95, "scanned, 1 % misread": 0.95}
OTHERWISE = 0.97
PLAIN = ["Le comunico que lo solicitado no es competencia de esta Secretaría; se le orienta a acudir al Instituto.",
         "El Comité de Transparencia confirmó la inexistencia de los documentos solicitados.",
         "Se clasifica como reservada por cinco años la información del operativo, según acuerdo del Comité.",
         "Se le previene para que en diez días hábiles precise el periodo y los documentos que requiere.",
         "Se adjunta en formato Excel la relación de contratos solicitada, de 2015 a 2020."]  # fmt: skip


def kept(name: str, rows: list[SampleLetter]) -> float:
    """The share of the letters read right that are still read right after a change."""
    same = right = 0
    for letter in rows:
        if classify(letter.text.split("\f")).outcome in letter.outcomes:
            right += 1
            changed = CHANGES[name](letter.text, random.Random(letter.id))
            same += classify(changed.split("\f")).outcome in letter.outcomes
    return same / right


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_answers_nothing_hardly_changes_the_reading(name: str) -> None:
    assert kept(name, LETTERS[::6]) >= LEAST.get(name, OTHERWISE) - 0.03


@pytest.mark.long
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_answers_nothing_hardly_changes_the_reading_of_any_letter(name: str) -> None:
    assert kept(name, LETTERS) >= LEAST.get(name, OTHERWISE)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLAIN), st.lists(st.sampled_from(PARAGRAPHS), max_size=5), st.integers(0, 5))
def test_a_plain_answer_is_read_wherever_it_stands_among_other_paragraphs(
    answer: str, around: list[str], place: int
) -> None:
    alone = classify([answer]).outcome
    paragraphs = [*around[:place], answer, *around[place:]]
    assert classify(["\n\n".join(paragraphs)]).outcome == alone


@pytest.mark.parametrize("answer", PLAIN)
def test_one_misread_letter_hardly_ever_changes_a_plain_answer(answer: str) -> None:
    outcome, always = classify([answer]).outcome, scanned(1.0)
    places = [i for i in range(0, len(answer), 2) if answer[i].isalpha()]
    wrong = [
        i
        for i in places
        if classify([answer[:i] + always(answer[i], random.Random(i)) + answer[i + 1 :]]).outcome != outcome
    ]
    assert len(wrong) <= 0.03 * len(places)
