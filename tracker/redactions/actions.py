"""What people do with redactions: confirm, dismiss, draw, correct, take a step back, say a page is gone through."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive import jobs
from archive.models import Page
from archive.reading import INDEX_JOB
from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.redactions.hiding import Stand, look_later
from tracker.redactions.models import PageExamined, RedactionChange, RedactionMark
from tracker.redactions.syncing import marks_on, settle_page
from tracker.vocabulary import REDACTIONS

SMALLEST = 0.002
"""Share of the page's width or height under which a box is a slip of the hand."""
MOST_ON_A_PAGE = 1000
VERDICTS = {"confirm": "confirmed", "dismiss": "dismissed", "reopen": "suggested"}


class CannotMark(Exception):
    """A box cannot be drawn or changed so; `code`: `box style many`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box as a person draws it: corners in shares of the page, style, and the ground printed on it."""

    box: Sequence[float]
    style: str = "black"
    ground: str | None = None

    def checked(self) -> tuple[list[float], str, str | None]:
        """The values to keep, corners in order and inside the page; raises CannotMark."""
        if len(self.box) != 4 or not all(-1 <= value <= 2 for value in self.box):
            raise CannotMark("box")
        xs, ys = sorted((self.box[0], self.box[2])), sorted((self.box[1], self.box[3]))
        box = [round(min(max(value, 0.0), 1.0), 5) for value in (xs[0], ys[0], xs[1], ys[1])]
        if box[2] - box[0] < SMALLEST or box[3] - box[1] < SMALLEST:
            raise CannotMark("box")
        if self.style not in REDACTIONS:
            raise CannotMark("style")
        ground = " ".join((self.ground or "").split())[:200]
        return box, self.style, ground if any(sign.isalnum() for sign in ground) else None


def judge(session: Session, page: Page, marks: Iterable[RedactionMark], action: str, *, by: User, clock: Clock) -> None:
    """`confirm`, `dismiss` or `reopen` boxes of a page, as one step."""
    verdict, step = VERDICTS[action], uuid.uuid4().hex
    changed: list[tuple[Stand | None, RedactionMark]] = []
    for mark in marks:
        if mark.status == verdict:
            continue
        changed.append((Stand.of(mark), mark))
        _keep(session, mark, step, action, by, clock.now())
        mark.status = verdict
        mark.decided_by, mark.decided_at = (None, None) if verdict == "suggested" else (by.id, clock.now())
        _audit(session, mark, f"redaction.{verdict}", by, clock)
    _settle(session, page, clock, changed)


def draw(session: Session, page: Page, drawn: Drawn, *, by: User, clock: Clock) -> RedactionMark:
    """Mark a redaction the detector missed. Raises CannotMark."""
    box, style, ground = drawn.checked()
    if len(marks_on(session, page.document_id, page.number)) >= MOST_ON_A_PAGE:
        raise CannotMark("many")
    mark = RedactionMark(
        document_id=page.document_id, page_number=page.number, box=box, style=style, ground=ground, origin="person",
        status="confirmed", decided_by=by.id, decided_at=clock.now())
    session.add(mark)
    session.flush()
    _keep(session, mark, uuid.uuid4().hex, "draw", by, clock.now())
    _audit(session, mark, "redaction.drawn", by, clock)
    _settle(session, page, clock, [(None, mark)])
    return mark


def change(session: Session, page: Page, mark: RedactionMark, drawn: Drawn, *, by: User, clock: Clock) -> None:
    """Correct a box, its style or its ground; what is corrected is confirmed. Raises CannotMark."""
    box, style, ground = drawn.checked()
    before = Stand.of(mark)
    _keep(session, mark, uuid.uuid4().hex, "change", by, clock.now())
    mark.box, mark.style, mark.ground = box, style, ground
    mark.status, mark.decided_by, mark.decided_at = "confirmed", by.id, clock.now()
    _audit(session, mark, "redaction.changed", by, clock)
    _settle(session, page, clock, [(before, mark)])


def undo(session: Session, page: Page, *, by: User, clock: Clock) -> bool:
    """Take back one's own last step on a page; False when there is none, or somebody has gone on from it."""
    here = (RedactionChange.document_id == page.document_id, RedactionChange.page_number == page.number,
            RedactionChange.undone_at.is_(None))
    last = session.scalar(select(RedactionChange).where(*here, RedactionChange.created_by == by.id)
                          .order_by(RedactionChange.id.desc()).limit(1))
    if last is None:
        return False
    step = list(session.scalars(select(RedactionChange).where(*here, RedactionChange.step == last.step)))
    numbers = [one.redaction_id for one in step]
    later = select(RedactionChange.id).where(
        *here, RedactionChange.redaction_id.in_(numbers), RedactionChange.step != last.step,
        RedactionChange.id > max(one.id for one in step))
    if session.scalar(later.limit(1)) is not None:
        return False
    changed: list[tuple[Stand | None, RedactionMark]] = []
    for one in step:
        mark = session.get_one(RedactionMark, one.redaction_id)
        changed.append((Stand.of(mark), mark))
        _restore(mark, one.before)
        one.undone_at = clock.now()
    record_act(session, "redaction.undone", "document", page.document_id, by=by.id, at=clock.now(),
               content={"page": page.number, "boxes": numbers})
    _settle(session, page, clock, changed)
    return True


def examine(session: Session, page: Page, is_examined: bool, *, by: User, clock: Clock) -> None:
    """Say that everything hidden on a page is marked, or take that back."""
    here = (PageExamined.document_id == page.document_id, PageExamined.page_number == page.number)
    session.execute(delete(PageExamined).where(*here))
    if is_examined:
        session.add(PageExamined(document_id=page.document_id, page_number=page.number, decided_by=by.id,
                                 decided_at=clock.now()))
    record_act(session, "page.examined" if is_examined else "page.reopened", "document", page.document_id, by=by.id,
               at=clock.now(), content={"page": page.number})
    session.flush()


def _keep(session: Session, mark: RedactionMark, step: str, action: str, by: User, now: datetime) -> None:
    before: dict[str, Any] | None = None
    if action != "draw":
        before = {"box": mark.box, "style": mark.style, "ground": mark.ground, "status": mark.status,
                  "decided_by": mark.decided_by, "decided_at": mark.decided_at and mark.decided_at.isoformat()}
    session.add(RedactionChange(
        document_id=mark.document_id, page_number=mark.page_number, redaction_id=mark.id, step=step, action=action,
        before=before, created_by=by.id, created_at=now))


def _restore(mark: RedactionMark, before: dict[str, Any] | None) -> None:
    if before is None:
        mark.status = "dismissed"
        return
    mark.box, mark.style, mark.ground, mark.status = (before[name] for name in ("box", "style", "ground", "status"))
    mark.decided_by = before["decided_by"]
    mark.decided_at = datetime.fromisoformat(before["decided_at"]) if before["decided_at"] else None


def _audit(session: Session, mark: RedactionMark, action: str, by: User, clock: Clock) -> None:
    content = {"box": mark.box, "style": mark.style, "ground": mark.ground}
    record_act(session, action, "redaction", mark.id, by=by.id, at=clock.now(), content=content)


def _settle(session: Session, page: Page, clock: Clock, changed: Iterable[tuple[Stand | None, RedactionMark]]) -> None:
    session.flush()
    before = page.redacted_share
    settle_page(session, page)
    look_later(session, page, [(was, Stand.of(mark)) for was, mark in changed], clock.now())
    if page.redacted_share != before:
        # Search filters by the share hidden.
        jobs.put(session, INDEX_JOB, page.document_id, now=clock.now())
