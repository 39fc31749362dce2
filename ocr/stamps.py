"""Coloured rings and frames of stamps, taken off a page before it is read: Tesseract takes the words in them for a
picture.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.picture import Picture, Pixels

Mask: TypeAlias = NDArray[np.bool_]

COLOURED, BRIGHT, DARK = 50, 150, 120
"""Grey levels between the strongest and the weakest channel of coloured ink, the least of the strongest (dark ink stays
as it is), and the most of the strongest in black print."""
LEAST_INCHES = 0.4
"""A mark lower or narrower than that may be a letter, a rule or an underline."""
HOLLOW = 0.35
"""Share of its box that the outline of a stamp fills at most; the ground of a table's head fills more."""
_LEAST_SHARE = 0.0003


def grey_without_stamps(picture: Picture) -> Picture:
    """The picture in grey, large hollow coloured marks as light as their strongest channel; print over them stays."""
    if picture.pixels.ndim == 2:
        return picture
    grey = Picture(picture.grey, picture.dpi)
    sample = picture.pixels[::4, ::4]
    if _coloured(sample.max(axis=2), sample.min(axis=2)).mean() < _LEAST_SHARE:
        return grey
    red, green, blue = cv2.split(picture.pixels)
    strongest = np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)
    coloured = _coloured(strongest, np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8))
    stamps = _large_and_hollow(coloured, _letters(strongest, picture.dpi), LEAST_INCHES * picture.dpi)
    if not stamps.any():
        return grey
    around = max(3, round(picture.dpi / 60)) | 1
    where = cv2.dilate(stamps.astype(np.uint8), np.ones((around, around), np.uint8)) > 0
    pixels = np.array(grey.pixels)
    pixels[where] = np.maximum(pixels, strongest)[where]
    return Picture(pixels, picture.dpi)


def _coloured(strongest: Pixels, weakest: Pixels) -> Mask:
    return np.asarray((strongest.astype(np.int16) - weakest > COLOURED) & (strongest > BRIGHT), dtype=np.bool_)


def _letters(strongest: Pixels, dpi: float) -> Mask:
    """Dark marks no larger than letters: a ring runs on under them, as it does not under the rules of a table."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((strongest < DARK).astype(np.uint8), connectivity=8)
    small = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) < LEAST_INCHES * dpi
    small[0] = False
    return np.asarray(small[labels], dtype=np.bool_)


def _large_and_hollow(coloured: Mask, letters: Mask, least: float) -> Mask:
    """The coloured pixels of marks at least so many pixels wide and high that leave most of their box free."""
    count, labels = cv2.connectedComponents((coloured | letters).astype(np.uint8), connectivity=8)
    ys, xs = np.nonzero(coloured)
    owner = labels[ys, xs].astype(np.int64)
    area = np.bincount(owner, minlength=count)
    low, high = np.full((2, count), 2**30), np.full((2, count), -1)
    for axis, places in enumerate((xs.astype(np.int64), ys.astype(np.int64))):
        np.minimum.at(low[axis], owner, places)
        np.maximum.at(high[axis], owner, places)
    wide, tall = high - low + 1
    chosen = (area > 0) & (wide >= least) & (tall >= least) & (area <= HOLLOW * wide * tall)
    return np.asarray(coloured & chosen[labels], dtype=np.bool_)
