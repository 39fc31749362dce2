"""The day's page: what is due, which folios to look at, what may be overdue, what moved since the last visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from tracker.people import access
from tracker.people.models import User
from tracker.projects.models import Membership
from tracker.requests.models import ClockRow, Event, InfoRequest
from tracker.requests.queries import ENDED, RECENT, in_reach, is_old, visible
from tracker.requests.status import OWED

HORIZON = 60
"""Rows a block of the day's page shows at most; the rest is a click away in the list."""
MANY = 500
"""Counts on the day's page stop here, and say so: nobody acts on the difference beyond."""
LOOK_AGAIN = timedelta(days=7)
"""A folio whose limit has passed is looked at again after so long."""
MOVED = 8


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose requests the page is about: one person's or everybody's, of one project or of all."""

    owner: int | None = None
    project: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A request something happened to: its latest fact, and whether that was since the last visit, by somebody else."""

    info_request: InfoRequest
    event: Event | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Today:
    """What the day's page shows. Counts above `MANY` mean “more than that”."""

    urgent: list[ClockRow]
    week: list[ClockRow]
    later: int
    platform: list[ClockRow]
    overdue: list[ClockRow]
    moved: list[Moved]
    drafts: int
    old: int


def today_page(session: Session, viewer: User, today: date, *, whose: Whose = Whose(), since: datetime | None = None
               ) -> Today:
    """What is due today and this week, which folios to look at, what may be overdue, what moved lately."""

    def narrowed(query: Select[Any]) -> Select[Any]:
        if whose.owner is not None:
            query = query.where(InfoRequest.owner_id == whose.owner)
        return query if whose.project is None else query.where(InfoRequest.project_id == whose.project)

    def to_see(query: Select[Any]) -> Select[Any]:
        query = narrowed(query.where(InfoRequest.status.not_in(ENDED)))
        if not viewer.is_owner:
            query = query.where(in_reach(viewer))
        return query

    def clocks(owner: str, status: str, *conditions: Any, newest_first: bool = False) -> list[ClockRow]:
        # One owner and one status at a time: then the index gives the rows in order and the first sixty are enough.
        due = ClockRow.due_on.desc() if newest_first else ClockRow.due_on
        query = select(ClockRow).join(ClockRow.info_request).options(contains_eager(ClockRow.info_request)).where(
            ClockRow.owner == owner, ClockRow.status == status, ClockRow.met_on.is_(None), *conditions)
        return list(session.scalars(to_see(query).order_by(due, ClockRow.id).limit(HORIZON)))

    def count(query: Select[Any]) -> int:
        return session.scalar(select(func.count()).select_from(query.limit(MANY + 1).subquery())) or 0

    week_end, recent = today + timedelta(days=7), ClockRow.due_on >= today - RECENT
    unseen = or_(InfoRequest.looked_on.is_(None), InfoRequest.looked_on < today)
    stale = or_(InfoRequest.looked_on.is_(None), InfoRequest.looked_on <= ClockRow.latest,
                InfoRequest.looked_on <= today - LOOK_AGAIN)
    watched = ClockRow.kind.in_(("response", "compliance", "delivery"))
    late = [row for owner in ("agency", "regulator") for status in ("may_be_overdue", "late")
            for row in clocks(owner, status, ClockRow.kind.in_(OWED), recent, newest_first=True)]
    to_look_at = [
        *clocks("agency", "running", watched, unseen, ClockRow.due_on <= today + timedelta(days=2)),
        *clocks("agency", "may_be_overdue", watched, unseen, recent, newest_first=True),
        *clocks("agency", "late", watched, stale, recent, newest_first=True),
    ]
    ids = visible(viewer).with_only_columns(InfoRequest.id)
    return Today(
        urgent=clocks("requester", "running", ClockRow.due_on <= today + timedelta(days=1)),
        week=clocks("requester", "running", ClockRow.due_on > today + timedelta(days=1), ClockRow.due_on <= week_end),
        later=count(to_see(select(ClockRow.id).join(ClockRow.info_request).where(
            ClockRow.owner == "requester", ClockRow.status == "running", ClockRow.due_on > week_end))),
        platform=to_look_at[:HORIZON], overdue=late[:HORIZON],
        moved=_moved(session, viewer, narrowed(visible(viewer)), since),
        drafts=count(narrowed(ids.where(InfoRequest.status == "draft"))),
        old=count(narrowed(ids.where(is_old(today)))),
    )


def _moved(session: Session, viewer: User, query: Select[InfoRequest], since: datetime | None) -> list[Moved]:
    rows = list(session.scalars(query.order_by(InfoRequest.moved_at.desc()).limit(MOVED)))
    latest = select(func.max(Event.id)).where(Event.info_request_id.in_([row.id for row in rows]))
    events = session.scalars(select(Event).where(Event.id.in_(latest.group_by(Event.info_request_id)))
                             .options(selectinload(Event.author)))
    by_request = {event.info_request_id: event for event in events}

    def is_new(row: InfoRequest) -> bool:
        event = by_request.get(row.id)
        return since is not None and row.moved_at > since and (event is None or event.recorded_by != viewer.id)

    return [Moved(row, by_request.get(row.id), is_new(row)) for row in rows]


def colleagues(session: Session, viewer: User) -> list[User]:
    """The people whose requests a person may look through: those of the projects they may read."""
    inside = select(Membership.user_id).where(Membership.project_id.in_(access.project_ids(viewer, "read")))
    return list(session.scalars(select(User).where(or_(User.id.in_(inside), User.id == viewer.id))
                                .order_by(User.name, User.id).limit(200)))
