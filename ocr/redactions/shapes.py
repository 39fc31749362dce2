"""Cutting a solid blob into the rectangles it was drawn with."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Corners = tuple[int, int, int, int]
"""`x0, y0, x1, y1` in pixels, right and lower ends exclusive."""

_SOLID = 0.9


def rectangles(blob: npt.NDArray[np.bool_], step: int, thinnest: int, depth: int = 0) -> list[tuple[Corners, float]]:
    """The rectangles of a blob (a boolean image) and the share of each that is filled.

    A blob is cut where its left or right edge jumps by more than `step` pixels, and where a column of it is empty;
    parts lower or narrower than `thinnest` pixels are left out.
    """
    rows = np.flatnonzero(blob.any(axis=1))
    columns = np.flatnonzero(blob.any(axis=0))
    if not len(rows) or not len(columns):
        return []
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    if bottom - top < thinnest or right - left < thinnest:
        return []
    inner = blob[top:bottom, left:right]
    fill = float(inner.mean())
    if depth == 0 and fill < 0.985:
        turned = _turned(inner)
        if turned > 0.94:
            return [((left, top, right, bottom), turned)]
    parts: list[tuple[int, int, int, int]] = []
    if depth < 8:
        parts = _cut_columns(inner, thinnest) or (_cut_rows(inner, step, thinnest) if fill < 0.985 else [])
    if not parts:
        return [((left, top, right, bottom), fill)]
    found = []
    for x0, y0, x1, y1 in parts:
        for (a, b, c, d), share in rectangles(inner[y0:y1, x0:x1], step, thinnest, depth + 1):
            found.append(((left + x0 + a, top + y0 + b, left + x0 + c, top + y0 + d), share))
    return found


def _turned(blob: npt.NDArray[np.bool_]) -> float:
    """How much a blob fills the smallest rectangle around it that is turned by at most three degrees; 0 if none is."""
    contours, _ = cv2.findContours(blob.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if len(contours) != 1:
        return 0.0
    _, (wide, high), angle = cv2.minAreaRect(contours[0])
    if min(angle % 90, 90 - angle % 90) > 3 or wide * high <= 0:
        return 0.0
    return min(1.0, float(blob.sum()) / ((wide + 1) * (high + 1)))


def _cut_columns(blob: npt.NDArray[np.bool_], thinnest: int) -> list[Corners]:
    """Cut at columns that are (nearly) empty while both sides are full."""
    height, width = blob.shape
    cover = blob.mean(axis=0)
    gaps = np.flatnonzero(cover < 0.15)
    gaps = gaps[(gaps >= thinnest // 2) & (gaps < width - thinnest // 2)]
    if not len(gaps):
        return []
    return [(0, 0, int(gaps[0]), height), (int(gaps[0]) + 1, 0, width, height)]


def _cut_rows(blob: npt.NDArray[np.bool_], step: int, thinnest: int) -> list[Corners]:
    """Cut at the row where the outer edges jump most, or at a row that is (nearly) empty."""
    height, width = blob.shape
    if height < 2 * thinnest:
        return []
    cover = blob.mean(axis=1)
    gaps = np.flatnonzero(cover < 0.15)
    gaps = gaps[(gaps >= thinnest - 2) & (gaps < height - thinnest + 2)]
    if len(gaps):
        cut = int(gaps[0])
        return [(0, 0, width, cut), (0, cut + 1, width, height)]
    lefts = blob.argmax(axis=1)
    rights = width - blob[:, ::-1].argmax(axis=1)
    reach = max(3, thinnest // 2)
    best, jump_at = float(step), -1
    moves = np.maximum(np.abs(np.diff(lefts)), np.abs(np.diff(rights)))
    rows = np.flatnonzero(moves > step / 2) + 1
    for row in rows[(rows >= thinnest) & (rows <= height - thinnest)].tolist():
        above, below = slice(row - reach, row), slice(row, row + reach)
        left_jump = abs(_middle(lefts[above].tolist()) - _middle(lefts[below].tolist()))
        right_jump = abs(_middle(rights[above].tolist()) - _middle(rights[below].tolist()))
        jump = max(left_jump, right_jump)
        sharp = max(abs(int(lefts[row]) - int(lefts[row - 1])), abs(int(rights[row]) - int(rights[row - 1])))
        if jump > best and sharp > 0.5 * jump:
            best, jump_at = jump, row
    if jump_at < 0:
        return []
    return [(0, 0, width, jump_at), (0, jump_at, width, height)]


def _middle(values: list[int]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
