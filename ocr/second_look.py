"""Long numbers that were read with doubt are looked at once more, each alone: a wrong digit is a wrong folio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.engines.base import LINE, Engine
from ocr.errors import PageError
from ocr.lines import Line
from ocr.picture import Picture, scaled
from ocr.recognise import Recognised, recognise
from ocr.types import Word

DOUBTFUL = 80.0
"""Confidence (0–100) under which a long number is looked at again."""
LEAST_DIGITS, MOST_LOOKS = 6, 20
LARGE_DPI = 300.0
"""The second of the two looks; the first is at the resolution of the picture."""
MARGIN = 0.2
"""White kept around the number, in heights of its box. With more, the lines above and below look in: at 0.3 the same
number was read wrongly at three of six resolutions, at 0.2 at none."""
_EDGE = ".,;:'\"`‘’“”¿?¡!|-–—_~*°>< "


def recognise_carefully(picture: Picture, engine: Engine) -> Recognised:
    """Read a picture of a page, then look once more at the long numbers that stay in doubt."""
    read = recognise(picture, engine)
    return replace(read, lines=tuple(second_look(Picture(picture.grey, picture.dpi), read.lines, engine)))


def second_look(picture: Picture, lines: Sequence[Line], engine: Engine) -> list[Line]:
    """The lines with their doubtful long numbers read again from a grey picture, in two sizes.

    What both say stands, if it is surer than what was read first; else the first reading stays.
    """
    doubtful = [word for line in lines for word in line.words if _is_doubtful(word)][:MOST_LOOKS]
    if not doubtful:
        return list(lines)
    cuts = [_cut(picture, word) for word in doubtful]
    try:
        readings = engine.read([*cuts, *(scaled(cut, LARGE_DPI) for cut in cuts)], LINE)
    except PageError:  # the page has been read
        return list(lines)
    surer: dict[int, Word] = {}
    for word, first, second in zip(doubtful, readings[: len(cuts)], readings[len(cuts) :], strict=True):
        again = _agreed(word, first, second)
        if again is not None:
            surer[id(word)] = again
    return [
        replace(line, words=tuple(surer.get(id(word), word) for word in line.words))
        if any(id(word) in surer for word in line.words) else line
        for line in lines
    ]


def _is_doubtful(word: Word) -> bool:
    x0, y0, x1, y1 = word.box
    has_room = x1 > x0 and y1 > y0
    return word.confidence < DOUBTFUL and _digits(word) >= LEAST_DIGITS and has_room


def _digits(word: Word) -> int:
    return sum(ch.isdigit() for ch in word.text)


def _cut(picture: Picture, word: Word) -> Picture:
    x0, y0, x1, y1 = (share * size for share, size in zip(word.box, (picture.width, picture.height) * 2, strict=True))
    up, across = MARGIN * (y1 - y0), 1.5 * MARGIN * (y1 - y0)
    rows = slice(max(0, int(y0 - up)), int(np.ceil(y1 + up)) + 1)
    columns = slice(max(0, int(x0 - across)), int(np.ceil(x1 + across)) + 1)
    return Picture(np.ascontiguousarray(picture.pixels[rows, columns]), picture.dpi)


def _agreed(word: Word, first: Sequence[Line], second: Sequence[Line]) -> Word | None:
    """The word as both looks read it, in its old box; None when they differ, are no surer, or saw something else."""
    found = [_number_in(read, word) for read in (first, second)]
    if found[0] is None or found[1] is None or found[0].text != found[1].text:
        return None
    confidence = max(found[0].confidence, found[1].confidence)
    if confidence <= word.confidence or abs(len(found[0].text) - len(word.text)) > 2:
        return None
    return Word(found[0].text, word.box, confidence)


def _number_in(read: Sequence[Line], word: Word) -> Word | None:
    """The one long number of a look, without the signs at its ends that the first reading had not."""
    numbers = [again for line in read for again in line.words if _digits(again) >= LEAST_DIGITS]
    if len(numbers) != 1:
        return None
    text = numbers[0].text
    if word.text[0] not in _EDGE:
        text = text.lstrip(_EDGE)
    if word.text[-1] not in _EDGE:
        text = text.rstrip(_EDGE)
    return Word(text, word.box, numbers[0].confidence)
