"""What people do with projects: made, changed, members invited and removed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.actions import record_act
from tracker.people.models import User
from tracker.projects.models import Membership, Project

ROLES = ("admin", "editor", "reader")
VISIBILITIES = ("private", "team")


def create_project(
    session: Session, name: str, *, by: User, now: datetime, description: str = "", visibility: str = "private"
) -> Project:
    """Start a project; whoever starts it is its admin."""
    project = Project(name=name.strip(), description=description.strip(), visibility=visibility, created_at=now,
                      is_discreet=False)
    project.memberships.append(Membership(user=by, role="admin", is_deputy=False))
    session.add(project)
    session.flush()
    record_act(session, "project.made", "project", project.id, by=by.id, at=now, content={"name": project.name})
    return project


def change_project(
    session: Session, project: Project, *, name: str, description: str, visibility: str, is_discreet: bool, by: User,
    now: datetime,
) -> None:
    """Change what a project is called, who may read it, and how much its mails and feeds say."""
    if visibility not in VISIBILITIES:
        raise ValueError(visibility)
    project.name, project.description = name.strip(), description.strip()
    project.visibility, project.is_discreet = visibility, is_discreet
    record_act(session, "project.changed", "project", project.id, by=by.id, at=now,
               content={"name": name, "visibility": visibility, "discreet": is_discreet})


def put_away(session: Session, project: Project, is_away: bool, *, by: User, now: datetime) -> None:
    """Put a finished project at the end of the lists, or take it up again; nothing in it changes."""
    project.archived_at = now if is_away else None
    record_act(session, "project.put-away" if is_away else "project.taken-up", "project", project.id, by=by.id, at=now)


def set_member(session: Session, project: Project, user: User, role: str, *, is_deputy: bool = False,
               by: User | None = None, now: datetime | None = None) -> Membership | None:
    """Give a person a role in a project; there is at most one deputy. None when it would be left without an admin."""
    if role not in ROLES:
        raise ValueError(role)
    row = session.scalar(select(Membership).where(Membership.project_id == project.id, Membership.user_id == user.id))
    if row is not None and row.role == "admin" and role != "admin" and _is_last_admin(session, project, user.id):
        return None
    if row is None:
        row = Membership(project_id=project.id, user_id=user.id, role=role, is_deputy=is_deputy)
        session.add(row)
    row.role, row.is_deputy = role, is_deputy
    if is_deputy:
        for other in project.memberships:
            other.is_deputy = other.user_id == user.id
    session.flush()
    if now is not None:
        record_act(session, "member.set", "project", project.id, by=by.id if by else None, at=now,
                   content={"user": user.id, "role": role, "deputy": is_deputy})
    return row


def _is_last_admin(session: Session, project: Project, user_id: int) -> bool:
    admins = session.scalars(select(Membership.user_id).where(Membership.project_id == project.id,
                                                              Membership.role == "admin")).all()
    return list(admins) == [user_id]


def remove_member(session: Session, project: Project, user_id: int, *, by: User | None = None,
                  now: datetime | None = None) -> bool:
    """Take a person out of a project; refused (False) for its last admin."""
    rows = session.scalars(select(Membership).where(Membership.project_id == project.id)).all()
    leaving = next((row for row in rows if row.user_id == user_id), None)
    if leaving is None:
        return True
    if leaving.role == "admin" and sum(row.role == "admin" for row in rows) == 1:
        return False
    session.delete(leaving)
    session.flush()
    session.expire(project, ["memberships"])
    if now is not None:
        record_act(session, "member.removed", "project", project.id, by=by.id if by else None, at=now,
                   content={"user": user_id})
    return True
