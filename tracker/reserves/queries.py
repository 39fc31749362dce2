"""What is asked of reserves: those of a request, those that end next, those whose term has run out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.people import access
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.requests.models import InfoRequest
from tracker.reserves.models import Reserve

_WITH = (selectinload(Reserve.info_request), selectinload(Reserve.reply), selectinload(Reserve.document))


def of_request(session: Session, info_request: InfoRequest) -> list[Reserve]:
    """The terms read or confirmed on a request's replies, in order."""
    return list(session.scalars(select(Reserve).where(Reserve.info_request_id == info_request.id)
                                .options(*_WITH).order_by(Reserve.reply_id, Reserve.id)))


def find_reserve(session: Session, viewer: User, number: int) -> Reserve | None:
    """One reserve a person may see."""
    return session.scalar(select(Reserve).join(Reserve.info_request).where(
        Reserve.id == number, InfoRequest.project_id.in_(access.project_ids(viewer, "read"))).options(*_WITH))


def watched(session: Session, viewer: User, limit: int = 500) -> list[Reserve]:
    """The terms a person may see that nobody dismissed: the confirmed by their last day, then those to confirm."""
    query = select(Reserve).join(Reserve.info_request).where(
        InfoRequest.project_id.in_(access.project_ids(viewer, "read")), Reserve.status != "dismissed").options(*_WITH)
    return list(session.scalars(query.order_by(Reserve.status, Reserve.ends_on.is_(None), Reserve.ends_on, Reserve.id)
                                .limit(limit)))


def run_out(session: Session, today: date) -> list[Reserve]:
    """Confirmed terms whose last day has passed and for which nothing was prepared yet; archived projects rest."""
    return list(session.scalars(
        select(Reserve).join(Reserve.info_request).join(InfoRequest.project)
        .where(Reserve.status == "confirmed", Reserve.ends_on < today, Reserve.prepared_at.is_(None),
               Project.archived_at.is_(None)).options(*_WITH).order_by(Reserve.id)))
