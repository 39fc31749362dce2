"""The words of a PDF page's text layer, with their boxes, in the order the file gives them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import Any

from ocr.lines import Line
from ocr.pdf.geometry import Affine
from ocr.types import Box, Word

_WORD = re.compile(r"[^\s\x00]+")
_PIECE = re.compile("[^\x02\ufffe\r\n\f\v\x85\u2028\u2029]*(?:\r\n|[\x02\ufffe\r\n\f\v\x85\u2028\u2029])?")
_HYPHENS = re.compile("[\x02\ufffe\xad]")
"""What pdfium writes for a hyphen that ends a line (the line feed is left out then), and the soft hyphen."""

_LOOSE = 1.5
"""So many times the area of its parts is the area around a word whose parts may stand far apart."""

MAX_CHARACTERS = 400_000
"""A page with more is cut here; ordinary pages have a few thousand."""


def characters(text_page: Any) -> str:
    """One character of Python text per character index of pdfium, so that positions agree."""
    import pypdfium2.raw as raw

    count = min(raw.FPDFText_CountChars(text_page), MAX_CHARACTERS)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    written = raw.FPDFText_GetText(text_page, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")
    if len(text) != count:
        # pdfium left characters out, or some lie beyond the basic plane: ask one by one.
        codes = (raw.FPDFText_GetUnicode(text_page, index) for index in range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
    return text


def lines_of(text_page: Any, affine: Affine) -> tuple[list[Line], str]:
    """The lines of a text page, and its characters as pdfium gives them (for judging their quality)."""
    text = characters(text_page)
    if not text:
        return [], ""
    count_rects, get_rect = _quick_calls()
    handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
    edges = (ctypes.c_double * 4)()
    left, top, right, bottom = (ctypes.addressof(edges) + 8 * index for index in range(4))
    to_page = affine.box
    lines: list[Line] = []
    hyphens = _HYPHENS.search(text) is not None
    for piece in _PIECE.finditer(text):
        words = []
        spans = [match.span() for match in _WORD.finditer(text, *piece.span())]
        while spans:
            first, last = spans.pop(0)
            rects = count_rects(handle, first, last - first)
            if rects <= 0:
                continue
            get_rect(handle, 0, left, top, right, bottom)
            x0, y1, x1, y0 = edges
            filled = (x1 - x0) * (y1 - y0)
            for index in range(1, rects):
                get_rect(handle, index, left, top, right, bottom)
                x0, x1 = min(x0, edges[0]), max(x1, edges[2])
                y0, y1 = min(y0, edges[3]), max(y1, edges[1])
                filled += (edges[2] - edges[0]) * (edges[1] - edges[3])
            if rects > 1 and (x1 - x0) * (y1 - y0) > _LOOSE * filled:
                apart = _parted(text_page, first, last)
                if len(apart) > 1:
                    spans = [*apart, *spans]
                    continue
            box = to_page(x0, y0, x1, y1)
            if box[0] < box[2] and box[1] < box[3]:
                word = text[first:last]
                words.append(Word(_dashed(word) if hyphens else word, box, 100.0))
        if words:
            lines.append(Line(tuple(words)))
    return without_shadows(lines), _HYPHENS.sub("-", text) if hyphens else text


def _parted(text_page: Any, first: int, last: int) -> list[tuple[int, int]]:
    """A word in parts wherever its letters stand far apart: pdfium writes no space between texts that run upwards."""
    import pypdfium2.raw as raw

    parts: list[tuple[int, int]] = []
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    before: tuple[float, float, float, float] | None = None
    start = first
    for index in range(first, last):
        if not raw.FPDFText_GetCharBox(text_page, index, x0, x1, y0, y1):
            continue
        here = (x0.value, y0.value, x1.value, y1.value)
        if before is not None and _far_apart(before, here):
            parts.append((start, index))
            start = index
        before = here
    return [*parts, (start, last)]


def _far_apart(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether the gap between two letters is larger than either of them by half."""
    gap = max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])
    return gap > 1.5 * max(one[2] - one[0], one[3] - one[1], other[2] - other[0], other[3] - other[1])


_top = itemgetter(1)
_MANY = 1000
"""Lines of a page that are not compared with each other."""
_BAND = 0.02
"""Share of the page's height in which a word is looked for again."""


def _dashed(word: str) -> str:
    """A word with the hyphen that breaks it at its end; soft hyphens inside it only say where it might be broken."""
    return _HYPHENS.sub("-", word[:-1].replace("\xad", "") + word[-1])


def without_shadows(lines: list[Line]) -> list[Line]:
    """The lines without words printed a second time in the same place, as shadows and makeshift bold type are."""
    if not _may_repeat(lines):
        return lines
    places: dict[tuple[str, float], list[Box]] = {}
    kept = []
    for line in lines:
        words = []
        for word in line.words:
            text, box = word.text, word.box
            reach = 0.3 * (box[3] - box[1])
            band, last = (box[1] - reach) // _BAND, (box[1] + reach) // _BAND
            own = near = places.setdefault((text, box[1] // _BAND), [])
            if band != last:
                near = [other for step in range(int(last - band) + 1) for other in places.get((text, band + step), ())]
            if not (near and any(_same_place(box, other) for other in near)):
                words.append(word)
                own.append(box)
        if words:
            kept.append(line if len(words) == len(line.words) else replace(line, words=tuple(words)))
    return kept


def _may_repeat(lines: list[Line]) -> bool:
    """Whether a line lies over another or has a word twice in one place; in doubt yes, then it is looked at closely."""
    if len(lines) > _MANY:
        return True
    boxes = sorted((line.box for line in lines), key=_top)
    for index, (left, top, right, bottom) in enumerate(boxes):
        foot = top + 0.7 * (bottom - top)  # letters that hang down reach into the next line
        for x0, head, x1, _ in boxes[index + 1 :]:
            if head >= foot:
                break
            if x0 < right and left < x1:
                return True
    for line in lines:
        there: dict[str, Box] = {}
        for word in line.words:
            before = there.setdefault(word.text, word.box)
            if before is not word.box and before[0] < word.box[2] and word.box[0] < before[2]:
                return True
            there[word.text] = word.box
    return False


def _same_place(one: Box, other: Box) -> bool:
    wide, high = min(one[2] - one[0], other[2] - other[0]), min(one[3] - one[1], other[3] - other[1])
    return (abs(one[0] - other[0]) < 0.3 * high + 0.05 * wide and abs(one[2] - other[2]) < 0.3 * high + 0.05 * wide
            and abs(one[1] - other[1]) < 0.3 * high and abs(one[3] - other[3]) < 0.3 * high)


@cache
def _quick_calls() -> tuple[Any, Any]:
    """`FPDFText_CountRects` and `FPDFText_GetRect` taking plain addresses; they are called for every word."""
    import pypdfium2.raw as raw

    number, address = ctypes.c_int, ctypes.c_void_p

    def quick(function: Any, *arguments: Any) -> Any:
        return ctypes.CFUNCTYPE(number, *arguments)(ctypes.cast(function, address).value or 0)

    return (
        quick(raw.FPDFText_CountRects, address, number, number),
        quick(raw.FPDFText_GetRect, address, number, address, address, address, address),
    )
