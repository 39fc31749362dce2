"""RTF: its visible text.

Left out, and counted: hidden and deleted runs, comments, and letters in the colour of their ground.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ocr.text.held import Colour, Held, count
from ocr.text.looks import MIXED, Looks, is_unseen
from ocr.text.plain import load

_RTF = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-f]{2})|\\(?P<symbol>[^a-z])"
    r"|(?P<brace>[{}])|(?P<newline>[\r\n]+)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_SILENT = frozenset(
    (
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore", "generator",
        "listtable", "listoverridetable", "rsidtbl", "xmlnstbl", "latentstyles", "fldinst",
        "annotation", "atnid", "xe", "tc", "rxe", "shprslt",
        "atnauthor", "filetbl", "revtbl", "nonshppict", "bkmkstart", "bkmkend",
    )
)
_BREAKS = {
    "par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\f", "tab": "\t", "cell": " | ", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
}


_KINDS = {"v": "hidden_text", "deleted": "tracked_change", "annotation": "comment"}
_MARGINS = {"header": "", "footer": "", "headerl": "facingp", "headerr": "", "headerf": "titlepg", "footerl": "facingp",
            "footerr": "", "footerf": "titlepg"}  # fmt: skip
"""Headers and footers, and the word without which they are not shown."""
_PATTERNS = {"chshdng": "ground", "shading": "below"}


_NUMBERS = {"cf": "letters", "highlight": "highlight", "cb": "ground", "chcbpat": "ground", "cbpat": "below",
            "fs": "size"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group and those inside it."""

    silent: bool = False
    """In a destination that is no text."""
    kind: str | None = None
    """The kind of leak that its text is."""
    skip: int = 1
    """Characters that stand for one of Unicode."""
    letters: int = 0
    """Number of a colour; 0 is the default, as it is of those below."""
    highlight: int = 0
    ground: int = 0
    """Of the letters themselves; -1 for a pattern of two colours."""
    below: int = 0
    """Of the paragraph."""
    size: int = 24
    """Half points."""
    in_row: bool = False
    floats: bool = False
    """In a text box, which has a ground of its own."""


def read_rtf(path: Path, held: Held | None = None) -> list[list[str]]:
    """The visible text of an RTF file; pictures and properties are left out too."""
    return rtf_text(load(path), held)


def rtf_text(data: bytes, held: Held | None = None) -> list[list[str]]:
    """The visible text of RTF bytes, one section per page break."""
    source = _without_bytes(data).decode("latin-1")
    words = {word for word in ("facingp", "titlepg") if re.search(rf"\\{word}(?![a-z])", source)} | {""}
    colours = _colours(source)
    out: list[str] = []
    unseen: dict[str, list[str]] = {}
    stack: list[_State] = []
    state, skip, starred = _State(), 0, False
    row = _Row()

    def say(text: str) -> None:
        kind = state.kind or ("hidden_text" if _is_unseen(state, row, colours) else None)
        if kind is not None:
            unseen.setdefault(kind, []).append(text)
        elif not state.silent:
            out.append(text)

    for token in _RTF.finditer(source):
        word, number = token["word"], token["number"]
        if token["brace"] == "{":
            stack.append(state)
        elif token["brace"] == "}":
            state, starred = stack.pop() if stack else _State(), False
        elif word:
            word = word.lower()
            known, starred = not starred, False
            row.take(word, number)
            if word in _KINDS and not state.silent:
                state = replace(state, kind=None if number == "0" else _KINDS[word])
            elif word in _SILENT or not known:
                state = replace(state, silent=True, kind=None)
            elif word == "uc":
                state = replace(state, skip=int(number or 1))
            elif word in _MARGINS:
                state = replace(state, silent=_MARGINS[word] not in words, kind=None)
            elif word == "shptxt":
                state = replace(state, silent=False, kind=None, floats=True)
            elif word == "plain":
                state = replace(state, kind=None, letters=0, ground=0, highlight=0, size=24)
            elif word == "pard":
                state = replace(state, below=0, in_row=False)
            elif word == "intbl":
                state = replace(state, in_row=True)
            elif word in _NUMBERS:
                given: dict[str, Any] = {_NUMBERS[word]: int(number or 0)}
                state = replace(state, **given)
            elif word in _PATTERNS and int(number or 0) > 0:
                given = {_PATTERNS[word]: -1}
                state = replace(state, **given)
            elif word == "u" and number:
                say(chr(int(number) % 65536))
                skip = state.skip
            elif word in _BREAKS and not state.silent and state.kind is None:
                out.append(_BREAKS[word])
        elif token["symbol"] == "*":
            starred = True
        elif token["newline"]:
            continue
        elif skip:
            skip -= 1
        elif token["hex"]:
            say(bytes.fromhex(token["hex"]).decode("cp1252", "replace"))
        elif token["symbol"]:
            say({"~": " ", "_": "-", "-": ""}.get(token["symbol"], token["symbol"]))
        else:
            say(token["plain"] or "")
    for kind, said in unseen.items():
        count(held, kind, "".join(said))
    text = "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [part.splitlines() for part in text.split("\f")]


_BYTES = re.compile(rb"\\bin(\d{1,10}) ?|[0-9A-Fa-f\r\n]{400,}")


def _without_bytes(data: bytes) -> bytes:
    """RTF without the bytes of its pictures, written as they are or as digits: they are no text, and there are many."""
    kept, at = [], 0
    while found := _BYTES.search(data, at):
        kept.append(data[at : found.start()])
        at = found.end() + int(found[1] or 0)
    return b"".join([*kept, data[at:]])


def _colours(source: str) -> list[Colour | None]:
    """The colours of the file by number; None for the default."""
    table = re.search(r"\{\\colortbl([^{}]*)\}", source)
    found: list[Colour | None] = []
    for entry in table[1].split(";")[:-1] if table else ():
        parts = [re.search(rf"\\{name}(\d+)", entry) for name in ("red", "green", "blue")]
        red, green, blue = (int(part[1]) if part else 0 for part in parts)
        found.append((red, green, blue) if any(parts) else None)
    return found


class _Row:
    """The grounds of the cells of a row, as they were last said, and the cell the text is in."""

    def __init__(self) -> None:
        self._grounds: list[int] = []
        self._next, self._cell = 0, 0

    def take(self, word: str, number: str | None) -> None:
        """Note a word about rows and cells."""
        if word == "trowd":
            self._grounds, self._next, self._cell = [], 0, 0
        elif word == "clcbpat":
            self._next = self._next or int(number or 0)
        elif word == "clshdng" and int(number or 0):
            self._next = -1
        elif word == "cellx":
            self._grounds.append(self._next)
            self._next = 0
        elif word == "cell":
            self._cell += 1
        elif word == "row":
            self._cell = 0

    @property
    def ground(self) -> int:
        """The number of the colour of the cell; -1 for a pattern."""
        return self._grounds[self._cell] if self._cell < len(self._grounds) else 0


def _is_unseen(state: _State, row: _Row, colours: list[Colour | None]) -> bool:
    def at(number: int) -> Colour | None:
        return MIXED if number < 0 else colours[number] if number < len(colours) else None

    cell = row.ground if state.in_row else 0
    looks = Looks(None, at(state.letters), at(state.ground) or at(state.below) or at(cell),
                  at(state.highlight) if state.highlight else None, state.size)
    return is_unseen(looks, may_lie_on_something=state.floats)
