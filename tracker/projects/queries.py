"""What is asked of projects: those a person may see, with how much is in them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tracker.people.access import project_ids
from tracker.people.models import User
from tracker.projects.models import Membership, Project
from tracker.requests.models import InfoRequest


@dataclass(frozen=True, slots=True)
class Summary:
    """A project in a list: its requests and members counted, and the viewer's role in it (None: only by visibility)."""

    project: Project
    requests: int
    members: int
    role: str | None


def summaries(session: Session, viewer: User) -> list[Summary]:
    """The projects a person may see, by name."""
    requests: dict[int, int] = {number: count for number, count in session.execute(
        select(InfoRequest.project_id, func.count()).group_by(InfoRequest.project_id))}
    members: dict[int, int] = {number: count for number, count in session.execute(
        select(Membership.project_id, func.count()).group_by(Membership.project_id))}
    roles: dict[int, str] = {number: role for number, role in session.execute(
        select(Membership.project_id, Membership.role).where(Membership.user_id == viewer.id))}
    rows = session.scalars(select(Project).where(Project.id.in_(project_ids(viewer, "read"))).order_by(
        Project.archived_at.is_not(None), func.lower(Project.name), Project.id))
    return [Summary(row, requests.get(row.id, 0), members.get(row.id, 0), roles.get(row.id)) for row in rows]


def with_members(session: Session, project_id: int) -> Project | None:
    """One project with its members."""
    return session.scalar(select(Project).where(Project.id == project_id).options(
        selectinload(Project.memberships).selectinload(Membership.user)))
