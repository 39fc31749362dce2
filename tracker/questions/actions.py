"""What people do with questions: write them down, and decide how far each was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.questions.models import Question
from tracker.questions.splitting import split
from tracker.questions.words import REFUSALS, STATUSES
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest


@dataclass(frozen=True, slots=True)
class Written:
    """A question as a person wrote it; `id` names the one it stands in for, an empty text takes it out."""

    number: str
    text: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a question was answered: status, ground when it was refused, a note, and the page that shows it."""

    status: str
    ground: str | None = None
    note: str = ""
    document_id: int | None = None
    page_number: int | None = None


def questions_of(session: Session, info_request: InfoRequest) -> list[Question]:
    """The questions of a request in order."""
    return list(session.scalars(select(Question).where(Question.info_request_id == info_request.id)
                                .order_by(Question.position, Question.id)))


def write_questions(session: Session, info_request: InfoRequest, written: Sequence[Written], *, by: User,
                    clock: Clock) -> list[Question]:
    """Keep the questions as written, in this order; those not named any more, or emptied, are taken out."""
    there = {question.id: question for question in questions_of(session, info_request)}
    kept: list[Question] = []
    for one in written:
        text, number = one.text.strip(), one.number.strip()[:20] or str(len(kept) + 1)
        if not text:
            continue
        question = there.pop(one.id, None) if one.id is not None else None
        if question is None:
            question = Question(info_request_id=info_request.id, status="open", note="", text=text, number=number,
                                position=len(kept))
            session.add(question)
        elif question.text != text:
            # Another question was never answered by what answered the old one.
            question.status, question.ground, question.decided_by, question.decided_at = "open", None, None, None
            question.document_id = question.page_number = None
        question.text, question.number, question.position = text, number, len(kept)
        kept.append(question)
    for gone in there.values():
        session.delete(gone)
    record_act(session, "questions.written", "info_request", info_request.id, by=by.id, at=clock.now(),
               content={"questions": [[question.number, question.text] for question in kept]})
    session.flush()
    return kept


def write_proposed(session: Session, info_request: InfoRequest, *, by: User, clock: Clock) -> list[Question]:
    """Keep the questions as the text's own numbering splits it."""
    parts = split(info_request.text or info_request.subject).parts
    return write_questions(session, info_request, [Written(part.number, part.text) for part in parts], by=by,
                           clock=clock)


def decide(session: Session, question: Question, verdict: Verdict, *, by: User, clock: Clock) -> bool:
    """Set how far a question was answered; False when that is what stood already. Raises ValueError."""
    if verdict.status not in STATUSES or (verdict.ground is not None and verdict.ground not in REFUSALS):
        raise ValueError(verdict.status)
    if verdict.document_id is not None and not _came_with_a_reply(session, question, verdict.document_id):
        raise ValueError("document")
    new = (verdict.status, verdict.ground if verdict.status in ("refused", "partly") else None,
           verdict.note.strip()[:2000], verdict.document_id, verdict.page_number if verdict.document_id else None)
    if new == (question.status, question.ground, question.note, question.document_id, question.page_number):
        return False
    question.status, question.ground, question.note, question.document_id, question.page_number = new
    question.decided_by, question.decided_at = by.id, clock.now()
    record_act(session, "question.decided", "question", question.id, by=by.id, at=clock.now(),
               content={"status": new[0], "ground": new[1], "note": new[2]})
    session.flush()
    return True


def _came_with_a_reply(session: Session, question: Question, document_id: int) -> bool:
    return session.scalar(select(ReplyDocument.id).join(Reply).where(
        Reply.info_request_id == question.info_request_id, ReplyDocument.document_id == document_id)) is not None
