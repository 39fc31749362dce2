"""Pictures set into office files, as they are shown there: cropped, and left alone where something is drawn over them.

Pictures on hidden slides and sheets, in hidden or struck runs, and in headers and footers are not looked for; those
shown smaller than a square inch, or of few pixels, are decoration.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.text.kinds import DOCX, ODP, ODS, ODT, PPTX, XLSX
from ocr.text.office import MOST_BYTES, parse

MOST = 500
EMU_PER_INCH = 914_400
LEAST_SQUARE_INCHES = 1.0
_UNSEEN_COVER = 0.02
"""Share of a picture that something drawn over it may touch at its edge."""
Rectangle = tuple[float, float, float, float]
"""`(x0, y0, x1, y1)`"""
_PER_INCH = {"cm": 2.54, "mm": 25.4, "in": 1.0, "pt": 72.0, "pc": 6.0}


@dataclass(frozen=True, slots=True)
class Inset:
    """One picture: its part in the file and how it is shown."""

    part: str
    crop: Rectangle = (0.0, 0.0, 0.0, 0.0)
    """Shares cut off left, top, right and bottom."""
    inches: tuple[float, float] | None = None
    is_covered: bool = False
    """Something is drawn over it, or it is shown in a way that is not understood: what is hidden cannot be told."""


def insets_of(path: Path, media_type: str) -> list[Inset]:
    """The pictures of an office file in its order, each once; none for other kinds. Raises what damaged files raise."""
    find = {DOCX: _word, PPTX: _slides, XLSX: _sheets, ODT: _open, ODP: _open, ODS: _open}.get(media_type)
    if find is None:
        return []
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        found: dict[tuple[str, Rectangle], Inset] = {}
        for inset in find(package, names):
            small = inset.inches is not None and inset.inches[0] * inset.inches[1] < LEAST_SQUARE_INCHES
            if inset.part in names and not small:
                there = found.get((inset.part, inset.crop))
                if there is None or (inset.is_covered and not there.is_covered):
                    found[inset.part, inset.crop] = inset
        return list(found.values())[:MOST]


def picture_bytes(path: Path, part: str) -> bytes:
    """The bytes of one picture; raises ValueError for a monstrous one."""
    with zipfile.ZipFile(path) as package:
        if package.getinfo(part).file_size > MOST_BYTES:
            raise ValueError("too large")
        return package.read(part)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _first(element: Any, name: str) -> Any:
    return next((e for e in element.iter() if _local(e) == name), None)


def _targets(package: zipfile.ZipFile, names: set[str], part: str) -> dict[str, str]:
    folder, _, base = part.rpartition("/")
    relations = f"{folder}/_rels/{base}.rels"
    if relations not in names:
        return {}
    found = {}
    for relation in parse(package, relations):
        if _attribute(relation, "TargetMode") != "External":
            target = _attribute(relation, "Target")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[_attribute(relation, "Id")] = whole
    return found


def _crop(element: Any) -> Rectangle:
    """The shares an `a:srcRect` cuts off; a negative one adds paper and cuts nothing."""
    cut = _first(element, "srcRect")
    if cut is None:
        return (0.0, 0.0, 0.0, 0.0)
    left, top, right, bottom = (max(0.0, float(_attribute(cut, side) or 0) / 100_000) for side in "ltrb")
    return left, top, right, bottom


def _word(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    part = "word/document.xml"
    targets = _targets(package, names, part)
    root = parse(package, part)
    covered = any(_is_filled(shape) for shape in root.iter() if _local(shape) in ("wsp", "rect", "oval", "roundrect"))

    def walk(element: Any, extent: tuple[float, float] | None) -> Iterator[Inset]:
        for child in element:
            name = _local(child)
            if name in ("del", "moveFrom", "Fallback") or (name == "r" and _is_hidden(child)):
                continue
            if name in ("inline", "anchor"):
                extent = _extent(_first_child(child, "extent"))
            if name == "pic":
                blip = _first(child, "blip")
                if blip is not None:
                    yield Inset(targets.get(_attribute(blip, "embed"), ""), _crop(child), extent, covered)
            elif name == "imagedata":
                cut = any(_attribute(child, side) for side in ("croptop", "cropleft", "cropright", "cropbottom"))
                yield Inset(targets.get(_attribute(child, "id"), ""), is_covered=covered or cut)
            else:
                yield from walk(child, extent)

    yield from walk(root, None)


def _is_hidden(run: Any) -> bool:
    vanish = _first_child(_first_child(run, "rPr"), "vanish")
    return vanish is not None and _attribute(vanish, "val") not in ("0", "false")


def _first_child(element: Any, name: str) -> Any:
    return None if element is None else next((e for e in element if _local(e) == name), None)


def _extent(element: Any) -> tuple[float, float] | None:
    if element is None:
        return None
    return float(_attribute(element, "cx") or 0) / EMU_PER_INCH, float(_attribute(element, "cy") or 0) / EMU_PER_INCH


def _is_filled(shape: Any) -> bool:
    """Whether a drawn shape may hide what is under it: filled itself, or by its style."""
    looks = _first(shape, "spPr")
    if looks is None:
        return _attribute(shape, "filled") not in ("f", "false") and _attribute(shape, "fillcolor") != ""
    for child in looks:
        if _local(child) == "noFill":
            return False
        if _local(child) in ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill"):
            return True
    style = _first(shape, "fillRef")
    return style is not None and _attribute(style, "idx") not in ("", "0")


def _slides(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    numbers = sorted(int(m[1]) for name in names if (m := re.fullmatch(r"ppt/slides/slide(\d+)\.xml", name)))
    for number in numbers:
        part = f"ppt/slides/slide{number}.xml"
        root = parse(package, part)
        if root.get("show") in ("0", "false"):
            continue
        yield from _drawn(root, _targets(package, names, part))


def _sheets(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    book = "xl/workbook.xml"
    if book not in names:
        return
    targets = _targets(package, names, book)
    for sheet in parse(package, book).iter():
        if _local(sheet) != "sheet" or _attribute(sheet, "state") in ("hidden", "veryHidden"):
            continue
        for drawing in _targets(package, names, targets.get(_attribute(sheet, "id"), "")).values():
            if re.fullmatch(r"xl/drawings/[^/]+\.xml", drawing) and drawing in names:
                yield from _drawn(parse(package, drawing), _targets(package, names, drawing))


def _drawn(root: Any, targets: dict[str, str]) -> Iterator[Inset]:
    """The pictures of one slide or drawing; whatever stands later in it is drawn over what stands before."""
    things = [e for e in root.iter() if _local(e) in ("pic", "sp", "graphicFrame")]
    grouped = {id(e) for group in root.iter() if _local(group) == "grpSp" for e in group.iter()}
    for at, thing in enumerate(things):
        blip = _first(thing, "blip") if _local(thing) == "pic" else None
        if blip is None:
            continue
        place = None if id(thing) in grouped else _place(thing)
        covered = False
        for other in things[at + 1 :]:
            if _local(other) == "sp" and not _is_filled(other):
                continue
            over = None if id(other) in grouped else _place(other)
            covered = covered or place is None or over is None or _overlap(place, over) > _UNSEEN_COVER
        size = ((place[2] - place[0]) / EMU_PER_INCH, (place[3] - place[1]) / EMU_PER_INCH) if place else None
        yield Inset(targets.get(_attribute(blip, "embed"), ""), _crop(thing), size, covered)


def _place(thing: Any) -> Rectangle | None:
    where = _first(thing, "xfrm")
    offset, size = _first_child(where, "off"), _first_child(where, "ext")
    if offset is None or size is None or _attribute(where, "rot") not in ("", "0"):
        return None
    x, y = float(_attribute(offset, "x") or 0), float(_attribute(offset, "y") or 0)
    wide, high = float(_attribute(size, "cx") or 0), float(_attribute(size, "cy") or 0)
    return (x, y, x + wide, y + high) if wide > 0 and high > 0 else None


def _overlap(one: Rectangle, other: Rectangle) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high) / ((one[2] - one[0]) * (one[3] - one[1]))


_OPEN_SHAPES = ("rect", "custom-shape", "polygon", "path", "ellipse", "circle")


def _open(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    root = parse(package, "content.xml")
    clipped, hidden = set(), set()
    for style in root.iter():
        if _local(style) == "style":
            for looks in style:
                if any(float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", _attribute(looks, "clip"))):
                    clipped.add(_attribute(style, "name"))
                if _attribute(looks, "display") == "false" or _attribute(looks, "visibility") == "hidden":
                    hidden.add(_attribute(style, "name"))
    parts = [e for e in root.iter() if _local(e) == "page" or (_local(e) == "table" and _sheet_like(root))] or [root]
    for part in parts:
        if _attribute(part, "style-name") in hidden:
            continue
        covered = any(_local(e) in _OPEN_SHAPES for e in part.iter())
        for frame in (e for e in part.iter() if _local(e) == "frame"):
            image = _first_child(frame, "image")
            if image is not None:
                style = _attribute(frame, "style-name")
                inches = _length(_attribute(frame, "width")), _length(_attribute(frame, "height"))
                yield Inset(_attribute(image, "href").removeprefix("./"), inches=inches if all(inches) else None,
                            is_covered=covered or style in clipped)


def _sheet_like(root: Any) -> bool:
    return _first(root, "spreadsheet") is not None


def _length(written: str) -> float:
    match = re.fullmatch(r"([\d.]+)(cm|mm|in|pt|pc)", written)
    return float(match[1]) / _PER_INCH[match[2]] if match else 0.0
