"""What people do with projects: made, changed, members invited and removed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.people.models import User
from tracker.projects.models import Membership, Project

ROLES = ("admin", "editor", "reader")


def create_project(
    session: Session, name: str, *, by: User, now: datetime, description: str = "", visibility: str = "private"
) -> Project:
    """Start a project; whoever starts it is its admin."""
    project = Project(name=name.strip(), description=description.strip(), visibility=visibility, created_at=now,
                      is_discreet=False)
    project.memberships.append(Membership(user=by, role="admin", is_deputy=False))
    session.add(project)
    session.flush()
    return project


def set_member(session: Session, project: Project, user: User, role: str, *, is_deputy: bool = False) -> Membership:
    """Give a person a role in a project; there is at most one deputy."""
    if role not in ROLES:
        raise ValueError(role)
    row = session.scalar(select(Membership).where(Membership.project_id == project.id, Membership.user_id == user.id))
    if row is None:
        row = Membership(project_id=project.id, user_id=user.id, role=role, is_deputy=is_deputy)
        session.add(row)
    row.role, row.is_deputy = role, is_deputy
    if is_deputy:
        for other in project.memberships:
            other.is_deputy = other.user_id == user.id
    session.flush()
    return row


def remove_member(session: Session, project: Project, user_id: int) -> bool:
    """Take a person out of a project; refused (False) for its last admin."""
    rows = session.scalars(select(Membership).where(Membership.project_id == project.id)).all()
    leaving = next((row for row in rows if row.user_id == user_id), None)
    if leaving is None:
        return True
    if leaving.role == "admin" and sum(row.role == "admin" for row in rows) == 1:
        return False
    session.delete(leaving)
    session.flush()
    return True
