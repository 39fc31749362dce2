"""PowerPoint 97–2003 presentations: the text of the slides as they were last saved ([MS-PPT]).

What earlier savings left behind is reached by no offset of the last one and is left out, as are hidden slides and
notes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile, EncryptedFile

_DOCUMENT, _SLIDE, _SLIDE_LIST, _SLIDE_PERSIST = 0x03E8, 0x03EE, 0x0FF0, 0x03F3
_CHARS, _BYTES, _EDIT, _PERSIST, _SHOW_INFO = 0x0FA0, 0x0FA8, 0x0FF5, 0x1772, 0x03F9
_HIDDEN_SLIDE = 0x0004
_ENCRYPTED_USER = 0xF3D1C4DF
MOST_EDITS = 10_000
_Record = tuple[int, int, int, int, int]
"""Version, instance, kind, and the first and last offset of what it holds."""


def read(path: Path) -> list[list[str]]:
    """One section per slide that is shown, in order."""
    import olefile

    with olefile.OleFileIO(str(path)) as compound:
        data, document, places = _opened(compound)
    sections: list[list[str]] = []
    for number, outline in _slides(data, places[document]):
        lines = list(outline)
        if number in places:
            slide = _record(data, places[number])
            if slide is None or slide[2] != _SLIDE or _is_hidden(data, slide):
                continue
            lines += [text for text in _texts(data, slide) if text not in lines]
        broken = "\n".join(lines).replace("\x0b", "\n").replace("\r", "\n")
        sections.append(broken.split("\n"))
    return sections


def shown_slides(compound: Any) -> tuple[bytes, _Record, list[_Record]]:
    """The bytes of a presentation, its document record, and the records of the slides that are shown, in order."""
    data, document, places = _opened(compound)
    found = []
    for number, _ in _slides(data, places[document]):
        slide = _record(data, places[number]) if number in places else None
        if slide is not None and slide[2] == _SLIDE and not _is_hidden(data, slide):
            found.append(slide)
    whole = _record(data, places[document])
    if whole is None:
        raise DamagedFile("no document container")
    return data, whole, found


def _opened(compound: Any) -> tuple[bytes, int, dict[int, int]]:
    data = _stream(compound, "PowerPoint Document")
    user = _stream(compound, "Current User")
    if len(user) < 20:
        raise DamagedFile("no current user")
    if struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_USER:
        raise EncryptedFile("PowerPoint 97")
    return data, *_last_saved(data, struct.unpack_from("<I", user, 16)[0])


def _stream(compound: Any, name: str) -> bytes:
    if not compound.exists(name):
        raise DamagedFile(f"no {name}")
    with compound.openstream(name) as stream:
        return bytes(stream.read())


def _record(data: bytes, at: int) -> _Record | None:
    if at + 8 > len(data):
        return None
    options, kind, length = struct.unpack_from("<HHI", data, at)
    return options & 15, options >> 4, kind, at + 8, min(at + 8 + length, len(data))


def _children(data: bytes, parent: _Record) -> Iterator[_Record]:
    at = parent[3]
    while at < parent[4]:
        child = _record(data, at)
        if child is None:
            return
        yield child
        at = child[4]


def _last_saved(data: bytes, at: int) -> tuple[int, dict[int, int]]:
    """Number of the document, and where each numbered object stands; the latest edit that names one is right."""
    places: dict[int, int] = {}
    document = None
    for _ in range(MOST_EDITS):
        edit = _record(data, at)
        if edit is None or edit[2] != _EDIT or edit[4] - edit[3] < 20:
            break
        earlier, directory, number = struct.unpack_from("<III", data, edit[3] + 8)
        document = number if document is None else document
        held = _record(data, directory)
        if held is not None and held[2] == _PERSIST:
            for one, place in _entries(data, held):
                places.setdefault(one, place)
        if not earlier or earlier >= at:
            break
        at = earlier
    if document is None or document not in places:
        raise DamagedFile("no document")
    return document, places


def _entries(data: bytes, directory: _Record) -> Iterator[tuple[int, int]]:
    at, end = directory[3], directory[4]
    while at + 4 <= end:
        head = struct.unpack_from("<I", data, at)[0]
        first, count = head & 0xFFFFF, head >> 20
        at += 4
        for index in range(min(count, (end - at) // 4)):
            yield first + index, struct.unpack_from("<I", data, at + 4 * index)[0]
        at += 4 * count


def _slides(data: bytes, at: int) -> Iterator[tuple[int, list[str]]]:
    """Number of each slide, in order, and the text its outline has."""
    document = _record(data, at)
    if document is None or document[2] != _DOCUMENT:
        raise DamagedFile("no document container")
    for part in _children(data, document):
        if part[2] == _SLIDE_LIST and part[1] == 0:
            current: tuple[int, list[str]] | None = None
            for child in _children(data, part):
                if child[2] == _SLIDE_PERSIST:
                    if current is not None:
                        yield current
                    current = struct.unpack_from("<I", data, child[3])[0], []
                elif current is not None and (text := _text(data, child)) is not None:
                    current[1].append(text)
            if current is not None:
                yield current


def _texts(data: bytes, parent: _Record, depth: int = 0) -> Iterator[str]:
    for child in _children(data, parent):
        text = _text(data, child)
        if text is not None:
            yield text
        elif child[0] == 15 and depth < 30:
            yield from _texts(data, child, depth + 1)


def _text(data: bytes, record: _Record) -> str | None:
    content = data[record[3] : record[4]]
    if record[2] == _CHARS:
        return content.decode("utf-16-le", "replace")
    return content.decode("latin-1") if record[2] == _BYTES else None


def _is_hidden(data: bytes, slide: _Record) -> bool:
    for child in _children(data, slide):
        if child[2] == _SHOW_INFO and child[4] - child[3] >= 12:
            return bool(struct.unpack_from("<H", data, child[3] + 10)[0] & _HIDDEN_SLIDE)
    return False
