"""A page made smaller for looking at keeps its extent and its means."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.picture import Picture, thinned


@pytest.mark.parametrize(
    ("dpi", "wide", "stated"), [(300, 600, 150), (297, 601, 148.5), (310, 600, 155), (250, 600, 150)]
)
def test_whole_squares_are_averaged_where_that_comes_close_to_what_is_asked(
    dpi: float, wide: int, stated: float
) -> None:
    pixels = np.zeros((400, wide, 3), dtype=np.uint8)
    pixels[:, 300:] = 200
    smaller = thinned(Picture(pixels, dpi), 150)
    assert smaller.dpi == pytest.approx(stated)
    assert abs(smaller.width / smaller.dpi - pixels.shape[1] / dpi) < 0.01
    assert smaller.pixels[5, 10].tolist() == [0, 0, 0]
    assert smaller.pixels[5, -10].tolist() == [200, 200, 200]


def test_a_picture_that_is_small_already_is_given_back() -> None:
    picture = Picture(np.zeros((20, 30), dtype=np.uint8), 149.0)
    assert thinned(picture, 150) is picture
