"""How much of a page's text its redactions hide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.types import Redaction, Word

_GRID = 400


def redacted_share(redactions: Sequence[Redaction], words: Sequence[Word]) -> float:
    """Share (0–1) of the page's text area that redactions hide: hidden area over hidden and readable area together.

    The readable area is the words' boxes where no redaction lies over them. A withheld page is 1.
    """
    if not redactions:
        return 0.0
    if any(redaction.kind == "withheld" for redaction in redactions):
        return 1.0
    hidden = np.zeros((_GRID, _GRID), dtype=bool)
    for redaction in redactions:
        hidden[_cells(redaction.box)] = True
    read = np.zeros((_GRID, _GRID), dtype=bool)
    for word in words:
        read[_cells(word.box)] = True
    covered = int(hidden.sum())
    readable = int((read & ~hidden).sum())
    return round(covered / (covered + readable), 4) if covered else 0.0


def _cells(box: tuple[float, float, float, float]) -> tuple[slice, slice]:
    x0, y0, x1, y1 = (min(max(v, 0.0), 1.0) * _GRID for v in box)
    return slice(int(y0), max(int(y0) + 1, round(y1))), slice(int(x0), max(int(x0) + 1, round(x1)))
