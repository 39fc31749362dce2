"""From a planned query to tantivy's: the same meaning, in its terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from math import ceil, floor
from typing import Any

from tantivy import FieldType, Occur, Query

from archive.search.analysis import words_with_stems
from archive.search.evaluate import WEAK_SCORE
from archive.search.facts import filter_facts
from archive.search.fuzzy import one_off
from archive.search.tree import And, Everything, Field, Lower, Node, Not, Or, Places, Range, Slot, Terms
from archive.search.types import Filters

EXACT, STEM, FACT = "x", "s", "f"
_MOST_PHRASES = 64
"""Above this many spellings of one phrase, it is asked for as a pattern, which is slower and finds the same."""


class Translator:
    """Makes tantivy queries against one state of an index."""

    def __init__(self, schema: Any, searcher: Any, with_stems: dict[tuple[str, ...], list[str]]) -> None:
        """`with_stems`: words found to have some stems, kept as long as the index does not change."""
        self._schema, self._searcher, self._with_stems = schema, searcher, with_stems

    def query(self, node: Node) -> Any:
        """The query for a planned tree."""
        match node:
            case Terms(stem_terms, weak):
                best = Query.disjunction_max_query([self._term(STEM, term) for term in stem_terms])
                return _any([best, *self._weakly(STEM, weak)])
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
        if scopes is not None:
            musts.append(_flat(Query.term_set_query(self._schema, FACT, sorted(f"scope={scope}" for scope in scopes))))
        for group in filter_facts(filters):
            musts.append(_flat(Query.term_set_query(self._schema, FACT, group)))
        if filters.document_id is not None:
            musts.append(_flat(Query.term_query(self._schema, "document", filters.document_id)))
        if filters.after_page is not None:
            musts.append(_flat(self._range("page", filters.after_page + 1, None)))
        if filters.date_from is not None or filters.date_to is not None:
            first = filters.date_from.toordinal() if filters.date_from else None
            last = filters.date_to.toordinal() if filters.date_to else None
            musts.append(_flat(self._range("date", first, last)))
        return _all(musts) if len(musts) > 1 else query

    def _term(self, field: str, term: str) -> Any:
        return Query.term_query(self._schema, field, term, "freq" if field == STEM else "position")

    def _has(self, field: str, term: str) -> bool:
        return bool(self._searcher.doc_freq(field, term))

    def _weakly(self, field: str, terms: Iterable[str]) -> list[Any]:
        return [
            Query.const_score_query(self._term(field, term), WEAK_SCORE) for term in terms if self._has(field, term)
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
                found.append(Query.const_score_query(close, WEAK_SCORE))
            return _any([*found, *self._weakly(EXACT, slot.weak)])
        choices = [self._choices(slot, prefixes=True) for slot in slots]
        strong = self._together(choices, distance)
        weak = [[term for term in slot.weak if self._has(EXACT, term)] for slot in slots]
        if any(slot.fuzzy for slot in slots):
            groups = [[*map(re.escape, (*sure, *unsure)), *([one_off(slot.fuzzy[0])] if slot.fuzzy else [])]
                      for sure, unsure, slot in zip(choices, weak, slots, strict=True)]
            loose = self._patterns([f"({'|'.join(group)})" for group in groups], distance)
            return _any([strong, Query.const_score_query(loose, WEAK_SCORE)])
        if not any(weak):
            return strong
        wider = [[*sure, *unsure] for sure, unsure in zip(choices, weak, strict=True)]
        loose = self._together(wider, distance, but=choices)
        return _any([strong, Query.const_score_query(loose, WEAK_SCORE)])

    def _choices(self, slot: Slot, *, prefixes: bool = False) -> list[str]:
        """Words that may stand in a slot."""
        found = dict.fromkeys(slot.terms)
        if prefixes and slot.prefix is not None:
            found |= dict.fromkeys(self._words(slot.prefix))
        if slot.stems:
            if slot.stems not in self._with_stems:
                self._with_stems[slot.stems] = words_with_stems(slot.stems, self._words)
            found |= dict.fromkeys(self._with_stems[slot.stems])
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
        if spellings > _MOST_PHRASES:
            patterns: list[list[Any]] = [[f"({'|'.join(map(re.escape, group))})" for group in way] for way in orders]
            return _any([Query.regex_phrase_query(self._schema, EXACT, pattern, slop) for pattern in patterns])
        phrases = dict.fromkeys(phrase for order in orders for phrase in product(*order))
        for order in ([but] if distance is None else [but, but[::-1]]) if but is not None else []:
            for phrase in product(*order):
                phrases.pop(phrase, None)
        return _any([query for phrase in phrases for query in self._phrase(phrase, slop)])

    def _patterns(self, patterns: Sequence[str], distance: int | None) -> Any:
        """Pages where words of these patterns stand together. Each gap is asked for by itself: with slop, tantivy would
        take one word that fits two patterns for both."""
        if distance is None:
            return Query.regex_phrase_query(self._schema, EXACT, list(patterns))
        orders = [list(patterns), list(patterns[::-1])]
        return _any([
            Query.regex_phrase_query(self._schema, EXACT, [(0, first), (gap, second)])
            for first, second in orders for gap in range(1, distance + 2)
        ])

    def _phrase(self, phrase: tuple[str, ...], slop: int) -> list[Any]:
        if slop and len(phrase) == 2 and phrase[0] == phrase[1]:
            # With slop, tantivy would take one occurrence of a word for two: each gap is asked for by itself.
            gaps: list[list[Any]] = [[(0, phrase[0]), (gap, phrase[1])] for gap in range(1, slop + 2)]
            return [Query.phrase_query(self._schema, EXACT, words) for words in gaps]
        return [Query.phrase_query(self._schema, EXACT, list(phrase), slop)]


def _lasts(value: str) -> list[tuple[str, bool]]:
    words = value.split()
    return [(word, index == len(words) - 1) for index, word in enumerate(words)]


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
