"""Word, Excel and PowerPoint files of 97–2003 that carry a name they do not show, and some that only look so."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.ocr.leaks.marked import Marked, clear_text
from tests.ocr.leaks.old_word import Run, document, said, style

_TEXT, _TRACK, _COMMENT = frozenset({"hidden_text"}), frozenset({"tracked_change"}), frozenset({"comment"})
WHITE_LETTERS = said(0x6870, b"\xff\xff\xff\0")
WHITE_BY_NUMBER = said(0x2A42, b"\x08")
BLACK_MARK = said(0x2A0C, b"\x01")
_VANISH = said(0x083C, b"\x01")
_CELL, _ROW = said(0x2416, b"\x01"), said(0x2416, b"\x01") + said(0x2417, b"\x01")
DARK_CELL = struct.pack("<4s4sH", b"\0\0\0\xff", b"\x20\x30\x40\0", 0)
CLEAR_CELL = struct.pack("<4s4sH", b"\0\0\0\xff", b"\0\0\0\xff", 0)


def clear() -> list[Run]:
    return [Run(line + "\r") for line in clear_text()]


def run(modifiers: bytes, paragraph: bytes = b"", number: int = 0) -> Callable[[str], bytes]:
    """A document whose last paragraph has the name in a run."""
    return lambda name: document([
        *clear(), Run("declara "), Run(name, modifiers), Run(" que vive\r", b"", paragraph, number)])


def styled(one: bytes, modifiers: bytes = b"", number: int = 0) -> Callable[[str], bytes]:
    """A document with a style 1, and the name in a run or a paragraph of it."""
    return lambda name: document([
        *clear(), Run(f"declara {name} que vive\r", modifiers, b"", number)], styles=[style(1), one])


def cell(modifiers: bytes, row: bytes) -> Callable[[str], bytes]:
    """A document whose name stands in a row of a table."""
    return lambda name: document([
        *clear(), Run("fecha\x07", b"", _CELL), Run(f"{name}\x07", modifiers, _CELL), Run("\x07", b"", _ROW + row)])


def cells(*shades: bytes) -> bytes:
    """How a row shades its cells."""
    held = b"".join(shades)
    return said(0xD612, bytes([len(held)]) + held)


_TABLE_FIRST = said(0xD608, struct.pack("<H", 6) + b"\x02\0\0\0\0")
_SHADE = said(0xCA71, b"\x0a" + struct.pack("<4s4sH", b"\0\0\0\xff", b"\0\0\0\0", 0))
_SECOND_GROUP = 1 << 1 | 1
_NUMBERED = 0x5C << 1 | 1 << 8


def _fast(piece: int) -> Callable[[str], bytes]:
    return lambda name: document([*clear(), Run(name + "\r")], groups=[b"", _VANISH], piece=piece)


OLD = [
    Marked("doc-white", ".doc", run(WHITE_LETTERS), _TEXT),
    Marked("doc-white-number", ".doc", run(WHITE_BY_NUMBER), _TEXT),
    Marked("doc-black-mark", ".doc", run(BLACK_MARK), _TEXT),
    Marked("doc-black-shade", ".doc", run(said(0x6870, b"\0\0\0\0") + _SHADE), _TEXT),
    Marked("doc-speck", ".doc", run(said(0x4A43, b"\x02\0")), _TEXT),
    Marked("doc-letter-style", ".doc", styled(style(2, _VANISH), said(0x4A30, b"\x01\0")), _TEXT),
    Marked("doc-paragraph-style", ".doc", styled(style(1, WHITE_LETTERS), b"", 1), _TEXT),
    Marked("doc-style-turned", ".doc", styled(style(1, b""), said(0x083C, b"\x81"), 1), _TEXT),
    Marked("doc-white-cell", ".doc", cell(WHITE_LETTERS, _TABLE_FIRST + cells(CLEAR_CELL, CLEAR_CELL)), _TEXT),
    Marked("doc-deleted", ".doc", run(said(0x0800, b"\x01")), _TRACK),
    Marked("doc-fast-saved", ".doc", _fast(_SECOND_GROUP), _TEXT),
    Marked("doc-fast-saved-short", ".doc", _fast(_NUMBERED), _TEXT),
    Marked("doc-comment", ".doc", lambda name: document(clear(), comment=f"tachar a {name}"), _COMMENT),
]

SEEN: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "doc-plain": (".doc", run(b"")),
    "doc-white-on-dark-cell": (".doc", cell(WHITE_LETTERS, _TABLE_FIRST + cells(CLEAR_CELL, DARK_CELL))),
    "doc-white-in-styled-table": (".doc", cell(WHITE_LETTERS, said(0x563A, b"\x07\0"))),
    "doc-white-shaded": (".doc", run(WHITE_LETTERS + _SHADE)),
    "doc-white-pattern": (".doc", run(WHITE_LETTERS + said(0x4866, struct.pack("<H", 1 | 8 << 5 | 10 << 10)))),
    "doc-white-dark-paragraph": (".doc", run(WHITE_LETTERS, said(
        0xC64D, b"\x0a" + struct.pack("<4s4sH", b"\0\0\0\xff", b"\x80\0\0\0", 0)))),
    "doc-auto-on-black": (".doc", run(_SHADE)),
    "doc-yellow-mark": (".doc", run(said(0x2A0C, b"\x07"))),
    "doc-style-shown-again": (".doc", styled(style(1, _VANISH), said(0x083C, b"\x00"), 1)),
    "doc-inserted": (".doc", run(said(0x0801, b"\x01"))),
    "doc-white-in-box": (".doc", lambda name: document(
        [*clear()], boxes=name)),
}
