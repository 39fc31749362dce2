"""Filled shapes that belong together as a table head, a photo, an emblem or a chart, and are no redactions."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.content import Run, same_print
from ocr.redactions.fills import Fill
from ocr.redactions.outlines import Outline
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet

_SQUARE_SHARE = 0.72
"""Least share of a connected mass of tone that its rectangles must take."""


def without_design(
    kept: Sequence[Fill], fills: Sequence[Fill], outlines: Sequence[Outline], sheet: Sheet
) -> list[Fill]:
    """The kept filled shapes less those that are parts of something larger or cells of a table's head.

    `fills` are all filled shapes of the page, kept or not.
    """
    if not kept:
        return []
    solid = [*kept, *(fill for fill in fills if fill.solid >= 0.9 and fill.corners_full >= 3)]
    alone = [
        fill
        for fill in _not_in_pictures(kept, fills, sheet)
        if _on_even_ground(fill, solid, sheet) and not _part_of_a_letter(fill, sheet)
    ]
    alone = [fill for fill in alone if not _chart_bar(fill, fills, sheet)]
    return [fill for fill in alone if not _head_cell(fill, fills, sheet) and not _shaded_cell(fill, outlines, sheet)]


def _not_in_pictures(kept: Sequence[Fill], fills: Sequence[Fill], sheet: Sheet) -> list[Fill]:
    """Leave out shapes where rectangles make up only a part of the mass of tone they are connected to."""
    half = (max(1, sheet.width // 2), max(1, sheet.height // 2))
    grey = cv2.resize(sheet.grey, half, interpolation=cv2.INTER_AREA)
    nearest = min(fill.luma_step for fill in kept)
    mass = cv2.threshold(grey, sheet.paper_luma - max(10, min(60, nearest // 2)), 255, cv2.THRESH_BINARY_INV)[1]
    square = np.zeros_like(mass)
    for fill in fills:
        if fill.solid >= 0.88:
            x0, y0, x1, y1 = (v // 2 for v in fill.corners)
            square[y0 : y1 + 1, x0 : x1 + 1] = 255
    mass = cv2.bitwise_or(mass, square)
    size = sheet.odd(3.5)
    mass = cv2.morphologyEx(mass, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mass, connectivity=4, ltype=cv2.CV_32S)
    alone = []
    for fill in kept:
        x0, y0, x1, y1 = (v // 2 for v in fill.corners)
        crop = labels[y0:y1, x0:x1]
        home = int(np.bincount(crop[crop > 0]).argmax()) if (crop > 0).any() else 0
        if home:
            x, y, w, h, area = stats[home].tolist()
            own = cv2.countNonZero(cv2.bitwise_and(square[y : y + h, x : x + w], mass[y : y + h, x : x + w]))
            if (
                own < _SQUARE_SHARE * area
                and _tone_share(fill, labels[y : y + h, x : x + w] == home, x, y, sheet) < 0.6
            ):
                continue
        alone.append(fill)
    return alone


def _tone_share(fill: Fill, mass: npt.NDArray[np.bool_], x: int, y: int, sheet: Sheet) -> float:
    """Share of a mass (a mask at half size from x, y) that has the shape's own tone; 0 for black, as photos have it."""
    if max(fill.tone) < 75:
        return 0.0
    crop = sheet.colour[2 * y :: 2, 2 * x :: 2][: mass.shape[0], : mass.shape[1]].astype(np.int16)
    own = np.abs(crop - np.array(fill.tone, dtype=np.int16)).max(axis=2) < 15
    inner = mass[: crop.shape[0], : crop.shape[1]]
    return float((own & inner).sum()) / max(1, int(inner.sum()))


def _on_even_ground(fill: Fill, fills: Sequence[Fill], sheet: Sheet) -> bool:
    """True when the surroundings are mostly of one tone, as paper with text is and a photo or a QR code is not."""
    compact = fill.corners[2] - fill.corners[0] < 2.2 * (fill.corners[3] - fill.corners[1])
    others = [other.corners for other in fills]
    near = evenness(fill.corners, others, sheet, 15)
    if max(fill.tone) >= 75:
        return near >= 0.4 and evenness(fill.corners, others, sheet, 40) >= 0.4
    return near >= (0.52 if compact else 0.4) and evenness(fill.corners, others, sheet, 40) >= 0.5


def evenness(box: Corners, others: Sequence[Corners], sheet: Sheet, reach: float) -> float:
    """Share of the commonest tone within `reach` units around a box, others left out; 1 where nothing is left."""
    x0, y0, x1, y1 = box
    near, far = sheet.px(3), sheet.px(reach)
    left, top = max(0, x0 - far), max(0, y0 - far)
    ring = sheet.grey[top : y1 + far, left : x1 + far]
    free = np.ones(ring.shape, dtype=bool)
    for a, b, c, d in (box, *others):
        free[max(0, b - near - top) : max(0, d + near - top), max(0, a - near - left) : max(0, c + near - left)] = False
    if free.mean() < 0.08:
        return 1.0
    tones = ring[free]
    counts = np.bincount(tones >> 3, minlength=32)
    return float(np.convolve(counts, np.ones(5, dtype=int), "same").max()) / tones.size


def _part_of_a_letter(fill: Fill, sheet: Sheet) -> bool:
    """True for a small shape that is a piece of an inked mark of about its own size, as the bar of a large letter."""
    x0, y0, x1, y1 = fill.corners
    wide, high = x1 - x0, y1 - y0
    if max(wide, high) > sheet.px(75):
        return False
    margin = sheet.px(120)
    left, top = max(0, x0 - margin), max(0, y0 - margin)
    crop = np.ascontiguousarray(sheet.ink[top : y1 + margin, left : x1 + margin])
    _, labels, stats, _ = cv2.connectedComponentsWithStats(crop, connectivity=8, ltype=cv2.CV_32S)
    inner = labels[y0 - top : y1 - top, x0 - left : x1 - left]
    inked = inner[inner > 0]
    if not len(inked):
        return False
    _, _, w, h, area = stats[int(np.bincount(inked).argmax())].tolist()
    return bool(h <= sheet.px(200) and w <= sheet.px(200) and wide * high < 0.7 * area)


def _chart_bar(fill: Fill, fills: Sequence[Fill], sheet: Sheet) -> bool:
    """One of at least three shapes of one width that stand on one line and differ in height."""
    x0, _, x1, y1 = fill.corners
    near = sheet.px(4)
    bars = {
        other.corners
        for other in fills
        if abs(other.corners[3] - y1) <= near and abs((other.corners[2] - other.corners[0]) - (x1 - x0)) <= near
    }
    heights = [bar[3] - bar[1] for bar in bars]
    return len(bars) >= 3 and max(heights) > sheet.px(50) and max(heights) - min(heights) > sheet.px(12)


def _head_cell(fill: Fill, fills: Sequence[Fill], sheet: Sheet) -> bool:
    """One of several shapes of a tone that touch side by side and carry different words."""
    level = [other for other in fills if _same_row(other, fill, sheet)]
    row, grown = [fill], len(level) > 1
    while grown:
        more = [f for f in level if f not in row and any(_beside(f, known, sheet) for known in row)]
        row += more
        grown = bool(more)
    worded = [run for member in row for run in member.content.runs[:1] if not member.content.dotted]
    long = max(f.corners[2] for f in row) - min(f.corners[0] for f in row)
    if len(row) >= 2 and worded and long > 0.45 * sheet.width and not _repeats(worded):
        return True
    if len(worded) < 2:
        return False
    widths = [run.width for run in worded]
    return max(widths) > 1.3 * min(widths) + 3


def _repeats(runs: Sequence[Run]) -> bool:
    return len(runs) >= 2 and any(same_print(runs[0], run) for run in runs[1:])


def _beside(a: Fill, b: Fill, sheet: Sheet) -> bool:
    gap = max(a.corners[0], b.corners[0]) - min(a.corners[2], b.corners[2])
    if gap < -sheet.px(3) or not _same_row(a, b, sheet):
        return False
    if gap <= sheet.px(4):
        return True
    top, low = max(a.corners[1], b.corners[1]), min(a.corners[3], b.corners[3])
    between = sheet.colour[top:low, min(a.corners[2], b.corners[2]) : max(a.corners[0], b.corners[0])].astype(np.int16)
    toned = np.abs(between - np.array(a.tone, dtype=np.int16)).max(axis=2) < 0.5 * a.luma_step
    return bool(toned.mean() > 0.5)


def _same_row(a: Fill, b: Fill, sheet: Sheet) -> bool:
    slack = sheet.px(4)
    if abs(a.corners[1] - b.corners[1]) > slack or abs(a.corners[3] - b.corners[3]) > slack:
        return False
    return max(abs(x - y) for x, y in zip(a.tone, b.tone, strict=True)) <= 12


def _shaded_cell(fill: Fill, outlines: Sequence[Outline], sheet: Sheet) -> bool:
    """A shape that fills one cell of a ruled table exactly, and has no code on it."""
    if fill.content.dotted:
        return False
    for outline in outlines:
        in_table = (outline.beside and outline.stacked) or outline.running_on >= 5
        if in_table and _same_box(fill.corners, outline.corners, sheet.px(5)):
            return max(fill.tone) >= 75 or not fill.content.empty
    return False


def _same_box(a: Corners, b: Corners, slack: int) -> bool:
    return all(abs(x - y) <= slack for x, y in zip(a, b, strict=True))
