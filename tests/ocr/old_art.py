"""Generated old Word, PowerPoint and RTF files with pictures and shapes in them. Invented content only."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.ocr.compound import compound, record

UID = bytes(16)


def blip(png: bytes) -> bytes:
    return record(0xF01E, UID + b"\xff" + png, instance=0x6E0)


def entry(size: int, offset: int) -> bytes:
    return record(0xF007, b"\x06\x06" + UID + struct.pack("<HIIIBBBB", 0xFF, size, 1, offset, 0, 0, 0, 0), version=2,
                  instance=6)


def shape(number: int, kind: int, options: Sequence[tuple[int, int]], place: tuple[int, int, int, int] | None = None,
          ) -> bytes:
    """A shape: its number, its kind (75 a picture, 1 a rectangle), its options, and its place in master units."""
    held = record(0xF00A, struct.pack("<II", number, 0xA00), version=2, instance=kind)
    held += record(0xF00B, b"".join(struct.pack("<HI", name, value) for name, value in options), version=3,
                   instance=len(options))
    if place is not None:
        left, top, right, bottom = place
        held += record(0xF010, struct.pack("<4h", top, left, right, bottom))
    return record(0xF004, held, version=15)


def drawing(*shapes: bytes) -> bytes:
    return record(0xF002, record(0xF003, b"".join(shapes), version=15), version=15)


FILLED, CLEAR = (0x01BF, 0x00100010), (0x01BF, 0x00100000)


def presentation(png: bytes, cover: tuple[int, int, int, int] | None = None, *, hidden: bool = False,
                 clear: bool = False) -> bytes:
    """One slide with a picture of ten by four inches, and a rectangle over it."""
    shapes = [shape(2, 75, [(0x4104, 1)], (0, 0, 5760, 2304))]
    if cover is not None:
        shapes.append(shape(3, 1, [CLEAR if clear else FILLED], cover))
    show = record(0x03F9, struct.pack("<iIBBHI", 0, 0, 0, 0, 4 if hidden else 0, 0))
    text = record(0xF00D, record(0x0FA0, "Se anexa el oficio.".encode("utf-16-le")), version=15)
    slide = record(0x03EE, show + record(0x040C, text + drawing(*shapes), version=15), version=15)
    held = blip(png)
    art = record(0xF000, record(0xF001, entry(len(held), 0), version=15, instance=1), version=15)
    listed = record(0x0FF0, record(0x03F3, struct.pack("<IIiII", 2, 0, 0, 256, 0)), version=15)
    document = record(0x03E8, record(0x040B, art, version=15) + listed, version=15)
    directory = record(0x1772, struct.pack("<III", 1 | 2 << 20, 0, len(document)))
    edit = record(0x0FF5, struct.pack("<IIIIIIHH", 0, 0, 0, len(document) + len(slide), 1, 3, 0, 0))
    data = document + slide + directory + edit
    user = record(0x0FF6, struct.pack("<IIIHHBBH", 20, 0xE391C05F, len(data) - len(edit), 0, 0x3F4, 3, 0, 0))
    return compound({"PowerPoint Document": data, "Current User": user, "Pictures": held})


def document(png: bytes, *, hidden: bool = False, cover: str | None = None, floating: bool = False) -> bytes:
    """A Word document: text, a picture in its line or floating, and a rectangle on its `same` or the `next` page."""
    text = "Se anexa.\r\x01\r\x0cOtra hoja.\r"
    start, body = 0x800, text.encode("cp1252")
    plc = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start * 2 | 0x40000000, 0)
    table = bytearray(b"\x02" + struct.pack("<I", len(plc)) + plc)
    clx = len(table)
    page_number = -(-(start + len(body)) // 512)
    at = start + text.index("\x01")
    bounds = [start, at, at + 1, start + len(body)]
    formats = bytearray(512)
    struct.pack_into("<4I", formats, 0, *bounds)
    said = b"" if floating else struct.pack("<HI", 0x6A03, 0)
    said += b"\x3c\x08\x01" if hidden else b""
    formats[400 : 401 + len(said)] = bytes([len(said)]) + said
    formats[17], formats[511] = 200, 3
    bte_at = len(table)
    table += struct.pack("<III", bounds[0], bounds[-1], page_number)
    main = bytearray(start) + body.ljust(page_number * 512 - start, b"\0") + formats
    held, art_at = blip(png), len(table)
    shapes, anchors = list[bytes](), list[tuple[int, int]]()
    if floating:
        shapes.append(shape(20, 75, [(0x4104, 1)]))
        anchors.append((at - start, 20))
    if cover:
        shapes.append(shape(21, 1, [FILLED]))
        anchors.append((2 if cover == "same" else len(text) - 3, 21))
    if shapes:
        table += record(0xF000, record(0xF001, entry(len(held), len(main)), version=15), version=15)
        table += b"\0" + drawing(*shapes)
    spa_at = len(table)
    anchors.sort()
    table += struct.pack(f"<{len(anchors) + 1}I", *[place for place, _ in anchors], len(text))
    table += b"".join(struct.pack("<I22x", number) for _, number in anchors)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<II", main, 0x01A2, 0, clx)
    struct.pack_into("<II", main, 0x00FA, bte_at, 12)
    struct.pack_into("<II", main, 0x022A, art_at, spa_at - art_at)
    struct.pack_into("<II", main, 0x01DA, spa_at, 4 * (len(anchors) + 1) + 26 * len(anchors) if anchors else 0)
    picture = bytearray(0x44)
    art = shape(1, 75, [(0x4104, 1)]) + held
    struct.pack_into("<IHH", picture, 0, 0x44 + len(art), 0x44, 0x64)
    struct.pack_into("<hhHH", picture, 0x1C, 8640, 2880, 1000, 1000)
    return compound({"WordDocument": bytes(main) + held, "1Table": bytes(table).ljust(4096, b"\0"),
                     "Data": (bytes(picture) + art).ljust(4096, b"\0")})


def rich_text(png: bytes, *, before: str = "", after: str = "", binary: bool = False) -> bytes:
    """An RTF letter with a picture of six by two inches, and what stands before and after it."""
    how = r"{\*\picprop\shplid1}\pngblip\picw900\pich300\picwgoal8640\pichgoal2880"
    data = f"\\bin{len(png)} ".encode() + png if binary else b"\n" + png.hex().encode()
    return (b"{\\rtf1\\ansi Se anexa el oficio.\\par " + before.encode() + b"{\\*\\shppict{\\pict" + how.encode() + data
            + b"}}{\\nonshppict{\\pict\\wmetafile8\\picwgoal8640\\pichgoal2880 0100}}" + after.encode() + b"\\par fin}")


def workbook(png: bytes, *, cover: tuple[int, int, int, int] | None = None, hidden: bool = False) -> bytes:
    """A workbook of two sheets with a picture over ten columns of the first, in records as long as they may be."""
    def one(kind: int, content: bytes) -> bytes:
        parts = [content[at : at + 8224] for at in range(0, len(content), 8224)] or [b""]
        return b"".join(struct.pack("<HH", 0x3C if nth else kind, len(part)) + part for nth, part in enumerate(parts))

    def placed(made: bytes, left: int, top: int, right: int, bottom: int) -> bytes:
        anchor = record(0xF010, struct.pack("<9H", 0, left, 0, top, 0, right, 0, bottom, 0))
        return record(0xF004, made[8:] + anchor, version=15)

    def sheet(*drawn: bytes) -> bytes:
        label = one(0x0204, struct.pack("<HHHHB", 0, 0, 0, 4, 0) + b"acta")
        start = one(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
        return start + label + (one(0x00EC, drawing(*drawn)) if drawn else b"") + one(0x000A, b"")

    held = blip(png)
    stored = record(0xF007, entry(len(held), 0)[8:] + held, version=2, instance=6)
    art = record(0xF000, record(0xF001, stored, version=15, instance=1), version=15)
    shapes = [placed(shape(1025, 75, [(0x4104, 1)]), 0, 1, 10, 30)]
    if cover:
        shapes.append(placed(shape(1026, 1, [FILLED]), *cover))
    first, second = sheet(*shapes), sheet()

    def book(at: int) -> bytes:
        bounds = (struct.pack("<IBBBB", at, hidden, 0, 4, 0) + b"Uno ",
                  struct.pack("<IBBBB", at + len(first), 0, 0, 4, 0) + b"Hoja")
        start = one(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
        return start + one(0x00EB, art) + b"".join(one(0x0085, bound) for bound in bounds) + one(0x000A, b"")

    return compound({"Workbook": (book(len(book(0))) + first + second).ljust(5000, b"\0")})
