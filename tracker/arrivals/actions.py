"""Putting a document that arrived by itself to the request it speaks of, as a person confirmed it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import jobs
from archive.models import Document
from archive.reading import AFTER_JOB
from tracker.adding import Place
from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.requests.models import InfoRequest


def put_to_request(session: Session, document: Document, info_request: InfoRequest, *, by: User, clock: Clock) -> None:
    """Say that a document, and what came inside it, belongs to a request of its project."""
    now = clock.now()
    inside = select(Document.id).where(Document.id == document.id).cte(recursive=True)
    inside = inside.union_all(select(Document.id).where(Document.container_id == inside.c.id))
    facts = Place(info_request.project_id, info_request).facets()
    for one in session.scalars(select(Document).where(Document.id.in_(select(inside.c.id)))):
        one.facets = {**(one.facets or {}), **facts}
        if one.state in ("read", "failed"):
            jobs.put(session, AFTER_JOB, one.id, now=now)
    record_act(session, "put-to-request", "document", document.id, by=by.id, at=now,
               content={"request": info_request.id})
