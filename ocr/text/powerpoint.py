"""PowerPoint 97–2003 presentations: the text of the slides as they were last saved ([MS-PPT]).

What earlier savings left behind is reached by no offset of the last one and is left out, as are hidden slides, notes,
and what nobody sees on a slide.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile, EncryptedFile
from ocr.text import ppt_looks as looks
from ocr.text.held import Held, count

_DOCUMENT, _SLIDE, _SLIDE_LIST, _SLIDE_PERSIST = 0x03E8, 0x03EE, 0x0FF0, 0x03F3
_CHARS, _BYTES, _EDIT, _PERSIST, _SHOW_INFO = 0x0FA0, 0x0FA8, 0x0FF5, 0x1772, 0x03F9
_HIDDEN_SLIDE = 0x0004
_ENCRYPTED_USER = 0xF3D1C4DF
MOST_EDITS = 10_000
_Record = tuple[int, int, int, int, int]
"""Version, instance, kind, and the first and last offset of what it holds."""
_Text = tuple[str, "_Record | None"]
"""A text, and the record of its styles."""


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """One section per slide that is shown, in order; what nobody sees of them is counted."""
    import olefile

    with olefile.OleFileIO(str(path)) as compound:
        data, document, places = _opened(compound)
    sections: list[list[str]] = []
    for number, outline in _slides(data, places[document]):
        slide = _record(data, places[number]) if number in places else None
        if slide is None and number in places:
            continue
        if slide is not None and (slide[2] != _SLIDE or _is_hidden(data, slide)):
            count(held, "hidden_slide", "".join([*(text for text, _ in outline), *_texts(data, slide)]))
            continue
        lines = [text for text, _ in outline] if slide is None else list(_seen(data, slide, outline, held))
        broken = "\n".join(lines).replace("\x0b", "\n").replace("\r", "\n")
        sections.append(broken.split("\n"))
    return sections


def _seen(data: bytes, slide: _Record, outline: list[_Text], held: Held | None) -> Iterator[str]:
    """The texts of a slide that are seen: those of the outline first, as its shapes show them."""
    scheme = looks.scheme_of(data, slide)
    shapes, ground = list(looks.shapes_of(data, slide, scheme)), looks.ground_of(data, slide, scheme)
    shown: dict[int, str] = {}
    others, known = list[str](), {text for text, _ in outline}
    for at, shape in enumerate(shapes):
        if shape.text is None:
            continue
        number, text, styles = _in_box(data, shape.text)
        if number is not None and number < len(outline):
            text, styles = outline[number]
        if not text:
            continue
        runs = looks.runs_of(data, styles, len(text), scheme) if styles is not None else []
        seen = looks.seen_letters(text, runs, looks.paper_of(shapes, at, ground))
        if shape.is_hidden or looks.is_off(shape):
            seen = ""
        if looks.is_covered(shapes, at):
            count(held, "text_under_box", text)
            seen = ""
        elif held is not None and len(seen.strip()) < len(text.strip()):
            held["hidden_text"] += len(text.strip()) - len(seen.strip())
        if number is not None and number < len(outline):
            shown[number] = seen
        elif text not in known or seen != text:
            others.append(seen)
    boxed = {text for shape in shapes if shape.text is not None for text in _texts(data, shape.text)}
    for number, (text, _) in enumerate(outline):
        if number in shown or text not in boxed:
            yield shown.get(number, text)
    yield from (text for text in others if text.strip())
    told = {*known, *boxed}
    yield from (text for text in _texts(data, slide) if text not in told)


def _in_box(data: bytes, box: _Record) -> tuple[int | None, str, _Record | None]:
    """Which text of the outline a shape shows, or the text it has itself, and the styles of that."""
    number, text, styles = None, "", None
    for child in _children(data, box):
        said = _text(data, child)
        if child[2] == looks.OUTLINE and child[4] - child[3] >= 4:
            number = struct.unpack_from("<I", data, child[3])[0]
        elif said is not None:
            text += said
        elif child[2] == looks.STYLES:
            styles = child
    return number, text, styles


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


def _slides(data: bytes, at: int) -> Iterator[tuple[int, list[_Text]]]:
    """Number of each slide, in order, and the texts its outline has, with their styles."""
    document = _record(data, at)
    if document is None or document[2] != _DOCUMENT:
        raise DamagedFile("no document container")
    for part in _children(data, document):
        if part[2] == _SLIDE_LIST and part[1] == 0:
            current: tuple[int, list[_Text]] | None = None
            for child in _children(data, part):
                if child[2] == _SLIDE_PERSIST:
                    if current is not None:
                        yield current
                    current = struct.unpack_from("<I", data, child[3])[0], []
                elif current is not None and (text := _text(data, child)) is not None:
                    current[1].append((text, None))
                elif current is not None and child[2] == looks.STYLES and current[1]:
                    current[1][-1] = current[1][-1][0], child
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
