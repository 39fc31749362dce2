"""Words with their boxes, packed small for a table row."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

from ocr.types import Word


def pack_words(words: Sequence[Word]) -> bytes:
    """Words as compressed JSON; boxes rounded to 1/100,000 of the page."""
    rows = [[w.text, *(round(v, 5) for v in w.box), round(w.confidence, 1)] for w in words]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpack_words(packed: bytes | None) -> list[Word]:
    """The words `pack_words` packed; none for a page without words."""
    if not packed:
        return []
    rows = json.loads(zlib.decompress(packed))
    return [Word(text, (x0, y0, x1, y1), confidence) for text, x0, y0, x1, y1, confidence in rows]
