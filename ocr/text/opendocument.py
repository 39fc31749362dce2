"""The text of OpenDocument texts and presentations that a reader sees.

Left out, and counted: tracked deletions, comments, notes, hidden slides, sections and runs, and white letters.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocr.errors import EncryptedFile
from ocr.text.held import WHITE, Held, alike, colour, count
from ocr.text.package import parse

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_KINDS = {_TEXT + "tracked-changes": "tracked_change", _OFFICE + "annotation": "comment", _SHOW + "notes": "comment"}


@dataclass(slots=True)
class Styles:
    """Names of styles that hide, and of those whose letters are white on no ground of their own."""

    hidden: set[str] = field(default_factory=set)
    white: set[str] = field(default_factory=set)
    shaded: set[str] = field(default_factory=set)


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """The body of a text document; one section per slide of a presentation that is shown."""
    with zipfile.ZipFile(path) as archive:
        root, styles = content_of(archive)
    body = root.find(_OFFICE + "body")
    if body is None:
        return [[]]
    sections = []
    slides = list(body.iter(_DRAW + "page"))
    for part in slides or [body]:
        if slides and _is_hidden(part, styles):
            count(held, "hidden_slide", "".join(part.itertext()))
        else:
            sections.append(list(_lines(part, styles, held, is_shaded=bool(slides))))
    return sections


def content_of(archive: zipfile.ZipFile) -> tuple[Any, Styles]:
    """The content of a file and what its styles do; raises EncryptedFile for a file with a password."""
    names = set(archive.namelist())
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise EncryptedFile("OpenDocument")
    root = parse(archive, "content.xml")
    return root, styles_of(root, parse(archive, "styles.xml") if "styles.xml" in names else None)


def styles_of(*roots: Any) -> Styles:
    """What the styles of a file's parts do to a text."""
    found = Styles()
    parents: dict[str, str] = {}
    for root in roots:
        for style in root.iter(_STYLE + "style") if root is not None else ():
            name = style.get(_STYLE + "name") or ""
            parents[name] = style.get(_STYLE + "parent-style-name") or ""
            for looks in style:
                ground = looks.get(_FO + "background-color")
                letters = colour(looks.get(_FO + "color"))
                if looks.get(_TEXT + "display") == "none" or looks.get(_SHOW + "visibility") == "hidden":
                    found.hidden.add(name)
                if looks.get(_TABLE + "display") == "false":
                    found.hidden.add(name)
                if letters is not None and alike(letters, WHITE):
                    found.white.add(name)
                if ground not in (None, "transparent") and not alike(colour(ground) or WHITE, WHITE):
                    found.shaded.add(name)
    for name, parent in parents.items():
        for marks in (found.hidden, found.white):
            if parent in marks:
                marks.add(name)
    return found


def _is_hidden(element: Any, styles: Styles) -> bool:
    if any(value in styles.hidden for key, value in element.attrib.items() if key.endswith("}style-name")):
        return True
    if element.get(_TEXT + "display") in ("none", "condition") and element.tag == _TEXT + "section":
        return bool(element.get(_TEXT + "display") == "none" or element.get(_TEXT + "is-hidden") == "true")
    return bool(element.get(_TEXT + "is-hidden") == "true")


def _style(element: Any) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}style-name")), "")


def _lines(element: Any, styles: Styles, held: Held | None, *, is_shaded: bool) -> Iterator[str]:
    for child in element:
        kind = _KINDS.get(child.tag)
        if kind or child.tag == _TEXT + "sequence-decls":
            if kind:
                count(held, kind, "".join(child.itertext()))
        elif _is_hidden(child, styles):
            count(held, "hidden_text", "".join(child.itertext()))
        elif child.tag in (_TEXT + "p", _TEXT + "h"):
            yield from "".join(_runs(child, styles, held, is_shaded, is_white=False)).split("\n")
        elif child.tag == _TABLE + "table-row":
            yield " | ".join(
                " ".join(_lines(cell, styles, held, is_shaded=is_shaded or _style(cell) in styles.shaded))
                for cell in child if cell.tag == _TABLE + "table-cell"
            )  # fmt: skip
        else:
            # Frames and drawn shapes have grounds of their own.
            drawn = is_shaded or child.tag.startswith(_DRAW) or _style(child) in styles.shaded
            yield from _lines(child, styles, held, is_shaded=drawn)


def _runs(element: Any, styles: Styles, held: Held | None, is_shaded: bool, *, is_white: bool) -> Iterator[str]:
    name = _style(element)
    is_shaded = is_shaded or name in styles.shaded
    is_white = (is_white or name in styles.white) and not is_shaded

    def said(text: str | None) -> str:
        if is_white and text:
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
            yield from _runs(child, styles, held, is_shaded or child.tag.startswith(_DRAW), is_white=is_white)
        yield said(child.tail)
