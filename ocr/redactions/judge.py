"""Which shapes are redactions and which are letterheads, table heads, logos, fields, photos or highlights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr.redactions.content import Content
from ocr.redactions.fills import Fill
from ocr.redactions.outlines import Outline
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Verdict:
    """A shape that hides something: its outer corners in working pixels, its style and how sure that is (0–1)."""

    corners: Corners
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Printed:
    """What the reader says is printed on a shape: nothing known, a code, or other text."""

    known: bool
    code: bool
    letters: int


def tone_kind(tone: tuple[int, int, int]) -> str:
    """`black`, `grey` or `coloured` for an RGB tone."""
    luma = 0.299 * tone[0] + 0.587 * tone[1] + 0.114 * tone[2]
    spread = max(tone) - min(tone)
    if luma < 75 and spread < 60:
        return "black"
    return "coloured" if spread > 22 else "grey"


def judge_fill(fill: Fill, sheet: Sheet, printed: Printed) -> Verdict | None:
    """The verdict on a filled shape, or None when it is part of the page's design or still shows its text."""
    x0, y0, x1, y1 = fill.corners
    wide, high, unit = x1 - x0, y1 - y0, sheet.unit
    kind = tone_kind(fill.tone)
    if high < 9 * unit or wide < 14 * unit or wide * high < 260 * unit**2 or fill.solid < 0.8:
        return None
    if high < 0.95 * sheet.letter or not _crisp_enough(fill):
        return None
    if _on_the_edge(fill.corners, sheet) or (wide < 0.75 * high and high < 400 * unit) or wide < 0.3 * high:
        return None
    if wide < 1.25 * high and high < 45 * unit and kind != "black":
        return None
    if printed.known and not printed.code and printed.letters >= 3:
        return None
    coded = printed.code or fill.content.code_like()
    if not fill.content.empty and not coded and not printed.code:
        return None
    if _design_bar(fill, sheet):
        return None
    if not printed.code and not fill.content.empty and not fill.lighter and _fills_whole_width(fill.content, high):
        return None
    confidence = {"black": 0.93, "grey": 0.82, "coloured": 0.82}[kind]
    if printed.code or (coded and not fill.content.empty):
        confidence += 0.05
    if fill.solid < 0.9:
        confidence -= 0.15
    return Verdict(fill.corners, kind, confidence)


def judge_outline(outline: Outline, sheet: Sheet, printed: Printed) -> Verdict | None:
    """The verdict on a closed area, or None when it is a table cell, a field, a frame or holds text."""
    x0, y0, x1, y1 = outline.corners
    wide, high = x1 - x0, y1 - y0
    if high < 12 * sheet.unit or wide < 20 * sheet.unit or wide < 0.7 * high:
        return None
    if printed.known and not printed.code and printed.letters >= 3:
        return None
    grid = (outline.beside >= 1 and outline.stacked >= 1) or outline.running_on >= 3 or outline.beside >= 2
    coded = printed.code or (outline.content.code_like() and _dotted(outline.content))
    if coded and not (grid and not printed.code):
        return Verdict(outline.corners, "outlined", 0.88 if printed.code else 0.75)
    if grid or outline.stacked >= 2 or outline.running_on >= 2:
        return None
    if outline.content.empty and high <= 3.2 * sheet.letter and _breaks_a_line(outline.corners, sheet) == 2:
        return Verdict(outline.corners, "outlined", 0.6)
    return None


def _on_the_edge(corners: Corners, sheet: Sheet) -> bool:
    x0, y0, x1, y1 = corners
    near = sheet.px(3)
    return x0 <= near or y0 <= near or x1 >= sheet.width - near or y1 >= sheet.height - near


def _design_bar(fill: Fill, sheet: Sheet) -> bool:
    """A wide bar of tone in the head or foot of the page."""
    x0, y0, x1, y1 = fill.corners
    black = tone_kind(fill.tone) == "black"
    in_margin = y1 < (0.05 if black else 0.09) * sheet.height or y0 > (0.95 if black else 0.92) * sheet.height
    across = (x1 - x0) > 0.8 * sheet.width and (y1 < 0.16 * sheet.height or y0 > 0.84 * sheet.height)
    return (in_margin and (x1 - x0) > 0.45 * sheet.width) or across


def _crisp_enough(fill: Fill) -> bool:
    """True when the tone ends sharply on all sides, one of which may touch a neighbour."""
    sides = sorted(fill.crisp)
    return sides[1] >= 0.7 and sides[0] >= 0.2


def _fills_whole_width(content: Content, high: int) -> bool:
    """Dark text that takes (nearly) the whole box, as highlighted text does."""
    widest = max(run.width for run in content.runs)
    return widest > content.width - 0.5 * high and not _dotted(content)


def _dotted(content: Content) -> bool:
    """True when some run carries dots between its letters, as codes do, or is a short code repeated."""
    return any(run.dots >= 1 for run in content.runs)


def _breaks_a_line(corners: Corners, sheet: Sheet) -> int:
    """On how many sides (0–2) letters stand on the same line right beside the shape."""
    x0, y0, x1, y1 = corners
    glyphs = sheet.glyphs
    if not len(glyphs):
        return 0
    middle = (glyphs[:, 1] + glyphs[:, 3]) / 2
    level = (middle > y0) & (middle < y1)
    reach = 2.2 * sheet.letter
    left = level & (glyphs[:, 2] <= x0 + 2) & (glyphs[:, 2] > x0 - reach)
    right = level & (glyphs[:, 0] >= x1 - 2) & (glyphs[:, 0] < x1 + reach)
    return int(np.any(left)) + int(np.any(right))
