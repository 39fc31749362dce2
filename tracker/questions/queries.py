"""What is asked of questions: the pages that may answer them, and how many of each status there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from archive.models import Document, Page
from tracker.questions.models import Question
from tracker.questions.pages import PageText, Proposal, propose
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.models import InfoRequest

COMPARED = 300
"""Pages of the replies that are compared with the questions, newest reply first."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The pages proposed for each question (by its id), the files they are in, and how many pages were left out."""

    proposals: dict[int, list[Proposal]]
    documents: dict[int, Document]
    left_out: int


def coverage_of(session: Session, info_request: InfoRequest, questions: Sequence[Question]) -> Coverage:
    """Compare the pages of a request's replies with its questions."""
    documents = {row.id: row for row in session.scalars(
        select(Document).join(ReplyDocument, ReplyDocument.document_id == Document.id).join(Reply)
        .where(Reply.info_request_id == info_request.id).order_by(Document.id))}
    there = select(Page.document_id, Page.number, Page.text).where(
        Page.document_id.in_(documents), Page.state == "read", Page.text.is_not(None))
    total = session.scalar(select(func.count()).select_from(there.subquery())) or 0
    rows = session.execute(there.order_by(Page.document_id.desc(), Page.number).limit(COMPARED))
    pages = [PageText(document_id, number, text or "") for document_id, number, text in rows]
    found = propose([question.text for question in questions], pages)
    return Coverage({question.id: one for question, one in zip(questions, found, strict=True)}, documents,
                    max(0, total - COMPARED))


@dataclass(frozen=True, slots=True)
class Said:
    """A page where a reply says something that may be why a question was refused."""

    document_id: int
    page: int
    name: str
    label: str


def said_on(session: Session, info_request: InfoRequest) -> list[Said]:
    """The pages of a request's replies where a label stands that nobody dismissed, in order."""
    rows = session.execute(
        select(Finding.document_id, Finding.page_number, Document.name, Finding.label)
        .join(Reply, Finding.reply_id == Reply.id).join(Document, Finding.document_id == Document.id)
        .where(Reply.info_request_id == info_request.id, Finding.kind == "label", Finding.status != "dismissed",
               Finding.page_number.is_not(None)).distinct()
        .order_by(Finding.document_id, Finding.page_number, Finding.label))
    return [Said(document_id, page, name, label) for document_id, page, name, label in rows
            if document_id is not None and page is not None]


def with_pages(session: Session, info_request: InfoRequest) -> list[Question]:
    """A request's questions in order, with the files their pages are in."""
    return list(session.scalars(select(Question).where(Question.info_request_id == info_request.id).options(
        selectinload(Question.document)).order_by(Question.position, Question.id)))


def counts(session: Session, request_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Request → status → how many of its questions stand there."""
    found: dict[int, dict[str, int]] = {}
    for request_id, status, count in session.execute(
            select(Question.info_request_id, Question.status, func.count()).where(
                Question.info_request_id.in_(request_ids)).group_by(Question.info_request_id, Question.status)):
        found.setdefault(request_id, {})[status] = count
    return found
