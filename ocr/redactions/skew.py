"""How far a scanned page is turned, and boxes back from the straightened page."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

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
    rows = cv2.resize(sheet.ink, (sheet.width // _ROWS, high), interpolation=cv2.INTER_AREA)
    strips = np.asarray(cv2.resize(rows, (_STRIPS, high), interpolation=cv2.INTER_AREA), dtype=np.float32).T.copy()
    strips[:, : high // 50], strips[:, -high // 50 :] = 0, 0
    if float(strips.mean()) < 0.5:
        return 0.0
    strips = np.asarray(cv2.blur(strips, (3, 1)), dtype=np.float32)
    rough = np.asarray(cv2.resize(strips, (high // 2, _STRIPS // 2), interpolation=cv2.INTER_AREA), dtype=np.float32)

    def at(turns: npt.NDArray[np.float64], of: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return _contrasts(of, np.tan(np.radians(turns)) * sheet.width / sheet.height)

    turns = np.asarray(np.arange(-6, 7) * (_MOST_DEGREES / 6), dtype=np.float64)
    best = float(turns[at(turns, rough).argmax()])
    for step in (0.2, 0.1, 0.05):
        turns = np.array([best - step, best, best + step], dtype=np.float64)
        best = float(turns[at(turns, strips).argmax()])
    if abs(best) < _LEAST_DEGREES:
        return 0.0
    turned, level = at(np.array([best, 0.0]), strips).tolist()
    return round(best, 2) if turned > 1.02 * level else 0.0


def _contrasts(strips: npt.NDArray[np.float32], slopes: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """How sharply rows of ink and rows of paper alternate once the strips (S,H) are moved down to undo each slope.

    A slope is the fall over the whole width as a share of the height.
    """
    count, high = strips.shape
    across = (np.arange(count) + 0.5) / count - 0.5
    shifts = slopes[:, None] * across * high
    whole = np.floor(shifts)
    part = (shifts - whole).astype(np.float32)[:, :, None]
    rows = np.arange(high) - whole.astype(int)[:, :, None]
    there = np.arange(count)[:, None]
    moved = (1 - part) * strips[there, rows % high] + part * strips[there, (rows - 1) % high]
    return np.asarray((np.diff(moved.sum(axis=1), axis=1) ** 2).sum(axis=1), dtype=np.float32)


def straighten(sheet: Sheet, degrees: float) -> tuple[Sheet, npt.NDArray[np.float64]]:
    """The sheet turned back by `degrees`, and the matrix that brings its points to the original ones."""
    centre = (sheet.width / 2, sheet.height / 2)
    matrix = cv2.getRotationMatrix2D(centre, -degrees, 1.0)
    paper = tuple(float(v) for v in sheet.paper)
    size = (sheet.width, sheet.height)
    grey = to_pixels(cv2.warpAffine(sheet.grey, matrix, size, borderValue=float(sheet.paper_luma)))
    if sheet.coloured:
        colour = to_pixels(cv2.warpAffine(sheet.colour, matrix, size, borderValue=paper))
    else:
        colour = to_pixels(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))
    back = np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64)
    return Sheet(colour, grey, sheet.unit, sheet.coloured, sheet.two_toned), back


def turned_back(corners: Corners, back: npt.NDArray[np.float64]) -> Corners:
    """The upright box on the original page of a box on the straightened one."""
    x0, y0, x1, y1 = corners
    points = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]) @ back.T
    low, high = points.min(axis=0), points.max(axis=0)
    return (round(float(low[0])), round(float(low[1])), round(float(high[0])), round(float(high[1])))
