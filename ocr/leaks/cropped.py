"""Print that pictures in office files still hold where they are cropped there, or under a bar drawn over them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ocr.text.insets import Inset
from ocr.types import Box

_MARGIN = 0.03
"""Share of a picture cut off at one side up to which it is a straightened edge."""
_MOST_PIXELS, _PIXELS = 100_000_000, 6_000_000
_PAPER, _EVEN, _LEAST_PAPER, _INK = 170, 15, 0.6, 80
"""How bright paper is, how far it strays, what share of the cut it must be, and how much darker print is."""
_LEAST_LETTERS, _LEAST_UNDER = 12, 8
_MOST_PICTURES = 100


def cropped_letters(insets: Sequence[Inset], path: Path) -> int:
    """About how many letters pictures hold where they are cropped; 0 for logos, photographs and straightened edges.

    What is cropped away can be shown again by anybody.
    """
    cut = [inset for inset in insets if any(side > _MARGIN for side in inset.crop) and not inset.is_drawing]
    return sum(_letters(path, inset, _strips(inset.crop)) for inset in cut[:_MOST_PICTURES])


def is_print_under_bars(insets: Sequence[Inset], path: Path) -> bool:
    """Whether a picture holds print under a shape drawn over it, as over a scan: the picture is whole beneath."""
    barred = [inset for inset in insets if inset.under and not inset.is_drawing][:_MOST_PICTURES]
    return any(_letters(path, inset, inset.under, _LEAST_UNDER) for inset in barred)


def _letters(path: Path, inset: Inset, strips: Sequence[Box], least: int = _LEAST_LETTERS) -> int:
    """About how many letters stand on paper in parts of a picture."""
    from PIL import Image

    from ocr.picture import Picture
    from ocr.prepare import ink, letter_boxes
    from ocr.text.illustrated import open_picture
    from ocr.unread import unread_region

    try:
        image = open_picture(path, inset)
        if image.width * image.height > _MOST_PIXELS:
            return 0
        image = image.convert("L")
    except (OSError, ValueError, SyntaxError, MemoryError):  # its page says that it cannot be opened
        return 0
    shrink = min(1.0, (_PIXELS / (image.width * image.height)) ** 0.5)
    if shrink < 1:
        image = image.resize((round(image.width * shrink), round(image.height * shrink)), Image.Resampling.BILINEAR)
    pixels = np.asarray(image, dtype=np.uint8)
    if not _is_paper(pixels, strips):
        return 0
    left, _, right, _ = inset.crop
    dpi = pixels.shape[1] * (1 - left - right) / inset.inches[0] if inset.inches else pixels.shape[1] / 8.5
    dpi = min(600.0, max(60.0, dpi))
    if unread_region(Picture(pixels, dpi), strips) is None:
        return 0
    boxes = letter_boxes(ink(pixels), dpi)
    middle = (boxes[:, :2] + boxes[:, 2:] / 2) / (pixels.shape[1], pixels.shape[0])
    inside = np.zeros(len(boxes), dtype=bool)
    for x0, y0, x1, y1 in strips:
        inside |= (middle[:, 0] >= x0) & (middle[:, 0] <= x1) & (middle[:, 1] >= y0) & (middle[:, 1] <= y1)
    found = int(inside.sum())
    return found if found >= least else 0


def _strips(crop: tuple[float, float, float, float]) -> list[Box]:
    """What is cut off, as boxes in shares of the picture."""
    left, top, right, bottom = (side if side > _MARGIN else 0.0 for side in crop)
    every: list[Box] = [(0.0, 0.0, left, 1.0), (1 - right, 0.0, 1.0, 1.0), (left, 0.0, 1 - right, top),
                        (left, 1 - bottom, 1 - right, 1.0)]
    return [box for box in every if box[2] - box[0] > 0 and box[3] - box[1] > 0]


def _is_paper(pixels: npt.NDArray[np.uint8], strips: Sequence[Box]) -> bool:
    high, wide = pixels.shape
    whole = np.concatenate([pixels[int(y0 * high) : int(y1 * high), int(x0 * wide) : int(x1 * wide)].ravel()
                            for x0, y0, x1, y1 in strips])
    if not whole.size:
        return False
    paper = int(np.bincount(whole, minlength=256).argmax())
    even = float((np.abs(whole.astype(np.int16) - paper) <= _EVEN).mean())
    return paper > _PAPER and even >= _LEAST_PAPER and float(np.percentile(whole, 1)) < paper - _INK
