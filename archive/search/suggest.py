"""Spelling help from the archive's own words, and only those on pages the person may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.search.analysis import fold, tokens
from archive.search.fuzzy import distance
from archive.search.tree import And, Lower, Near, Node, Not, Or, Phrase, Places, Slot, Word
from archive.search.types import SearchEngine

MAX_SUGGESTIONS = 3
_LETTERS = "abcdefghijklmnñopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that was found nowhere, one close to it that is somewhere, and the query with it put right."""

    word: str
    better: str
    query: str


def suggest(engine: SearchEngine, query_text: str, tree: Node, scopes: frozenset[str] | None) -> tuple[Suggestion, ...]:
    """Corrections for words of the query that no visible page has."""
    found: list[Suggestion] = []
    for word in dict.fromkeys(_words(tree)):
        folded = fold(word)
        if len(folded) < 4 or any(ch.isdigit() for ch in folded):
            continue
        for better in _close(engine, folded, scopes):
            found.append(Suggestion(word, better, _replaced(query_text, folded, better)))
            if len(found) >= MAX_SUGGESTIONS:
                return tuple(found)
    return tuple(found)


def _words(node: Node) -> Iterator[str]:
    match node:
        case Word(text):
            yield text
        case Phrase(words, prefix):
            yield from words[:-1] if prefix else words
        case Near(left, right):
            yield from (*_words(left), *_words(right))
        case And(parts) | Or(parts):
            for part in parts:
                yield from _words(part)
        case Lower(part):
            yield from _words(part)
        case Not():
            return


def _close(engine: SearchEngine, folded: str, scopes: frozenset[str] | None) -> list[str]:
    if engine.search(Places((Slot((folded,)),)), scopes, limit=0).total:
        return []
    reach = 1 if len(folded) < 6 else 2
    known: dict[str, int] = {}
    # The slip is looked for after the third letter first; then in the first three.
    for starts in ([folded[:3]], _other_starts(folded)):
        for start in dict.fromkeys(starts):
            known |= engine.words_like(start, scopes, lambda word: distance(folded, word, reach) <= reach)
        if known:
            break
    ranked = sorted(known, key=lambda word: (distance(folded, word, reach), -known[word], word))
    return ranked[:MAX_SUGGESTIONS]


def _other_starts(folded: str) -> list[str]:
    """How a word may begin whose first three letters hold the slip: swapped, one too many, one wrong."""
    a, b, c = folded[0], folded[1], folded[2]
    wrong = [start for letter in _LETTERS for start in (letter + b + c, a + letter + c)]
    return [a + b, b + a + c, folded[1:4], a + folded[2:4], *wrong]


def _replaced(query_text: str, folded: str, better: str) -> str:
    pieces: list[str] = []
    at = 0
    for token in tokens(query_text):
        if token.term == folded:
            pieces += [query_text[at : token.start], better]
            at = token.end
    return "".join(pieces) + query_text[at:]
