"""Keeping the search index in step with the archive: one writer at a time, by job."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import jobs
from archive.db import Sessions
from archive.jobs import Claim, LostLease
from archive.models import Document, Page
from archive.reading import INDEX_JOB
from archive.search.types import IndexBusy, IndexDamaged, PageDoc, SearchEngine

if TYPE_CHECKING:
    from archive.search.upkeep import Drift, Rebuilt

WRITER_LEASE = "index-writer"
WRITER_LASTS = timedelta(minutes=5)
BATCH = 200

log = logging.getLogger(__name__)
Now = Callable[[], datetime]


def open_index(url: str) -> SearchEngine:
    """The engine a setting names. Nothing is read yet."""
    from archive.search.engines import open_search

    return open_search(url)


def texts_from(sessions: Sessions) -> Callable[[Sequence[int]], Mapping[int, str]]:
    """Page ids in, their stored text out."""

    def texts(page_ids: Sequence[int]) -> Mapping[int, str]:
        with sessions.reading() as session:
            rows = session.execute(select(Page.id, Page.text, Page.corrected).where(Page.id.in_(list(page_ids))))
            return {number: indexed_text(text, corrected) for number, text, corrected in rows}

    return texts


def indexed_text(text: str | None, corrected: str | None) -> str:
    """What is searched of a page: its text as people corrected it, and below it the machine's lines that differ."""
    if corrected is None:
        return text or ""
    there = set(corrected.splitlines())
    others = [line for line in (text or "").splitlines() if line.strip() and line not in there]
    return "\n\n".join([corrected, "\n".join(others)]) if others else corrected


def page_docs(
    session: Session, document_id: int | None = None, *, page_ids: Sequence[int] | None = None
) -> Iterator[PageDoc]:
    """Every page that was read, as it is indexed: of one document, these pages, or the whole archive."""
    query = (
        select(Page.id, Page.document_id, Page.number, Page.text, Page.corrected, Page.source,
               Page.redacted_share,
               Document.title, Document.name, Document.scope, Document.facets)
        .join(Document, Page.document_id == Document.id)
        .where(Page.state == "read", Page.text.is_not(None))
        .order_by(Page.id)
    )
    if document_id is not None:
        query = query.where(Page.document_id == document_id)
    if page_ids is not None:
        query = query.where(Page.id.in_(page_ids))
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        fields = {name: value for name, value in dict(row.facets or {}).items() if value not in (None, "", [])}
        # Every folio of a document finds it, not only the one it is known to belong to.
        several = [*([fields["folio"]] if "folio" in fields else []), *fields.pop("folios", ())]
        if several:
            fields["folio"] = list(dict.fromkeys(map(str, several)))
        fields["source"] = row.source or ""
        if row.redacted_share is not None:
            fields["redacted"] = row.redacted_share
        yield PageDoc(
            page_id=row.id, document_id=row.document_id, number=row.number,
            text=indexed_text(row.text, row.corrected),
            title=row.title or row.name, scopes=frozenset({row.scope}), fields=fields,
        )


def index_once(
    sessions: Sessions, engine: SearchEngine, *, now: Now, document: int | None = None, url: str | None = None
) -> bool:
    """Claim one indexing job and do it; False when none is due or another process is writing to the index.

    With the index's address, a damaged index is rebuilt on the way.
    """
    holder = jobs.holder_name()
    if jobs.take_lease(sessions, WRITER_LEASE, holder, now=now(), lasting=WRITER_LASTS) is None:
        return False
    try:
        held = jobs.claim(sessions, (INDEX_JOB,), now=now(), subject=document)
        if held is None:
            return False
        _index(sessions, engine, held, now)
        return True
    except IndexDamaged as problem:
        log.warning("the index is damaged (%s); it is rebuilt from the archive", problem)
        if url is None:
            raise
        rebuild_index(sessions, url, now=now)
        return True
    finally:
        engine.close_writer()
        jobs.drop_lease(sessions, WRITER_LEASE, holder, now=now())


def _index(sessions: Sessions, engine: SearchEngine, held: Claim, now: Now) -> None:
    try:
        with jobs.heartbeat(sessions, held, now):
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
            raise


def rebuild_index(
    sessions: Sessions, url: str, *, now: Now, progress: Callable[[int], None] = lambda done: None,
    to: str | None = None, stop: Callable[[], bool] = lambda: False,
) -> Rebuilt:
    """Build the index at an address anew from the archive, beside the one in use; raises IndexBusy.

    With `to` it is built at that address, and whoever has `url` open finds it there at the end. `stop` is asked between
    batches; what is done is kept, and the next rebuild goes on. What changed while it ran is put right at the end.
    """
    from archive.search.engines import address_in_use, move_index
    from archive.search.upkeep import rebuild

    holder = jobs.holder_name()

    def keep_on(done: int) -> None:
        jobs.take_lease(sessions, WRITER_LEASE, holder, now=now(), lasting=WRITER_LASTS)
        progress(done)

    if jobs.take_lease(sessions, WRITER_LEASE, holder, now=now(), lasting=WRITER_LASTS) is None:
        raise IndexBusy("Another process is writing to the index: try again when it has finished.")
    try:
        try:
            target = to or address_in_use(url)
        except IndexDamaged:
            target = url
        with sessions.reading() as session:
            result = rebuild(target, page_docs(session), progress=keep_on, stop=stop)
        if not result.finished:
            return result
        move_index(url, target)
        engine = open_index(url)
        try:
            heal_index(sessions, engine)
        finally:
            engine.close()
        return result
    finally:
        jobs.drop_lease(sessions, WRITER_LEASE, holder, now=now())


def drift(sessions: Sessions, engine: SearchEngine) -> Drift:
    """Where index and archive differ."""
    from archive.search.upkeep import find_drift

    with sessions.reading() as session:
        return find_drift(engine, ((page.page_id, page.digest()) for page in page_docs(session)))


def heal_index(sessions: Sessions, engine: SearchEngine) -> int:
    """Put right where the index differs from the archive; gives how many pages were changed."""
    from archive.search.upkeep import heal

    found = drift(sessions, engine)

    def load(page_ids: list[int]) -> list[PageDoc]:
        with sessions.reading() as session:
            return list(page_docs(session, page_ids=page_ids))

    return heal(engine, found, load) if found else 0
