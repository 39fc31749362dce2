"""Quotations: in one line, whole words, and never silent about what is hidden between them."""

from __future__ import annotations

from ocr.types import Box, Word
from tests.tracker.web.archive_world import words_in_rows
from tracker.quoting import HIDDEN, quotation

LINES = ("los agentes fueron", "adscritos al grupo de protec-", "ción en Oaxaca")


def quoted(*hidden: Box, lines: tuple[str, ...] = LINES) -> str:
    text = "\n".join(lines)
    words = words_in_rows(lines)
    return quotation(text, (0, len(text)), words, hidden)


def test_lines_become_one_and_divided_words_whole() -> None:
    assert quoted() == "los agentes fueron adscritos al grupo de protección en Oaxaca"
    assert quoted(lines=("el periodo 2012-", "2013 y el ex-", "Director")) == "el periodo 2012- 2013 y el ex- Director"


def test_what_is_hidden_between_words_is_shown() -> None:
    gap = (0.192, 0.1, 0.199, 0.12)
    assert quoted(gap) == f"los {HIDDEN} agentes fueron adscritos al grupo de protección en Oaxaca"
    assert quoted((0.4, 0.1, 0.6, 0.12)).startswith(f"los agentes fueron {HIDDEN} adscritos"), "at the end of a line"
    assert quoted((0.1, 0.1215, 0.6, 0.1285)).startswith(f"los agentes fueron {HIDDEN} adscritos"), "a line between"


def test_what_is_hidden_elsewhere_is_not() -> None:
    assert HIDDEN not in quoted((0.1, 0.5, 0.6, 0.52), (0.7, 0.1, 0.9, 0.12), (0.1, 0.02, 0.9, 0.05))


def test_a_comma_that_leads_on_is_not_quoted() -> None:
    assert quoted(lines=("los agentes,",)) == "los agentes" and quoted(lines=("los agentes.",)) == "los agentes."


def test_only_the_stretch_is_quoted() -> None:
    text = "\n".join(LINES)
    words: list[Word] = words_in_rows(LINES)
    start = text.index("agentes")
    assert quotation(text, (start, start + 14), words, ()) == "agentes fueron"
