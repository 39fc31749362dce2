"""Two readings of one page made one: the text layer, and what OCR found beside it."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.lines import Line, area, overlap, words_of
from ocr.types import Word

_TAKEN = 0.3
"""Share of an OCR word that may lie on words of the layer before it counts as the same word again."""
_SURE, _LINE_SURE = 60.0, 65.0
"""Least confidence of a word, and mean of a line, to be taken into a page that has text of its own."""


def additions(found: Sequence[Line], layer: Sequence[Line]) -> list[Line]:
    """The lines of `found` that the layer lacks and that look like words, not like the grain of a photograph."""
    known = words_of(layer)
    result = []
    for line in found:
        words = tuple(word for word in line.words if not _repeats(word, known))
        sure = tuple(word for word in words if word.confidence >= _SURE)
        letters = sum(character.isalnum() for word in sure for character in word.text)
        if not sure or letters < 2 or sum(word.confidence for word in words) / len(words) < _LINE_SURE:
            continue
        if letters >= 0.5 * sum(len(word.text) for word in sure):
            result.append(Line(sure, line.starts_block))
    return result


def woven(layer: Sequence[Line], added: Sequence[Line]) -> tuple[Line, ...]:
    """The layer's lines in their order, each added line put before the first one that stands below it."""
    result = list(layer)
    for line in added:
        x0, y0, x1, y1 = line.box
        middle = (y0 + y1) / 2
        below = [
            index for index, other in enumerate(result)
            if other.box[1] > middle and other.box[0] < x1 and other.box[2] > x0
        ]
        beside = [index for index, other in enumerate(result) if other.box[1] <= middle < other.box[3]]
        if beside:
            result.insert(beside[-1] + 1, line)
        elif below:
            result.insert(below[0], line)
        else:
            result.append(line)
    return tuple(result)


def _repeats(word: Word, known: Sequence[Word]) -> bool:
    return sum(overlap(word.box, other.box) for other in known) > _TAKEN * area(word.box)
