"""Which words of a page answer a query: for snippets, and for the boxes drawn on the page image."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.search.analysis import Span, beside_spans, english_stem, fold, has_stem, spans, stems
from archive.search.tree import And, Lower, Node, Or, Places, Slot, Terms

Part = tuple[int, int]


class Marker:
    """Finds what a planned query matched in a text; made once per query, used on many pages."""

    def __init__(self, planned: Node) -> None:
        self._terms: list[frozenset[str]] = []
        self._places: list[Places] = []
        for leaf in _leaves(planned):
            if isinstance(leaf, Terms):
                self._terms.append(frozenset((*leaf.stems, *leaf.weak)))
            else:
                self._places.append(leaf)
        self._known: dict[str, tuple[Part, ...]] = {}

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """`(start, end, part)` of every match, rising; `part` numbers the part of the query that matched."""
        ordered = spans(text)
        found: dict[tuple[int, int], int] = {}
        slots: dict[Part, list[int]] = {}
        for index, (raw, start, end) in enumerate(ordered):
            for part in self._parts(raw):
                if part[1] < 0:
                    found.setdefault((start, end), part[0])
                else:
                    slots.setdefault(part, []).append(index)
        for raw, start, end in beside_spans(text):
            for leaf, slot in self._parts(raw):
                if slot < 0 or len(self._places[leaf - len(self._terms)].slots) == 1:
                    found.setdefault((start, end), leaf)
        for number, places in enumerate(self._places, len(self._terms)):
            groups = [slots.get((number, slot), []) for slot in range(len(places.slots))]
            if all(groups):
                for first, last in _runs(groups, places.distance):
                    stretch = ordered[first : last + 1] if places.distance is None else [ordered[first], ordered[last]]
                    for _, start, end in stretch:
                        found.setdefault((start, end), number)
        return sorted((start, end, part) for (start, end), part in found.items())

    def _parts(self, raw: str) -> tuple[Part, ...]:
        """Parts of the query that a word can answer: `(term, -1)`, or `(places, slot)`."""
        known = self._known.get(raw)
        if known is None:
            folded = fold(raw)
            mine = {*stems(raw), english_stem(raw)}
            parts = [(number, -1) for number, wanted in enumerate(self._terms) if not wanted.isdisjoint(mine)]
            for number, leaf in enumerate(self._places, len(self._terms)):
                parts += [(number, index) for index, slot in enumerate(leaf.slots) if _fits(slot, folded)]
            known = self._known[raw] = tuple(parts)
        return known


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


def _leaves(node: Node) -> Iterator[Terms | Places]:
    """Everything a page is praised for; what a negation holds is left out."""
    match node:
        case Terms() | Places():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part)
        case Lower(part):
            yield from _leaves(part)
        case _:
            return


def _fits(slot: Slot, folded: str) -> bool:
    if slot.prefix is not None and folded.startswith(slot.prefix):
        return True
    if folded in slot.terms or folded in slot.weak:
        return True
    return bool(slot.stems) and has_stem(folded, frozenset(slot.stems))


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


__all__ = ["Marker", "Span", "matching_words"]
