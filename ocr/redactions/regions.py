"""Even areas of the page with an edge all around: the one list of shapes that a redaction is looked for in.

A pixel is even when nothing near it differs from it by more than the page's noise. Connected even pixels make a region,
whatever its tone and whatever shading lies over the page; print inside a region is a hole in it. The edge is looked for
with a fine and with a coarse measure, since faint shapes vanish in the one and noisy ones fall apart in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.bits import Bits
from ocr.redactions.mosaics import find_mosaics
from ocr.redactions.shapes import Corners, rectangles
from ocr.redactions.sheet import Pixels, Sheet, bounds, to_pixels

_LARGE = 30_000
"""Pixels of a shape from which on it is cut at half its size."""
_MOST = 420
"""Regions looked at per measure, and made of parts; a page with more is a picture or a table, whose largest are looked
at."""


@dataclass(frozen=True, slots=True)
class Region:
    """One even area: its outer corners in working pixels, how much of them it fills, and where it comes from."""

    corners: Corners
    solid: float
    source: str
    """`fine` or `coarse` edge, `cut` out of a larger area, `joined` from parts that print has parted, `lines` around
    it, a `stroke` of a pen, a `mosaic` of even spots, a text `covered` with squares or blur."""
    parts: int = 1


@dataclass(frozen=True)
class Evenness:
    """Which pixels are even (255), by the fine measure, and the page's noise in grey levels."""

    flat: Pixels
    spread: Pixels
    noise: float

    @cached_property
    def half(self) -> Pixels:
        """Every other pixel of `spread` each way."""
        return np.ascontiguousarray(self.spread[::2, ::2])

    @cached_property
    def half_flat(self) -> Pixels:
        """Every other pixel of `flat` each way."""
        return to_pixels(cv2.threshold(self.half, _fine(self.noise), 255, cv2.THRESH_BINARY_INV)[1])


def measure_evenness(sheet: Sheet) -> Evenness:
    """How even each pixel's surroundings are."""
    spread = _spread(sheet.grey)
    for top, foot in sheet.coloured_bands:
        band = spread[top:foot]
        for channel in cv2.split(sheet.colour[top:foot]):
            cv2.max(band, _spread(to_pixels(channel)), dst=band)
    third = (max(1, sheet.width // 3), max(1, sheet.height // 3))
    noise = _middle(to_pixels(cv2.resize(spread, third, interpolation=cv2.INTER_NEAREST)))
    flat = cv2.threshold(spread, _fine(noise), 255, cv2.THRESH_BINARY_INV)[1]
    return Evenness(to_pixels(flat), to_pixels(spread), noise)


_NEAR = np.ones((3, 3), np.uint8)


def _spread(image: Pixels) -> Pixels:
    """How far the neighbours of each pixel lie apart."""
    brightest, darkest = cv2.dilate(image, _NEAR), cv2.erode(image, _NEAR)
    return to_pixels(cv2.subtract(brightest, darkest, dst=brightest))


def _middle(values: Pixels) -> float:
    """The median of many 8-bit values, by counting."""
    counts = np.cumsum(cv2.calcHist([values], [0], None, [256], [0, 256]).ravel())
    return float(np.searchsorted(counts, values.size / 2))


def _fine(noise: float) -> float:
    return max(8.0, 1.9 * noise + 5)


def find_regions(sheet: Sheet, even: Evenness) -> list[Region]:
    """All even areas at least as large as a short word, the paper itself left out; near doubles are one."""
    found: list[Region] = []
    known: dict[bytes, list[tuple[Corners, float, bool]]] = {}
    for source, limit in (("fine", _fine(even.noise)), ("coarse", 2.2 * _fine(even.noise) + 8)):
        flat = even.flat
        if source == "coarse":
            flat = to_pixels(cv2.threshold(even.spread, limit, 255, cv2.THRESH_BINARY_INV)[1])
        own = []
        for contour in _shaped(flat, sheet):
            form = contour.tobytes()
            if form not in known:
                known[form] = _regions_of(contour, sheet)
            own += [Region(box, solid, "cut" if cut else source) for box, solid, cut in known[form]]
        found += own + _joined(own, sheet)
    return _singled(found, sheet) + _mosaics(sheet, even)


def _shaped(flat: Pixels, sheet: Sheet) -> list[npt.NDArray[np.int32]]:
    """The outer edges of even areas of a plausible size."""
    contours, tree = cv2.findContours(flat, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return []
    unit, most = sheet.unit, 0.92 * sheet.width * sheet.height
    contours = [c for c, parent in zip(contours, tree[0][:, 3].tolist(), strict=True) if parent < 0 and len(c) >= 4]
    boxes, _ = bounds(contours)
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    size = wide * high
    likely = (wide >= 11 * unit) & (high >= 8 * unit) & (size < most)
    least = np.maximum(90 * unit**2, 0.3 * size)
    fits: list[tuple[float, npt.NDArray[np.int32]]] = []
    for number in np.flatnonzero(likely).tolist():
        area = cv2.contourArea(contours[number])
        if area >= least[number]:
            fits.append((area, np.asarray(contours[number], dtype=np.int32)))
    fits.sort(key=lambda pair: -pair[0])
    return [contour for _, contour in fits[:_MOST]]


def _regions_of(contour: npt.NDArray[np.int32], sheet: Sheet) -> list[tuple[Corners, float, bool]]:
    """The box around an even area and those it is cut into: corners, how much is filled, whether it was cut."""
    x, y, w, h = cv2.boundingRect(contour)
    whole = _outward((x, y, x + w, y + h), sheet)
    solid = min(1.0, cv2.contourArea(contour) / max(1, (w - 1) * (h - 1)))
    found = [(whole, solid, False)]
    if solid < 0.93 and h > 2 * sheet.px(9):
        own = np.zeros((h, w), np.uint8)
        cv2.drawContours(own, [contour], -1, 1, cv2.FILLED, offset=(-x, -y))
        fine = 2 if w * h > _LARGE else 1
        found_in = rectangles(own[::fine, ::fine] > 0, step=sheet.px(6) // fine, thinnest=sheet.px(9) // fine)
        for inner, share in found_in:
            a, b, c, d = (fine * v for v in inner)
            box = _outward((x + a, y + b, x + c, y + d), sheet)
            if box != whole and c - a >= sheet.px(11) and share > 0.8:
                found.append((box, share, True))
    return found


def _mosaics(sheet: Sheet, even: Evenness) -> list[Region]:
    """Areas of many small even spots between ink and paper in tone, as squares or blur over a text make."""
    whole = (slice(sheet.height // 2), slice(sheet.width // 2))
    flat = cv2.threshold(even.half[whole], 2.2 * _fine(even.noise) + 8, 255, cv2.THRESH_BINARY_INV)[1]
    between = cv2.inRange(sheet.half[whole], 45.0, float(max(46, sheet.paper_luma - 8 - 2 * even.noise)))
    spots = Bits.of(to_pixels(cv2.bitwise_and(to_pixels(flat), to_pixels(between))))
    kept = spots.closed(sheet.odd(9), sheet.odd(5)).opened(sheet.odd(6), sheet.odd(4))
    found = [Region(_outward(box, sheet), 1.0, "covered") for box in find_mosaics(spots, sheet, even.half, even.noise)]
    for contour in sorted(kept.outlines(), key=cv2.contourArea, reverse=True)[:80]:
        x, y, w, h = cv2.boundingRect(contour)
        if 2 * w < 18 * sheet.unit or 2 * h < 9 * sheet.unit:
            continue
        solid = min(1.0, cv2.contourArea(contour) / max(1, (w - 1) * (h - 1)))
        if solid > 0.5:
            found.append(Region(_outward((2 * x, 2 * y, 2 * (x + w), 2 * (y + h)), sheet), solid, "mosaic"))
    return found


def _outward(box: Corners, sheet: Sheet) -> Corners:
    """The corners moved out over the pixel that an edge takes on each side."""
    x0, y0, x1, y1 = box
    return (max(0, x0 - 1), max(0, y0 - 1), min(sheet.width, x1 + 1), min(sheet.height, y1 + 1))


def _joined(regions: list[Region], sheet: Sheet) -> list[Region]:
    """Parts side by side on one row with one tone, joined step by step: what parts them may be print."""
    low = sheet.px(60)
    rows = sorted(
        (r for r in regions if r.source != "cut" and r.corners[3] - r.corners[1] <= low), key=lambda r: r.corners[0]
    )
    slack, reach = sheet.px(4), sheet.px(130)
    found: list[Region] = []
    for place, first in enumerate(rows):
        box, tone, parts = first.corners, _tone(first.corners, sheet), 1
        for other in rows[place + 1 :]:
            corners = other.corners
            if corners[0] > box[2] + reach or parts > 8 or len(found) >= _MOST:
                break
            if abs(corners[1] - box[1]) > slack or abs(corners[3] - box[3]) > slack or corners[0] < box[2] - slack:
                continue
            if abs(_tone(corners, sheet) - tone) > 14:
                continue
            if _parted(box, corners, tone, sheet):
                break
            box = (box[0], min(box[1], corners[1]), corners[2], max(box[3], corners[3]))
            parts += 1
            found.append(Region(box, min(first.solid, other.solid), "joined", parts))
    return found


def _tone(box: Corners, sheet: Sheet) -> float:
    x0, y0, x1, y1 = box
    step = max(1, (x1 - x0) // 24)
    crop = sheet.grey[y0 + 2 : y1 - 2 : 2, x0 + 2 : x1 - 2 : step]
    low, high = (crop.size - 1) // 2, crop.size // 2
    tones = np.partition(crop, (low, high), axis=None)
    return (float(tones[low]) + float(tones[high])) / 2


def _parted(a: Corners, b: Corners, tone: float, sheet: Sheet) -> bool:
    """True when a drawn line, or an upright gap of paper that is not of the tone, lies between two parts."""
    gap = sheet.grey[max(a[1], b[1]) + 2 : min(a[3], b[3]) - 2, a[2] : b[0]].astype(np.int16)
    if gap.size == 0:
        return True
    off = np.abs(gap - round(tone))
    if b[0] - a[2] <= sheet.px(5) and bool((off > 24).all(axis=0).any()):
        return True
    if abs(tone - sheet.paper_luma) < 12:
        return False
    bare = np.abs(gap - sheet.paper_luma) < off
    return bool((bare.mean(axis=0) > 0.9).any())


def _singled(regions: list[Region], sheet: Sheet) -> list[Region]:
    """One of several regions whose corners lie within three units."""
    step = 3.0 * sheet.unit
    kept: dict[tuple[int, ...], Region] = {}
    for region in regions:
        key = tuple(round(v / step) for v in region.corners)
        if key not in kept or region.solid > kept[key].solid + 0.02:
            kept[key] = region
    return list(kept.values())
