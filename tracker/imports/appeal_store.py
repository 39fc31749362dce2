"""Imported appeals in the database; linking them to their requests is a step of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from tracker.appeals.models import Appeal
from tracker.clock import Clock
from tracker.imports.plan import Held
from tracker.imports.rows import AppealRow, Identity, Problem
from tracker.imports.store import MARK, BatchedSession


class SqlAppeals:
    """Appeals of one project, without their requests."""

    def __init__(self, batch: BatchedSession, clock: Clock, *, project_id: int | None, source: str) -> None:
        self._batch, self._clock = batch, clock
        self._project_id = project_id
        self._source = f"tabla {source}"[:120]

    def held(self, rows: Sequence[AppealRow]) -> Mapping[Identity, Sequence[Held]]:
        """The appeals with the number of each row, or of the same request where a row has no number."""
        numbers = {row.appeal for row in rows if row.appeal}
        folios = {row.folio_as_written for row in rows if not row.appeal}
        query = select(Appeal).where(
            Appeal.project_id == self._project_id,
            or_(Appeal.number.in_(numbers), Appeal.number.is_(None) & Appeal.folio_as_written.in_(folios)),
        )
        records = list(self._batch.session.scalars(query.order_by(Appeal.id)))
        return {row.identity: [_held(one, row) for one in records if _is_same(one, row)] for row in rows}

    def create(self, row: AppealRow, variant: int) -> None:
        """Make the appeal."""
        assert self._project_id is not None
        self._batch.session.add(
            Appeal(
                project_id=self._project_id,
                number=_cut(row.appeal, 80),
                folio_as_written=_cut(row.folio_as_written, 80),
                regulator=_cut(row.regulator, 200),
                filed_on=row.filed_on,
                resolved_on=row.resolved_on,
                sense=row.sense,
                grounds=[],
                note=row.reason,
                created_at=self._clock.now(),
                extra={**row.extra, MARK: self._mark(row, variant)},
            )
        )

    def update(self, held: Held, row: AppealRow, *, write: bool) -> tuple[bool, Sequence[Problem]]:
        """Bring an appeal up to a row; what a person entered is filled in, never overwritten."""
        session = self._batch.session
        appeal = session.get_one(Appeal, held.id)
        ours, changed = held.fingerprint is not None, False
        problems: list[Problem] = []
        told = {
            "resolved_on": row.resolved_on,
            "sense": row.sense,
            "note": row.reason,
            "regulator": _cut(row.regulator, 200),
        }
        for name, value in told.items():
            there = getattr(appeal, name)
            if not value or value == there:
                continue
            if ours or not there:
                setattr(appeal, name, value)
                changed = True
            else:
                why = "lo que se registró a mano dice otra cosa y se conserva"
                problems.append(Problem(row.sheet, row.number, name, str(value)[:80], why))
        extra = {name: value for name, value in appeal.extra.items() if name != MARK}
        changed |= {**extra, **row.extra} != extra
        appeal.extra = {**({} if ours else appeal.extra), **row.extra, MARK: self._mark(row, held.variant)}
        if not write:
            session.expunge_all()
        return changed, problems

    def end_batch(self, *, keep: bool) -> None:
        """Keep the batch, or drop it."""
        self._batch.end(keep=keep)

    def _mark(self, row: AppealRow, variant: int) -> dict[str, Any]:
        return {
            "fingerprint": row.fingerprint,
            "variant": variant,
            "source": self._source,
            "row": row.number,
            "agency": row.whose.key,
        }


def _is_same(appeal: Appeal, row: AppealRow) -> bool:
    mark = appeal.extra.get(MARK) or {}
    same_agency = not mark or mark.get("agency") == row.whose.key
    if row.appeal:
        return appeal.number == row.appeal[:80] and same_agency
    same_request = appeal.number is None and appeal.folio_as_written == row.folio_as_written
    return same_request and appeal.note == row.reason and same_agency


def _held(appeal: Appeal, row: AppealRow) -> Held:
    mark = appeal.extra.get(MARK) or {}
    return Held(appeal.id, row.identity, appeal.filed_on, mark.get("fingerprint"), int(mark.get("variant", 0)))


def _cut(text: str | None, size: int) -> str | None:
    return text[:size] if text else None
