"""Strokes of a marker pen: dark, as high as a line of text, longer than high, with edges no ruler drew."""

from __future__ import annotations

import cv2

from ocr.redactions.regions import Region
from ocr.redactions.sheet import Sheet


def find_strokes(sheet: Sheet) -> list[Region]:
    """Dark shapes that could be strokes of a pen, thin joints to letters beside them cut through."""
    level = min(110, max(60, sheet.paper_luma - 110))
    core = sheet.dark(level).opened(sheet.odd(9), sheet.odd(9))
    if core.empty:
        return []
    found: list[Region] = []
    contours = core.outlines()
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if w < sheet.px(34) or not 0.8 * sheet.letter <= h <= 6 * sheet.letter or w < 1.2 * h:
            continue
        if x <= 2 or y <= 2 or x + w >= sheet.width - 2 or y + h >= sheet.height - 2:
            continue
        solid = min(1.0, cv2.contourArea(contour) / max(1, (w - 1) * (h - 1)))
        if solid >= 0.45:
            found.append(Region((x, y, x + w, y + h), solid, "stroke"))
    return found
