"""The text of PowerPoint files that their slides show, one section per slide.

Left out, and counted: hidden and left-over slides, notes, comments, and shapes that are hidden, off the slide, in the
colour of its ground, or under a filled shape.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ocr.text.graphics import graphic_text
from ocr.text.held import WHITE, Colour, Held, alike, colour, count
from ocr.text.package import Rectangle, child_of, first, local, overlap, parse, related

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPECK = 200
"""Hundredths of a point up to which letters are too small to be seen."""
_COVERED = 0.4
"""Share of a text's shape that a filled one must lie over for the text to be hidden in doubt."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing on a slide, in drawing order."""

    place: Rectangle | None
    """`(x0, y0, x1, y1)` in EMU; None in groups and where the layout says it."""
    fill: Colour | None
    is_filled: bool
    runs: tuple[tuple[str, Colour | None, bool], ...]
    """Text, its colour where it is said, and whether it is too small to be seen."""
    is_hidden: bool

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(text for text, _, _ in self.runs).strip()


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """One section per slide that is shown, in order."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        show = parse(archive, "ppt/presentation.xml")
        targets = related(archive, names, "ppt/presentation.xml")
        order = [targets.get(node.get(_R + "id") or "") for node in show.iter(_P + "sldId")]
        every = sorted((n for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)),
                       key=lambda n: int(re.sub(r"\D", "", n)))  # fmt: skip
        shown = [name for name in order if name in names] or every
        size = show.find(_P + "sldSz")
        edge = (float(size.get("cx") or 0), float(size.get("cy") or 0)) if size is not None else None
        sections = []
        for name in dict.fromkeys([*shown, *every]):
            root = parse(archive, str(name))
            if root.get("show") in ("0", "false") or name not in shown:
                count(held, "hidden_slide", "".join(node.text or "" for node in root.iter(_A + "t")))
            else:
                graphics = partial(graphic_text, archive, names, related(archive, names, str(name)))
                shapes = list(_shapes(root, graphics))
                sections.append(list(lines_of(shapes, _ground(archive, names, str(name), root), edge, held)))
        if held is not None:
            for name in names:
                if re.fullmatch(r"ppt/comments/[^/]+\.xml", name):
                    root = parse(archive, name)
                    count(held, "comment", "".join(
                        n.text or "" for n in root.iter() if n.tag in (_P + "text", _A + "t") or local(n) == "text"))
                elif re.fullmatch(r"ppt/notesSlides/notesSlide\d+\.xml", name):
                    count(held, "comment", " ".join(_notes(parse(archive, name))))
    return sections


def _notes(root: Any) -> Iterator[str]:
    """What is typed under a slide, its number and date apart."""
    for shape in root.iter(_P + "sp"):
        place = first(shape, "ph")
        if place is None or place.get("type") not in ("sldNum", "dt", "hdr", "ftr", "sldImg"):
            yield _text(shape)


def drawn_lines(root: Any, graphics: Callable[[Any], str], held: Held | None) -> Iterator[str]:
    """The lines that the shapes of a drawing on a sheet show."""
    return lines_of(list(_shapes(root, graphics)), WHITE, None, held)


def lines_of(
    shapes: Sequence[Shape], ground: Colour | None, edge: tuple[float, float] | None, held: Held | None
) -> Iterator[str]:
    """The lines that shapes show, in drawing order; what is hidden is counted."""
    for at, shape in enumerate(shapes):
        if not shape.text:
            continue
        paper = _paper(shapes[: at + 1], ground)
        seen = "".join(text for text, letters, tiny in shape.runs if not _is_pale(letters, paper, tiny))
        if shape.is_hidden or _is_off(shape.place, edge) or not seen.strip():
            count(held, "hidden_text", shape.text)
        elif _is_covered(shape, shapes[at + 1 :]):
            count(held, "text_under_box", shape.text)
        else:
            if held is not None and len(seen.strip()) < len(shape.text):
                held["hidden_text"] += len(shape.text) - len(seen.strip())
            yield from seen.strip().split("\n")


def _shapes(element: Any, graphics: Callable[[Any], str], in_group: bool = False) -> Iterator[Shape]:
    for child in element:
        name = local(child)
        if name in ("sp", "pic", "graphicFrame", "cxnSp"):
            yield _shape(child, graphics, in_group)
        elif child.tag != _FALLBACK:
            yield from _shapes(child, graphics, in_group or name == "grpSp")


def _shape(element: Any, graphics: Callable[[Any], str], in_group: bool) -> Shape:
    about = first(element, "cNvPr")
    looks = child_of(element, "spPr")
    fill, is_filled = _fill(looks)
    said = graphics(element) if local(element) == "graphicFrame" else ""
    runs = tuple(_runs(element))
    if said:
        runs = *runs, (f"\n{said}", None, False)
    return Shape(None if in_group else _place(element), fill, is_filled or local(element) == "pic", runs,
                 about is not None and about.get("hidden") in ("1", "true"))


def _runs(element: Any) -> Iterator[tuple[str, Colour | None, bool]]:
    """The runs of an element's paragraphs."""
    styled = first(element, "tableStyleId") is not None
    cells = {id(p): cell for cell in element.iter(_A + "tc") for p in cell.iter(_A + "p")}
    for number, paragraph in enumerate(element.iter(_A + "p")):
        if number:
            yield "\n", None, False
        cell = child_of(cells.get(id(paragraph)), "tcPr")
        ground, is_filled = _fill(cell)
        for run in paragraph.iter():
            if run.tag not in (_A + "r", _A + "fld", _A + "br"):
                continue
            if run.tag == _A + "br":
                yield "\n", None, False
                continue
            looks = run.find(_A + "rPr")
            fill = looks.find(_A + "solidFill") if looks is not None else None
            size = (looks.get("sz") or "" if looks is not None else "")
            text = "".join(node.text or "" for node in run.iter(_A + "t"))
            letters, tiny = _said(fill) if fill is not None else None, size.isdigit() and int(size) <= _SPECK
            if id(paragraph) in cells and (is_filled or styled):  # it stands on its cell, not on the slide
                tiny = tiny or (letters is not None and ground is not None and alike(letters, ground))
                letters = None
            yield text, letters, tiny


def _text(element: Any) -> str:
    return "".join(text for text, _, _ in _runs(element)).strip()


def _fill(looks: Any) -> tuple[Colour | None, bool]:
    """The colour of a shape, where it is plainly said, and whether it has one that nothing is seen through."""
    for child in looks if looks is not None else ():
        if local(child) == "solidFill":
            return _said(child), not any(local(n) == "alpha" for n in child.iter())
        if local(child) in ("gradFill", "blipFill", "pattFill"):
            return None, True
    return None, False


def _said(fill: Any) -> Colour | None:
    for child in fill:
        if local(child) == "srgbClr":
            return colour(child.get("val"))
        if local(child) == "schemeClr" and child.get("val") in ("bg1", "lt1") and len(child) == 0:
            return WHITE
    return None


def _place(element: Any) -> Rectangle | None:
    where = first(element, "xfrm")
    if where is None:
        return None
    start, size = (child_of(where, name) for name in ("off", "ext"))
    if start is None or size is None:
        return None
    x, y = float(start.get("x") or 0), float(start.get("y") or 0)
    return (x, y, x + float(size.get("cx") or 0), y + float(size.get("cy") or 0))


def _is_off(place: Rectangle | None, edge: tuple[float, float] | None) -> bool:
    if place is None or edge is None or not all(edge):
        return False
    return place[2] <= 0 or place[3] <= 0 or place[0] >= edge[0] or place[1] >= edge[1]


def _paper(upto: Sequence[Shape], ground: Colour | None) -> Colour | None:
    """What the last shape's letters stand on: its fill, or the slide where nothing lies between; None if not known."""
    shape = upto[-1]
    if shape.is_filled:
        return shape.fill
    if ground is None or shape.place is None:
        return None
    clear = all(other.place is not None and overlap(shape.place, other.place) == 0
                for other in upto[:-1] if other.is_filled)
    return ground if clear else None


def _is_pale(letters: Colour | None, paper: Colour | None, tiny: bool) -> bool:
    return tiny or (letters is not None and paper is not None and alike(letters, paper))


def _is_covered(shape: Shape, later: Sequence[Shape]) -> bool:
    if shape.place is None:
        return False
    return any(
        other.is_filled and not other.text and other.place is not None and not other.is_hidden
        and overlap(shape.place, other.place) >= _COVERED
        for other in later
    )


def _ground(archive: zipfile.ZipFile, names: set[str], slide: str, root: Any) -> Colour | None:
    """The colour of the slide's ground: its own, its layout's or its master's; white where none says one."""
    at: Any = root
    part = slide
    for kind in ("slideLayouts", "slideMasters", ""):
        ground = next((n for n in at.iter(_P + "bg")), None)
        if ground is not None:
            looks = ground.find(_P + "bgPr")
            if looks is not None:
                return _fill(looks)[0]
            reference = ground.find(_P + "bgRef")
            return _said(reference) if reference is not None else None
        part = next((t for t in related(archive, names, part).values() if kind and f"/{kind}/" in t and t in names), "")
        if not part:
            break
        at = parse(archive, part)
    return WHITE
