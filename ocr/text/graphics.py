"""The words of diagrams (SmartArt) and charts in OOXML files, which stand in parts of their own."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from ocr.text.package import attribute, child_of, first, local, parse

_LABELS = frozenset(("tx", "cat", "xVal"))
MOST = 2_000
"""Words of one chart, its categories among them."""


def graphic_text(archive: zipfile.ZipFile, names: set[str], targets: dict[str, str], element: Any) -> str:
    """The words of the diagrams and charts that an element shows, a line each; empty where there are none."""
    lines: list[str] = []
    for node in element.iter():
        name = local(node)
        if name == "relIds" and (part := targets.get(attribute(node, "dm"), "")) in names:
            lines += _diagram(parse(archive, part))
        elif name == "chart" and (part := targets.get(attribute(node, "id"), "")) in names:
            lines += _chart(parse(archive, part))
    return "\n".join(lines)


def _diagram(root: Any) -> Iterator[str]:
    """The words of the nodes, in the order of the model."""
    for point in root.iter():
        if local(point) == "pt" and attribute(point, "type") in ("", "node", "asst"):
            held = child_of(point, "t")
            for paragraph in held.iter() if held is not None else ():
                if local(paragraph) == "p" and (text := _said(paragraph)):
                    yield text


def _chart(root: Any) -> list[str]:
    """Titles, names of series and categories, each once."""
    found: dict[str, None] = {}
    if first(root, "chartSpace") is None and local(root) != "chartSpace":
        return []
    for node in root.iter():
        name = local(node)
        if name == "rich":
            for paragraph in node.iter():
                if local(paragraph) == "p" and (text := _said(paragraph)):
                    found[text] = None
        elif name in _LABELS or name == "strDim":
            for value in node.iter():
                if local(value) in ("v", "pt") and (text := (value.text or "").strip()) and not _is_number(text):
                    found[text] = None
    return list(found)[:MOST]


def _said(paragraph: Any) -> str:
    return "".join(n.text or "" for n in paragraph.iter() if local(n) == "t").strip()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
