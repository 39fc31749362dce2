"""A sentence made far from any page is said in the reader's language, values and all."""

from __future__ import annotations

import pickle
from datetime import date

from tests.tracker.clocks.cases import case
from tracker.clocks.timeline import ImpossibleEvents
from tracker.sentences import Sentence, Told, said


def problem_of(**events: str) -> ImpossibleEvents:
    try:
        case("2026-01-15", **events)
    except ImpossibleEvents as problem:
        return problem
    raise AssertionError("this was taken for possible")


def test_a_problem_is_said_in_either_language_with_its_dates_and_the_names_of_acts():
    problem = problem_of(clarification_asked="2026-01-20", clarification_answered="2026-01-19")
    assert said(problem, "es").startswith("el desahogo del requerimiento (19 ene 2026) queda antes que el")
    assert said(problem, "en").startswith("the answer to the clarification (19 Jan 2026) comes before")
    assert str(problem).startswith("the answer to the clarification (2026-01-19) comes before")


def test_a_problem_inside_a_problem_is_said_too():
    problem = problem_of(replied="2026-01-20,reserve_years=-3")
    assert said(problem, "es") == (
        "la respuesta (20 ene 2026): reserve_years=-3: escriba un número entero mayor que cero.")


def test_text_that_nobody_can_translate_stays_and_percent_signs_do_no_harm():
    assert said("100 % cierto", "es") == "100 % cierto"
    assert said(Told("100 % certain"), "es") == "100 % certain"
    assert said(Sentence("only %(n)s %%", n=5), "en") == "only 5 %"
    assert said(Sentence(""), "es") == ""


def test_a_sentence_keeps_its_words_through_a_pickle():
    one = Sentence("it begins on %(on)s", on=date(2026, 1, 2))
    assert pickle.loads(pickle.dumps(one)) == "it begins on 2026-01-02"
    assert pickle.loads(pickle.dumps(one)).values == {"on": date(2026, 1, 2)}
