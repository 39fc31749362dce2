"""Whether a correction says more than the page shows: what a redaction hides is never typed back in."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from archive.db import fold
from ocr.lines import around
from ocr.types import Box, Word

MORE = 1.3
"""A corrected stretch beside a hidden part may have this many times the letters that were read there…"""
SPARE = 1
"""…and this many on top: a letter OCR took for dirt."""
NEAR = 0.005
"""A hidden part this close (in shares of the page) to where words are added counts as lying there."""


def says_hidden(words: Sequence[Word], text: str, hidden: Sequence[Box], *, everywhere: bool = False) -> bool:
    """Whether `text`, put in the place of these words of one line, adds words where a hidden part lies.

    `everywhere`: something is hidden and nobody knows where. Boxes are shares of the page.
    """
    if not (hidden or everywhere):
        return False
    new, old = text.split(), [word.text for word in words]
    if not words:
        return bool(new)
    line = around(word.box for word in words)
    matcher = SequenceMatcher(None, [fold(w) for w in old], [fold(w) for w in new], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind in ("equal", "delete"):
            continue
        allowed = sum(map(len, old[i1:i2])) * MORE + SPARE
        if sum(map(len, new[j1:j2])) <= allowed:
            continue
        left = words[i1 - 1].box[2] if i1 else 0.0
        right = words[i2].box[0] if i2 < len(words) else 1.0
        if everywhere or any(_touches(box, (left, line[1], right, line[3])) for box in hidden):
            return True
    return False


def _touches(box: Box, gap: Box) -> bool:
    """Whether a hidden part lies in the gap, or close above or below it (lines of a redaction are seldom even)."""
    height = gap[3] - gap[1]
    low, high = min(gap[0], gap[2]) - NEAR, max(gap[0], gap[2]) + NEAR
    return box[0] < high and box[2] > low and box[1] < gap[3] + height * 0.3 and box[3] > gap[1] - height * 0.3
