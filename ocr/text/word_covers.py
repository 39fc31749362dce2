"""Paragraphs of Word files that lie under a filled shape which floats before the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ocr.text.covering import LINE, Paragraph, below, on_page
from ocr.text.package import attribute, child_of, first, local

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THIN = 60_000
"""A shape lower or narrower than this (EMU) is a rule."""
_EMU_PER_TWIP = 635
_PAGE, _MARGIN = (7_772_400.0, 10_058_400.0), 914_400.0
_TO_EMU = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Size and margins of the page (EMU)."""

    wide: float = _PAGE[0]
    high: float = _PAGE[1]
    top: float = _MARGIN
    bottom: float = _MARGIN
    left: float = _MARGIN
    right: float = _MARGIN


def under_shapes(root: Any) -> set[int]:
    """The paragraphs (by `id`) that lie under such shapes; what stands in text boxes is not looked at."""
    boxed = {id(p) for box in root.iter(_W + "txbxContent") for p in box.iter(_W + "p")}
    elements = [p for p in root.iter(_W + "p") if id(p) not in boxed]
    bars = [(at, bar) for at, element in enumerate(elements) for bar in _bars(element)]
    if not bars:
        return set()
    paragraphs, sheet = list(_paragraphs(elements, root)), _sheet(root)
    is_body = local(root) == "document"
    return {id(elements[number]) for at, bar in bars for number in _under(bar, at, paragraphs, sheet, is_body)}


@dataclass(frozen=True, slots=True)
class _Bar:
    """An opaque shape without text, before the text, around which the text does not flow (EMU)."""

    wide: float
    high: float
    across: str
    """What its place is said from: `page margin column…`."""
    left: float
    down: str
    top: float | None
    """None where it is aligned, and not placed."""


def _bars(paragraph: Any) -> Iterator[_Bar]:
    """The bars that hang on a paragraph, in both languages Word draws in."""
    for node in paragraph.iter():
        if local(node) == "anchor" and _is_cover(node):
            extent, across, down = (child_of(node, name) for name in ("extent", "positionH", "positionV"))
            wide, high = (float(attribute(extent, side) or 0) for side in ("cx", "cy"))
            yield _Bar(wide, high, attribute(across, "relativeFrom"), _offset(across) or 0.0,
                       attribute(down, "relativeFrom"), _offset(down))
        elif local(node) in ("rect", "roundrect", "oval") and "vml" in node.tag and (bar := _older(node)) is not None:
            yield bar


def _older(shape: Any) -> _Bar | None:
    """A bar in the older language (VML), which says in a style where it stands."""
    style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", attribute(shape, "style")))
    if style.get("position", "").strip() != "absolute" or style.get("z-index", "0").strip().startswith("-"):
        return None
    if attribute(shape, "filled") in ("f", "false") or style.get("visibility", "").strip() == "hidden":
        return None
    if any(local(node) in ("textbox", "imagedata", "wrap") or attribute(node, "opacity") for node in shape.iter()):
        return None
    length = {name: emu_of(style.get(name, "")) for name in ("width", "height", "margin-left", "margin-top")}
    across, down = (style.get(f"mso-position-{side}-relative", "").strip() for side in ("horizontal", "vertical"))
    return _Bar(length["width"], length["height"], across or "column", length["margin-left"],
                "paragraph" if down in ("", "text") else down, length["margin-top"])


def emu_of(written: str) -> float:
    """A length as VML writes it, in EMU; 0 for others."""
    match = re.fullmatch(r"\s*(-?[\d.]+)(pt|in|cm|mm|px)?\s*", written)
    return float(match[1]) * _TO_EMU[match[2] or "px"] if match else 0.0


def _under(bar: _Bar, at: int, paragraphs: list[Paragraph], sheet: _Sheet, is_body: bool) -> Iterator[int]:
    if min(bar.wide, bar.high) < _THIN:
        return
    if bar.down in ("", "paragraph", "line") or bar.top is None:
        start = bar.top or 0.0
        yield from below(paragraphs, at, start, start + bar.high if bar.down else LINE)
        return
    if not is_body:  # what a header draws lies behind the text
        return
    left = bar.left + (0.0 if bar.across == "page" else sheet.left)
    if left + bar.wide <= sheet.left or left >= sheet.wide - sheet.right:
        return
    top = bar.top - (sheet.top if bar.down in ("page", "topMargin", "top-margin-area") else 0.0)
    text = sheet.high - sheet.top - sheet.bottom
    if bar.down in ("bottomMargin", "bottom-margin-area"):
        top += text
    if top + bar.high > 0 and top < text:
        yield from on_page(paragraphs, at, top, top + bar.high, sheet.wide - sheet.left - sheet.right)


def _offset(side: Any) -> float | None:
    """Where a shape begins; None where it is aligned, and not placed."""
    said = child_of(side, "posOffset")
    return float(said.text or 0) if said is not None else None


def _is_cover(anchor: Any) -> bool:
    flows = ("wrapSquare", "wrapTight", "wrapThrough", "wrapTopAndBottom")
    if attribute(anchor, "behindDoc") in ("1", "true") or any(local(node) in flows for node in anchor):
        return False
    if attribute(child_of(anchor, "docPr"), "hidden") in ("1", "true"):
        return False
    shape = first(anchor, "spPr")
    if shape is None or not any(local(node) == "solidFill" for node in shape):
        return False
    return not any(local(node) in ("txbxContent", "pic") for node in anchor.iter()) and not any(
        local(node) == "alpha" for node in shape.iter())


def _paragraphs(elements: list[Any], root: Any) -> Iterator[Paragraph]:
    """The paragraphs with the pages that the file knows."""
    tables = {id(p) for table in root.iter(_W + "tbl") for p in table.iter(_W + "p")}
    page = 0
    for element in elements:
        properties = child_of(element, "pPr")
        spacing = child_of(properties, "spacing")
        around = sum(float(attribute(spacing, side) or 0) for side in ("before", "after")) * _EMU_PER_TWIP
        sizes = [int(v) for node in element.iter(_W + "sz") if (v := attribute(node, "val")).isdigit()]
        line = max(LINE * max(sizes) / 22, LINE / 2) if sizes else LINE
        if child_of(properties, "pageBreakBefore") is not None:
            page += 1
        text = "".join(node.text or "" for node in element.iter(_W + "t"))
        # Cells stand side by side: of a row about one line is left.
        yield Paragraph(len(text), page, around, line / 2 if id(element) in tables else line)
        page += sum(1 for node in element.iter() if local(node) == "lastRenderedPageBreak"
                    or (local(node) == "br" and attribute(node, "type") == "page"))
        if child_of(properties, "sectPr") is not None:
            page += 1


def _sheet(root: Any) -> _Sheet:
    size, margin = first(root, "pgSz"), first(root, "pgMar")
    if size is None or margin is None:
        return _Sheet()

    def emu(element: Any, name: str, default: float) -> float:
        written = attribute(element, name)
        return float(written) * _EMU_PER_TWIP if written.lstrip("-").isdigit() else default

    return _Sheet(emu(size, "w", _PAGE[0]), emu(size, "h", _PAGE[1]),
                  *(abs(emu(margin, name, _MARGIN)) for name in ("top", "bottom", "left", "right")))
