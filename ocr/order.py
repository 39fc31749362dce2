"""Reading order of a text layer: the file's own, unless it plainly runs up the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ocr.lines import Line
from ocr.types import Box

_LEAST_LINES = 6
_UPWARD = 0.3
"""Share of steps from a line to the one above it in the same column from which the file's order is not believed."""
_GUTTER = 0.015
"""Least width of the empty strip between two columns, as a share of the page."""


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines as the file orders them, or, where that order runs up the page, columns from left to right."""
    if len(lines) < _LEAST_LINES:
        return tuple(lines)
    boxes = [line.box for line in lines]
    upward = sum(_is_above(after, before) for before, after in pairwise(boxes))
    if upward < _UPWARD * (len(lines) - 1):
        return tuple(lines)
    return tuple(lines[index] for index in _ordered(list(range(len(lines))), boxes))


def _is_above(box: Box, other: Box) -> bool:
    shared = min(box[2], other[2]) - max(box[0], other[0])
    return box[3] <= other[1] + 0.002 and shared > 0.5 * min(box[2] - box[0], other[2] - other[0])


def _ordered(members: list[int], boxes: Sequence[Box]) -> list[int]:
    """Cut at the widest gutter all lines leave free; where there is none, at the widest gap between rows; and again."""
    if len(members) < 2:
        return members
    left, right = _cut(members, boxes, 0, _GUTTER)
    if left and right and min(len(left), len(right)) >= 3:
        return _ordered(left, boxes) + _ordered(right, boxes)
    upper, lower = _cut(members, boxes, 1, 0.0)
    if upper and lower:
        return _ordered(upper, boxes) + _ordered(lower, boxes)
    return sorted(members, key=lambda index: (boxes[index][1], boxes[index][0]))


def _cut(members: list[int], boxes: Sequence[Box], axis: int, least: float) -> tuple[list[int], list[int]]:
    """The members on either side of the widest strip that is free of them along an axis (0 across, 1 down)."""
    spans = sorted((boxes[index][axis], boxes[index][axis + 2]) for index in members)
    reach, best, at = spans[0][1], least, None
    for start, end in spans[1:]:
        if start - reach > best:
            best, at = start - reach, (start + reach) / 2
        reach = max(reach, end)
    if at is None:
        return [], []
    return [i for i in members if boxes[i][axis] < at], [i for i in members if boxes[i][axis] >= at]
