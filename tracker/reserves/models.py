"""The term of a reserve as a reply states it: read by the machine, confirmed by a person, then watched."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from archive.models import Document
from tracker.replies.models import Reply
from tracker.requests.models import InfoRequest


class Reserve(Base):
    """One reserve with its term: suggested until a person confirms it, which starts the clock of its end."""

    __tablename__ = "reserve"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    page_number: Mapped[int | None] = mapped_column(Integer)
    quote: Mapped[str] = mapped_column(Text, default="")
    months: Mapped[int | None] = mapped_column(Integer)
    """The term in months; None when only its last day, or a condition, is given."""
    starts_on: Mapped[date | None] = mapped_column(Date)
    starts_by: Mapped[str] = mapped_column(String(12), default="unsaid")
    """What the first day is: `said committee letter notified unsaid`."""
    ends_on: Mapped[date | None] = mapped_column(Date, index=True)
    condition: Mapped[str] = mapped_column(Text, default="")
    """“hasta que cause estado…”, where no date is given."""
    status: Mapped[str] = mapped_column(String(12), default="suggested")
    """`suggested confirmed dismissed`"""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    prepared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the request that asks again was prepared."""

    info_request: Mapped[InfoRequest] = relationship()
    reply: Mapped[Reply] = relationship()
    document: Mapped[Document | None] = relationship()
