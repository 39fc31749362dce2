"""From a planned query to tantivy's: the same meaning, in its terms."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from math import ceil, floor
from typing import Any

from tantivy import FieldType, Occur, Query

from archive.search.analysis import words_with_stems
from archive.search.facts import filter_facts
from archive.search.fuzzy import one_off
from archive.search.pairs import cover
from archive.search.plan import KIN_WEIGHT
from archive.search.tree import And, Everything, Field, Lower, Most, Node, Not, Or, Places, Range, Slot, Terms
from archive.search.types import Filters

EXACT, STEM, FACT = "x", "s", "f"
_WEAK_SCORE = 1e-9
"""What a page counts that has a word only as OCR misread it: less than one that has a word every page has."""
SCOPES = "scopes="
_BETWEEN = "\x1f"
_KEPT = 512
_MOST_PHRASES, _MOST_NEAR = 512, 64
"""Above this many spellings of a phrase, or of two words near each other, a pattern is asked for, which is slower and
finds the same."""


def scopes_term(scopes: Iterable[str]) -> str:
    """The one term of a page that says who may see it."""
    return SCOPES + _BETWEEN.join(sorted(scopes))


def scopes_in(term: str) -> frozenset[str]:
    """The scopes such a term names."""
    return frozenset(term.removeprefix(SCOPES).split(_BETWEEN))


@dataclass
class Cache:
    """What was read of one state of an index, kept as long as it does not change."""

    with_stems: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    """Words found to have some stems."""
    scopes: list[tuple[str, int]] | None = None
    """Every scopes term and its pages."""
    latest: OrderedDict[object, Any] = field(default_factory=OrderedDict)
    """Counts of the latest searches: the next page of results asks for its facets again, and every search asks which
    other names of a thing are anywhere."""

    def known(self, key: object, count: Callable[[], Any]) -> Any:
        """What was counted of late for a search and whoever asks, or is counted now."""
        found = self.latest.get(key)
        if found is None:
            found = self.latest[key] = count()
            while len(self.latest) > _KEPT:
                with suppress(KeyError):  # another thread was quicker
                    self.latest.popitem(last=False)
        return found


class Translator:
    """Makes tantivy queries against one state of an index."""

    def __init__(self, schema: Any, searcher: Any, cache: Cache) -> None:
        self._schema, self._searcher, self._cache = schema, searcher, cache

    def query(self, node: Node) -> Any:
        """The query for a planned tree."""
        match node:
            case Terms(stem_terms, weak, kin):
                return _any([*self._best(stem_terms, kin), *self._weakly(STEM, weak)])
            case Places(slots, distance):
                return self._places(slots, distance)
            case Field(name, value, prefix):
                return _flat(_all([self._fact(f"{name}~{word}", prefix and last) for word, last in _lasts(value)]))
            case Range(name, low, high):
                return _flat(self._range(name, low, high))
            case And(parts):
                return _all([self.query(part) for part in parts])
            case Or(parts):
                return _any([self.query(part) for part in parts])
            case Most(parts, least):
                most = [(Occur.Should, self.query(part)) for part in parts]
                return Query.boolean_query(most, minimum_number_should_match=least)
            case Not(part):
                return Query.boolean_query([(Occur.Must, _everything()), (Occur.MustNot, self.query(part))])
            case Lower(part, weight):
                return Query.boost_query(self.query(part), weight)
            case Everything():
                return _everything()
            case _:
                raise TypeError(f"an unplanned part of a query: {type(node).__name__}")

    def narrowed(self, query: Any, scopes: frozenset[str] | None, filters: Filters) -> Any:
        """The query within what the person may see and the filters; the score is the query's alone."""
        musts = [query]
        hidden: list[Any] = []
        if scopes is not None:
            shown, hidden = self._seen_by(scopes)
            musts += shown
        musts += [_flat(self._facts(group)) for group in filter_facts(filters)]
        if filters.document_id is not None:
            musts.append(_flat(Query.term_query(self._schema, "document", filters.document_id)))
        if filters.after_page is not None:
            musts.append(_flat(self._range("page", filters.after_page + 1, None)))
        if filters.date_from is not None or filters.date_to is not None:
            first = filters.date_from.toordinal() if filters.date_from else None
            last = filters.date_to.toordinal() if filters.date_to else None
            musts.append(_flat(self._range("date", first, last)))
        if hidden:
            parts = [(Occur.Must, part) for part in musts] + [(Occur.MustNot, part) for part in hidden]
            return Query.boolean_query(parts)
        return _all(musts)

    def _seen_by(self, scopes: frozenset[str]) -> tuple[list[Any], list[Any]]:
        """What a page must have, and what it must not have, to be seen: whichever is on fewer pages.

        Every page has one term for all of its scopes, so that those terms part the index in sets that do not meet."""
        if self._cache.scopes is None:
            self._cache.scopes = self._searcher.terms_with_prefix(FACT, SCOPES)
        shown = {term: pages for term, pages in self._cache.scopes if not scopes.isdisjoint(scopes_in(term))}
        hidden = {term: pages for term, pages in self._cache.scopes if term not in shown}
        if not hidden:
            return [], []
        if not shown:
            return [Query.empty_query()], []
        if len(shown) == 1 or sum(shown.values()) * 2 < sum(hidden.values()):
            return [_flat(self._facts(list(shown)))], []
        return [], [self._facts(list(hidden))]

    def _facts(self, facts: Sequence[str]) -> Any:
        """Pages with any of these facts."""
        if len(facts) == 1:
            return Query.term_query(self._schema, FACT, facts[0], "basic")
        return Query.term_set_query(self._schema, FACT, list(facts))

    def _term(self, field: str, term: str) -> Any:
        return Query.term_query(self._schema, field, term, "freq" if field == STEM else "position")

    def _has(self, field: str, term: str) -> bool:
        return bool(self._searcher.doc_freq(field, term))

    def _best(self, stems: Sequence[str], kin: Sequence[str]) -> list[Any]:
        """Pages with a stem, each counted by the one it has that counts most; nothing is asked for that is nowhere."""
        found = [self._term(STEM, stem) for stem in stems if self._has(STEM, stem)]
        found += [Query.boost_query(self._term(STEM, stem), KIN_WEIGHT) for stem in kin if self._has(STEM, stem)]
        return found if len(found) < 2 else [Query.disjunction_max_query(found)]

    def _weakly(self, field: str, terms: Iterable[str]) -> list[Any]:
        return [
            Query.const_score_query(self._term(field, term), _WEAK_SCORE) for term in terms if self._has(field, term)
        ]

    def _fact(self, fact: str, prefix: bool) -> Any:
        if prefix:
            return Query.regex_query(self._schema, FACT, re.escape(fact) + ".*")
        return Query.term_query(self._schema, FACT, fact, "basic")

    def _range(self, name: str, low: float | None, high: float | None) -> Any:
        kind = FieldType.Float if name == "redacted" else FieldType.Integer
        if kind == FieldType.Integer:
            low = None if low is None else ceil(low)
            high = None if high is None else floor(high)
        return Query.range_query(self._schema, name, kind, low, high)

    def _places(self, slots: Sequence[Slot], distance: int | None) -> Any:
        if len(slots) == 1:
            slot = slots[0]
            found = [self._term(EXACT, term) for term in self._choices(slot)]
            if slot.prefix is not None:
                pattern = Query.regex_query(self._schema, EXACT, re.escape(slot.prefix) + ".*")
                found.append(pattern)
            if slot.fuzzy:
                close = Query.fuzzy_term_query(self._schema, EXACT, slot.fuzzy[0], slot.fuzzy[1])
                found.append(Query.const_score_query(close, _WEAK_SCORE))
            return _any([*found, *self._weakly(EXACT, slot.weak)])
        choices = [self._choices(slot, prefixes=True) for slot in slots]
        strong = self._together(choices, distance)
        weak = [[term for term in slot.weak if self._has(EXACT, term)] for slot in slots]
        if any(slot.fuzzy for slot in slots):
            groups = [[*map(re.escape, (*sure, *unsure)), *([one_off(slot.fuzzy[0])] if slot.fuzzy else [])]
                      for sure, unsure, slot in zip(choices, weak, slots, strict=True)]
            loose = self._patterns([f"({'|'.join(group)})" for group in groups], distance)
            return _any([strong, Query.const_score_query(loose, _WEAK_SCORE)])
        if not any(weak):
            return strong
        wider = [[*sure, *unsure] for sure, unsure in zip(choices, weak, strict=True)]
        loose = self._together(wider, distance, but=choices)
        return _any([strong, Query.const_score_query(loose, _WEAK_SCORE)])

    def _choices(self, slot: Slot, *, prefixes: bool = False) -> list[str]:
        """Words that may stand in a slot."""
        found = dict.fromkeys(slot.terms)
        if prefixes and slot.prefix is not None:
            found |= dict.fromkeys(self._words(slot.prefix))
        if slot.stems:
            known = self._cache.with_stems
            if slot.stems not in known:
                known[slot.stems] = words_with_stems(slot.stems, self._words)
            found |= dict.fromkeys(known[slot.stems])
        return list(found)

    def _words(self, prefix: str) -> list[str]:
        return [word for word, _ in self._searcher.terms_with_prefix(EXACT, prefix)]

    def _together(
        self, choices: Sequence[Sequence[str]], distance: int | None, but: Sequence[Sequence[str]] | None = None
    ) -> Any:
        """Pages where a word of each slot stands in its place; spellings of `but` alone need not be asked for again."""
        if not all(choices):
            return Query.empty_query()
        orders = [choices] if distance is None else [choices, choices[::-1]]
        spellings = 1
        for group in choices:
            spellings *= len(group)
        slop = distance or 0
        if spellings > (_MOST_PHRASES if distance is None else _MOST_NEAR):
            return self._patterns([f"({'|'.join(map(re.escape, group))})" for group in choices], distance)
        phrases = dict.fromkeys(phrase for order in orders for phrase in product(*order))
        for order in ([but] if distance is None else [but, but[::-1]]) if but is not None else []:
            for phrase in product(*order):
                phrases.pop(phrase, None)
        return _any([query for phrase in phrases for query in self._phrase(phrase, slop)])

    def _patterns(self, patterns: Sequence[str], distance: int | None) -> Any:
        """Pages where words of these patterns stand together; a word that fits two is never taken for both."""
        if distance is None:
            return Query.regex_phrase_query(self._schema, EXACT, _woven(patterns))
        return _any([
            Query.regex_phrase_query(self._schema, EXACT, _within(first, second, distance), distance)
            for first, second in (patterns, patterns[::-1])
        ])

    def _phrase(self, phrase: tuple[str, ...], slop: int) -> list[Any]:
        if slop and phrase[0] == phrase[1]:
            return [Query.phrase_query(self._schema, EXACT, _within(phrase[0], phrase[1], slop), slop)]
        if slop:
            return [Query.phrase_query(self._schema, EXACT, _woven(phrase), 2 * slop)]
        placed = cover(phrase, partial(self._searcher.doc_freq, EXACT))
        if len(placed) < 2:
            return [self._term(EXACT, term) for _, term in placed]
        first = placed[0][0]
        whole: list[Any] = [(place - first, term) for place, term in placed]
        return [Query.phrase_query(self._schema, EXACT, whole)]


def _lasts(value: str) -> list[tuple[str, bool]]:
    words = value.split()
    return [(word, index == len(words) - 1) for index, word in enumerate(words)]


def _woven(words: Sequence[str]) -> list[Any]:
    """Words of a phrase in the places they have among the pairs."""
    return [(2 * place, word) for place, word in enumerate(words)]


def _within(first: str, second: str, distance: int) -> list[Any]:
    """The second word 1 to `distance + 1` words after the first, for a query with a slop of `distance`: slop counts
    from the middle of those places, in half places, so that the first word itself is out of its reach."""
    return [(0, first), (distance + 2, second)]


def _everything() -> Any:
    return _flat(Query.all_query())


def _flat(query: Any) -> Any:
    return Query.const_score_query(query, 0.0)


def _all(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def _any(queries: Sequence[Any]) -> Any:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])
