"""What is asked of requests: lists with filters, the day's page, one request with everything beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from archive.db import fold
from tracker.addresses import number_in, page_in
from tracker.people import access
from tracker.people.models import User
from tracker.requests.models import Event, InfoRequest, Reference

PAGE = 50
SORTS = {
    "due": (InfoRequest.sort_on, InfoRequest.id),
    "filed": (InfoRequest.filed_on.desc(), InfoRequest.id.desc()),
    "moved": (InfoRequest.moved_at.desc(), InfoRequest.id.desc()),
    "folio": (InfoRequest.folio, InfoRequest.id),
}
MOST_FOUND = 2000
"""Requests a search by words gives at most, and says so."""
ENDED = ("closed", "withdrawn")
RECENT = timedelta(days=180)
"""What ended longer ago, with nothing noted since, is old: it is looked through in a list, not day by day."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of requests is narrowed to; it lives in the page's address."""

    words: str = ""
    agency: str = ""
    status: str = ""
    outcome: str = ""
    project: int | None = None
    owner: int | None = None
    year: int | None = None
    sort: str = "due"
    page: int = 1
    today: date = date.max

    @classmethod
    def from_args(cls, args: Mapping[str, str], *, today: date) -> Filter:
        """The filter an address carries; what it cannot mean is left out."""
        sort = args.get("sort", "due")
        return cls(
            words=args.get("words", "").strip()[:200], agency=args.get("agency", "")[:40],
            status=args.get("status", "")[:24],
            outcome=args.get("outcome", "")[:24], project=number_in(args, "project"),
            owner=number_in(args, "owner"), year=number_in(args, "year"),
            sort=sort if sort in SORTS else "due", page=page_in(args),
            today=today,
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and how long the whole list is."""

    rows: list[InfoRequest]
    total: int
    page: int
    has_more: bool = False
    """Whether a search by words was ended at `MOST_FOUND`."""

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // PAGE))


def visible(viewer: User) -> Select[InfoRequest]:
    """A query for the requests a person may see."""
    query = select(InfoRequest)
    if viewer.is_owner:
        return query
    return query.where(in_reach(viewer))


def in_reach(viewer: User) -> ColumnElement[bool]:
    """Whether a request is in a project the person may read.

    The sum keeps the planner from gathering whole projects first and sorting them: lists are walked in their order.
    """
    return (InfoRequest.project_id + 0).in_(access.project_ids(viewer, "read"))


def is_old(today: date) -> ColumnElement[bool]:
    """Whether everything a request waited for is long past and nobody noted how it ended."""
    return and_(InfoRequest.sort_on < today - RECENT, InfoRequest.status.not_in((*ENDED, "draft")))


def listing(session: Session, viewer: User, wanted: Filter) -> Listing:
    """One page of the requests a person may see, narrowed and sorted."""
    query = _narrowed(visible(viewer), wanted)
    beside = (selectinload(InfoRequest.project), selectinload(InfoRequest.owner))
    first = (wanted.page - 1) * PAGE
    if wanted.words:
        # Texts are looked through once, for the numbers of those that fit, instead of once to count and once to show.
        found = query.with_only_columns(InfoRequest.id).order_by(*SORTS[wanted.sort]).limit(MOST_FOUND + 1)
        ids = list(session.scalars(found))
        shown = ids[:MOST_FOUND][first:first + PAGE]
        rows = {row.id: row for row in session.scalars(select(InfoRequest).where(InfoRequest.id.in_(shown))
                                                       .options(*beside))}
        return Listing([rows[number] for number in shown], min(len(ids), MOST_FOUND), wanted.page,
                       len(ids) > MOST_FOUND)
    total = session.scalar(query.with_only_columns(func.count(InfoRequest.id))) or 0
    query = query.options(*beside).order_by(*SORTS[wanted.sort]).limit(PAGE).offset(first)
    return Listing(list(session.scalars(query)), total, wanted.page)


def every_row(session: Session, viewer: User, wanted: Filter) -> Iterator[InfoRequest]:
    """All requests of a list, for a file; read in batches."""
    query = _narrowed(visible(viewer), wanted)
    query = query.options(selectinload(InfoRequest.project), selectinload(InfoRequest.owner))
    yield from session.scalars(query.order_by(*SORTS[wanted.sort]).execution_options(yield_per=500))


def editable(session: Session, viewer: User, numbers: Sequence[int]) -> list[InfoRequest]:
    """Those of some requests that a person may change, with their events."""
    rows = session.scalars(_editable(viewer).where(InfoRequest.id.in_(numbers)))
    by_number = {row.id: row for row in rows}
    return [by_number[number] for number in dict.fromkeys(numbers) if number in by_number]


def editable_of_list(session: Session, viewer: User, wanted: Filter, *, limit: int) -> tuple[list[InfoRequest], int]:
    """The first requests of a list that a person may change, with their events, and how many more there are."""
    query = _narrowed(_editable(viewer), wanted)
    total = session.scalar(query.with_only_columns(func.count(InfoRequest.id))) or 0
    rows = list(session.scalars(query.order_by(*SORTS[wanted.sort]).limit(limit)))
    return rows, total - len(rows)


def _editable(viewer: User) -> Select[InfoRequest]:
    mine = InfoRequest.project_id.in_(access.project_ids(viewer, "edit"))
    return select(InfoRequest).where(mine).options(
        selectinload(InfoRequest.events), selectinload(InfoRequest.stated), selectinload(InfoRequest.clocks))


def _narrowed(query: Select[InfoRequest], wanted: Filter) -> Select[InfoRequest]:
    if wanted.words:
        # Rows of before the column was there are folded as they are read.
        text = func.coalesce(InfoRequest.folded, func.acuse_fold(InfoRequest.subject + " " + InfoRequest.text))
        for word in fold(wanted.words).split()[:12]:
            digits = "".join(c for c in word if c.isalnum())
            found = [text.contains(word, autoescape=True)]
            if any(c.isdigit() for c in digits):
                found.append(InfoRequest.folio.contains(digits, autoescape=True))
            found.append(InfoRequest.id.in_(select(Reference.info_request_id).where(
                func.lower(Reference.number).contains(word, autoescape=True))))
            query = query.where(or_(*found))
    if wanted.agency:
        query = query.where(InfoRequest.agency == wanted.agency)
    if wanted.status == "old":
        query = query.where(is_old(wanted.today))
    elif wanted.status == "open":
        query = query.where(InfoRequest.status.not_in(ENDED))
    elif wanted.status:
        query = query.where(InfoRequest.status == wanted.status)
    if wanted.outcome == "none":
        query = query.where(InfoRequest.outcome.is_(None))
    elif wanted.outcome:
        query = query.where(InfoRequest.outcome == wanted.outcome)
    if wanted.project is not None:
        query = query.where(InfoRequest.project_id == wanted.project)
    if wanted.owner is not None:
        query = query.where(InfoRequest.owner_id == wanted.owner)
    if wanted.year is not None and 1990 <= wanted.year <= 2200:
        query = query.where(InfoRequest.filed_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    return query


def facts_for_filters(session: Session, viewer: User) -> dict[str, list[Any]]:
    """The agencies and statuses a person's requests have, for the list's menus."""
    base = visible(viewer).with_only_columns(InfoRequest.agency).where(InfoRequest.agency.is_not(None)).distinct()
    agencies = sorted(str(name) for name in session.scalars(base))
    return {"agencies": agencies}


def find(session: Session, viewer: User, number: int) -> InfoRequest | None:
    """One request a person may see, with its events and clocks."""
    query = visible(viewer).where(InfoRequest.id == number).options(
        selectinload(InfoRequest.events).selectinload(Event.author), selectinload(InfoRequest.stated),
        selectinload(InfoRequest.project), selectinload(InfoRequest.owner),
    )
    return session.scalar(query)


def named(session: Session, viewer: User, words: str, *, near: InfoRequest) -> InfoRequest | None:
    """The one request a person means by a folio, another of its numbers, or its number here; one of the same project
    first. None when there is none or it is not clear which."""
    plain = "".join(words.split())
    if not plain:
        return None
    numbers = select(Reference.info_request_id).where(Reference.number == words.strip())
    names = or_(InfoRequest.folio == plain, InfoRequest.folio_as_written == words.strip(), InfoRequest.id.in_(numbers))
    found = list(session.scalars(visible(viewer).where(names, InfoRequest.id != near.id).limit(20)))
    here = [row for row in found if row.project_id == near.project_id] or found
    if len(here) == 1:
        return here[0]
    if not found and plain.isdecimal() and len(plain) < 10:
        return session.scalar(visible(viewer).where(InfoRequest.id == int(plain)))
    return None
