"""Looking for a name in everything the product wrote or answered, however it is packed."""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

PIECE = 7
"""So many letters in a row of a made-up name stand nowhere by chance."""
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_MOST_STREAMS = 3_000
_DEEPEST = 4


def forms_of(name: str) -> set[bytes]:
    """The ways a name, or a piece of it, may be written in bytes that were brought to lower case."""
    folded = name.casefold()
    pieces = {folded[i : i + PIECE] for i in range(len(folded) - PIECE + 1)}
    pieces |= {piece[::-1] for piece in pieces}
    return {form for piece in pieces for form in (piece.encode(), piece.encode("utf-16-le"), piece.encode("utf-16-be"))}


def layers_of(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes themselves and what is packed in them: zip members, gzip, zlib streams."""
    yield data
    if depth >= _DEEPEST:
        return
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for entry in archive.infolist():
                    yield entry.filename.encode()
                    yield from layers_of(archive.read(entry), depth + 1)
        except (zipfile.BadZipFile, RuntimeError):
            pass
    elif data[:2] == b"\x1f\x8b":
        with contextlib.suppress(OSError):
            yield from layers_of(gzip.decompress(data), depth + 1)
    if data[:4] == b"\x89PNG":
        return  # its streams are pixels
    for count, match in enumerate(_ZLIB.finditer(data)):
        if count > _MOST_STREAMS:
            return
        try:
            inner = zlib.decompressobj().decompress(data[match.start() :], 20_000_000)
        except zlib.error:
            continue
        if len(inner) > PIECE:
            yield inner


def values_of(database: Path) -> Iterator[tuple[str, bytes]]:
    """Every value of every row of a SQLite database, by table and column."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for table in tables:
            cursor = connection.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor:
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, str | bytes):
                        yield f"{table}.{name}", value.encode() if isinstance(value, str) else value


def says(data: bytes, forms: Iterable[bytes]) -> bool:
    """Whether bytes, or anything packed in them, say one of the forms."""
    wanted = re.compile(b"|".join(re.escape(form) for form in forms))
    return any(wanted.search(_folded(layer)) for layer in layers_of(data))


def _folded(data: bytes) -> bytes:
    try:
        text = unicodedata.normalize("NFKD", data.decode())
    except UnicodeDecodeError:
        return data.lower()
    return "".join(c for c in text if not unicodedata.combining(c)).casefold().encode()


def said_on_disk(folder: Path, forms: Iterable[bytes], without: Iterable[Path] = ()) -> list[str]:
    """The files under a folder, those kept untouched apart, and the values of its databases that say a form."""
    forms, left_out = list(forms), list(without)
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(path.is_relative_to(other) for other in left_out):
            if says(str(path.relative_to(folder)).encode(), forms) or says(path.read_bytes(), forms):
                found.append(str(path.relative_to(folder)))
            if path.read_bytes()[:15] == b"SQLite format 3":
                found += [where for where, value in values_of(path) if says(value, forms)]
    return found
