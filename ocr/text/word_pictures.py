"""Pictures in Word files: of the body, and large ones of headers and footers; what a shape may cover is told as such.

A shape can only cover what stands on its page. Pages are told apart by the breaks the file knows: those somebody set,
and those Word noted when it last laid the file out. Where the places of both are known, they are compared.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ocr.text.insets import EMU_PER_INCH, Inset, crop_of, is_bar, is_filled, under_bars
from ocr.text.package import Rectangle, attribute, child_of, first, hides, local, parse, related
from ocr.text.word_covers import emu_of
from ocr.text.wordml import hiding_styles, margins

LEAST_IN_MARGIN = 4.0
"""Square inches from which a picture of a header or footer is more than a coat of arms."""
_LINES = frozenset(("line", "straightConnector1", "bentConnector3", "curvedConnector3"))
_OFF = ("0", "false", "off")


@dataclass
class _Frame:
    """How a thing stands on the page."""

    floats: bool = False
    behind: bool = False
    height: int = 0
    across: str = ""
    down: str = ""
    place: Rectangle | None = None
    """In EMU, from what `across` and `down` name."""
    size: tuple[float, float] | None = None
    """Inches."""


@dataclass
class _Thing:
    frame: _Frame
    paragraph: int
    page: int
    part: str | None = None
    """Of a picture; None for a shape."""
    is_bar: bool = False
    """A shape of one colour without a text."""
    crop: Rectangle = (0.0, 0.0, 0.0, 0.0)


@dataclass
class _Page:
    things: list[_Thing] = field(default_factory=list)
    pages: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The pages a paragraph stands on."""
    page: int = 0
    paragraph: int = 0
    hiding: frozenset[str] = frozenset()
    """Styles whose runs are not shown."""
    is_hidden: bool = False
    """The paragraph has one of them."""


def word_pictures(package: zipfile.ZipFile, names: set[str]) -> Iterator[Inset]:
    """The pictures of headers, body and footers, in this order."""
    heads, feet = margins(package, names, parse(package, "word/document.xml"))
    hiding = hiding_styles(package, names)
    body = _listed(package, names, "word/document.xml", hiding)
    floating = any(thing.part is None and thing.frame.floats and not thing.frame.behind for thing in body.things)
    for part in heads:
        yield from _in_margin(_listed(package, names, part, hiding), floating)
    yield from _insets(body)
    for part in ("word/endnotes.xml", "word/footnotes.xml"):
        if part in names:
            yield from _insets(_listed(package, names, part, hiding))
    for part in feet:
        yield from _in_margin(_listed(package, names, part, hiding), floating)


def _in_margin(found: _Page, floating: bool) -> Iterator[Inset]:
    for inset in _insets(found):
        if inset.inches is None or inset.inches[0] * inset.inches[1] >= LEAST_IN_MARGIN:
            yield replace(inset, is_covered=inset.is_covered or floating)


def _listed(package: zipfile.ZipFile, names: set[str], part: str, hiding: frozenset[str]) -> _Page:
    found = _Page(hiding=hiding)
    _walk(parse(package, part), found, related(package, names, part), _Frame())
    return found


def _insets(found: _Page) -> Iterator[Inset]:
    shapes = [thing for thing in found.things if thing.part is None]
    for thing in found.things:
        if thing.part is not None:
            over = [shape for shape in shapes if _may_cover(shape, thing, found)]
            bars = [shape.frame.place for shape in over if shape.is_bar and shape.frame.place is not None
                    and _are_comparable(shape, thing)]
            under = under_bars(thing.frame.place, thing.crop, bars)
            yield Inset(thing.part, thing.crop, thing.frame.size, bool(over), under)


def _may_cover(shape: _Thing, picture: _Thing, found: _Page) -> bool:
    over, under = shape.frame, picture.frame
    if not over.floats or (over.behind and not under.behind):
        return False
    pages = [*found.pages[shape.paragraph], shape.page]
    theirs = [*found.pages[picture.paragraph], picture.page] if under.floats else [picture.page]
    if max(pages) < min(theirs) or min(pages) > max(theirs):
        return False
    if under.floats and over.behind == under.behind and under.height > over.height:
        return False
    comparable = _are_comparable(shape, picture)
    if comparable and over.place and under.place and min(pages) == max(pages) == min(theirs) == max(theirs):
        return hides(over.place, under.place)
    return True


def _are_comparable(shape: _Thing, picture: _Thing) -> bool:
    """Whether the places of both are said from the same point."""
    over, under = shape.frame, picture.frame
    return (over.across, over.down) == (under.across, under.down) and under.floats and (
        shape.paragraph == picture.paragraph or not {over.across, over.down} & {"", "column", "paragraph", "line",
                                                                               "character"})


def _walk(element: Any, found: _Page, targets: dict[str, str], frame: _Frame) -> None:
    for child in element:
        name = local(child)
        if name in ("del", "moveFrom", "Fallback") or (name == "r" and _is_hidden(child, found)):
            continue
        if name == "p" and "wordprocessingml" in child.tag:
            _paragraph(child, found, targets, frame)
        elif name in ("inline", "anchor"):
            _walk(child, found, targets, _drawn_frame(child))
        elif name == "pic":
            blip = first(child, "blip")
            if blip is not None:
                part = targets.get(attribute(blip, "embed"), "")
                found.things.append(_Thing(frame, found.paragraph, found.page, part, crop=crop_of(child)))
        elif name in ("wsp", "cxnSp"):
            if is_filled(child) and attribute(first(child, "prstGeom"), "prst") not in _LINES:
                found.things.append(_Thing(frame, found.paragraph, found.page, is_bar=is_bar(child)))
            _walk(child, found, targets, frame)
        elif name in ("shape", "rect", "oval", "roundrect", "polyline", "group") and "vml" in child.tag:
            _drawn_by_style(child, found, targets)
        else:
            if name == "lastRenderedPageBreak" or (name == "br" and attribute(child, "type") == "page"):
                found.page += 1
                found.pages[found.paragraph].append(found.page)
            _walk(child, found, targets, frame)


def _paragraph(element: Any, found: _Page, targets: dict[str, str], frame: _Frame) -> None:
    properties = child_of(element, "pPr")
    before = child_of(properties, "pageBreakBefore")
    if before is not None and attribute(before, "val") not in _OFF:
        found.page += 1
    outer = found.paragraph, found.is_hidden
    found.is_hidden = attribute(child_of(properties, "pStyle"), "val") in found.hiding
    found.paragraph = len(found.pages) + 1
    found.pages[found.paragraph].append(found.page)
    _walk(element, found, targets, frame)
    found.paragraph, found.is_hidden = outer
    section = child_of(properties, "sectPr")
    kind = child_of(section, "type")
    if section is not None and (kind is None or attribute(kind, "val") != "continuous"):
        found.page += 1


def _is_hidden(run: Any, found: _Page) -> bool:
    properties = child_of(run, "rPr")
    vanish = child_of(properties, "vanish")
    if vanish is not None:
        return attribute(vanish, "val") not in _OFF
    return found.is_hidden or attribute(child_of(properties, "rStyle"), "val") in found.hiding


def _drawn_frame(element: Any) -> _Frame:
    extent = child_of(element, "extent")
    wide, high = (float(attribute(extent, side) or 0) for side in ("cx", "cy"))
    size = (wide / EMU_PER_INCH, high / EMU_PER_INCH) if extent is not None else None
    if local(element) == "inline":
        return _Frame(size=size)
    across, down = child_of(element, "positionH"), child_of(element, "positionV")
    left, top = (first(side, "posOffset") if side is not None else None for side in (across, down))
    turned = attribute(first(element, "xfrm"), "rot") not in ("", "0")
    place = None
    if left is not None and top is not None and not turned:
        x, y = float(left.text or 0), float(top.text or 0)
        place = (x, y, x + wide, y + high)
    behind, order = attribute(element, "behindDoc") not in ("", *_OFF), int(attribute(element, "relativeHeight") or 0)
    return _Frame(True, behind, order, attribute(across, "relativeFrom"), attribute(down, "relativeFrom"),
                  place, size)


def _drawn_by_style(shape: Any, found: _Page, targets: dict[str, str]) -> None:
    """Shapes of the older language (VML), which say in a style where they stand."""
    style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", attribute(shape, "style")))
    wide, high = emu_of(style.get("width", "")), emu_of(style.get("height", ""))
    order = style.get("z-index", "0").strip()
    number = int(order) if re.fullmatch(r"-?\d{1,12}", order) else 0
    frame = _Frame(style.get("position", "").strip() == "absolute", number < 0, abs(number), "vml", "",
                   None, (wide / EMU_PER_INCH, high / EMU_PER_INCH) if wide and high else None)
    picture = child_of(shape, "imagedata")
    if picture is not None:
        cut = tuple(_fraction(attribute(picture, f"crop{side}")) for side in ("left", "top", "right", "bottom"))
        part = targets.get(attribute(picture, "id"), "")
        found.things.append(_Thing(frame, found.paragraph, found.page, part, crop=cut))  # type: ignore[arg-type]
    elif local(shape) != "group" and attribute(shape, "filled") not in ("f", *_OFF):
        found.things.append(_Thing(frame, found.paragraph, found.page))
    _walk(shape, found, targets, frame)


def _fraction(written: str) -> float:
    """A share cut off, written as `.25` or in 65536ths as `16384f`."""
    match = re.fullmatch(r"(-?[\d.]+)(f?)", written)
    return max(0.0, float(match[1]) / (65536 if match[2] else 1)) if match else 0.0
