"""What is asked of requests: lists with filters, the day's page, one request with everything beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from archive.db import fold
from tracker.people import access
from tracker.people.models import User
from tracker.requests.models import ClockRow, Event, InfoRequest, Reference

PAGE = 50
SORTS = {
    "due": (InfoRequest.sort_on, InfoRequest.id),
    "filed": (InfoRequest.filed_on.desc(), InfoRequest.id.desc()),
    "moved": (InfoRequest.moved_at.desc(), InfoRequest.id.desc()),
    "folio": (InfoRequest.folio, InfoRequest.id),
}
ENDED = ("closed", "withdrawn")


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

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Filter:
        """The filter an address carries; what it cannot mean is left out."""

        def number(name: str) -> int | None:
            value = args.get(name, "")
            return int(value) if value.isdecimal() and len(value) < 10 else None

        sort = args.get("sort", "due")
        return cls(
            words=args.get("words", "").strip()[:200], agency=args.get("agency", "")[:40],
            status=args.get("status", "")[:24],
            outcome=args.get("outcome", "")[:24], project=number("project"), owner=number("owner"), year=number("year"),
            sort=sort if sort in SORTS else "due", page=max(1, number("page") or 1),
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and how long the whole list is."""

    rows: list[InfoRequest]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // PAGE))


def visible(viewer: User) -> Select[InfoRequest]:
    """A query for the requests a person may see."""
    query = select(InfoRequest)
    if viewer.is_owner:
        return query
    return query.where(InfoRequest.project_id.in_(access.project_ids(viewer, "read")))


def listing(session: Session, viewer: User, wanted: Filter) -> Listing:
    """One page of the requests a person may see, narrowed and sorted."""
    query = _narrowed(visible(viewer), wanted)
    total = session.scalar(query.with_only_columns(func.count(InfoRequest.id))) or 0
    rows = query.options(selectinload(InfoRequest.project), selectinload(InfoRequest.owner))
    rows = rows.order_by(*SORTS[wanted.sort]).limit(PAGE).offset((wanted.page - 1) * PAGE)
    return Listing(list(session.scalars(rows)), total, wanted.page)


def every_row(session: Session, viewer: User, wanted: Filter) -> Iterator[InfoRequest]:
    """All requests of a list, for a file; read in batches."""
    query = _narrowed(visible(viewer), wanted)
    query = query.options(selectinload(InfoRequest.project), selectinload(InfoRequest.owner))
    yield from session.scalars(query.order_by(*SORTS[wanted.sort]).execution_options(yield_per=500))


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
    if wanted.status == "open":
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


@dataclass(frozen=True, slots=True)
class Today:
    """What the day's page shows."""

    urgent: list[ClockRow]
    week: list[ClockRow]
    later: int
    platform: list[ClockRow]
    overdue: list[ClockRow]
    moved: list[InfoRequest]
    drafts: int


HORIZON = 60
"""Rows a block of the day's page shows at most; the rest is a click away in the list."""


MANY = 500
"""Counts on the day's page stop here: nobody acts on the difference beyond."""


def today_page(session: Session, viewer: User, today: date, *, only: User | None = None) -> Today:
    """What is due today and this week, which folios to look at, what may be overdue, what moved lately."""

    def mine_to_see(query: Select[Any]) -> Select[Any]:
        query = query.where(InfoRequest.status.not_in(ENDED))
        if not viewer.is_owner:
            query = query.where(InfoRequest.project_id.in_(access.project_ids(viewer, "read")))
        return query if only is None else query.where(InfoRequest.owner_id == only.id)

    def clocks(owner: str, status: str, *conditions: Any, newest_first: bool = False) -> list[ClockRow]:
        # One owner and one status at a time: then the index gives the rows in order and the first sixty are enough.
        due = ClockRow.due_on.desc() if newest_first else ClockRow.due_on
        query = select(ClockRow).join(ClockRow.info_request).options(contains_eager(ClockRow.info_request)).where(
            ClockRow.owner == owner, ClockRow.status == status, *conditions)
        return list(session.scalars(mine_to_see(query).order_by(due, ClockRow.id).limit(HORIZON)))

    week_end = today + timedelta(days=7)
    unseen = or_(InfoRequest.looked_on.is_(None), InfoRequest.looked_on < today)
    watched = ClockRow.kind.in_(("response", "compliance", "delivery"))
    late = [row for owner, kinds in (("agency", ("response", "compliance")), ("regulator", ("resolution",)))
            for status in ("may_be_overdue", "late")
            for row in clocks(owner, status, ClockRow.kind.in_(kinds), newest_first=True)]
    to_look_at = [
        *clocks("agency", "running", watched, unseen, ClockRow.due_on <= today + timedelta(days=2)),
        *clocks("agency", "may_be_overdue", watched, unseen, newest_first=True),
        *clocks("agency", "late", watched, unseen, newest_first=True),
    ]
    later = mine_to_see(select(ClockRow.id).join(ClockRow.info_request).where(
        ClockRow.owner == "requester", ClockRow.status == "running", ClockRow.due_on > week_end)).limit(MANY)
    moved = visible(viewer).order_by(InfoRequest.moved_at.desc()).limit(8)
    drafts = visible(viewer).with_only_columns(InfoRequest.id).where(InfoRequest.status == "draft").limit(MANY)
    return Today(
        urgent=clocks("requester", "running", ClockRow.due_on <= today + timedelta(days=1)),
        week=clocks("requester", "running", ClockRow.due_on > today + timedelta(days=1), ClockRow.due_on <= week_end),
        later=session.scalar(select(func.count()).select_from(later.subquery())) or 0,
        platform=to_look_at[:HORIZON],
        overdue=late[:HORIZON],
        moved=list(session.scalars(moved)),
        drafts=session.scalar(select(func.count()).select_from(drafts.subquery())) or 0,
    )
