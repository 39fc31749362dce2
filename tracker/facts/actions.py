"""Offering the facts found in a document, taking one over, and leaving one aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive import jobs
from archive.models import Document, Page
from archive.reading import INDEX_JOB
from tracker.agencies.directory import Directory
from tracker.audit.actions import record_act
from tracker.facts.extract import extract
from tracker.facts.models import DocumentFact

FIRST, LAST = 12, 4
"""Pages of a long document in which its facts are looked for."""


def suggest_facts(session: Session, document: Document, pages: list[tuple[int, str]], directory: Directory, *,
                  today: date) -> None:
    """Offer what the text says; what a person decided stays decided."""
    session.execute(delete(DocumentFact).where(
        DocumentFact.document_id == document.id, DocumentFact.status == "suggested"))
    known = {(fact.kind, fact.value) for fact in facts_of(session, document.id)}
    # What a letter says of itself stands where it begins and ends.
    ends = pages if len(pages) <= FIRST + LAST else [*pages[:FIRST], *pages[-LAST:]]
    scanned = session.scalars(select(Page.number).where(
        Page.document_id == document.id, Page.number.in_([number for number, _ in ends]), Page.source != "text"))
    for found in extract(ends, directory, today=today, scanned=set(scanned)):
        if (found.kind, found.value) not in known:
            session.add(DocumentFact(document_id=document.id, kind=found.kind, value=found.value[:300],
                                     page_number=found.page, quote=found.quote[:1000], status="suggested"))
    session.flush()


def facts_of(session: Session, document_id: int) -> list[DocumentFact]:
    """The facts of a document, by kind."""
    query = select(DocumentFact).where(DocumentFact.document_id == document_id)
    return list(session.scalars(query.order_by(DocumentFact.kind, DocumentFact.id)))


def decide(session: Session, fact: DocumentFact, document: Document, status: str, *, by: int, now: datetime) -> None:
    """Take a fact over (`accepted`), leave it aside (`dismissed`), or open it again (`suggested`).

    A document has one fact of a kind: taking one over opens the one that was taken before.
    """
    if status == "accepted":
        for other in facts_of(session, document.id):
            if other.kind == fact.kind and other.status == "accepted" and other.id != fact.id:
                other.status, other.decided_by, other.decided_at = "suggested", by, now
    fact.status, fact.decided_by, fact.decided_at = status, by, now
    record_act(session, f"fact.{status}", "document", document.id, by=by, at=now,
               content={"kind": fact.kind, "value": fact.value})
    session.flush()
    facets = {name: value for name, value in (document.facets or {}).items() if not (
        name == fact.kind and value == fact.value and status != "accepted")}
    document.facets = facets
    put_accepted(session, document)
    jobs.put(session, INDEX_JOB, document.id, now=now)


def put_accepted(session: Session, document: Document) -> None:
    """Write the facts people took over among those search knows, before any that were only worked out."""
    taken = accepted(session, document.id)
    if taken:
        document.facets = {**(document.facets or {}), **taken}


def accepted(session: Session, document_id: int) -> Mapping[str, Any]:
    """The facts people took over: kind → value."""
    query = select(DocumentFact.kind, DocumentFact.value).where(
        DocumentFact.document_id == document_id, DocumentFact.status == "accepted")
    return {kind: value for kind, value in session.execute(query)}
