"""Which box of a new reading is which box of the old one."""

from __future__ import annotations

from collections.abc import Sequence

Box = Sequence[float]
"""`[x0, y0, x1, y1]` in shares of the page."""

SAME = 0.5
"""Intersection over union from which two boxes are the same, as in the evaluation of the detector."""


def overlap(a: Box, b: Box) -> float:
    """Intersection over union of two boxes, 0–1."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    common = wide * high
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common
    return common / both if both > 0 else 0.0


def matched(old: Sequence[Sequence[Box]], new: Sequence[Box], at_least: float = SAME) -> dict[int, int]:
    """New box → old box, by index, one to one, the best pairs first.

    An old box may be known by several outlines (as it was detected, as somebody corrected it): any of them counts.
    """
    pairs = sorted(
        ((max((overlap(outline, box) for outline in outlines), default=0.0), at, to)
         for to, outlines in enumerate(old) for at, box in enumerate(new)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    found: dict[int, int] = {}
    for likeness, at, to in pairs:
        if likeness < at_least:
            break
        if at not in found and to not in found.values():
            found[at] = to
    return found
