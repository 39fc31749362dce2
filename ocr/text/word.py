"""Word 97–2003 documents: the text its piece table puts together ([MS-DOC]).

Runs that are hidden or struck as deleted, codes of fields, and pieces no longer part of the text are left out.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile, EncryptedFile, UnsupportedFile
from ocr.text.held import Held, count

_HIDDEN, _DELETED = 0x083C, 0x0800
"""Single property modifiers `sprmCFVanish` and `sprmCFRMarkDel` ([MS-DOC] 2.6.1)."""
_PICTURE = 0x6A03
"""`sprmCPicLocation`."""
_CONTROL = {0x07: " | ", 0x09: "\t", 0x0B: "\n", 0x0C: "\f", 0x0D: "\n", 0x0E: "\n", 0x1E: "-", 0xA0: " "}
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_Range = tuple[int, int]


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """Body, notes, headers and text boxes in the file's order, a section per page break; what is hidden is counted."""
    import olefile

    with olefile.OleFileIO(str(path)) as compound:
        opened = WordFile(compound)
    main, table = opened.main, opened.table
    unseen = sorted(_unseen(main, table))
    text = _without_fields("".join(_visible(main, _pieces(main, table), unseen, held)))
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
        for first, _, modifiers in _formats(self.main, self.table):
            if not _is_unseen(modifiers):
                for code, operand in _operands(modifiers):
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


def _visible(
    main: bytes, pieces: Iterator[tuple[int, int, bool]], unseen: list[_Range], held: Held | None
) -> Iterator[str]:
    for offset, length, narrow in pieces:
        wide, coding = (1, "cp1252") if narrow else (2, "utf-16-le")
        end = min(offset + length * wide, len(main))
        for first, last in _gaps(offset, end, unseen):
            yield main[first:last].decode(coding, "replace")
        for first, last in _overlaps(offset, end, unseen) if held is not None else ():
            said = main[first:last].decode(coding, "replace")
            count(held, "hidden_text", "".join(c for c in said if c.isprintable()))


def _gaps(first: int, last: int, unseen: list[_Range]) -> Iterator[_Range]:
    """What is left of a range when the unseen ranges are taken out."""
    at = first
    for start, end in unseen[max(0, bisect_right(unseen, (first, 0)) - 1) :]:
        if start >= last:
            break
        if start > at:
            yield at, start
        at = max(at, end)
    if at < last:
        yield at, last


def _overlaps(first: int, last: int, unseen: list[_Range]) -> Iterator[_Range]:
    for start, end in unseen[max(0, bisect_right(unseen, (first, 0)) - 1) :]:
        if start >= last:
            break
        if end > first:
            yield max(start, first), min(end, last)


def _unseen(main: bytes, table: bytes) -> Iterator[_Range]:
    """Byte ranges of the stream whose characters are hidden or deleted."""
    for first, last, modifiers in _formats(main, table):
        if _is_unseen(modifiers):
            yield first, last


def _formats(main: bytes, table: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Byte ranges of the stream that are formatted, and how, from the pages of character formatting."""
    start, length = struct.unpack_from("<II", main, 0x00FA)
    plc = table[start : start + length]
    count = (len(plc) - 4) // 8
    for index in range(max(0, count)):
        number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
        page = main[512 * number : 512 * number + 512]
        if len(page) < 512:
            continue
        runs = min(page[511], 101)
        for run in range(runs):
            first, last = struct.unpack_from("<II", page, 4 * run)
            at = 2 * page[4 * (runs + 1) + run]
            if at and at < 511 and last > first:
                yield first, last, page[at + 1 : at + 1 + page[at]]


def _is_unseen(modifiers: bytes) -> bool:
    found = {code: operand[0] for code, operand in _operands(modifiers) if code in (_HIDDEN, _DELETED) and operand}
    return any(value in (1, 0x81) for value in found.values())


def _operands(modifiers: bytes) -> Iterator[tuple[int, bytes]]:
    """Single property modifiers, and what each is set to."""
    at = 0
    while at + 2 <= len(modifiers):
        code = struct.unpack_from("<H", modifiers, at)[0]
        size = _OPERAND.get(code >> 13, 0)
        if code >> 13 == 6:
            size = 1 + (modifiers[at + 2] if at + 2 < len(modifiers) else 0)
        yield code, modifiers[at + 2 : at + 2 + size]
        at += 2 + size


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
