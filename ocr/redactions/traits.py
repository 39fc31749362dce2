"""What is measured on every shape before it is judged: its form, tone, edge, print, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.around import AROUND, measure_around
from ocr.redactions.company import measure_company, repeated_prints
from ocr.redactions.content import Content, read_content
from ocr.redactions.outlines import Outline
from ocr.redactions.regions import Evenness, Region
from ocr.redactions.sheet import Boxes, Numbers, Sheet, to_pixels

_SAMPLED = 600
"""Pixels of a shape looked at for its tone."""
SOURCES = ("fine", "coarse", "cut", "joined", "lines", "stroke", "mosaic")


_PRINTED = ("runs", "marks", "longest_run", "dots", "code_like", "print_high", "print_letter", "print_wide",
            "print_left", "print_off_centre", "print_above", "print_below")  # fmt: skip
_LEVEL = ("print_off_top", "print_off_foot")
COSTLY = frozenset((*_PRINTED, *AROUND, *_LEVEL, "repeats"))
"""Traits measured only of the shapes that the sieve keeps."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The shapes of a page with their traits: `values` is N×len(names), `tones` N×3 RGB."""

    regions: list[Region]
    contents: list[Content]
    tones: npt.NDArray[np.int16]
    lined: Numbers
    """How much darker than both its sides the edge is, at its weakest side, in grey levels."""
    names: tuple[str, ...]
    values: npt.NDArray[np.float32]

    def trait(self, name: str) -> Numbers:
        """One trait of all shapes."""
        return np.asarray(self.values[:, self.names.index(name)])


class Sums:
    """Sums over any box of an image in constant time; `half` says that it has every other pixel each way."""

    def __init__(self, image: npt.NDArray[np.uint8], half: bool = False) -> None:
        self._half = half
        self._table = cv2.integral(image)
        self.high, self.wide = image.shape[:2]

    def mean(self, x0: Boxes, y0: Boxes, x1: Boxes, y1: Boxes) -> Numbers:
        """The mean over each box, clipped to the image; 0 for boxes off it; coordinates broadcast."""
        if self._half:
            x0, y0, x1, y1 = x0 // 2, y0 // 2, (x1 + 1) // 2, (y1 + 1) // 2
        x0, x1 = (np.minimum(np.maximum(x, 0), self.wide) for x in (x0, x1))
        y0, y1 = (np.minimum(np.maximum(y, 0), self.high) for y in (y0, y1))
        area = np.maximum(0, x1 - x0) * np.maximum(0, y1 - y0)
        table, upper, lower = self._table.ravel(), y0 * (self.wide + 1), y1 * (self.wide + 1)
        total = table.take(lower + x1) - table.take(upper + x1) - table.take(lower + x0) + table.take(upper + x0)
        return np.ascontiguousarray(np.where(area > 0, total / np.maximum(area, 1), 0), dtype=np.float32)


def measure(
    regions: Sequence[Region],
    outlines: Sequence[Outline],
    sheet: Sheet,
    even: Evenness,
    sieve: Callable[[tuple[str, ...], npt.NDArray[np.float32]], npt.NDArray[np.bool_]] | None = None,
) -> Measured:
    """Measure all shapes of a page together.

    What is costly to measure (print, letters around) is measured only of the shapes that a sieve keeps by the rest.
    """
    regions = list(regions)
    boxes = np.array([region.corners for region in regions], dtype=np.int32).reshape(-1, 4)
    tones = _tones(boxes, sheet, even)
    luma = (tones @ np.array([0.299, 0.587, 0.114])).astype(np.float32)
    grey = Sums(sheet.grey)
    traits: dict[str, Numbers] = {}
    _form(traits, boxes, sheet)
    _toned(traits, tones, luma, sheet)
    lined = _edges(traits, boxes, luma, grey, sheet)
    _inside(traits, boxes, luma, grey, Sums(even.half_flat, half=True), sheet)
    _cells(traits, boxes, outlines)
    measure_company(traits, boxes, tones, sheet)
    for source in SOURCES:
        traits["is_" + source] = np.array([region.source == source for region in regions], dtype=np.float32)
    traits["solid"] = np.array([region.solid for region in regions], dtype=np.float32)
    traits["parts"] = np.array([region.parts for region in regions], dtype=np.float32)
    if sieve is not None and regions:
        names, values = _table(traits)
        kept = np.flatnonzero(sieve(names, values) | covered(regions))
        traits = {name: values[kept, number] for number, name in enumerate(names)}
        boxes, tones, luma, lined = boxes[kept], tones[kept], luma[kept], lined[kept]
        regions = [regions[number] for number in kept.tolist()]
    contents = [_content(tuple(box), level, flat, sheet) for box, level, flat in
                zip(boxes.tolist(), luma, traits["flat_inside"], strict=True)]  # fmt: skip
    _printed(traits, contents, boxes, sheet)
    measure_around(traits, boxes, sheet)
    level = (traits["runs"] > 0) & (traits["line_high"] > 0)
    for name, own, beside in zip(_LEVEL, ("print_above", "print_below"), ("line_above", "line_below"), strict=True):
        traits[name] = np.where(level, traits[own] - traits[beside], -9).astype(np.float32)
    traits["repeats"] = repeated_prints(contents, boxes)
    names, values = _table(traits)
    return Measured(regions, contents, tones, lined, names, values)


def covered(regions: Sequence[Region]) -> npt.NDArray[np.bool_]:
    """Which shapes are squares or blur over a text, which no trees need to judge."""
    return np.array([region.source == "covered" for region in regions], dtype=bool)


def _table(traits: dict[str, Numbers]) -> tuple[tuple[str, ...], npt.NDArray[np.float32]]:
    """The names of the traits and their values, a row a shape."""
    names = tuple(sorted(traits))
    return names, np.asarray(np.stack([traits[name] for name in names], axis=1), dtype=np.float32)


def _form(traits: dict[str, Numbers], boxes: Boxes, sheet: Sheet) -> None:
    x0, y0, x1, y1 = (boxes[:, k].astype(np.float32) for k in range(4))
    wide, high = x1 - x0, y1 - y0
    traits["wide"] = wide / sheet.letter
    traits["high"] = high / sheet.letter
    traits["high_units"] = high / sheet.unit
    traits["aspect"] = wide / np.maximum(1, high)
    traits["wide_share"] = wide / sheet.width
    traits["high_share"] = high / sheet.height
    traits["from_side"] = np.minimum(x0, sheet.width - x1) / sheet.width
    traits["from_top"] = np.minimum(0.04, y0 / sheet.height)
    traits["from_foot"] = np.minimum(0.04, (sheet.height - y1) / sheet.height)


def _tones(boxes: Boxes, sheet: Sheet, even: Evenness) -> npt.NDArray[np.int16]:
    """The middle tone of the even pixels inside each box, RGB."""
    found = np.zeros((len(boxes), 3), dtype=np.int16)
    image, channels = (sheet.colour, 3) if sheet.coloured else (sheet.grey, 1)
    for number, (x0, y0, x1, y1) in enumerate(boxes.tolist()):
        step = max(1, int(((x1 - x0) * (y1 - y0) / _SAMPLED) ** 0.5))
        rows, columns = slice(y0 + 2, max(y0 + 3, y1 - 2), step), slice(x0 + 2, max(x0 + 3, x1 - 2), step)
        crop = image[rows, columns].reshape(-1, channels)
        chosen = crop.compress(even.flat[rows, columns].ravel() > 0, axis=0)
        if not len(chosen):
            chosen = crop
        if len(chosen):
            found[number] = np.partition(chosen, len(chosen) // 2, axis=0)[len(chosen) // 2]
    return found


def _toned(traits: dict[str, Numbers], tones: npt.NDArray[np.int16], luma: Numbers, sheet: Sheet) -> None:
    traits["luma"] = luma
    traits["colour"] = (tones.max(axis=1) - tones.min(axis=1)).astype(np.float32)
    traits["off_paper"] = np.abs(tones - sheet.paper).max(axis=1).astype(np.float32)
    traits["darker"] = sheet.paper_luma - luma


def _edges(traits: dict[str, Numbers], boxes: Boxes, luma: Numbers, grey: Sums, sheet: Sheet) -> Numbers:
    """Steps of tone across each side, their sharpness, and drawn lines along them."""
    x0, y0, x1, y1 = (boxes[:, k] for k in range(4))
    reach, near, far = sheet.px(6), sheet.px(4), sheet.px(9)
    out = np.arange(-reach, sheet.px(3) + 1, dtype=np.int32)
    left, top, right, foot = (boxes[:, k, None] for k in range(4))
    profiles = (
        grey.mean(left - out - 1, top, left - out, foot),
        grey.mean(left, top - out - 1, right, top - out),
        grey.mean(right + out, top, right + out + 1, foot),
        grey.mean(left, foot + out, right, foot + out + 1),
    )
    outer = (
        grey.mean(x0 - far, y0, x0 - near, y1),
        grey.mean(x0, y0 - far, x1, y0 - near),
        grey.mean(x1 + near, y0, x1 + far, y1),
        grey.mean(x0, y1 + near, x1, y1 + far),
    )
    steps, sharp, line = [], [], []
    for along, beyond in zip(profiles, outer, strict=True):
        edge = along[:, reach - 3 :]
        steps.append(beyond - luma)
        sharp.append(np.abs(np.diff(edge, axis=1)).max(axis=1))
        line.append(np.minimum(along[:, 0], np.maximum(beyond, luma)) - edge.min(axis=1))
    step, sharpness, drawn = (np.sort(np.stack(v, axis=1), axis=1) for v in (steps, sharp, line))
    for name, table in (("step", step), ("sharp", sharpness), ("line", drawn)):
        for number, word in enumerate(("least", "low", "upper", "most")):
            traits[f"{name}_{word}"] = table[:, number].astype(np.float32)
    beyond = np.stack(outer, axis=1)
    traits["around_drift"] = (beyond.max(axis=1) - beyond.min(axis=1)).astype(np.float32)
    return np.asarray(drawn[:, 0], dtype=np.float32)


def _inside(traits: dict[str, Numbers], boxes: Boxes, luma: Numbers, grey: Sums, flat: Sums, sheet: Sheet) -> None:
    x0, y0, x1, y1 = (boxes[:, k] for k in range(4))
    edge = 2
    inner = (x0 + edge, y0 + edge, np.maximum(x0 + edge + 1, x1 - edge), np.maximum(y0 + edge + 1, y1 - edge))
    traits["flat_inside"] = flat.mean(*inner) / 255
    between = cv2.inRange(sheet.half, 45.0, float(max(46, sheet.paper_luma - 14)))
    half = tuple(v // 2 for v in inner)
    traits["between_inside"] = Sums(to_pixels(between)).mean(half[0], half[1], half[2] + 1, half[3] + 1) / 255
    traits["mean_off"] = grey.mean(*inner) - luma
    left, top, right, foot = (edge[:, None] for edge in inner)
    cuts = (boxes[:, 0, None] + (boxes[:, 2] - boxes[:, 0])[:, None] * np.arange(7) / 6).astype(np.int32)
    traits["uneven_across"] = grey.mean(cuts[:, :-1], top, cuts[:, 1:], foot).std(axis=1)
    rows = (boxes[:, 1, None] + (boxes[:, 3] - boxes[:, 1])[:, None] * np.arange(5) / 4).astype(np.int32)
    traits["uneven_down"] = grey.mean(left, rows[:, :-1], right, rows[:, 1:]).std(axis=1)
    size = np.maximum(2, np.minimum(sheet.px(4), (y1 - y0) // 4))
    near = np.stack((x0 + 1, x1 - size - 1, x0 + 1, x1 - size - 1), axis=1)
    down = np.stack((y0 + 1, y0 + 1, y1 - size - 1, y1 - size - 1), axis=1)
    corners = grey.mean(near, down, near + size[:, None], down + size[:, None])
    traits["corner_off"] = np.abs(corners - luma[:, None]).max(axis=1)
    ring = sheet.px(14)
    traits["flat_around"] = flat.mean(x0 - ring, y0 - ring, x1 + ring, y1 + ring) / 255


def _content(box: tuple[int, ...], luma: float, flat: float, sheet: Sheet) -> Content:
    """The marks on a shape, lighter or darker than its tone; none where it is even all over."""
    x0, y0, x1, y1 = box
    none = Content((), x1 - x0, y1 - y0, ())
    if flat > 0.99 or flat < 0.12:
        return none
    edge = 2
    crop = np.ascontiguousarray(sheet.grey[y0 + edge : y1 - edge, x0 + edge : x1 - edge])
    if crop.size == 0:
        return none
    lighter = to_pixels(cv2.threshold(crop, min(254, luma + 30), 255, cv2.THRESH_BINARY)[1])
    darker = np.zeros_like(crop)
    if luma > 31:
        darker = to_pixels(cv2.threshold(crop, luma - 30, 255, cv2.THRESH_BINARY_INV)[1])
    marks = lighter if cv2.countNonZero(lighter) > cv2.countNonZero(darker) else darker
    if not cv2.countNonZero(marks):
        return none
    return read_content(marks, sheet.unit)


def _printed(traits: dict[str, Numbers], contents: Sequence[Content], boxes: Boxes, sheet: Sheet) -> None:
    rows: list[tuple[float, ...]] = []
    for content, (x0, y0, x1, y1) in zip(contents, boxes.tolist(), strict=True):
        runs, wide, high = content.runs, max(1, x1 - x0), max(1, y1 - y0)
        if not runs:
            rows.append((0.0,) * len(_PRINTED))
            continue
        left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
        tallest = max(run.height for run in runs)
        rows.append((
            len(runs), sum(run.marks for run in runs), max(run.marks for run in runs), max(run.dots for run in runs),
            float(content.code_like()), tallest / high, tallest / sheet.letter, (right - left) / wide,
            left / high, abs((left + right) / 2 - wide / 2) / wide,
            (min(run.y0 for run in runs) + 2) / sheet.letter,
            (high - 2 - max(run.y1 for run in runs)) / sheet.letter,
        ))  # fmt: skip
    table = np.array(rows, dtype=np.float32).reshape(-1, len(_PRINTED))
    for number, name in enumerate(_PRINTED):
        traits[name] = table[:, number]


def _cells(traits: dict[str, Numbers], boxes: Boxes, outlines: Sequence[Outline]) -> None:
    """How a shape lies in closed areas of drawn lines, and what the best fitting of them is like."""
    names = ("cell_overlap", "cell_share", "cells_around", "cell_runs_on", "cell_beside", "cell_stacked", "cell_alike",
             "cell_closed", "cell_drawn")  # fmt: skip
    count = len(boxes)
    if not outlines or not count:
        for name in names:
            traits[name] = np.zeros(count, dtype=np.float32)
        return
    cells = np.array([outline.corners for outline in outlines], dtype=np.float32)
    x0, y0, x1, y1 = (boxes[:, k, None].astype(np.float32) for k in range(4))
    cx0, cy0, cx1, cy1 = (cells[None, :, k] for k in range(4))
    wide = np.clip(np.minimum(x1, cx1) - np.maximum(x0, cx0), 0, None)
    high = np.clip(np.minimum(y1, cy1) - np.maximum(y0, cy0), 0, None)
    common, own, cell = wide * high, (x1 - x0) * (y1 - y0), (cx1 - cx0) * (cy1 - cy0)
    overlap = common / (own + cell - common)
    held = (common > 0.9 * own) & (overlap < 0.8)
    best = overlap.argmax(axis=1)
    rows = np.arange(count)
    traits["cell_overlap"] = overlap[rows, best]
    traits["cells_around"] = held.sum(axis=1)
    traits["cell_share"] = np.where(held, own / cell, 0).max(axis=1)
    fits = overlap[rows, best] > 0.6
    for name, read in (("cell_runs_on", "running_on"), ("cell_beside", "beside"), ("cell_stacked", "stacked"),
                       ("cell_alike", "alike"), ("cell_closed", "closed")):  # fmt: skip
        known = np.array([float(getattr(outline, read)) for outline in outlines], dtype=np.float32)
        traits[name] = np.where(fits, known[best], -1)
    drawn = np.array([min(outline.drawn) for outline in outlines], dtype=np.float32)
    traits["cell_drawn"] = np.where(fits, drawn[best], -1)
    for name in names:
        traits[name] = np.asarray(traits[name], dtype=np.float32)
