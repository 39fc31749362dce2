"""Strokes of a marker pen: dark, as high as a line of text, longer than high, with edges no ruler drew."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.redactions.design import evenness
from ocr.redactions.judge import Verdict, breaks_a_line
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet


def find_marker(sheet: Sheet, taken: Sequence[Corners]) -> list[Verdict]:
    """Marker strokes outside the boxes already taken; those alone on their line count only in company."""
    level = min(110, max(60, sheet.paper_luma - 110))
    dark = cv2.threshold(sheet.grey, level, 255, cv2.THRESH_BINARY_INV)[1]
    core = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((sheet.odd(9), sheet.odd(9)), np.uint8))
    contours, _ = cv2.findContours(core, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    strokes: list[tuple[Corners, int]] = []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        box = (x, y, x + w, y + h)
        if w < sheet.px(40) or not 0.9 * sheet.letter <= h <= 6 * sheet.letter or w < 1.6 * h:
            continue
        if x <= 2 or y <= 2 or x + w >= sheet.width - 2 or y + h >= sheet.height - 2:
            continue
        (_, (a, b), _) = cv2.minAreaRect(contour)
        if cv2.contourArea(contour) < 0.6 * a * b or any(_overlap(box, other) for other in taken):
            continue
        if evenness(box, [], sheet, 15) >= 0.55:
            strokes.append((box, breaks_a_line(box, sheet)))
    company = sum(1 for _, sides in strokes if sides)
    return [Verdict(box, "marker", 0.6 + 0.1 * sides) for box, sides in strokes if sides or company >= 2]


def _overlap(a: Corners, b: Corners) -> bool:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide > 0 and high > 0 and wide * high > 0.2 * (a[2] - a[0]) * (a[3] - a[1])
