"""Questions about the archive that take into account who asks: documents, their pages, the requests they speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from archive.models import Document, Page
from tracker.agencies.models import AgencyRow
from tracker.archive_pages import pages_done
from tracker.people import access
from tracker.people.access import Right
from tracker.people.models import User
from tracker.projects.models import Project, project_scope
from tracker.replies.models import Mention, Reply, ReplyDocument
from tracker.requests.models import InfoRequest

PER_PAGE = 50
MOST_PLACES = 5
"""Places shown of a folio."""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list of documents is narrowed to; unset fields do not narrow."""

    project_id: int | None = None
    state: str | None = None
    agency: str | None = None
    folio: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of the list: the document, its project, pages done (read or failed) and the folios it is linked to."""

    document: Document
    project: Project | None
    pages_done: int
    folios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedRequest:
    """A request a document belongs to (`via_reply`) or speaks of, with the pages where its folio stands."""

    info_request: InfoRequest
    via_reply: bool
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """The requests a document is linked to, and the folios it mentions that the person holds no request for."""

    requests: tuple[LinkedRequest, ...] = ()
    unheld: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def project_id_of(document: Document) -> int | None:
    """The project a document belongs to, from its scope token."""
    kind, _, number = document.scope.partition(":")
    return int(number) if kind == "project" and number.isdecimal() else None


def find_document(session: Session, user: User, document_id: int, right: Right = "read") -> Document | None:
    """The document, when it exists and the person has this right on its project."""
    document = session.get(Document, document_id)
    if document is None:
        return None
    project_id = project_id_of(document)
    if project_id is None:
        return document if user.is_owner else None
    return document if access.may(session, user, right, project_id) else None


def find_project(session: Session, project_id: int | None) -> Project | None:
    """The project with this id."""
    return None if project_id is None else session.get(Project, project_id)


def writable_projects(session: Session, user: User) -> Sequence[Project]:
    """Projects the person may add documents to, by name; archived ones left out."""
    query = select(Project).where(Project.id.in_(access.project_ids(user, "edit")), Project.archived_at.is_(None))
    return session.scalars(query.order_by(Project.name, Project.id)).all()


def readable_projects(session: Session, user: User) -> Sequence[Project]:
    """Projects the person may read, by name."""
    query = select(Project).where(Project.id.in_(access.project_ids(user, "read")))
    return session.scalars(query.order_by(Project.name, Project.id)).all()


def list_documents(
    session: Session, user: User, wanted: DocumentFilter, *, page: int = 1, per_page: int = PER_PAGE
) -> tuple[list[DocumentRow], int]:
    """One page of the documents the person may see, newest first, and how many there are in all. Five queries."""
    projects = {project.id: project for project in readable_projects(session, user)}
    conditions = _conditions(wanted, projects)
    total = session.scalar(select(func.count(Document.id)).where(*conditions)) or 0
    newest = select(Document).where(*conditions).order_by(Document.added_at.desc(), Document.id.desc())
    documents = session.scalars(newest.limit(per_page).offset((max(1, page) - 1) * per_page)).all()
    done = pages_done(session, [document.id for document in documents])
    folios = _folios_by_document(session, [document.id for document in documents], list(projects))
    rows = []
    for document in documents:
        project_id = project_id_of(document)
        project = projects.get(project_id) if project_id is not None else None
        rows.append(DocumentRow(document, project, done.get(document.id, 0), folios.get(document.id, ())))
    return rows, total


def agencies_of(session: Session, user: User) -> list[str]:
    """Acronyms of the agencies that the visible documents come from, in order."""
    scopes = access.scopes_of(session, user)
    acronym = Document.facets["agency"].as_string()
    query = select(acronym).where(Document.scope.in_(scopes), acronym.is_not(None)).distinct()
    return sorted(value for value in session.scalars(query) if value)


def links_of(session: Session, user: User, document_id: int) -> Links:
    """The requests this document came with or speaks of, of those the person may read."""
    readable = access.project_ids(user, "read")
    replied = session.scalars(
        select(InfoRequest)
        .join(Reply, Reply.info_request_id == InfoRequest.id)
        .join(ReplyDocument, ReplyDocument.reply_id == Reply.id)
        .where(ReplyDocument.document_id == document_id, InfoRequest.project_id.in_(readable))
        .options(joinedload(InfoRequest.project))
    ).all()
    mentions: dict[str, list[int]] = {}
    spoken_of = select(Mention.folio, Mention.page_number).where(Mention.document_id == document_id)
    for folio, number in session.execute(spoken_of.order_by(Mention.page_number)):
        mentions.setdefault(folio, []).append(number)
    known = session.scalars(
        select(InfoRequest)
        .where(InfoRequest.folio.in_(list(mentions)), InfoRequest.project_id.in_(readable))
        .options(joinedload(InfoRequest.project))
    ).all()
    found: dict[int, LinkedRequest] = {}
    for info_request in (*replied, *known):
        pages = tuple(mentions.get(info_request.folio or "", ()))
        found.setdefault(info_request.id, LinkedRequest(info_request, info_request in replied, pages))
    held = {linked.info_request.folio for linked in found.values()}
    return Links(tuple(found.values()), {folio: tuple(pages) for folio, pages in mentions.items() if folio not in held})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from, as far as that is known."""

    agency: str | None = None
    folio: str | None = None
    oficio: str | None = None
    issued_on: date | None = None


def origin_of(session: Session, user: User, document: Document) -> Origin:
    """Agency (its full name where known), folio, oficio and date: from the reply it came with, else its own facts."""
    row = session.execute(
        select(Reply, InfoRequest)
        .join(InfoRequest, Reply.info_request_id == InfoRequest.id)
        .join(ReplyDocument, ReplyDocument.reply_id == Reply.id)
        .where(ReplyDocument.document_id == document.id,
               InfoRequest.project_id.in_(access.project_ids(user, "read")))
        .order_by(Reply.id)
        .limit(1)
    ).first()
    facets = document.facets or {}
    acronym, folio = facets.get("agency"), facets.get("folio")
    oficio, issued_on = _text(facets.get("oficio")), _day(facets.get("date"))
    if row is None:
        return Origin(_agency_name(session, acronym), _text(folio), oficio, issued_on)
    reply, info_request = row
    name = _agency_name(session, info_request.agency or acronym) or info_request.agency_as_written or None
    # A file of a reply may be an annex with a number and a date of its own: what a person took over comes first.
    return Origin(name, info_request.folio or info_request.folio_as_written, oficio or reply.oficio,
                  issued_on or reply.letter_on)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class UnheldFolio:
    """A folio that documents name and no request of the person's has; the pages where it stands, the first few."""

    folio: str
    documents: int
    pages: int
    places: tuple[tuple[Document, int], ...]


def unheld_folios(session: Session, user: User, *, project_id: int | None = None, page: int = 1,
                  per_page: int = PER_PAGE) -> tuple[list[UnheldFolio], int]:
    """Folios that readable documents mention and no readable request has, those named most first, and how many."""
    scopes = access.scopes_of(session, user)
    if project_id is not None:
        scopes &= {project_scope(project_id)}
    held = select(InfoRequest.folio).where(
        InfoRequest.project_id.in_(access.project_ids(user, "read")), InfoRequest.folio.is_not(None))
    mentions = (
        select(Mention.folio, func.count(Mention.document_id.distinct()).label("documents"),
               func.count(Mention.id).label("pages"))
        .join(Document, Document.id == Mention.document_id)
        .where(Document.scope.in_(scopes), Mention.folio.not_in(held)).group_by(Mention.folio))
    total = session.scalar(select(func.count()).select_from(mentions.subquery())) or 0
    rows = session.execute(mentions.order_by(func.count(Mention.document_id.distinct()).desc(), Mention.folio)
                           .limit(per_page).offset((max(1, page) - 1) * per_page)).all()
    where = select(Mention.folio, Document, Mention.page_number).join(Document, Document.id == Mention.document_id)
    places: dict[str, list[tuple[Document, int]]] = {}
    for folio, document, number in session.execute(where.where(
            Document.scope.in_(scopes), Mention.folio.in_([row.folio for row in rows]))
            .order_by(Document.id, Mention.page_number)):
        kept = places.setdefault(folio, [])
        if len(kept) < MOST_PLACES:
            kept.append((document, number))
    return [UnheldFolio(row.folio, row.documents, row.pages, tuple(places.get(row.folio, ()))) for row in rows], total


def _agency_name(session: Session, acronym: object) -> str | None:
    if not isinstance(acronym, str) or not acronym:
        return None
    return session.scalar(select(AgencyRow.name).where(AgencyRow.acronym == acronym).limit(1)) or acronym


def _conditions(wanted: DocumentFilter, projects: Mapping[int, Project]) -> list[ColumnElement[bool]]:
    allowed = list(projects) if wanted.project_id is None else [i for i in projects if i == wanted.project_id]
    conditions: list[ColumnElement[bool]] = [Document.scope.in_([project_scope(number) for number in allowed])]
    if wanted.state:
        conditions.append(Document.state == wanted.state)
    if wanted.agency:
        conditions.append(or_(
            Document.facets["agency"].as_string() == wanted.agency,
            Document.id.in_(_reply_documents(allowed).where(InfoRequest.agency == wanted.agency)),
        ))
    if wanted.folio:
        mentioned = select(Mention.document_id).where(Mention.folio == wanted.folio)
        conditions.append(or_(
            Document.id.in_(mentioned), Document.facets["folio"].as_string() == wanted.folio,
            Document.id.in_(_reply_documents(allowed).where(InfoRequest.folio == wanted.folio)),
        ))
    if wanted.name:
        conditions.append(or_(
            Document.name.icontains(wanted.name, autoescape=True),
            Document.title.icontains(wanted.name, autoescape=True),
        ))
    return conditions


def _reply_documents(project_ids: Sequence[int]) -> Select[int]:
    """Ids of the documents that came with replies to requests of these projects."""
    return (
        select(ReplyDocument.document_id)
        .join(Reply, ReplyDocument.reply_id == Reply.id)
        .join(InfoRequest, Reply.info_request_id == InfoRequest.id)
        .where(InfoRequest.project_id.in_(project_ids))
    )


def _folios_by_document(
    session: Session, document_ids: Sequence[int], project_ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    replied = (
        select(ReplyDocument.document_id, InfoRequest.folio)
        .join(Reply, ReplyDocument.reply_id == Reply.id)
        .join(InfoRequest, Reply.info_request_id == InfoRequest.id)
        .where(ReplyDocument.document_id.in_(document_ids), InfoRequest.project_id.in_(project_ids),
               InfoRequest.folio.is_not(None))
    )
    mentioned = select(Mention.document_id, Mention.folio).where(Mention.document_id.in_(document_ids))
    found: dict[int, dict[str, None]] = {}
    for query in (replied, mentioned):
        for document_id, folio in session.execute(query):
            found.setdefault(document_id, {}).setdefault(str(folio))
    return {document_id: tuple(folios) for document_id, folios in found.items()}


def is_examined(session: Session, document: Document) -> bool:
    """Whether all that the file holds, files inside it included, was read: only then is it known not to leak."""
    inside = select(Document.id).where(Document.id == document.id).cte(recursive=True)
    inside = inside.union_all(select(Document.id).where(Document.container_id == inside.c.id))
    held = select(inside.c.id)
    is_unread = or_(Document.state != "read", Document.error.is_not(None))
    unread = select(Document.id).where(Document.id.in_(held), is_unread)
    pages_unread = select(Page.id).where(Page.document_id.in_(held), Page.state != "read")
    return not any(session.scalar(query.limit(1)) for query in (unread, pages_unread))


def around(session: Session, document: Document) -> tuple[Document | None, list[Document]]:
    """The bundle or mail a document came in, and the documents that came in it."""
    outside = session.get(Document, document.container_id) if document.container_id else None
    inside = session.scalars(select(Document).where(Document.container_id == document.id).order_by(Document.id))
    return outside, list(inside)
