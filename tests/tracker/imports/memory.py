"""A store in memory that keeps the promises of `tracker.imports.plan.Store`, for tests of the deciding part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from tracker.imports.plan import Held
from tracker.imports.rows import AppealRow, Identity, Problem, RequestRow

R = TypeVar("R", RequestRow, AppealRow)


class MemoryStore(Generic[R]):
    """Records are the last row each came from."""

    def __init__(self) -> None:
        self.records: list[R] = []
        self.variants: list[int] = []
        self.commits = 0
        self.largest_batch = 0

    def held(self, rows: Sequence[R]) -> Mapping[Identity, Sequence[Held]]:
        self.largest_batch = max(self.largest_batch, len(rows))
        found: dict[Identity, list[Held]] = {}
        for row in {row.identity: row for row in rows}.values():
            for index, record in enumerate(self.records):
                if record.identity[:2] == row.identity[:2]:
                    one = Held(index, record.identity, record.filed_on, record.fingerprint, self.variants[index])
                    found.setdefault(row.identity, []).append(one)
        return found

    def create(self, row: R, variant: int) -> None:
        self.records.append(row)
        self.variants.append(variant)

    def update(self, held: Held, row: R, *, write: bool) -> tuple[bool, Sequence[Problem]]:
        changed = self.records[held.id].fingerprint != row.fingerprint
        if write:
            self.records[held.id] = row
        return changed, []

    def end_batch(self, *, keep: bool) -> None:
        self.commits += keep
