"""Reading a list of names or terms: pasted, or the first column of a table; and how each line is asked for."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from archive.search.analysis import fold, tokens

WAYS = ("close", "phrase", "all", "typed")
MOST_TERMS = 1000
LONGEST = 300
MAX_BYTES = 5_000_000
_HEADINGS = frozenset("nombre nombres name names persona personas termino terminos term terms palabra palabras".split())
_MARKS = re.compile(r'["“”„«»()|~*:<>]')


class BadList(ValueError):
    """The list cannot be used; the argument is a code: `unreadable empty long`."""


def terms_of(lines: Iterable[object]) -> list[str]:
    """Each line once, in order, without a heading. Raises BadList for none, or for more than `MOST_TERMS`."""
    found: dict[str, str] = {}
    for place, line in enumerate(lines):
        term = " ".join(str(line).split())[:LONGEST] if line is not None else ""
        if not tokens(term) or (place == 0 and fold(term) in _HEADINGS):
            continue
        found.setdefault(fold(term[:64]) + term[64:].casefold(), term)
    if not found:
        raise BadList("empty")
    if len(found) > MOST_TERMS:
        raise BadList("long")
    return list(found.values())


def terms_in_file(data: bytes) -> list[str]:
    """The lines of a text file, or the first column of the first sheet of a table (XLSX, XLS, ODS, CSV)."""
    from tracker.imports.tables import Unreadable, open_table

    if len(data) > MAX_BYTES:
        raise BadList("long")
    with tempfile.NamedTemporaryFile(suffix=".tabla") as file:
        file.write(data)
        file.flush()
        try:
            sheet = next(iter(open_table(Path(file.name))), None)
            rows = [row.cells for row in sheet.rows] if sheet is not None else []
        except Unreadable as problem:
            raise BadList("unreadable") from problem
    is_text = not data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    if is_text and not _is_table(data):
        return terms_of(_text(data).splitlines())
    return terms_of(next((cell for cell in cells if cell is not None), None) for cells in rows)


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _is_table(data: bytes) -> bool:
    """Whether lines look like rows of a table: the same separator in most of them, or a quote around the first."""
    lines = [line for line in _text(data).splitlines() if line.strip()][:50]
    return any(sum(sign in line for line in lines) * 2 > len(lines) for sign in (";", "\t", '",')) or (
        sum(line.count(",") >= 1 for line in lines) == len(lines) > 0 and not any(", " in line for line in lines))


NAME_GAP = 2
"""Words that may stand between two parts of a name: “Pérez López, Juan”, “Juan de la Pérez”; more in a longer name,
since its ends may stand side by side or far apart."""

PARTICLES = frozenset("de del la las los y e".split())
"""Folded. They come and go in names (“De la Cruz Pérez, Ana”, “Ana Cruz Pérez”): a name is looked up without them."""


def query_for(term: str, way: str, *, is_fuzzy: bool = False) -> str:
    """The query a line is looked up by.

    `close`: its words near each other, in any order, as names are written, without `de la` and the like; `phrase`:
    these very words in this order; `all`: all of them on one page; `typed`: as in the search box. Raises ValueError for
    another way.
    """
    if way not in WAYS:
        raise ValueError(way)
    if way == "typed":
        return term
    # In small letters no word is taken for an operator.
    words = [token.raw.lower() for token in tokens(_MARKS.sub(" ", term))]
    gap = max(NAME_GAP, len(words) - 2)
    if way == "close":
        telling = [word for word in words if fold(word) not in PARTICLES]
        words = telling if sum(len(word) > 1 for word in telling) > 1 else words
    if is_fuzzy:
        words = [f"{word}~" if len(word) >= 4 and word.isalpha() else word for word in words]
        if way == "phrase":
            return '"' + " ".join(words) + '"'
    if way == "phrase":
        return '"' + " ".join(words) + '"'
    if way == "all" or len(words) == 1:
        return " ".join(words)
    return f" near~{gap} ".join(words)
