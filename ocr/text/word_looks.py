"""How the letters of Word 97–2003 documents look: pages of formatting, styles and revisions ([MS-DOC] 2.6, 2.9).

What hides a run is told by kind: struck as deleted, hidden, tiny, or in the colour of its ground. White letters count
as seen in tables that may be shaded, and wherever something unknown may lie behind them.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from ocr.text.held import BLACK, WHITE, Colour, alike
from ocr.text.looks import MIXED, Looks, is_unseen

VANISH, DELETED = 0x083C, 0x0800
_COLOUR, _INDEX, _HIGHLIGHT, _SHADE, _OLD_SHADE, _SIZE = 0x6870, 0x2A42, 0x2A0C, 0xCA71, 0x4866, 0x4A43
_STYLE, _PARAGRAPH_SHADE, _OLD_PARAGRAPH_SHADE = 0x4A30, 0xC64D, 0x442D
_IN_TABLE, _ROW_END, _TABLE_STYLE = 0x2416, 0x2417, 0x563A
_CELL_SHADES, _OLD_CELL_SHADES = frozenset((0xD612, 0xD616, 0xD60C, 0xD670, 0xD671, 0xD672)), 0xD609
_TABLE_SHADES = frozenset((0xD62D, 0xD62E, 0xD660, 0x7627, 0x7628))
_TABLE, _TABS = 0xD608, 0xC615
_SHORT = {0x41: DELETED, 0x5C: VANISH, 0x62: _INDEX}
"""Modifiers that a piece of the text may name by a number of one byte ([MS-DOC] 2.9.215)."""
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_PALETTE: tuple[Colour | None, ...] = (
    None, BLACK, (0, 0, 255), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0), (255, 255, 0), WHITE, (0, 0, 128),
    (0, 128, 128), (0, 128, 0), (128, 0, 128), (128, 0, 0), (128, 128, 0), (128, 128, 128), (192, 192, 192),
)  # fmt: skip
_PLAIN_TABLES = frozenset((105, 154))
"""Numbers of the built-in table styles that shade nothing: the normal one and the grid."""
Range: TypeAlias = tuple[int, int]
Unseen: TypeAlias = tuple[int, int, str]
"""First and last offset in the stream, and the kind of leak that the letters there are."""


@dataclass(frozen=True, slots=True)
class _Style:
    modifiers: bytes
    """Of characters."""
    shade: Colour | None
    base: int
    is_plain: bool
    """A table of this style has no ground."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    first: int
    last: int
    style: int
    modifiers: bytes


def unseen_runs(main: bytes, table: bytes, *, on_something: bool) -> Iterator[Unseen]:
    """The ranges of the stream whose letters nobody sees; `on_something`: a picture or shape lies behind the text."""
    styles = _styles(table, *_part(main, 1))
    paragraphs = sorted(_paragraphs(main, table), key=lambda one: one.first)
    grounded = _grounded(paragraphs, styles)
    starts = [one.first for one in paragraphs]

    @lru_cache(maxsize=4096)
    def kind(style: int, paragraph: bytes, modifiers: bytes, may_lie: bool) -> str | None:
        looks = _characters(modifiers, _of_style(styles, style), styles)
        said = dict(operands(modifiers))
        if _is_on(said.get(DELETED, b"")):
            return "tracked_change"
        shade = _shade(dict(operands(paragraph)), _PARAGRAPH_SHADE, _OLD_PARAGRAPH_SHADE)
        ground = shade or _shade_of_style(styles, style)
        return "hidden_text" if is_unseen(looks, ground, may_lie_on_something=may_lie) else None

    for first, last, modifiers in formats(main, table):
        at = max(0, bisect_right(starts, first) - 1)
        while first < last:
            here = paragraphs[at] if at < len(paragraphs) else _Paragraph(first, last, 0, b"")
            end = min(last, here.last) if here.last > first else last
            if found := kind(here.style, here.modifiers, modifiers, on_something or here.first in grounded):
                yield first, end, found
            first, at = end, at + 1


def pieces_unseen(main: bytes, table: bytes) -> Iterator[Unseen]:
    """The ranges that a piece of the text, as a fast saving writes it, marks as hidden or deleted."""
    start, length = _part(main, 33)
    clx, at, groups = table[start : start + length], 0, []
    while at + 3 <= len(clx) and clx[at] == 0x01:
        size = struct.unpack_from("<H", clx, at + 1)[0]
        groups.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    plc = clx[at + 5 :]
    count = (len(plc) - 4) // 12
    for index in range(max(0, count)):
        first, last = struct.unpack_from("<II", plc, 4 * index)
        where, said = struct.unpack_from("<IH", plc, 4 * (count + 1) + 8 * index + 2)
        modifiers = groups[said >> 1] if said & 1 and said >> 1 < len(groups) else b""
        if not said & 1 and (said >> 1 & 0x7F) in _SHORT:
            modifiers = struct.pack("<HB", _SHORT[said >> 1 & 0x7F], said >> 8)
        if not modifiers or last <= first:
            continue
        narrow, offset = where & 0x40000000, where & 0x3FFFFFFF
        place = (offset // 2, offset // 2 + last - first) if narrow else (offset, offset + 2 * (last - first))
        if _is_on(dict(operands(modifiers)).get(DELETED, b"")):
            yield *place, "tracked_change"
        elif is_unseen(_characters(modifiers, Looks(), {})):
            yield *place, "hidden_text"


def is_unseen_run(modifiers: bytes) -> bool:
    """Whether the modifiers of a run themselves hide or delete it."""
    said = dict(operands(modifiers))
    return any(_is_on(said.get(code, b"")) for code in (VANISH, DELETED))


def formats(main: bytes, table: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Byte ranges of the stream and their modifiers, from the pages of character formatting."""
    for page, runs in _pages(main, table, 12):
        for run in range(runs):
            first, last = struct.unpack_from("<II", page, 4 * run)
            at = 2 * page[4 * (runs + 1) + run]
            if last > first:
                yield first, last, page[at + 1 : at + 1 + page[at]] if 0 < at < 511 else b""


def _paragraphs(main: bytes, table: bytes) -> Iterator[_Paragraph]:
    for page, runs in _pages(main, table, 13):
        for run in range(min(runs, 29)):
            first, last = struct.unpack_from("<II", page, 4 * run)
            at = 2 * page[4 * (runs + 1) + 13 * run]
            held = b""
            if 0 < at < 510:
                start, size = (at + 1, 2 * page[at] - 1) if page[at] else (at + 2, 2 * page[at + 1])
                held = page[start : start + max(0, size)]
            if last > first:
                yield _Paragraph(first, last, int.from_bytes(held[:2], "little"), held[2:])


def _pages(main: bytes, table: bytes, part: int) -> Iterator[tuple[bytes, int]]:
    """The pages of formatting that a part of the table stream lists, and how many runs each has."""
    start, length = _part(main, part)
    plc = table[start : start + length]
    count = (len(plc) - 4) // 8
    for index in range(max(0, count)):
        number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
        page = main[512 * number : 512 * number + 512]
        if len(page) == 512:
            yield page, min(page[511], 101)


def _part(main: bytes, number: int) -> Range:
    start, length = struct.unpack_from("<II", main, 0x009A + 8 * number)
    return int(start), int(length)


def operands(modifiers: bytes) -> Iterator[tuple[int, bytes]]:
    """Single property modifiers, and what each is set to (its length apart)."""
    at = 0
    while at + 2 <= len(modifiers):
        code = struct.unpack_from("<H", modifiers, at)[0]
        at += 2
        size = _OPERAND.get(code >> 13, 0)
        if code == _TABLE:
            at, size = at + 2, max(0, int.from_bytes(modifiers[at : at + 2], "little") - 1)
        elif code >> 13 == 6:
            size = modifiers[at] if at < len(modifiers) else 0
            at += 1
            if code == _TABS and size == 255 and at < len(modifiers):
                gone = 4 * modifiers[at] + 1
                size = gone + 1 + 3 * (modifiers[at + gone] if at + gone < len(modifiers) else 0)
        yield code, modifiers[at : at + size]
        at += size


def _is_on(operand: bytes) -> bool:
    return operand[:1] in (b"\x01", b"\x81")


def _characters(modifiers: bytes, below: Looks, styles: dict[int, _Style]) -> Looks:
    """The looks that modifiers of characters give."""
    said = dict(operands(modifiers))
    if _STYLE in said:
        below = _of_style(styles, int.from_bytes(said[_STYLE], "little")).over(below)
    vanish = said.get(VANISH, b"")[:1]
    hidden = {b"\x00": False, b"\x01": True, b"\x80": below.vanish, b"\x81": not below.vanish}.get(vanish)
    letters = _coloured(said.get(_COLOUR, b"")) if _COLOUR in said else _indexed(said.get(_INDEX, b""))
    looks = Looks(hidden, letters, _shade(said, _SHADE, _OLD_SHADE), _indexed(said.get(_HIGHLIGHT, b"")),
                  int.from_bytes(said[_SIZE], "little") if _SIZE in said else None).over(below)
    if (_COLOUR in said or _INDEX in said) and letters is None:  # back to the default
        looks = replace(looks, letters=None)
    return looks


def _coloured(operand: bytes) -> Colour | None:
    return (operand[0], operand[1], operand[2]) if len(operand) == 4 and operand[3] != 0xFF else None


def _indexed(operand: bytes) -> Colour | None:
    return _PALETTE[operand[0]] if operand and operand[0] < len(_PALETTE) else None


def _shade(said: dict[int, bytes], new: int, old: int) -> Colour | None:
    """The ground a shading gives; None for none, or for a pattern."""
    found = said.get(new)
    if found is not None and len(found) >= 10:
        return _ground(found[:10])
    mark = said.get(old)
    if mark is None or len(mark) < 2 or mark == b"\xff\xff":
        return None
    value = int.from_bytes(mark, "little")
    front, back, pattern = value & 31, value >> 5 & 31, value >> 10
    if pattern > 1:
        return MIXED
    number = front if pattern == 1 else back
    return (_PALETTE[number] if number < len(_PALETTE) else None) or (BLACK if pattern == 1 else None)


def _ground(shade: bytes) -> Colour | None:
    pattern = int.from_bytes(shade[8:10], "little")
    if 1 < pattern < 0xFFFF:
        return MIXED
    return (_coloured(shade[:4]) or BLACK) if pattern == 1 else _coloured(shade[4:8])


def _of_style(styles: dict[int, _Style], number: int, depth: int = 0) -> Looks:
    style = styles.get(number)
    if style is None or depth > 20:
        return Looks()
    return _characters(style.modifiers, _of_style(styles, style.base, depth + 1), {})


def _shade_of_style(styles: dict[int, _Style], number: int) -> Colour | None:
    for _ in range(20):
        style = styles.get(number)
        if style is None or style.shade is not None:
            return style.shade if style else None
        number = style.base
    return None


def _styles(table: bytes, start: int, length: int) -> dict[int, _Style]:
    """The styles of the document by number ([MS-DOC] 2.9.271)."""
    sheet = table[start : start + length]
    if len(sheet) < 6:
        return {}
    head = struct.unpack_from("<H", sheet)[0]
    fixed = struct.unpack_from("<H", sheet, 4)[0]
    found, at, number = {}, 2 + head, 0
    while at + 2 <= len(sheet):
        size = struct.unpack_from("<H", sheet, at)[0]
        one = sheet[at + 2 : at + 2 + size]
        if len(one) > fixed + 2 and fixed >= 10:
            found[number] = _style(one, fixed)
        at, number = at + 2 + size + size % 2, number + 1
    return found


def _style(one: bytes, fixed: int) -> _Style:
    first, kinds = struct.unpack_from("<HH", one)
    name = struct.unpack_from("<H", one, fixed)[0]
    at = fixed + 2 + 2 * name + 2
    parts = []
    while at + 2 <= len(one):
        size = struct.unpack_from("<H", one, at)[0]
        parts.append(one[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    kind = kinds & 15  # 1 of paragraphs, 2 of characters, 3 of tables
    characters = {1: 1, 2: 0, 3: 2}.get(kind, len(parts))
    said = dict(operands(parts[0][2:])) if kind == 1 and parts else {}
    plain = kind != 3 or first & 0xFFF in _PLAIN_TABLES
    return _Style(parts[characters] if characters < len(parts) else b"",
                  _shade(said, _PARAGRAPH_SHADE, _OLD_PARAGRAPH_SHADE), kinds >> 4, plain)


def _grounded(paragraphs: list[_Paragraph], styles: dict[int, _Style]) -> set[int]:
    """Where paragraphs begin that stand in rows which may have a ground."""
    found, row = set(), list[int]()
    for paragraph in paragraphs:
        said = dict(operands(paragraph.modifiers))
        if not _is_on(said.get(_IN_TABLE, b"")):
            row = []
            continue
        row.append(paragraph.first)
        if _is_on(said.get(_ROW_END, b"")):
            if _has_ground(said, styles):
                found.update(row)
            row = []
    found.update(row)  # a row without an end is not understood
    return found


def _has_ground(said: dict[int, bytes], styles: dict[int, _Style]) -> bool:
    if _TABLE_STYLE in said:
        style = styles.get(int.from_bytes(said[_TABLE_STYLE], "little"))
        if style is None or not style.is_plain:
            return True
    cells = [said[code][at : at + 10] for code in _CELL_SHADES & said.keys() for at in range(0, len(said[code]), 10)]
    grounds = [_ground(cell) for cell in cells if len(cell) == 10]
    old = said.get(_OLD_CELL_SHADES, b"")
    grounds += [_shade({_OLD_SHADE: old[at : at + 2]}, _SHADE, _OLD_SHADE) for at in range(0, len(old), 2)]
    return bool(_TABLE_SHADES & said.keys()) or any(one and not alike(one, WHITE) for one in grounds)
