"""Growing and shrinking of packed images gives what OpenCV gives on bytes."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.redactions.bits import Bits

_ODD = st.integers(0, 20).map(lambda half: 2 * half + 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 200), st.integers(1, 90), _ODD, _ODD, st.integers(0, 10**6))
def test_opening_and_closing_are_those_of_opencv(wide: int, high: int, across: int, down: int, seed: int) -> None:
    noise = np.random.default_rng(seed).random((high // 3 + 1, wide // 3 + 1)) < 0.6
    mask = np.kron(noise, np.ones((3, 3)))[:high, :wide].astype(np.uint8) * 255
    room = 45
    roomy = cv2.copyMakeBorder(mask, room, room, room, room, cv2.BORDER_CONSTANT, value=(0,))
    kernel = np.ones((down, across), np.uint8)
    inner = (slice(room, room + high), slice(room, room + wide))
    bits = Bits.of(mask)
    assert (bits.mask() == mask).all()
    assert bits.empty == (not mask.any())
    opened = np.asarray(cv2.morphologyEx(roomy, cv2.MORPH_OPEN, kernel))[inner]
    assert (bits.opened(across, down).mask() == opened).all()
    grown = np.asarray(cv2.dilate(roomy, kernel))[inner]
    assert (bits.grown(across, down).mask() == grown).all()


def test_rows_with_ink_can_be_pushed_together_and_spread_out_again() -> None:
    mask = np.zeros((60, 100), np.uint8)
    mask[20, 10:40] = 255
    mask[45:48, 70:90] = 255
    packed, there = Bits.of(mask).rows(2)
    assert there.tolist() == [*range(18, 23), *range(43, 50)]
    assert (packed.spread_out(there, 60).mask() == mask).all()


def test_pixels_left_of_an_edge_are_counted_row_by_row() -> None:
    mask = (np.random.default_rng(5).random((9, 150)) < 0.4).astype(np.uint8) * 255
    edges = np.array([0, 1, 63, 64, 65, 128, 149, 150])
    counted = Bits.of(mask).counted(edges)
    assert counted.tolist() == [[int((row[:edge] > 0).sum()) for edge in edges.tolist()] for row in mask]
