"""Looking a list up, one line after the other: in pieces, so that it can be long, interrupted and watched."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from archive.models import Document
from archive.search.tree import Node
from archive.search.types import Filters, SearchError
from tracker.backends import Backends
from tracker.page_search import planned
from tracker.people.access import scopes_of
from tracker.people.models import User
from tracker.searches.models import BatchSearch
from tracker.searches.terms import query_for

FIRST_PAGES = 5
MOST_PAGES = 2000
"""Pages looked at to count documents; beyond, the number of documents is “at least”."""
KEPT = 20
"""Lists kept of one person; the oldest goes."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """One of the first pages of a line: where it is and what the document is called."""

    document_id: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """What was found for one line of the list."""

    term: str
    query: str
    pages: int
    documents: int
    is_at_least: bool
    first: tuple[Place, ...]


def begin_batch(session: Session, user: User, name: str, terms: Sequence[str], way: str, *, is_fuzzy: bool,
                now: datetime) -> BatchSearch:
    """Put down a list to be looked up. Raises ValueError for an unknown way."""
    query_for("x", way)
    row = BatchSearch(user_id=user.id, name=" ".join(name.split())[:120] or terms[0][:120], terms=list(terms), way=way,
                      is_fuzzy=is_fuzzy, scopes=scopes_key(session, user), rows=[], token=0, created_at=now)
    session.add(row)
    session.flush()
    old = session.scalars(select(BatchSearch).where(BatchSearch.user_id == user.id).order_by(BatchSearch.id.desc())
                          .offset(KEPT))
    for other in old:
        session.delete(other)
    return row


def scopes_key(session: Session, user: User) -> str:
    """A digest of what a person may see."""
    if user.is_owner:
        return "owner"
    return hashlib.sha256("\n".join(sorted(scopes_of(session, user))).encode()).hexdigest()


def again(session: Session, row: BatchSearch) -> None:
    """Look a list up anew, from the beginning."""
    row.rows, row.finished_at, row.scopes = [], None, scopes_key(session, row.user)
    row.token += 1


def go_on(backends: Backends, number: int, *, seconds: float) -> bool:
    """Look up lines of a list for so long; True when it is done. Raises SearchError while the index cannot be asked.

    What another worker does at the same time is kept once.
    """
    until = monotonic() + seconds
    with backends.sessions.reading() as session:
        row = session.get(BatchSearch, number)
        if row is None or row.finished_at is not None:
            return True
        token, done = row.token, list(row.rows)
        scopes = None if row.user.is_owner else scopes_of(session, row.user)
        is_stale = row.scopes != scopes_key(session, row.user)
        left = [] if is_stale else row.terms[len(done):]
        way, is_fuzzy = row.way, row.is_fuzzy
    for term in left:
        # A name on a list is looked up as it is; other official names are for what is typed as in the search box.
        with backends.sessions.reading() as session:
            query = query_for(term, way, is_fuzzy=is_fuzzy)
            tree = planned(query, session, synonyms=way == "typed")
        done.append(_look_up(backends, term, query, tree, scopes))
        if monotonic() >= until:
            break
    with backends.sessions.writing() as session:
        row = session.get(BatchSearch, number)
        if row is None:
            return True
        now = backends.clock.now()
        if is_stale:
            if row.token == token:
                # What the person may see has changed meanwhile: all of it is looked up anew.
                again(session, row)
            return False
        is_done = len(done) >= len(row.terms)
        session.execute(update(BatchSearch).where(BatchSearch.id == number, BatchSearch.token == token).values(
            rows=done, token=token + 1, finished_at=now if is_done else None))
        return is_done


def go_on_with_all(backends: Backends, *, seconds: float = 2.0) -> int:
    """A piece of every list that is not done; gives how many were touched."""
    with backends.sessions.reading() as session:
        waiting = list(session.scalars(select(BatchSearch.id).where(BatchSearch.finished_at.is_(None))
                                       .order_by(BatchSearch.id)))
    for number in waiting:
        try:
            go_on(backends, number, seconds=seconds)
        except SearchError as problem:
            log.info("list %s waits until the index can be asked: %s", number, problem)
    return len(waiting)


def _look_up(backends: Backends, term: str, query: str, tree: Node, scopes: frozenset[str] | None) -> dict[str, Any]:
    results = backends.search.search(tree, scopes, Filters(), limit=MOST_PAGES)
    first = [[hit.document_id, hit.number] for hit in results.hits[:FIRST_PAGES]]
    return {"term": term, "query": query, "pages": results.total, "first": first,
            "documents": len({hit.document_id for hit in results.hits})}


def lines_of(session: Session, user: User, row: BatchSearch) -> list[Line]:
    """What was found so far, with the first pages that the person may read now; nothing while that has changed."""
    if row.scopes != scopes_key(session, user):
        return []
    wanted = {place[0] for found in row.rows for place in found["first"]}
    query = select(Document.id, Document.title, Document.name)
    if not user.is_owner:
        query = query.where(Document.scope.in_(scopes_of(session, user)))
    names: dict[int, str] = {}
    ids = sorted(wanted)
    for start in range(0, len(ids), 500):
        names |= {number: title or name for number, title, name in session.execute(
            query.where(Document.id.in_(ids[start : start + 500])))}
    return [
        Line(found["term"], found["query"], found["pages"], found["documents"], found["pages"] > MOST_PAGES,
             tuple(Place(document, page, names[document]) for document, page in found["first"] if document in names))
        for found in row.rows
    ]


def find_batch(session: Session, user: User, number: int) -> BatchSearch | None:
    """One list of a person; None when it is not theirs."""
    row = session.get(BatchSearch, number)
    return row if row is not None and row.user_id == user.id else None


def batches_of(session: Session, user: User) -> list[BatchSearch]:
    """A person's lists, newest first."""
    return list(session.scalars(select(BatchSearch).where(BatchSearch.user_id == user.id)
                                .order_by(BatchSearch.id.desc())))


