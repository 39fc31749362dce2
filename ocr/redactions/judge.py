"""Which shapes are redactions and which are letterheads, table heads, logos, fields, photos or highlights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.redactions.content import same_print
from ocr.redactions.fills import Fill
from ocr.redactions.outlines import Outline
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet

_MOST_CLOUDY = 21.0
"""Grey levels by which the tone of a drawn box may drift on a shaded scan; photos drift more."""


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
    """`black`, `grey`, `coloured` or `white` for an RGB tone."""
    luma = 0.299 * tone[0] + 0.587 * tone[1] + 0.114 * tone[2]
    spread = max(tone) - min(tone)
    if luma < 75 and spread < 60:
        return "black"
    if min(tone) >= 250:
        return "white"
    return "coloured" if spread > 22 else "grey"


def judge_fills(fills: Sequence[Fill], sheet: Sheet, printed: Sequence[Printed]) -> list[tuple[Fill, Verdict]]:
    """The verdicts on filled shapes that are not part of the page's design and do not still show their text.

    What looks like highlighted text is taken for a code when the same is printed on another shape, or when other
    shapes of its tone are empty, which a highlight never is.
    """
    first = [fill.content.runs[0] if fill.content.code_like() else None for fill in fills]
    sure = [judge_fill(fill, sheet, known, False) for fill, known in zip(fills, printed, strict=True)]
    empty = [f for f, verdict in zip(fills, sure, strict=True) if verdict and f.content.empty and _one_line(f, sheet)]
    found = []
    for number, (fill, verdict) in enumerate(zip(fills, sure, strict=True)):
        if verdict is None and first[number] is not None:
            run = first[number]
            again = any(o is not None and o is not run and run and same_print(run, o) for o in first)
            company = any(_one_tone(fill, other) for other in empty)
            verdict = judge_fill(fill, sheet, printed[number], True) if again or company else None
        if verdict:
            found.append((fill, verdict))
    return found


def _one_line(fill: Fill, sheet: Sheet) -> bool:
    return fill.corners[3] - fill.corners[1] <= 3.5 * sheet.letter


def _one_tone(a: Fill, b: Fill) -> bool:
    return max(abs(x - y) for x, y in zip(a.tone, b.tone, strict=True)) <= 10


def judge_fill(fill: Fill, sheet: Sheet, printed: Printed, coded: bool) -> Verdict | None:
    """The verdict on one filled shape; `coded` says that a short print on it is known to be a code."""
    x0, y0, x1, y1 = fill.corners
    wide, high, unit = x1 - x0, y1 - y0, sheet.unit
    kind = tone_kind(fill.tone)
    if high < 9 * unit or wide < 14 * unit or wide * high < 260 * unit**2 or fill.solid < 0.88:
        return None
    if fill.plain < (0.68 if (kind == "black" or high > 60 * unit) and not printed.code else 0.42):
        return None
    if kind != "black" and fill.cloudy > _MOST_CLOUDY * (1.0 if fill.content.empty else 1.5):
        return None
    if high < 0.95 * sheet.letter or fill.corners_full < 2 or not _crisp_enough(fill):
        return None
    if _on_the_edge(fill.corners, sheet) or (wide < 0.75 * high and high < 400 * unit) or wide < 0.3 * high:
        return None
    if wide < 1.3 * high and high < 45 * unit and kind != "black":
        return None
    if wide < 1.7 * high and high < 60 * unit and (_icon(fill, high) or fill.corners_full < 3 or fill.solid < 0.95):
        return None
    if printed.known and not printed.code and printed.letters >= 3:
        return None
    if not fill.content.empty and not printed.code and not coded and not _reads_as_code(fill, sheet):
        return None
    small = wide < 30 * unit if kind != "black" else (wide < 60 * unit and y0 > 0.93 * sheet.height)
    if small and fill.content.empty and (wide < 1.6 * high or not breaks_a_line(fill.corners, sheet)):
        return None
    if _design_bar(fill, sheet):
        return None
    confidence = {"black": 0.93, "grey": 0.82, "coloured": 0.82, "white": 0.6}[kind]
    if printed.code or not fill.content.empty:
        confidence += 0.05
    if fill.solid < 0.94:
        confidence -= 0.15
    return Verdict(fill.corners, kind, confidence)


def _icon(fill: Fill, high: int) -> bool:
    """A small square with one or two large marks on it."""
    return 0 < fill.content.marks <= 2 and max(run.height for run in fill.content.runs) > 0.3 * high


def _reads_as_code(fill: Fill, sheet: Sheet) -> bool:
    """True when what is printed on a filled shape looks like a code and not like highlighted or reversed text."""
    content = fill.content
    if not content.code_like():
        return False
    if content.dotted or fill.lighter:
        return True
    taken = sum(run.width for run in content.runs)
    return taken < 0.6 * content.width and content.width < 0.5 * sheet.width


def judge_outlines(outlines: Sequence[Outline], sheet: Sheet, printed: Sequence[Printed]) -> list[Verdict]:
    """The verdicts on closed areas: those that are no table cell, field or frame and hold no text but a code.

    An empty area is taken for a redaction when it interrupts a line of text, or keeps company with areas of its
    height that carry codes.
    """
    scores: list[tuple[Outline, float]] = []
    for outline, known, repeated in zip(outlines, printed, _same_runs(outlines), strict=True):
        if _may_redact(outline, sheet, known):
            scores.append((outline, _outline_score(outline, sheet, known, repeated)))
    taken = [(outline, score) for outline, score in scores if score >= _least_score(outline, sheet)]
    coded = [outline for outline, _ in taken if not outline.content.empty]
    left = [(outline, score) for outline, score in scores if score < 1.5 and outline.content.empty]
    grown = bool(coded)
    while grown:
        more = []
        for outline, score in left:
            company = max(score, 0.0 if not outline.beside else score) + _company(
                outline, coded, [known for known, _ in taken], sheet
            )
            if company >= 1.5:
                more.append((outline, company))
        left = [pair for pair in left if pair[0] not in [outline for outline, _ in more]]
        taken += more
        grown = bool(more)
    return [Verdict(outline.corners, "outlined", min(0.9, 0.5 + 0.1 * score)) for outline, score in taken]


def _least_score(outline: Outline, sheet: Sheet) -> float:
    """Areas as small as letters touching each other must have more that speaks for them."""
    return 3.0 if outline.corners[2] - outline.corners[0] < 60 * sheet.unit else 1.5


def _may_redact(outline: Outline, sheet: Sheet, printed: Printed) -> bool:
    x0, y0, x1, y1 = outline.corners
    wide, high = x1 - x0, y1 - y0
    squarest = 0.7 if high >= 45 * sheet.unit else 1.1 if outline.content.dotted and outline.content.marks >= 3 else 1.3
    if high < 12 * sheet.unit or wide < 20 * sheet.unit or wide < squarest * high:
        return False
    if printed.known and not printed.code and printed.letters >= 3:
        return False
    if not outline.content.empty and not outline.content.code_like() and not printed.code:
        return False
    sides = sorted(outline.drawn)
    if wide < 60 * sheet.unit and (sides[1] < 0.75 or high < 1.25 * sheet.letter):
        return False
    if outline.content.dotted or printed.code:
        return sides[2] >= 0.7 and (outline.closed or sides[1] >= 0.7)
    if outline.closed and outline.content.runs:
        return sides[2] >= 0.85
    return sides[1] >= 0.7 and sides[0] >= 0.12


def _company(outline: Outline, coded: Sequence[Outline], taken: Sequence[Outline], sheet: Sheet) -> float:
    """What speaks for an empty area since others of its height are redactions, one of them right above or below."""
    x0, y0, _, y1 = outline.corners
    high = y1 - y0
    alike = any(abs((o.corners[3] - o.corners[1]) - high) <= 0.25 * high for o in coded)
    near = any(
        abs(o.corners[0] - x0) <= sheet.px(8)
        and -sheet.px(4) <= max(y0 - o.corners[3], o.corners[1] - y1) <= 1.2 * high
        for o in taken
    )
    return (1.0 if alike else 0.0) + (1.0 if near else 0.0)


def _outline_score(outline: Outline, sheet: Sheet, printed: Printed, repeated: int) -> float:
    """What speaks for a redaction less what speaks for a table, a form or a frame."""
    content = outline.content
    score = 3.0 if printed.code else 0.0
    if not content.empty:
        score += 2.0 if content.dotted else 1.0
        score += 1.5 if repeated else 0.0
        tallest = max(run.height for run in content.runs)
        large = sum(1 for run in content.runs if run.height > 0.5 * tallest)
        score -= 1.0 if large >= 2 and not repeated and not printed.code else 0.0
    if outline.corners[3] - outline.corners[1] <= 3.2 * sheet.letter:
        score += 0.75 * breaks_a_line(outline.corners, sheet)
    sure = printed.code or (content.dotted and repeated > 0) or (repeated >= 3 and not outline.beside)
    if (outline.beside and outline.stacked) or outline.running_on >= 4:
        score -= 1.0 if sure else 3.0
    elif outline.running_on >= 2:
        score -= 0.25 if sure else 0.75
    if not sure:
        score -= (0.0, 0.5, 2.0)[min(outline.alike, 2)]
    return score


def _same_runs(outlines: Sequence[Outline]) -> list[int]:
    """For each area how many others carry a run that looks the same, as a code printed again does."""
    first = [o.content.runs[0] if o.content.code_like() else None for o in outlines]
    return [sum(1 for other in first if run and other and other is not run and same_print(run, other)) for run in first]


def _on_the_edge(corners: Corners, sheet: Sheet) -> bool:
    x0, y0, x1, y1 = corners
    near = sheet.px(3)
    return x0 <= near or y0 <= near or x1 >= sheet.width - near or y1 >= sheet.height - near


def _design_bar(fill: Fill, sheet: Sheet) -> bool:
    """A wide bar of tone in the head or foot of the page."""
    x0, y0, x1, y1 = fill.corners
    black = tone_kind(fill.tone) == "black"
    in_margin = y1 < (0.05 if black else 0.09) * sheet.height or y0 > (0.95 if black else 0.92) * sheet.height
    thin = y1 - y0 < 14 * sheet.unit and (x1 - x0) > 0.12 * sheet.width and not black
    if thin and (y1 < 0.1 * sheet.height or y0 > 0.9 * sheet.height):
        return True
    across = (x1 - x0) > 0.8 * sheet.width and (y1 < 0.16 * sheet.height or y0 > 0.84 * sheet.height)
    return (in_margin and (x1 - x0) > 0.45 * sheet.width) or across


def _crisp_enough(fill: Fill) -> bool:
    """True when the tone ends sharply on all sides, one of which may touch a neighbour."""
    sides = sorted(fill.crisp)
    return sides[1] >= 0.7 and sides[0] >= 0.2


def breaks_a_line(corners: Corners, sheet: Sheet) -> int:
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
