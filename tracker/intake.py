"""A released file from reading to suggested appeal, as a list that can be read aloud."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive import jobs
from archive.indexing import indexed_text
from archive.jobs import LostLease
from archive.models import Document, Page
from archive.reading import AFTER_JOB, INDEX_JOB
from tracker.agencies.directory import Directory
from tracker.backends import Backends
from tracker.clock import day_of
from tracker.corrections.actions import refresh_document
from tracker.corrections.scrubbing import scrub_document
from tracker.facts.actions import put_accepted, suggest_facts
from tracker.folios.read import read_folios
from tracker.leaks.forgetting import drop_drawn, forget_quotes
from tracker.redactions.syncing import settle_document, sync_document
from tracker.reminders.telling import tell_read
from tracker.repetition.links import suggest_links
from tracker.repetition.remembering import remember_document, remember_reply
from tracker.replies.labels import settle_labels
from tracker.replies.models import Finding, Mention, Reply, ReplyDocument
from tracker.requests.models import InfoRequest
from tracker.reserves.actions import suggest_reserves

log = logging.getLogger(__name__)

MOST_FOLIOS = 50
"""Folios a document is found by on each of its pages; those of a longer list are found where they stand."""


def after_reading_once(backends: Backends, document: int | None = None) -> bool:
    """Claim one “document was read” job and do what follows; False when none is due."""
    from tracker.agencies.store import directory_of

    now = backends.clock.now
    held = jobs.claim(backends.sessions, (AFTER_JOB,), now=now(), subject=document)
    if held is None:
        return False
    try:
        with backends.sessions.writing() as session:
            found = session.get(Document, held.subject)
            if found is not None:
                after_reading(session, found, directory_of(session), now=now())
                if found.is_quarantined:
                    drop_drawn(backends.settings.data_dir / "cache", found)
            jobs.finish(session, held, now=now())
    except LostLease:
        log.warning("what follows the reading of document %s was taken over", held.subject)
    except Exception as problem:
        log.exception("what follows the reading of document %s failed; it is tried again", held.subject)
        with backends.sessions.writing() as session:
            jobs.retry(session, held, now=now(), error=type(problem).__name__)
    return True


def after_reading(session: Session, document: Document, directory: Directory, *, now: datetime) -> None:
    """Folios mentioned, facets for search, findings on the replies it came with; safe to run again."""
    bring_members_along(session, document)
    pages = read_pages(session, document)
    refresh_document(session, document.id)
    scrub_document(session, document.id, now=now)
    forget_quotes(session, document.id, now=now)
    mention_folios(session, document, pages, directory)
    sync_document(session, document.id)
    set_facets(session, document, directory)
    texts = [(page.number, indexed_text(page.text, page.corrected)) for page in pages]
    suggest_facts(session, document, texts, directory, today=day_of(now))
    put_accepted(session, document)
    came_with = replies_with(session, document)
    if came_with:
        remember_document(session, document.id)
    for reply in came_with:
        suggest_findings(session, reply)
    tell_read(session, document, now=now)
    jobs.put(session, INDEX_JOB, document.id, now=now)


def bring_members_along(session: Session, document: Document) -> None:
    """A file from a bundle or a mail belongs to the replies its container came with."""
    inside = list(session.scalars(select(Document).where(Document.container_id == document.id)))
    outside = session.get(Document, document.container_id) if document.container_id else None
    pairs = [(reply, member) for member in inside for reply in replies_with(session, document)]
    if outside is not None:
        pairs += [(reply, document) for reply in replies_with(session, outside)]
    for reply, member in pairs:
        there = select(ReplyDocument.id).where(ReplyDocument.reply_id == reply.id,
                                               ReplyDocument.document_id == member.id)
        if session.scalar(there) is None:
            session.add(ReplyDocument(reply_id=reply.id, document_id=member.id))
            session.flush()


def read_pages(session: Session, document: Document) -> list[Page]:
    """The pages of a document that have text, in order."""
    query = select(Page).where(Page.document_id == document.id, Page.state == "read").order_by(Page.number)
    return list(session.scalars(query))


def mention_folios(session: Session, document: Document, pages: Sequence[Page], directory: Directory) -> None:
    """Keep which request folios each page mentions."""
    session.execute(delete(Mention).where(Mention.document_id == document.id))
    for page in pages:
        seen: set[str] = set()
        for found in read_folios(indexed_text(page.text, page.corrected), directory):
            if found.folio not in seen and not found.is_appeal:
                seen.add(found.folio)
                session.add(Mention(document_id=document.id, page_number=page.number, folio=found.folio,
                                    is_repaired=found.repaired))
    session.flush()


def set_facets(session: Session, document: Document, directory: Directory) -> None:
    """What search may filter a document by: its request's facts, else those of the one folio it mentions."""
    facts: dict[str, Any] = {}
    request = _request_of(session, document)
    mentioned = Counter(session.scalars(select(Mention.folio).where(Mention.document_id == document.id)))
    if request is not None:
        facts = {"folio": request.folio or request.folio_as_written, "agency": request.agency,
                 "year": request.filed_on.year if request.filed_on else None, "project": str(request.project_id)}
    elif len(mentioned) == 1:
        found = read_folios(next(iter(mentioned)), directory)
        if found:
            facts = {"folio": found[0].folio, "agency": found[0].agency, "year": found[0].year}
    kept = {name: value for name, value in (document.facets or {}).items() if name != "folios"}
    several = [folio for folio, _ in mentioned.most_common(MOST_FOLIOS)]
    kept.update({name: value for name, value in {**facts, "folios": several}.items() if value})
    document.facets = kept
    settle_labels(session, document)


def _request_of(session: Session, document: Document) -> InfoRequest | None:
    query = (
        select(InfoRequest).join(Reply, Reply.info_request_id == InfoRequest.id)
        .join(ReplyDocument, ReplyDocument.reply_id == Reply.id).where(ReplyDocument.document_id == document.id)
    )
    found = session.scalar(query.order_by(Reply.id).limit(1))
    if found is None and (number := (document.facets or {}).get("request")):
        found = session.get(InfoRequest, number)
    return found


def replies_with(session: Session, document: Document) -> list[Reply]:
    """The replies a document came with."""
    query = select(Reply).join(ReplyDocument).where(ReplyDocument.document_id == document.id).order_by(Reply.id)
    return list(session.scalars(query))


def suggest_findings(session: Session, reply: Reply) -> None:
    """Read the whole reply and put what it says and hides beside it, keeping what people have decided."""
    from tracker.replies.reading import classify
    from tracker.replies.reading.regime import known_laws
    from tracker.replies.reading.states import checks_that_hold

    decided = {(f.kind, f.label, f.document_id, f.page_number) for f in reply.findings if f.status != "suggested"}
    session.execute(delete(Finding).where(Finding.reply_id == reply.id, Finding.status == "suggested"))
    session.refresh(reply, ["findings", "documents"])
    places, texts, hidden = _pages_of(session, reply)
    if not texts:
        return
    remember_reply(session, reply)
    request = reply.info_request
    leaking = next((place for place, (document_id, number) in enumerate(places, start=1) for at, page in hidden
                    if (at, page.number) == (document_id, number) and page.leaks), 0)
    reading = classify(
        texts, law=request.law if request.law in known_laws() else None, on=request.filed_on,
        filed_on=request.filed_on, notified_on=reply.notified_on, count_days=_business_days(session, request),
        leaks_on_page=leaking)
    reply.outcome = reading.outcome
    for label in reading.labels:
        if label.label == "unknown":
            continue
        document_id, page_number = places[label.page - 1]
        if ("label", label.label, document_id, page_number) not in decided:
            session.add(Finding(
                reply_id=reply.id, document_id=document_id, page_number=page_number, kind="label", label=label.label,
                quote=label.quote, boxes=[], confidence=label.confidence, is_certain=label.certain,
                status="suggested"))
    for check in checks_that_hold(reading.checks, request.jurisdiction):
        document_id, page_number = places[(check.page or 1) - 1]
        if ("check", check.check, document_id, page_number) not in decided:
            session.add(Finding(
                reply_id=reply.id, document_id=document_id, page_number=page_number, kind="check", label=check.check,
                quote=check.quote or "", boxes=[], article=check.article, is_certain=False, status="suggested"))
    suggest_reserves(session, reply, texts, places)
    suggest_links(session, reply, texts, places, decided)
    for document_id, page in hidden:
        _suggest_leak(session, reply, document_id, page, decided)
    for row in reply.documents:
        settle_document(session, row.document_id)
        settle_labels(session, row.document)
    session.flush()
    session.refresh(reply, ["findings"])


def _business_days(session: Session, request: InfoRequest) -> Callable[[date, date], int]:
    """Counts the agency's business days after one day up to and with another."""
    from tracker.agencies.store import directory_of
    from tracker.clocks.calendars import case_calendars
    from tracker.laws.store import rulebook_of
    from tracker.requests.recompute import body_of

    body = body_of(request, directory_of(session))
    return case_calendars(rulebook_of(session), body, request.procedure, ()).counting(
        "response", "agency").certain.between


def _pages_of(session: Session, reply: Reply) -> tuple[list[tuple[int | None, int | None]], list[str],
                                                      list[tuple[int, Page]]]:
    places: list[tuple[int | None, int | None]] = []
    texts: list[str] = []
    hidden: list[tuple[int, Page]] = []
    if reply.text:
        places.append((None, None))
        texts.append(reply.text)
    for row in reply.documents:
        for page in read_pages(session, row.document):
            places.append((row.document_id, page.number))
            texts.append(page.text or "")
            if page.leaks:
                hidden.append((row.document_id, page))
    return places, texts, hidden


def _suggest_leak(session: Session, reply: Reply, document_id: int, page: Page,
                  decided: set[tuple[str, str, int | None, int | None]]) -> None:
    if page.leaks and ("leak", "leak", document_id, page.number) not in decided:
        session.add(Finding(
            reply_id=reply.id, document_id=document_id, page_number=page.number, kind="leak", label="leak", quote="",
            boxes=[leak["box"] for leak in page.leaks if leak.get("box")], is_certain=False, status="suggested"))


