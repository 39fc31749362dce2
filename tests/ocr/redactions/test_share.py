"""How much of a page's text its redactions hide, told by lines and not by the size of boxes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.redactions import glance, redacted_share
from ocr.redactions.share import seen_letters
from ocr.types import Redaction, Word


def _lines(rows: int, hidden: range, pitch: float = 0.02) -> list[Word]:
    return [
        Word("palabra", (0.1 + 0.1 * n, 0.1 + pitch * row, 0.19 + 0.1 * n, 0.112 + pitch * row), 90.0)
        for row in range(rows) if row not in hidden for n in range(8)
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "last"), [(3, 4), (3, 8), (0, 15), (10, 19)])
def test_a_box_over_several_lines_hides_as_much_as_the_lines_beside_it(first: int, last: int) -> None:
    rows, hidden = 20, range(first, last)
    box = Redaction((0.1, 0.1 + 0.02 * first, 0.9, 0.112 + 0.02 * (last - 1)), "black", None, 0.9)
    assert redacted_share([box], _lines(rows, hidden)) == pytest.approx(len(hidden) / rows, abs=0.05)


def test_a_high_box_over_one_line_hides_no_more_than_a_tight_one() -> None:
    words = _lines(20, range(5, 6))
    tight = Redaction((0.1, 0.2, 0.9, 0.212), "black", None, 0.9)
    high = Redaction((0.1, 0.197, 0.9, 0.215), "black", None, 0.9)
    assert redacted_share([tight], words) == redacted_share([high], words)


def test_a_code_on_a_box_is_no_text_that_can_be_read() -> None:
    box = Redaction((0.1, 0.2, 0.9, 0.212), "grey", "(b)(6)", 0.9)
    words = _lines(20, range(5, 6))
    assert redacted_share([box], [*words, Word("(b)(6)", (0.4, 0.201, 0.5, 0.211), 90.0)]) == redacted_share(
        [box], words
    )


def test_where_no_word_was_read_the_letters_that_are_seen_count() -> None:
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    for row in range(20):
        draw.text(
            (120, 200 + 36 * row), "la unidad informa que la persona consta de", "black", ImageFont.load_default(24)
        )
    draw.rectangle((120, 380, 600, 408), fill="black")
    box = Redaction((120 / 1240, 380 / 1754, 600 / 1240, 408 / 1754), "black", None, 0.9)
    letters = seen_letters(glance(np.asarray(image, dtype=np.uint8).copy(), 150))
    assert 0.02 < redacted_share([box], letters) < 0.12
    assert seen_letters(None) == [] and redacted_share([box], ()) == 1.0
