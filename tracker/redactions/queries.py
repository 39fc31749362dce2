"""What is hidden, counted and listed: pages, shares, grounds and styles, each number with the list behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker.addresses import number_in, page_in
from tracker.people import access
from tracker.people.models import User
from tracker.redactions.models import PageExamined, RedactionMark
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.models import InfoRequest

PER_PAGE = 50
NO_GROUND = "-"
"""Stands in an address for “no ground is printed on it”."""
READ = "read"
"""Stands in an address for “every page read”, also where nothing is hidden."""
BANDS = (("whole", 0.95, 1.01), ("most", 0.5, 0.95), ("part", 0.1, 0.5), ("little", 0.0, 0.1))
"""How much of a page's text is hidden: name, from (included), to (excluded), in shares."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the hidden pages are narrowed to; it lives in the page's address."""

    project: int | None = None
    agency: str = ""
    reply: int | None = None
    document: int | None = None
    ground: str = ""
    style: str = ""
    status: str = ""
    band: str = ""
    page: int = 1

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Wanted:
        """The filter an address carries; what it cannot mean is left out."""
        return cls(
            number_in(args, "project"), args.get("agency", "")[:40], number_in(args, "reply"),
            number_in(args, "document"), args.get("ground", "")[:200], args.get("style", "")[:12],
            args.get("status", "")[:12], args.get("band", "")[:8], page_in(args))

    def as_args(self) -> dict[str, Any]:
        """What narrows, for an address; the page left out."""
        named = {name: getattr(self, name) for name in ("project", "agency", "reply", "document", "ground", "style",
                                                        "status", "band")}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class HiddenPage:
    """A page with something hidden: how many boxes, how much of its text (0–1), and how many nobody has judged."""

    document_id: int
    name: str
    number: int
    boxes: int
    undecided: int
    share: float
    grounds: tuple[str, ...]
    is_examined: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """What is hidden in the pages a person may see.

    `pages` were read, `hidden` of them have boxes; `share` is the mean share (0–1) of text hidden over all read pages.
    `grounds`, `styles` and `bands` map a code to (boxes, pages), bands to pages; `labels`
    maps kind and code to how many findings stand.
    """

    pages: int
    hidden: int
    share: float
    boxes: int
    undecided: int
    grounds: dict[str, tuple[int, int]]
    styles: dict[str, tuple[int, int]]
    bands: dict[str, int]
    labels: dict[tuple[str, str], int]


def _boxes(documents: Select[int]) -> list[ColumnElement[bool]]:
    """The boxes of pages as they are read now, in these documents; joins pages to their boxes."""
    return [RedactionMark.document_id.in_(documents), Page.document_id == RedactionMark.document_id,
            Page.number == RedactionMark.page_number, Page.state == "read"]


_share = func.coalesce(Page.redacted_share, 0.0)
_band = case(*((_share >= low, name) for name, low, _high in BANDS), else_=BANDS[-1][0])
_ground = func.nullif(RedactionMark.ground, "")


def totals(session: Session, viewer: User, wanted: Wanted) -> Totals:
    """Count what is hidden, as far as the viewer may see it. Six queries."""
    documents = documents_of(session, viewer, wanted)
    pages, share = session.execute(select(func.count(Page.id), func.avg(_share)).where(
        Page.document_id.in_(documents), Page.state == "read")).one()
    standing = [*_boxes(documents), RedactionMark.status != "dismissed"]
    on_pages = func.count(func.distinct(Page.id))

    def by(column: Any) -> dict[str, tuple[int, int]]:
        query = select(column, func.count(RedactionMark.id), on_pages).where(*standing).group_by(column)
        rows = sorted(session.execute(query), key=lambda row: (-row[1], row[0] or ""))
        return {code or NO_GROUND: (boxes, on) for code, boxes, on in rows}

    undecided = func.count(RedactionMark.id).filter(RedactionMark.status == "suggested")
    boxes, hidden, waiting = session.execute(
        select(func.count(RedactionMark.id), on_pages, undecided).where(*standing)).one()
    bands = dict.fromkeys((name for name, _, _ in BANDS), 0)
    bands |= {name: on for name, on in session.execute(select(_band, on_pages).where(*standing).group_by(_band))}
    labels = {(kind, code): number for kind, code, number in session.execute(
        select(Finding.kind, Finding.label, func.count()).join(Finding.reply).join(Reply.info_request)
        .where(*_of_findings(viewer, wanted), Finding.kind.in_(("label", "check")), Finding.status != "dismissed")
        .group_by(Finding.kind, Finding.label).order_by(func.count().desc(), Finding.label))}
    return Totals(pages, hidden, float(share or 0), boxes, waiting, by(_ground), by(RedactionMark.style), bands, labels)


def _of_findings(viewer: User, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [InfoRequest.project_id.in_(access.project_ids(viewer, "read"))]
    if wanted.project is not None:
        conditions.append(InfoRequest.project_id == wanted.project)
    if wanted.agency:
        conditions.append(InfoRequest.agency == wanted.agency)
    if wanted.reply is not None:
        conditions.append(Finding.reply_id == wanted.reply)
    if wanted.document is not None:
        conditions.append(Finding.document_id == wanted.document)
    return conditions


def documents_of(session: Session, viewer: User, wanted: Wanted) -> Select[int]:
    """A query for the ids of the documents a filter means, of those a person may see."""
    from tracker.projects.models import project_scope

    scopes = access.scopes_of(session, viewer)
    if wanted.project is not None:
        scopes &= {project_scope(wanted.project)}
    query = select(Document.id).where(Document.scope.in_(scopes))
    if wanted.document is not None:
        query = query.where(Document.id == wanted.document)
    if wanted.agency or wanted.reply is not None:
        came = (
            select(ReplyDocument.document_id).join(Reply, ReplyDocument.reply_id == Reply.id)
            .join(InfoRequest, Reply.info_request_id == InfoRequest.id)
            .where(InfoRequest.project_id.in_(access.project_ids(viewer, "read")))
        )
        if wanted.reply is not None:
            query = query.where(Document.id.in_(came.where(Reply.id == wanted.reply)))
        if wanted.agency:
            query = query.where(or_(Document.id.in_(came.where(InfoRequest.agency == wanted.agency)),
                                    Document.facets["agency"].as_string() == wanted.agency))
    return query


def hidden_pages(session: Session, viewer: User, wanted: Wanted,
                 per_page: int = PER_PAGE) -> tuple[list[HiddenPage], int, int]:
    """The pages behind a number of `totals`, most hidden first; how many there are in all, and how many boxes."""
    documents = documents_of(session, viewer, wanted)
    where = _boxes(documents)
    where.append(RedactionMark.status == wanted.status if wanted.status else RedactionMark.status != "dismissed")
    if wanted.ground:
        where.append(_ground.is_(None) if wanted.ground == NO_GROUND else RedactionMark.ground == wanted.ground)
    if wanted.style:
        where.append(RedactionMark.style == wanted.style)
    if wanted.band and wanted.band != READ:
        where.append(_band == wanted.band)
    undecided = func.count(RedactionMark.id).filter(RedactionMark.status == "suggested")
    query = (
        select(Page.document_id, Document.name, Document.title, Page.number, func.count(RedactionMark.id), undecided,
               _share)
        .join(Document, Document.id == Page.document_id)
        .join(RedactionMark, and_(*where), isouter=wanted.band == READ)
        .group_by(Page.id, Page.document_id, Document.name, Document.title, Page.number, _share)
    )
    total, boxes = session.execute(
        select(func.count(func.distinct(Page.id)), func.count(RedactionMark.id)).where(*where)).one()
    if wanted.band == READ:
        read = (Page.document_id.in_(documents), Page.state == "read")
        query, total = query.where(*read), session.scalar(select(func.count(Page.id)).where(*read)) or 0
    query = query.order_by(_share.desc(), Page.document_id, Page.number)
    rows = session.execute(query.limit(per_page).offset((wanted.page - 1) * per_page)).all()
    numbers = {row[0] for row in rows}
    grounds: dict[tuple[int, int], set[str]] = {}
    for document, number, ground in session.execute(
            select(RedactionMark.document_id, RedactionMark.page_number, RedactionMark.ground)
            .where(RedactionMark.document_id.in_(numbers), RedactionMark.status != "dismissed",
                   RedactionMark.ground.is_not(None)).distinct()):
        grounds.setdefault((document, number), set()).add(ground or "")
    gone_through = {(document, number) for document, number in session.execute(
        select(PageExamined.document_id, PageExamined.page_number).where(PageExamined.document_id.in_(numbers)))}
    return [HiddenPage(document, title or name, number, on_page, open_ones, hidden,
                       tuple(sorted(grounds.get((document, number), ()))), (document, number) in gone_through)
            for document, name, title, number, on_page, open_ones, hidden in rows], total, boxes


def shares_of(session: Session, document_id: int) -> list[tuple[int, float | None, int]]:
    """Number, share hidden (0–1; None when the page was not read) and boxes of every page of a document, in order."""
    standing = and_(*_boxes(select(Document.id).where(Document.id == document_id)), RedactionMark.status != "dismissed")
    query = select(Page.number, Page.state, _share, func.count(RedactionMark.id)).outerjoin(RedactionMark, standing)
    rows = session.execute(query.where(Page.document_id == document_id).group_by(Page.id).order_by(Page.number))
    return [(number, share if state == "read" else None, boxes) for number, state, share, boxes in rows]


def examined(session: Session, document_id: int, number: int) -> tuple[str, datetime] | None:
    """Who went through a page, and when."""
    row = session.execute(
        select(User.name, PageExamined.decided_at).join(User, User.id == PageExamined.decided_by)
        .where(PageExamined.document_id == document_id, PageExamined.page_number == number)).first()
    return None if row is None else (row[0], row[1])


def may_judge(session: Session, viewer: User, document: Document) -> bool:
    """Whether a person may confirm, dismiss and draw on a document's pages."""
    return document.scope in access.scopes_of(session, viewer, "edit")
