"""Answers a planned query over posting lists held as arrays: who matches, and how well (BM25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from archive.search.plan import KIN_WEIGHT
from archive.search.tree import And, Everything, Field, Lower, Most, Node, Not, Or, Places, Range, Slot, Terms

K1, B = 1.2, 0.75
WEAK_SCORE = 1e-4
"""What a page counts that has a word only as OCR misread it: below any page that has it as asked."""

Mask: TypeAlias = NDArray[np.bool_]
Scores: TypeAlias = NDArray[np.float64]
Ids: TypeAlias = NDArray[np.int64]

_PLACE_BITS = 21
"""A page's number and a word's place share one integer; a page has fewer than two million words."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Pages (by position in the index, rising) that have a term, how often, and where (all places in a row)."""

    ids: Ids
    counts: NDArray[np.float64]
    places: Ids | None = None


class PostingSource(Protocol):
    """What the evaluation reads: exact words have places, stems and facts have none."""

    size: int
    lengths: NDArray[np.float64]

    def exact(self, term: str) -> Postings | None:
        """Postings of an exact word."""

    def stem(self, term: str) -> Postings | None:
        """Postings of a stem."""

    def fact(self, term: str) -> Ids:
        """Pages that carry a fact (`agency~inm`)."""

    def words_from(self, prefix: str) -> Sequence[str]:
        """Exact words of the index that begin like this."""

    def words_close(self, word: str, reach: int) -> Sequence[str]:
        """Exact words of the index that differ from a word by so many letters at most."""

    def words_with(self, stem_terms: tuple[str, ...]) -> Sequence[str]:
        """Exact words of the index that have one of these stems."""

    def facts_from(self, prefix: str) -> Sequence[str]:
        """Facts of the index that begin like this."""

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A number field, NaN where a page has none."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Answers planned queries over one state of an index; `allowed` are the pages this person may see now."""

    source: PostingSource
    allowed: Mask

    def run(self, node: Node) -> tuple[Mask, Scores]:
        """Matching pages, and a score for each page of the index (0 where it does not match)."""
        mask, scores = self._node(node)
        mask = mask & self.allowed
        return mask, np.where(mask, scores, 0.0)

    def _node(self, node: Node) -> tuple[Mask, Scores]:
        match node:
            case Terms(stem_terms, weak, kin):
                return self._scored(
                    _merge([self.source.stem(term) for term in stem_terms]),
                    [self.source.stem(term) for term in weak],
                    [self.source.stem(term) for term in kin],
                )
            case Places(slots, distance):
                return self._places(slots, distance)
            case Field():
                return self._flat(self._field(node))
            case Range(name, low, high):
                values = self.source.numbers(name)
                inside = ~np.isnan(values)
                with np.errstate(invalid="ignore"):
                    inside &= (values >= low) if low is not None else True
                    inside &= (values <= high) if high is not None else True
                return self._flat(inside)
            case And(parts):
                return self._all(parts)
            case Or(parts):
                mask, scores = self._none()
                for part in parts:
                    found, points = self._node(part)
                    mask, scores = mask | found, scores + points
                return mask, scores
            case Most(parts, least):
                return self._most(parts, least)
            case Not(part):
                return self._flat(~self._node(part)[0])
            case Lower(part, weight):
                mask, scores = self._node(part)
                return mask, scores * weight
            case Everything():
                return self._flat(np.ones(self.source.size, dtype=bool))
            case _:
                raise TypeError(f"an unplanned part of a query: {type(node).__name__}")

    def _all(self, parts: Sequence[Node]) -> tuple[Mask, Scores]:
        mask, scores = self._flat(np.ones(self.source.size, dtype=bool))
        for part in parts:
            found, points = self._node(part)
            mask &= found
            scores = scores + points
            if not mask.any():
                break
        return mask, np.where(mask, scores, 0.0)

    def _most(self, parts: Sequence[Node], least: int) -> tuple[Mask, Scores]:
        having = np.zeros(self.source.size, dtype=np.int64)
        scores = np.zeros(self.source.size)
        for part in parts:
            found, points = self._node(part)
            having += found
            scores = scores + points
        mask = having >= least
        return mask, np.where(mask, scores, 0.0)

    def _none(self) -> tuple[Mask, Scores]:
        return np.zeros(self.source.size, dtype=bool), np.zeros(self.source.size)

    def _flat(self, mask: Mask) -> tuple[Mask, Scores]:
        return mask, np.zeros(self.source.size)

    def _scored(
        self, strong: Postings | None, weak: Sequence[Postings | None], kin: Sequence[Postings | None] = ()
    ) -> tuple[Mask, Scores]:
        mask, scores = self._none()
        for postings in weak:
            if postings is not None:
                mask[postings.ids] = True
        scores[mask] = WEAK_SCORE
        for postings in kin:
            if postings is not None and len(postings.ids):
                mask[postings.ids] = True
                scores[postings.ids] = np.maximum(scores[postings.ids], KIN_WEIGHT * self._bm25(postings))
        if strong is not None and len(strong.ids):
            mask[strong.ids] = True
            scores[strong.ids] = np.maximum(scores[strong.ids], self._bm25(strong))
        return mask, scores

    def _bm25(self, postings: Postings) -> NDArray[np.float64]:
        """Scores of the pages of a posting list. Rarity is counted over the pages this person may see."""
        visible = int(self.allowed.sum())
        having = int(self.allowed[postings.ids].sum())
        rarity = np.log1p((visible - having + 0.5) / (having + 0.5))
        lengths = self.source.lengths
        average = float(lengths.mean()) or 1.0
        counts = postings.counts
        share = K1 * (1 - B + B * lengths[postings.ids] / average)
        result: NDArray[np.float64] = rarity * counts * (K1 + 1) / (counts + share) + WEAK_SCORE
        return result

    def _field(self, node: Field) -> Mask:
        words = node.value.split()
        mask = np.ones(self.source.size, dtype=bool)
        for index, word in enumerate(words):
            names = [f"{node.name}~{word}"]
            if node.prefix and index == len(words) - 1:
                names = list(self.source.facts_from(names[0]))
            having = np.zeros(self.source.size, dtype=bool)
            for name in names:
                having[self.source.fact(name)] = True
            mask &= having
        return mask

    def _places(self, slots: Sequence[Slot], distance: int | None) -> tuple[Mask, Scores]:
        strong = [self._slot(slot, weak=False) for slot in slots]
        if len(slots) == 1:
            weak = [self.source.exact(term) for term in (*slots[0].weak, *self._close(slots[0]))]
            return self._scored(_counted(strong[0]), weak)
        found = self._scored(_counted(self._together(strong, distance)), [])
        if not any(slot.weak or slot.fuzzy for slot in slots):
            return found
        wider = [self._slot(slot, weak=True) for slot in slots]
        if all(len(wide) == len(narrow) for wide, narrow in zip(wider, strong, strict=True)):
            return found
        loose = _pages_of(self._together(wider, distance))[0]
        mask, scores = found
        added = loose[~mask[loose]]
        mask[added] = True
        scores[added] = WEAK_SCORE
        return mask, scores

    def _slot(self, slot: Slot, *, weak: bool) -> Ids:
        """Where anything of the slot stands, as page and place in one integer, rising."""
        terms = list(slot.terms) + ([*slot.weak, *self._close(slot)] if weak else [])
        if slot.prefix is not None:
            terms += self.source.words_from(slot.prefix)
        if slot.stems:
            terms += self.source.words_with(slot.stems)
        keys = [_keys(postings) for term in terms if (postings := self.source.exact(term)) is not None]
        if not keys:
            return np.empty(0, dtype=np.int64)
        return keys[0] if len(keys) == 1 else _joined(keys)

    def _close(self, slot: Slot) -> Sequence[str]:
        return self.source.words_close(*slot.fuzzy) if slot.fuzzy else ()

    def _together(self, places: Sequence[Ids], distance: int | None) -> Ids:
        if distance is not None:
            return _near(places[0], places[1], distance)
        order = sorted(range(len(places)), key=lambda index: len(places[index]))
        starts = places[order[0]] - order[0]
        for index in order[1:]:
            if not len(starts):
                break
            starts = starts[_in_sorted(starts + index, places[index])]
        return starts


def _pages_of(keys: Ids) -> tuple[Ids, Ids]:
    """The pages of rising keys, each once, and how many keys each has."""
    pages = keys >> _PLACE_BITS
    firsts = np.flatnonzero(np.diff(pages, prepend=-1))
    return pages[firsts], np.diff(firsts, append=len(pages))


def _joined(keys: Sequence[Ids]) -> Ids:
    """Rising arrays as one, each value once; a stable sort merges runs that are in order already."""
    whole = np.concatenate(keys)
    whole.sort(kind="stable")
    kept = np.ones(len(whole), dtype=bool)
    np.not_equal(whole[1:], whole[:-1], out=kept[1:])
    result: Ids = whole if kept.all() else whole[kept]
    return result


def _merge(found: Sequence[Postings | None]) -> Postings | None:
    """Postings of any of several stems of one word: on each page the highest count."""
    lists = [postings for postings in found if postings is not None]
    if len(lists) < 2:
        return lists[0] if lists else None
    ids = np.concatenate([postings.ids for postings in lists])
    counts = np.concatenate([postings.counts for postings in lists])
    order = np.lexsort((-counts, ids))
    ids, counts = ids[order], counts[order]
    first = np.ones(len(ids), dtype=bool)
    first[1:] = ids[1:] != ids[:-1]
    return Postings(ids[first], counts[first])


def _keys(postings: Postings) -> Ids:
    assert postings.places is not None
    repeated = np.repeat(postings.ids, postings.counts.astype(np.int64))
    return (repeated << _PLACE_BITS) | postings.places


def _counted(keys: Ids) -> Postings | None:
    if not len(keys):
        return None
    ids, counts = _pages_of(keys)
    return Postings(ids, counts.astype(np.float64))


def _in_sorted(needles: Ids, haystack: Ids) -> Mask:
    if not len(haystack):
        return np.zeros(len(needles), dtype=bool)
    at = np.searchsorted(haystack, needles)
    at[at == len(haystack)] = 0
    result: Mask = haystack[at] == needles
    return result


def _near(left: Ids, right: Ids, distance: int) -> Ids:
    """Places of `left` that have a place of `right`, not the same one, with at most `distance` words between."""
    if not len(left) or not len(right):
        return np.empty(0, dtype=np.int64)
    reach = distance + 1
    after = np.searchsorted(right, left, side="right")
    before = np.searchsorted(right, left, side="left") - 1
    follows = np.zeros(len(left), dtype=bool)
    inside = after < len(right)
    follows[inside] = right[after[inside]] - left[inside] <= reach
    precedes = np.zeros(len(left), dtype=bool)
    inside = before >= 0
    precedes[inside] = left[inside] - right[before[inside]] <= reach
    found = left[follows | precedes]
    return found
