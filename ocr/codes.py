"""Codes on redactions that the reading of the whole page passed over, as white letters on black: each read alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ocr.engines.base import BLOCK, LINE, Engine
from ocr.errors import PageError
from ocr.lines import text_of, words_of
from ocr.picture import Picture, Pixels, scaled
from ocr.types import Redaction, Word
from ocr.unread import crop

MOST_LOOKS, MOST_AGAIN = 60, 8
"""Redactions of one page that are looked at, all at once, and of those that told nothing one by one."""
_LETTER, _GAP, _BORDER = 34.0, 30, 12
"""Pixels of the height a code is brought to, of the paper between two, and around one alone."""
_UNLIKE = 50
"""Grey levels by which letters differ at least from what they are printed on."""
_LEAST_INK, _MOST_INK = 12, 0.5
"""Pixels of letters, and their share of the part that they stand on."""
_FILLED = ("black", "grey", "coloured", "outlined", "white")


def with_codes(
    redactions: Sequence[Redaction], words: Sequence[Word], picture: Callable[[], Picture], engine: Callable[[], Engine]
) -> tuple[Redaction, ...]:
    """The redactions with the grounds printed on those that had none.

    `words` are those of the whole page, whose legend says what a number means; `picture` is the page as displayed.
    """
    from ocr.redactions import ground_of

    doubtful = [number for number, one in enumerate(redactions) if one.ground is None and one.kind in _FILLED]
    if not doubtful:
        return tuple(redactions)
    page = picture()
    cuts = {number: cut for number in doubtful if (cut := _printed(page, redactions[number])) is not None}
    chosen = list(cuts)[:MOST_LOOKS]
    if not chosen:
        return tuple(redactions)
    try:
        texts = _read([cuts[number] for number in chosen], engine())
        grounds = dict(zip(chosen, ground_of(texts, words), strict=True))
        again = [number for number in chosen if grounds[number] is None][:MOST_AGAIN]
        pictures = [Picture(np.pad(cuts[number], _BORDER, constant_values=255), 300.0) for number in again]
        texts = [" ".join(text_of(lines).split()) for lines in engine().read(pictures, LINE)] if again else []
        grounds.update(zip(again, ground_of(texts, words), strict=True))
    except PageError:  # the page has been read
        return tuple(redactions)
    return tuple(replace(one, ground=one.ground or grounds.get(number)) for number, one in enumerate(redactions))


def _read(cuts: Sequence[Pixels], engine: Engine) -> list[str]:
    """What stands on each cut; all are read at once, below each other, which takes a third of the time."""
    sheet = np.full((sum(len(cut) + _GAP for cut in cuts), max(cut.shape[1] for cut in cuts)), 255, dtype=np.uint8)
    tops, top = [], 0
    for cut in cuts:
        sheet[top : top + len(cut), : cut.shape[1]] = cut
        tops.append(top)
        top += len(cut) + _GAP
    (lines,) = engine.read([Picture(np.pad(sheet, _GAP, constant_values=255), 300.0)], BLOCK)
    texts: list[list[str]] = [[] for _ in cuts]
    for word in sorted(words_of(lines), key=lambda word: word.box[0]):
        middle = (word.box[1] + word.box[3]) / 2 * (len(sheet) + 2 * _GAP) - _GAP
        texts[max(0, bisect_right(tops, middle + _GAP / 2) - 1)].append(word.text)
    return [" ".join(text) for text in texts]


def _printed(picture: Picture, redaction: Redaction) -> Pixels | None:
    """What is printed on a redaction, dark on white and large, or None where nothing is."""
    grey = crop(picture, redaction.box).grey
    high, wide = grey.shape
    inset = max(2, round(min(0.12 * high, 0.02 * picture.dpi)))
    inner = grey[inset : high - inset, inset : wide - inset]
    if min(inner.shape) < 6:
        return None
    ground = int(np.median(inner))
    ink = np.abs(inner.astype(np.int16) - ground) > _UNLIKE
    if int(ink.sum()) < _LEAST_INK:
        return None
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    y0, y1, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    part = inner[y0:y1, x0:x1]
    if y1 - y0 < 5 or ink[y0:y1, x0:x1].mean() > _MOST_INK or y1 - y0 > 3 * (x1 - x0):
        return None
    return _large(part, ground, picture.dpi)


def _large(part: Pixels, ground: int, dpi: float) -> Pixels:
    """Letters dark on white, at the height that Tesseract reads well."""
    dark = ground < 128
    far = int(part.max()) if dark else int(part.min())
    spread = max(1, abs(far - ground))
    light = 255 - np.abs(part.astype(np.float32) - ground) * 255 / spread
    flat = np.clip(light, 0, 255).astype(np.uint8)
    return scaled(Picture(flat, dpi), dpi * min(6.0, _LETTER / part.shape[0])).pixels
