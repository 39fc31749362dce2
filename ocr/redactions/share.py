"""How much of a page's text its redactions hide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ocr.types import Box, Redaction, Word

if TYPE_CHECKING:
    from ocr.redactions.detector import Looked

_GRID = 400
_FULL, _FULL_OF_MANY = 0.95, 0.82
"""Share of the width of one hidden line, and of several, that words take, measured on pages whose words are known."""
_ONE_LINE, _PITCH = 1.7, 1.4
"""So many letter heights high is a box over one line at most; so far apart are lines where too few tell."""
_GAPS = 1.15
"""What the gaps between letters add to their width."""

_Boxes = npt.NDArray[np.float64]


def redacted_share(redactions: Sequence[Redaction], words: Sequence[Word]) -> float:
    """Share (0–1) of the page's text that redactions hide: area of hidden words over that of hidden and readable ones.

    How many words stood under a box follows from its width, its height, and the height and distance of the page's
    lines. Words on a redaction are not readable text. A withheld page is 1, and so is one without any word beside its
    redactions.
    """
    if not redactions:
        return 0.0
    if any(redaction.kind == "withheld" for redaction in redactions):
        return 1.0
    covers = np.array([redaction.box for redaction in redactions], dtype=np.float64)
    boxes = np.array([word.box for word in words], dtype=np.float64).reshape(-1, 4)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for x0, y0, x1, y1 in covers:
        outside = ~((x > x0) & (x < x1) & (y > y0) & (y < y1))
        boxes, x, y = boxes[outside], x[outside], y[outside]
    heights = boxes[:, 3] - boxes[:, 1]
    if not len(boxes) or not (letter := float(np.median(heights))):
        return 1.0
    readable = float(((boxes[:, 2] - boxes[:, 0]) * heights).sum())
    hidden = _hidden(covers, letter, _pitch(y, letter))
    return round(hidden / (hidden + readable), 4) if hidden else 0.0


def _hidden(covers: _Boxes, letter: float, pitch: float) -> float:
    """Area of the words under boxes, each part of the page counted once."""
    taken = np.zeros((_GRID, _GRID), dtype=bool)
    hidden = 0.0
    for cover in sorted(covers.tolist(), key=lambda box: (box[0] - box[2]) * (box[3] - box[1])):
        wide, high = cover[2] - cover[0], cover[3] - cover[1]
        rows = max(1, round((high - letter) / pitch + 1)) if high > _ONE_LINE * letter else 1
        cells = _cells((cover[0], cover[1], cover[2], cover[3]))
        fresh = float((~taken[cells]).mean())
        taken[cells] = True
        hidden += fresh * wide * min(letter, high) * (_FULL if rows == 1 else rows * _FULL_OF_MANY)
    return hidden


def _pitch(middles: npt.NDArray[np.float64], letter: float) -> float:
    """How far apart lines stand, from the middles of the words."""
    rows: list[float] = []
    for middle in np.sort(middles).tolist():
        if not rows or middle - rows[-1] > 0.5 * letter:
            rows.append(middle)
    steps = np.diff(rows)
    steps = steps[(steps > letter) & (steps < 2.2 * letter)]
    return float(np.median(steps)) if len(steps) >= 3 else _PITCH * letter


def seen_letters(page: Looked | None) -> list[Word]:
    """What looks like letters on a page, as words without a text, for a page of which no word was read."""
    if page is None:
        return []
    sheet = page.sheet
    size: npt.NDArray[Any] = np.array([sheet.width, sheet.height, sheet.width, sheet.height])
    boxes = sheet.glyphs / size
    grown = (_GAPS - 1) / 2 * (boxes[:, 2] - boxes[:, 0])
    boxes[:, 0], boxes[:, 2] = boxes[:, 0] - grown, boxes[:, 2] + grown
    return [Word("", (x0, y0, x1, y1), 0.0) for x0, y0, x1, y1 in boxes.tolist()]


def _cells(box: Box) -> tuple[slice, slice]:
    x0, y0, x1, y1 = (min(max(v, 0.0), 1.0) * _GRID for v in box)
    return slice(int(y0), max(int(y0) + 1, round(y1))), slice(int(x0), max(int(x0) + 1, round(x1)))
