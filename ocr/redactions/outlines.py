"""Areas closed by drawn lines: where they are, what is in them, and whether they belong to a table."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.bits import Bits
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Pixels, Sheet, bounds

_MOST_CELLS = 700


@dataclass(frozen=True, slots=True)
class Outline:
    """One closed area: its outer corners and how it stands to other lines."""

    corners: Corners
    running_on: int
    """How many of the eight line ends at its corners run on outward."""
    beside: int
    """Closed areas that share a side with it and its rows."""
    stacked: int
    """Closed areas right above and below with the same left and right edges."""
    closed: bool
    """True when lines close it all around; else a side is broken, as by a code printed over it."""
    drawn: tuple[float, float, float, float]
    """For left, top, right and lower side: share of it that is a thin line with nothing solid outside."""
    alike: int
    """Other closed areas anywhere with the same left and right edges, as the fields of a form have."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Masks of drawn lines (255 = line), bridged over small gaps, the two together, and the level ones as segments."""

    across: Pixels
    down: Pixels
    both: Pixels
    levels: npt.NDArray[np.int32]
    """N×4 `x0, y0, x1, y1` of the level lines, longest first."""


def find_outlines(sheet: Sheet) -> list[Outline]:
    """All closed areas at least as large as a short word, tables and forms included."""
    lines = _lines(sheet)
    pairs, cells = _paired(sheet, lines), _cells(sheet, lines)
    boxes = [cell for cell in cells if not any(_slice_of(cell, pair, sheet, lines) for pair in pairs)]
    for box in pairs:
        if sum(_share_inside(cell, box) for cell in boxes) < 0.8 and not any(
            _overlap(box, other) > 0.6 for other in boxes
        ):
            boxes.append(box)
    boxes = [box for box in boxes if not any(_frames(box, other, sheet, lines) for other in boxes)]
    corners = np.array(boxes, dtype=np.int32).reshape(-1, 4)
    found = []
    for x0, y0, x1, y1 in boxes:
        beside, stacked, alike = _neighbours(corners, (x0, y0, x1, y1), sheet)
        running_on = _running_on((x0, y0, x1, y1), lines, sheet)
        found.append(
            Outline(
                (x0, y0, x1, y1),
                running_on,
                beside,
                stacked,
                (x0, y0, x1, y1) in cells,
                _drawn((x0, y0, x1, y1), sheet, lines),
                alike,
            )
        )
    return found


def _lines(sheet: Sheet) -> Lines:
    level = max(sheet.paper_luma - 46, 60)
    dark = sheet.dark(level)

    def along(level: bool, least: float, bridge: float) -> Bits:
        """Thin runs of ink at least this long in one direction, bridged over gaps."""

        def sides(long: int, wide: int = 1) -> tuple[int, int]:
            return (long, wide) if level else (wide, long)

        thin = None
        for ragged in (1, 3) if sheet.two_toned else (1,):
            runs, there = dark.closed(*sides(sheet.odd(3), ragged)), None
            if level:
                runs, there = runs.shrunk(*sides(sheet.odd(least))).rows(sheet.odd(6))
                runs = runs.grown(*sides(sheet.odd(least)))
            else:
                runs = runs.opened(*sides(sheet.odd(least)))
            bulk = runs.opened(*sides(1, sheet.odd(6)))
            bare = runs.without(bulk).opened(*sides(sheet.odd(least)))
            if there is not None:
                bare = bare.closed(*sides(sheet.odd(bridge))).spread_out(there, sheet.height)
            thin = bare if thin is None else thin | bare
        assert thin is not None
        return thin if level and not sheet.two_toned else thin.closed(*sides(sheet.odd(bridge)))

    level_lines, upright = along(True, 26, 34), along(False, 15, 4)
    across, down = level_lines.mask(), upright.mask()
    both = (level_lines | upright).closed(3, 3).mask()
    contours, _ = cv2.findContours(across, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    levels, _ = bounds(contours)
    wide, high = levels[:, 2] - levels[:, 0], levels[:, 3] - levels[:, 1]
    levels = levels[(high <= 14 * sheet.unit) & (wide >= 26 * sheet.unit)]
    levels = levels[np.argsort(levels[:, 0] - levels[:, 2])][:400]
    return Lines(across, down, both, levels)


def _cells(sheet: Sheet, lines: Lines) -> list[Corners]:
    """Areas that the lines close all around."""
    drawn = lines.both
    contours, tree = cv2.findContours(drawn, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    cells = []
    for contour, link in zip(contours, tree[0] if len(contours) else [], strict=True):
        if link[3] < 0:
            continue
        x, y, w, h = cv2.boundingRect(contour)
        x, y, w, h = x + 1, y + 1, w - 2, h - 2
        if w < sheet.px(18) or h < sheet.px(11) or w * h > 0.6 * sheet.width * sheet.height:
            continue
        if cv2.contourArea(contour) >= 0.25 * w * h:
            cells.append(_outer((x, y, x + w, y + h), drawn, sheet))
    return cells if len(cells) <= _MOST_CELLS else []


def _paired(sheet: Sheet, lines: Lines) -> list[Corners]:
    """Rectangles with a drawn top and foot of one extent and at least one drawn side, the other one broken."""
    levels, slack = lines.levels, sheet.px(8)
    found: list[Corners] = []
    if not len(levels):
        return found
    x0s, y1s, x1s = levels[:, 0, None], levels[:, 3, None], levels[:, 2, None]
    down = levels[None, :, 1] - y1s
    left, right = np.abs(levels[None, :, 0] - x0s), np.abs(levels[None, :, 2] - x1s)
    end = sheet.px(4)
    one = ((left <= sheet.px(90)) & (right <= end)) | ((right <= sheet.px(90)) & (left <= end))
    fits = ((left <= slack) & (right <= slack)) | (one & (down < sheet.px(48)))
    fits &= (down > sheet.px(9)) & (down < sheet.px(420))
    for row in np.flatnonzero(fits.any(axis=1)).tolist():
        x0, y0, x1, y1 = levels[row].tolist()
        feet = levels[fits[row]]
        for foot in feet[np.argsort(feet[:, 1])][:3].tolist():
            box = (min(x0, foot[0]), y0, max(x1, foot[2]), foot[3])
            strong, _ = _sides(box, y1, foot[1], lines, sheet)
            equal = abs(x0 - foot[0]) <= slack and abs(x1 - foot[2]) <= slack
            if strong >= 0.8 and (equal or (strong >= 0.95 and box[2] - box[0] >= sheet.px(40))):
                found.append(box)
                break
    return found


def _sides(box: Corners, top: int, foot: int, lines: Lines, sheet: Sheet) -> tuple[float, float]:
    """Share drawn of the better and of the worse upright side."""
    reach, shares = sheet.px(4), []
    for x in (box[0], box[2]):
        strip = lines.down[top:foot, max(0, x - reach) : x + reach]
        shares.append(cv2.countNonZero(cv2.reduce(strip, 1, cv2.REDUCE_MAX)) / len(strip) if strip.size else 0.0)
    return max(shares), min(shares)


def _slice_of(cell: Corners, pair: Corners, sheet: Sheet, lines: Lines) -> bool:
    """True when a cell is cut out of a pair's rectangle by no drawn line but by the stem of a letter."""
    slack = sheet.px(4)
    if abs(cell[1] - pair[1]) > slack or abs(cell[3] - pair[3]) > slack:
        return False
    if cell[0] < pair[0] - slack or cell[2] > pair[2] + slack:
        return False
    left, _, right, _ = _drawn(cell, sheet, lines)
    inner_left, inner_right = cell[0] > pair[0] + slack, cell[2] < pair[2] - slack
    return (inner_left and left < 0.9) or (inner_right and right < 0.9)


def _frames(outer: Corners, inner: Corners, sheet: Sheet, lines: Lines) -> bool:
    """True when a box holds another one that is drawn on all its sides, clear of its own lines."""
    clear = sheet.px(2)
    if inner[0] < outer[0] - clear or inner[2] > outer[2] + clear:
        return False
    if inner[1] <= outer[1] or inner[3] >= outer[3] or inner[3] - inner[1] < sheet.px(14):
        return False
    return min(_drawn(inner, sheet, lines)) >= 0.85


def _share_inside(inner: Corners, outer: Corners) -> float:
    """Share of the outer box that an inner one takes, 0 where it reaches beyond it."""
    if inner[0] < outer[0] - 6 or inner[1] < outer[1] - 6 or inner[2] > outer[2] + 6 or inner[3] > outer[3] + 6:
        return 0.0
    return (inner[2] - inner[0]) * (inner[3] - inner[1]) / ((outer[2] - outer[0]) * (outer[3] - outer[1]))


def _overlap(a: Corners, b: Corners) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return wide * high / (areas - wide * high)


def _outer(inner: Corners, drawn: Pixels, sheet: Sheet) -> Corners:
    """The inner corners moved out over the drawn line, at most four units."""
    x0, y0, x1, y1 = inner
    most = sheet.px(4)

    def thickness(strips: list[Pixels]) -> int:
        for distance, strip in enumerate(strips):
            if strip.size == 0 or float(strip.mean()) < 120:
                return distance
        return len(strips)

    top = thickness([drawn[y0 - d : y0 - d + 1, x0:x1] for d in range(1, most + 1) if y0 - d >= 0])
    bottom = thickness([drawn[y1 + d : y1 + d + 1, x0:x1] for d in range(most)])
    left = thickness([drawn[y0:y1, x0 - d : x0 - d + 1] for d in range(1, most + 1) if x0 - d >= 0])
    right = thickness([drawn[y0:y1, x1 + d : x1 + d + 1] for d in range(most)])
    return (x0 - left, y0 - top, min(sheet.width, x1 + right), min(sheet.height, y1 + bottom))


def _drawn(outer: Corners, sheet: Sheet, lines: Lines) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = outer
    reach, out = sheet.px(3), sheet.px(4)

    def side(mask: Pixels, a: int, b: int, c: int, d: int, axis: int, move: int) -> float:
        line = mask[max(0, b) : max(0, d), max(0, a) : max(0, c)]
        if line.size == 0:
            return 0.0
        there = cv2.reduce(line, axis, cv2.REDUCE_MAX).ravel() > 0
        if axis == 0:
            beyond = sheet.ink[max(0, b + move) : max(0, d + move), max(0, a) : max(0, c)]
        else:
            beyond = sheet.ink[max(0, b) : max(0, d), max(0, a + move) : max(0, c + move)]
        if beyond.shape != line.shape:
            return np.count_nonzero(there) / there.size
        solid = cv2.reduce(beyond, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel() > 0.8 * 255 * line.shape[axis]
        return np.count_nonzero(there & ~solid) / there.size

    return (
        side(lines.down, x0 - reach, y0, x0 + reach, y1, 1, -reach - out),
        side(lines.across, x0, y0 - reach, x1, y0 + reach, 0, -reach - out),
        side(lines.down, x1 - reach, y0, x1 + reach, y1, 1, reach + out),
        side(lines.across, x0, y1 - reach, x1, y1 + reach, 0, reach + out),
    )


def _running_on(outer: Corners, lines: Lines, sheet: Sheet) -> int:
    x0, y0, x1, y1 = outer
    near, far, slack = sheet.px(4), sheet.px(13), sheet.px(3)

    def goes_on(mask: Pixels, a: int, b: int, c: int, d: int, level: bool) -> int:
        crop = mask[max(0, b) : max(0, d), max(0, a) : max(0, c)]
        if crop.size == 0:
            return 0
        return int(float((crop.max(axis=0) if level else crop.max(axis=1)).mean()) > 200)

    ends = 0
    for y in (y0, y1 - 1):
        ends += goes_on(lines.across, x0 - far, y - slack, x0 - near, y + slack + 1, True)
        ends += goes_on(lines.across, x1 + near, y - slack, x1 + far, y + slack + 1, True)
    for x in (x0, x1 - 1):
        ends += goes_on(lines.down, x - slack, y0 - far, x + slack + 1, y0 - near, False)
        ends += goes_on(lines.down, x - slack, y1 + near, x + slack + 1, y1 + far, False)
    return ends


def _neighbours(boxes: npt.NDArray[np.int32], cell: Corners, sheet: Sheet) -> tuple[int, int, int]:
    x0, y0, x1, y1 = cell
    gap, slack = sheet.px(7), sheet.px(5)
    same_rows = (np.abs(boxes[:, 1] - y0) <= slack) & (np.abs(boxes[:, 3] - y1) <= slack)
    touching = (np.abs(boxes[:, 0] - x1) <= gap) | (np.abs(boxes[:, 2] - x0) <= gap)
    same_columns = (np.abs(boxes[:, 0] - x0) <= slack) & (np.abs(boxes[:, 2] - x1) <= slack)
    over = (np.abs(boxes[:, 1] - y1) <= gap) | (np.abs(boxes[:, 3] - y0) <= gap)
    return int((same_rows & touching).sum()), int((same_columns & over).sum()), int(same_columns.sum()) - 1
