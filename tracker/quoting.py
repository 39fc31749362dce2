"""The words of a passage as they are quoted: in one line, with a sign where something between them is hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ocr.types import Box, Word
from tracker.passages import Span, word_spans, words_within

HIDDEN = "▮"
"""Stands in a quotation where the page hides something; citations say it in their language."""
_BROKEN = re.compile(r"(?<=[^\W\d_])-\n\s*(?=[a-záéíóúüñ])")


def quotation(text: str, span: Span, words: Sequence[Word], hidden: Sequence[Box]) -> str:
    """A stretch of a page's text as it is quoted; words and hidden boxes are those of the page, in shares of it.

    Words divided at the end of a line are joined; where a redaction lies between two words stands `HIDDEN`. A comma or
    colon at the end belongs to what is not quoted.
    """
    spans = word_spans(text, words)
    inside = words_within(spans, *span)
    pieces, at = [], span[0]
    if hidden and inside:
        left, right = min(words[i].box[0] for i in inside), max(words[i].box[2] for i in inside)
        for one, other in pairwise(inside):
            if _hides_between(words[one].box, words[other].box, hidden, left, right):
                pieces += [text[at : spans[one][1]], f" {HIDDEN} "]
                at = spans[one][1]
    pieces.append(text[at : span[1]])
    return " ".join(_BROKEN.sub("", "".join(pieces).replace("\r", "")).split()).rstrip(",;: ")


def _hides_between(one: Box, other: Box, hidden: Sequence[Box], left: float, right: float) -> bool:
    """Whether something hidden lies between two words that follow each other; `left`, `right`: edges of the passage."""
    same_line = one[1] < (other[1] + other[3]) / 2 < one[3] and other[0] >= one[0]
    if same_line:
        return any(_over(box, (one[2], one[1], other[0], one[3])) for box in hidden)
    between = (left, one[3], right, other[1])
    return any(_over(box, (one[2], one[1], max(right, one[2]), one[3])) or _over(
        box, (min(left, other[0]), other[1], other[0], other[3])) or _inside(box, between) for box in hidden)


def _over(box: Box, gap: Box) -> bool:
    """Whether the middle of a line's gap lies under the box, for at least a little of its width."""
    middle = (gap[1] + gap[3]) / 2
    wide = min(box[2], gap[2]) - max(box[0], gap[0])
    return box[1] <= middle <= box[3] and wide > 0.004


def _inside(box: Box, area: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return area[1] < middle < area[3] and box[0] < area[2] and box[2] > area[0]
