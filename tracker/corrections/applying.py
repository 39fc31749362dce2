"""A page's text and words with people's corrections in their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.lines import around
from ocr.types import Word
from tracker.corrections.models import Correction
from tracker.passages import Passage, Span, find_passage, word_spans, words_within


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction found in the machine's text: where it stands there, and where in the corrected text."""

    correction: Correction
    was: Span
    now: Span


@dataclass(frozen=True, slots=True)
class Corrected:
    """A page's text as people corrected it; `loose` are corrections whose words the machine's text has no more."""

    text: str
    placed: tuple[Placed, ...] = ()
    loose: tuple[Correction, ...] = ()


def live(corrections: Sequence[Correction]) -> list[Correction]:
    """Those that hold: not withdrawn, and replaced by none that holds."""
    standing = [one for one in corrections if one.withdrawn_at is None]
    replaced = {one.replaces_id for one in standing}
    return [one for one in standing if one.id not in replaced]


def apply(text: str, corrections: Sequence[Correction]) -> Corrected:
    """The text with every correction that holds; lines the machine did not read come at the end."""
    found: list[tuple[Span, Correction]] = []
    loose: list[Correction] = []
    added: list[Correction] = []
    for correction in live(corrections):
        if not correction.exact:
            added.append(correction)
            continue
        span = find_passage(text, passage_of(correction))
        if span is None or any(span[0] < other[1] and span[1] > other[0] for other, _ in found):
            loose.append(correction)
        else:
            found.append((span, correction))
    pieces: list[str] = []
    placed: list[Placed] = []
    at = length = 0
    for span, correction in sorted(found, key=lambda pair: pair[0]):
        pieces += [text[at : span[0]], correction.text]
        length += span[0] - at
        placed.append(Placed(correction, span, (length, length + len(correction.text))))
        length += len(correction.text)
        at = span[1]
    pieces.append(text[at:])
    length += len(text) - at
    for correction in (*added, *loose):
        if not correction.text:
            continue
        gap = "\n" if length else ""
        pieces += [gap, correction.text]
        length += len(gap)
        if not correction.exact:
            placed.append(Placed(correction, (len(text), len(text)), (length, length + len(correction.text))))
        length += len(correction.text)
    return Corrected("".join(pieces), tuple(placed), tuple(loose))


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
