"""Looking among many boxes finds the same as comparing each with each."""

from __future__ import annotations

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.leaks.rows import Boxes, Rows, overlap, touching

_SIDE = st.integers(0, 40)
_BOX = st.tuples(_SIDE, _SIDE, st.integers(1, 40), st.integers(1, 40)).map(
    lambda b: (b[0] / 80, b[1] / 80, (b[0] + b[2]) / 80, (b[1] + b[3]) / 80))
_BOXES = st.lists(_BOX, min_size=1, max_size=30).map(lambda boxes: np.array(boxes, dtype=np.float64))


@settings(deadline=None, max_examples=50)
@given(_BOXES, _BOX, st.sampled_from([0.05, 0.4, 0.6]))
def test_the_boxes_covered_by_one_are_found_among_all(
    boxes: Boxes, box: tuple[float, float, float, float], share: float
) -> None:
    found = Rows(boxes).covered(box, share)
    assert sorted(found.tolist()) == np.flatnonzero(overlap(boxes, box) >= share).tolist()


@settings(deadline=None, max_examples=25)
@given(_BOXES, _BOXES)
def test_no_box_that_lies_on_another_is_left_out(edges: Boxes, boxes: Boxes) -> None:
    on_any = np.array([bool((overlap(boxes, edge) > 0).any()) for edge in edges])
    assert touching(edges, boxes)[on_any].all()


def test_a_hundred_thousand_boxes_take_no_hundred_thousand_comparisons() -> None:
    corners = np.random.default_rng(1).random((100_000, 2)) * 0.9
    boxes = np.hstack([corners, corners + 0.01])
    started = time.process_time()
    rows = Rows(boxes)
    assert touching(boxes, boxes[:5_000]).any()
    assert sum(len(rows.near((0.5, y, 0.6, y + 0.001))) for y in np.linspace(0, 0.9, 1000).tolist()) < 2_000_000
    assert time.process_time() - started < 3
