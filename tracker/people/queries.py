"""What is asked of people: who has an account, which browsers are signed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.people.actions import SESSION_DAYS
from tracker.people.models import User, UserSession


def people(session: Session) -> list[User]:
    """Every account, by name; the nameless one that commands act as is left out."""
    rows = session.scalars(select(User).order_by(User.name, User.id))
    return [user for user in rows if user.is_active or user.password_hash is not None]


def by_email(session: Session, email: str) -> User | None:
    """The active account with this e-mail."""
    return session.scalar(select(User).where(User.email == email.strip().lower(), User.is_active))


def open_sessions(session: Session, user_id: int, *, now: datetime) -> list[UserSession]:
    """The browsers a person is signed in with, last seen first."""
    query = select(UserSession).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None),
                                      UserSession.seen_at > now - timedelta(days=SESSION_DAYS))
    return list(session.scalars(query.order_by(UserSession.seen_at.desc(), UserSession.id.desc())))
