"""Pages nobody would print are looked at without an error and without much work."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from ocr.redactions import find_redactions, glance
from ocr.redactions.detector import look


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
