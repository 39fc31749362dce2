"""Shapes filled with one tone: where a tone lies flat, how far it reaches, and the rectangles it makes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.content import Content, read_content
from ocr.redactions.shapes import Corners, rectangles
from ocr.redactions.sheet import Pixels, Sheet, to_pixels

_MOST_TONES = 14
_MOST_SHAPES = 400


@dataclass(frozen=True, slots=True)
class Fill:
    """One filled shape: outer corners in working pixels, its tone, the share of it that has the tone, its content."""

    corners: Corners
    tone: tuple[int, int, int]
    solid: float
    content: Content
    lighter: bool
    """True when the marks inside are lighter than the tone."""
    crisp: tuple[float, float, float, float]
    """For left, top, right and lower side: share of the side where the tone ends sharply."""
    plain: float
    """Share of the box that has the tone itself, print on it left out."""
    cloudy: float
    """How far its tone drifts from place to place, in grey levels: little in a drawn box, much in a photo."""
    corners_full: int
    """How many of its four corners are off the paper."""
    luma_step: int
    """Distance of the tone from the paper, in levels of the farthest channel."""


@dataclass(frozen=True, slots=True)
class _Tone:
    colour: tuple[int, int, int]
    area: int
    seeds: tuple[Corners, ...]


def find_fills(sheet: Sheet) -> list[Fill]:
    """All filled shapes of the page at least as high as small print, in no particular order."""
    found: list[Fill] = []
    tones, noise = _tones(sheet)
    uneven = _uneven(tones)
    for number, tone in enumerate(tones + uneven):
        distance = int(np.abs(np.array(tone.colour, dtype=np.int16) - sheet.paper).max())
        tolerance = int(np.clip(2.2 * noise + 14, 14, 40)) if number < len(tones) else 45
        tolerance = max(4, min(tolerance, int(0.46 * distance)))
        dark = max(tone.colour) < 70
        if dark:
            tolerance = max(tolerance, 45)
        parts = []
        for (left, top, _, _), blob in _reach(sheet, tone, tolerance):
            cut = rectangles(blob, step=sheet.px(6), thinnest=sheet.px(9))
            parts.append([((left + a, top + b, left + c, top + d), solid) for (a, b, c, d), solid in cut])
        found.extend(_fills_of(sheet, _rejoined(parts, sheet, tone.colour), tone.colour, tolerance))
        if len(found) > _MOST_SHAPES:
            return found
    return found


_Parts = list[tuple[Corners, float]]


def _rejoined(blobs: list[_Parts], sheet: Sheet, tone: tuple[int, int, int]) -> list[_Parts]:
    """Join parts that stand on one line with nothing of the paper between them: what parted them is print."""
    whole = [parts for parts in blobs if len(parts) != 1]
    single = sorted((parts[0] for parts in blobs if len(parts) == 1), key=lambda part: part[0][0])
    joined: _Parts = []
    for box, solid in single:
        for place, (other, other_solid) in enumerate(joined):
            if _one_shape(other, box, sheet, tone):
                union = (other[0], min(other[1], box[1]), max(other[2], box[2]), max(other[3], box[3]))
                joined[place] = (union, min(solid, other_solid))
                break
        else:
            joined.append((box, solid))
    return whole + [[part] for part in joined]


def _one_shape(a: Corners, b: Corners, sheet: Sheet, tone: tuple[int, int, int]) -> bool:
    slack, high = sheet.px(4), a[3] - a[1]
    if abs(a[1] - b[1]) > slack or abs(a[3] - b[3]) > slack or not 0 <= b[0] - a[2] <= 9 * high or high > sheet.px(60):
        return False
    gap = sheet.colour[max(a[1], b[1]) : min(a[3], b[3]), a[2] : b[0]].astype(np.int16)
    if gap.size == 0:
        return True
    to_paper = np.abs(gap - sheet.paper).max(axis=2)
    to_tone = np.abs(gap - np.array(tone, dtype=np.int16)).max(axis=2)
    columns = (to_paper < to_tone).mean(axis=0)
    return bool(columns.max() < 0.75) and float(columns.mean()) < 0.3 and float((to_tone < 40).mean()) > 0.25


def _tones(sheet: Sheet) -> tuple[list[_Tone], float]:
    """The tones that lie flat somewhere off the paper, largest first, and the page's noise in grey levels."""
    size = (max(1, sheet.width // 2), max(1, sheet.height // 2))
    small = np.asarray(cv2.resize(sheet.colour if sheet.coloured else sheet.grey, size, interpolation=cv2.INTER_AREA))
    kernel = np.ones((3, 3), np.uint8)
    spread = _largest(cv2.subtract(cv2.dilate(small, kernel), cv2.erode(small, kernel)))
    paper = sheet.paper.tolist() if sheet.coloured else [sheet.paper_luma]
    away = _largest(cv2.merge([_distance(c, p) for c, p in zip(_channels(small), paper, strict=True)]))
    noise = float(np.median(spread[::3, ::3]))
    even = cv2.threshold(spread, float(np.clip(1.6 * noise + 14, 16, 44)), 255, cv2.THRESH_BINARY_INV)[1]
    toned = cv2.threshold(away, max(8.0, 2.5 * noise), 255, cv2.THRESH_BINARY)[1]
    flat = to_pixels(cv2.morphologyEx(cv2.bitwise_and(even, toned), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))
    least = 22 * sheet.unit**2
    contours, _ = cv2.findContours(flat, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    groups: list[tuple[tuple[int, int, int], int, list[Corners]]] = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:600]:
        x, y, w, h = cv2.boundingRect(contour)
        if w * h < least:
            continue
        chosen = np.zeros((h, w), np.uint8)
        cv2.drawContours(chosen, [contour], -1, 255, cv2.FILLED, offset=(-x, -y))
        chosen = to_pixels(cv2.bitwise_and(chosen, flat[y : y + h, x : x + w]))
        area = cv2.countNonZero(chosen)
        if area < least:
            continue
        mean = cv2.mean(small[y : y + h, x : x + w], chosen)
        raw = mean[:3] if sheet.coloured else (mean[0],) * 3
        colour = (round(raw[0]), round(raw[1]), round(raw[2]))
        box = (2 * x, 2 * y, 2 * (x + w), 2 * (y + h))
        for place, (known, total, seeds) in enumerate(groups):
            if max(abs(a - b) for a, b in zip(colour, known, strict=True)) <= max(9, 1.5 * noise):
                seeds.append(box)
                groups[place] = (known, total + area, seeds)
                break
        else:
            groups.append((colour, area, [box]))
    groups.sort(key=lambda group: -group[1])
    return [_Tone(colour, area, tuple(seeds)) for colour, area, seeds in groups[:_MOST_TONES]], noise


def _distance(channel: Any, level: int) -> Any:
    return cv2.absdiff(channel, float(level))  # type: ignore[call-overload]


def _channels(image: Any) -> list[Any]:
    return [image] if image.ndim == 2 else list(cv2.split(image))


def _largest(image: Any) -> Pixels:
    """The largest of a pixel's channels."""
    if image.ndim == 2:
        return to_pixels(image)
    first, second, third = cv2.split(image)
    return to_pixels(cv2.max(cv2.max(first, second), third))


def _uneven(tones: list[_Tone]) -> list[_Tone]:
    """Tones joined with their near ones, for fills that are uneven (scans, textures); none where all are single."""
    joined, left = [], list(tones)
    while left:
        first = left.pop(0)
        alike = [t for t in left if max(abs(a - b) for a, b in zip(t.colour, first.colour, strict=True)) <= 30]
        if sum(t.area for t in alike) < 0.15 * first.area:
            continue
        left = [t for t in left if t not in alike]
        joined.append(_Tone(first.colour, first.area, first.seeds + tuple(s for t in alike for s in t.seeds)))
    return joined


def _reach(sheet: Sheet, tone: _Tone, tolerance: int) -> list[tuple[Corners, npt.NDArray[np.bool_]]]:
    """How far a tone reaches around its seeds: connected blobs with the printed marks in them filled."""
    margin = sheet.px(60)
    x0 = max(0, min(s[0] for s in tone.seeds) - margin)
    y0 = max(0, min(s[1] for s in tone.seeds) - margin)
    x1 = min(sheet.width, max(s[2] for s in tone.seeds) + margin)
    y1 = min(sheet.height, max(s[3] for s in tone.seeds) + margin)
    low = [max(0, c - tolerance) for c in tone.colour]
    high = [min(255, c + tolerance) for c in tone.colour]
    if sheet.coloured:
        mask = to_pixels(cv2.inRange(sheet.colour[y0:y1, x0:x1], np.array(low), np.array(high)))
    else:
        mask = to_pixels(cv2.inRange(sheet.grey[y0:y1, x0:x1], np.array(low[0]), np.array(high[0])))
    plain = mask
    luma = round(0.299 * tone.colour[0] + 0.587 * tone.colour[1] + 0.114 * tone.colour[2])
    if luma - tolerance > 60:
        printed = cv2.threshold(sheet.grey[y0:y1, x0:x1], luma - tolerance, 255, cv2.THRESH_BINARY_INV)[1]
        mask = to_pixels(cv2.bitwise_or(mask, printed))
    mask = _fill_marks(mask, sheet.unit)
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((sheet.odd(8), sheet.odd(8)), np.uint8))
    if cv2.countNonZero(opened) < 130 * sheet.unit**2:
        return []
    contours, _ = cv2.findContours(to_pixels(opened), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    blobs = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:_MOST_SHAPES]:
        x, y, w, h = cv2.boundingRect(contour)
        if cv2.contourArea(contour) < 110 * sheet.unit**2 or w < sheet.px(13):
            continue
        drawn = np.zeros((h, w), np.uint8)
        cv2.drawContours(drawn, [contour], -1, 255, cv2.FILLED, offset=(-x, -y))
        blob = (drawn > 0) & (to_pixels(opened)[y : y + h, x : x + w] > 0)
        own = plain[y : y + h, x : x + w] > 0
        if h <= sheet.px(60):
            blob[:, _foreign(own & blob, blob, sheet.px(8))] = False
        if not blob.any() or float(own[blob].mean()) < 0.5:
            continue
        blobs.append(((x0 + x, y0 + y, x0 + x + w, y0 + y + h), blob))
    return blobs


def _foreign(own: npt.NDArray[np.bool_], blob: npt.NDArray[np.bool_], least: int) -> npt.NDArray[np.bool_]:
    """Columns of a blob, `least` or more in a row, that have next to nothing of the tone: text beside the shape."""
    bare = (own.sum(axis=0) < 0.25 * blob.sum(axis=0)).astype(np.uint8)[None, :]
    return np.asarray(cv2.morphologyEx(bare, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))[0] > 0)


def _fill_marks(mask: Pixels, unit: float) -> Pixels:
    """Fill the holes of a mask that are no larger than letters or a run of touching letters."""
    contours, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return mask
    holes = []
    for contour, link in zip(contours, tree[0], strict=True):
        if link[3] < 0:
            continue
        _, _, w, h = cv2.boundingRect(contour)
        if h <= 60 * unit and w <= 150 * unit:
            holes.append(contour)
    filled = mask.copy()
    cv2.drawContours(filled, holes, -1, 255, thickness=cv2.FILLED)
    return filled


def _fills_of(sheet: Sheet, blobs: list[_Parts], tone: tuple[int, int, int], tolerance: int) -> list[Fill]:
    step = int(np.abs(np.array(tone, dtype=np.int16) - sheet.paper).max())
    found = []
    for parts in blobs:
        for box, solid in parts:
            content, lighter = inside(sheet, box, tone, tolerance)
            crisp = _crisp(sheet, box, tone, tolerance, [other for other, _ in parts if other != box])
            for part, run in _one_code_each(box, content):
                full = _full_corners(sheet, part, step)
                found.append(
                    Fill(
                        part,
                        tone,
                        solid,
                        run,
                        lighter,
                        crisp,
                        _plain(sheet, part, tone, tolerance),
                        _cloudy(sheet, part),
                        full,
                        step,
                    )
                )
    return found


def _one_code_each(box: Corners, content: Content) -> list[tuple[Corners, Content]]:
    """A box on one line with the same code several times was drawn as several boxes, each centred on its code."""
    x0, y0, x1, y1 = box
    runs = sorted(content.runs, key=lambda run: run.x0)
    high = y1 - y0
    if content.bars:
        cuts = list(content.bars)
    elif content.alike() and all(run.height > 0.3 * high for run in runs) and len(runs) <= 8:
        centres = [(run.x0 + run.x1) / 2 for run in runs]
        cuts, left = [], 0.0
        for centre, following in pairwise(centres):
            cut = 2 * centre - left
            low, top = centre + runs[0].width / 2, following - runs[0].width / 2
            cut = (
                min(max(cut, low), top) if len(runs) > 2 else min(max((cut + 2 * following - (x1 - x0)) / 2, low), top)
            )
            cuts.append(round(cut))
            left = cut
    else:
        return [(box, content)]
    bounds = [0, *cuts, x1 - x0]
    parts = []
    for a, b in pairwise(bounds):
        held = tuple(run for run in runs if a <= (run.x0 + run.x1) / 2 < b)
        if b - a >= 0.6 * high:
            parts.append(((x0 + a, y0, x0 + b, y1), Content(held, b - a, high, ())))
    return parts


def _crisp(
    sheet: Sheet, box: Corners, tone: tuple[int, int, int], tolerance: int, siblings: list[Corners]
) -> tuple[float, float, float, float]:
    """Share of each side (left, top, right, lower) along which the tone ends, where no sibling of its blob begins."""
    x0, y0, x1, y1 = box
    out, colour = sheet.px(3), np.array(tone, dtype=np.int16)

    def ends(a: int, b: int, c: int, d: int, axis: int) -> float:
        if a < 0 or b < 0 or c > sheet.width or d > sheet.height:
            return 0.0
        strip = sheet.colour[b:d, a:c].astype(np.int16)
        leaves = (np.abs(strip - colour).max(axis=2) > 1.15 * tolerance).any(axis=axis)
        free = np.ones(strip.shape[:2], dtype=bool)
        for left, top, right, low in siblings:
            free[max(0, top - b) : max(0, low - b), max(0, left - a) : max(0, right - a)] = False
        open_side = free.all(axis=axis)
        return float(leaves[open_side].mean()) if open_side.mean() > 0.12 else 1.0

    return (
        ends(x0 - out, y0, x0, y1, 1),
        ends(x0, y0 - out, x1, y0, 0),
        ends(x1, y0, x1 + out, y1, 1),
        ends(x0, y1, x1, y1 + out, 0),
    )


def _plain(sheet: Sheet, box: Corners, tone: tuple[int, int, int], tolerance: int) -> float:
    crop = sheet.colour[box[1] : box[3], box[0] : box[2]]
    low, high = [max(0, c - tolerance) for c in tone], [min(255, c + tolerance) for c in tone]
    return float(cv2.inRange(crop, np.array(low), np.array(high)).mean()) / 255


def _cloudy(sheet: Sheet, box: Corners) -> float:
    edge = sheet.px(2)
    crop = sheet.grey[box[1] + edge : box[3] - edge, box[0] + edge : box[2] - edge]
    if crop.size < 30:
        return 0.0
    stride = max(1, int((crop.size / 4000) ** 0.5))
    crop = np.ascontiguousarray(crop[::stride, ::stride])
    middle = float(np.median(crop))
    calm = np.where(np.abs(crop.astype(np.float32) - middle) > 48, middle, crop).astype(np.float32)
    size = max(3, sheet.odd(7) // stride | 1)
    low, high = np.percentile(np.asarray(cv2.blur(calm, (size, size))), (8, 92)).tolist()
    return float(high - low)


def _full_corners(sheet: Sheet, box: Corners, step: int) -> int:
    """How many corners of a box are off the paper, as a rectangle's are and a disc's or an emblem's are not."""
    x0, y0, x1, y1 = box
    size, full = max(2, min(sheet.px(4), (y1 - y0) // 4)), 0
    for x in (x0, x1 - size):
        for y in (y0, y1 - size):
            patch = sheet.colour[y : y + size, x : x + size].astype(np.int16)
            full += int(float((np.abs(patch - sheet.paper).max(axis=2) > 0.5 * step).mean()) >= 0.5)
    return full


def inside(sheet: Sheet, box: Corners, tone: tuple[int, int, int], tolerance: int) -> tuple[Content, bool]:
    """What is printed on a filled box, and whether it is lighter than the box's tone."""
    edge = 2
    crop = np.ascontiguousarray(sheet.grey[box[1] + edge : box[3] - edge, box[0] + edge : box[2] - edge])
    none = Content((), max(1, box[2] - box[0]), max(1, box[3] - box[1]), ())
    if crop.size == 0:
        return none, False
    luma = round(0.299 * tone[0] + 0.587 * tone[1] + 0.114 * tone[2])
    reach = max(tolerance, 24)
    lighter = to_pixels(cv2.threshold(crop, min(254, luma + reach), 255, cv2.THRESH_BINARY)[1])
    darker = np.zeros_like(crop)
    if luma > reach:
        darker = to_pixels(cv2.threshold(crop, luma - reach - 1, 255, cv2.THRESH_BINARY_INV)[1])
    most = max(cv2.countNonZero(lighter), cv2.countNonZero(darker))
    light, dark = (
        read_content(marks, sheet.unit) if cv2.countNonZero(marks) > 0.1 * most else none for marks in (lighter, darker)
    )
    return (light, True) if light.marks >= dark.marks else (dark, False)
