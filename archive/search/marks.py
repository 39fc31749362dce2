"""Which words of a page answer a query: for snippets, and for the boxes drawn on the page image."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from archive.search.analysis import (
    COMMON_WORDS,
    beside_spans,
    english_stem,
    fold,
    has_stem,
    is_plain,
    query_stems,
    spans,
    stems,
    word_after,
)
from archive.search.fuzzy import distance
from archive.search.references import MARK
from archive.search.tree import And, Lower, Most, Node, Or, Places, Slot, Terms

Part = tuple[int, int]
"""A part of the query a word can answer: `(number, -1)` for a word, `(number, slot)` for a place in a phrase."""

Match = tuple[int, int, int]
"""Where a matching word starts and ends, and the number of the part of the query it answers."""


class Marker:
    """Finds what a planned query matched in a text; made once per query, used on many pages."""

    def __init__(self, planned: Node) -> None:
        self._terms: list[frozenset[str]] = []
        self._places: list[Places] = []
        common = {query_stems(word) for word in COMMON_WORDS}
        leaves = list(_leaves(planned))
        telling = [leaf for leaf in leaves if not (isinstance(leaf, Terms) and leaf.stems in common)]
        for leaf in telling or leaves:
            if isinstance(leaf, Terms):
                self._terms.append(frozenset((*leaf.stems, *leaf.weak, *leaf.kin)))
            else:
                self._places.append(leaf)
        self._known: dict[str, tuple[Part, ...]] = {}
        self._slots = [
            (number, index, slot, frozenset((*slot.terms, *slot.weak)), frozenset(slot.stems))
            for number, places in enumerate(self._places, len(self._terms))
            for index, slot in enumerate(places.slots)
        ]
        # Of a word that may differ in any letter, its first two say nothing.
        self._fuzzy = [(number, index, *slot.fuzzy) for number, index, slot, _, _ in self._slots if slot.fuzzy]
        first = [slot for number, index, slot, _, _ in self._slots if index == 0 or self._is_near(number)]
        self._starts = _starts_of(self._terms, [slot for _, _, slot, _, _ in self._slots])
        # A reference is never looked for in the fast way: a text that may hold one is gone through word by word.
        firsts = {start for start in _starts_of(self._terms, first) if start[:1] != MARK}
        self._candidates = _ANY_WORD if self._fuzzy else _starting_with(firsts)
        # A number hidden in several words is all digits: what scans make of a word (`1nforme`) can be none.
        asked = {term for terms in self._terms for term in terms} | {
            term for _, _, slot, words, stems in self._slots for term in (*words, *stems, slot.prefix or "")}
        self._numbers = bool(self._fuzzy) or any(term.isdigit() for term in asked)
        self._references = any(start.startswith(MARK) for start in self._starts)
        self._letters = bool(self._fuzzy) or any(not ch.isdigit() for start in self._starts for ch in start)

    def _is_near(self, number: int) -> bool:
        return self._places[number - len(self._terms)].distance is not None

    def find(self, text: str) -> list[Match]:
        """Every match, in order of the text."""
        if self._candidates is None:
            return []
        found: dict[tuple[int, int], int] = {}
        if is_plain(text, numbers=self._numbers, letters=self._letters, references=self._references):
            self._among_candidates(text, found)
        else:
            self._among_all(text, found)
        return sorted((start, end, part) for (start, end), part in found.items())

    def _among_all(self, text: str, found: dict[tuple[int, int], int]) -> None:
        """The thorough way, word by word."""
        ordered = spans(text)
        slots: dict[Part, list[int]] = {}
        for index, (raw, start, end) in enumerate(ordered):
            for part in self._parts(raw):
                if part[1] < 0:
                    found.setdefault((start, end), part[0])
                else:
                    slots.setdefault(part, []).append(index)
        for raw, start, end in beside_spans(text):
            for number, slot in self._parts(raw):
                if slot < 0 or len(self._places[number - len(self._terms)].slots) == 1:
                    found.setdefault((start, end), number)
        for number, places in enumerate(self._places, len(self._terms)):
            groups = [slots.get((number, slot), []) for slot in range(len(places.slots))]
            if all(groups):
                for first, last in _runs(groups, places.distance):
                    stretch = ordered[first : last + 1] if places.distance is None else [ordered[first], ordered[last]]
                    for _, start, end in stretch:
                        found.setdefault((start, end), number)

    def _among_candidates(self, text: str, found: dict[tuple[int, int], int]) -> None:
        """The fast way, for a text with no broken, spaced-out or grouped words: only words that begin like something
        asked for are looked at. Where words that must be near each other are both there, the thorough way is taken."""
        assert self._candidates is not None
        near: set[Part] = set()
        for candidate in self._candidates.finditer(text):
            start = candidate.start()
            if start and text[start - 1].isalnum() and text[start - 1] not in "ºª":
                continue
            word = word_after(text, start)
            if word is None or word[1] != start:
                continue
            for number, slot in self._parts(word[0]):
                if slot < 0:
                    found.setdefault((start, word[2]), number)
                elif self._is_near(number):
                    near.add((number, slot))
                elif slot == 0:
                    self._follow(text, word, number, len(self._places[number - len(self._terms)].slots), found)
        if any((number, 1 - slot) in near for number, slot in near):
            self._among_all(text, found)

    def _follow(
        self, text: str, word: tuple[str, int, int], number: int, length: int, found: dict[tuple[int, int], int]
    ) -> None:
        """Mark a phrase that begins with this word, if the next words go on with it."""
        stretch = [word]
        for slot in range(1, length):
            following = word_after(text, stretch[-1][2])
            if following is None or (number, slot) not in self._parts(following[0]):
                return
            stretch.append(following)
        for _, start, end in stretch:
            found.setdefault((start, end), number)

    def _parts(self, raw: str) -> tuple[Part, ...]:
        """Parts of the query that a word can answer."""
        known = self._known.get(raw)
        if known is None:
            folded = fold(raw)
            parts: list[Part] = []
            if any(folded.startswith(start) for start in self._starts):
                mine = {*stems(raw), english_stem(raw)}
                parts = [(number, -1) for number, wanted in enumerate(self._terms) if not wanted.isdisjoint(mine)]
                for number, index, slot, words, wanted in self._slots:
                    begins = slot.prefix is not None and folded.startswith(slot.prefix)
                    if begins or folded in words or (wanted and has_stem(folded, wanted)):
                        parts.append((number, index))
            for number, index, word, reach in self._fuzzy:
                is_near = abs(len(word) - len(folded)) <= reach and distance(folded, word, reach) <= reach
                if is_near and (number, index) not in parts:
                    parts.append((number, index))
            known = tuple(parts)
            self._known[raw] = known
        return known


def _starts_of(terms: Sequence[frozenset[str]], slots: Sequence[Slot]) -> frozenset[str]:
    """The first two letters of everything that can match."""
    wanted = {stem for term in terms for stem in term}
    for slot in slots:
        wanted |= {*slot.terms, *slot.weak, *slot.stems}
        wanted |= {slot.prefix} if slot.prefix is not None else set()
    return frozenset(word.lstrip("~")[:2] for word in wanted if word.lstrip("~"))


def matching_words(planned: Node, words: Sequence[str]) -> list[int]:
    """Indexes of the words (of a page, in reading order, as read) that answer the query."""
    starts: list[int] = []
    pieces: list[str] = []
    length = 0
    for word, following in pairwise([*words, ""]):
        starts.append(length)
        pieces.append(word + ("\n" if word.endswith(("-", "‐", "‑", "¬")) and following[:1].islower() else " "))
        length += len(pieces[-1])
    found: set[int] = set()
    for start, end, _ in Marker(planned).find("".join(pieces)):
        found.update(range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1)))
    return sorted(found)


_ANY_WORD = re.compile(r"(?<![^\W_ºª])[^\W_]")
_SAME = {"a": "aáàäâãå", "e": "eéèëê", "i": "iíìïî", "o": "oóòöôõ", "u": "uúùüû", "c": "cç", "y": "yýÿ"}


def _starting_with(starts: Collection[str]) -> re.Pattern[str] | None:
    """A pattern for where a word may begin like one of these; it finds too much rather than too little."""
    if not starts:
        return None
    if any(not (ch.isascii() or ch == "ñ") for start in starts for ch in start):
        return _ANY_WORD
    firsts = "".join(map(_variants, sorted({start[0] for start in starts})))
    seconds = "".join(map(_variants, sorted({start[1] for start in starts if len(start) > 1})))
    anything = any(len(start) < 2 for start in starts)
    return re.compile(f"[{firsts}]" if anything else f"[{firsts}][{seconds}]")


def _variants(letter: str) -> str:
    forms = _SAME.get(letter, letter)
    return "".join(dict.fromkeys(forms + forms.upper()))


def _leaves(node: Node) -> Iterator[Terms | Places]:
    """Everything a page is praised for; what a negation holds is left out."""
    match node:
        case Terms() | Places():
            yield node
        case And(parts) | Or(parts) | Most(parts):
            for part in parts:
                yield from _leaves(part)
        case Lower(part):
            yield from _leaves(part)
        case _:
            return


def _runs(groups: list[list[int]], distance: int | None) -> Iterator[tuple[int, int]]:
    """First and last word of each place where the slots stand together."""
    if distance is None:
        others = [set(group) for group in groups]
        for start in groups[0]:
            if all(start + offset in group for offset, group in enumerate(others)):
                yield start, start + len(groups) - 1
        return
    for left in groups[0]:
        for right in groups[1]:
            if 0 < abs(left - right) <= distance + 1:
                yield min(left, right), max(left, right)
