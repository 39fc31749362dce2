"""Tables of reminders: what is to be said to whom and when, claimed by a lease, sent once."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime


class Reminder(Base):
    """One rung of one clock for one person. “Due and not sent” is what is looked for, however late."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("user_id", "info_request_id", "clock_kind", "started_by", "due_on", "rung"),
        Index("ix_reminder_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    clock_kind: Mapped[str] = mapped_column(String(40))
    started_by: Mapped[str] = mapped_column(String(80), default="")
    due_on: Mapped[date] = mapped_column(Date)
    """The date the clock ends, as promised by this reminder."""
    rung: Mapped[int] = mapped_column(Integer)
    """Business days before the end (0: the day itself; -1: the day after)."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """The moment this reminder is to be sent."""
    state: Mapped[str] = mapped_column(String(12), default="planned")
    """`planned sent cancelled failed`"""
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))
    cancelled_because: Mapped[str | None] = mapped_column(String(40))


class Mail(Base):
    """One message to one person: kept until the mail server has it, with the same Message-ID at every try."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_state_try", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`reminder digest moved read account alert`"""
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    """The whole message as it goes out (RFC 5322)."""
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    """`waiting sent refused`"""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token: Mapped[int] = mapped_column(Integer, default=0)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(500))
