"""What OCR made of the redactions themselves: shapes it took for letters, which nobody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ocr.lines import Line, area, keep, likeness, overlap, words_of
from ocr.types import Box, Redaction, Word

COVERED = 0.5
"""A word with more than this share of its box inside a redaction stands on it."""
SURE = 55.0
"""A printed code is read with at least this confidence (0–100)."""

_CODE = re.compile(r"\d|^(?:art|arts|fr|fracc|fracción|inc|lgtaip|lftaip|lftaipg|lgpdppso|testado|eliminado|versión|"
                   r"pública|confidencial|reservado|reservada|datos?|personales?|nombre|información|fundamento|legal)"
                   r"[.,:;)]*$", re.IGNORECASE)


def is_one_of(box: Box, others: Iterable[Box]) -> bool:
    """Whether a box is one of others: their intersection over union is half or more."""
    return any(likeness(box, other) >= 0.5 for other in others)


def without_noise(lines: Sequence[Line], redactions: Sequence[Redaction]) -> tuple[Line, ...]:
    """The lines without words that OCR read on a redaction, save the code or legend that is printed on it."""
    boxes = [redaction.box for redaction in redactions if redaction.kind != "label"]
    if not boxes:
        return tuple(lines)
    return tuple(keep(lines, [word for word in words_of(lines) if not _is_noise(word, boxes)]))


def _is_noise(word: Word, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    if word.confidence >= 100.0 or not area(word.box):
        return False
    covered = max(overlap(word.box, box) for box in boxes) / area(word.box)
    return covered > COVERED and not (word.confidence >= SURE and _CODE.search(word.text))
