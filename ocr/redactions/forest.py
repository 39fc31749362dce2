"""The judgement on a shape: boosted trees over its traits, learned from made-up pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
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

    def probabilities(self, names: tuple[str, ...], values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """How likely each row (N×traits) is a redaction, 0–1."""
        if not len(values):
            return np.zeros(0, dtype=np.float32)
        columns = [names.index(name) for name in self.names]
        table = np.ascontiguousarray(values[:, columns])
        rows, trees = np.arange(len(table))[:, None], np.arange(len(self.trait))[None, :]
        node = np.zeros((len(table), len(self.trait)), dtype=np.int64)
        for _ in range(self.depth):
            asked = self.trait[trees, node]
            goes_left = table[rows, np.maximum(asked, 0)] <= self.limit[trees, node]
            following = np.where(goes_left, self.left[trees, node], self.right[trees, node])
            node = np.where(asked < 0, node, following)
        score = self.base + self.value[trees, node].sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-score)), dtype=np.float32)


@cache
def known_forest() -> Forest:
    """The trees that ship with the detector."""
    with np.load(Path(__file__).with_name("forest.npz"), allow_pickle=False) as stored:
        return Forest(
            tuple(str(name) for name in stored["names"]),
            float(stored["base"]),
            stored["trait"],
            stored["limit"],
            stored["left"],
            stored["right"],
            stored["value"],
            int(stored["depth"]),
        )
