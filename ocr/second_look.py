"""Long numbers that were read with doubt are looked at once more, each alone: a wrong digit is a wrong folio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.engines.base import LINE, Engine
from ocr.lines import Line
from ocr.picture import Picture, scaled
from ocr.types import Word

DOUBTFUL = 80.0
"""Confidence (0–100) under which a long number is looked at again."""
BETTER_BY = 10.0
"""How much surer the second reading must be to stand."""
LEAST_DIGITS, MOST_LOOKS = 6, 40
_DPI = 300.0
_MARGIN = 0.3
"""White kept around the number, in heights of its box: with more, neighbours look in."""
_EDGE = ".,;:'\"`‘’“”¿?¡!|-–—_~*°>< "


def second_look(picture: Picture, lines: Sequence[Line], engine: Engine) -> list[Line]:
    """The lines with their doubtful long numbers read again from a grey picture, where that reading is surer."""
    doubtful = [word for line in lines for word in line.words if _is_doubtful(word)][:MOST_LOOKS]
    if not doubtful:
        return list(lines)
    readings = engine.read([_cut(picture, word) for word in doubtful], LINE)
    surer = {id(word): better for word, read in zip(doubtful, readings, strict=True) if (better := _surer(word, read))}
    return [
        replace(line, words=tuple(surer.get(id(word), word) for word in line.words))
        if any(id(word) in surer for word in line.words) else line
        for line in lines
    ]


def _is_doubtful(word: Word) -> bool:
    x0, y0, x1, y1 = word.box
    digits = sum(ch.isdigit() for ch in word.text)
    return word.confidence < DOUBTFUL and digits >= LEAST_DIGITS and x1 > x0 and y1 > y0


def _cut(picture: Picture, word: Word) -> Picture:
    x0, y0, x1, y1 = (share * size for share, size in zip(word.box, (picture.width, picture.height) * 2, strict=True))
    up, across = _MARGIN * (y1 - y0), 1.5 * _MARGIN * (y1 - y0)
    rows = slice(max(0, int(y0 - up)), int(np.ceil(y1 + up)) + 1)
    columns = slice(max(0, int(x0 - across)), int(np.ceil(x1 + across)) + 1)
    return scaled(Picture(np.ascontiguousarray(picture.pixels[rows, columns]), picture.dpi), max(_DPI, picture.dpi))


def _surer(word: Word, read: Sequence[Line]) -> Word | None:
    """The word as read again, in its old box; None when that is not surer or something else."""
    found = [again for line in read for again in line.words if any(ch.isdigit() for ch in again.text)]
    if len(found) != 1 or found[0].confidence < word.confidence + BETTER_BY:
        return None
    text = found[0].text
    for strip, side in ((str.lstrip, 0), (str.rstrip, -1)):
        if word.text[side] not in _EDGE:
            text = strip(text, _EDGE)
    if not text or abs(len(text) - len(word.text)) > 2:
        return None
    return Word(text, word.box, found[0].confidence)
