"""Who may see and change what: decided by project, asked by every query and every view."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from tracker.people.models import User
from tracker.projects.models import Membership, Project, project_scope

Right = Literal["read", "edit", "admin"]

_ROLES: dict[Right, tuple[str, ...]] = {
    "read": ("reader", "editor", "admin"),
    "edit": ("editor", "admin"),
    "admin": ("admin",),
}


def project_ids(user: User, right: Right) -> Select[int]:
    """A query for the ids of the projects on which a person has a right; the installation's owner has every one."""
    if user.is_owner:
        return select(Project.id)
    member_of = select(Membership.project_id).where(Membership.user_id == user.id, Membership.role.in_(_ROLES[right]))
    if right == "read":
        return select(Project.id).where(or_(Project.id.in_(member_of), Project.visibility == "team"))
    return select(Project.id).where(Project.id.in_(member_of))


def may(session: Session, user: User, right: Right, project_id: int) -> bool:
    """Whether a person has a right on a project."""
    return session.scalar(project_ids(user, right).where(Project.id == project_id)) is not None


def scopes_of(session: Session, user: User, right: Right = "read") -> frozenset[str]:
    """The archive's scope tokens a person may read (or edit…)."""
    return frozenset(project_scope(number) for number in session.scalars(project_ids(user, right)))
