"""The requests nobody answered, from what lists keep of their clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.addresses import number_in, page_in
from tracker.nonresponse.silence import STATES, state_of
from tracker.people.models import User
from tracker.requests.models import ClockRow, InfoRequest
from tracker.requests.queries import visible

PER_PAGE = 50
UNANSWERED = ("overdue", "may_be_overdue")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; it lives in the page's address."""

    project: int | None = None
    agency: str = ""
    state: str = ""
    page: int = 1

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Wanted:
        """The filter an address carries; what it cannot mean is left out."""
        state = args.get("state", "")
        return cls(number_in(args, "project"), args.get("agency", "")[:40], state if state in STATES else "",
                   page_in(args))

    def as_args(self) -> dict[str, Any]:
        """What narrows, for an address."""
        named = {"project": self.project, "agency": self.agency, "state": self.state}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class SilentRequest:
    """A request without an answer: how sure that is, the limit that passed, and what the silence opened."""

    info_request: InfoRequest
    state: str
    limit_on: date
    latest_on: date
    remedy: ClockRow | None

    def can_act(self, today: date) -> bool:
        """Whether an appeal against the silence is still in time."""
        last = self.remedy.due_on if self.remedy is not None and self.remedy.status in ("pending", "running") else None
        return last is not None and today <= last


def _unanswered(viewer: User, wanted: Wanted) -> Select[InfoRequest]:
    late = and_(ClockRow.status == "late", ClockRow.latest < InfoRequest.looked_on)
    unseen = and_(ClockRow.status == "late",
                  or_(InfoRequest.looked_on.is_(None), ClockRow.latest >= InfoRequest.looked_on))
    which = {"silent": late, "unseen": unseen, "may_be": ClockRow.status == "may_be_overdue"}
    query = (
        visible(viewer).join(ClockRow, ClockRow.info_request_id == InfoRequest.id)
        .where(InfoRequest.status.in_(UNANSWERED), ClockRow.kind == "response", ClockRow.appeal_id.is_(None),
               ClockRow.status.in_(("late", "may_be_overdue")))
    )
    if wanted.state:
        query = query.where(which[wanted.state])
    if wanted.project is not None:
        query = query.where(InfoRequest.project_id == wanted.project)
    if wanted.agency:
        query = query.where(InfoRequest.agency == wanted.agency)
    return query


def silences(session: Session, viewer: User, wanted: Wanted, today: date,
             per_page: int = PER_PAGE) -> tuple[list[SilentRequest], int]:
    """One page of the unanswered requests a person may see, those that can still be appealed first; and how many."""
    base = _unanswered(viewer, wanted)
    total = session.scalar(base.with_only_columns(func.count(InfoRequest.id.distinct()))) or 0
    remedy = aliased(ClockRow)
    acts = and_(remedy.status.in_(("pending", "running")), remedy.due_on >= today)
    query = (
        base.add_columns(ClockRow, remedy)
        .outerjoin(remedy, and_(remedy.info_request_id == InfoRequest.id, remedy.kind == "appeal",
                                remedy.status != "replaced"))
        .options(joinedload(InfoRequest.project))
        .order_by(func.coalesce(acts, False).desc(), remedy.due_on.desc(), ClockRow.latest.desc(), InfoRequest.id)
    )
    rows: dict[int, SilentRequest] = {}
    page = query.limit(per_page).offset((wanted.page - 1) * per_page)
    for info_request, response, appeal in session.execute(page):
        rows.setdefault(info_request.id, SilentRequest(
            info_request, state_of(response.status, response.latest, info_request.looked_on), response.earliest,
            response.latest, appeal))
    return list(rows.values()), total


def count_by_state(session: Session, viewer: User, wanted: Wanted) -> dict[str, int]:
    """How many unanswered requests are in each state, whatever state the filter asks for."""
    return {state: session.scalar(_unanswered(viewer, Wanted(wanted.project, wanted.agency, state))
                                  .with_only_columns(func.count(InfoRequest.id.distinct()))) or 0 for state in STATES}


def agencies(session: Session, viewer: User) -> list[str]:
    """The agencies that left a request unanswered, as far as a person may see."""
    query = _unanswered(viewer, Wanted()).with_only_columns(InfoRequest.agency).distinct()
    return sorted(str(name) for name in session.scalars(query) if name)
