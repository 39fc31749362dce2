"""The text of OpenDocument texts and presentations that a reader sees.

Left out, and counted: tracked deletions, comments, notes, hidden slides, sections and runs, and white letters.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocr.errors import EncryptedFile
from ocr.text.covering import Paragraph, below
from ocr.text.held import Held, colour, count
from ocr.text.looks import Looks, is_unseen
from ocr.text.package import local, parse

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
BARS = frozenset(_DRAW + name for name in ("rect", "custom-shape", "ellipse", "polygon", "path"))
_MARGINS = frozenset(("header", "header-left", "header-first", "footer", "footer-left", "footer-first"))
_FLAT, _THIN = 0.1, 60_000
"""Centimetres under which a row or column shows nothing; a shape lower than this (EMU) is a rule."""
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
_KINDS = {_TEXT + "tracked-changes": "tracked_change", _OFFICE + "annotation": "comment", _SHOW + "notes": "comment"}


@dataclass(slots=True)
class Styles:
    """What the styles of a file do, by name."""

    hidden: set[str] = field(default_factory=set)
    looks: dict[str, Looks] = field(default_factory=dict)
    """Of letters, paragraphs and cells, with what the styles they are based on say."""
    flat: set[str] = field(default_factory=set)
    """Rows and columns too small for anything to be read."""
    solid: set[str] = field(default_factory=set)
    """Drawn shapes that nothing is seen through."""
    uncertain: set[str] = field(default_factory=set)
    """Cells whose look depends on their value."""


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """Headers, body and footers of a text document; one section per slide of a presentation that is shown."""
    with zipfile.ZipFile(path) as archive:
        root, styles = content_of(archive)
        rest = parse(archive, "styles.xml") if "styles.xml" in archive.namelist() else None
    body = root.find(_OFFICE + "body")
    if body is None:
        return [[]]
    sections: list[list[str]] = []
    slides = list(body.iter(_DRAW + "page"))
    for part in slides or [body]:
        if slides and _is_hidden(part, styles):
            count(held, "hidden_slide", "".join(part.itertext()))
        else:
            sections.append(list(_lines(part, styles, held, Place(floats=bool(slides)))))
    if body.find(_OFFICE + "text") is not None and rest is not None:
        heads, feet = _margins(root, rest, held)
        sections[0] = [*heads, *([""] if heads else []), *sections[0], *([""] if feet else []), *feet]
    return sections


def _margins(root: Any, rest: Any, held: Held | None) -> tuple[list[str], list[str]]:
    """The lines of the headers and footers of the pages that a text has."""
    named = {style.get(_STYLE + "master-page-name") for style in root.iter(_STYLE + "style")}
    masters = list(rest.iter(_STYLE + "master-page"))
    styles = styles_of(rest)
    found: tuple[list[str], list[str]] = ([], [])
    for nth, master in enumerate(masters):
        if nth and master.get(_STYLE + "name") not in named:
            continue
        for margin in master:
            which = 0 if "header" in local(margin) else 1
            if local(margin) in _MARGINS and margin.get(_STYLE + "display") != "false":
                found[which].extend(_lines(margin, styles, held, Place()))
    return found


def content_of(archive: zipfile.ZipFile) -> tuple[Any, Styles]:
    """The content of a file and what its styles do; raises EncryptedFile for a file with a password."""
    names = set(archive.namelist())
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise EncryptedFile("OpenDocument")
    root = parse(archive, "content.xml")
    # The styles a program made for headers have names of their own that may be those of the text too.
    shared = parse(archive, "styles.xml").find(_OFFICE + "styles") if "styles.xml" in names else None
    return root, styles_of(root, shared)


def styles_of(*roots: Any) -> Styles:
    """What the styles of a file's parts do to a text."""
    found = Styles()
    parents: dict[str, str] = {}
    own: dict[str, Looks] = {}
    for style in (style for root in roots if root is not None for style in root.iter(_STYLE + "style")):
        name = style.get(_STYLE + "name") or ""
        parents[name] = style.get(_STYLE + "parent-style-name") or ""
        for looks in style:
            if looks.get(_TEXT + "display") == "none" or looks.get(_SHOW + "visibility") == "hidden":
                found.hidden.add(name)
            if looks.get(_TABLE + "display") == "false":
                found.hidden.add(name)
            if 0.0 <= min(_length(looks.get(_STYLE + which)) for which in ("row-height", "column-width")) < _FLAT:
                found.flat.add(name)
            if looks.get(_DRAW + "fill") == "solid" and looks.get(_DRAW + "opacity") in (None, "100%"):
                found.solid.add(name)
            if looks.tag == _STYLE + "map":
                found.uncertain.add(name)
            own[name] = _looks(looks).over(own.get(name, Looks()))

    def whole(name: str, depth: int = 0) -> Looks:
        below = parents.get(name, "")
        return own.get(name, Looks()).over(whole(below, depth + 1)) if below and depth < 20 else own.get(name, Looks())

    found.looks = {name: whole(name) for name in own}
    found.hidden |= {name for name, parent in parents.items() if parent in found.hidden}
    return found


def _looks(properties: Any) -> Looks:
    """The looks that one set of properties says."""
    ground = properties.get(_FO + "background-color")
    written = re.fullmatch(r"([\d.]+)pt", properties.get(_FO + "font-size") or "")
    letters = colour(properties.get(_FO + "color"))
    return Looks(None, letters, colour(ground) if ground else None,
                 size=round(2 * float(written[1])) if written else None)


def _length(written: str | None) -> float:
    """A length in centimetres; a large one where none is said."""
    match = re.fullmatch(r"([\d.]+)(cm|mm|in|pt)", written or "")
    return float(match[1]) * _CENTIMETRES[match[2]] if match else 99.0


def _is_hidden(element: Any, styles: Styles) -> bool:
    if any(value in styles.hidden for key, value in element.attrib.items() if key.endswith("}style-name")):
        return True
    if element.get(_TEXT + "display") in ("none", "condition") and element.tag == _TEXT + "section":
        return bool(element.get(_TEXT + "display") == "none" or element.get(_TEXT + "is-hidden") == "true")
    return bool(element.get(_TEXT + "is-hidden") == "true")


def _style(element: Any) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}style-name")), "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: what the styles around it say, and whether something may lie behind it."""

    looks: Looks = field(default_factory=Looks)
    floats: bool = False

    def within(self, element: Any, styles: Styles) -> Place:
        """The place in an element of it; frames and drawn shapes have grounds of their own."""
        looks = styles.looks.get(_style(element), Looks()).over(self.looks)
        return Place(looks, self.floats or element.tag.startswith(_DRAW))


def _lines(element: Any, styles: Styles, held: Held | None, place: Place) -> Iterator[str]:
    covered = _covered(element, styles)
    for child in element:
        kind = _KINDS.get(child.tag)
        if kind or child.tag == _TEXT + "sequence-decls":
            if kind:
                count(held, kind, "".join(child.itertext()))
        elif _is_hidden(child, styles):
            count(held, "hidden_text", "".join(child.itertext()))
        elif child.tag in (_TEXT + "p", _TEXT + "h"):
            text = "".join(runs(child, styles, held, place.within(child, styles)))
            if id(child) in covered:
                count(held, "text_under_box", text)
            else:
                yield from text.split("\n")
        elif child.tag == _TABLE + "table-row":
            row = place.within(child, styles)
            yield " | ".join(
                " ".join(_lines(cell, styles, held, row.within(cell, styles)))
                for cell in child if cell.tag == _TABLE + "table-cell"
            )  # fmt: skip
        else:
            yield from _lines(child, styles, held, place.within(child, styles))


def _covered(element: Any, styles: Styles) -> set[int]:
    """The paragraphs (by `id`) among the children that lie under an opaque shape which hangs on one of them."""
    shapes = [(at, shape) for at, child in enumerate(element) for shape in child
              if child.tag == _TEXT + "p" and shape.tag in BARS and is_bar(shape, styles)]
    if not shapes:
        return set()
    children = list(element)
    paragraphs = [Paragraph(len("".join(child.itertext()))) for child in children]
    found = set()
    for at, shape in shapes:
        start, high = (_emu(shape.get(_SVG + side)) for side in ("y", "height"))
        if shape.get(_TEXT + "anchor-type") in ("paragraph", "char") and high >= _THIN:
            found |= {id(children[number]) for number in below(paragraphs, at, start, start + high)}
    return found


def is_bar(shape: Any, styles: Styles) -> bool:
    """Whether a drawn shape is opaque and holds no text."""
    return _style(shape) in styles.solid and not "".join(shape.itertext()).strip()


def _emu(written: str | None) -> float:
    length = _length(written)
    return 0.0 if length == 99.0 else length * 360_000


def runs(element: Any, styles: Styles, held: Held | None, place: Place) -> Iterator[str]:
    """The pieces of a paragraph's text that are seen."""
    unseen = is_unseen(place.looks, may_lie_on_something=place.floats)

    def said(text: str | None) -> str:
        if unseen and text:
            count(held, "hidden_text", text)
            return " "
        return text or ""

    yield said(element.text)
    for child in element:
        kind = _KINDS.get(child.tag)
        if kind:
            count(held, kind, "".join(child.itertext()))
        elif _is_hidden(child, styles):
            count(held, "hidden_text", "".join(child.itertext()))
        elif child.tag == _TEXT + "s":
            yield " "
        elif child.tag == _TEXT + "tab":
            yield "\t"
        elif child.tag == _TEXT + "line-break":
            yield "\n"
        else:
            yield from runs(child, styles, held, place.within(child, styles))
        yield said(child.tail)
