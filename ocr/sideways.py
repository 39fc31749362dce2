"""Pages whose lines run up or down: they are searched for redactions as if they were turned upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ocr.picture import Picture
from ocr.types import Box, Redaction, Word

_FEWEST = 4
"""Words of four letters and more that are needed to tell how a page lies."""
_TALL = 1.5
_MOST = 0.7


def quarters_of(words: Sequence[Word], width: int, height: int) -> int:
    """Quarter turns counter-clockwise (0, 1 or 3) that set most words upright; sizes of the page in pixels."""
    long = [word for word in words if len(word.text) >= _FEWEST]
    tall = sum((word.box[3] - word.box[1]) * height > _TALL * (word.box[2] - word.box[0]) * width for word in long)
    if len(long) < _FEWEST or tall < _MOST * len(long):
        return 0
    down = 0.0
    for one, other in pairwise(words):
        if min(one.box[2], other.box[2]) > max(one.box[0], other.box[0]):  # both stand on one line
            down += float(np.sign(other.box[1] - one.box[1]))
    return 1 if down >= 0 else 3


def turned_box(box: Box, quarters: int) -> Box:
    """A box of a page, in shares, on the page turned so many quarters counter-clockwise."""
    x0, y0, x1, y1 = box
    for _ in range(quarters % 4):
        x0, y0, x1, y1 = y0, 1 - x1, y1, 1 - x0
    return x0, y0, x1, y1


def judge_turned(picture: Picture, words: Sequence[Word], quarters: int) -> list[Redaction]:
    """The redactions of a page that lies on its side; boxes are those of the page as it is displayed."""
    from ocr.redactions import glance, judge

    upright = np.ascontiguousarray(np.rot90(picture.pixels, quarters))
    turned = [replace(word, box=turned_box(word.box, quarters)) for word in words]
    found = judge(glance(upright, picture.dpi), turned)
    return [replace(one, box=turned_box(one.box, 4 - quarters)) for one in found]
