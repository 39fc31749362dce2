"""What is asked of replies and findings."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.people import access
from tracker.people.models import User
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.models import InfoRequest


def replies_of(session: Session, info_request: InfoRequest) -> list[Reply]:
    """The replies to a request, oldest first, with files and findings."""
    query = select(Reply).where(Reply.info_request_id == info_request.id).order_by(Reply.notified_on, Reply.id)
    return list(
        session.scalars(
            query.options(
                selectinload(Reply.documents).selectinload(ReplyDocument.document), selectinload(Reply.findings)
            )
        )
    )


def find_reply(session: Session, viewer: User, number: int) -> Reply | None:
    """One reply a person may see."""
    query = (
        select(Reply)
        .join(Reply.info_request)
        .where(Reply.id == number)
        .where(InfoRequest.project_id.in_(access.project_ids(viewer, "read")))
        .options(selectinload(Reply.documents).selectinload(ReplyDocument.document), selectinload(Reply.findings))
    )
    return session.scalar(query)


def find_finding(session: Session, viewer: User, number: int) -> Finding | None:
    """One finding a person may see."""
    query = (
        select(Finding)
        .join(Finding.reply)
        .join(Reply.info_request)
        .where(Finding.id == number)
        .where(InfoRequest.project_id.in_(access.project_ids(viewer, "read")))
    )
    return session.scalar(query)
