"""One screen of search results as a person sees it: pages grouped by document, with folio, agency and date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.indexing import texts_from
from archive.models import Document
from archive.search.types import Filters, SortOrder
from tracker.backends import Backends
from tracker.page_search import thesaurus
from tracker.people.access import scopes_of
from tracker.people.models import User
from tracker.projects.models import project_scope

if TYPE_CHECKING:
    from archive.search.service import Found, SearchPage, Ways

PER_PAGE = 20
FIRST_ASKED = 5000
_STARTS_WITH_OPERATOR = re.compile(r"^\s*(?:(?:OR|O|AND|Y|NEAR(?:~\d+)?|CERCA(?:~\d+)?)(?=\s|$)|\|+)\s*")
_A_FOLIO = re.compile(r'\s*"?\s*(\d{13,15})\s*"?\s*')


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks the archive: the query as typed and everything results are narrowed by."""

    query: str = ""
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    folio: str | None = None
    document_id: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    sort: SortOrder = "rank"
    is_loose: bool = False
    with_synonyms: bool = True
    is_most: bool = False
    """Most of the words are enough. Saved searches never ask so."""

    @property
    def is_anything(self) -> bool:
        """Whether there is something to search for."""
        return bool(self.query.strip() or self.folio or any(self.facets.values()))


@dataclass(frozen=True, slots=True)
class DocumentHits:
    """A document and those of its pages that answer, best first."""

    document: Document
    hits: tuple[Found, ...]

    @property
    def folio(self) -> str | None:
        """Its folio, when there is no doubt which."""
        return first_of(self.document.facets, "folio")

    @property
    def agency(self) -> str | None:
        """The acronym of the agency it comes from."""
        return first_of(self.document.facets, "agency")


@dataclass(frozen=True, slots=True)
class Answer:
    """A screen of results grouped by document, and what the search service says beside."""

    page: SearchPage
    groups: tuple[DocumentHits, ...]


def first_of(facets: Mapping[str, object] | None, name: str) -> str | None:
    """The value of a fact, the first one where there are several."""
    value = (facets or {}).get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return None if value in (None, "") else str(value)


def search_archive(
    backends: Backends, session: Session, user: User | None, wanted: Wanted, *, limit: int = PER_PAGE, offset: int = 0,
    with_facets: bool = True,
) -> Answer:
    """Search what a person may read (None: the installation's owner, who sees everything). Raises SearchError."""
    from archive.search.service import search_pages
    from archive.search.types import FACETS

    scopes, filters = narrowed(session, user, wanted)
    page = search_pages(
        backends.search, texts_from(backends.sessions), whole_query(wanted), scopes, filters, limit=limit,
        offset=offset, sort=wanted.sort, facets=FACETS if with_facets else (), thesaurus=thesaurus(session),
        ways=_ways(wanted),
    )
    return Answer(page, _grouped(session, page))


def narrowed(session: Session, user: User | None, wanted: Wanted) -> tuple[frozenset[str] | None, Filters]:
    """The scopes a search is limited to (None: everything) and its filters."""
    scopes = None if user is None or user.is_owner else scopes_of(session, user)
    facets = {name: values for name, values in wanted.facets.items() if values and name != "project"}
    if projects := wanted.facets.get("project"):
        # A project is a scope: narrowing by it can only ever take away.
        chosen = frozenset(project_scope(int(number)) for number in projects
                           if number.isdecimal() and len(number) < 12)
        scopes = chosen if scopes is None else scopes & chosen
    return scopes, Filters(facets, wanted.document_id, wanted.date_from, wanted.date_to)


def _ways(wanted: Wanted) -> Ways:
    from archive.search.service import Ways

    return Ways(synonyms=wanted.with_synonyms, loose=wanted.is_loose, most=wanted.is_most)


def matching_pages(backends: Backends, session: Session, user: User | None, wanted: Wanted) -> list[int]:
    """Ids of all pages that answer, best first. Raises SearchError."""
    from archive.search.service import planned_query

    scopes, filters = narrowed(session, user, wanted)
    tree = planned_query(whole_query(wanted), thesaurus(session), _ways(wanted))
    results = backends.search.search(tree, scopes, filters, limit=FIRST_ASKED)
    while results.total > len(results.hits):
        # Some pages more, should any be added meanwhile.
        asked = results.total + FIRST_ASKED
        results = backends.search.search(tree, scopes, filters, limit=asked)
        if len(results.hits) < asked:
            break
    return [hit.page_id for hit in results.hits]


def hit_documents(
    backends: Backends, session: Session, user: User | None, wanted: Wanted, limit: int
) -> dict[int, list[int]]:
    """Documents that answer, in the order of the results, and the numbers of their pages. Raises SearchError."""
    from archive.search.service import planned_query

    scopes, filters = narrowed(session, user, wanted)
    tree = planned_query(whole_query(wanted), thesaurus(session), _ways(wanted))
    found: dict[int, list[int]] = {}
    for hit in backends.search.search(tree, scopes, filters, limit=limit, sort=wanted.sort).hits:
        found.setdefault(hit.document_id, []).append(hit.number)
    return found


def whole_query(wanted: Wanted) -> str:
    """The query as it is searched: a folio also by what is known of documents, and the folio to narrow by put first, so
    that nothing typed can widen it."""
    alone = _A_FOLIO.fullmatch(wanted.query)
    # Who asks for a folio also wants the pages of its documents that do not print it, or that OCR misread.
    rest = f'"{alone[1]}" OR folio:{alone[1]}' if alone else wanted.query
    if not wanted.folio:
        return rest
    while match := _STARTS_WITH_OPERATOR.match(rest):
        rest = rest[match.end() :]
    return f'folio:"{re.sub(r"[^0-9A-Za-z]", "", wanted.folio)}" {rest}'


def _grouped(session: Session, page: SearchPage) -> tuple[DocumentHits, ...]:
    by_document: dict[int, list[Found]] = {}
    for hit in page.hits:
        by_document.setdefault(hit.document_id, []).append(hit)
    found = session.scalars(select(Document).where(Document.id.in_(list(by_document))))
    documents = {document.id: document for document in found}
    return tuple(
        DocumentHits(documents[document_id], tuple(hits))
        for document_id, hits in by_document.items()
        if document_id in documents
    )
