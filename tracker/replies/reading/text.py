"""Fold a letter to plain lower-case words, remembering where each letter came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

_MARKS = str.maketrans({"\x00": " ", "\x01": " "})
HIDDEN = "\x00"
"""Stands where a passage is not the agency speaking about this request; no pattern can cross it."""

_HYPHENATED = re.compile(r"(?<=[a-z])-\s*\n\s*(?=[a-z])")
_MARKUP = re.compile(r"<br\s*/?>|</?[bpiu]>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(
    r"(?P<stop>(?<![.?!…])[.?!…]++[\"”’»)\]]*+)(?=\s|\n)"
    r"|(?P<gap>\n[ \t]*\n|\x01)"
    r"|(?P<item>\n[ \t]*(?=(?:[-•▪●◦*✓➢]|\d{1,2}[.)\-]|[a-z][)]|[ivx]{1,5}[.)])[ \t]))"
)
_SHORT = frozenset(
    [
        "art",
        "arts",
        "fracc",
        "frac",
        "fr",
        "num",
        "nums",
        "no",
        "nos",
        "lic",
        "dr",
        "dra",
        "mtro",
        "mtra",
        "ing",
        "c",
        "cc",
        "cp",
        "av",
        "col",
        "tel",
        "ext",
        "exts",
        "p",
        "pp",
        "pag",
        "pags",
        "inc",
        "sr",
        "sra",
        "srta",
        "prof",
        "profa",
        "arq",
        "gral",
        "cap",
        "lfta",
        "lftaip",
        "lgtaip",
        "cfr",
        "vid",
        "etc",
        "s",
        "a",
        "de",
        "r",
        "l",
        "v",
        "d",
        "o",
        "f",
        "n",
        "dto",
        "ley",
        "ref",
        "exp",
        "of",
        "h",
        "km",
        "edif",
        "esq",
        "int",
        "mza",
        "lt",
        "deleg",
        "ob",
        "cd",
        "edo",
        "mpio",
    ]
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of the folded text, `start` to `end`, that is read as one statement."""

    start: int
    end: int


class Letter:
    """All pages of a reply as one folded text; every position leads back to its page and its own letters."""

    def __init__(self, pages: Sequence[str], mend: Callable[[str], str] | None = None) -> None:
        self.pages = tuple(pages)
        joined, origin = _join(self.pages)
        self.folded, self.origin = _fold(joined, origin, mend)
        self._spoken = self.folded

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The statements of the letter, in order."""
        return tuple(_sentences(self.folded))

    @property
    def spoken(self) -> str:
        """The folded text with the hidden passages blotted out, same length."""
        return self._spoken

    @property
    def said(self) -> str:
        """The folded text without the hidden passages, page and line marks."""
        return self._spoken.translate(_MARKS)

    def tie(self, position: int) -> None:
        """Join the words on both sides of a space, so that no rule reads them one by one."""
        self._spoken = f"{self._spoken[:position]}_{self._spoken[position + 1 :]}"

    def hide(self, start: int, end: int) -> None:
        """Blot out a passage, so that no rule reads it."""
        if end > start:
            self._spoken = self._spoken[:start] + HIDDEN * (end - start) + self._spoken[end:]

    def sentence_at(self, position: int) -> Sentence:
        """The statement a position lies in."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle].start <= position:
                low = middle
            else:
                high = middle - 1
        return self.sentences[low]

    def around(self, start: int, end: int, longest: int) -> tuple[int, int]:
        """The statement two positions lie in, without what is hidden in it, cut to whole words near `longest`."""
        sentence = self.sentence_at(start)
        low = max(sentence.start, self._spoken.rfind(HIDDEN, sentence.start, start) + 1)
        cut = self._spoken.find(HIDDEN, end, max(sentence.end, end))
        high = cut if cut >= 0 else max(sentence.end, end)
        if high - low > longest:
            spare = max(0, longest - (end - start)) // 2
            if start - low > spare:
                low = self._word_start(start - spare, start)
            high = min(high, low + longest)
            high = max(end, self._spoken.rfind(" ", end, high) if high < len(self._spoken) else high)
        page = self.origin[start][0]
        while low < start and self.origin[low][0] != page:
            low += 1
        return low, high

    def _word_start(self, position: int, limit: int) -> int:
        space = self._spoken.find(" ", position, limit)
        return limit if space < 0 else space + 1

    def quote(self, start: int, end: int) -> tuple[int, str]:
        """The page number (from 1) and the page's own letters between two positions of the folded text."""
        spots = [self.origin[i] for i in range(start, end) if self.origin[i][0] >= 0]
        if not spots:
            return 1, ""
        first = spots[0][0]
        on_page = [spot for page, spot in spots if page == first]
        piece = self.pages[first][min(on_page) : max(on_page) + 1]
        return first + 1, piece.strip()


def _join(pages: tuple[str, ...]) -> tuple[str, list[tuple[int, int]]]:
    letters: list[str] = []
    origin: list[tuple[int, int]] = []
    for number, page in enumerate(pages):
        if number:
            letters.append("\n")
            origin.append((-1, -1))
        letters.extend(page)
        origin.extend((number, i) for i in range(len(page)))
    return "".join(letters), origin


def _fold(
    text: str, origin: list[tuple[int, int]], mend: Callable[[str], str] | None
) -> tuple[str, list[tuple[int, int]]]:
    text = _MARKUP.sub(lambda match: "\x01" + " " * (len(match.group()) - 1), text)
    letters: list[str] = []
    where: list[tuple[int, int]] = []
    for i, letter in enumerate(text):
        for plain in _plain(letter):
            if plain == " " and letters and letters[-1] == " ":
                continue
            letters.append(plain)
            where.append(origin[i])
    folded = "".join(letters)
    for match in reversed(list(_HYPHENATED.finditer(folded))):
        folded = folded[: match.start()] + folded[match.end() :]
        del where[match.start() : match.end()]
    return _mended(folded, where, mend) if mend else (folded, where)


def _plain(letter: str) -> str:
    if letter in "\n\x01":
        return letter
    if letter.isspace() or letter in "_­\x00":
        return " "
    low = letter.lower()
    if low < "\x7f":
        return low
    return "".join(part for part in unicodedata.normalize("NFKD", low).lower() if not unicodedata.combining(part))


def _mended(folded: str, where: list[tuple[int, int]], mend: Callable[[str], str]) -> tuple[str, list[tuple[int, int]]]:
    pieces: list[str] = []
    spots: list[tuple[int, int]] = []
    last = 0
    for match in _WORD.finditer(folded):
        better = mend(match.group())
        if better == match.group():
            continue
        start, end = match.span()
        pieces += [folded[last:start], better]
        spots += where[last:start]
        spots += [where[min(start + i * (end - start) // len(better), end - 1)] for i in range(len(better) - 1)]
        spots.append(where[end - 1])
        last = end
    pieces.append(folded[last:])
    spots += where[last:]
    return "".join(pieces), spots


def _sentences(folded: str) -> list[Sentence]:
    found: list[Sentence] = []
    start = seen = 0
    for match in _BREAK.finditer(folded):
        if match.lastgroup == "stop" and not _ends_here(folded, match.start(), match.end()):
            continue
        if _WORD.search(folded, seen, match.end()):
            found.append(Sentence(start, match.end()))
            start = match.end()
        seen = match.end()
    if _WORD.search(folded, start):
        found.append(Sentence(start, len(folded)))
    return found or [Sentence(0, 0)]


def _ends_here(folded: str, stop: int, after: int) -> bool:
    before = re.search(r"[^\W_]+$", folded[max(0, stop - 20) : stop])
    if folded[stop] in "?!":
        return True
    if before is None:
        return True
    word = before.group()
    if word in _SHORT or (len(word) == 1 and word.isalpha()) or re.fullmatch("[ivx]{1,5}", word):
        return False
    if word.isdigit() and re.search(r"\bart(?:iculo|iculos|s)?\.?\s+\d+$", folded[max(0, stop - 24) : stop]):
        return False
    nxt = folded[after : after + 3].strip()
    return not (word.isdigit() and len(word) <= 2 and nxt[:1].isdigit())
