"""Words with their boxes, packed small for a table row."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from math import isfinite
from typing import Any

from ocr.types import Word

MAX_UNPACKED = 64 * 2**20
"""Bytes of a page's words, unpacked; what claims more is not a page's words."""


def pack_words(words: Sequence[Word]) -> bytes:
    """Words as compressed JSON; boxes rounded to 1/100,000 of the page."""
    rows = [[w.text, *(round(v, 5) for v in w.box), round(w.confidence, 1)] for w in words]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpack_words(packed: bytes | None) -> list[Word]:
    """The words `pack_words` packed; none for a page without words. Raises ValueError for anything else."""
    if not packed:
        return []
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, MAX_UNPACKED)
        if not unpacking.eof:
            raise ValueError("cut short, or larger than any page")
        return [_word(*row) for row in json.loads(data)]
    except (zlib.error, TypeError, RecursionError) as problem:
        raise ValueError("not packed words") from problem


def _word(text: Any, x0: Any, y0: Any, x1: Any, y1: Any, confidence: Any) -> Word:
    numbers = (x0, y0, x1, y1, confidence)
    if type(text) is not str or not all(type(v) in (int, float) and isfinite(v) for v in numbers):
        raise ValueError("not a word")
    return Word(text, (x0, y0, x1, y1), confidence)
