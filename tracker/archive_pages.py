"""Questions about the pages of a document that the person asking is known to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker.replies.models import Mention

SPEED_OVER = 20
"""Over how many of the last pages the speed of a reading is taken."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the strip of pages shows of one page, without its text; `redacted_share` is 0–1."""

    number: int
    state: str
    source: str | None
    why: str | None
    redacted_share: float | None
    redactions: int
    leaks: int
    error: str | None


def pages_done(session: Session, document_ids: Sequence[int]) -> dict[int, int]:
    """How many pages of each document are read or have failed."""
    query = (
        select(Page.document_id, func.count(Page.id))
        .where(Page.document_id.in_(document_ids), Page.state != "queued")
        .group_by(Page.document_id)
    )
    return {document_id: count for document_id, count in session.execute(query)}


def find_page(session: Session, document_id: int, number: int) -> Page | None:
    """One page with its text and words."""
    return session.scalar(select(Page).where(Page.document_id == document_id, Page.number == number))


def page_facts(session: Session, document_id: int, between: tuple[int, int] | None = None) -> list[PageFacts]:
    """The pages of a document in order (or those between two numbers, both included), without texts and words."""
    first, last = between or (1, 2**31 - 1)
    query = (
        select(Page.number, Page.state, Page.source, Page.why, Page.redacted_share, Page.redactions, Page.leaks,
               Page.error)
        .where(Page.document_id == document_id, Page.number.between(first, last))
        .order_by(Page.number)
    )
    return [
        PageFacts(number, state, source, why, share, len(redactions or ()), len(leaks or ()), error)
        for number, state, source, why, share, redactions, leaks, error in session.execute(query)
    ]


def page_texts(session: Session, document_id: int) -> list[tuple[int, str]]:
    """Number and text of every page that was read, in order, as people corrected it."""
    query = select(Page.number, Page.text, Page.corrected).where(
        Page.document_id == document_id, Page.state == "read").order_by(Page.number)
    return [(number, text or "" if corrected is None else corrected)
            for number, text, corrected in session.execute(query)]


def packed_words(session: Session, page_ids: Sequence[int]) -> dict[int, bytes | None]:
    """The packed words of pages, by page id."""
    query = select(Page.id, Page.words).where(Page.id.in_(page_ids))
    return {page_id: packed for page_id, packed in session.execute(query)}


def folios_named(session: Session, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The folio each page (document, number) names, of those that name a single one."""
    documents = {document_id for document_id, _ in places}
    rows = session.execute(
        select(Mention.document_id, Mention.page_number, Mention.folio).where(Mention.document_id.in_(documents))
    )
    found: dict[tuple[int, int], list[str]] = {}
    for document_id, number, folio in rows:
        found.setdefault((document_id, number), []).append(folio)
    return {place: folios[0] for place, folios in found.items() if len(folios) == 1 and place in set(places)}


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """How far a reading is: pages done (read or failed), failed, in all (None before the file was opened), and the
    seconds it will still take at the speed of the last pages (None when that cannot be said)."""

    state: str
    done: int
    failed: int
    total: int | None
    seconds_left: int | None


def reading_progress(session: Session, document: Document, *, now: datetime) -> ReadingProgress:
    """How far the reading of a document is."""
    states = session.execute(
        select(Page.state, func.count(Page.id)).where(Page.document_id == document.id).group_by(Page.state)
    )
    count = {state: number for state, number in states}
    done = count.get("read", 0) + count.get("failed", 0)
    left = None
    if document.state == "reading" and count.get("queued"):
        query = select(Page.read_at).where(Page.document_id == document.id, Page.read_at.is_not(None))
        latest = session.scalars(query.order_by(Page.read_at.desc()).limit(SPEED_OVER)).all()
        if len(latest) > 2 and latest[0] and latest[-1] and now - latest[0] < timedelta(minutes=5):
            seconds_a_page = (latest[0] - latest[-1]).total_seconds() / (len(latest) - 1)
            left = round(seconds_a_page * count["queued"])
    return ReadingProgress(document.state, done, count.get("failed", 0), document.page_count, left)
