"""Brings the boxes people judge in step with what the last reading of a page shows; verdicts stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, cast, delete, func, select
from sqlalchemy.orm import Session

from archive.models import Page
from archive.words import unpack_words
from tracker.redactions.matching import matched
from tracker.redactions.models import PageExamined, RedactionChange, RedactionMark
from tracker.replies.models import Finding, ReplyDocument

BATCH = 200
"""Pages caught up with at once."""


def marks_on(session: Session, document_id: int, number: int) -> list[RedactionMark]:
    """Every box of a page, dismissed ones too, top to bottom."""
    query = select(RedactionMark).where(RedactionMark.document_id == document_id, RedactionMark.page_number == number)
    return sorted(session.scalars(query), key=lambda mark: (mark.box[1], mark.box[0], mark.id))


def sync_document(session: Session, document_id: int) -> None:
    """Bring the boxes of every read page of a document in step with its reading; safe to run again."""
    pages = list(session.scalars(select(Page).where(Page.document_id == document_id, Page.state == "read")))
    known = set(session.scalars(
        select(RedactionMark.page_number).where(RedactionMark.document_id == document_id).distinct()))
    for page in pages:
        if page.redactions or page.number in known or page.redacted_share:
            sync_page(session, page)
    session.flush()


def sync_page(session: Session, page: Page) -> None:
    """Match the boxes of a page with what was read: verdicts follow their box, undecided ones become what was read."""
    rows = marks_on(session, page.document_id, page.number)
    read = [dict(one) for one in page.redactions or ()]
    pairs = matched([[row.box, row.seen_box] if row.seen_box else [row.box] for row in rows],
                    [one["box"] for one in read])
    seen_by = {to: read[at] for at, to in pairs.items()}
    for index, row in enumerate(rows):
        seen = seen_by.get(index)
        row.seen_box = list(seen["box"]) if seen else None
        row.seen_style, row.seen_ground = (seen["kind"], seen.get("ground")) if seen else (None, None)
        if row.status != "suggested" or row.origin == "person":
            continue
        if seen is None:
            session.execute(delete(RedactionChange).where(RedactionChange.redaction_id == row.id))
            session.delete(row)
        else:
            row.box, row.style, row.ground = list(seen["box"]), seen["kind"], seen.get("ground")
            row.confidence = seen.get("confidence")
    fresh = [one for at, one in enumerate(read) if at not in pairs]
    for one in fresh:
        session.add(RedactionMark(
            document_id=page.document_id, page_number=page.number, box=list(one["box"]), style=one["kind"],
            ground=one.get("ground"), confidence=one.get("confidence"), seen_box=list(one["box"]),
            seen_style=one["kind"], seen_ground=one.get("ground"), origin="detector", status="suggested"))
    if fresh:
        # Nobody has gone through what was not there when they did.
        session.execute(delete(PageExamined).where(
            PageExamined.document_id == page.document_id, PageExamined.page_number == page.number))
    session.flush()
    settle_page(session, page)


def settle_page(session: Session, page: Page) -> None:
    """The page's share and its finding follow from the boxes that are not dismissed."""
    marks = marks_on(session, page.document_id, page.number)
    standing = [mark for mark in marks if mark.status != "dismissed"]
    page.redacted_share = share_of(standing, page) if standing else 0.0
    there = {finding.reply_id: finding for finding in session.scalars(select(Finding).where(
        Finding.kind == "redaction", Finding.document_id == page.document_id, Finding.page_number == page.number))}
    replies = select(ReplyDocument.reply_id).where(ReplyDocument.document_id == page.document_id)
    for reply_id in session.scalars(replies) if marks else ():
        if reply_id not in there:
            there[reply_id] = Finding(
                reply_id=reply_id, document_id=page.document_id, page_number=page.number, kind="redaction",
                label="redacted", quote="", boxes=[], is_certain=False)
            session.add(there[reply_id])
    for finding in there.values():
        fill_finding(finding, marks, page.redacted_share)
    session.flush()


def settle_document(session: Session, document_id: int) -> None:
    """Settle every page of a document that has boxes."""
    numbers = select(RedactionMark.page_number).where(RedactionMark.document_id == document_id)
    pages = select(Page).where(Page.document_id == document_id, Page.number.in_(numbers)).order_by(Page.number)
    for page in list(session.scalars(pages)):
        settle_page(session, page)


def fill_finding(finding: Finding, marks: Sequence[RedactionMark], share: float | None) -> None:
    """Make a page's finding say what its boxes say: it is decided when all of them are."""
    standing = [mark for mark in marks if mark.status != "dismissed"]
    finding.boxes = [mark.box for mark in standing]
    finding.quote = "; ".join(sorted({mark.ground for mark in standing if mark.ground}))[:500]
    finding.share = share
    finding.confidence = max((mark.confidence for mark in standing if mark.confidence is not None), default=None)
    decided = [mark for mark in marks if mark.status != "suggested"]
    if any(mark.status == "suggested" for mark in marks) or not marks:
        finding.status, finding.decided_by, finding.decided_at = "suggested", None, None
    else:
        last = max(decided, key=lambda mark: (mark.decided_at is not None, mark.decided_at, mark.id))
        finding.status = "confirmed" if standing else "dismissed"
        finding.decided_by, finding.decided_at = last.decided_by, last.decided_at


def share_of(marks: Sequence[RedactionMark], page: Page) -> float:
    """Share (0–1) of the page's text area that these boxes hide."""
    from ocr.redactions.share import redacted_share
    from ocr.types import Redaction

    found = [Redaction(_box(mark.box), mark.style, mark.ground, 1.0) for mark in marks]
    return redacted_share(found, unpack_words(page.words))


def _box(box: Sequence[Any]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box)
    return x0, y0, x1, y1


def catch_up(session: Session) -> int:
    """Make the boxes of pages read before there were any rows for them; gives how many pages, at most `BATCH`."""
    there = select(RedactionMark.id).where(
        RedactionMark.document_id == Page.document_id, RedactionMark.page_number == Page.number)
    behind = select(Page).where(Page.state == "read", func.length(cast(Page.redactions, String)) > 2, ~there.exists())
    pages = list(session.scalars(behind.order_by(Page.id).limit(BATCH)))
    for page in pages:
        sync_page(session, page)
    return len(pages)
