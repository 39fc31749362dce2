"""Word 97–2003 documents: the text its piece table puts together ([MS-DOC]).

Runs that nobody sees or that are struck as deleted, comments, codes of fields, and pieces no longer part of the text
are left out.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile, EncryptedFile, UnsupportedFile
from ocr.text.held import Held, count
from ocr.text.word_looks import Unseen, formats, is_unseen_run, operands, pieces_unseen, unseen_runs

_PICTURE = 0x6A03
"""`sprmCPicLocation`."""
_CONTROL = {0x07: " | ", 0x09: "\t", 0x0B: "\n", 0x0C: "\f", 0x0D: "\n", 0x0E: "\n", 0x1E: "-", 0xA0: " "}
_LENGTHS = 0x4C
"""Where the numbers of characters stand of body, footnotes, headers, macros, comments, endnotes and text boxes."""


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """Body, notes, headers and text boxes in the file's order, a section per page break; what is unseen is counted."""
    import olefile

    from ocr.text.old_pictures import has_ground

    with olefile.OleFileIO(str(path)) as compound:
        opened = WordFile(compound)
        behind = has_ground(opened)
    text = _without_fields("".join(_visible(opened, behind, held)))
    text = text.replace("\x07\x07", "\r")  # the last cell's end and its row's
    rows = "".join(_CONTROL.get(ord(c), c) for c in text if ord(c) >= 0x20 or ord(c) in _CONTROL)
    return [[line.rstrip(" |") for line in part.split("\n")] for part in rows.split("\f")]


@dataclass(frozen=True, slots=True)
class CharacterRun:
    """A run that stands for a picture: its place in the text, and where the picture is in the stream `Data`."""

    position: int
    picture: int


class WordFile:
    """The streams of a document; raises UnsupportedFile, DamagedFile and EncryptedFile."""

    def __init__(self, compound: Any) -> None:
        self.main = _stream(compound, "WordDocument")
        if self.main[:2] in (b"\xdc\xa5", b"\xdb\xa5"):
            raise UnsupportedFile("Word 6 or older")
        if len(self.main) < 0x200 or self.main[:2] != b"\xec\xa5":
            raise DamagedFile("no FIB")
        flags = struct.unpack_from("<H", self.main, 0x0A)[0]
        if flags & 0x0100:
            raise EncryptedFile("Word 97")
        self.table = _stream(compound, "1Table" if flags & 0x0200 else "0Table")

    def part(self, number: int) -> tuple[int, int]:
        """Where a part of the table stream begins, and its length; its number as in FibRgFcLcb97."""
        start, length = struct.unpack_from("<II", self.main, 0x009A + 8 * number)
        return int(start), int(length)

    def picture_runs(self) -> Iterator[CharacterRun]:
        """The runs that stand for pictures and are neither hidden nor deleted, in the order of the text."""
        found = []
        for first, _, modifiers in formats(self.main, self.table):
            if not is_unseen_run(modifiers):
                for code, operand in operands(modifiers):
                    if code == _PICTURE and (position := self._position(first)) is not None:
                        found.append(CharacterRun(position, int.from_bytes(operand, "little")))
        yield from sorted(found, key=lambda run: run.position)

    def page_breaks(self) -> list[int]:
        """Where in the text somebody set a page break, rising."""
        found, at = [], 0
        for offset, length, narrow in _pieces(self.main, self.table):
            wide = 1 if narrow else 2
            text = self.main[offset : offset + length * wide].decode("latin-1" if narrow else "utf-16-le", "replace")
            found += [at + index for index, letter in enumerate(text) if letter == "\f"]
            at += length
        return found

    def _position(self, offset: int) -> int | None:
        at = 0
        for start, length, narrow in _pieces(self.main, self.table):
            wide = 1 if narrow else 2
            if start <= offset < start + length * wide:
                return at + (offset - start) // wide
            at += length
        return None


def _stream(compound: Any, name: str) -> bytes:
    if not compound.exists(name):
        raise DamagedFile(f"no {name}")
    with compound.openstream(name) as stream:
        return bytes(stream.read())


def _pieces(main: bytes, table: bytes) -> Iterator[tuple[int, int, bool]]:
    """Offset in the stream, number of characters, and whether each takes one byte (Windows-1252) or two."""
    start, length = struct.unpack_from("<II", main, 0x01A2)
    clx = table[start : start + length]
    at = 0
    while at + 3 <= len(clx) and clx[at] == 0x01:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 0x02:
        raise DamagedFile("no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    for index in range(count):
        first, last = struct.unpack_from("<II", plc, 4 * index)
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        narrow = bool(where & 0x40000000)
        offset = where & 0x3FFFFFFF
        if last > first:
            yield (offset // 2 if narrow else offset), last - first, narrow


def _visible(opened: WordFile, behind: bool, held: Held | None) -> Iterator[str]:
    """The letters that are seen, range by range."""
    main, table = opened.main, opened.table
    body, _, _, _, _, _, boxes, more = lengths = struct.unpack_from("<8I", main, _LENGTHS)
    first_note, first_box = sum(lengths[:4]), sum(lengths[:6])
    marked = list(pieces_unseen(main, table))
    plain = _disjoint([*marked, *unseen_runs(main, table, on_something=behind)])
    boxed = _disjoint([*marked, *unseen_runs(main, table, on_something=True)]) if boxes or more else plain
    at = 0
    for offset, length, narrow in _pieces(main, table):
        wide, coding = (1, "cp1252") if narrow else (2, "utf-16-le")
        # A piece may reach from one part of the document into the next.
        edges = sorted({at, at + length, *(e for e in (first_note, first_note + lengths[4], first_box)
                                           if body and at < e < at + length)})
        for start, stop in pairwise(edges):
            place = offset + (start - at) * wide, min(offset + (stop - at) * wide, len(main))
            is_note = bool(body) and first_note <= start < first_note + lengths[4]
            for first, last, kind in _parted(*place, boxed if body and start >= first_box else plain):
                said = main[first:last].decode(coding, "replace")
                if kind is None and not is_note:
                    yield said
                else:
                    count(held, "comment" if is_note else kind or "", "".join(c for c in said if c.isprintable()))
        at += length


def _disjoint(unseen: list[Unseen]) -> list[Unseen]:
    """The ranges in order, none of them over another."""
    found, at = list[Unseen](), 0
    for first, last, kind in sorted(unseen):
        if last > at:
            found.append((max(first, at), last, kind))
            at = last
    return found


def _parted(first: int, last: int, unseen: list[Unseen]) -> Iterator[tuple[int, int, str | None]]:
    """A range as the ranges in it that are seen (None) and unseen (their kind), in order."""
    at = first
    for start, end, kind in unseen[max(0, bisect_right(unseen, (first, 0, "")) - 1) :]:
        if start >= last:
            break
        if end <= at:
            continue
        if start > at:
            yield at, start, None
        yield max(start, at), min(end, last), kind
        at = min(end, last)
    if at < last:
        yield at, last, None


def _without_fields(text: str) -> str:
    """Fields as their results: what stands between 0x13 and 0x14 is a code, up to 0x15 is shown."""
    out: list[str] = []
    in_code: list[bool] = []
    for letter in text:
        if letter == "\x13":
            in_code.append(True)
        elif letter == "\x14" and in_code:
            in_code[-1] = False
        elif letter == "\x15" and in_code:
            in_code.pop()
        elif not any(in_code):
            out.append(letter)
    return "".join(out)
