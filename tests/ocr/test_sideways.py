"""Pages scanned on their side are searched for redactions as if they were upright."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.picture import Picture
from ocr.redactions import find_redactions
from ocr.sideways import judge_turned, quarters_of, turned_box
from ocr.types import Word
from tests.ocr.redactions.evaluate import match
from tests.ocr.redactions.pages import make_page

UPRIGHT = [Word(text, (0.1 + 0.2 * n, 0.1 * row, 0.25 + 0.2 * n, 0.1 * row + 0.02), 95.0)
           for row in range(1, 5) for n, text in enumerate(("oficina", "de", "enlace"))]


@pytest.mark.parametrize("quarters", [0, 1, 3])
def test_how_a_page_lies_is_told_by_its_words(quarters: int) -> None:
    lying = [Word(word.text, turned_box(word.box, 4 - quarters), 95.0) for word in UPRIGHT]
    assert quarters_of(lying, 850 if quarters == 0 else 1100, 1100 if quarters == 0 else 850) == quarters
    assert quarters_of(lying[:3], 850, 1100) == 0, "three words tell nothing"


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_page_on_its_side_hides_what_it_hides_upright(quarters: int) -> None:
    made = make_page(3, "black")
    upright = [one.box for one in find_redactions(made.image, UPRIGHT, made.dpi)]
    lying = np.ascontiguousarray(np.rot90(made.image, 4 - quarters))
    words = [Word(word.text, turned_box(word.box, 4 - quarters), 95.0) for word in UPRIGHT]
    found = [turned_box(one.box, quarters) for one in judge_turned(Picture(lying, made.dpi), words, quarters)]
    assert len(upright) > 2 and match(upright, found) == ([], [])


@given(st.tuples(*[st.floats(0, 0.4)] * 2, *[st.floats(0.5, 1)] * 2), st.integers(0, 3))
def test_a_box_turned_and_turned_back_is_the_same(box: tuple[float, float, float, float], quarters: int) -> None:
    assert turned_box(turned_box(box, quarters), 4 - quarters) == pytest.approx(box)
