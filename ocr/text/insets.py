"""Pictures set into office files, as they are shown there: cropped, and left alone where something is drawn over them.

Pictures on hidden slides and sheets and in hidden or struck runs are not looked for; those
shown smaller than a square inch, or of few pixels, are decoration.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.errors import TooLarge
from ocr.text.kinds import DOC, DOCX, ODP, ODS, ODT, PPT, PPTX, RTF, XLS, XLSX
from ocr.text.package import (
    MOST_BYTES,
    Rectangle,
    attribute,
    child_of,
    first,
    hides,
    local,
    overlap,
    parse,
    part_bytes,
    related,
)

MOST = 500
ART = "art"
EMU_PER_INCH = 914_400
LEAST_SQUARE_INCHES = 1.0
_PER_INCH = {"cm": 2.54, "mm": 25.4, "in": 1.0, "pt": 72.0, "pc": 6.0}


@dataclass(frozen=True, slots=True)
class Span:
    """Where the bytes of a picture stand in a file that is no ZIP."""

    stream: str
    """The stream of a compound file; empty for the file itself, `hex` for hexadecimal digits in it, `art` for the
    records of an Excel 97–2003 workbook's pictures put together."""
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Inset:
    """One picture: its part in the file and how it is shown."""

    part: str
    crop: Rectangle = (0.0, 0.0, 0.0, 0.0)
    """Shares cut off left, top, right and bottom."""
    inches: tuple[float, float] | None = None
    is_covered: bool = False
    """Something is drawn over it, or it is shown in a way that is not understood: what is hidden cannot be told."""
    under: tuple[Rectangle, ...] = ()
    """Parts of the whole picture, in shares of it, that lie under opaque shapes without a text."""
    span: Span | None = None
    """Where its bytes stand when the file is no ZIP; `part` then is a name that ends like its kind."""

    @property
    def is_drawing(self) -> bool:
        """Whether it is a drawing (EMF, WMF, SVG), which nothing here can show."""
        return self.part.lower().endswith((".emf", ".wmf", ".svg", ".emz", ".wmz"))


def insets_of(path: Path, media_type: str) -> list[Inset]:
    """The pictures of an office file in its order, each once; none for other kinds. Raises what damaged files raise."""
    if media_type in (RTF, DOC, PPT, XLS):
        return _large(_in_streams(path, media_type))
    find = {DOCX: _word, PPTX: _slides, XLSX: _sheets, ODT: _open, ODP: _open, ODS: _open}.get(media_type)
    if find is None:
        return []
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        return _large(inset for inset in find(package, names) if inset.part in names)


def _large(insets: Iterable[Inset]) -> list[Inset]:
    """Those that are no decoration, each once."""
    found: dict[tuple[str, Rectangle], Inset] = {}
    for inset in insets:
        if inset.inches is None or inset.inches[0] * inset.inches[1] >= LEAST_SQUARE_INCHES:
            there = found.get((inset.part, inset.crop))
            if there is None or (inset.is_covered and not there.is_covered):
                found[inset.part, inset.crop] = inset
    return list(found.values())[:MOST]


def _in_streams(path: Path, media_type: str) -> Iterator[Inset]:
    """The pictures of files that are no ZIP."""
    if media_type == RTF:
        from ocr.text.rtf_pictures import rtf_pictures

        return rtf_pictures(path)
    if media_type == XLS:
        from ocr.text.biff_art import sheet_pictures

        return sheet_pictures(path)
    from ocr.text.old_pictures import slide_pictures, word_pictures

    return slide_pictures(path) if media_type == PPT else word_pictures(path)


def picture_bytes(path: Path, inset: Inset) -> bytes:
    """The bytes of one picture as a picture file has them; raises TooLarge for a monstrous one."""
    span = inset.span
    if span is None:
        with zipfile.ZipFile(path) as package:
            return part_bytes(package, inset.part)
    if span.length > MOST_BYTES:
        raise TooLarge(inset.part)
    if span.stream in ("", "hex"):
        with path.open("rb") as file:
            file.seek(span.start)
            data = file.read(span.length)
        if span.stream:
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", data)
            data = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
    elif span.stream == ART:
        from ocr.text.biff_art import drawn_group

        data = drawn_group(path)[span.start : span.start + span.length]
    else:
        import olefile

        with olefile.OleFileIO(str(path)) as compound, compound.openstream(span.stream) as stream:
            stream.seek(span.start)
            data = stream.read(span.length)
    return _with_header(data) if inset.part.endswith(".dib") else data


def _with_header(data: bytes) -> bytes:
    """A bitmap without the header of its file, with one."""
    size, bits, colours = data[:4], int.from_bytes(data[14:16], "little"), int.from_bytes(data[32:36], "little")
    palette = 4 * (colours or (1 << bits if bits <= 8 else 0))
    masks = 12 if int.from_bytes(data[16:20], "little") == 3 and size == b"\x28\0\0\0" else 0
    at = 14 + int.from_bytes(size, "little") + palette + masks
    return b"BM" + (14 + len(data)).to_bytes(4, "little") + bytes(4) + at.to_bytes(4, "little") + data


def _word(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    from ocr.text.word_pictures import word_pictures

    return word_pictures(package, names)


def crop_of(element: Any) -> Rectangle:
    """The shares an `a:srcRect` cuts off; a negative one adds paper and cuts nothing."""
    cut = first(element, "srcRect")
    if cut is None:
        return (0.0, 0.0, 0.0, 0.0)
    left, top, right, bottom = (max(0.0, float(attribute(cut, side) or 0) / 100_000) for side in "ltrb")
    return left, top, right, bottom


def is_filled(shape: Any) -> bool:
    """Whether a drawn shape may hide what is under it: filled itself, or by its style."""
    looks = first(shape, "spPr")
    if looks is None:
        return attribute(shape, "filled") not in ("f", "false") and attribute(shape, "fillcolor") != ""
    for child in looks:
        if local(child) == "noFill":
            return False
        if local(child) in ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill"):
            return True
    style = first(shape, "fillRef")
    return style is not None and attribute(style, "idx") not in ("", "0")


def is_bar(shape: Any) -> bool:
    """Whether a drawn shape is filled with one colour that nothing is seen through, and holds no text."""
    looks = first(shape, "spPr")
    if looks is None or local(shape) == "graphicFrame":
        return False
    filled = any(local(node) == "solidFill" for node in looks)
    return filled and not any(local(node) in ("t", "txbxContent", "alpha") for node in shape.iter())


def under_bars(place: Rectangle | None, crop: Rectangle, bars: Iterable[Rectangle]) -> tuple[Rectangle, ...]:
    """The parts of a picture, in shares of the whole, under bars that lie well within what is shown at a place."""
    if place is None:
        return ()
    wide, high = place[2] - place[0], place[3] - place[1]
    left, top, right, bottom = crop
    found = []
    for bar in bars:
        if overlap(bar, place) > 0.8 and overlap(place, bar) < 0.5:
            x0, x1 = (left + (x - place[0]) / wide * (1 - left - right) for x in (bar[0], bar[2]))
            y0, y1 = (top + (y - place[1]) / high * (1 - top - bottom) for y in (bar[1], bar[3]))
            found.append((x0, y0, x1, y1))
    return tuple(found)


def _slides(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    numbers = sorted(int(m[1]) for name in names if (m := re.fullmatch(r"ppt/slides/slide(\d+)\.xml", name)))
    for number in numbers:
        part = f"ppt/slides/slide{number}.xml"
        root = parse(package, part)
        if root.get("show") in ("0", "false"):
            continue
        yield from _drawn(root, related(package, names, part))


def _sheets(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    book = "xl/workbook.xml"
    if book not in names:
        return
    targets = related(package, names, book)
    for sheet in parse(package, book).iter():
        if local(sheet) != "sheet" or attribute(sheet, "state") in ("hidden", "veryHidden"):
            continue
        for drawing in related(package, names, targets.get(attribute(sheet, "id"), "")).values():
            if re.fullmatch(r"xl/drawings/[^/]+\.xml", drawing) and drawing in names:
                yield from _drawn(parse(package, drawing), related(package, names, drawing))


def _drawn(root: Any, targets: dict[str, str]) -> Iterator[Inset]:
    """The pictures of one slide or drawing; whatever stands later in it is drawn over what stands before."""
    things = [e for e in root.iter() if local(e) in ("pic", "sp", "graphicFrame")]
    grouped = {id(e) for group in root.iter() if local(group) == "grpSp" for e in group.iter()}
    for at, thing in enumerate(things):
        blip = first(thing, "blip") if local(thing) == "pic" else None
        if blip is None:
            continue
        place = None if id(thing) in grouped else _place(thing)
        covered, under = False, list[Rectangle]()
        for other in things[at + 1 :]:
            if local(other) == "sp" and not is_filled(other):
                continue
            over = None if id(other) in grouped else _place(other)
            covered = covered or place is None or over is None or hides(over, place)
            if place is not None and over is not None and is_bar(other):
                under.append(over)
        size = ((place[2] - place[0]) / EMU_PER_INCH, (place[3] - place[1]) / EMU_PER_INCH) if place else None
        crop = crop_of(thing)
        yield Inset(targets.get(attribute(blip, "embed"), ""), crop, size, covered, under_bars(place, crop, under))


def _place(thing: Any) -> Rectangle | None:
    where = first(thing, "xfrm")
    offset, size = child_of(where, "off"), child_of(where, "ext")
    if offset is None or size is None or attribute(where, "rot") not in ("", "0"):
        return None
    x, y = float(attribute(offset, "x") or 0), float(attribute(offset, "y") or 0)
    wide, high = float(attribute(size, "cx") or 0), float(attribute(size, "cy") or 0)
    return (x, y, x + wide, y + high) if wide > 0 and high > 0 else None


_OPEN_SHAPES = ("rect", "custom-shape", "polygon", "path", "ellipse", "circle")


def _open(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    root = parse(package, "content.xml")
    clipped, hidden = set(), set()
    for style in root.iter():
        if local(style) == "style":
            for looks in style:
                if any(float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", attribute(looks, "clip"))):
                    clipped.add(attribute(style, "name"))
                if attribute(looks, "display") == "false" or attribute(looks, "visibility") == "hidden":
                    hidden.add(attribute(style, "name"))
    parts = [e for e in root.iter() if local(e) == "page" or (local(e) == "table" and _sheet_like(root))] or [root]
    for part in parts:
        if attribute(part, "style-name") in hidden:
            continue
        covered = any(local(e) in _OPEN_SHAPES for e in part.iter())
        for frame in (e for e in part.iter() if local(e) == "frame"):
            image = child_of(frame, "image")
            if image is not None:
                style = attribute(frame, "style-name")
                inches = _length(attribute(frame, "width")), _length(attribute(frame, "height"))
                yield Inset(attribute(image, "href").removeprefix("./"), inches=inches if all(inches) else None,
                            is_covered=covered or style in clipped)


def _sheet_like(root: Any) -> bool:
    return first(root, "spreadsheet") is not None


def _length(written: str) -> float:
    match = re.fullmatch(r"([\d.]+)(cm|mm|in|pt|pc)", written)
    return float(match[1]) / _PER_INCH[match[2]] if match else 0.0
