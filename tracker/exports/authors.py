"""Authors who came along with a dossier: who they are, and their requests handed to people here and given back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.audit.actions import record_act
from tracker.audit.models import AuditEntry
from tracker.people.access import may
from tracker.people.models import Ticket, User
from tracker.projects.models import Project
from tracker.requests.models import Event, InfoRequest

HANDED = "request.handed-over"
"""The act that a request of such an author got another owner; its digest tells from whom to whom."""


@dataclass(frozen=True, slots=True)
class Author:
    """An account that stands for somebody elsewhere; its projects, and how many requests it owns or gave away."""

    user: User
    projects: tuple[str, ...]
    owned: int
    given: int


def authors(session: Session) -> list[Author]:
    """Accounts that nobody was ever invited to use and that wrote something, by name."""
    invited = select(Ticket.user_id)
    waiting = select(User).where(User.is_active.is_(False), User.password_hash.is_(None), User.role != "owner",
                                 User.id.not_in(invited)).order_by(User.name, User.id)
    return [
        Author(user, tuple(_projects(session, user)), _owned(session, user), len(_given(session, user)))
        for user in session.scalars(waiting)
    ]


def hand_over(session: Session, author: User, to: User, *, by: User, now: datetime) -> int:
    """Make somebody the owner of an author's requests, where they may edit; tells how many.

    What the author wrote stays theirs: only who looks after the requests, and is reminded, changes.
    """
    done = 0
    allowed: dict[int, bool] = {}
    for row in session.scalars(select(InfoRequest).where(InfoRequest.owner_id == author.id)):
        if allowed.setdefault(row.project_id, may(session, to, "edit", row.project_id)):
            row.owner_id = to.id
            record_act(session, HANDED, "info_request", row.id, by=by.id, at=now, content=_content(author.id, to.id))
            done += 1
    return done


def give_back(session: Session, author: User, *, by: User, now: datetime) -> int:
    """Make the author the owner again of what was handed over and is still with whom it was given to."""
    rows = _given(session, author)
    for row in rows:
        content = _content(row.owner_id, author.id)
        row.owner_id = author.id
        record_act(session, "request.given-back", "info_request", row.id, by=by.id, at=now, content=content)
    return len(rows)


def _projects(session: Session, user: User) -> Sequence[str]:
    wrote = select(InfoRequest.project_id).join(Event, Event.info_request_id == InfoRequest.id).where(
        Event.recorded_by == user.id)
    owns = select(InfoRequest.project_id).where(InfoRequest.owner_id == user.id)
    query = select(Project.name).where(Project.id.in_(wrote) | Project.id.in_(owns)).order_by(Project.name)
    return list(session.scalars(query))


def _owned(session: Session, user: User) -> int:
    return session.scalar(select(func.count()).select_from(InfoRequest).where(InfoRequest.owner_id == user.id)) or 0


def _given(session: Session, author: User) -> list[InfoRequest]:
    """The requests whose last change of hands was from the author to whoever owns them now."""
    last = (
        select(func.max(AuditEntry.id)).where(AuditEntry.action == HANDED, AuditEntry.object_kind == "info_request")
        .group_by(AuditEntry.object_id)
    )
    rows = session.execute(
        select(InfoRequest, AuditEntry.digest).join(AuditEntry, AuditEntry.object_id == InfoRequest.id)
        .where(AuditEntry.id.in_(last), InfoRequest.owner_id != author.id)
    )
    return [row for row, digest in rows if digest == _digest(_content(author.id, row.owner_id))]


def _content(before: int, after: int) -> dict[str, int]:
    return {"from": before, "to": after}


def _digest(content: dict[str, int]) -> str:
    """As `record_act` writes it."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
