"""What the installation's owner does with accounts: invite, let in again, end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.audit.actions import record_act
from tracker.people.actions import create_user, end_all_sessions, issue_ticket
from tracker.people.models import User


def invite(session: Session, email: str, name: str, *, language: str, by: User, now: datetime) -> tuple[User, str]:
    """Make an account and the token of the link with which its password is set. Raises AccountProblem."""
    user = create_user(session, email=email, name=name, password=None, language=language, now=now)
    token = issue_ticket(session, "invitation", user, now=now)
    record_act(session, "account.invited", "user", user.id, by=by.id, at=now, content={"email": user.email})
    return user, token


def new_link(session: Session, user: User, *, by: User, now: datetime) -> str:
    """The token of a link with which a person sets a new password."""
    token = issue_ticket(session, "reset" if user.password_hash else "invitation", user, now=now)
    record_act(session, "account.link", "user", user.id, by=by.id, at=now)
    return token


def set_active(session: Session, user: User, is_active: bool, *, by: User, now: datetime) -> bool:
    """Let a person in or keep them out, signing them out everywhere; the last owner stays (False)."""
    if not is_active and user.is_owner and _owners(session) == 1:
        return False
    user.is_active = is_active
    if not is_active:
        end_all_sessions(session, user, now=now)
    record_act(session, "account.on" if is_active else "account.off", "user", user.id, by=by.id, at=now)
    return True


def set_owner(session: Session, user: User, is_owner: bool, *, by: User, now: datetime) -> bool:
    """Let a person run the installation, or no longer; the last owner stays (False)."""
    if not is_owner and user.is_owner and _owners(session) == 1:
        return False
    user.role = "owner" if is_owner else "member"
    record_act(session, "account.role", "user", user.id, by=by.id, at=now, content={"role": user.role})
    return True


def _owners(session: Session) -> int:
    return session.scalar(select(func.count()).where(User.role == "owner", User.is_active)) or 0
