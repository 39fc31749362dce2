"""A page's text and words with people's corrections in their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.lines import around
from ocr.types import Word
from tracker.corrections.models import Correction
from tracker.passages import Passage, Span, find_gap, find_passage, word_spans, words_within

MOSTLY = 0.6
"""Share of a correction's stretch that a later one must take for it to lie under that one; with less it is loose."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction found in the machine's text: where it stands there, and where in the corrected text."""

    correction: Correction
    was: Span
    now: Span
    break_after: int = 0
    """Characters of the line break that was put in behind it."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A page's text as people corrected it; `loose` are corrections whose words the machine's text has no more,
    `covered` hold, but under a later one of a longer stretch."""

    text: str
    placed: tuple[Placed, ...] = ()
    loose: tuple[Correction, ...] = ()
    covered: tuple[tuple[Span, Correction], ...] = ()
    """Each with its place in the machine's text."""


def live(corrections: Sequence[Correction]) -> list[Correction]:
    """Those that hold: not withdrawn, and replaced by none that holds."""
    standing = [one for one in corrections if one.withdrawn_at is None]
    replaced = {one.replaces_id for one in standing}
    return [one for one in standing if one.id not in replaced]


def apply(text: str, corrections: Sequence[Correction]) -> Corrected:
    """The text with every correction that holds, the later before the earlier where they meet.

    Lines the machine did not read stand where they were put, else at the end.
    """
    found: list[tuple[Span, Correction]] = []
    covered: list[tuple[Span, Correction]] = []
    loose: list[Correction] = []
    for correction in reversed(live(corrections)):
        span = _place(text, correction)
        over = [other for other, of in found if span and of.exact and span[0] < other[1] and span[1] > other[0]]
        if span is None or (over and not any(_shared(span, other) >= MOSTLY for other in over)):
            loose.insert(0, correction)
        elif over:
            covered.insert(0, (span, correction))
        else:
            found.append((span, correction))
    pieces: list[str] = []
    placed: list[Placed] = []
    at = length = 0
    first = _firsts(corrections)
    for span, correction in sorted(found, key=lambda pair: (pair[0], first[pair[1].id])):
        opening, closing = _ends(text, span[0]) if not correction.exact else ("", "")
        pieces += [text[at : span[0]], opening, correction.text, closing]
        length += span[0] - at + len(opening)
        placed.append(Placed(correction, span, (length, length + len(correction.text)), len(closing)))
        length += len(correction.text) + len(closing)
        at = span[1]
    pieces.append(text[at:])
    length += len(text) - at
    for correction in sorted(loose, key=lambda one: first[one.id]):
        if not correction.text:
            continue
        gap = "\n" if length else ""
        pieces += [gap, correction.text]
        length += len(gap)
        if not correction.exact:
            placed.append(Placed(correction, (len(text), len(text)), (length, length + len(correction.text))))
        length += len(correction.text)
    return Corrected("".join(pieces), tuple(placed), tuple(one for one in loose if one.exact), tuple(covered))


def _firsts(corrections: Sequence[Correction]) -> dict[int, int]:
    """For each correction the one it goes back to: lines put in at one place keep their order when one is changed."""
    first: dict[int, int] = {}
    for one in sorted(corrections, key=lambda one: one.id):
        first[one.id] = first.get(one.replaces_id, one.replaces_id) if one.replaces_id else one.id
    return first


def _place(text: str, correction: Correction) -> Span | None:
    """Where a correction belongs in the machine's text; an empty span for a line it did not read."""
    if correction.exact:
        return find_passage(text, passage_of(correction))
    gap = find_gap(text, passage_of(correction))
    return None if gap is None else (gap, gap)


def _ends(text: str, gap: int) -> tuple[str, str]:
    """Line breaks before and after a line that is put in at a place."""
    opening = "" if gap == 0 or text[gap - 1] == "\n" else "\n"
    return opening, "" if gap and text[gap : gap + 1] in ("\n", "") else "\n"


def _shared(span: Span, other: Span) -> float:
    return (min(span[1], other[1]) - max(span[0], other[0])) / max(1, span[1] - span[0])


def machine_place(corrected: Corrected, place: int, *, is_end: bool = False) -> int:
    """Where a place of the corrected text stands in the machine's; within a correction, where that begins or ends."""
    shift = 0
    for one in sorted(corrected.placed, key=lambda one: one.now):
        if place < one.now[0] or (place == one.now[0] and is_end):
            break
        if place < one.now[1] or (place == one.now[1] and is_end):
            return one.was[1] if is_end else one.was[0]
        shift = one.was[1] - one.now[1] - one.break_after
    return max(0, place + shift)


def passage_of(correction: Correction) -> Passage:
    """The machine's words a correction is about."""
    return Passage(correction.start, correction.exact, correction.prefix, correction.suffix)


def corrected_words(text: str, words: Sequence[Word], placed: Sequence[Placed]) -> tuple[list[Word], list[int]]:
    """The page's words as corrected, and for each of the machine's words the index of the one in its place.

    Where numbers of words differ, the place is divided among the new ones by their length.
    """
    spans = word_spans(text, words)
    replaced: dict[int, tuple[list[int], list[Word]]] = {}
    for one in placed:
        indexes = words_within(spans, *one.was)
        if indexes and indexes == list(range(indexes[0], indexes[-1] + 1)):
            replaced[indexes[0]] = (indexes, _in_place([words[i] for i in indexes], one.correction.text.split()))
    made: list[Word] = []
    mapping: list[int] = []
    index = 0
    while index < len(words):
        if index in replaced:
            indexes, new = replaced[index]
            first = len(made)
            made += new
            mapping += [min(first + offset, max(first, len(made) - 1)) for offset in range(len(indexes))]
            index += len(indexes)
        else:
            mapping.append(len(made))
            made.append(words[index])
            index += 1
    return made, [min(place, len(made) - 1) for place in mapping]


def _in_place(old: Sequence[Word], new: Sequence[str]) -> list[Word]:
    if len(old) == len(new):
        return [Word(text, word.box, 100.0) for text, word in zip(new, old, strict=True)]
    x0, y0, x1, y1 = around(word.box for word in old)
    letters = sum(map(len, new)) + max(0, len(new) - 1)
    made, at = [], 0
    for text in new:
        left, right = x0 + (x1 - x0) * at / letters, x0 + (x1 - x0) * (at + len(text)) / letters
        made.append(Word(text, (left, y0, right, y1), 100.0))
        at += len(text) + 1
    return made
