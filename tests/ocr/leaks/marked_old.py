"""Word, Excel and PowerPoint files of 97–2003 that carry a name they do not show, and some that only look so."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from tests.ocr.compound import compound, powerpoint, record
from tests.ocr.leaks.marked import SHOWN, Marked, clear_text
from tests.ocr.leaks.marked_office import biff
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


def book(records: Sequence[tuple[int, bytes]], cells: Sequence[tuple[int, int, int, str]],
         layout: Sequence[tuple[int, bytes]] = ()) -> bytes:
    """A workbook of one sheet: records of the whole, cells (row, column, style, text), records of the sheet."""
    def start(kind: int) -> tuple[int, bytes]:
        return 0x0809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 6)

    end = (0x000A, b"")
    labels = [(0x0204, struct.pack("<HHHHB", row, column, style_number, len(text), 0) + text.encode("latin-1"))
              for row, column, style_number, text in cells]
    name = b"Hoja"
    size = len(biff([start(5), *records, (0x0085, struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name), end]))
    bound = (0x0085, struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name)
    data = biff([start(5), *records, bound, end, start(0x10), *layout, *labels, end])
    return compound({"Workbook": data.ljust(5000, b"\0")})


def font(colour: int, height: int = 200) -> tuple[int, bytes]:
    return 0x0031, struct.pack("<HHHHHBBBBBB", height, 0, colour, 400, 0, 0, 0, 0, 0, 1, 0) + b"A"


def look(number: int, pattern: int = 0, fill: int = 64, form: int = 0) -> tuple[int, bytes]:
    return 0x00E0, struct.pack("<HHHBBBBIIH", number, form, 1, 0, 0, 0, 0, 0, pattern << 26, fill | 65 << 7)


def sheet_shape(*options: tuple[int, int], kind: int = 1, text: bool = False) -> tuple[int, bytes]:
    """A shape over the second cell of the second row."""
    held = record(0xF00A, struct.pack("<II", 1026, 0xA00), version=2, instance=kind)
    held += record(0xF00B, b"".join(struct.pack("<HI", *one) for one in options), version=3, instance=len(options))
    held += record(0xF010, struct.pack("<9H", 0, 1, 0, 1, 0, 2, 0, 2, 0)) + (record(0xF00D, b"") if text else b"")
    shape = record(0xF004, held, version=15)
    return 0x00EC, record(0xF002, record(0xF003, shape, version=15), version=15)


_FONTS = [font(0x7FFF), font(9), font(0x7FFF, 20)]
_FORM = (0x041E, struct.pack("<HHB", 164, 3, 0) + b";;;")


def _sheet(styles: list[tuple[int, bytes]], *layout: tuple[int, bytes]) -> Callable[[str], bytes]:
    """A workbook whose second row has the name in a cell of the last style."""
    return lambda name: book([*_FONTS, _FORM, look(0), *styles], [
        (0, 0, 0, SHOWN), (1, 0, 0, "acta"), (1, 1, len(styles), name), (2, 0, 0, "fin")], list(layout))


def letters(text: str, colour: bytes | None = None, size: int | None = None) -> bytes:
    """A text, and how all of it looks: colour as red, green, blue and index, size in points."""
    mask = (0x40000 if colour else 0) | (0x20000 if size else 0)
    styles = struct.pack("<IHI", len(text) + 1, 0, 0) + struct.pack("<II", len(text) + 1, mask)
    styles += (struct.pack("<h", size) if size else b"") + (colour or b"")
    return record(0x0F9F, bytes(4)) + record(0x0FA0, text.encode("utf-16-le")) + record(0x0FA1, styles)


def on_slide(content: bytes, *options: tuple[int, int],
             place: tuple[int, int, int, int] = (100, 2000, 3000, 2400)) -> bytes:
    """A shape of a slide that holds this text, or none; left, top, right and bottom in master units."""
    left, top, right, bottom = place
    held = record(0xF00A, struct.pack("<II", 1030, 0xA00), version=2, instance=1)
    held += record(0xF00B, b"".join(struct.pack("<HI", *one) for one in options), version=3, instance=len(options))
    held += record(0xF010, struct.pack("<4h", top, left, right, bottom))
    return record(0xF004, held + (record(0xF00D, content) if content else b""), version=15)


def show(*shapes: bytes, outline: bytes = b"", ground: int = 0x08000000) -> bytes:
    """A presentation of one slide with a plain ground of the first colour of its scheme, which is white."""
    plain = on_slide(letters("\r".join([SHOWN, *clear_text(3)])), (0x01BF, 0x100000), place=(100, 100, 5000, 1500))
    back = record(0xF00A, struct.pack("<II", 1025, 0xC00), version=2, instance=1)
    back += record(0xF00B, struct.pack("<HI", 0x0181, ground), version=3, instance=1)
    group = record(0xF003, plain + b"".join(shapes), version=15)
    drawn = record(0xF002, group + record(0xF004, back, version=15), version=15)
    scheme = record(0x07F0, b"\xff\xff\xff\0" + b"\0\0\0\0" * 7, instance=1)
    atom = record(0x03EF, bytes(24), version=2)
    slide = record(0x03EE, atom + record(0x040C, drawn, version=15) + scheme, version=15)
    listed = record(0x0FF0, record(0x03F3, struct.pack("<IIiII", 2, 0, 0, 256, 0)) + outline, version=15)
    whole = record(0x03E8, listed, version=15)
    directory = record(0x1772, struct.pack("<III", 1 | 2 << 20, 0, len(whole)))
    edit = record(0x0FF5, struct.pack("<IIIIIIHH", 0, 0, 0, len(whole) + len(slide), 1, 3, 0, 0))
    data = whole + slide + directory + edit
    user = record(0x0FF6, struct.pack("<IIIHHBBH", 20, 0xE391C05F, len(data) - len(edit), 0, 0x3F4, 3, 0, 0))
    return compound({"PowerPoint Document": data, "Current User": user})


_CLEAR, _FILLED, _BLACK = (0x01BF, 0x100000), (0x01BF, 0x100010), (0x0181, 0)
_WHITE, _FIRST = b"\xff\xff\xff\xfe", b"\0\0\0\0"
_BAR = on_slide(b"", _FILLED, _BLACK)
_OUTLINED = record(0x0F9E, struct.pack("<I", 0))

OLD = [
    Marked("ppt-white", ".ppt", lambda n: show(on_slide(letters(n, _WHITE), _CLEAR)), _TEXT),
    Marked("ppt-white-by-number", ".ppt", lambda n: show(on_slide(letters(n, _FIRST), _CLEAR)), _TEXT),
    Marked("ppt-speck", ".ppt", lambda n: show(on_slide(letters(n, None, 1), _CLEAR)), _TEXT),
    Marked("ppt-black-on-black", ".ppt", lambda n: show(on_slide(letters(n, b"\0\0\0\xfe"), _FILLED, _BLACK)), _TEXT),
    Marked("ppt-hidden-shape", ".ppt", lambda n: show(on_slide(letters(n), _CLEAR, (0x03BF, 0x20002))), _TEXT),
    Marked("ppt-under-bar", ".ppt", lambda n: show(on_slide(letters(n), _CLEAR), _BAR), frozenset({"text_under_box"})),
    Marked("ppt-white-outline", ".ppt", lambda n: show(on_slide(_OUTLINED, _CLEAR), outline=letters(n, _WHITE)), _TEXT),
    Marked("ppt-hidden-slide", ".ppt", lambda n: powerpoint([(SHOWN, False), (n, True)]), frozenset({"hidden_slide"})),
    Marked("xls-white", ".xls", _sheet([look(1)]), _TEXT),
    Marked("xls-black-on-black", ".xls", _sheet([look(0, 1, 8)]), _TEXT),
    Marked("xls-white-palette", ".xls", lambda name: book(
        [font(12), (0x0092, struct.pack("<H", 56) + b"\0\0\0\0" * 4 + b"\xff\xff\xff\0" + b"\0\0\0\0" * 51), look(0)],
        [(0, 0, 5, SHOWN), (1, 1, 0, name)]), _TEXT),
    Marked("xls-silent-format", ".xls", _sheet([look(0, form=164)]), _TEXT),
    Marked("xls-speck", ".xls", _sheet([look(2)]), _TEXT),
    Marked("xls-under-shape", ".xls", _sheet([look(0)], sheet_shape()), frozenset({"text_under_box"})),
    Marked("xls-narrow", ".xls", _sheet([look(0)], (0x007D, struct.pack("<HHHHHH", 1, 1, 20, 15, 0, 0))),
           frozenset({"hidden_column"})),
    Marked("xls-low-row", ".xls", _sheet([look(0)], (0x0208, struct.pack("<HHHHHHI", 1, 0, 3, 20, 0, 0, 0x40))),
           frozenset({"hidden_row"})),
    Marked("xls-rows-hidden", ".xls", _sheet([look(0)], (0x0225, struct.pack("<HH", 2, 255)), (
        0x0208, struct.pack("<HHHHHHI", 0, 0, 3, 255, 0, 0, 0))), frozenset({"hidden_row"})),
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
    "ppt-plain": (".ppt", lambda n: show(on_slide(letters(n), _CLEAR))),
    "ppt-outline": (".ppt", lambda n: show(on_slide(_OUTLINED, _CLEAR), outline=letters(n))),
    "ppt-outline-alone": (".ppt", lambda n: show(outline=letters(n))),
    "ppt-white-on-black": (".ppt", lambda n: show(on_slide(letters(n, _WHITE), _FILLED, _BLACK))),
    "ppt-white-on-panel": (".ppt", lambda n: show(_BAR, on_slide(letters(n, _WHITE), _CLEAR))),
    "ppt-white-on-dark-slide": (".ppt", lambda n: show(on_slide(letters(n, _WHITE), _CLEAR), ground=0x400000)),
    "ppt-bar-beside": (".ppt", lambda n: show(on_slide(letters(n), _CLEAR), on_slide(
        b"", _FILLED, _BLACK, place=(100, 3000, 3000, 3400)))),
    "xls-plain": (".xls", _sheet([look(0)])),
    "xls-white-on-dark": (".xls", _sheet([look(1, 1, 18)])),
    "xls-white-on-pattern": (".xls", _sheet([look(1, 4, 18)])),
    "xls-white-with-conditions": (".xls", _sheet([look(1)], (0x01B0, bytes(20)))),
    "xls-clear-shape": (".xls", _sheet([look(0)], sheet_shape((0x01BF, 0x00100000)))),
    "xls-see-through-shape": (".xls", _sheet([look(0)], sheet_shape((0x0182, 0x4000)))),
    "xls-shape-with-text": (".xls", _sheet([look(0)], sheet_shape(text=True))),
    "xls-arrow-of-a-filter": (".xls", _sheet([look(0)], sheet_shape(kind=201))),
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
