"""Pictures looked at, and made easier to read."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.picture import Picture, Pixels, scaled
from ocr.types import Box

LOOK_DPI = 150.0
_TILE = 32
"""Pixels; a quarter of such tiles of a page have no print."""
_UNEVEN, _EVEN = 0.82, 0.9
"""Share of the lighter paper's brightness below which the darker is uneven, from which it is even."""
_NOISE = 24
"""Grey levels between a pixel and its neighbours that paper without noise never has."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture is like before anything is read."""

    letter_points: float
    """Median height of what could be a letter, in points; 0 when there is none."""
    letters: int
    """How many such marks there are."""
    skew: float
    """Degrees the lines of print are turned counter-clockwise, -15 to 15."""
    uneven: bool
    """Whether the paper is much darker in some places than in others."""
    even: bool = False
    """Whether the paper is of nearly one brightness everywhere."""


def look(picture: Picture) -> Look:
    """Measure a grey picture, best one of at most `LOOK_DPI`."""
    small = scaled(picture, min(picture.dpi, LOOK_DPI))
    marks = ink(small.pixels)
    boxes = letter_boxes(marks, small.dpi)
    height = float(np.median(boxes[:, 3])) * 72 / small.dpi if len(boxes) else 0.0
    low, high = paper_range(small.pixels)
    return Look(height, len(boxes), skew_of(marks, boxes), low < _UNEVEN * high and low > 40, low >= _EVEN * high)


def ink(pixels: Pixels) -> NDArray[np.uint8]:
    """A mask (0 or 255) of what stands out from the paper around it, darker or lighter."""
    calm = cv2.medianBlur(np.ascontiguousarray(pixels), 3)
    around = cv2.blur(calm, (31, 31)).astype(np.int16)
    away = around - calm
    spread = float(np.std(away))
    limit = max(12.0, min(40.0, 0.8 * spread))
    return ((away > limit) * np.uint8(255)).astype(np.uint8)


def letter_boxes(marks: NDArray[np.uint8], dpi: float) -> NDArray[np.int32]:
    """`(x, y, width, height)` in pixels of the marks that have the size and shape of letters."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    if count < 2:
        return np.zeros((0, 4), dtype=np.int32)
    x, y, wide, high, filled = (stats[1:, column] for column in range(5))
    unit = dpi / 72
    fits = (
        (high >= max(3, 2.2 * unit)) & (high <= 40 * unit) & (wide <= 3.5 * high) & (wide * 12 >= high)
        & (filled >= 0.12 * wide * high) & (filled >= 6)
    )
    return np.asarray(np.stack([x, y, wide, high], axis=1)[fits], dtype=np.int32)


def is_blank(picture: Picture) -> bool:
    """Whether nothing at all stands on the page: no mark, box or shade beyond specks and the grain of paper."""
    small = scaled(Picture(picture.grey, picture.dpi), min(picture.dpi, 75.0)).pixels
    calm = cv2.medianBlur(np.ascontiguousarray(small), 3)
    paper = cv2.GaussianBlur(calm, (0, 0), 20).astype(np.int16)
    away = np.abs(calm.astype(np.int16) - paper) > 30
    return int(away.sum()) < 6 and float(np.percentile(calm, 98) - np.percentile(calm, 2)) < 60


def is_noisy(picture: Picture) -> bool:
    """Whether the bare paper of a grey picture (a third is looked at) has specks or grain that a median takes out."""
    rows = picture.height // (3 * _TILE) * 3 * _TILE
    columns = picture.width // _TILE * _TILE
    if not rows or not columns:
        return True
    bands = picture.pixels[:rows, :columns].reshape(-1, 3, _TILE, columns)[:, 1]
    sample = np.ascontiguousarray(bands.reshape(-1, columns))
    specks = cv2.absdiff(sample, cv2.medianBlur(sample, 3))
    worst = np.asarray(specks).reshape(-1, _TILE, columns // _TILE, _TILE).max(axis=(1, 3))
    return bool(np.percentile(worst, 25) > _NOISE)


def skew_of(marks: NDArray[np.uint8], boxes: NDArray[np.int32]) -> float:
    """The angle at which the letters line up best, in degrees counter-clockwise; 0 when there are too few."""
    if len(boxes) < 40:
        return 0.0
    feet = boxes[:6000]
    x = feet[:, 0] + feet[:, 2] / 2.0
    y = (feet[:, 1] + feet[:, 3]).astype(np.float64)
    step = max(1.0, float(np.median(feet[:, 3])) / 6)

    def order(degrees: float) -> float:
        slope = math.tan(math.radians(degrees))
        rows = ((y + x * slope) / step).astype(np.int64)
        counts = np.bincount(rows - rows.min())
        return float((counts.astype(np.float64) ** 2).sum())

    coarse = max(np.arange(-15, 15.01, 0.5), key=order)
    best = float(max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=order))
    return best if order(best) > 1.35 * order(0.0) else 0.0


def paper_range(pixels: Pixels) -> tuple[float, float]:
    """The brightness of darker and of lighter paper, which changes slowly across the page under a lamp or in a fold."""
    low, high = np.percentile(paper_of(pixels), (5, 95))
    return float(low), float(high)


def paper_of(pixels: Pixels) -> Pixels:
    """The brightness of the paper behind the print, on a coarse grid of the picture."""
    step = max(1, round(max(pixels.shape[:2]) / 200))
    coarse = cv2.resize(
        pixels, (max(1, pixels.shape[1] // step), max(1, pixels.shape[0] // step)), interpolation=cv2.INTER_AREA
    )
    return np.asarray(cv2.medianBlur(cv2.dilate(coarse, np.ones((7, 7), np.uint8)), 15), dtype=np.uint8)


def flatten(picture: Picture) -> Picture:
    """The picture with the paper brought to white everywhere."""
    paper = cv2.resize(paper_of(picture.pixels), (picture.width, picture.height), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(picture.pixels, np.maximum(paper, 1), scale=255)
    return Picture(np.asarray(even, dtype=np.uint8), picture.dpi)


def median(picture: Picture) -> Picture:
    """A 3×3 median: takes out specks."""
    return Picture(np.asarray(cv2.medianBlur(np.ascontiguousarray(picture.pixels), 3), dtype=np.uint8), picture.dpi)


def is_two_tone(picture: Picture) -> bool:
    """Whether a grey picture is black and white only, as a fax sends it."""
    counts = cv2.calcHist([picture.pixels], [0], None, [256], [0, 256]).ravel()
    return bool(counts[:16].sum() + counts[240:].sum() >= 0.985 * counts.sum())


def softened(picture: Picture) -> Picture:
    """The picture with the steps of its edges smoothed, which a fax lacks and Tesseract was taught on."""
    return Picture(np.asarray(cv2.GaussianBlur(picture.pixels, (0, 0), 1.0), dtype=np.uint8), picture.dpi)


def whitened(picture: Picture) -> Picture:
    """The picture with even paper brought to pure white, grain and all; what is darker than bare paper keeps its order.

    Tesseract packs and unpacks every line it cuts out of a page: grain costs it a fourteenth of its time. A page
    without bright paper stays as it is.
    """
    counts = cv2.calcHist([picture.pixels], [0], None, [256], [0, 256]).ravel()
    peak = 128 + int(counts[128:].argmax())
    below = np.flatnonzero(counts[:peak] < 0.04 * counts[peak])
    limit = max(int(below[-1]) + 1 if len(below) else 0, round(0.88 * peak))
    if counts[limit:].sum() < 0.5 * counts.sum():
        return picture
    table = np.minimum(np.arange(256) * (255.0 / limit), 255.0).astype(np.uint8)
    return Picture(np.asarray(cv2.LUT(picture.pixels, table), dtype=np.uint8), picture.dpi)


def narrowed(picture: Picture, share: float) -> Picture:
    """The picture made narrower, not lower: Tesseract's time goes with the width of lines."""
    size = (max(1, round(picture.width * share)), picture.height)
    return Picture(
        np.asarray(cv2.resize(picture.pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), picture.dpi
    )


@dataclass(frozen=True, slots=True)
class Turned:
    """A picture turned by any angle, and the way back for boxes."""

    picture: Picture
    degrees: float
    """Clockwise."""
    width: int
    height: int
    """Of the picture before it was turned."""

    def back(self, box: Box) -> Box:
        """The box around the same place on the picture before it was turned, in shares."""
        angle = math.radians(self.degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        wide, high = self.picture.width, self.picture.height
        xs, ys = [], []
        middle_x, middle_y = (box[0] + box[2]) / 2 * wide, (box[1] + box[3]) / 2 * high
        # the box of a slanted word is its slanted outline, not the outline's outline: shrink it by what the slant adds
        for x, y in ((box[0], middle_y / high), (box[2], middle_y / high), (middle_x / wide, box[1]),
                     (middle_x / wide, box[3])) if abs(self.degrees) % 90 else (
                     (box[0], box[1]), (box[2], box[3])):
            across, down = x * wide - wide / 2, y * high - high / 2
            xs.append(across * cos + down * sin + self.width / 2)
            ys.append(-across * sin + down * cos + self.height / 2)
        return (
            _share(min(xs), self.width), _share(min(ys), self.height),
            _share(max(xs), self.width), _share(max(ys), self.height),
        )


def turn(picture: Picture, degrees: float) -> Turned:
    """Turn a grey picture clockwise; quarter turns are exact, other angles grow the picture and fill with paper."""
    quarters = round(degrees / 90)
    if abs(degrees - 90 * quarters) < 0.01:
        pixels = np.ascontiguousarray(np.rot90(picture.pixels, -quarters))
        return Turned(Picture(pixels, picture.dpi), 90.0 * (quarters % 4), picture.width, picture.height)
    angle = math.radians(degrees)
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    wide = math.ceil(picture.width * cos + picture.height * sin)
    high = math.ceil(picture.width * sin + picture.height * cos)
    matrix = cv2.getRotationMatrix2D((picture.width / 2, picture.height / 2), -degrees, 1.0)
    matrix[0, 2] += wide / 2 - picture.width / 2
    matrix[1, 2] += high / 2 - picture.height / 2
    paper = int(np.percentile(picture.pixels[::8, ::8], 80))
    slanted = cv2.warpAffine(picture.pixels, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)
    return Turned(Picture(np.asarray(slanted, dtype=np.uint8), picture.dpi), degrees, picture.width, picture.height)


def _share(value: float, whole: int) -> float:
    return min(1.0, max(0.0, value / whole))
