"""Which ground is a redaction's own, of all that is printed on its page."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.redactions.linking import PageWords
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import lay_out
from ocr.types import Word

_WIDE, _HIGH = 1240, 1754
_LINE = (400, 500, 700, 526)


def _at(x: float, y: float, text: str) -> list[Word]:
    words = []
    for word in text.split():
        words.append(Word(word, (x / _WIDE, y / _HIGH, (x + 11 * len(word)) / _WIDE, (y + 20) / _HIGH), 92.0))
        x += 11 * len(word) + 8
    return words


def _grounds(words: list[Word], *shapes: Corners) -> list[str | None]:
    sheet = lay_out(np.full((_HIGH, _WIDE, 3), 255, dtype=np.uint8), 150)
    return PageWords(words, sheet, None).grounds(shapes)


@pytest.mark.parametrize(
    ("x", "y", "printed"),
    [(420, 503, "(b)(6)"), (706, 503, "(b)(6)"), (706, 503, "(b)(6) and left the station"), (320, 503, "(b)(6)"),
     (410, 530, "(b)(6)"), (410, 478, "(b)(6)")],
)  # fmt: skip
def test_a_code_on_a_box_or_right_beside_it_is_its_ground(x: int, y: int, printed: str) -> None:
    assert _grounds(_at(x, y, printed), _LINE) == ["(b)(6)"]


@pytest.mark.parametrize(
    ("x", "y", "printed"),
    [(706, 503, "115"), (706, 503, "116 personas"), (320, 503, "18"), (410, 530, "la unidad informa que 116 personas"),
     (706, 560, "(b)(6)"), (706, 503, "the officer of (b)(6)")],
)  # fmt: skip
def test_numbers_and_codes_that_belong_to_other_words_are_not(x: int, y: int, printed: str) -> None:
    assert _grounds(_at(x, y, printed), _LINE) == [None]


def test_a_code_on_the_neighbour_is_the_neighbour_s_alone() -> None:
    beside = (720, 500, 900, 526)
    assert _grounds(_at(760, 503, "5.1.2.e"), _LINE, beside) == [None, "5.1.2.e"]


def test_a_number_of_two_figures_is_looked_up_and_never_taken_for_an_article() -> None:
    words = _at(500, 503, "13") + _at(120, 1500, "13. Firma, artículo 116 de la LGTAIP")
    assert _grounds(words, _LINE) == ["art. 116 LGTAIP"]
    assert _grounds(_at(500, 503, "13"), _LINE) == [None]


def test_what_is_printed_on_a_box_goes_before_the_legend() -> None:
    words = _at(420, 503, "(b)(5)") + _at(120, 1500, "Se testan datos con fundamento en el artículo 116 de la LGTAIP")
    assert _grounds(words, _LINE, (400, 700, 700, 726)) == ["(b)(5)", "art. 116 LGTAIP"]
