"""How the texts of PowerPoint 97–2003 slides look: runs, shapes and grounds ([MS-PPT] 2.9, [MS-ODRAW] 2.2).

Letters count as seen wherever the colour of what lies behind them is not plainly said.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ocr.text import old_pictures as art
from ocr.text.held import Colour, alike
from ocr.text.package import Rectangle, overlap

Record: TypeAlias = tuple[int, int, int, int, int]
Run: TypeAlias = tuple[int, Colour | None, bool]
"""Number of letters, their colour where it is said, and whether they are too small to be seen."""
CHARS, BYTES, STYLES, OUTLINE, SCHEME = 0x0FA0, 0x0FA8, 0x0FA1, 0x0F9E, 0x07F0
_SLIDE_ATOM, _TEXT_BOX, _ANCHOR = 0x03EF, 0xF00D, 0xF010
_FILL_TYPE, _FILL_COLOUR, _OPACITY, _FILLED, _SHOWN = 0x0180, 0x0181, 0x0182, 0x01BF, 0x03BF
_SPECK = 2
_WIDE, _HIGH = 5760, 4320
_OPAQUE = 0xF000
_PARAGRAPH = ((0x0F, 2), (0x80, 2), (0x10, 2), (0x40, 2), (0x20, 4), (0x800, 2), (0x1000, 2), (0x2000, 2), (0x4000, 2),
              (0x100, 2), (0x400, 2), (0x8000, 2))
_PARAGRAPH_REST = ((0x10000, 2), (0xE0000, 2), (0x200000, 2))
_TABS = 0x100000
_LETTERS = ((0x3EB7, 2), (0x10000, 2), (0x200000, 2), (0x400000, 2), (0x800000, 2), (0x20000, 2), (0x40000, 4),
            (0x80000, 2))
_COLOUR, _SIZE = 0x40000, 0x20000


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of a slide, in drawing order."""

    place: Rectangle | None
    fill: Colour | None
    is_filled: bool
    is_opaque: bool
    is_hidden: bool
    text: Record | None
    """The record that holds its text."""


def scheme_of(data: bytes, slide: Record) -> list[Colour]:
    """The eight colours of a slide, the ground first; none where it has none of its own."""
    for part in art.children(data, slide[3], slide[4]):
        if part[2] == SCHEME and part[1] == 1 and part[4] - part[3] >= 32:
            held = data[part[3] : part[3] + 32]
            return [(held[at], held[at + 1], held[at + 2]) for at in range(0, 32, 4)]
    return []


def ground_of(data: bytes, slide: Record, scheme: Sequence[Colour]) -> Colour | None:
    """The colour of a slide's ground; None where its master says it, or where it is no plain colour."""
    for part in art.children(data, slide[3], slide[4]):
        if part[2] == _SLIDE_ATOM and part[4] - part[3] >= 22 and struct.unpack_from("<H", data, part[3] + 20)[0] & 4:
            return None
    for drawing in art.inside(data, slide, art.DRAWING):
        for part in art.children(data, drawing[3], drawing[4]):
            if part[2] == art.SHAPE:  # beside the group of all shapes: the ground
                said = _options(data, part)
                if said.get(_FILL_TYPE, 0):
                    return None
                return _shade(said[_FILL_COLOUR], scheme) if _FILL_COLOUR in said else scheme[0] if scheme else None
    return None


def shapes_of(data: bytes, slide: Record, scheme: Sequence[Colour]) -> Iterator[Shape]:
    """The shapes of a slide, groups opened."""
    for drawing in art.inside(data, slide, art.DRAWING):
        for container in art.inside(data, drawing, art.SHAPE):
            found = art.shape_of(data, container, 2)
            said = _options(data, container)
            hidden = bool(said.get(_SHOWN, 0) & 0x20000 and said.get(_SHOWN, 0) & 0x2)
            place, text = None, None
            for part in art.children(data, container[3], container[4]):
                if part[2] == _ANCHOR and part[4] - part[3] in (8, 16):
                    form = "<4h" if part[4] - part[3] == 8 else "<4i"
                    top, left, right, bottom = map(float, struct.unpack_from(form, data, part[3]))
                    place = (left, top, right, bottom)
                elif part[2] == _TEXT_BOX:
                    text = part
            if found is None and not hidden:
                continue
            flags = said.get(_FILLED)
            # A text box is clear unless it says otherwise, other shapes are filled.
            filled = bool(flags & 0x10) if flags is not None and flags & 0x100000 else text is None
            plain = not said.get(_FILL_TYPE, 0) and _FILL_COLOUR in said
            yield Shape(place, _shade(said[_FILL_COLOUR], scheme) if filled and plain else None,
                        filled or bool(found and found.picture), said.get(_OPACITY, 0x10000) >= _OPAQUE, hidden, text)


def paper_of(shapes: Sequence[Shape], at: int, ground: Colour | None) -> Colour | None:
    """What the letters of a shape stand on; None where it is not known."""
    shape = shapes[at]
    if shape.is_filled:
        return shape.fill if shape.is_opaque else None
    if shape.place is None:
        return None
    below = [other for other in shapes[:at] if other.is_filled]
    return ground if all(o.place is not None and overlap(shape.place, o.place) == 0 for o in below) else None


def is_off(shape: Shape) -> bool:
    """Whether a shape stands beside the slide; slides of other sizes than the usual are not judged."""
    place = shape.place
    return place is not None and (place[2] <= 0 or place[3] <= 0 or place[0] >= 2 * _WIDE or place[1] >= 2 * _HIGH)


def is_covered(shapes: Sequence[Shape], at: int) -> bool:
    """Whether an opaque shape without a text is drawn over a shape later."""
    place = shapes[at].place
    return place is not None and any(
        later.text is None and later.is_filled and later.is_opaque and later.fill is not None and not later.is_hidden
        and later.place is not None and overlap(place, later.place) >= 0.4 for later in shapes[at + 1 :])


def seen_letters(text: str, runs: Sequence[Run], paper: Colour | None) -> str:
    """The letters of a text that are seen on a paper (None where it is not known)."""
    seen, at = list[str](), 0
    for count, letters, tiny in runs:
        pale = letters is not None and paper is not None and alike(letters, paper)
        if not (pale or tiny):
            seen.append(text[at : at + count])
        at += count
    return "".join(seen) + text[at:]


def runs_of(data: bytes, styles: Record, letters: int, scheme: Sequence[Colour]) -> list[Run]:
    """The runs that a record of styles tells of a text of so many letters; none of one that is not understood."""
    at, end, left = styles[3], styles[4], letters + 1
    try:
        while left > 0 and at < end:
            count, _, mask = struct.unpack_from("<IHI", data, at)
            at, left = _past(data, at + 10, mask, _PARAGRAPH), left - count
            if mask & _TABS:
                at += 2 + 4 * struct.unpack_from("<H", data, at)[0]
            at = _past(data, at, mask, _PARAGRAPH_REST)
        found, left = list[Run](), letters + 1
        while left > 0 and at < end:
            count, mask = struct.unpack_from("<II", data, at)
            at += 8
            shade, size = None, 18
            for bits, length in _LETTERS:
                if mask & bits:
                    if bits == _COLOUR:
                        shade = _indexed(data[at : at + 4], scheme)
                    elif bits == _SIZE:
                        size = struct.unpack_from("<h", data, at)[0]
                    at += length
            found.append((count, shade, 0 < size <= _SPECK))
            left -= count
    except struct.error:
        return []
    return found if at <= end else []


def _past(data: bytes, at: int, mask: int, fields: Sequence[tuple[int, int]]) -> int:
    return at + sum(length for bits, length in fields if mask & bits)


def _options(data: bytes, container: Record) -> dict[int, int]:
    return {name: value for part in art.children(data, container[3], container[4]) if part[2] == art.OPTIONS
            for name, value in art.options(data, part)}


def _indexed(held: bytes, scheme: Sequence[Colour]) -> Colour | None:
    if len(held) < 4 or held[3] == 0xFF:
        return None
    return (held[0], held[1], held[2]) if held[3] == 0xFE else scheme[held[3]] if held[3] < len(scheme) else None


def _shade(value: int, scheme: Sequence[Colour]) -> Colour | None:
    """A colour of office art: a number of the scheme, or red, green and blue."""
    if value & 0x08000000:
        return scheme[value & 0xFF] if value & 0xFF < len(scheme) else None
    return None if value >> 24 else (value & 0xFF, value >> 8 & 0xFF, value >> 16 & 0xFF)
