"""Words too common to be worth a mark: they are searched for like all others, and marked only when asked for alone."""

from __future__ import annotations

from dataclasses import replace

from archive.search.analysis import fold
from archive.search.tree import And, Node, Or, Word

COMMON = frozenset(
    """a al ante con contra como cual de del desde donde e el ella en entre es esa ese esta este fue ha hacia hasta la
    las le les lo los me mi mas muy ni no nos o para pero por que se segun ser si sin sobre son su sus tambien te tu un
    una uno unos unas u y ya an and are as at be by for from in is it of on or that the this to was were with""".split()
)
"""Folded."""


def without_common(node: Node) -> Node:
    """The query without its common words, for marking; the query itself when it has no others."""
    kept = _kept(node)
    return node if kept is None else kept


def _kept(node: Node) -> Node | None:
    if isinstance(node, Word):
        return None if fold(node.text) in COMMON else node
    if isinstance(node, And | Or):
        parts = tuple(part for part in map(_kept, node.parts) if part is not None)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else replace(node, parts=parts)
    return node
