"""The words of a PDF page's text layer, with their boxes, in the order the file gives them."""

from __future__ import annotations

import ctypes
import re
from typing import Any

from ocr.lines import Line
from ocr.pdf.geometry import Affine
from ocr.types import Word

_WORD = re.compile(r"[^\s\x00]+")
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
"""What pdfium writes for a hyphen at a line's end, and the soft hyphen."""

MAX_CHARACTERS = 400_000
"""A page with more is cut here; ordinary pages have a few thousand."""


def characters(text_page: Any) -> str:
    """One character of Python text per character index of pdfium, so that positions agree."""
    import pypdfium2.raw as raw

    count = min(raw.FPDFText_CountChars(text_page), MAX_CHARACTERS)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")
    if len(text) != count:
        # pdfium left characters out, or some lie beyond the basic plane: ask one by one.
        codes = (raw.FPDFText_GetUnicode(text_page, index) for index in range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
    return text.translate(_HYPHENS)


def lines_of(text_page: Any, affine: Affine) -> tuple[list[Line], str]:
    """The lines of a text page, and its characters as pdfium gives them (for judging their quality)."""
    import pypdfium2.raw as raw

    text = characters(text_page)
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    count_rects, get_rect = raw.FPDFText_CountRects, raw.FPDFText_GetRect
    lines: list[Line] = []
    start = 0
    for piece in text.splitlines(keepends=True):
        words = []
        for match in _WORD.finditer(piece):
            first, last = match.span()
            rects = count_rects(text_page, start + first, last - first)
            if rects <= 0:
                continue
            get_rect(text_page, 0, left, top, right, bottom)
            x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
            for index in range(1, rects):
                get_rect(text_page, index, left, top, right, bottom)
                x0, x1 = min(x0, left.value), max(x1, right.value)
                y0, y1 = min(y0, bottom.value), max(y1, top.value)
            box = affine.box(x0, y0, x1, y1)
            if box[0] < box[2] and box[1] < box[3]:
                words.append(Word(match.group(), box, 100.0))
        if words:
            lines.append(Line(tuple(words)))
        start += len(piece)
    return lines, text
