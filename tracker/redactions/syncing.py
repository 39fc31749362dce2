"""Brings the boxes people judge in step with what the last reading of a page shows; verdicts stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, delete, func, select
from sqlalchemy.orm import Session

from archive.models import Page
from archive.words import unpack_words
from tracker.redactions.hiding import hide_words, mark_dismissed
from tracker.redactions.matching import matched
from tracker.redactions.models import PageExamined, RedactionChange, RedactionMark
from tracker.replies.models import Finding, ReplyDocument

BATCH = 200
"""Pages caught up with at once."""


def marks_on(session: Session, document_id: int, number: int) -> list[RedactionMark]:
    """Every box of a page, dismissed ones too, top to bottom."""
    query = select(RedactionMark).where(RedactionMark.document_id == document_id, RedactionMark.page_number == number)
    return sorted(session.scalars(query), key=_place)


def _place(mark: RedactionMark) -> tuple[float, float, int]:
    return mark.box[1], mark.box[0], mark.id or 0


@dataclass(slots=True)
class _Sheets:
    """What is known of a document's pages, asked for once: boxes, findings and who went through them, by page."""

    marks: dict[int, list[RedactionMark]]
    findings: dict[int, dict[int, Finding]]
    replies: list[int]
    examined: dict[int, PageExamined]


def _sheets(session: Session, document_id: int, number: int | None = None) -> _Sheets:
    """Those of one page, or of all."""
    boxes = select(RedactionMark).where(RedactionMark.document_id == document_id)
    found = select(Finding).where(Finding.kind == "redaction", Finding.document_id == document_id)
    if number is not None:
        boxes, found = boxes.where(RedactionMark.page_number == number), found.where(Finding.page_number == number)
    marks: dict[int, list[RedactionMark]] = {}
    for mark in session.scalars(boxes):
        marks.setdefault(mark.page_number, []).append(mark)
    for row in marks.values():
        row.sort(key=_place)
    findings: dict[int, dict[int, Finding]] = {}
    for finding in session.scalars(found):
        findings.setdefault(finding.page_number or 0, {})[finding.reply_id] = finding
    replies = select(ReplyDocument.reply_id).where(ReplyDocument.document_id == document_id)
    examined = select(PageExamined).where(PageExamined.document_id == document_id)
    return _Sheets(marks, findings, list(session.scalars(replies)),
                   {one.page_number: one for one in session.scalars(examined)})


def sync_document(session: Session, document_id: int) -> None:
    """Bring the boxes of every read page of a document in step with its reading; safe to run again."""
    sheets = _sheets(session, document_id)
    for page in session.scalars(select(Page).where(Page.document_id == document_id, Page.state == "read")).all():
        if page.redactions or page.number in sheets.marks or page.redacted_share:
            _sync(session, page, sheets)
    session.flush()


def sync_page(session: Session, page: Page) -> None:
    """Match the boxes of a page with what was read: verdicts follow their box, undecided ones become what was read."""
    _sync(session, page, _sheets(session, page.document_id, page.number))
    session.flush()


def _sync(session: Session, page: Page, sheets: _Sheets) -> None:
    rows = sheets.marks.get(page.number, [])
    read = [dict(one) for one in page.redactions or ()]
    pairs = matched([[row.box, row.seen_box] if row.seen_box else [row.box] for row in rows],
                    [one["box"] for one in read])
    seen_by = {to: read[at] for at, to in pairs.items()}
    kept: list[RedactionMark] = []
    for index, row in enumerate(rows):
        seen = seen_by.get(index)
        row.seen_box = list(seen["box"]) if seen else None
        row.seen_style, row.seen_ground = (seen["kind"], seen.get("ground")) if seen else (None, None)
        is_open = row.status == "suggested" and row.origin != "person"
        if is_open and seen is None:
            session.execute(delete(RedactionChange).where(RedactionChange.redaction_id == row.id),
                            execution_options={"synchronize_session": False})
            session.delete(row)
            continue
        if is_open and seen is not None:
            row.box, row.style, row.ground = list(seen["box"]), seen["kind"], seen.get("ground")
            row.confidence = seen.get("confidence")
        kept.append(row)
    fresh = [RedactionMark(
        document_id=page.document_id, page_number=page.number, box=list(one["box"]), style=one["kind"],
        ground=one.get("ground"), confidence=one.get("confidence"), seen_box=list(one["box"]),
        seen_style=one["kind"], seen_ground=one.get("ground"), origin="detector", status="suggested")
        for at, one in enumerate(read) if at not in pairs]
    session.add_all(fresh)
    if fresh and page.number in sheets.examined:
        # Nobody has gone through what was not there when they did.
        session.delete(sheets.examined.pop(page.number))
    sheets.marks[page.number] = sorted([*kept, *fresh], key=_place)
    hide_words(session, page, sheets.marks[page.number])
    _settle(session, page, sheets)


def settle_page(session: Session, page: Page) -> None:
    """The page's share and its finding follow from the boxes that are not dismissed."""
    _settle(session, page, _sheets(session, page.document_id, page.number))
    session.flush()


def settle_document(session: Session, document_id: int) -> None:
    """Give every page of a document that has boxes its findings again; shares stay as they were settled."""
    sheets = _sheets(session, document_id)
    query = select(Page).where(Page.document_id == document_id, Page.number.in_(list(sheets.marks)))
    for page in session.scalars(query.order_by(Page.number)).all() if sheets.replies else ():
        _settle_findings(session, page, sheets)
    session.flush()


def _settle(session: Session, page: Page, sheets: _Sheets) -> None:
    standing = [mark for mark in sheets.marks.get(page.number, ()) if mark.status != "dismissed"]
    page.redacted_share = share_of(standing, page) if standing else 0.0
    mark_dismissed(page, sheets.marks.get(page.number, ()))
    _settle_findings(session, page, sheets)


def _settle_findings(session: Session, page: Page, sheets: _Sheets) -> None:
    marks, there = sheets.marks.get(page.number, []), sheets.findings.setdefault(page.number, {})
    for reply_id in sheets.replies if marks else ():
        if reply_id not in there:
            there[reply_id] = Finding(
                reply_id=reply_id, document_id=page.document_id, page_number=page.number, kind="redaction",
                label="redacted", quote="", boxes=[], is_certain=False)
            session.add(there[reply_id])
    for finding in there.values():
        fill_finding(finding, marks, page.redacted_share)


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
        last = max(decided, key=lambda mark: (mark.decided_at is not None, mark.decided_at, mark.id or 0))
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
