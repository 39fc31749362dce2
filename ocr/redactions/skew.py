"""How far a scanned page is turned, and boxes back from the straightened page."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.bits import Bits
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet, to_pixels

_MOST_DEGREES = 2.4
_LEAST_DEGREES = 0.15
_STRIPS, _ROWS = 20, 4
"""Upright strips that the page is cut into, and rows taken together, when the turn is measured."""


def measure_skew(sheet: Sheet) -> float:
    """Degrees by which the page's lines rise to the right, -2.4 to 2.4; 0 when they are level or there are none."""
    high = sheet.height // _ROWS
    if high < 100 or sheet.width < 4 * _STRIPS:
        return 0.0
    strips = _strips(sheet, high)
    strips[:, : high // 50], strips[:, -high // 50 :] = 0, 0
    if float(strips.mean()) < 0.5:
        return 0.0
    strips = np.asarray(cv2.blur(strips, (3, 1)), dtype=np.float32)
    rough = np.asarray(cv2.resize(strips, (high // 2, _STRIPS // 2), interpolation=cv2.INTER_AREA), dtype=np.float32)

    def at(turns: npt.NDArray[np.float64], of: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return _contrasts(of, np.tan(np.radians(turns)) * sheet.width / sheet.height)

    turns = np.asarray(np.arange(-6, 7) * (_MOST_DEGREES / 6), dtype=np.float64)
    best = float(turns[at(turns, rough).argmax()])
    (turned,) = at(np.array([best]), strips).tolist()
    for step in (0.2, 0.1, 0.05):
        less, more = at(np.array([best - step, best + step]), strips).tolist()
        if less >= turned and less >= more:
            best, turned = best - step, less
        elif more > turned:
            best, turned = best + step, more
    if abs(best) < _LEAST_DEGREES:
        return 0.0
    (level,) = at(np.array([0.0]), strips).tolist()
    return round(best, 2) if turned > 1.02 * level else 0.0


def _strips(sheet: Sheet, high: int) -> npt.NDArray[np.float32]:
    """The ink of each upright strip of the page, 0–255, as a row of `high` values."""
    edges = np.linspace(0, sheet.width, _STRIPS + 1).round().astype(np.int64)
    marked = np.diff(Bits.of(sheet.ink).counted(edges), axis=1) * (255 / np.diff(edges))
    strips = cv2.resize(marked.astype(np.float32), (_STRIPS, high), interpolation=cv2.INTER_AREA)
    return np.asarray(strips, dtype=np.float32).T.copy()


def _contrasts(strips: npt.NDArray[np.float32], slopes: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """How sharply rows of ink and rows of paper alternate once the strips (S,H) are moved down to undo each slope.

    A slope is the fall over the whole width as a share of the height.
    """
    count, high = strips.shape
    across = (np.arange(count) + 0.5) / count - 0.5
    shifts = slopes[:, None] * across * high
    whole = np.floor(shifts)
    part = (shifts - whole).astype(np.float32)[:, :, None]
    endless = np.concatenate((strips, strips), axis=1).ravel()
    first = (-1 - whole.astype(np.int64)) % high + 2 * high * np.arange(count)
    rows = endless.take(first[:, :, None] + np.arange(high + 1))
    moved = (1 - part) * rows[:, :, 1:] + part * rows[:, :, :-1]
    return np.asarray((np.diff(moved.sum(axis=1), axis=1) ** 2).sum(axis=1), dtype=np.float32)


def straighten(sheet: Sheet, degrees: float) -> tuple[Sheet, npt.NDArray[np.float64]]:
    """The sheet turned back by `degrees`, and the matrix that brings its points to the original ones."""
    centre = (sheet.width / 2, sheet.height / 2)
    matrix = cv2.getRotationMatrix2D(centre, -degrees, 1.0)
    paper = tuple(float(v) for v in sheet.paper)
    size = (sheet.width, sheet.height)
    grey = to_pixels(cv2.warpAffine(sheet.grey, matrix, size, borderValue=float(sheet.paper_luma)))
    colours = None
    if sheet.colours is not None:
        colours = to_pixels(cv2.warpAffine(sheet.colours, matrix, size, borderValue=paper))
    back = np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64)
    return Sheet(grey, colours, sheet.unit, sheet.two_toned), back


def turned_back(corners: Corners, back: npt.NDArray[np.float64]) -> Corners:
    """The upright box on the original page of a box on the straightened one."""
    x0, y0, x1, y1 = corners
    points = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]) @ back.T
    low, high = points.min(axis=0), points.max(axis=0)
    return (round(float(low[0])), round(float(low[1])), round(float(high[0])), round(float(high[1])))
