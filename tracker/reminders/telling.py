"""Telling people what became of a file they added: read, read in part, or not readable, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker.people.models import User
from tracker.reminders.actions import tell
from tracker.reminders.models import Notice
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest


def tell_read(session: Session, document: Document, *, now: datetime) -> None:
    """Tell whoever added a file, and the owner of the request it came for, what became of it; once per outcome."""
    if document.state not in ("read", "failed"):
        return
    info_request = session.scalar(
        select(InfoRequest).join(Reply, Reply.info_request_id == InfoRequest.id)
        .join(ReplyDocument, ReplyDocument.reply_id == Reply.id)
        .where(ReplyDocument.document_id == document.id).limit(1))
    kind = "read" if document.state == "read" else "unread"
    failed = select(func.count()).where(Page.document_id == document.id, Page.state == "failed")
    facts: dict[str, Any] = {
        "name": (document.title or document.name)[:120], "pages": document.page_count or 0,
        "failed_pages": session.scalar(failed) or 0, "error": document.error,
    }
    people = {_who_added(session, document), info_request.owner_id if info_request is not None else None}
    for user_id in sorted(number for number in people if number is not None):
        last = session.scalar(select(Notice).where(
            Notice.user_id == user_id, Notice.document_id == document.id).order_by(Notice.id.desc()).limit(1))
        if last is not None and last.kind == kind and last.data == facts:
            continue
        tell(session, user_id, kind, now=now, info_request=info_request, project_id=_project_of(document),
             document_id=document.id, **facts)


def _who_added(session: Session, document: Document) -> int | None:
    added_by = document.added_by or ""
    if added_by.isdecimal():
        return session.scalar(select(User.id).where(User.id == int(added_by)))
    return session.scalar(select(User.id).where(User.email == added_by)) if "@" in added_by else None


def _project_of(document: Document) -> int | None:
    kind, _sep, number = document.scope.partition(":")
    return int(number) if kind == "project" and number.isdecimal() else None
