"""What a PDF holds beside what its pages draw: notes, values of hidden fields, pinned files, objects nobody uses."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocr.leaks.buried import has_buried

_MOST_BYTES = 50_000_000
_MOST_PAGES = 500
_MOST_NOTES = 2_000
_MOST_OBJECTS = 50_000
_MOST_ORPHANS = 500
_MOST_STREAM = 2_000_000
_HIDDEN_FLAGS = 2 | 32
"""Hidden, NoView (ISO 32000-1, table 165)."""
_SHOWN = ("/FreeText", "/Widget", "/Link", "/FileAttachment")
"""Notes whose text is on the page, or says no more than the page."""
_STRINGS = re.compile(rb"\(((?:[^()\\]|\\.)*)\)")
_OPERATORS = re.compile(rb"\bT[jJ]\b|\bE?T\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ENDS = b"\r\n"
_SHOWS_TEXT = re.compile(rb"\bBT\b.*?\b(?:Tj|TJ)\b", re.DOTALL)


@dataclass
class Beside:
    """Texts, those of notes and fields by page (from 1); for comparing within the file, never to be passed on."""

    notes: list[tuple[int, str]] = field(default_factory=list)
    fields: list[tuple[int, str]] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    thumbs: list[int] = field(default_factory=list)
    """Pages (from 1) with a small picture of their own."""
    buried: bool = False
    """Whether there are texts where no reader looks."""

    def __bool__(self) -> bool:
        return bool(self.notes or self.fields or self.orphans)


def beside_pages(path: Path) -> Beside:
    """What a PDF holds beside its pages; nothing for one that cannot be opened or is very large."""
    import pikepdf

    found = Beside()
    try:
        if path.stat().st_size > _MOST_BYTES:
            return found
        with pikepdf.open(path) as pdf:
            for number, page in enumerate(pdf.pages[:_MOST_PAGES], start=1):
                for note in _notes(page.obj):
                    _look_at(note, number, found)
                if "/Thumb" in page.obj:
                    found.thumbs.append(number)
            found.buried = has_buried(pdf)
            if not pdf.is_encrypted and len(pdf.objects) <= _MOST_OBJECTS:
                found.orphans = list(_orphans(pdf, path.read_bytes()))
    except MemoryError:
        raise
    except Exception:  # damaged files make the parser raise anything; whoever reads the file tells of it
        return found
    return found


def _notes(page: Any) -> Iterator[Any]:
    import pikepdf

    notes = page.get("/Annots")
    if isinstance(notes, pikepdf.Array):
        for note in list(notes)[:_MOST_NOTES]:
            if isinstance(note, pikepdf.Dictionary):
                yield note


def _look_at(note: Any, number: int, found: Beside) -> None:
    kind, flags = str(note.get("/Subtype", "")), int(note.get("/F", 0) or 0)
    if kind == "/Widget":
        holder = note if "/V" in note else note.get("/Parent", note)
        value = _text(holder.get("/V"))
        if flags & _HIDDEN_FLAGS and value:
            found.fields.append((number, value))
        return
    said = _text(note.get("/Contents"))
    if said and (kind not in _SHOWN or flags & _HIDDEN_FLAGS):
        found.notes.append((number, said))


def _text(value: Any) -> str:
    import pikepdf

    return str(value).strip() if isinstance(value, pikepdf.String) else ""


def _orphans(pdf: Any, data: bytes) -> Iterator[str]:
    """The text of streams in the file's bytes that draw text and are no part of what the file is now made of."""
    known = set()
    for thing in _reachable(pdf):
        raw = thing.read_raw_bytes()
        known.add(hash(raw.strip(_ENDS)))
        if b"endstream" in raw:  # a PDF inside the PDF has streams of its own
            data = data.replace(raw, b"")
    count = 0
    for match in _STREAM.finditer(data):
        end = data.find(b"endstream", match.end())
        raw = data[match.end() : end].strip(_ENDS)
        if end < 0 or len(raw) > _MOST_STREAM or hash(raw) in known:
            continue
        count += 1
        if count > _MOST_ORPHANS:
            return
        drawn = _inflated(raw)
        if _SHOWS_TEXT.search(drawn):
            yield " ".join(b"".join(_STRINGS.findall(shown)).decode("latin-1") for shown in _OPERATORS.split(drawn))


def _inflated(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, _MOST_STREAM)
    except zlib.error:
        return raw


def _reachable(pdf: Any) -> Iterator[Any]:
    """The streams the file is now made of."""
    import pikepdf

    used: set[tuple[int, int]] = set()
    todo = [pdf.trailer]
    while todo:
        thing = todo.pop()
        if thing.is_indirect:
            if thing.objgen in used:
                continue
            used.add(thing.objgen)
        if isinstance(thing, pikepdf.Stream):
            yield thing
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            todo += [value for _, value in thing.items() if _holds(value)]
        elif isinstance(thing, pikepdf.Array):
            todo += [value for value in thing if _holds(value)]


def _holds(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream)
