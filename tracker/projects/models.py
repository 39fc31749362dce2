"""Tables of projects: a body of work, and who may see and change it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from tracker.people.models import User


class Project(Base):
    """A body of work. `private`: its members only; `team`: everybody with an account may read."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(String(8), default="private")
    is_discreet: Mapped[bool] = mapped_column(default=False)
    """No subject, agency or folio in its mails and feeds."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    memberships: Mapped[list[Membership]] = relationship(back_populates="project", cascade="all, delete-orphan")

    @property
    def scope(self) -> str:
        """The token archive rows of this project carry."""
        return project_scope(self.id)


class Membership(Base):
    """A person's role in a project: `admin editor reader`; one of them may be the deputy."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("project_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(8))
    is_deputy: Mapped[bool] = mapped_column(default=False)

    project: Mapped[Project] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship()


def project_scope(project_id: int) -> str:
    """The opaque token the archive knows a project by."""
    return f"project:{project_id}"
