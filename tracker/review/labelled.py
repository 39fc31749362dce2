"""What people judged, as a labelled set others can measure with: never what lies hidden, never a file held back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker.people import access
from tracker.people.models import User
from tracker.redactions.models import PageExamined, RedactionMark
from tracker.redactions.queries import Wanted as HiddenWanted
from tracker.redactions.queries import documents_of
from tracker.replies.models import Finding, Reply
from tracker.requests.models import InfoRequest
from tracker.review.queries import RULE_KINDS, Wanted, conditions, visible

AROUND = 300
"""Characters of the page given on each side of a passage."""


def passages(session: Session, viewer: User, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """One entry per judged label or check: the passage with what stands around it, the label, the verdict."""
    held_back = select(Document.id).where(Document.is_quarantined)
    query = (
        visible(viewer).where(*conditions(wanted, any_status=True), Finding.kind.in_(RULE_KINDS),
                              Finding.status != "suggested",
                              Finding.document_id.is_(None) | Finding.document_id.not_in(held_back))
        .with_only_columns(Finding, Reply.text, Reply.notified_on, InfoRequest.agency, Document.sha256, Page.text)
        .outerjoin(Document, Document.id == Finding.document_id)
        .outerjoin(Page, (Page.document_id == Finding.document_id) & (Page.number == Finding.page_number))
        .order_by(Finding.id)
    )
    for finding, said, notified_on, agency, sha256, text in session.execute(query.execution_options(yield_per=200)):
        whole = (text if finding.document_id is not None else said) or ""
        start = whole.find(finding.quote) if finding.quote else -1
        yield {
            "kind": finding.kind, "label": finding.label, "verdict": finding.status, "passage": finding.quote,
            "before": whole[max(0, start - AROUND):start] if start >= 0 else None,
            "after": whole[start + len(finding.quote):][:AROUND] if start >= 0 else None,
            "is_certain": finding.is_certain, "confidence": finding.confidence, "agency": agency,
            "notified_on": notified_on.isoformat(), "document_sha256": sha256, "page": finding.page_number,
            "decided_at": finding.decided_at and finding.decided_at.isoformat(),
        }


def labelled_pages(session: Session, viewer: User, wanted: HiddenWanted) -> Iterator[dict[str, Any]]:
    """One entry per page with a judged box: its boxes with style, ground and verdict, and what the detector gave.

    `is_complete` says that somebody went through the whole page: only there an unmarked place is known to be clean.
    """
    documents = documents_of(session, viewer, wanted)
    decided = select(RedactionMark.document_id, RedactionMark.page_number).where(
        RedactionMark.document_id.in_(documents), RedactionMark.status != "suggested")
    gone_through = select(PageExamined.document_id, PageExamined.page_number).where(
        PageExamined.document_id.in_(documents))
    places = {tuple(row) for query in (decided, gone_through) for row in session.execute(query)}
    complete = {tuple(row) for row in session.execute(gone_through)}
    pages = (
        select(Page.document_id, Page.number, Page.width_pt, Page.height_pt, Document.sha256, Document.name)
        .join(Document, Document.id == Page.document_id)
        .where(Document.id.in_({document for document, _ in places}), ~Document.is_quarantined, Page.state == "read",
               Document.scope.in_(access.scopes_of(session, viewer)))
        .order_by(Page.document_id, Page.number)
    )
    boxes: dict[tuple[int, int], list[RedactionMark]] = {}
    for mark in session.scalars(select(RedactionMark).where(
            RedactionMark.document_id.in_({document for document, _ in places})).order_by(RedactionMark.id)):
        boxes.setdefault((mark.document_id, mark.page_number), []).append(mark)
    for document, number, width, height, sha256, name in session.execute(pages).all():
        if (document, number) not in places:
            continue
        marks = boxes.get((document, number), [])
        yield {
            "document_sha256": sha256, "name": name, "page": number, "width_pt": width, "height_pt": height,
            "is_complete": (document, number) in complete,
            "boxes": [{
                "box": mark.box, "style": mark.style, "ground": mark.ground, "verdict": mark.status,
                "origin": mark.origin, "detected": None if mark.seen_box is None else {
                    "box": mark.seen_box, "style": mark.seen_style, "ground": mark.seen_ground,
                    "confidence": mark.confidence},
            } for mark in marks],
        }
