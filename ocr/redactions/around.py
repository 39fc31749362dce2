"""The letters around a shape: on its line, over and under it, in it and across its edge."""

from __future__ import annotations

import numpy as np

from ocr.redactions.sheet import Boxes, Numbers, Sheet

AROUND = ("left_gap", "right_gap", "left_letters", "right_letters", "off_line", "letters_in", "letters_crossed",
           "letters_near", "above_letters", "below_letters", "left_edge_line", "line_high", "line_above",
           "line_below")  # fmt: skip
"""The traits, in the order of their columns."""
_NOTHING = np.array([12, 12, 0, 0, -1, 0, 0, 0, 0, 0, 0, -1, -9, -9], dtype=np.float32)
"""The row of a shape with no letters near it."""
_BLOCK = 24
"""Shapes whose letters are looked for together."""


def measure_around(traits: dict[str, Numbers], boxes: Boxes, sheet: Sheet) -> None:
    """Letters on the same line left and right, inside, across the edge and near."""
    reach = 5 * sheet.letter
    glyphs = sheet.glyphs.astype(np.float32)
    middle_y = (glyphs[:, 1] + glyphs[:, 3]) / 2
    order = np.argsort(middle_y)
    glyphs, middle_y = glyphs[order], middle_y[order]
    table = np.zeros((len(boxes), len(AROUND)), dtype=np.float32)
    downward = np.argsort(boxes[:, 1], kind="stable")
    for first in range(0, len(boxes), _BLOCK):
        block = downward[first : first + _BLOCK]
        start = int(np.searchsorted(middle_y, boxes[block, 1].min() - reach))
        stop = int(np.searchsorted(middle_y, boxes[block, 3].max() + reach))
        if stop > start:
            table[block] = _letters(boxes[block], glyphs[start:stop], middle_y[start:stop], sheet)
        else:
            table[block] = _NOTHING
    for column, name in enumerate(AROUND):
        traits[name] = table[:, column]


def _letters(boxes: Boxes, glyphs: Numbers, gy: Numbers, sheet: Sheet) -> Numbers:
    """The row of `AROUND` for each of a few shapes and the letters (N×4) near them, whose middles are at `gy`."""
    letter = max(1.0, sheet.letter)
    reach = 5 * sheet.letter
    x0, y0, x1, y1 = (boxes[:, k, None].astype(np.float32) for k in range(4))
    gx0, gy0, gx1, gy1 = glyphs.T
    gx = (gx0 + gx1) / 2
    near = (gy >= y0 - reach) & (gy < y1 + reach)
    level, across = (gy > y0) & (gy < y1), (gx > x0) & (gx < x1)
    left, right = level & (gx1 <= x0 + 3), level & (gx0 >= x1 - 3)
    left_end, right_end = np.where(left, gx1, -np.inf).max(axis=1), np.where(right, gx0, np.inf).min(axis=1)
    near_left, near_right = left & (gx1 > x0 - 20 * letter), right & (gx0 < x1 + 20 * letter)
    beside = near_left | near_right
    count = np.count_nonzero(beside, axis=1)
    off = np.sort(np.where(beside, np.abs(gy - (y0 + y1) / 2), np.inf), axis=1)
    rows = np.arange(len(boxes))
    held = np.count_nonzero(level & across, axis=1)
    meets = (gx0 < x1) & (gx1 > x0) & (gy0 < y1) & (gy1 > y0)
    kept = (gx0 >= x0 - 2) & (gx1 <= x1 + 2) & (gy0 >= y0 - 2) & (gy1 <= y1 + 2)
    wider = (gx0 <= x0 + 2) & (gx1 >= x1 - 2) & (gy0 <= y0 + 2) & (gy1 >= y1 - 2)
    close = np.count_nonzero(near & (gx > x0 - reach) & (gx < x1 + reach), axis=1) - held
    wide, high = (x1 - x0)[:, 0], (y1 - y0)[:, 0]
    tall = np.where(beside, gy1 - gy0, 0)
    usual = tall.sum(axis=1) / np.maximum(1, count)
    top = np.where(beside, gy0 - y0, 0).sum(axis=1) / np.maximum(1, count)
    foot = np.where(beside, y1 - gy1, 0).sum(axis=1) / np.maximum(1, count)
    found = (
        np.minimum(12.0, (x0[:, 0] - left_end) / letter),
        np.minimum(12.0, (right_end - x1[:, 0]) / letter),
        np.count_nonzero(near_left, axis=1),
        np.count_nonzero(near_right, axis=1),
        np.where(count, off[rows, np.minimum(count // 2, off.shape[1] - 1)] / letter, -1),
        held * letter**2 / np.maximum(1, wide * high),
        np.count_nonzero(meets & ~kept & ~wider, axis=1),
        close * letter**2 / np.maximum(1.0, (wide + 2 * reach) * (high + 2 * reach)),
        np.count_nonzero(across & (gy < y0) & (gy > y0 - 2.5 * letter), axis=1),
        np.count_nonzero(across & (gy > y1) & (gy < y1 + 2.5 * letter), axis=1),
        np.count_nonzero(near & (np.abs(gx0 - x0) < 0.7 * letter) & ~level, axis=1),
        np.where(count, high / np.maximum(1, usual), -1),
        np.where(count, top / letter, -9),
        np.where(count, foot / letter, -9),
    )
    return np.stack([np.asarray(column, dtype=np.float32) for column in found], axis=1)
