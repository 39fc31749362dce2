"""Text that a PDF gives in place of what it draws (`ActualText`): where the two say different things."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

import numpy as np

from ocr.leaks.layers import Layers
from ocr.types import Box

_KEY = b"ActualText"
_LEAST = 4
_ALIKE = 0.5
_MOST = 3_000
_BLANK = "\ufffd\u00ad\ufffe\x02"


def retold_places(page: Any, layers: Layers) -> list[tuple[Box, str, bool]]:
    """Where a page draws one thing and calls it another: place, what it is called, and whether that is sure.

    It is unsure where the drawn letters cannot be told. A ligature, a hyphen or a drop cap called by its letters is
    alike enough. The marks are taken off the page object, which must not be saved.
    """
    import pypdfium2.raw as raw

    marked = [(order, handle) for order, handle in list(layers.texts.items())[:_MOST] if _strip(handle)]
    if not marked:
        return []
    orders = {order for order, _ in marked}
    called: dict[int, str] = {}
    where: dict[int, list[Box]] = {}
    for letter in layers.letters:
        if letter.order in orders:
            called[letter.order] = called.get(letter.order, "") + letter.character
            where.setdefault(letter.order, []).append(letter.box)
    text = page.get_textpage()
    buffer = (ctypes.c_ushort * 2048)()
    found = []
    for order, handle in marked:
        length = raw.FPDFTextObj_GetText(handle, text, buffer, 4096)
        drawn = bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")
        mine, theirs = _letters(called.get(order, "")), _letters(drawn)
        if len(mine) >= _LEAST and SequenceMatcher(None, mine, theirs, autojunk=False).ratio() < _ALIKE:
            found.append((_around(where[order]), called[order], len(theirs) >= 2))
    text.close()
    return found


def _strip(handle: Any) -> bool:
    """Take the marks with an `ActualText` off an object; says whether there was one."""
    import pypdfium2.raw as raw

    found = False
    for index in reversed(range(max(0, raw.FPDFPageObj_CountMarks(handle)))):
        mark = raw.FPDFPageObj_GetMark(handle, index)
        if mark and raw.FPDFPageObjMark_GetParamValueType(mark, _KEY) == raw.FPDF_OBJECT_STRING:
            found = bool(raw.FPDFPageObj_RemoveMark(handle, mark)) or found
    return found


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() and c not in _BLANK)


def _around(boxes: Sequence[Box]) -> Box:
    every = np.array(boxes)
    low, high = every.min(axis=0), every.max(axis=0)
    return (round(float(low[0]), 5), round(float(low[1]), 5), round(float(high[2]), 5), round(float(high[3]), 5))
