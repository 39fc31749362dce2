"""Rows, columns and cells that a spreadsheet holds and does not show."""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from ocr.text import rich_cells
from ocr.text.held import BLACK, WHITE, Colour, alike, colour
from ocr.text.package import child_of, local, parse, part_bytes, related

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_MANY = 1_000_000
_LOW, _NARROW = 3.0, 0.3
"""A row lower than this (points), a column narrower (letters): nothing in it can be read."""
Span = tuple[int, int]
"""First and last, from 0."""


@dataclass(slots=True)
class Unseen:
    """What one sheet hides; rows and columns from 0."""

    rows: list[Span] = field(default_factory=list)
    columns: list[Span] = field(default_factory=list)
    cells: set[tuple[int, int]] = field(default_factory=set)
    covered: list[tuple[Span, Span]] = field(default_factory=list)
    """Rows and columns under filled shapes."""
    parted: dict[tuple[int, int], rich_cells.Parted] = field(default_factory=dict)
    """What is shown of cells of which some letters cannot be seen, and what is not."""
    sheet: bool = False

    def sort(self) -> Unseen:
        """Ready for questions."""
        self.rows.sort()
        return self

    def row(self, number: int) -> bool:
        """Whether a row is hidden."""
        at = bisect_right(self.rows, (number, _MANY * 10)) - 1
        return at >= 0 and self.rows[at][0] <= number <= self.rows[at][1]

    def column(self, number: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= number <= last for first, last in self.columns)

    def kind(self, row: int, column: int) -> str | None:
        """The kind of leak that a cell with text is; None for one that is shown."""
        if self.row(row):
            return "hidden_row"
        if self.column(column):
            return "hidden_column"
        if (row, column) in self.cells:
            return "hidden_text"
        if any(r[0] <= row <= r[1] and c[0] <= column <= c[1] for r, c in self.covered):
            return "text_under_box"
        return None


def xlsx_unseen(path: Path) -> tuple[dict[str, Unseen], int]:
    """By name of the sheet what an OOXML workbook hides, and the number of characters in its comments."""
    found: dict[str, Unseen] = {}
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            return {}, 0
        looks = _styles(archive, names)
        shared = rich_cells.shared_runs(archive, names, _written_shade)
        targets = related(archive, names, "xl/workbook.xml")
        for sheet in parse(archive, "xl/workbook.xml").iter():
            if local(sheet) == "sheet":
                part = targets.get(next((v for k, v in sheet.attrib.items() if k.endswith("}id")), ""), "")
                if part in names and part.endswith(".xml"):
                    data = part_bytes(archive, part)
                    hides = _sheet(data, looks, shared)
                    hides.covered = list(_covered(archive, names, part))
                    found[sheet.get("name") or ""] = hides.sort()
        noted = sum(
            len("".join(n.text or "" for n in parse(archive, name).iter() if local(n) in ("t", "text")).strip())
            for name in names if re.fullmatch(r"xl/(comments/?\w*|threadedComments/\w+)\.xml", name))
    return found, noted


def _attributes(written: bytes) -> dict[str, str]:
    return {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(written)}


def _is_on(value: str | None) -> bool:
    return value in ("1", "true")


def _sheet(data: bytes, looks: _Looks, shared: dict[int, list[rich_cells.Run]]) -> Unseen:
    """From the bytes of a sheet; a sheet of a million cells is too long for a parser."""
    hides = Unseen()
    if re.search(rb"<(?:\w+:)?sheetFormatPr\b[^>]*zeroHeight=[\"'](?:1|true)", data):
        shown = [int(a["r"]) - 1 for a in map(_attributes, _ROW.findall(data))
                 if a.get("r", "").isdigit() and a.get("hidden") in ("0", "false")]  # fmt: skip
        edges = [-1, *sorted(shown), _MANY * 2]
        hides.rows = [(a + 1, b - 1) for a, b in pairwise(edges) if b - a > 1]
    for attributes in map(_attributes, _ROW.findall(data)):
        flat = _is_on(attributes.get("customHeight")) and _number(attributes.get("ht"), 15.0) < _LOW
        if (_is_on(attributes.get("hidden")) or flat) and attributes.get("r", "").isdigit():
            hides.rows.append((int(attributes["r"]) - 1, int(attributes["r"]) - 1))
    for attributes in map(_attributes, _COLUMN.findall(data)):
        flat = _number(attributes.get("width"), 9.0) < _NARROW
        if (_is_on(attributes.get("hidden")) or flat) and attributes.get("min", "").isdigit():
            hides.columns.append((int(attributes["min"]) - 1, int(attributes.get("max") or attributes["min"]) - 1))
    # Where tables or conditions give cells a ground, white letters may stand on it.
    coloured = re.search(rb"<(?:\w+:)?(?:tableParts|conditionalFormatting)\b", data) is not None
    chosen = looks.blank if coloured else looks.blank | looks.pale
    for attributes in map(_attributes, _CELL.findall(data)) if chosen else ():
        if attributes.get("s") in chosen and (place := cell_place(attributes.get("r", ""))):
            hides.cells.add(place)
    for written, parts in rich_cells.rich_cells(data, shared, _written_shade):
        attributes = _attributes(written)
        ground = looks.grounds.get(attributes.get("s", "0"), (None, True))
        found = rich_cells.parted(parts, ground[0], coloured or not ground[1])
        if found[1].strip() and (place := cell_place(attributes.get("r", ""))):
            hides.parted[place] = found
    return hides


def _number(written: str | None, default: float) -> float:
    try:
        return float(written or default)
    except ValueError:
        return default


def _written_shade(written: bytes) -> Colour | None:
    given = _attributes(written)
    return _shade(given) if given else None


def cell_place(reference: str) -> tuple[int, int] | None:
    """Row and column, from 0, of a reference such as `B7`."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})", reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


@dataclass(frozen=True, slots=True)
class _Looks:
    """What the numbers of cell styles stand for."""

    pale: set[str] = field(default_factory=set)
    """White letters on nothing."""
    blank: set[str] = field(default_factory=set)
    """Nothing is shown in any case."""
    grounds: dict[str, tuple[Colour | None, bool]] = field(default_factory=dict)
    """Colour of the ground, None for none, and whether that is known."""


def _styles(archive: zipfile.ZipFile, names: set[str]) -> _Looks:
    if "xl/styles.xml" not in names:
        return _Looks()
    root = parse(archive, "xl/styles.xml")
    groups = {local(group): group for group in root}
    fonts = [_font(font) for font in groups.get("fonts", ())]
    fills = [_filled(fill) for fill in groups.get("fills", ())]
    formats = ((node.get("numFmtId"), (node.get("formatCode") or "").strip()) for node in groups.get("numFmts", ()))
    silent = {number for number, code in formats if re.sub(r'[\s"]|\[\w+\]', "", code) == ";;;"}
    tiny = [_number(_value(child_of(font, "sz")), 11.0) <= rich_cells.SPECK for font in groups.get("fonts", ())]
    found = _Looks()
    for number, style in enumerate(groups.get("cellXfs", ())):
        font, fill = int(style.get("fontId") or 0), int(style.get("fillId") or 0)
        letters = fonts[font] if font < len(fonts) else None
        ground, is_known = fills[fill] if fill < len(fills) else (None, True)
        found.grounds[str(number)] = ground, is_known
        speck = font < len(tiny) and tiny[font]
        if style.get("numFmtId") in silent or speck or (ground and letters and alike(letters, ground)):
            found.blank.add(str(number))
        elif ground is None and is_known and letters and alike(letters, WHITE):
            found.pale.add(str(number))
    return found


def _value(node: Any) -> str | None:
    return None if node is None else node.get("val")


def _shade(node: Any) -> Colour | None:
    if node.get("rgb"):
        return colour(node.get("rgb"))
    if float(node.get("tint") or 0) == 0:
        return {"0": WHITE, "1": BLACK}.get(node.get("theme") or "") or {"8": BLACK, "9": WHITE, "64": BLACK}.get(
            node.get("indexed") or "")
    return None


def _font(font: Any) -> Colour | None:
    said = child_of(font, "color")
    return BLACK if said is None or said.get("auto") else _shade(said)


def _filled(fill: Any) -> tuple[Colour | None, bool]:
    """The colour of a fill, None for no fill; and whether that is known."""
    pattern = child_of(fill, "patternFill")
    if pattern is None:
        return None, False
    if pattern.get("patternType") in (None, "none"):
        return None, True
    said = child_of(pattern, "fgColor")
    if pattern.get("patternType") != "solid" or said is None:
        return None, False
    shade = _shade(said)
    return shade, shade is not None


def _covered(archive: zipfile.ZipFile, names: set[str], part: str) -> Iterator[tuple[Span, Span]]:
    """Rows and columns under shapes of a sheet that are filled and hold no text."""
    for drawing in related(archive, names, part).values():
        if not re.fullmatch(r"xl/drawings/[^/]+\.xml", drawing) or drawing not in names:
            continue
        for anchor in parse(archive, drawing):
            shape = child_of(anchor, "sp")
            looks = child_of(shape, "spPr") if shape is not None else None
            if looks is None or shape is None or any(local(n) in ("t", "alpha") and (n.text or n.get("val"))
                                                     for n in shape.iter()):  # fmt: skip
                continue
            if any(local(node) == "solidFill" for node in looks):
                ends = [_marks(node) for node in anchor if local(node) in ("from", "to")]
                if len(ends) == 2:
                    (r0, c0, _, _), (r1, c1, row_rest, column_rest) = ends
                    yield (r0, r1 if row_rest else max(r0, r1 - 1)), (c0, c1 if column_rest else max(c0, c1 - 1))


def _marks(mark: Any) -> tuple[int, int, bool, bool]:
    said = {local(node): int(float(node.text or 0)) for node in mark}
    far = 40_000  # EMU; less of a cell is its border
    return said.get("row", 0), said.get("col", 0), said.get("rowOff", 0) > far, said.get("colOff", 0) > far
