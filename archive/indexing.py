"""Keeping the search index in step with the archive: one writer at a time, by job."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import jobs
from archive.db import Sessions
from archive.jobs import LostLease
from archive.models import Document, Page
from archive.reading import INDEX_JOB
from archive.search.types import IndexBusy, IndexDamaged, PageDoc, SearchEngine

WRITER_LEASE = "index-writer"
WRITER_LASTS = timedelta(minutes=5)
BATCH = 200

log = logging.getLogger(__name__)
Now = Callable[[], datetime]


def open_index(url: str, sessions: Sessions) -> SearchEngine:
    """The engine a setting names, reading page texts from the archive where it needs them."""
    from archive.search.engines import open_search

    return open_search(url, texts=texts_from(sessions))


def texts_from(sessions: Sessions) -> Callable[[Sequence[int]], Mapping[int, str]]:
    """Page ids in, their stored text out."""

    def texts(page_ids: Sequence[int]) -> Mapping[int, str]:
        with sessions.reading() as session:
            rows = session.execute(select(Page.id, Page.text).where(Page.id.in_(list(page_ids))))
            return {number: text or "" for number, text in rows}

    return texts


def page_docs(session: Session, document_id: int | None = None) -> Iterator[PageDoc]:
    """Every page that was read, as it is indexed, of one document or of the whole archive."""
    query = (
        select(Page.id, Page.document_id, Page.number, Page.text, Page.source, Page.redacted_share,
               Document.title, Document.name, Document.scope, Document.facets)
        .join(Document, Page.document_id == Document.id)
        .where(Page.state == "read", Page.text.is_not(None))
        .order_by(Page.id)
    )
    if document_id is not None:
        query = query.where(Page.document_id == document_id)
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        fields = {name: value for name, value in dict(row.facets or {}).items() if value not in (None, "", [])}
        fields["source"] = row.source or ""
        if row.redacted_share is not None:
            fields["redacted"] = row.redacted_share
        yield PageDoc(
            page_id=row.id, document_id=row.document_id, number=row.number, text=row.text,
            title=row.title or row.name, scopes=frozenset({row.scope}), fields=fields,
        )


def index_once(sessions: Sessions, engine: SearchEngine, *, now: Now, document: int | None = None) -> bool:
    """Claim one indexing job and do it; False when none is due or another process is writing to the index."""
    holder = jobs.holder_name()
    if jobs.take_lease(sessions, WRITER_LEASE, holder, now=now(), lasting=WRITER_LASTS) is None:
        return False
    held = jobs.claim(sessions, (INDEX_JOB,), now=now(), subject=document)
    if held is None:
        jobs.drop_lease(sessions, WRITER_LEASE, holder, now=now())
        return False
    try:
        with sessions.reading() as session:
            pages = list(page_docs(session, held.subject))
        engine.delete_document(held.subject)
        engine.add(pages)
        with sessions.writing() as session:
            jobs.finish(session, held, now=now())
    except LostLease:
        log.warning("indexing of document %s was taken over", held.subject)
    except (IndexBusy, IndexDamaged) as problem:
        with sessions.writing() as session:
            jobs.retry(session, held, now=now(), error=str(problem)[:400])
        if isinstance(problem, IndexDamaged):
            rebuild_in_place(sessions, engine)
    finally:
        engine.close_writer()
        jobs.drop_lease(sessions, WRITER_LEASE, holder, now=now())
    return True


def rebuild_in_place(sessions: Sessions, engine: SearchEngine) -> int:
    """Put every page of the archive into the index, in batches; gives how many."""
    done = 0
    with sessions.reading() as session:
        batch: list[PageDoc] = []
        for page in page_docs(session):
            batch.append(page)
            if len(batch) >= BATCH:
                done += engine.add(batch)
                batch = []
        if batch:
            done += engine.add(batch)
    return done


def drift(sessions: Sessions, engine: SearchEngine) -> tuple[list[int], list[int]]:
    """Documents whose pages are missing or changed in the index, and pages the index has and the archive has not."""
    indexed = dict(engine.page_digests())
    stale: set[int] = set()
    with sessions.reading() as session:
        for page in page_docs(session):
            if indexed.pop(page.page_id, None) != page.digest():
                stale.add(page.document_id)
    return sorted(stale), sorted(indexed)
