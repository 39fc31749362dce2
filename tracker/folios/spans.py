"""Places of a text that are taken, asked quickly however many there are."""

from __future__ import annotations

from bisect import bisect_left, insort


class Spans:
    """Spans that do not overlap each other, each from a start to an end in characters."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def add(self, start: int, end: int) -> None:
        """Take a place."""
        insort(self._spans, (start, end))

    def overlap(self, start: int, end: int) -> bool:
        """Whether a place touches one that is taken."""
        at = bisect_left(self._spans, (end, 0))
        return at > 0 and self._spans[at - 1][1] > start

    def end_before(self, start: int) -> int | None:
        """The end of the last taken place that ends at or before this one."""
        at = bisect_left(self._spans, (start, 0))
        return self._spans[at - 1][1] if at and self._spans[at - 1][1] <= start else None
