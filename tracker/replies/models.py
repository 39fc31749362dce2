"""Tables of replies: what the agency sent, its files, and what was found in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from archive.models import Document
from tracker.requests.models import Event, InfoRequest


class Reply(Base):
    """What the agency sent. Its event carries the date it was notified; the letter's own date stands here."""

    __tablename__ = "reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    letter_on: Mapped[date | None] = mapped_column(Date)
    notified_on: Mapped[date] = mapped_column(Date)
    found_on: Mapped[date | None] = mapped_column(Date)
    oficio: Mapped[str | None] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    """What the platform's own text box said."""
    outcome: Mapped[str | None] = mapped_column(String(16))
    """Suggested by the reading; what a person decided is on the request."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    info_request: Mapped[InfoRequest] = relationship()
    event: Mapped[Event] = relationship()
    documents: Mapped[list[ReplyDocument]] = relationship(back_populates="reply", order_by="ReplyDocument.id")
    findings: Mapped[list[Finding]] = relationship(back_populates="reply", order_by="Finding.id")


class ReplyDocument(Base):
    """A file that came with a reply."""

    __tablename__ = "reply_document"
    __table_args__ = (UniqueConstraint("reply_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)

    reply: Mapped[Reply] = relationship(back_populates="documents")
    document: Mapped[Document] = relationship()


class Finding(Base):
    """Something said or shown in a reply, with page and quote or box: suggested until a person decides."""

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_label_status", "label", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    page_number: Mapped[int | None] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(12))
    """`label redaction leak check`"""
    label: Mapped[str] = mapped_column(String(40))
    quote: Mapped[str] = mapped_column(Text, default="")
    boxes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    article: Mapped[str | None] = mapped_column(String(120))
    share: Mapped[float | None]
    confidence: Mapped[float | None]
    is_certain: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(12), default="suggested")
    """`suggested confirmed dismissed`"""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reply: Mapped[Reply] = relationship(back_populates="findings")


class Mention(Base):
    """A known folio read on a page, so that a document is linked to the request it speaks of."""

    __tablename__ = "mention"
    __table_args__ = (UniqueConstraint("document_id", "page_number", "folio"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    page_number: Mapped[int] = mapped_column(Integer)
    folio: Mapped[str] = mapped_column(String(40), index=True)
    is_repaired: Mapped[bool] = mapped_column(default=False)
