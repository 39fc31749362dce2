"""How the requests to one agency went: outcomes, business days to the first reply, share hidden on its pages."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Page
from tracker.clocks.calendars import Body, case_calendars
from tracker.clocks.kinds import REPLIES
from tracker.laws.catalogue import Rulebook
from tracker.people.models import User
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import Event, InfoRequest
from tracker.requests.queries import visible


@dataclass(frozen=True, slots=True)
class Record:
    """Figures over the requests a person may see.

    `outcomes` maps an outcome to how many requests; `days` is the median of business days from filing to the first
    reply over `replied` requests; `hidden` the mean share (0–1) of `pages` pages that is redacted. None: not known.
    """

    total: int
    outcomes: dict[str, int]
    days: float | None
    replied: int
    hidden: float | None
    pages: int


def record_of(session: Session, viewer: User, book: Rulebook, body: Body) -> Record:
    """How the requests to an agency went, as far as the viewer may see them."""
    mine = visible(viewer).where(InfoRequest.agency == body.acronym)
    counted = mine.with_only_columns(InfoRequest.outcome, func.count()).group_by(InfoRequest.outcome)
    found = {code: number for code, number in session.execute(counted)}
    replaced = select(Event.replaces_id).where(Event.replaces_id.is_not(None))
    replies = (
        mine.join(Event, Event.info_request_id == InfoRequest.id)
        .where(Event.kind.in_(REPLIES), ~Event.is_retraction, Event.id.not_in(replaced),
               InfoRequest.filed_on.is_not(None))
        .with_only_columns(InfoRequest.filed_on, func.min(Event.happened_on))
        .group_by(InfoRequest.id, InfoRequest.filed_on)
    )
    calendar = case_calendars(book, body, "access").counting("response", "agency").certain
    days = [calendar.between(filed, answered) for filed, answered in session.execute(replies)
            if filed is not None and answered >= filed]
    files = select(ReplyDocument.document_id).join(Reply).where(
        Reply.info_request_id.in_(mine.with_only_columns(InfoRequest.id)))
    shares = select(func.avg(Page.redacted_share), func.count()).where(
        Page.document_id.in_(files), Page.redacted_share.is_not(None))
    hidden, pages = session.execute(shares).one()
    outcomes = {code: number for code, number in sorted(found.items(), key=lambda one: -one[1]) if code}
    return Record(sum(found.values()), outcomes, median(days) if days else None, len(days),
                  hidden if pages else None, pages)
