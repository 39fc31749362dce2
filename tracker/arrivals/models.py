"""Tables of the ways in: half-sent files, what was seen in the watched folder, mails taken, how each way fares."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime


class Upload(Base):
    """A file on its way in, in pieces; its row goes when it has arrived or was given up."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    """What its address says: unguessable, and of use to its sender alone."""
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(400))
    size: Mapped[int] = mapped_column(BigInteger)
    mark: Mapped[str] = mapped_column(String(80), default="")
    """What the browser knows a file by (its time of change): the same file chosen again goes on where it stopped."""
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes that are safe on disk."""
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class WatchedFile(Base):
    """A file seen in the watched folder, by its path, size and time of change; the folder itself is never changed."""

    __tablename__ = "watched_file"
    __table_args__ = (Index("ix_watched_file_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(1000), unique=True)
    """Inside the folder, with slashes."""
    size: Mapped[int] = mapped_column(BigInteger)
    changed_ns: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(12))
    """`waiting taken refused`"""
    problem: Mapped[str | None] = mapped_column(String(80))
    """Why it was refused: a code of `tracker.reasons`."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TakenMail(Base):
    """A mail looked at in the mailbox, so that each is taken once; the mailbox itself is never changed."""

    __tablename__ = "taken_mail"
    __table_args__ = (UniqueConstraint("box", "validity", "uid"), Index("ix_taken_mail_message_id", "message_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    box: Mapped[str] = mapped_column(String(64))
    """Digest of the mailbox's address."""
    validity: Mapped[int] = mapped_column(BigInteger)
    """UIDVALIDITY of RFC 9051: the server's word that its numbers still mean what they meant."""
    uid: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[str | None] = mapped_column(String(400))
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(400), default="")
    state: Mapped[str] = mapped_column(String(12))
    """`taken known stranger refused`"""
    problem: Mapped[str | None] = mapped_column(String(80))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    folio: Mapped[str | None] = mapped_column(String(40))
    """The folio its subject names; a proposal, for a person to accept."""
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Way(Base):
    """How a way in fares: when it was last tried, when it last worked, what is wrong, when it is tried again."""

    __tablename__ = "way_in"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    """`folder mailbox`"""
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    worked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    """In a row."""
    problem: Mapped[str | None] = mapped_column(String(80))
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
