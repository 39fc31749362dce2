"""The page image brought to one working size, with its paper, its ink and its letters measured once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.bits import Bits

Pixels = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.floating[Any]]
Boxes = npt.NDArray[np.int32]
Spots = npt.NDArray[np.int32]
"""N×4 integer boxes `x0, y0, x1, y1` in working pixels, right and lower ends exclusive."""


def to_pixels(image: Any) -> Pixels:
    """What OpenCV gave back, as an 8-bit image."""
    return np.asarray(image, dtype=np.uint8)


WORKING_DPI = 150.0
"""The resolution that pages are brought to; lengths are given in its pixels."""
_FRAMED = 0.5
"""Share of the page that a line or a dark edge goes around when the letters within it are looked for."""
_PLAUSIBLE_LONG_SIDE = (4.0, 50.0)
"""Inches; outside it the stated dpi is not believed and a sheet of 11.3 inches is assumed."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One page at working size: `grey` (H,W), its `colours` (H,W,3) RGB, None where it has none, and `unit`, the
    pixels of 1/150 inch."""

    grey: Pixels
    colours: Pixels | None
    unit: float
    two_toned: bool = False
    """True for a scan in pure black and white, whose lines are ragged."""

    @property
    def coloured(self) -> bool:
        return self.colours is not None

    @cached_property
    def colour(self) -> Pixels:
        """(H,W,3) RGB, whether the page has colours or not."""
        return self.colours if self.colours is not None else to_pixels(cv2.cvtColor(self.grey, cv2.COLOR_GRAY2RGB))

    @cached_property
    def half(self) -> Pixels:
        """Every other pixel of `grey` each way."""
        return np.ascontiguousarray(self.grey[::2, ::2])

    @property
    def height(self) -> int:
        return int(self.grey.shape[0])

    @property
    def width(self) -> int:
        return int(self.grey.shape[1])

    def px(self, units: float) -> int:
        """A length given in 1/150 inch as whole working pixels, at least one."""
        return max(1, round(units * self.unit))

    def odd(self, units: float) -> int:
        """The same as an odd number of pixels, for kernels that must not shift what they touch."""
        return self.px(units) | 1

    @cached_property
    def coloured_bands(self) -> list[tuple[int, int]]:
        """Rows from and to which something coloured stands, whole page where it stands in most of it."""
        if self.colours is None:
            return []
        rows = np.flatnonzero(cv2.reduce(_saturation(self.colours), 1, cv2.REDUCE_MAX)[:, 0] > 10)
        if len(rows) > 0.12 * self.height:
            return [(0, self.height)]
        bands: list[tuple[int, int]] = []
        for row in (4 * rows).tolist():
            top, foot = max(0, row - 8), min(self.height, row + 12)
            if bands and top <= bands[-1][1] + 40:
                bands[-1] = (bands[-1][0], foot)
            else:
                bands.append((top, foot))
        return bands

    @cached_property
    def paper(self) -> npt.NDArray[np.int16]:
        """The colour of the paper: the commonest bright tone."""
        luma = _sampled(self.grey, 7, 5)
        counts = cv2.calcHist([luma], [0], None, [256], [0, 256]).ravel()
        counts[:140] = 0
        if counts.sum() < 0.05 * luma.size:
            return np.array([255, 255, 255], dtype=np.int16)
        mode = int(np.argmax(np.convolve(counts, np.ones(5), "same")))
        near = cv2.inRange(luma, max(0.0, mode - 3.0), mode + 3.0)
        channels = (luma,) if self.colours is None else cv2.split(_sampled(self.colours, 7, 5))
        tones = [cv2.calcHist([channel], [0], near, [256], [0, 256]).ravel() for channel in channels]
        middle = [np.searchsorted(np.cumsum(tone), tone.sum() / 2) for tone in tones]
        return np.array(middle if len(middle) == 3 else 3 * middle, dtype=np.int16)

    @cached_property
    def paper_luma(self) -> int:
        red, green, blue = (int(v) for v in self.paper)
        return round(0.299 * red + 0.587 * green + 0.114 * blue)

    @cached_property
    def ink(self) -> Pixels:
        """255 where a pixel is clearly darker than the paper."""
        return to_pixels(cv2.threshold(self.grey, max(self.paper_luma - 60, 60), 255, cv2.THRESH_BINARY_INV)[1])

    def dark(self, level: float) -> Bits:
        """The pixels at most this bright."""
        return Bits.of(to_pixels(cv2.threshold(self.grey, level, 255, cv2.THRESH_BINARY_INV, dst=self._spare)[1]))

    @cached_property
    def _spare(self) -> Pixels:
        """Room for what is looked at once: memory never used before costs more than the looking."""
        return np.empty_like(self.grey)

    @cached_property
    def glyphs(self) -> Spots:
        """Boxes of everything inked that has the size of a letter or a touching run of letters."""
        contours, _ = cv2.findContours(self.ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        boxes, bends = bounds(contours)
        areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        if (areas > _FRAMED * self.ink.size).any():
            contours, tree = cv2.findContours(self.ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
            boxes, bends = bounds([c for c, link in zip(contours, tree[0].tolist(), strict=True) if link[3] < 0])
        wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        fits = (tall >= self.px(5)) & (tall <= self.px(44)) & (wide >= self.px(1.5)) & (wide <= self.px(150))
        fits &= (wide <= 9 * tall) & ((bends > 8) | (wide < 7 * self.unit)) & (bends > 2)
        return boxes[fits]

    @cached_property
    def letter(self) -> float:
        """The usual height of a letter in working pixels; 15 units where the page has too little text."""
        if len(self.glyphs) < 12:
            return 15.0 * self.unit
        return float(np.median(self.glyphs[:, 3] - self.glyphs[:, 1]))


def bounds(contours: Sequence[Any]) -> tuple[Spots, npt.NDArray[np.int32]]:
    """The N×4 boxes around contours (N×1×2 points each), and of how many points each is made."""
    if not len(contours):
        return np.zeros((0, 4), dtype=np.int32), np.zeros(0, dtype=np.int32)
    counts = np.fromiter(map(len, contours), dtype=np.int32, count=len(contours))
    points, first = np.concatenate(contours)[:, 0], np.cumsum(counts) - counts
    low, high = np.minimum.reduceat(points, first, axis=0), np.maximum.reduceat(points, first, axis=0)
    return np.concatenate((low, high + 1), axis=1, dtype=np.int32), counts


def _saturation(image: Pixels) -> Pixels:
    """How far the colours of every fourth pixel lie apart."""
    first, second, third = cv2.split(_sampled(image, 4, 4))
    return to_pixels(
        cv2.subtract(cv2.max(cv2.max(first, second), third), cv2.min(cv2.min(first, second), third), dst=first)
    )


def _sampled(image: Pixels, down: int, across: int) -> Pixels:
    """Every so many rows and columns of an image."""
    size = (-(-image.shape[1] // across), -(-image.shape[0] // down))
    return to_pixels(cv2.resize(image, size, interpolation=cv2.INTER_NEAREST))


def lay_out(image: Pixels, dpi: float) -> Sheet:
    """A grey (H,W), one-channel or RGB uint8 image as a Sheet."""
    if image.ndim == 3 and image.shape[2] == 1:
        image = image[:, :, 0]
    if image.ndim == 3 and image.shape[2] == 4:
        image = np.ascontiguousarray(image[:, :, :3])
    long_side = max(image.shape[:2])
    if not np.isfinite(dpi) or dpi <= 0 or not _PLAUSIBLE_LONG_SIDE[0] <= long_side / dpi <= _PLAUSIBLE_LONG_SIDE[1]:
        dpi = max(long_side / 11.3, WORKING_DPI)
    sample = image[1::7, 1::3] if image.ndim == 2 else image[1::7, 1::3, 1]
    two_toned = bool(((sample > 40) & (sample < 215)).mean() < 0.004)
    times = round(dpi / WORKING_DPI)
    scale = 1.0 if 100 <= dpi <= 165 else WORKING_DPI / dpi
    if 1 < times <= min(image.shape[:2]) and 144 <= dpi / times <= 156:  # whole squares of pixels cost a tenth
        image = image[: image.shape[0] // times * times, : image.shape[1] // times * times]
        scale = 1 / times
    sheet = _sheet(image, min(scale, 6000 / long_side), dpi, two_toned)
    if len(sheet.glyphs) >= 60 and sheet.letter > 26 * sheet.unit:
        return Sheet(sheet.grey, sheet.colours, sheet.letter / 15, two_toned)
    return sheet


def _sheet(image: Pixels, scale: float, dpi: float, two_toned: bool) -> Sheet:
    """The image brought to `scale` times its size; its colours, where it has any, need no fine averaging."""
    unit = dpi * scale / WORKING_DPI
    if image.ndim == 2:
        return Sheet(_resized(image, scale, cv2.INTER_AREA), None, unit, two_toned)
    grey = _resized(to_pixels(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)), scale, cv2.INTER_AREA)
    coloured = bool((_saturation(image) > 24).mean() > 0.0002)
    return Sheet(grey, _resized(image, scale, cv2.INTER_LINEAR) if coloured else None, unit, two_toned)


def _resized(image: Pixels, scale: float, smaller: int) -> Pixels:
    """The image scaled; `smaller` is how it is made smaller, linear how it is made larger."""
    if scale == 1.0:
        return image
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return to_pixels(cv2.resize(image, size, interpolation=smaller if scale < 1 else cv2.INTER_LINEAR))
