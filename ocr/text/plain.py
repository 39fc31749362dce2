"""Plain text and RTF."""

from __future__ import annotations

import re
from pathlib import Path

from ocr.errors import TooLarge

MOST_BYTES = 64 * 1024 * 1024


def decode(data: bytes) -> str:
    """Text from bytes: by its byte order mark, as UTF-8, else as Windows-1252, which never fails."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def load(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file of bearable size."""
    if path.stat().st_size > most:
        raise TooLarge("text")
    return path.read_bytes()


def read(path: Path) -> list[list[str]]:
    """One section per form feed."""
    return [part.splitlines() for part in decode(load(path)).split("\f")]


_RTF = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-f]{2})|\\(?P<symbol>[^a-z])"
    r"|(?P<brace>[{}])|(?P<newline>[\r\n]+)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_SILENT = frozenset(
    (
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore", "generator",
        "listtable", "listoverridetable", "rsidtbl", "xmlnstbl", "latentstyles", "fldinst", "header", "footer",
        "annotation", "atnid", "atnauthor", "filetbl", "revtbl", "nonshppict", "bkmkstart", "bkmkend",
    )
)
_BREAKS = {
    "par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\f", "tab": "\t", "cell": " | ", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
}


def read_rtf(path: Path) -> list[list[str]]:
    """The visible text of an RTF file; hidden and deleted runs, pictures and properties are left out."""
    return rtf_text(load(path))


def rtf_text(data: bytes) -> list[list[str]]:
    """The visible text of RTF bytes, one section per page break."""
    source = data.decode("latin-1")
    out: list[str] = []
    stack: list[tuple[bool, int]] = []
    silent, unicode_skip, skip = False, 1, 0
    for token in _RTF.finditer(source):
        word, number = token["word"], token["number"]
        if token["brace"] == "{":
            stack.append((silent, unicode_skip))
        elif token["brace"] == "}":
            silent, unicode_skip = stack.pop() if stack else (False, 1)
        elif word:
            word = word.lower()
            if word in _SILENT or (word in ("v", "deleted") and number != "0"):
                silent = True
            elif word in ("v", "deleted"):
                silent = False
            elif word == "uc":
                unicode_skip = int(number or 1)
            elif word == "u" and number and not silent:
                out.append(chr(int(number) % 65536))
                skip = unicode_skip
            elif word in _BREAKS and not silent:
                out.append(_BREAKS[word])
        elif token["symbol"] == "*":
            silent = True
        elif token["newline"]:
            continue
        elif skip:
            skip -= 1
        elif not silent:
            if token["hex"]:
                out.append(bytes.fromhex(token["hex"]).decode("cp1252", "replace"))
            elif token["symbol"]:
                out.append({"~": " ", "_": "-", "-": ""}.get(token["symbol"], token["symbol"]))
            else:
                out.append(token["plain"] or "")
    text = "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [part.splitlines() for part in text.split("\f")]
