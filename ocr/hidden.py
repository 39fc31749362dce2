"""Words of a text layer that the page does not show: they are left out of every field."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ocr.lines import Line, keep
from ocr.picture import Picture
from ocr.types import Box

_CONTRAST = 40
"""Least difference of grey (0–255) between a letter and its ground for a person to read it with ease."""


def shown_lines(lines: Iterable[Line], picture: Picture) -> tuple[list[Line], int]:
    """The lines with only the words the picture shows, and how many words were left out.

    A word is shown when its box holds two tones, letters and their ground, whichever is the darker: dark on light,
    white on a dark table head, black on a highlight. A box of one tone hides whatever the file has there.
    """
    lines = list(lines)
    grey = picture.grey
    words = [word for line in lines for word in line.words]
    kept = [word for word in words if shows_letters(grey, word.box)]
    return keep(lines, kept), len(words) - len(kept)


def shows_letters(grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], box: Box) -> bool:
    """Whether the part of a grey picture in `box` has the two tones of print."""
    height, width = grey.shape[:2]
    x0, x1 = int(box[0] * width), int(np.ceil(box[2] * width))
    y0, y1 = int(box[1] * height), int(np.ceil(box[3] * height))
    crop = grey[y0:y1, x0:x1]
    if crop.size < 4:
        return False
    low, high = np.percentile(crop, (2, 98))
    return bool(high - low >= _CONTRAST)


