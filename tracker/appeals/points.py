"""The points of an appeal: what the regulator decided on each, and whether the agency then complied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.appeals.models import Appeal, AppealPoint
from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.questions.actions import questions_of
from tracker.questions.words import SPANISH
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest
from tracker.vocabulary import N_

OUTCOMES = {
    "open": N_("not decided"), "revoked": N_("revoked"), "modified": N_("modified"), "confirmed": N_("confirmed"),
    "dismissed": N_("dismissed"), "stayed": N_("stayed"),
}
COMPLIANCE = {
    "open": N_("not known"), "complied": N_("complied with"), "partly": N_("complied with in part"),
    "not_complied": N_("not complied with"),
}
MOST = 60


@dataclass(frozen=True, slots=True)
class Written:
    """A point as a person wrote it; `id` names the one it stands in for, an empty text takes it out."""

    text: str
    outcome: str = "open"
    compliance: str = "open"
    note: str = ""
    document_id: int | None = None
    page_number: int | None = None
    id: int | None = None


def points_of(session: Session, appeal: Appeal) -> list[AppealPoint]:
    """The points of an appeal in order."""
    return list(session.scalars(select(AppealPoint).where(AppealPoint.appeal_id == appeal.id).options(
        selectinload(AppealPoint.document)).order_by(AppealPoint.position, AppealPoint.id)))


def proposed_points(session: Session, info_request: InfoRequest | None, ground_words: Sequence[str]) -> list[str]:
    """What the points may be: the questions that were not answered, else the grounds."""
    if info_request is not None:
        asked = [f"{one.number}. {one.text} ({SPANISH[one.status]})" for one in questions_of(session, info_request)
                 if one.status not in ("answered", "open")]
        if asked:
            return asked[:MOST]
    return list(ground_words)


def write_points(session: Session, appeal: Appeal, written: Sequence[Written], *, by: User, clock: Clock
                 ) -> list[AppealPoint]:
    """Keep the points as written, in this order. Raises ValueError for words or pages that are none."""
    there = {point.id: point for point in points_of(session, appeal)}
    pages = _documents(session, appeal)
    kept: list[AppealPoint] = []
    for one in written[:MOST]:
        if not one.text.strip():
            continue
        if one.outcome not in OUTCOMES or one.compliance not in COMPLIANCE:
            raise ValueError("outcome")
        if one.document_id is not None and one.document_id not in pages:
            raise ValueError("document")
        point = there.pop(one.id, None) if one.id is not None else None
        if point is None:
            point = AppealPoint(project_id=appeal.project_id, appeal_id=appeal.id, text="", position=0, outcome="open",
                                compliance="open", note="")
            session.add(point)
        before = (point.outcome, point.compliance)
        point.text, point.position, point.note = one.text.strip()[:4000], len(kept), one.note.strip()[:2000]
        point.outcome, point.compliance = one.outcome, one.compliance
        point.document_id = one.document_id
        point.page_number = one.page_number if one.document_id else None
        if before != (one.outcome, one.compliance):
            point.decided_by, point.decided_at = by.id, clock.now()
        kept.append(point)
    for gone in there.values():
        session.delete(gone)
    session.flush()
    record_act(session, "appeal.points", "appeal", appeal.id, by=by.id, at=clock.now(),
               content={"points": [[point.text, point.outcome, point.compliance] for point in kept]})
    return kept


def _documents(session: Session, appeal: Appeal) -> set[int]:
    if appeal.info_request_id is None:
        return set()
    return set(session.scalars(select(ReplyDocument.document_id).join(Reply).where(
        Reply.info_request_id == appeal.info_request_id)))
