"""What Word, Excel and PowerPoint files carry that their pages do not show, by kind and length."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from ocr.types import Leak

_MOST_UNPACKED = 400_000_000
_MOST_RATIO = 300
_MOST_PARTS = 3000


def office_leaks(path: Path) -> list[Leak]:
    """Tracked changes, comments, hidden text, rows, columns, sheets and slides of an OOXML file; none for others.

    A damaged or monstrous file has none here: reading it is another's duty, and its error is told there.
    """
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            packed = sum(entry.compress_size for entry in entries)
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * max(packed, 10_000):
                return []
            names = {entry.filename for entry in entries}
            if "word/document.xml" in names:
                found = _word(package, names)
            elif "xl/workbook.xml" in names:
                found = _excel(package, names)
            elif "ppt/presentation.xml" in names:
                found = _powerpoint(package, names)
            else:
                found = []
    except (zipfile.BadZipFile, OSError, ParseError, ValueError, RuntimeError, NotImplementedError, KeyError):
        return []
    return [leak for leak in found if leak.characters]


def _elements(stream: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Start and end events of an XML part, names without their namespace."""
    from defusedxml.ElementTree import iterparse

    for event, element in iterparse(stream, events=("start", "end")):
        if "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
        yield event, element


def _attribute(element: Element, name: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def _text_length(package: zipfile.ZipFile, part: str, tags: tuple[str, ...]) -> int:
    with package.open(part) as stream:
        return sum(len(e.text or "") for event, e in _elements(stream) if event == "end" and e.tag in tags)


def _word(package: zipfile.ZipFile, names: set[str]) -> list[Leak]:
    deleted = hidden = 0
    for part in sorted(
        n for n in names if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", n)
    ):
        vanish, moved = False, 0
        with package.open(part) as stream:
            for event, element in _elements(stream):
                if element.tag == "moveFrom":
                    moved += 1 if event == "start" else -1
                elif event == "start" and element.tag == "r":
                    vanish = False
                elif event == "end" and element.tag == "vanish":
                    vanish = _attribute(element, "val") not in ("0", "false", "off")
                elif event == "end" and element.tag == "delText":
                    deleted += len(element.text or "")
                elif event == "end" and element.tag == "t":
                    length = len(element.text or "")
                    deleted += length if moved else 0
                    hidden += length if vanish and not moved else 0
                if event == "end" and element.tag == "p":
                    element.clear()
    noted = sum(_text_length(package, part, ("t",)) for part in names if re.fullmatch(r"word/comments\w*\.xml", part))
    return [Leak(None, "tracked_change", deleted), Leak(None, "hidden_text", hidden), Leak(None, "comment", noted)]


def _excel(package: zipfile.ZipFile, names: set[str]) -> list[Leak]:
    shared = _shared_strings(package) if "xl/sharedStrings.xml" in names else []
    targets = _targets(package, "xl/_rels/workbook.xml.rels", names)
    leaks: list[Leak] = []
    with package.open("xl/workbook.xml") as stream:
        sheets = [
            (_attribute(e, "id"), _attribute(e, "state"))
            for event, e in _elements(stream)
            if event == "end" and e.tag == "sheet"
        ]
    for relation, state in sheets:
        part = targets.get(relation, "")
        if part not in names:
            continue
        total, rows, columns = _sheet(package, part, shared)
        if state in ("hidden", "veryHidden"):
            leaks.append(Leak(None, "hidden_sheet", total))
        else:
            leaks += [Leak(None, "hidden_row", rows), Leak(None, "hidden_column", columns)]
    noted = sum(
        _text_length(package, part, ("t", "text"))
        for part in names
        if re.fullmatch(r"xl/(comments/?\w*|threadedComments/\w+)\.xml", part)
    )
    return [*leaks, Leak(None, "comment", noted)]


def _shared_strings(package: zipfile.ZipFile) -> list[int]:
    lengths: list[int] = []
    current = 0
    with package.open("xl/sharedStrings.xml") as stream:
        for event, element in _elements(stream):
            if event == "start" and element.tag == "si":
                current = 0
            elif event == "end" and element.tag == "t":
                current += len(element.text or "")
            elif event == "end" and element.tag == "si":
                lengths.append(current)
                element.clear()
    return lengths


def _targets(package: zipfile.ZipFile, part: str, names: set[str]) -> dict[str, str]:
    if part not in names:
        return {}
    with package.open(part) as stream:
        found = {
            _attribute(e, "Id"): _attribute(e, "Target")
            for event, e in _elements(stream)
            if event == "end" and e.tag == "Relationship"
        }
    return {key: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for key, target in found.items()}


def _sheet(package: zipfile.ZipFile, part: str, shared: list[int]) -> tuple[int, int, int]:
    """Characters in all cells of a sheet, in its hidden rows, and in its hidden columns outside those."""
    total = in_rows = in_columns = 0
    hidden_columns: list[tuple[int, int]] = []
    row_hidden = False
    kind, reference, length = "", "", 0
    with package.open(part) as stream:
        for event, element in _elements(stream):
            if event == "start":
                if element.tag == "row":
                    row_hidden = _attribute(element, "hidden") in ("1", "true")
                elif element.tag == "c":
                    kind, reference, length = _attribute(element, "t"), _attribute(element, "r"), 0
            elif element.tag == "col" and _attribute(element, "hidden") in ("1", "true"):
                hidden_columns.append((int(_attribute(element, "min") or 0), int(_attribute(element, "max") or 0)))
            elif element.tag == "v":
                text = element.text or ""
                is_shared = kind == "s" and text.isdigit() and int(text) < len(shared)
                length = shared[int(text)] if is_shared else len(text)
            elif element.tag == "t":
                length += len(element.text or "")
            elif element.tag == "c":
                total += length
                if row_hidden:
                    in_rows += length
                elif any(low <= _column(reference) <= high for low, high in hidden_columns):
                    in_columns += length
            elif element.tag == "row":
                element.clear()
    return total, in_rows, in_columns


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = 26 * number + ord(letter.upper()) - 64
    return number


def _powerpoint(package: zipfile.ZipFile, names: set[str]) -> list[Leak]:
    hidden = 0
    for part in sorted(n for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)):
        shown, length = True, 0
        with package.open(part) as stream:
            for event, element in _elements(stream):
                if event == "start" and element.tag == "sld":
                    shown = _attribute(element, "show") not in ("0", "false")
                elif event == "end" and element.tag == "t":
                    length += len(element.text or "")
        hidden += 0 if shown else length
    noted = sum(
        _text_length(package, part, ("text", "t")) for part in names if re.fullmatch(r"ppt/comments/\w+\.xml", part)
    )
    return [Leak(None, "hidden_slide", hidden), Leak(None, "comment", noted)]
