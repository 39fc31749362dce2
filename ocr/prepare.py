"""Pictures made easier to read."""

from __future__ import annotations

import numpy as np

from ocr.picture import Picture, scaled


def has_ink(picture: Picture) -> bool:
    """Whether anything stands on the picture that could be a letter; specks and shading are not."""
    import cv2

    small = scaled(picture, min(picture.dpi, 100.0)).grey
    flat = cv2.medianBlur(np.ascontiguousarray(small), 3)
    paper = cv2.morphologyEx(flat, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    ground = cv2.morphologyEx(flat, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    dark = paper.astype(np.int16) - flat
    light = flat.astype(np.int16) - ground
    return int((np.maximum(dark, light) > 40).sum()) >= 12


def to_resolution(picture: Picture, low: float = 200.0, high: float = 320.0) -> Picture:
    """The picture between `low` and `high` dpi, at its own resolution where that lies between."""
    return scaled(picture, min(max(picture.dpi, low), high))


def median(picture: Picture) -> Picture:
    """A 3×3 median: takes out specks."""
    import cv2

    return Picture(np.asarray(cv2.medianBlur(np.ascontiguousarray(picture.pixels), 3), dtype=np.uint8), picture.dpi)
