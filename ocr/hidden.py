"""Words of a text layer that the page does not show: they are left out of every field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import numpy as np

from ocr.engines.base import BLOCK, LINE, Engine
from ocr.errors import EngineFailed, EngineMissing
from ocr.leaks import visible_words
from ocr.lines import Line, keep, mean_confidence, text_of, words_of
from ocr.picture import Picture, Pixels, scaled
from ocr.types import STILL_SHOWN, Box, Leak, Redaction
from ocr.unread import crop

_SAMPLE_LINES = 5
_BORDER = 12
_SURE, _WHOLLY = 88.0, 0.97
"""Confidence (0–100) of a line read again, and the likeness from which it says the same."""


def shown_lines(
    lines: Sequence[Line], picture: Picture, redactions: Sequence[Redaction], leaks: Sequence[Leak],
    engine: Callable[[], Engine], unseen: Sequence[Box] = (),
) -> tuple[list[Line], int]:
    """The lines with only the words the picture shows, and how many words were left out.

    A word is left out when its place holds one tone, or when it lies on a redaction, a leak or letters the page does
    not show, and reading the place again does not find it there; under a mark to redact it is left out even if it
    shows.
    """
    words = words_of(lines)
    secret = [*unseen, *(leak.box for leak in leaks if leak.box is not None)]
    withheld = [leak.box for leak in leaks if leak.box is not None and leak.kind == STILL_SHOWN]

    def reread(pixels: Pixels) -> str:
        try:
            return text_of(engine().read([_enlarged(Picture(pixels, picture.dpi))], LINE)[0])
        except (EngineMissing, EngineFailed):
            return ""  # what cannot be read again is left out

    kept, hidden = visible_words(words, picture.grey, redactions, reread, secret, withheld)
    return keep(lines, kept), len(hidden)


def agreement(lines: Sequence[Line], picture: Picture, engine: Engine, *, is_scan: bool = False) -> float | None:
    """How far (0–1) a layer agrees with its page: some lines are read again; None when none is long enough.

    On a scan the layer is somebody else's reading: where ours is sure of a line, it agrees wholly or not at all.
    """
    across = [line for line in lines if len(line.text) >= 12 and _runs_across(line, picture)]
    long = sorted(across, key=lambda line: -len(line.text))
    if not long:
        return None
    spread = sorted(long[: 3 * _SAMPLE_LINES], key=lambda line: line.box[1])
    chosen = spread[:: max(1, len(spread) // _SAMPLE_LINES)][:_SAMPLE_LINES]
    read = engine.read([_enlarged(crop(picture, line.box)) for line in chosen], BLOCK)
    marks = []
    for line, found in zip(chosen, read, strict=True):
        likeness = SequenceMatcher(None, line.text, " ".join(text_of(found).split()), autojunk=False).ratio()
        if is_scan and (mean_confidence(words_of(found)) or 0.0) >= _SURE:
            likeness *= likeness >= _WHOLLY
        marks.append(likeness)
    return float(np.median(marks))


def _runs_across(line: Line, picture: Picture) -> bool:
    x0, y0, x1, y1 = line.box
    return (x1 - x0) * picture.width > (y1 - y0) * picture.height


def _enlarged(picture: Picture) -> Picture:
    """A crop with a border of its own paper, at 300 dpi, as Tesseract likes a single line."""
    grey = picture.grey
    if grey.size == 0:
        grey = np.full((8, 8), 255, dtype=np.uint8)
    paper = int(np.bincount(grey.ravel(), minlength=256).argmax())
    padded = np.pad(grey, _BORDER, constant_values=paper)
    return scaled(Picture(padded, picture.dpi), 300.0)
