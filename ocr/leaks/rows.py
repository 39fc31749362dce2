"""Which of many boxes lie on the height of another one, without comparing it with each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Boxes = npt.NDArray[np.float64]
_GRID = 512


class Rows:
    """Boxes (N,4), as shares of the page, sorted by their upper edge; the few that are very high are kept apart."""

    def __init__(self, boxes: Boxes) -> None:
        high = boxes[:, 3] - boxes[:, 1]
        tall = high > 4 * np.median(high) if len(boxes) else np.zeros(0, dtype=bool)
        self.boxes = boxes
        self._tall = np.flatnonzero(tall)
        low = np.flatnonzero(~tall)
        self._sorted = low[np.argsort(boxes[low, 1], kind="stable")]
        self._tops = boxes[self._sorted, 1]
        self._reach = float(high[low].max()) if len(low) else 0.0

    def near(self, box: Sequence[float]) -> npt.NDArray[np.int64]:
        """Numbers of all boxes that share a height with this one, and perhaps some more."""
        first, last = np.searchsorted(self._tops, (box[1] - self._reach, box[3]))
        found = self._sorted[first:last]
        return np.concatenate((found, self._tall)) if len(self._tall) else found

    def covered(self, box: Sequence[float], share: float) -> npt.NDArray[np.int64]:
        """Numbers of the boxes of which at least this share lies in another box."""
        near = self.near(box)
        return near[overlap(self.boxes[near], box) >= share]


def overlap(boxes: Boxes, box: Sequence[float]) -> npt.NDArray[np.float64]:
    """The share of each box that lies in another one."""
    x0, y0, x1, y1 = boxes.T
    wide = np.maximum(np.minimum(x1, box[2]) - np.maximum(x0, box[0]), 0)
    high = np.maximum(np.minimum(y1, box[3]) - np.maximum(y0, box[1]), 0)
    return np.asarray(wide * high / np.maximum((x1 - x0) * (y1 - y0), 1e-12), dtype=np.float64)


def touching(edges: Boxes, boxes: Boxes) -> npt.NDArray[np.bool_]:
    """Which of these boxes lie on or close by one of the others; a plan has a hundred thousand, and few letters."""
    taken = np.zeros((_GRID + 1, _GRID + 1), dtype=np.int32)
    for x0, y0, x1, y1 in _cells(boxes).tolist():
        taken[y0 + 1 : y1 + 1, x0 + 1 : x1 + 1] = 1
    sums = taken.cumsum(axis=0).cumsum(axis=1)
    x0, y0, x1, y1 = _cells(edges).T
    return np.asarray(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0] > 0)


def _cells(boxes: Boxes) -> npt.NDArray[np.int64]:
    cells = np.empty(boxes.shape, dtype=np.int64)
    cells[:, :2] = np.clip(np.floor(boxes[:, :2] * _GRID), 0, _GRID - 1)
    cells[:, 2:] = np.clip(np.ceil(boxes[:, 2:] * _GRID), 1, _GRID)
    cells[:, 2:] = np.maximum(cells[:, 2:], cells[:, :2] + 1)
    return cells
