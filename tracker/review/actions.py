"""Verdicts on findings: one at a time, and one's own last one taken back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import jobs
from archive.models import Document, Page
from archive.reading import INDEX_JOB
from tracker.clock import Clock
from tracker.people import access
from tracker.people.models import User
from tracker.redactions import actions as redactions
from tracker.redactions.syncing import marks_on
from tracker.replies import actions as replies
from tracker.replies.labels import settle_labels
from tracker.replies.models import Finding, Reply
from tracker.requests.models import InfoRequest

BOX_VERDICTS = {"confirmed": "confirm", "dismissed": "dismiss", "suggested": "reopen"}


def judge(session: Session, finding: Finding, verdict: str, *, by: User, clock: Clock) -> None:
    """Confirm, dismiss or reopen a finding; on a page's redactions the verdict is on every box nobody judged."""
    if verdict not in BOX_VERDICTS:
        raise ValueError(verdict)
    page = page_of(session, finding)
    if finding.kind != "redaction" or page is None:
        replies.decide(session, finding, verdict, by=by, clock=clock)
        _settle_search(session, finding, clock)
        return
    marks = marks_on(session, page.document_id, page.number)
    if verdict != "suggested":
        open_ones = [mark for mark in marks if mark.status == "suggested"]
        marks = open_ones or marks
    redactions.judge(session, page, marks, BOX_VERDICTS[verdict], by=by, clock=clock)
    _settle_search(session, finding, clock)


def undo_last(session: Session, *, by: User, clock: Clock) -> Finding | None:
    """Take back one's own last verdict, where one may still change it; gives the finding, None when there is none."""
    query = (
        select(Finding).join(Finding.reply).join(Reply.info_request)
        .where(Finding.decided_by == by.id, InfoRequest.project_id.in_(access.project_ids(by, "edit")))
        .order_by(Finding.decided_at.desc(), Finding.id.desc()).limit(1)
    )
    finding = session.scalar(query)
    if finding is None:
        return None
    page = page_of(session, finding)
    if finding.kind != "redaction" or page is None:
        replies.decide(session, finding, "suggested", by=by, clock=clock)
    elif not redactions.undo(session, page, by=by, clock=clock):
        return None
    _settle_search(session, finding, clock)
    return finding


def _settle_search(session: Session, finding: Finding, clock: Clock) -> None:
    document = session.get(Document, finding.document_id) if finding.document_id is not None else None
    if document is not None and settle_labels(session, document):
        jobs.put(session, INDEX_JOB, document.id, now=clock.now())


def page_of(session: Session, finding: Finding) -> Page | None:
    """The page a finding stands on; None for the platform's own text box."""
    if finding.document_id is None:
        return None
    return session.scalar(select(Page).where(
        Page.document_id == finding.document_id, Page.number == finding.page_number))
