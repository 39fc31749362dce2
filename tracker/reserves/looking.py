"""Read the terms of reserves of a reply that was read before terms were."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Page
from tracker.replies.models import Reply
from tracker.reserves.actions import suggest_reserves


def look_through(session: Session, reply: Reply) -> None:
    """Suggest the terms that the platform's text and the pages of the reply's files state."""
    texts: list[str] = [reply.text] if reply.text else []
    places: list[tuple[int | None, int | None]] = [(None, None)] if reply.text else []
    for row in reply.documents:
        pages = session.execute(select(Page.number, Page.text).where(
            Page.document_id == row.document_id, Page.state == "read").order_by(Page.number))
        for number, text in pages:
            if text:
                texts.append(text)
                places.append((row.document_id, number))
    if texts:
        suggest_reserves(session, reply, texts, places)
