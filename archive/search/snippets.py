"""A piece of a page that shows why it was found: text and the places of the words that matched, never HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.search.marks import Marker

WIDTH = 240
"""Characters of a snippet, about."""

GAP = " … "
"""Between two stretches of one page."""

_SPACE = re.compile(r"\s+")
Match = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` with whitespace evened out, `marks` as `(start, end)` within it, and whether the page goes on before and
    after."""

    text: str
    marks: tuple[tuple[int, int], ...]
    before: bool
    after: bool


def make_snippet(marker: Marker, text: str, width: int = WIDTH) -> Snippet:
    """The stretch of a page (two, when one does not show it all) that answers most of the query; its beginning when
    only fields matched."""
    found = marker.find(text)
    windows = _windows(text, found, width)
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    for start, end in windows:
        piece, placed = _piece(text, start, end, found)
        if pieces:
            pieces.append(GAP)
            length += len(GAP)
        pieces.append(piece)
        marks += [(left + length, right + length) for left, right in placed]
        length += len(piece)
    first, last = windows[0][0], windows[-1][1]
    return Snippet("".join(pieces), tuple(marks), bool(text[:first].strip()), bool(text[last:].strip()))


def _piece(text: str, start: int, end: int, found: Sequence[Match]) -> tuple[str, list[tuple[int, int]]]:
    """A stretch of the page with whitespace evened out, and its marks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    inside = [(max(left, start), min(right, end)) for left, right, _ in found if left < end and right > start]
    pieces: list[str] = []
    placed: list[tuple[int, int]] = []
    length, at = 0, start
    for left, right in _joined(text, inside):
        gap, word = _SPACE.sub(" ", text[at:left]), _SPACE.sub(" ", text[left:right])
        pieces += [gap, word]
        placed.append((length + len(gap), length + len(gap) + len(word)))
        length += len(gap) + len(word)
        at = right
    pieces.append(_SPACE.sub(" ", text[at:end]))
    return "".join(pieces), placed


def _joined(text: str, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks in order; those that touch, or have only a space between them, become one."""
    result: list[tuple[int, int]] = []
    for left, right in sorted(marks):
        if result and (left <= result[-1][1] or text[result[-1][1] : left].isspace()):
            result[-1] = (result[-1][0], max(right, result[-1][1]))
        else:
            result.append((left, right))
    return result


def _windows(text: str, found: Sequence[Match], width: int) -> list[tuple[int, int]]:
    """One stretch, or two that do not touch, of the page; never nothing."""
    if len(text) <= width or not found:
        return [(0, _word_end(text, width))]
    best = _densest(found, width * 2 // 3, set())
    shown = {part for _, _, part in best}
    if shown == {part for _, _, part in found}:
        return [_around(text, best, width)]
    first = _around(text, _densest(found, width // 3, set()), width // 2)
    seen = {part for left, right, part in found if left >= first[0] and right <= first[1]}
    rest = [match for match in found if match[1] <= first[0] or match[0] >= first[1]]
    if not {part for _, _, part in rest} - seen:
        return [_around(text, best, width)]
    second = _around(text, _densest(rest, width // 3, seen), width // 2)
    earlier, later = sorted((first, second))
    return [(earlier[0], max(earlier[1], later[1]))] if later[0] <= earlier[1] else [earlier, later]


def _densest(found: Sequence[Match], reach: int, seen: set[int]) -> Sequence[Match]:
    """The run of matches within `reach` characters that shows most parts not seen yet, then most matches."""
    best: Sequence[Match] = found[:1]
    best_score = (-1, -1)
    last = 0
    for first in range(len(found)):
        last = max(last, first)
        while last + 1 < len(found) and found[last + 1][1] - found[first][0] <= reach:
            last += 1
        inside = found[first : last + 1]
        score = (len({part for _, _, part in inside} - seen), len(inside))
        if score > best_score:
            best, best_score = inside, score
    return best


def _around(text: str, matches: Sequence[Match], width: int) -> tuple[int, int]:
    left, right = matches[0][0], matches[-1][1]
    start = max(0, left - max(0, (width - (right - left)) // 3))
    start = _word_start(text, start, left) if start else 0
    return start, _word_end(text, max(start + width, right))


def _word_start(text: str, at: int, limit: int) -> int:
    for index in range(at, min(at + 30, limit)):
        if text[index].isspace():
            return index + 1
    return at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    for index in range(at, min(at + 30, len(text))):
        if text[index].isspace():
            return index
    return at
