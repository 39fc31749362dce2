"""From a page image to its redactions."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.design import without_design
from ocr.redactions.fills import find_fills
from ocr.redactions.grounds import is_code, read_ground
from ocr.redactions.judge import Printed, Verdict, judge_fills, judge_outlines
from ocr.redactions.labels import find_labels, find_withheld
from ocr.redactions.marker import find_marker
from ocr.redactions.outlines import find_outlines
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet, lay_out
from ocr.redactions.skew import measure_skew, straighten, turned_back
from ocr.types import Box, Redaction, Word


def find_redactions(image: npt.NDArray[np.uint8], words: Sequence[Word], dpi: float) -> list[Redaction]:
    """The redactions on a page image, one per drawn shape, top to bottom.

    `image` is the page as displayed, grey (H,W) or RGB (H,W,3) uint8; `words` may be empty, and where given they tell
    codes from text and carry the grounds. Boxes are shares of the page (0–1), outer edge.
    """
    if image.size == 0 or min(image.shape[:2]) < 40:
        return []
    cv2.setNumThreads(1)
    sheet = lay_out(image, dpi)
    back = None
    skew = measure_skew(sheet)
    if skew:
        sheet, back = straighten(sheet, skew)
    near = _Words(words, sheet, back)
    verdicts: list[Verdict] = []
    outlines = find_outlines(sheet)
    fills = find_fills(sheet)
    judged = judge_fills(fills, sheet, [near.printed(fill.corners) for fill in fills])
    kept = without_design([fill for fill, _ in judged], fills, outlines, sheet)
    verdicts += [verdict for fill, verdict in judged if any(fill is other for other in kept)]
    verdicts += judge_outlines(outlines, sheet, [near.printed(outline.corners) for outline in outlines])
    ruled = [fill.corners for fill in fills if fill.solid >= 0.97 and fill.corners_full >= 3]
    verdicts += find_marker(sheet, [verdict.corners for verdict in verdicts] + ruled)
    shapes = _one_per_shape(verdicts)
    redactions = [
        Redaction(
            _share(v.corners if back is None else turned_back(v.corners, back), sheet),
            v.kind,
            near.ground(v.corners),
            round(min(v.confidence, 0.99), 2),
        )
        for v in shapes
    ]
    redactions += find_labels(words, redactions)
    withheld = find_withheld(words)
    if withheld:
        redactions = [withheld]
    return sorted(redactions, key=lambda r: (r.box[1], r.box[0]))


def _share(corners: Corners, sheet: Sheet) -> Box:
    x0, y0, x1, y1 = corners
    wide, high = sheet.width, sheet.height
    shares = (x0 / wide, y0 / high, x1 / wide, y1 / high)
    return tuple(round(min(max(share, 0.0), 1.0), 5) for share in shares)  # type: ignore[return-value]


def _area(corners: Corners) -> int:
    return max(0, corners[2] - corners[0]) * max(0, corners[3] - corners[1])


def _common(a: Corners, b: Corners) -> int:
    return _area((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))


def _one_per_shape(verdicts: list[Verdict]) -> list[Verdict]:
    """Keep one of shapes that overlap: a filled one before an outlined one, else the surest."""
    kept: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda v: (v.kind == "outlined", -v.confidence, -_area(v.corners))):
        for other in kept:
            common = _common(verdict.corners, other.corners)
            if common > 0.45 * min(_area(verdict.corners), _area(other.corners)):
                break
        else:
            kept.append(verdict)
    return kept


class _Words:
    """The words of the page in working pixels."""

    def __init__(self, words: Sequence[Word], sheet: Sheet, back: npt.NDArray[np.float64] | None) -> None:
        self._words = words
        self._boxes = np.array([word.box for word in words], dtype=np.float64).reshape(-1, 4)
        self._boxes = self._boxes * np.array([sheet.width, sheet.height, sheet.width, sheet.height])
        if back is not None and len(words):
            there = cv2.invertAffineTransform(back)
            middles = (self._boxes[:, :2] + self._boxes[:, 2:]) / 2
            moved = middles @ there[:, :2].T + there[:, 2] - middles
            self._boxes += np.concatenate([moved, moved], axis=1)
        self._line = 1.6 * sheet.letter

    def _text(self, x0: float, y0: float, x1: float, y1: float) -> str:
        if not len(self._words):
            return ""
        middle_x = (self._boxes[:, 0] + self._boxes[:, 2]) / 2
        middle_y = (self._boxes[:, 1] + self._boxes[:, 3]) / 2
        chosen = np.flatnonzero((middle_x > x0) & (middle_x < x1) & (middle_y > y0) & (middle_y < y1))
        return " ".join(self._words[i].text for i in chosen.tolist())

    def printed(self, corners: Corners) -> Printed:
        """What the words say is printed on a shape."""
        text = self._text(*corners)
        return Printed(bool(text), is_code(text), sum(c.isalpha() for c in text))

    def ground(self, corners: Corners) -> str | None:
        """The ground printed on a shape, else beside it on its line, else on the line above or below."""
        x0, y0, x1, y1 = corners
        own = read_ground(self._text(x0, y0, x1, y1))
        if own or not len(self._words):
            return own
        line = self._line
        for area in ((x1, y0, x1 + 12 * line, y1), (x0 - 12 * line, y0, x0, y1), (x0, y1, x1, y1 + line),
                     (x0, y0 - line, x1, y0)):  # fmt: skip
            text = self._text(*area)
            if text and is_code(text):
                return read_ground(text)
        return None
