"""Hidden rows and columns, and comments, of workbooks of Excel 97–2003 ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from ocr.text.unseen_cells import Unseen

_BOF, _EOF, _BOUND, _ROW, _COLUMNS, _TEXT, _CONTINUE = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D, 0x01B6, 0x003C
_OBJECT, _COMMENT = 0x005D, 0x0019
_FLAT = 0x20
"""Bit of a row's options: no height."""


def xls_unseen(path: Path) -> tuple[dict[str, Unseen], int]:
    """By name of the sheet what the workbook hides, and the number of characters in its comments."""
    import olefile

    with olefile.OleFileIO(str(path)) as compound:
        name = next((name for name in ("Workbook", "Book") if compound.exists(name)), None)
        if name is None:
            return {}, 0
        with compound.openstream(name) as stream:
            data = bytes(stream.read())
    found: dict[str, Unseen] = {}
    noted = 0
    for title, at in _sheets(data):
        hides = Unseen()
        is_comment = False
        for kind, content in _records(data, at):
            if kind == _ROW and len(content) >= 16:
                row, options = struct.unpack_from("<H", content)[0], struct.unpack_from("<I", content, 12)[0]
                if options & _FLAT:
                    hides.rows.append((row, row))
            elif kind == _COLUMNS and len(content) >= 10:
                first, last, wide, _, options = struct.unpack_from("<HHHHH", content)
                if options & 1 or wide == 0:
                    hides.columns.append((first, last))
            elif kind == _OBJECT and len(content) >= 6:
                is_comment = struct.unpack_from("<H", content, 4)[0] == _COMMENT
            elif kind == _TEXT and len(content) >= 12 and is_comment:
                noted += struct.unpack_from("<H", content, 10)[0]
        found[title] = hides.sort()
    return found, noted


def _records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream."""
    depth = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        yield kind, data[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + length


def _sheets(data: bytes) -> Iterator[tuple[str, int]]:
    """Name and offset of each sheet."""
    for kind, content in _records(data, 0):
        if kind == _BOUND and len(content) >= 8:
            at, _, _, letters, wide = struct.unpack_from("<IBBBB", content)
            text = content[8 : 8 + letters * (2 if wide & 1 else 1)]
            yield text.decode("utf-16-le" if wide & 1 else "latin-1", "replace"), at
