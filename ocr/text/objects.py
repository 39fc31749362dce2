"""Files put into OOXML documents as objects: an icon or a picture on the page, a whole file behind it ([MS-OLEDS]).

Workbooks behind charts are none: the chart is what they say. Objects in hidden or deleted runs and on hidden slides and
sheets stay where they are.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from ocr.errors import DamagedFile, ReadingError
from ocr.text.package import attribute, child_of, local, parse, part_bytes, related

MOST = 500
_NATIVE = "\x01Ole10Native"
_STREAMS = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls", "PowerPoint Document": ".ppt"}
_FORMULA = "Equation Native"
_OFF = ("0", "false", "off")


class Objects:
    """The files put into a document, each with a name."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
            self._files = list(_files(self._archive))[:MOST]
        except ReadingError:
            raise
        except Exception as error:  # damaged parts make the parsers raise anything
            raise DamagedFile(repr(error)) from error

    @property
    def names(self) -> list[str]:
        """Their names, in order."""
        return [name for name, _ in self._files]

    def take(self, number: int, target: Path) -> None:
        """Write the file with this number, from 0."""
        try:
            target.write_bytes(_unwrapped(part_bytes(self._archive, self._files[number][1]))[1])
        except (ReadingError, MemoryError, OSError):
            raise
        except Exception as error:
            raise DamagedFile(repr(error)) from error

    def close(self) -> None:
        """Close the document."""
        self._archive.close()


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each object that is shown."""
    names = set(archive.namelist())
    parts = dict.fromkeys(part for part in _shown(archive, names) if part in names)
    for number, part in enumerate(parts, start=1):
        ending = PurePosixPath(part).suffix.lower()
        if ending != ".bin":
            yield f"objeto-{number}{ending}", part
            continue
        found, _ = _unwrapped(part_bytes(archive, part))
        if found is not None:
            yield f"objeto-{number}{found}" if found.startswith(".") else found, part


def _shown(archive: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    """The parts of objects on what is shown of the document."""
    for part in _pages(archive, names):
        targets = related(archive, names, part)
        for element in _visible(parse(archive, part)):
            if local(element) in ("OLEObject", "oleObj", "oleObject"):
                yield targets.get(attribute(element, "id"), "")


def _pages(archive: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    if "word/document.xml" in names:
        yield "word/document.xml"
    for name in sorted(n for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)):
        if parse(archive, name).get("show") not in _OFF:
            yield name
    if "xl/workbook.xml" in names:
        targets = related(archive, names, "xl/workbook.xml")
        for sheet in parse(archive, "xl/workbook.xml").iter():
            if local(sheet) == "sheet" and attribute(sheet, "state") not in ("hidden", "veryHidden"):
                part = targets.get(attribute(sheet, "id"), "")
                if part in names:
                    yield part


def _visible(element: Any) -> Iterator[Any]:
    """The elements in one that are neither deleted nor in a hidden run."""
    for child in element:
        vanish = child_of(child_of(child, "rPr"), "vanish") if local(child) == "r" else None
        if local(child) in ("del", "moveFrom") or (vanish is not None and attribute(vanish, "val") not in _OFF):
            continue
        yield child
        yield from _visible(child)


def _unwrapped(data: bytes) -> tuple[str | None, bytes]:
    """Name, or ending, of the file an object holds, and its bytes; None for a formula, which is drawn on the page."""
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return ".bin", data
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        if compound.exists(_FORMULA):
            return None, b""
        for stream, ending in _STREAMS.items():
            if compound.exists(stream):
                return ending, data
        for stream in ("CONTENTS", "Package", _NATIVE):
            if compound.exists(stream):
                with compound.openstream(stream) as held:
                    content = bytes(held.read())
                return _native(content) if stream == _NATIVE else (_ending(content), content)
    return ".bin", data


def _ending(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return ".pdf"
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
        kinds = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("ppt/presentation.xml", ".pptx"))
        return next((ending for part, ending in kinds if part in names), ".zip")
    return ".bin"


def _native(content: bytes) -> tuple[str, bytes]:
    """The file in a package of the shell: its name, and its bytes."""
    label, at = _text(content, 6)
    name, at = _text(content, at)
    at += 4
    at += 4 + struct.unpack_from("<I", content, at)[0]
    size = struct.unpack_from("<I", content, at)[0]
    return PureWindowsPath(name or label).name or ".bin", content[at + 4 : at + 4 + size]


def _text(content: bytes, at: int) -> tuple[str, int]:
    end = content.index(b"\0", at)
    return content[at:end].decode("cp1252", "replace"), end + 1
