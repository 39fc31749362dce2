"""Words of a text layer that the page does not show: they are left out of every field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

import numpy as np

from ocr.engines.base import BLOCK, LINE, Engine
from ocr.errors import EngineFailed, EngineMissing
from ocr.leaks import visible_words
from ocr.lines import Line, keep, mean_confidence, text_of, words_of
from ocr.picture import Picture, Pixels, scaled
from ocr.types import STILL_SHOWN, Box, Leak, Redaction, Word
from ocr.unread import crop

_SAMPLE_LINES = 5
_BORDER = 12
_SURE, _WHOLLY = 88.0, 0.97
"""Confidence (0–100) of a line read again, and the likeness from which it says the same."""
_BY_BOX = ("ocr_under_box", "image_under_box", STILL_SHOWN)
"""Kinds of leak that hide all of their box; of others the places of their letters are known one by one."""
_UNLIKE = 0.5
"""Likeness under which a line is read once more the other way up."""
_WIDE_GAP = 4.0
"""So many times the height of a word is the gap before another column."""
_ASLANT = 4.0
"""So many times the mean width of its letters is the height of no straight line."""


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
    secret = [*unseen, *(leak.box for leak in leaks if leak.box is not None and leak.kind in _BY_BOX)]
    withheld = [leak.box for leak in leaks if leak.box is not None and leak.kind == STILL_SHOWN]

    def reread(pixels: Pixels) -> str:
        try:
            return text_of(engine().read([_enlarged(Picture(pixels, picture.dpi))], LINE)[0])
        except (EngineMissing, EngineFailed):
            return ""  # what cannot be read again is left out

    kept, hidden = visible_words(words, picture.pixels, redactions, reread, secret, withheld)
    return keep(lines, kept), len(hidden)


def agreement(lines: Sequence[Line], picture: Picture, engine: Engine, *, is_scan: bool = False) -> float | None:
    """How far (0–1) a layer agrees with its page: some lines are read again; None when none is long enough.

    On a scan the layer is somebody else's reading: where ours is sure of a line, it agrees wholly or not at all.
    """
    runs = (run for line in lines for run in _without_gaps(line, picture))
    straight = [run for run in runs if len(run.text) >= 12 and _runs(run, picture)]
    long = sorted(straight, key=lambda line: -len(line.text))
    if not long:
        return None
    spread = sorted(long[: 3 * _SAMPLE_LINES], key=lambda line: line.box[1])
    chosen = spread[:: max(1, len(spread) // _SAMPLE_LINES)][:_SAMPLE_LINES]
    crops = [_upright(_enlarged(crop(picture, line.box)), _runs(line, picture)) for line in chosen]
    marks = _likenesses(chosen, crops, engine, is_scan)
    turned = [n for n, mark in enumerate(marks) if mark < _UNLIKE]
    if len(turned) > len(marks) // 2:  # perhaps the page lies upside down
        over = [_upright(crops[n], 2) for n in turned]
        for n, mark in zip(turned, _likenesses([chosen[n] for n in turned], over, engine, is_scan), strict=True):
            marks[n] = max(marks[n], mark)
    return float(np.median(marks))


def _likenesses(lines: Sequence[Line], crops: Sequence[Picture], engine: Engine, is_scan: bool) -> list[float]:
    """How like (0–1) each line is to what the engine reads in its crop."""
    marks = []
    for line, found in zip(lines, engine.read(crops, BLOCK), strict=True):
        meant, seen = line.text.split(), text_of(found).split()
        likeness = max(_ratio(meant, seen), _ratio(sorted(meant), sorted(seen)))
        if is_scan and (mean_confidence(words_of(found)) or 0.0) >= _SURE:
            likeness *= likeness >= _WHOLLY
        marks.append(likeness)
    return marks


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio()


def _without_gaps(line: Line, picture: Picture) -> Iterator[Line]:
    """The parts of a line between wide gaps, which readers of lines stumble over."""
    words: list[Word] = []
    for word in line.words:
        if words and _gap(words[-1].box, word.box, picture) > _WIDE_GAP * _thickness(word.box, picture):
            yield Line(tuple(words))
            words = []
        words.append(word)
    if words:
        yield Line(tuple(words))


def _gap(one: Box, other: Box, picture: Picture) -> float:
    across = max(one[0] - other[2], other[0] - one[2]) * picture.width
    return max(across, max(one[1] - other[3], other[1] - one[3]) * picture.height)


def _thickness(box: Box, picture: Picture) -> float:
    return min((box[2] - box[0]) * picture.width, (box[3] - box[1]) * picture.height)


def _runs(line: Line, picture: Picture) -> int:
    """How a line runs: 4 quarter turns (none at all) across the page, 1 up or down it, 0 aslant."""
    x0, y0, x1, y1 = line.box
    wide, high = (x1 - x0) * picture.width, (y1 - y0) * picture.height
    long, thick = max(wide, high), min(wide, high)
    if thick * len(line.text) >= _ASLANT * long:
        return 0
    return 4 if wide > high else 1


def _upright(picture: Picture, quarters: int) -> Picture:
    return Picture(np.ascontiguousarray(np.rot90(picture.pixels, quarters % 4)), picture.dpi)


def _enlarged(picture: Picture) -> Picture:
    """A crop with a border of its own paper, at 300 dpi, as Tesseract likes a single line."""
    grey = picture.grey
    if grey.size == 0:
        grey = np.full((8, 8), 255, dtype=np.uint8)
    paper = int(np.bincount(grey.ravel(), minlength=256).argmax())
    padded = np.pad(grey, _BORDER, constant_values=paper)
    return scaled(Picture(padded, picture.dpi), 300.0)
