"""How far a scanned page is turned, and boxes back from the straightened page."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Pixels, Sheet, to_pixels

_MOST_DEGREES = 2.4
_LEAST_DEGREES = 0.15
_SMALL = 360
"""Width in pixels at which the turn is measured."""


def measure_skew(sheet: Sheet) -> float:
    """Degrees by which the page's lines rise to the right, -2.4 to 2.4; 0 when they are level or there are none."""
    scale = min(1.0, _SMALL / sheet.width)
    size = (max(1, round(sheet.width * scale)), max(1, round(sheet.height * scale)))
    ink = to_pixels(cv2.resize(sheet.ink, size, interpolation=cv2.INTER_AREA))
    ink[: size[1] // 50], ink[-size[1] // 50 :] = 0, 0
    if float((ink > 40).mean()) < 0.002:
        return 0.0
    known: dict[float, float] = {}

    def sharp(turn: float) -> float:
        turn = round(turn, 2)
        if turn not in known:
            known[turn] = _contrast(ink, turn)
        return known[turn]

    best = max((-0.4, 0.0, 0.4), key=sharp)
    if best:
        best = max(np.arange(-_MOST_DEGREES, _MOST_DEGREES + 0.01, 0.4).tolist(), key=sharp)
    for step in (0.2, 0.1, 0.05):
        best = max((best - step, best, best + step), key=sharp)
    return best if abs(best) >= _LEAST_DEGREES and sharp(best) > 1.02 * sharp(0.0) else 0.0


def _contrast(ink: Pixels, degrees: float) -> float:
    """How sharply rows of ink and rows of paper alternate once the page is sheared by this turn."""
    wide = ink.shape[1]
    slope = np.tan(np.radians(degrees))
    shear = np.array([[1, 0, 0], [slope, 1, -slope * wide / 2]], dtype=np.float32)
    turned = cv2.warpAffine(ink, shear, (wide, ink.shape[0]), flags=cv2.INTER_LINEAR)
    rows = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    return float((np.diff(rows[:, 0]) ** 2).sum())


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
