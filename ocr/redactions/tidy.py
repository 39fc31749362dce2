"""From likely shapes to one redaction each: rivals dropped, the outer edge found, the style named."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ocr.redactions.content import Content
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet
from ocr.redactions.traits import Measured


def unrivalled(shapes: Measured, likely: npt.NDArray[np.float32], least: float) -> list[int]:
    """The shapes at least this likely, and of those that lie on each other only the likeliest."""
    kept: list[int] = []
    for number in np.argsort(-likely).tolist():
        if likely[number] < least:
            break
        box = shapes.regions[number].corners
        if not any(_same_place(box, shapes.regions[other].corners) for other in kept):
            kept.append(number)
    return kept


_FEW = 5
"""Bars of one tone and height beyond which the trees have seen enough of their like to judge for themselves."""


def plain_black(shapes: Measured) -> npt.NDArray[np.bool_]:
    """Which shapes are empty black bars with sharp edges beside a text or alone, as nothing but a redaction is.

    Pages with one such bar are too few among those learned from for the trees to be sure of it.
    """
    of = shapes.trait
    bar = (of("luma") < 60) & (of("colour") < 40) & (of("runs") == 0) & (of("flat_inside") > 0.93)
    bar &= (of("sharp_least") > 90) & (of("solid") > 0.95) & (of("corner_off") < 60) & (of("is_mosaic") == 0)
    bar &= (of("aspect") > 2) & (of("high") > 0.9) & (of("high") < 12) & (of("wide_share") < 0.75)
    alone = (of("aspect") > 3) & (of("high") < 6) & (of("same_tone") <= 3)
    bar &= of("same_kind") <= _FEW
    bar &= (of("high_units") > 15) & ((of("left_letters") + of("right_letters") + of("left_edge_line") > 0) | alone)
    apart = (of("from_top") > 0.03) & (of("from_foot") > 0.035) & (of("from_side") > 0.02) & (of("shapes_in") == 0)
    return np.asarray(bar & apart & (of("cell_overlap") < 0.6) & (of("same_edge_x") <= 2) & (of("flat_around") > 0.55))


_EDGE = 2
"""How far inside a shape its print was read from."""


def drawn_parts(content: Content, corners: Corners) -> list[Corners]:
    """The boxes side by side that one even shape was drawn as, told by codes that each stand in the middle of its own.

    Codes at equal distances may as well be one code repeated in one box, which then stays whole.
    """
    runs = sorted(content.runs, key=lambda run: run.x0)
    x0, y0, x1, y1 = corners
    tallest = max((run.height for run in runs), default=0)
    if not 2 <= len(runs) <= 6 or y1 - y0 > 3.2 * tallest or not content.dotted:
        return [corners]
    if any(run.height < 0.6 * tallest or run.marks > 26 for run in runs):
        return [corners]
    cuts = [0]
    for run, following in zip(runs, [*runs[1:], None], strict=True):
        cut = run.x0 + run.x1 + 2 * _EDGE - cuts[-1]
        if cut < run.x1 or (following and cut > following.x0 + 2 * _EDGE):
            return [corners]
        cuts.append(cut)
    widths = [right - left for left, right in pairwise(cuts)]
    if abs(cuts[-1] - (x1 - x0)) > max(4, 0.3 * tallest) or max(widths) - min(widths) < 0.8 * tallest:
        return [corners]
    cuts[-1] = x1 - x0
    return [(x0 + left, y0, x0 + right, y1) for left, right in pairwise(cuts)]


def _area(corners: Corners) -> int:
    return max(0, corners[2] - corners[0]) * max(0, corners[3] - corners[1])


def _same_place(a: Corners, b: Corners) -> bool:
    common = _area((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))
    return common > 0.45 * min(_area(a), _area(b))


def outer_edge(corners: Corners, sheet: Sheet) -> Corners:
    """The corners moved out over what is left of the shape's edge or drawn around it, at most six units a side."""
    x0, y0, x1, y1 = corners
    reach, far = sheet.px(6), sheet.px(10)
    rows, columns = slice(y0 + 1, max(y0 + 2, y1 - 1)), slice(x0 + 1, max(x0 + 2, x1 - 1))
    left = _steps_out(np.median(sheet.grey[rows, max(0, x0 - far) : x0], axis=0)[::-1], reach, far)
    right = _steps_out(np.median(sheet.grey[rows, x1 : x1 + far], axis=0), reach, far)
    top = _steps_out(np.median(sheet.grey[max(0, y0 - far) : y0, columns], axis=1)[::-1], reach, far)
    foot = _steps_out(np.median(sheet.grey[y1 : y1 + far, columns], axis=1), reach, far)
    return (x0 - left, y0 - top, min(sheet.width, x1 + right), min(sheet.height, y1 + foot))


def _steps_out(tones: npt.NDArray[np.float64], reach: int, far: int) -> int:
    """How many of the strips outside a side, nearest first, still belong to its edge."""
    if len(tones) < far:
        return 0
    off = np.abs(tones - np.median(tones[reach:]))
    swing = float(off[: max(2, reach // 2)].max())
    if swing < 6:
        return 0
    steps = int(np.argmax(off <= 0.5 * swing)) if (off <= 0.5 * swing).any() else far
    return steps if steps < reach else 0


def kind_of(shapes: Measured, number: int, sheet: Sheet) -> str:
    """`black grey coloured white outlined marker pixelated` from where the shape was found and its tone."""
    source, tone = shapes.regions[number].source, shapes.tones[number]
    if source == "covered" or (source == "mosaic" and not _of_one_tone(shapes.regions[number].corners, tone, sheet)):
        return "pixelated"
    if source == "lines" or (shapes.lined[number] > 18 and int(np.abs(tone - sheet.paper).max()) < 16):
        return "outlined"
    kind = tone_kind((int(tone[0]), int(tone[1]), int(tone[2])))
    if source == "stroke":
        return "black" if shapes.regions[number].solid > 0.97 else "marker"
    if kind == "grey" and int(tone.min()) > sheet.paper_luma:
        return "white"
    return kind


def _of_one_tone(corners: Corners, tone: npt.NDArray[np.int16], sheet: Sheet) -> bool:
    """True when most of a shape has its middle tone, as a filled box has and squares over a text have not."""
    x0, y0, x1, y1 = corners
    crop = sheet.colour[y0 + 2 : y1 - 2 : 2, x0 + 2 : x1 - 2 : 2].astype(np.int16)
    return crop.size > 0 and float((np.abs(crop - tone).max(axis=2) < 14).mean()) > 0.65


def tone_kind(tone: tuple[int, int, int]) -> str:
    """`black`, `grey`, `coloured` or `white` for an RGB tone."""
    luma = 0.299 * tone[0] + 0.587 * tone[1] + 0.114 * tone[2]
    spread = max(tone) - min(tone)
    if luma < 75 and spread < 60:
        return "black"
    if min(tone) >= 250:
        return "white"
    return "coloured" if spread > 22 else "grey"
