"""Finds the formulas of an XLSX whose result was never stored, so that a cell is not taken for empty in silence."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    RuntimeError,
    SyntaxError,
    OverflowError,
)
"""What reading a damaged zip or its XML can raise."""

_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>')
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unstored_formulas(path: Path) -> Mapping[str, Mapping[int, frozenset[int]]]:
    """Sheet name → row (from 1) → columns (from 0) of formulas without a stored result; none where it cannot follow."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: found for name, part in _parts(archive).items() if (found := _in_sheet(archive.read(part)))}
    except ZIP_TROUBLE:
        return {}


def _in_sheet(data: bytes) -> dict[int, frozenset[int]]:
    if b"<f" not in data:
        return {}
    rows: dict[int, set[int]] = {}
    for found in _CELL.finditer(data):
        rows.setdefault(int(found[2]), set()).add(_column(found[1]))
    return {row: frozenset(columns) for row, columns in rows.items()}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    from defusedxml.ElementTree import fromstring

    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): str(one.get("Target")) for one in relations}
    found = {}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter():
        target = targets.get(sheet.get(_REL)) if sheet.tag.endswith("}sheet") else None
        if target:
            found[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found
