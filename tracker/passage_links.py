"""A passage of a page as part of an address, found again after the page was read anew, and nothing kept for it.

A code is `412-96.los-agentes-detenidos..en-mayo-de-2011`: where the passage began and how long it was in the page's
text, in characters, then its first and its last words in plain letters. As long as the text stands as it did, the
code names exactly the passage; else its words find it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.passages import Passage, Span, find_passage, without_blanks

ENDS = 4
"""Words of a long passage that stand in its code, at each end."""
MOST = 4000
"""Characters of a passage."""
_CODE = re.compile(r"(\d{1,7})-(\d{1,5})\.([a-z0-9-]{1,300}?)(?:\.\.([a-z0-9-]{1,300}))?")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Token:
    said: str
    start: int
    end: int


def passage_code(text: str, start: int, end: int) -> str:
    """The code of a stretch of a text; empty for a stretch without a letter."""
    start, end = whole_words(text, start, end)
    tokens = [token.said for token in _tokens(text[start:end])]
    if not tokens:
        return ""
    where = f"{start}-{end - start}."
    if len(tokens) <= 2 * ENDS:
        return where + "-".join(tokens)
    return where + "-".join(tokens[:ENDS]) + ".." + "-".join(tokens[-ENDS:])


def code_of(start: int, exact: str) -> str:
    """The code of a passage kept with its words and the place where it began."""
    tokens = passage_code(exact, 0, len(exact))
    return f"{start}{tokens[1:]}" if tokens else ""


def whole_words(text: str, start: int, end: int) -> Span:
    """A stretch widened to whole words, without the blanks at its ends."""
    start, end = without_blanks(text, start, end)
    if start == end:
        return start, start
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def find_code(text: str, code: str) -> Span | None:
    """Where the passage of a code stands in a text now; None when it is there no more, or the code is none."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    start, length = int(match[1]), int(match[2])
    first, last = match[3].split("-"), match[4].split("-") if match[4] else []
    if _says(text[start : start + length], first, last) and whole_words(text, start, start + length) == (
            start, start + length):
        return start, start + length
    tokens = list(_tokens(text))
    begins = _places(tokens, first)
    if not last:
        near = min(begins, key=lambda span: abs(span[0] - start), default=None)
        return near or find_passage(text, Passage(start, " ".join(first)))
    ends = _places(tokens, last)
    pairs = [(one[0], other[1]) for one in begins for other in ends
             if other[0] >= one[0] and other[1] - one[0] <= 2 * length + 80]
    if pairs:
        return min(pairs, key=lambda span: (abs(span[1] - span[0] - length), abs(span[0] - start)))
    # One end was read otherwise: the other and the length tell where it stood.
    head = min(begins, key=lambda span: abs(span[0] - start), default=None) or find_passage(
        text, Passage(start, " ".join(first)))
    tail = min(ends, key=lambda span: abs(span[1] - start - length), default=None) or find_passage(
        text, Passage(max(0, start + length - sum(map(len, last))), " ".join(last)))
    if head and tail and length / 2 <= tail[1] - head[0] <= 2 * length:
        return head[0], tail[1]
    return None


def _says(stretch: str, first: Sequence[str], last: Sequence[str]) -> bool:
    said = [token.said for token in _tokens(stretch)]
    return said == list(first) if not last else (
        len(said) > 2 * ENDS and said[: len(first)] == list(first) and said[-len(last) :] == list(last))


def _places(tokens: Sequence[_Token], wanted: Sequence[str]) -> list[Span]:
    count = len(wanted)
    return [(tokens[at].start, tokens[at + count - 1].end) for at in range(len(tokens) - count + 1)
            if all(tokens[at + step].said == wanted[step] for step in range(count))]


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        letters = unicodedata.normalize("NFKD", match[0].casefold())
        plain = "".join(ch for ch in letters if ch.isascii() and ch.isalnum())
        if plain:
            yield _Token(plain, *match.span())
