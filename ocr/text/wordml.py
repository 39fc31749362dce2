"""The text of Word files that a reader sees, tables as rows.

Left out, and counted: tracked deletions, comments, and runs that are hidden, tiny, in the colour of their ground, or
under a filled shape.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ocr.text.graphics import graphic_text
from ocr.text.held import BLACK, WHITE, Colour, Held, colour, count
from ocr.text.looks import MIXED, Looks, is_unseen
from ocr.text.package import local, parse, part_bytes, related
from ocr.text.word_covers import under_shapes

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HIGHLIGHTS = {
    "black": BLACK, "blue": (0, 0, 255), "cyan": (0, 255, 255), "darkBlue": (0, 0, 128), "darkCyan": (0, 128, 128),
    "darkGray": (128, 128, 128), "darkGreen": (0, 128, 0), "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0), "green": (0, 255, 0), "lightGray": (192, 192, 192), "magenta": (255, 0, 255),
    "red": (255, 0, 0), "white": WHITE, "yellow": (255, 255, 0),
}
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SQUEEZED = frozenset(("1", "2", "3", "4", "5"))
_FLAT = 40
"""Twips up to which a line or a row is too low for anything to be read."""
_DEEPEST = 3
"""Documents inside documents."""


@dataclass(slots=True)
class _Part:
    """What is known while a part is walked through."""

    styles: dict[str, Looks]
    held: Held | None
    on_picture: bool
    """Something is drawn behind the text: white letters may stand on it."""
    elsewhere: _Elsewhere
    ground: Colour | None = None
    table_style: bool = False
    covered: set[int] = field(default_factory=set)
    """Paragraphs (by `id`) under a filled shape."""


class _Elsewhere:
    """What a part shows that stands in other parts: diagrams, charts, and documents put into it whole."""

    def __init__(self, archive: zipfile.ZipFile, names: set[str], part: str, held: Held | None, depth: int) -> None:
        self._archive, self._names, self._part, self._held, self._depth = archive, names, part, held, depth

    @cached_property
    def _targets(self) -> dict[str, str]:
        return related(self._archive, self._names, self._part)

    def graphic(self, element: Any) -> str:
        """The words of a diagram or a chart."""
        return graphic_text(self._archive, self._names, self._targets, element)

    def chunk(self, number: str) -> Iterator[str]:
        """The lines of a document that stands in this one's place (`altChunk`)."""
        from ocr.text.chunks import chunk_lines

        part = self._targets.get(number, "")
        if part in self._names and self._depth < _DEEPEST:
            yield from chunk_lines(part_bytes(self._archive, part), part, self._held, self._depth + 1)


def read(path: Path, held: Held | None = None, depth: int = 0) -> list[list[str]]:
    """Headers, body, notes and footers; `depth` says how many documents this one was put into."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        main = parse(archive, "word/document.xml")
        styles = _styles(parse(archive, "word/styles.xml")) if "word/styles.xml" in names else {}
        heads, feet = margins(archive, names, main)
        notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in names]
        lines: list[str] = []
        for name in [*heads, "word/document.xml", *notes, *feet]:
            root = main if name == "word/document.xml" else parse(archive, name)
            found = list(_lines(root, _part(root, styles, held, _Elsewhere(archive, names, name, held, depth))))
            if lines and found:
                lines.append("")
            lines += found
        for name in sorted(names):
            if held is not None and re.fullmatch(r"word/comments\w*\.xml", name):
                count(held, "comment", "".join(node.text or "" for node in parse(archive, name).iter(_W + "t")))
    return [lines]


def hiding_styles(archive: zipfile.ZipFile, names: set[str]) -> frozenset[str]:
    """The ids of the styles whose runs are not shown."""
    if "word/styles.xml" not in names:
        return frozenset()
    return frozenset(name for name, looks in _styles(parse(archive, "word/styles.xml")).items() if looks.vanish)


def margins(archive: zipfile.ZipFile, names: set[str], main: Any) -> tuple[list[str], list[str]]:
    """The headers and footers that are shown; others are left over.

    Those of first pages and of even ones are shown only where a section, or the document, says so.
    """
    targets = related(archive, names, "word/document.xml")
    settings = parse(archive, "word/settings.xml") if "word/settings.xml" in names else ()
    kinds = {"default", ""}
    if any(_is_on(node) for node in main.iter(_W + "titlePg")):
        kinds.add("first")
    if any(_is_on(node) for node in settings if node.tag == _W + "evenAndOddHeaders"):
        kinds.add("even")
    found: tuple[list[str], list[str]] = ([], [])
    for which, tag in enumerate((_W + "headerReference", _W + "footerReference")):
        for node in main.iter(tag):
            name = targets.get(node.get(_R + "id") or "")
            if name in names and name not in found[which] and (node.get(_W + "type") or "") in kinds:
                found[which].append(str(name))
        found[which].sort()
    return found


def _is_on(node: Any) -> bool:
    return node.get(_W + "val", "1") not in ("0", "false", "off")


def _part(root: Any, styles: dict[str, Looks], held: Held | None, elsewhere: _Elsewhere) -> _Part:
    behind = any(node.get("behindDoc") in ("1", "true") for node in root.iter() if local(node) == "anchor")
    page = root.find(_W + "background")
    part = _Part(styles, held, behind, elsewhere, colour(page.get(_W + "color")) if page is not None else None)
    part.covered = under_shapes(root)
    return part


def _styles(root: Any) -> dict[str, Looks]:
    """Looks by style id, with those of the styles they are based on."""
    own: dict[str, tuple[Looks, str]] = {}
    for style in root.iter(_W + "style"):
        based = style.find(_W + "basedOn")
        looks = _looks(style.find(_W + "rPr"), style.find(_W + "pPr"))
        own[style.get(_W + "styleId") or ""] = looks, based.get(_W + "val") or "" if based is not None else ""

    def whole(name: str, depth: int = 0) -> Looks:
        looks, below = own.get(name, (Looks(), ""))
        return looks.over(whole(below, depth + 1)) if below and depth < 20 else looks

    return {name: whole(name) for name in own}


def _looks(run: Any, paragraph: Any = None) -> Looks:
    """The looks that properties of a run and of its paragraph say."""
    def said(name: str) -> Any:
        return run.find(_W + name) if run is not None else None

    vanish, letters, mark, size = said("vanish"), said("color"), said("highlight"), said("sz")
    shade = said("shd")
    if shade is None and paragraph is not None:
        shade = paragraph.find(_W + "shd")
    written = size.get(_W + "val") or "" if size is not None else ""
    hidden = None if vanish is None else _is_on(vanish)
    if (run is not None and _is_clear(run)) or (paragraph is not None and _is_flat(paragraph.find(_W + "spacing"))):
        hidden = True
    return Looks(
        hidden,
        None if letters is None else colour(letters.get(_W + "val")),
        _shading(shade),
        None if mark is None else _HIGHLIGHTS.get(mark.get(_W + "val") or ""),
        int(written) if written.isdigit() else None,
    )  # fmt: skip


def _is_clear(run: Any) -> bool:
    """Whether letters are drawn without a fill, or squeezed to nothing."""
    squeezed = run.find(_W + "w")
    if squeezed is not None and (squeezed.get(_W + "val") or "").rstrip("%") in _SQUEEZED:
        return True
    fill, edge = run.find(_W14 + "textFill"), run.find(_W14 + "textOutline")
    if fill is None or (edge is not None and edge.find(_W14 + "noFill") is None):
        return False
    return fill.find(_W14 + "noFill") is not None or any(
        local(node) == "alpha" and node.get(_W14 + "val") == "100000" for node in fill.iter())


def _is_flat(height: Any) -> bool:
    """Whether a line or a row is given a height at which nothing can be read."""
    if height is None or "exact" not in (height.get(_W + "lineRule"), height.get(_W + "hRule")):
        return False
    written = height.get(_W + "line") or height.get(_W + "val") or ""
    return written.isdigit() and int(written) <= _FLAT


def _shading(shade: Any) -> Colour | None:
    """The ground a shading gives; None for none."""
    pattern = shade.get(_W + "val") if shade is not None else None
    if pattern == "solid":
        return colour(shade.get(_W + "color")) or BLACK
    if pattern not in (None, "clear", "nil"):
        return MIXED
    return colour(shade.get(_W + "fill")) if shade is not None else None


def _is_unseen(looks: Looks, part: _Part) -> bool:
    return is_unseen(looks, part.ground, may_lie_on_something=part.on_picture or part.table_style)


def _lines(element: Any, part: _Part) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "tbl":
            yield from _rows(child, part)
        elif child.tag == _W + "p":
            text = "".join(_runs(child, part, _paragraph_looks(child, part)))
            if id(child) in part.covered:
                count(part.held, "text_under_box", text)
            else:
                yield from text.split("\n")
        elif child.tag == _W + "altChunk":
            yield from part.elsewhere.chunk(child.get(_R + "id") or "")
        elif child.tag != _FALLBACK:
            yield from _lines(child, part)


def _rows(table: Any, part: _Part) -> Iterator[str]:
    style = table.find(f"{_W}tblPr/{_W}tblStyle")
    above = part.table_style, part.ground
    part.table_style = style is not None or above[0]
    for row in _own(table, _W + "tr"):
        cells = []
        for cell in _own(row, _W + "tc"):
            shade = cell.find(f"{_W}tcPr/{_W}shd")
            part.ground = _shading(shade) or above[1]
            cells.append(" ".join(_lines(cell, part)))
        line = " | ".join(cells)
        hidden = row.find(f"{_W}trPr/{_W}hidden")
        if row.find(f"{_W}trPr/{_W}del") is not None:
            count(part.held, "tracked_change", line)
        elif (hidden is not None and _is_on(hidden)) or _is_flat(row.find(f"{_W}trPr/{_W}trHeight")):
            count(part.held, "hidden_row", line)
        else:
            yield line
    part.table_style, part.ground = above


def _own(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, without those of tables inside it."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != _W + "tbl":
            yield from _own(child, tag)


def _paragraph_looks(paragraph: Any, part: _Part) -> Looks:
    properties = paragraph.find(_W + "pPr")
    if properties is None:
        return Looks()
    style = properties.find(_W + "pStyle")
    below = part.styles.get(style.get(_W + "val") or "", Looks()) if style is not None else Looks()
    return _looks(None, properties).over(below)


def _runs(element: Any, part: _Part, looks: Looks) -> Iterator[str]:
    for child in element:
        name = local(child)
        if child.tag in (_W + "del", _W + "moveFrom"):
            text = "".join(node.text or "" for node in child.iter() if node.tag in (_W + "delText", _W + "t"))
            count(part.held, "tracked_change", text)
        elif child.tag == _FALLBACK or child.tag == _W + "pPr":
            continue
        elif child.tag == _W + "r":
            properties = child.find(_W + "rPr")
            style = properties.find(_W + "rStyle") if properties is not None else None
            below = part.styles.get(style.get(_W + "val") or "", Looks()).over(looks) if style is not None else looks
            text = "".join(_runs(child, part, looks))
            if _is_unseen(_looks(properties).over(below), part) and child.find(f".//{_W}txbxContent") is None:
                count(part.held, "hidden_text", text)
            else:
                yield text
        elif child.tag == _W + "t":
            yield child.text or ""
        elif child.tag == _W + "tab":
            yield "\t"
        elif child.tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif child.tag == _W + "noBreakHyphen":
            yield "-"
        elif child.tag == _W + "txbxContent":
            inside = replace(part, on_picture=True)  # the shape around it has a colour of its own
            yield "\n" + "\n".join(_lines(child, inside)) + "\n"
        elif name in ("relIds", "chart") and (said := part.elsewhere.graphic(child)):
            yield f"\n{said}\n"
        elif name not in ("delText", "instrText"):
            yield from _runs(child, part, looks)
