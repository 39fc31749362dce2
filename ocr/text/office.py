"""Word, OpenDocument and PowerPoint files: the text a reader sees, tables as rows.

Tracked deletions, comments and hidden runs are not part of what the document shows and are left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ocr.errors import EncryptedFile, TooLarge

MOST_BYTES = 200 * 1024 * 1024
"""Unpacked size of a part from which it is taken for a bomb."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def parse(archive: zipfile.ZipFile, name: str) -> Any:
    """The root element of one part, parsed without entities."""
    from defusedxml.ElementTree import fromstring

    part = archive.getinfo(name)
    if part.file_size > MOST_BYTES:
        raise TooLarge(name)
    if part.flag_bits & 1:
        raise EncryptedFile(name)
    return fromstring(archive.read(name))


def read_docx(path: Path) -> list[list[str]]:
    """Headers, body, notes and footers."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(archive.namelist())
        order = [
            *(name for name in names if re.fullmatch(r"word/header\d+\.xml", name)),
            "word/document.xml",
            *(name for name in names if name in ("word/footnotes.xml", "word/endnotes.xml")),
            *(name for name in names if re.fullmatch(r"word/footer\d+\.xml", name)),
        ]
        lines: list[str] = []
        for name in order:
            found = list(_word_lines(parse(archive, name)))
            if lines and found:
                lines.append("")
            lines += found
    return [lines]


def _word_lines(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "tbl":
            for row in child.iter(_W + "tr"):
                cells = (" ".join(_word_lines(cell)) for cell in row.iter(_W + "tc"))
                yield " | ".join(cells)
        elif child.tag == _W + "p":
            yield from "".join(_word_runs(child)).split("\n")
        elif child.tag != _FALLBACK:
            yield from _word_lines(child)


def _word_runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in (_W + "del", _W + "moveFrom", _FALLBACK):
            continue
        if child.tag == _W + "r":
            properties = child.find(_W + "rPr")
            vanish = properties.find(_W + "vanish") if properties is not None else None
            if vanish is not None and vanish.get(_W + "val", "1") not in ("0", "false"):
                continue
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag == _W + "tab":
            yield "\t"
        elif child.tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif child.tag == _W + "noBreakHyphen":
            yield "-"
        elif child.tag == _W + "txbxContent":
            yield "\n" + "\n".join(_word_lines(child)) + "\n"
        else:
            yield from _word_runs(child)


def read_pptx(path: Path) -> list[list[str]]:
    """One section per slide, in the order of their numbers; hidden slides are left out."""
    with zipfile.ZipFile(path) as archive:
        slides = [
            (int(match[1]), name)
            for name in archive.namelist()
            if (match := re.fullmatch(r"ppt/slides/slide(\d+)\.xml", name))
        ]
        sections = []
        for _, name in sorted(slides):
            root = parse(archive, name)
            if root.get("show") in ("0", "false"):
                continue
            sections.append(
                [
                    "".join(
                        (node.text or "") if node.tag == _A + "t" else "\n" if node.tag == _A + "br" else ""
                        for node in paragraph.iter()
                    )
                    for paragraph in root.iter(_A + "p")
                ]
            )
    return sections


def read_opendocument(path: Path) -> list[list[str]]:
    """The body of a text document; one section per slide of a presentation."""
    with zipfile.ZipFile(path) as archive:
        manifest = "META-INF/manifest.xml"
        if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
            raise EncryptedFile("OpenDocument")
        root = parse(archive, "content.xml")
    body = root.find(_OFFICE + "body")
    slides = list(body.iter(_DRAW + "page")) if body is not None else []
    return [list(_open_lines(part)) for part in (slides or ([body] if body is not None else []))]


def _open_lines(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in (_TEXT + "tracked-changes", _OFFICE + "annotation", _TEXT + "sequence-decls"):
            continue
        if child.tag in (_TEXT + "p", _TEXT + "h"):
            yield from "".join(_open_runs(child)).split("\n")
        elif child.tag == _TABLE + "table-row":
            cells = (cell for cell in child if cell.tag == _TABLE + "table-cell")
            yield " | ".join(" ".join(_open_lines(cell)) for cell in cells)
        else:
            yield from _open_lines(child)


def _open_runs(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _TEXT + "s":
            yield " "
        elif child.tag == _TEXT + "tab":
            yield "\t"
        elif child.tag == _TEXT + "line-break":
            yield "\n"
        elif child.tag != _OFFICE + "annotation":
            yield from _open_runs(child)
        yield child.tail or ""
