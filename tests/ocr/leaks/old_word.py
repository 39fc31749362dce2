"""Generated Word 97–2003 documents with formatted runs, paragraphs, styles and comments. Invented content only."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tests.ocr.compound import compound

START = 0x800


@dataclass(frozen=True, slots=True)
class Run:
    """Letters with modifiers of their own; a paragraph ends with `\\r` or `\\x07`."""

    text: str
    modifiers: bytes = b""
    paragraph: bytes = b""
    """Modifiers of the paragraph that it ends."""
    style: int = 0
    """Of the paragraph that it ends."""


def said(code: int, operand: bytes) -> bytes:
    """One modifier."""
    return struct.pack("<H", code) + operand


def style(kind: int, modifiers: bytes = b"", paragraph: bytes = b"", base: int = 0xFFF, number: int = 0xFFE) -> bytes:
    """A style of paragraphs (1), letters (2) or tables (3)."""
    parts = {1: [b"\0\0" + paragraph, modifiers], 2: [modifiers], 3: [b"", b"\0\0", modifiers]}[kind]
    name = "Uno"
    held = struct.pack("<HHHHH", number, kind | base << 4, len(parts), 0, 0) + struct.pack("<H", len(name))
    held += name.encode("utf-16-le") + b"\0\0"
    for part in parts:
        held += struct.pack("<H", len(part)) + part + b"\0" * (len(part) % 2)
    return struct.pack("<H", len(held)) + held + b"\0" * (len(held) % 2)


def document(runs: Sequence[Run], comment: str = "", styles: Sequence[bytes] = (), piece: int = 0,
             groups: Sequence[bytes] = (), boxes: str = "") -> bytes:
    """A document of these runs; `piece` is what a fast saving says of the last run."""
    runs = [*runs, *([Run(comment + "\r")] if comment else []), *([Run(boxes + "\r")] if boxes else [])]
    text = "".join(run.text for run in runs)
    body = text.encode("cp1252")
    assert len(body) == len(text)
    split = len(text) - len(runs[-1].text)
    plc = struct.pack("<III", 0, split, len(text)) + struct.pack("<HIH", 0, START * 2 | 0x40000000, 0) + struct.pack(
        "<HIH", 0, (START + split) * 2 | 0x40000000, piece)
    held = b"".join(b"\x01" + struct.pack("<H", len(group)) + group for group in groups)
    clx = held + b"\x02" + struct.pack("<I", len(plc)) + plc
    first_page = -(-(START + len(body)) // 512)
    pages, lists = b"", []
    for entries, wide in ((_letters(runs), 1), (_paragraphs(runs), 13)):
        page, bounds = bytearray(512), [entries[0][0], *(last for _, last, _ in entries)]
        struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
        at = 510
        for index, (_, _, content) in enumerate(entries):
            if content:
                at -= len(content) + len(content) % 2
                page[at : at + len(content)] = content
                page[4 * len(bounds) + wide * index] = at // 2
        assert at > 4 * len(bounds) + wide * len(entries)
        page[511] = len(entries)
        lists.append(struct.pack("<III", bounds[0], bounds[-1], first_page + len(pages) // 512))
        pages += bytes(page)
    sheet = struct.pack("<HHH", 4, len(styles), 10) + b"".join(styles)
    fib, table = bytearray(START), b""
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x0200)
    extra = len(comment) + 1 if comment else 0
    boxed = len(boxes) + 1 if boxes else 0
    struct.pack_into("<8I", fib, 0x4C, len(text) - extra - boxed, 0, 0, 0, extra, 0, boxed, 0)
    for number, part in ((33, clx), (12, lists[0]), (13, lists[1]), (1, sheet)):
        struct.pack_into("<II", fib, 0x9A + 8 * number, len(table), len(part))
        table += part
    main = bytes(fib) + body.ljust(first_page * 512 - START, b"\0") + pages
    return compound({"WordDocument": main.ljust(4096, b"\0"), "1Table": table.ljust(4096, b"\0")})


def _letters(runs: Sequence[Run]) -> list[tuple[int, int, bytes]]:
    found, at = [], START
    for run in runs:
        content = bytes([len(run.modifiers)]) + run.modifiers if run.modifiers else b""
        found.append((at, at + len(run.text), content))
        at += len(run.text)
    return found


def _paragraphs(runs: Sequence[Run]) -> list[tuple[int, int, bytes]]:
    found, first, at = [], START, START
    for run in runs:
        at += len(run.text)
        if run.text.endswith(("\r", "\x07")):
            content = struct.pack("<H", run.style) + run.paragraph
            content += b"\0" * (1 - len(content) % 2)  # an odd length is written in halves, rounded up
            found.append((first, at, bytes([(len(content) + 1) // 2]) + content))
            first = at
    return found
