"""Which box of a new reading is which box of the old one."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.lines import likeness

Box = Sequence[float]
"""`[x0, y0, x1, y1]` in shares of the page."""

SAME = 0.5
"""Intersection over union from which two boxes are the same, as in the evaluation of the detector."""


def matched(old: Sequence[Sequence[Box]], new: Sequence[Box], at_least: float = SAME) -> dict[int, int]:
    """New box → old box, by index, one to one, the best pairs first.

    An old box may be known by several outlines (as it was detected, as somebody corrected it): any of them counts.
    """
    pairs = sorted(
        ((max((likeness(outline, box) for outline in outlines), default=0.0), at, to)
         for to, outlines in enumerate(old) for at, box in enumerate(new)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    found: dict[int, int] = {}
    for share, at, to in pairs:
        if share < at_least:
            break
        if at not in found and to not in found.values():
            found[at] = to
    return found
