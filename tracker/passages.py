"""Passages of a page that are found again when the page is read anew: by quote, surroundings and position.

The way is that of the W3C's Web Annotation model (TextQuoteSelector with TextPositionSelector beside it).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.db import fold
from ocr.lines import around
from ocr.types import Box, Word

AROUND = 40
"""Characters kept before and after a quote."""
LIKE = 0.72
"""From this likeness on, other letters are the same passage read otherwise (0–1)."""
SHORT = 2
"""A passage of so many words is believed only where its surroundings fit: the same word stands in many places."""
COMMON = 6
"""One of up to so many words may stand in several places: how well the surroundings fit decides among all."""
FITS = 0.5
"""Likeness (0–1) of the surroundings from which they fit."""
VERY_WORDS = 0.1
"""What is added to that likeness where the very words stand."""
SURELY = 0.85
"""From this likeness on no other place is looked for."""
MOST_WINDOWS = 6
"""Candidates that are compared letter by letter."""
_TOKEN = re.compile(r"\S+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text: its words, what stood around them, and where it began (in characters)."""

    start: int
    exact: str
    prefix: str = ""
    suffix: str = ""


def passage_at(text: str, start: int, end: int) -> Passage:
    """The passage of a text between two places, without the blanks at its ends."""
    start, end = without_blanks(text, start, end)
    return Passage(start, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def without_blanks(text: str, start: int, end: int) -> Span:
    """A stretch of a text without the blanks at its ends; places beyond the text are brought to its ends."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def find_passage(text: str, passage: Passage) -> Span | None:
    """Where the passage stands in a text that may have been read anew; None when it is there no more.

    The very words come first (blanks and line breaks do not count), the place whose surroundings fit best; else words
    that are like them. A word or two are believed only between surroundings that fit, and found by these alone.
    """
    wanted = passage.exact.split()
    if not wanted:
        return None
    exact = re.compile(r"\s+".join(map(re.escape, wanted)))
    places = [found.span() for found in exact.finditer(text)]
    if (there := exact.match(text, passage.start)) is not None:
        places.append(there.span())
    has_around = bool(passage.prefix.strip() or passage.suffix.strip())
    best = max(places, key=lambda span: _fit(text, span, passage)) if places else None
    if best is not None and (
            not has_around or len(wanted) > COMMON or _around_fits(text, best, passage) >= SURELY):
        return best
    alike = _alike(text, passage, [fold(word) for word in wanted])
    if not has_around or len(wanted) > COMMON:
        return alike
    fitting = [(_around_fits(text, span, passage) + VERY_WORDS * (span in places), -place, span)
               for place, span in enumerate((best, alike, _between(text, passage))) if span]
    likeness, _, found = max(fitting, default=(0.0, 0, None))
    return found if likeness >= FITS or len(wanted) > SHORT else None


def find_gap(text: str, passage: Passage) -> int | None:
    """Where, between two lines of a text that may have been read anew, something is to be put in: after the end of the
    passage's `prefix`, else before its `suffix`; None when neither stands there any more."""
    for words, before in ((_cut(passage.prefix, first=True), True), (_cut(passage.suffix, first=False), False)):
        if not words:
            continue
        near = max(0, passage.start - len(passage.prefix)) if before else passage.start
        span = find_passage(text, Passage(near, words))
        if span is not None:
            return span[1] if before else span[0]
    return None


def _around_fits(text: str, span: Span, passage: Passage) -> float:
    """Likeness (0–1) of what stands around a place to what stood around the passage, both sides together."""
    # Before the first word of a page nothing stood: that is a likeness too.
    before = len(passage.prefix) if passage.start else AROUND
    sides = [(text[max(0, span[0] - before) : span[0]], passage.prefix),
             (text[span[1] : span[1] + len(passage.suffix)], passage.suffix)]
    # A side counts by how much of it there was.
    weighed = [(SequenceMatcher(None, _plain(now), _plain(was), autojunk=False).ratio(), max(len(was.strip()), 4))
               for now, was in sides if was.strip() or passage.start == 0]
    return sum(likeness * weight for likeness, weight in weighed) / sum(weight for _, weight in weighed)


def _between(text: str, passage: Passage) -> Span | None:
    """The stretch between the surroundings of a passage whose own words were read otherwise."""
    before, after = _cut(passage.prefix, first=True), _cut(passage.suffix, first=False)
    if len(before.split()) < SHORT or len(after.split()) < SHORT:
        return None
    head = find_passage(text, Passage(max(0, passage.start - len(passage.prefix)), before))
    tail = find_passage(text, Passage(passage.start + len(passage.exact), after))
    if head is None or tail is None or not 0 < tail[0] - head[1] <= 2 * len(passage.exact) + 10:
        return None
    found = passage_at(text, head[1], tail[0])
    return (found.start, found.start + len(found.exact)) if found.exact else None


def _cut(side: str, *, first: bool) -> str:
    """Surroundings without the word at their outer end, of which a part may be missing."""
    words = side.split()
    if len(side) >= AROUND and len(words) > 1:
        words = words[1:] if first else words[:-1]
    return " ".join(words)


def _fit(text: str, span: Span, passage: Passage) -> tuple[float, int]:
    before = _same_end(_plain(text[max(0, span[0] - 2 * AROUND) : span[0]]), _plain(passage.prefix))
    after = _same_end(_plain(text[span[1] : span[1] + 2 * AROUND])[::-1], _plain(passage.suffix)[::-1])
    return before + after, -abs(span[0] - passage.start)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _same_end(one: str, other: str) -> int:
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count


def _alike(text: str, passage: Passage, wanted: list[str]) -> Span | None:
    tokens = [(fold(match[0]), *match.span()) for match in _TOKEN.finditer(text)]
    size = len(wanted)
    sought = Counter(wanted)
    candidates: list[tuple[int, int, int]] = []
    for length in {max(1, size - 1), size, size + 1}:
        for first in range(len(tokens) - length + 1):
            shared = sum((sought & Counter(token for token, _, _ in tokens[first : first + length])).values())
            distance = abs(tokens[first][1] - passage.start)
            candidates.append((-shared, distance, first * 10_000 + length))
    best: tuple[float, float, int, Span] | None = None
    joined = " ".join(wanted)
    for _, distance, place in sorted(candidates)[: MOST_WINDOWS * 3]:
        first, length = divmod(place, 10_000)
        stretch = tokens[first : first + length]
        likeness = SequenceMatcher(None, joined, " ".join(token for token, _, _ in stretch), autojunk=False).ratio()
        span = (stretch[0][1], stretch[-1][2])
        around_it = _around_fits(text, span, passage) if passage.prefix or passage.suffix else 0.0
        found = (likeness + around_it, _fit(text, span, passage)[0], -distance, span)
        if likeness >= LIKE and (best is None or found > best):
            best = found
    return best[3] if best else None


def word_spans(text: str, words: Sequence[Word]) -> list[Span]:
    """Where each word of a page stands in its text; an empty span where it does not."""
    spans: list[Span] = []
    at = 0
    for word in words:
        found = text.find(word.text, at) if word.text else -1
        # Words come in the text's order with little between them: what is far away is another word.
        if found < 0 or found - at > 200:
            spans.append((at, at))
            continue
        at = found + len(word.text)
        spans.append((found, at))
    return spans


def words_within(spans: Sequence[Span], start: int, end: int) -> list[int]:
    """Indexes of the words that stand in a stretch of the text, wholly or in part."""
    return [index for index, (first, last) in enumerate(spans) if first < last and first < end and last > start]


def boxes_of(words: Sequence[Word], indexes: Sequence[int]) -> list[Box]:
    """Boxes around words, one for each line they stand in."""
    lines: list[list[Word]] = []
    for index in indexes:
        word = words[index]
        if lines and _beside(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [around(word.box for word in line) for line in lines]


def _beside(one: Word, other: Word) -> bool:
    middle = (other.box[1] + other.box[3]) / 2
    return one.box[1] <= middle <= one.box[3] and other.box[0] >= one.box[0]
