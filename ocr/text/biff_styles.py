"""Which cell styles of an Excel 97–2003 workbook show nothing of what their cells hold ([MS-XLS] 2.4.122, 2.4.353)."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from ocr.text.held import BLACK, WHITE, Colour, alike
from ocr.text.looks import MIXED

_FONT, _FORMAT, _STYLE, _PALETTE = 0x0031, 0x041E, 0x00E0, 0x0092
_SPECK = 40
"""Twips up to which letters are too small to be seen."""
_WRITTEN = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333")
_COLOURS: list[Colour] = [(int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for c in _WRITTEN.split()]
"""The colours that numbers from 8 stand for unless the workbook says otherwise."""


def unseen_styles(records: Iterable[tuple[int, bytes]]) -> tuple[set[int], set[int]]:
    """Numbers of the styles whose letters are white on nothing, and of those that show nothing in any case."""
    fonts: list[tuple[int, int]] = []
    styles: list[bytes] = []
    colours, silent = list(_COLOURS), set[int]()
    for kind, content in records:
        if kind == _FONT and len(content) >= 6:
            fonts.append((struct.unpack_from("<H", content)[0], struct.unpack_from("<H", content, 4)[0]))
        elif kind == _STYLE:
            styles.append(content)
        elif kind == _FORMAT and _code(content) == ";;;":
            silent.add(struct.unpack_from("<H", content)[0])
        elif kind == _PALETTE and len(content) >= 2:
            given = content[2 : 2 + 4 * struct.unpack_from("<H", content)[0]]
            colours[: len(given) // 4] = [(given[at], given[at + 1], given[at + 2])
                                          for at in range(0, len(given) - 3, 4)]
    pale, blank = set(), set()
    for number, style in enumerate(styles):
        if len(style) < 20:  # Excel 95
            continue
        font, form = struct.unpack_from("<HH", style)
        high, letters = fonts[font - (font > 4)] if 0 <= font - (font > 4) < len(fonts) else (200, 0x7FFF)
        pattern, shades = struct.unpack_from("<I", style, 14)[0] >> 26, struct.unpack_from("<H", style, 18)[0]
        said = _colour(letters, colours, BLACK)
        ground = None if pattern == 0 else MIXED if pattern > 1 else _colour(shades & 0x7F, colours, BLACK)
        if form in silent or high <= _SPECK or (ground is not None and alike(said, ground)):
            blank.add(number)
        elif ground is None and alike(said, WHITE):
            pale.add(number)
    return pale, blank


def _code(content: bytes) -> str:
    if len(content) < 5:
        return ""
    letters, wide = struct.unpack_from("<HB", content, 2)
    text = content[5 : 5 + letters * (2 if wide & 1 else 1)]
    return text.decode("utf-16-le" if wide & 1 else "latin-1", "replace").strip()


def _colour(number: int, colours: list[Colour], default: Colour) -> Colour:
    if number < 8:
        return _COLOURS[number]
    if number - 8 < len(colours):
        return colours[number - 8]
    return WHITE if number == 65 else default
