"""Tables of reminders: what is to be said to whom and when, claimed by a lease, sent once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.requests.models import InfoRequest


class Reminder(Base):
    """One rung of one clock for one person. “Due and not sent” is what is looked for, however late.

    A reminder a person sets for any date has the clock kind `personal`; it need not belong to a request.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("user_id", "info_request_id", "clock_kind", "started_by", "due_on", "rung"),
        Index("ix_reminder_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    info_request_id: Mapped[int | None] = mapped_column(ForeignKey("info_request.id"), index=True)
    clock_kind: Mapped[str] = mapped_column(String(40))
    started_by: Mapped[str] = mapped_column(String(80), default="")
    due_on: Mapped[date] = mapped_column(Date)
    """The date the clock ends, as promised by this reminder."""
    rung: Mapped[int] = mapped_column(Integer)
    """Business days before the end (0: the day itself; -1: the day after; 1000: the clock has begun)."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """The moment this reminder is to be sent."""
    state: Mapped[str] = mapped_column(String(12), default="planned")
    """`planned sent cancelled`"""
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    cancelled_because: Mapped[str | None] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the clock said when this was planned: article, owner, verified, latest, hour, closed days, rulebook."""

    user: Mapped[User] = relationship()
    info_request: Mapped[InfoRequest | None] = relationship()
    mail: Mapped[Mail | None] = relationship(back_populates="reminders")


class Mail(Base):
    """One message to one person: kept until the mail server has it, with the same Message-ID at every try."""

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_state_try", "state", "next_try_at"),
        Index("ix_mail_user_day", "user_id", "day_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`reminder digest account alert`"""
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    """The whole message as it goes out (RFC 5322); a reminder's is written anew at every try, so that it is true."""
    day_on: Mapped[date | None] = mapped_column(Date)
    """The day, in the person's zone, whose one mail this is."""
    is_overview: Mapped[bool] = mapped_column(default=False)
    """Lists what is overdue too."""
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    """`waiting sent refused withdrawn`"""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token: Mapped[int] = mapped_column(Integer, default=0)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    is_uncertain: Mapped[bool] = mapped_column(default=False)
    """The server may have it already: a try began and nobody knows how it ended."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(500))

    user: Mapped[User | None] = relationship()
    reminders: Mapped[list[Reminder]] = relationship(back_populates="mail", order_by="Reminder.id")
    notices: Mapped[list[Notice]] = relationship(back_populates="mail", order_by="Notice.id")


class Notice(Base):
    """A fact told to one person on the site, and in their next mail when `due_at` says so."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_user_seen", "user_id", "seen_at"), Index("ix_notice_due", "mail_id", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(24))
    """`clock moved read unread found mail-refused mail-down`"""
    info_request_id: Mapped[int | None] = mapped_column(ForeignKey("info_request.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From when on it may be mailed; None when it is only shown."""
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))

    user: Mapped[User] = relationship()
    info_request: Mapped[InfoRequest | None] = relationship()
    project: Mapped[Project | None] = relationship()
    mail: Mapped[Mail | None] = relationship(back_populates="notices")


class ReminderPreference(Base):
    """How a person wants to be reminded: in general, or for one project or one request. None means: as in general."""

    __tablename__ = "reminder_preference"
    __table_args__ = (UniqueConstraint("user_id", "project_id", "info_request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    info_request_id: Mapped[int | None] = mapped_column(ForeignKey("info_request.id", ondelete="CASCADE"))
    ladder: Mapped[list[int] | None] = mapped_column(JSON)
    """Business days before the end."""
    is_off: Mapped[bool | None]
    """No mails; what is due is still shown on the site."""
    looks: Mapped[bool | None]
    """Whether agency dates say “look at the platform”."""
    hour: Mapped[int | None] = mapped_column(Integer)
    """Hour of the day's mail in the person's zone; only in general."""
    overview: Mapped[str | None] = mapped_column(String(8))
    """`daily weekly never`; only in general."""
    quiet_from: Mapped[int | None] = mapped_column(Integer)
    quiet_to: Mapped[int | None] = mapped_column(Integer)
    quiet_days: Mapped[list[int] | None] = mapped_column(JSON)
    changes: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often it was changed."""
    followed: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """The change that what is planned follows."""
    """Weekdays without mail, Monday is 0; only in general."""


class Opening(Base):
    """When a person last opened a request's page; a deputy is told when nobody has."""

    __tablename__ = "opening"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id", ondelete="CASCADE"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Feed(Base):
    """A calendar address of one person: of everything, one project or one request. Renewing it counts `edition` up."""

    __tablename__ = "feed"
    __table_args__ = (UniqueConstraint("user_id", "project_id", "info_request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    info_request_id: Mapped[int | None] = mapped_column(ForeignKey("info_request.id", ondelete="CASCADE"))
    edition: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
