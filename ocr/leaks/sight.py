"""Which words of a text layer the drawn page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ocr.redactions import is_code
from ocr.types import Box, Redaction, Word

_CONTRAST = 36
"""Least difference of grey between letters and ground that a reader can see."""

Reread = Callable[[npt.NDArray[np.uint8]], str]
"""Reads a crop of the page (H,W or H,W,3 uint8) again and gives the text in it."""


def visible_words(
    words: Sequence[Word],
    image: npt.NDArray[np.uint8],
    redactions: Sequence[Redaction] = (),
    reread: Reread | None = None,
    unseen: Sequence[Box] = (),
    withheld: Sequence[Box] = (),
) -> tuple[list[Word], list[Word]]:
    """The words the page shows, and those it does not: no letters can be seen, or a redaction lies over them.

    `image` is the page as displayed, grey (H,W) or RGB uint8. A word on a redaction is kept when it is a printed
    ground, or when `reread` finds it in the crop; in doubt it is hidden. A word that touches `unseen` (where letters
    are known to lie that the page does not show) is kept only when all of it is read there; one in `withheld` never.
    White text on a dark table head, highlighted text and form fields are seen like any other.
    """
    covers, secret, never = (
        np.array(list(boxes), dtype=np.float64).reshape(-1, 4)
        for boxes in ([redaction.box for redaction in redactions], unseen, withheld)
    )
    kept: list[Word] = []
    hidden: list[Word] = []
    for word in words:
        crop = _crop(image, word)
        if not shows_ink(crop) or _lies_on(word, never, 0.2):
            is_kept = False
        elif _lies_on(word, secret, min(0.04, 0.5 / len(word.text))):
            is_kept = _reads(crop, word, reread, wholly=True)
        else:
            is_kept = not _lies_on(word, covers, 0.35) or is_code(word.text) or _reads(crop, word, reread)
        (kept if is_kept else hidden).append(word)
    return kept, hidden


def shows_ink(crop: npt.NDArray[np.uint8]) -> bool:
    """True when a crop, grey or coloured, has two tones far enough apart in one colour, each more than a trace."""
    if crop.size < 4:
        return False
    if crop.ndim == 3:
        return any(shows_ink(crop[:, :, channel]) for channel in range(crop.shape[2]))
    low, high = int(np.percentile(crop, 2)), int(np.percentile(crop, 98))
    if high - low < _CONTRAST:
        return False
    middle = (low + high) / 2
    dark = float((crop < middle).mean())
    return 0.015 < dark < 0.985


def _crop(image: npt.NDArray[np.uint8], word: Word) -> npt.NDArray[np.uint8]:
    high, wide = image.shape[:2]
    x0, y0, x1, y1 = word.box
    return image[int(y0 * high) : int(np.ceil(y1 * high)), int(x0 * wide) : int(np.ceil(x1 * wide))]


def _lies_on(word: Word, covers: npt.NDArray[np.float64], share: float) -> bool:
    if not len(covers):
        return False
    x0, y0, x1, y1 = word.box
    wide = np.clip(np.minimum(covers[:, 2], x1) - np.maximum(covers[:, 0], x0), 0, None)
    high = np.clip(np.minimum(covers[:, 3], y1) - np.maximum(covers[:, 1], y0), 0, None)
    area = max((x1 - x0) * (y1 - y0), 1e-12)
    return bool((wide * high / area).max() >= share)


def _reads(crop: npt.NDArray[np.uint8], word: Word, reread: Reread | None, *, wholly: bool = False) -> bool:
    """Whether reading a crop gives the word, however it is turned."""
    if reread is None:
        return False
    meant = _plain(word.text)
    stands = crop.shape[0] > 1.5 * crop.shape[1] and len(meant) > 2
    for turns in (1, 3) if stands else (0, 2):
        seen = _plain(reread(np.rot90(crop, turns)))
        if _is_same(seen, meant, wholly):
            return True
        if not seen and not stands:
            return False
    return False


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _is_same(seen: str, meant: str, wholly: bool) -> bool:
    if not seen or not meant or (wholly and len(seen) < len(meant)):
        return False
    same = sum(1 for a, b in zip(seen, meant, strict=False) if a == b)
    return same >= 0.7 * max(len(seen), len(meant))
