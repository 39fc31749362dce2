"""The judgement on a shape: boosted trees over its traits, learned from made-up pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Forest:
    """Trees as tables, a row for each tree and a column for each node; `names` are the traits they ask for."""

    names: tuple[str, ...]
    base: float
    trait: npt.NDArray[np.int16]
    """The trait a node asks for; -1 at a leaf."""
    limit: npt.NDArray[np.float32]
    """Values up to this one go left."""
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float32]
    depth: int

    @cached_property
    def _paths(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], npt.NDArray[np.int32]]:
        """Trait and limit of all nodes in a row, and the two nodes that follow each; a leaf is followed by itself."""
        count, nodes = self.trait.shape
        leaf = self.trait < 0
        own, first = np.arange(nodes, dtype=np.int32), np.arange(count, dtype=np.int32)[:, None] * nodes
        sides = [first + np.where(leaf, own, side) for side in (self.left, self.right)]
        following = np.stack(sides, axis=-1).ravel().astype(np.int32)
        limit = np.where(leaf, np.float32(np.inf), self.limit).ravel()
        return np.where(leaf, 0, self.trait).ravel().astype(np.int32), limit, following

    def probabilities(self, names: tuple[str, ...], values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """How likely each row (N×traits) is a redaction, 0–1."""
        if not len(values):
            return np.zeros(0, dtype=np.float32)
        table = np.ascontiguousarray(values[:, [names.index(name) for name in self.names]]).ravel()
        count, nodes = self.trait.shape
        rows = (np.arange(len(values), dtype=np.int32) * len(self.names))[:, None]
        trait, limit, following = self._paths
        node = np.broadcast_to(np.arange(count, dtype=np.int32) * nodes, (len(values), count))
        for _ in range(self.depth):
            goes_left = table.take(rows + trait.take(node)) <= limit.take(node)
            node = following.take(2 * node + ~goes_left)
        score = self.base + self.value.ravel().take(node).sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-score)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Sieve:
    """A few trees over the traits that cost little: what they hold for hopeless is not looked at any closer."""

    forest: Forest
    least: float

    def keeps(self, names: tuple[str, ...], values: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
        """Which rows (N×traits) are worth a closer look."""
        return np.asarray(self.forest.probabilities(names, values) >= self.least)


_STORED = Path(__file__).with_name("forest.npz")


@cache
def known_forest() -> Forest:
    """The trees that ship with the detector."""
    return read_forest(_STORED)


@cache
def known_context() -> Forest:
    """The trees that judge shapes by what was said of the others."""
    return read_forest(_STORED, "context_")


@cache
def known_sieve() -> Sieve:
    """The sieve that ships with the detector."""
    return read_sieve(_STORED)


def read_forest(path: Path, part: str = "") -> Forest:
    """The trees of a file; `part` is what the names of its tables begin with."""
    with np.load(path, allow_pickle=False) as stored:
        return Forest(
            tuple(str(name) for name in stored[part + "names"]),
            float(stored[part + "base"]),
            stored[part + "trait"],
            stored[part + "limit"],
            stored[part + "left"],
            stored[part + "right"],
            stored[part + "value"],
            int(stored[part + "depth"]),
        )


def read_sieve(path: Path) -> Sieve:
    """The sieve of a file."""
    with np.load(path, allow_pickle=False) as stored:
        least = float(stored["sieve_least"])
    return Sieve(read_forest(path, "sieve_"), least)
