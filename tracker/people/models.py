"""Tables of people: accounts, their sessions, invitations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime


class User(Base):
    """A person with an account. `role` is about the installation; what one may do in a project is a membership."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(12), default="member")
    """`owner member`"""
    language: Mapped[str] = mapped_column(String(5), default="es")
    zone: Mapped[str] = mapped_column(String(40), default="America/Mexico_City")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_owner(self) -> bool:
        """Whether this person runs the installation."""
        return self.role == "owner"


class UserSession(Base):
    """One signed-in browser; can be seen and ended by its owner. Only a digest of the cookie's token is kept."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    before_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When this browser was last seen on the visit before this one."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Ticket(Base):
    """A single-use link: an invitation or a password reset. Only a digest of its token is kept."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    """`invitation reset`"""
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
