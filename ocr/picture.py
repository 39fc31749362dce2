"""A page as a picture, and the way from its pixels back to the page as displayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ocr.types import Box

Pixels: TypeAlias = NDArray[np.uint8]
"""Grey `(height, width)` or RGB `(height, width, 3)`, 0 black, 255 white."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, or a part of one, as pixels at a known resolution."""

    pixels: Pixels
    dpi: float

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    @property
    def grey(self) -> Pixels:
        """The picture without colour."""
        return grey(self.pixels)


def grey(pixels: Pixels) -> Pixels:
    """Grey of an RGB picture; a grey one is given back as it is."""
    if pixels.ndim == 2:
        return pixels
    import cv2

    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def scaled(picture: Picture, dpi: float) -> Picture:
    """The picture at another resolution: averaged when made smaller, cubic when made larger."""
    import cv2

    factor = dpi / picture.dpi
    if abs(factor - 1) < 0.02:
        return picture
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return Picture(np.asarray(cv2.resize(picture.pixels, size, interpolation=how), dtype=np.uint8), dpi)


def thinned(picture: Picture, dpi: float) -> Picture:
    """The picture at about a lower resolution: whole squares of pixels averaged where that comes within 4 % of it.

    Squares of a whole number of pixels cost a tenth of any other share.
    """
    import cv2

    times = round(picture.dpi / dpi)
    if times < 2 or abs(picture.dpi / dpi / times - 1) > 0.04 or min(picture.width, picture.height) < times:
        return scaled(picture, dpi)
    size = (picture.width // times, picture.height // times)
    whole = picture.pixels[: size[1] * times, : size[0] * times]
    smaller = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    return Picture(np.asarray(smaller, dtype=np.uint8), picture.dpi / times)


def blackened(picture: Picture, boxes: Sequence[Box]) -> Picture:
    """The picture with these boxes (shares of it) painted black."""
    pixels = picture.pixels.copy()
    for x0, y0, x1, y1 in boxes:
        top, bottom = int(y0 * picture.height), int(np.ceil(y1 * picture.height))
        pixels[top:bottom, int(x0 * picture.width) : int(np.ceil(x1 * picture.width))] = 0
    return Picture(pixels, picture.dpi)


def dpi_within(width_pt: float, height_pt: float, wanted: float, max_pixels: int) -> float:
    """The resolution to render a page at: the wanted one, or less where the picture would pass `max_pixels`."""
    inches = max(width_pt, 1e-3) * max(height_pt, 1e-3) / 72.0**2
    limit = float((max_pixels / inches) ** 0.5)
    # one very long side is a bomb of its own: no side above 30,000 pixels
    longest = max(width_pt, height_pt, 1e-3) / 72.0
    return min(wanted, limit, 30_000 / longest)
