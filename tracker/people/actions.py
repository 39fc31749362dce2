"""What people do with accounts: made, signed in and out, passwords set, sessions ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tracker.people.models import Ticket, User, UserSession

MIN_PASSWORD = 10
SESSION_DAYS = 30
SEEN_EVERY = timedelta(minutes=5)
NEW_VISIT_AFTER = timedelta(hours=4)
"""A browser that was quiet for so long comes back for a new visit."""
TICKET_LASTS = {"invitation": timedelta(days=7), "reset": timedelta(hours=2)}

_hasher = PasswordHasher()
# Checked when the e-mail is unknown, so that the answer takes as long as for a known one.
_DECOY = _hasher.hash("no account has this password")


class AccountProblem(Exception):
    """An account cannot be made or changed as asked; `code` says why: `email-taken weak-password bad-email`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def digest(token: str) -> str:
    """What is kept of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_user(
    session: Session, *, email: str, name: str, password: str | None, role: str = "member", language: str = "es",
    now: datetime,
) -> User:
    """Make an account. Raises AccountProblem."""
    email = email.strip().lower()
    if "@" not in email or " " in email or len(email) > 254:
        raise AccountProblem("bad-email")
    if session.scalar(select(User.id).where(User.email == email)) is not None:
        raise AccountProblem("email-taken")
    user = User(email=email, name=name.strip() or email.split("@")[0], role=role, language=language, created_at=now,
                is_active=True, zone="America/Mexico_City")
    if password is not None:
        set_password(user, password)
    session.add(user)
    session.flush()
    return user


def set_password(user: User, password: str) -> None:
    """Give an account a password, kept as an Argon2 hash. Raises AccountProblem when it is too short."""
    if len(password) < MIN_PASSWORD:
        raise AccountProblem("weak-password")
    user.password_hash = _hasher.hash(password)


def check_password(session: Session, email: str, password: str) -> User | None:
    """The active account with this e-mail and password, or None; takes as long either way."""
    user = session.scalar(select(User).where(User.email == email.strip().lower()))
    stored = user.password_hash if user is not None and user.password_hash else _DECOY
    try:
        _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return None
    return user if user is not None and user.is_active and user.password_hash else None


def open_session(session: Session, user: User, *, agent: str, now: datetime) -> str:
    """Sign a browser in; gives the token its cookie carries."""
    token = secrets.token_urlsafe(32)
    before = session.scalar(select(func.max(UserSession.seen_at)).where(UserSession.user_id == user.id))
    session.add(UserSession(user_id=user.id, token_digest=digest(token), agent=agent[:200], created_at=now,
                            seen_at=now, before_at=before))
    session.flush()
    return token


def session_of(session: Session, token: str, *, now: datetime) -> tuple[User, UserSession] | None:
    """Who a cookie's token belongs to, while the session is open and not older than 30 days unseen."""
    row = session.scalar(select(UserSession).where(UserSession.token_digest == digest(token)))
    if row is None or row.ended_at is not None or row.seen_at < now - timedelta(days=SESSION_DAYS):
        return None
    user = session.get(User, row.user_id)
    return (user, row) if user is not None and user.is_active else None


def end_session(session: Session, row_id: int, *, user: User, now: datetime) -> None:
    """End one of a person's own sessions."""
    session.execute(
        update(UserSession).where(UserSession.id == row_id, UserSession.user_id == user.id,
                                  UserSession.ended_at.is_(None)).values(ended_at=now)
    )


def end_all_sessions(session: Session, user: User, *, now: datetime) -> None:
    """End every session of a person, as after a new password."""
    session.execute(
        update(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None)).values(ended_at=now)
    )


def issue_ticket(session: Session, kind: str, user: User, *, now: datetime) -> str:
    """A single-use link's token: `invitation` (7 days) or `reset` (2 hours)."""
    token = secrets.token_urlsafe(32)
    session.add(Ticket(kind=kind, token_digest=digest(token), user_id=user.id, created_at=now,
                       expires_at=now + TICKET_LASTS[kind]))
    session.flush()
    return token


def ticket_of(session: Session, token: str, *, now: datetime) -> tuple[Ticket, User] | None:
    """The ticket a link carries and whose it is, while it is unused and not expired."""
    ticket = session.scalar(select(Ticket).where(Ticket.token_digest == digest(token)))
    if ticket is None or ticket.used_at is not None or ticket.expires_at < now:
        return None
    user = session.get(User, ticket.user_id)
    return (ticket, user) if user is not None and user.is_active else None


def use_ticket(session: Session, ticket: Ticket, user: User, password: str, *, now: datetime) -> None:
    """Set the password a ticket allows, use the ticket up, and end sessions opened before."""
    set_password(user, password)
    ticket.used_at = now
    void_tickets(session, user, now=now)
    end_all_sessions(session, user, now=now)


def void_tickets(session: Session, user: User, *, now: datetime) -> None:
    """Use up every open link of a person: after a new password none of them may set another."""
    session.flush()
    session.execute(update(Ticket).where(Ticket.user_id == user.id, Ticket.used_at.is_(None)).values(used_at=now))
