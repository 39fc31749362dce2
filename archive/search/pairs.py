"""Pairs of words that begin with a very common one, indexed as terms of their own, so that phrases made of such words
are looked up by few pages: `de la`, `en el`, `con fundamento`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

COMMON = frozenset(
    """de la que el en y a los se del las un por con no una su para es al lo como o e sus mas pero le este esta
    the of and to in""".split()
)
"""Folded. Changing them changes the index: it has to be made by another version."""

_SIGN = "___"
"""Begins every pair: no word has it, and none that differs from a word by three letters or fewer."""

Covered = list[tuple[int, str]]
"""Terms of a phrase and the half places they stand in: word `n` in `2 * n`, the pair it begins in the next."""


def pair(first: str, second: str) -> str:
    """The term of two words one after the other."""
    return f"{_SIGN}{first}_{second}"


def is_pair(term: str) -> bool:
    """Whether a term of the index is a pair, not a word."""
    return term.startswith(_SIGN)


def with_pairs(words: Sequence[str], nothing: str) -> list[str]:
    """The words in order, each followed by the pair it begins, or by `nothing`."""
    woven = [nothing] * (2 * len(words))
    woven[::2] = words
    for place, word in enumerate(words[:-1]):
        if word in COMMON:
            woven[2 * place + 1] = f"{_SIGN}{word}_{words[place + 1]}"
    return woven


def cover(words: Sequence[str], pages_with: Callable[[str], int]) -> Covered:
    """The words and pairs that together say the phrase and stand on the fewest pages; empty when no page can have it.

    `pages_with` counts the pages of a term.
    """
    best: list[tuple[int, Covered]] = [(0, [])]
    for place, word in enumerate(words):
        pages = pages_with(word)
        if not pages:
            return []
        cost, terms = best[place]
        choice = (cost + pages, [*terms, (2 * place, word)])
        if place and words[place - 1] in COMMON:
            term = pair(words[place - 1], word)
            pages = pages_with(term)
            if not pages:
                return []
            # The word before may be said by this pair, or by its own terms already.
            for cost, terms in (best[place - 1], best[place]):
                if cost + pages < choice[0]:
                    choice = (cost + pages, [*terms, (2 * place - 1, term)])
        best.append(choice)
    return best[-1][1]
