"""Pages nobody would print are looked at without an error and without much work."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from ocr.redactions import find_redactions, glance
from ocr.redactions.detector import look
from ocr.redactions.sheet import lay_out


def _noise(high: int, wide: int) -> npt.NDArray[np.uint8]:
    return np.asarray(np.random.default_rng(3).integers(0, 255, (high, wide)), dtype=np.uint8)


@pytest.mark.parametrize(("high", "wide"), [(60, 50_000), (50_000, 60), (41, 41), (400, 9_000)])
def test_strips_and_scraps_are_looked_at_like_any_page(high: int, wide: int) -> None:
    assert find_redactions(_noise(high, wide), (), 300) == []


def test_a_page_thinner_than_a_line_has_nothing_to_look_at() -> None:
    assert glance(np.zeros((1, 50_000, 3), dtype=np.uint8), 300) is None


def test_of_a_page_full_of_cells_only_so_many_shapes_are_compared() -> None:
    page = np.full((1650, 1275), 255, dtype=np.uint8)
    for y in range(5, 1630, 20):
        for x in range(5, 1247, 28):
            page[y : y + 14, x : x + 22] = 0
            page[y + 1 : y + 13, x + 1 : x + 21] = 255
    assert len(look(page, 150, None).shapes.regions) < 1800


@pytest.mark.parametrize("edge", [2, 24])
def test_letters_are_counted_within_a_frame_or_the_dark_edge_of_a_scan(edge: int) -> None:
    page = np.full((1650, 1275), 255, dtype=np.uint8)
    for line in range(30):
        cv2.putText(page, "la unidad informa del expediente", (150, 200 + 40 * line), 0, 0.8, 0, 2)
    bare = lay_out(page, 150)
    framed = page.copy()
    cv2.rectangle(framed, (30, 30), (1244, 1619), 0, edge)
    within = lay_out(framed, 150)
    assert len(bare.glyphs) > 400
    assert len(within.glyphs) == len(bare.glyphs)
    assert within.letter == bare.letter
