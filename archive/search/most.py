"""When no page has every word asked for: pages that have most of them, which are offered and never slipped in."""

from __future__ import annotations

from archive.search.analysis import fold
from archive.search.common_words import COMMON
from archive.search.tree import And, Most, Node, Word

FEWEST = 3
"""Of two words, one alone says too little."""


def most_of(tree: Node) -> Node | None:
    """The query with two thirds of its words, everything else in it as strict as before; None for one with fewer than
    three words that say something."""
    if not isinstance(tree, And):
        return None
    words = tuple(part for part in tree.parts if isinstance(part, Word) and fold(part.text) not in COMMON)
    if len(words) < FEWEST:
        return None
    others = tuple(part for part in tree.parts if not isinstance(part, Word))
    return And((*others, Most(words))) if others else Most(words)
