"""Cells of OOXML workbooks whose text has runs of several looks, of which some cannot be seen."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ocr.text.held import BLACK, WHITE, Colour, alike
from ocr.text.package import part_bytes

_ITEM = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r\b[^>]*>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_SHADE = re.compile(rb"<(?:\w+:)?color\b([^>]*)")
_SIZE = re.compile(rb"<(?:\w+:)?sz\b[^>]*?val=[\"']([\d.]+)")
_SHARED = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?v>(\d+)<")
_INLINE = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?is>(.*?)</(?:\w+:)?is>", re.DOTALL)
SPECK = 2.0
"""Points up to which letters are too small to be seen."""
Run: TypeAlias = tuple[str, Colour | None, bool]
"""Text, colour where it is said, and whether it is too small."""
Parted: TypeAlias = tuple[str, str]
"""What of a cell is shown, and what is not."""
Shade: TypeAlias = Callable[[bytes], Colour | None]
"""The colour that the attributes of a colour give."""


def shared_runs(archive: zipfile.ZipFile, names: set[str], shade: Shade) -> dict[int, list[Run]]:
    """The shared texts that have runs of several looks, by number."""
    if "xl/sharedStrings.xml" not in names:
        return {}
    data = part_bytes(archive, "xl/sharedStrings.xml")
    if b"rPr" not in data:
        return {}
    items = ((number, _runs(item[1] or b"", shade)) for number, item in enumerate(_ITEM.finditer(data)))
    return {number: runs for number, runs in items if any(shade or tiny for _, shade, tiny in runs)}


def rich_cells(sheet: bytes, shared: dict[int, list[Run]], shade: Shade) -> Iterator[tuple[bytes, list[Run]]]:
    """The attributes of each cell of a sheet that has such a text, and its runs."""
    for found in _SHARED.finditer(sheet) if shared else ():
        if int(found[2]) in shared and re.search(rb"\bt=[\"']s[\"']", found[1]):
            yield found[1], shared[int(found[2])]
    for found in _INLINE.finditer(sheet) if b"rPr" in sheet else ():
        yield found[1], _runs(found[2], shade)


def parted(runs: list[Run], ground: Colour | None, may_lie_on_something: bool) -> Parted:
    """What of the runs is shown on a ground (None for paper), and what is not."""
    shown, unseen = list[str](), list[str]()
    for text, letters, tiny in runs:
        paper = ground or (None if may_lie_on_something else WHITE)
        pale = paper is not None and alike(letters or BLACK, paper)
        (unseen if tiny or pale else shown).append(text)
    return "".join(shown), "".join(unseen)


def _runs(item: bytes, shade: Shade) -> list[Run]:
    found: list[Run] = []
    for run in _RUN.finditer(item):
        text = "".join(html.unescape(t.decode("utf-8", "replace")) for t in _TEXT.findall(run[1]))
        colour, size = _SHADE.search(run[1]), _SIZE.search(run[1])
        found.append((text, shade(colour[1]) if colour else None, size is not None and float(size[1]) <= SPECK))
    return found
