"""What search may filter a document by that follows from its findings: their labels, but for those dismissed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Document
from tracker.replies.models import Finding


def settle_labels(session: Session, document: Document) -> bool:
    """Bring the labels a document is found by in step with its findings; gives whether they changed."""
    session.flush()
    labels = select(Finding.label).where(Finding.document_id == document.id, Finding.status != "dismissed").distinct()
    found = {"kind": sorted(session.scalars(labels.where(Finding.kind == "label"))),
             "finding": sorted(session.scalars(labels))}
    before = document.facets or {}
    kept = {name: value for name, value in before.items() if name not in found}
    kept.update({name: value for name, value in found.items() if value})
    if kept == before:
        return False
    document.facets = kept
    return True
