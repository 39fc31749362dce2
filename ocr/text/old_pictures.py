"""Pictures in Word and PowerPoint files of 97–2003: office art ([MS-ODRAW]) and the streams that hold it."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.text.insets import Inset, Span
from ocr.text.package import Rectangle, hides
from ocr.text.word import CharacterRun, WordFile

_DGG, _STORE, DRAWING, _GROUP, SHAPE, ENTRY = 0xF000, 0xF001, 0xF002, 0xF003, 0xF004, 0xF007
_SHAPE_ID, OPTIONS, _CLIENT_ANCHOR = 0xF00A, 0xF00B, 0xF010
_KINDS = {0xF01A: "emf", 0xF01B: "wmf", 0xF01C: "wmf", 0xF01D: "jpg", 0xF01E: "png", 0xF01F: "dib", 0xF029: "tif",
          0xF02A: "jpg"}
_PICTURE, _LINE, _CONNECTORS = 75, 20, range(32, 41)
_PIB, _CROPS, _FILL, _SHOWN = 0x0104, (0x0102, 0x0100, 0x0103, 0x0101), 0x01BF, 0x03BF
_MASTER_UNITS = 576.0
_TWIPS = 1440.0
_Record = tuple[int, int, int, int, int]
"""Version, instance, kind, and the first and last offset of what it holds."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of a drawing, in drawing order."""

    number: int
    kind: int
    picture: int
    """Number of its picture from 1; 0 when it has none."""
    crop: Rectangle
    covers: bool
    """It is filled, shown, and not behind the text."""
    place: Rectangle | None
    is_ground: bool = False
    """It is filled or a picture, and behind the text."""


def record(data: bytes, at: int) -> _Record | None:
    """The record at an offset."""
    if at < 0 or at + 8 > len(data):
        return None
    options, kind, length = struct.unpack_from("<HHI", data, at)
    return options & 15, options >> 4, kind, at + 8, min(at + 8 + length, len(data))


def children(data: bytes, first: int, last: int) -> Iterator[_Record]:
    """The records that stand side by side."""
    while first < last:
        child = record(data, first)
        if child is None:
            return
        yield child
        first = max(child[4], first + 8)


def inside(data: bytes, parent: _Record, kind: int, depth: int = 0) -> Iterator[_Record]:
    """Records of a kind anywhere in a record, in order."""
    for child in children(data, parent[3], parent[4]):
        if child[2] == kind:
            yield child
        elif child[0] == 15 and depth < 30:
            yield from inside(data, child, kind, depth + 1)


def blip(data: bytes, at: int, stream: str) -> Inset | None:
    """The picture whose record stands at an offset."""
    found = record(data, at)
    if found is None or found[2] not in _KINDS:
        return None
    kind = _KINDS[found[2]]
    extra = 34 if kind in ("emf", "wmf") else 1
    start = found[3] + 16 + (16 if found[1] & 1 else 0) + extra
    return Inset(f"{stream} {at}.{kind}", span=Span(stream, start, max(0, found[4] - start)))


def shapes(data: bytes, drawing: _Record) -> list[Shape]:
    """The shapes of a drawing, groups opened; the place of what is in a group is not known."""
    found: list[Shape] = []

    def walk(parent: _Record, depth: int) -> None:
        for child in children(data, parent[3], parent[4]):
            if child[2] == SHAPE:
                shape = shape_of(data, child, depth)
                if shape is not None:
                    found.append(shape)
            elif child[2] == _GROUP and depth < 20:
                walk(child, depth + 1)

    walk(drawing, 0)
    return found


def options(data: bytes, part: _Record) -> Iterator[tuple[int, int]]:
    """The properties of a shape: number and value."""
    for index in range(min(part[1], (part[4] - part[3]) // 6)):
        name, value = struct.unpack_from("<HI", data, part[3] + 6 * index)
        yield name & 0x3FFF, value


def shape_of(data: bytes, container: _Record, depth: int) -> Shape | None:
    """The shape in a container; None for groups and what is deleted or not shown."""
    number = kind = picture = 0
    crop, place = [0.0] * 4, None
    filled, shown, behind = True, True, False
    for part in children(data, container[3], container[4]):
        if part[2] == _SHAPE_ID and part[4] - part[3] >= 8:
            number, flags = struct.unpack_from("<II", data, part[3])
            kind = part[1]
            if flags & 0b1101:  # a group, the patriarch, or deleted
                return None
        elif part[2] == OPTIONS:
            for name, value in options(data, part):
                if name == _PIB:
                    picture = value
                elif name in _CROPS:
                    crop[_CROPS.index(name)] = max(0.0, struct.unpack("<i", struct.pack("<I", value))[0] / 65536)
                elif name == _FILL and value & 0x100000:
                    filled = bool(value & 0x10)
                elif name == _SHOWN:
                    shown = not (value & 0x20000 and value & 0x2)
                    behind = bool(value & 0x200000 and value & 0x20)
        elif part[2] == _CLIENT_ANCHOR and part[4] - part[3] == 8 and depth <= 1:
            top, left, right, bottom = struct.unpack_from("<4h", data, part[3])
            place = (float(left), float(top), float(right), float(bottom))
    if not shown:
        return None
    drawn = kind not in (_LINE, *_CONNECTORS) and (filled or picture > 0)
    return Shape(number, kind, picture, (crop[0], crop[1], crop[2], crop[3]), drawn and not behind, place,
                 drawn and behind)


def slide_pictures(path: Path) -> Iterator[Inset]:
    """The pictures of a presentation, slide by slide; whatever is drawn later over one may cover it."""
    import olefile

    from ocr.text import powerpoint

    with olefile.OleFileIO(str(path)) as compound:
        if not compound.exists("Pictures"):
            return
        with compound.openstream("Pictures") as stream:
            pictures = bytes(stream.read())
        data, document, shown = powerpoint.shown_slides(compound)
    store = [struct.unpack_from("<I", data, entry[3] + 28)[0] for container in inside(data, document, _DGG)
             for entries in children(data, container[3], container[4]) if entries[2] == _STORE
             for entry in children(data, entries[3], entries[4]) if entry[2] == ENTRY and entry[4] - entry[3] >= 36]
    for slide in shown:
        for drawing in inside(data, slide, DRAWING):
            drawn = shapes(data, drawing)
            for at, shape in enumerate(drawn):
                if not 0 < shape.picture <= len(store):
                    continue
                found = blip(pictures, store[shape.picture - 1], "Pictures")
                if found is None:
                    continue
                place = shape.place
                size = ((place[2] - place[0]) / _MASTER_UNITS, (place[3] - place[1]) / _MASTER_UNITS) if place else None
                covered = any(later.covers and (place is None or later.place is None
                                                or hides(later.place, place))
                              for later in drawn[at + 1 :])
                yield Inset(found.part, shape.crop, size, covered, span=found.span)


def has_ground(opened: WordFile) -> bool:
    """Whether something is drawn behind the text of a Word document."""
    try:
        return any(shape.is_ground for shape in _floating(opened)[1])
    except struct.error:  # drawings that are damaged: their pictures say so, the text is read all the same
        return False


def word_pictures(path: Path) -> Iterator[Inset]:
    """The pictures of a Word document: those in its lines, then those that float.

    Which page a floating thing stands on the file does not say: parts between page breaks that somebody set are taken
    for pages.
    """
    import olefile

    with olefile.OleFileIO(str(path)) as compound:
        opened = WordFile(compound)
        data = _read(compound, "Data")
    anchors, drawn, store = _floating(opened)
    breaks = opened.page_breaks()
    covered = {bisect_right(breaks, anchors[shape.number]) for shape in drawn
               if shape.covers and not shape.picture and shape.number in anchors}
    for run in opened.picture_runs():
        found = _in_line(data, run)
        if found is not None:
            page = bisect_right(breaks, run.position)
            yield Inset(found.part, found.crop, found.inches, page in covered, span=found.span)
    for shape in drawn:
        if 0 < shape.picture <= len(store) and shape.number in anchors:
            held = store[shape.picture - 1]
            if held is not None:
                page = bisect_right(breaks, anchors[shape.number])
                yield Inset(held.part, shape.crop, None, page in covered, span=held.span)


def _read(compound: Any, name: str) -> bytes:
    if not compound.exists(name):
        return b""
    with compound.openstream(name) as stream:
        return bytes(stream.read())


def _in_line(data: bytes, run: CharacterRun) -> Inset | None:
    """The picture that a special character stands for ([MS-DOC] 2.9.190, PICF)."""
    at = run.picture
    if at is None or at + 0x44 > len(data):
        return None
    length, header, kind = struct.unpack_from("<IHH", data, at)
    if header < 0x44 or kind not in (0x64, 0x66):
        return None
    first, last = at + header, min(at + length, len(data))
    if kind == 0x66 and first < last:
        first += 1 + data[first]
    wide, high, across, down = struct.unpack_from("<hhHH", data, at + 0x1C)
    crop: Rectangle = (0.0, 0.0, 0.0, 0.0)
    found = None
    for part in children(data, first, last):
        if part[2] == SHAPE:
            shape = shape_of(data, part, 2)
            crop = shape.crop if shape else crop
        elif part[2] == ENTRY:
            found = found or blip(data, part[3] + 36 + data[part[3] + 33], "Data")
        elif part[2] in _KINDS:
            found = found or blip(data, part[3] - 8, "Data")
    if found is None:
        return None
    inches = (wide * across / 1000 / _TWIPS, high * down / 1000 / _TWIPS)
    return Inset(found.part, crop, inches if min(inches) > 0 else None, span=found.span)


def _floating(opened: WordFile) -> tuple[dict[int, int], list[Shape], list[Inset | None]]:
    """Where floating shapes are anchored, the shapes, and the pictures of the document."""
    table, main = opened.table, opened.main
    start, length = opened.part(50)
    head = record(table, start)
    if not length or head is None or head[2] != _DGG:
        return {}, [], []
    store: list[Inset | None] = []
    for entries in children(table, head[3], head[4]):
        if entries[2] == _STORE:
            for entry in children(table, entries[3], entries[4]):
                if entry[2] == ENTRY and entry[4] - entry[3] >= 36:
                    store.append(blip(main, struct.unpack_from("<I", table, entry[3] + 28)[0], "WordDocument"))
    drawing = record(table, head[4] + 1)
    drawn = shapes(table, drawing) if drawing is not None and drawing[2] == DRAWING else []
    place, size = opened.part(40)
    count = max(0, (size - 4) // 30)
    anchors = {}
    for index in range(count):
        position = struct.unpack_from("<I", table, place + 4 * index)[0]
        number = struct.unpack_from("<I", table, place + 4 * (count + 1) + 26 * index)[0]
        anchors[number] = position
    return anchors, drawn, store
