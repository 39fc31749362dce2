"""What is asked of appeals."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.appeals.models import Appeal
from tracker.people import access
from tracker.people.models import User
from tracker.requests.models import InfoRequest


def appeals_of(session: Session, info_request: InfoRequest) -> list[Appeal]:
    """The appeals of a request, oldest first."""
    return list(session.scalars(select(Appeal).where(Appeal.info_request_id == info_request.id).order_by(Appeal.id)))


def find_appeal(session: Session, viewer: User, number: int) -> Appeal | None:
    """One appeal a person may see."""
    query = select(Appeal).where(Appeal.id == number, Appeal.project_id.in_(access.project_ids(viewer, "read")))
    return session.scalar(query.options(selectinload(Appeal.info_request)))


def listing(session: Session, viewer: User, limit: int = 500) -> list[Appeal]:
    """The appeals a person may see, newest first."""
    query = select(Appeal).where(Appeal.project_id.in_(access.project_ids(viewer, "read")))
    query = query.options(selectinload(Appeal.info_request)).order_by(Appeal.filed_on.desc(), Appeal.id.desc())
    return list(session.scalars(query.limit(limit)))
