"""The questions of a request, and how far each was answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from archive.models import Document
from tracker.requests.models import InfoRequest


class Question(Base):
    """One question of a request; a person decides how far it was answered, and on which page."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_request", "info_request_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"))
    position: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(20))
    """As the request numbers it: “2”, “2.a”."""
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(12), default="open")
    """`open answered partly refused ignored`"""
    ground: Mapped[str | None] = mapped_column(String(40))
    """Why it was refused: a label of a reply."""
    note: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    page_number: Mapped[int | None] = mapped_column(Integer)
    """The page that answers it, or that refuses."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    info_request: Mapped[InfoRequest] = relationship()
    document: Mapped[Document | None] = relationship()
