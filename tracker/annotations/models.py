"""The table of notes and highlights, anchored to the words they are about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from archive.models import Document
from tracker.people.models import User


class Annotation(Base):
    """A marked passage with or without a note. Quote, surroundings and position find it again after a re-reading."""

    __tablename__ = "annotation"
    __table_args__ = (Index("ix_annotation_document_page", "document_id", "page_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id, ondelete="CASCADE"))
    page_number: Mapped[int] = mapped_column(Integer)
    start: Mapped[int] = mapped_column(Integer)
    """Where the quote began in the page's text when this was written, in characters."""
    exact: Mapped[str] = mapped_column(Text)
    """The passage as it was quoted; empty for a note about the whole page."""
    prefix: Mapped[str] = mapped_column(String(80), default="")
    suffix: Mapped[str] = mapped_column(String(80), default="")
    boxes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Where the quoted words stood, one box a line, in shares of the page: drawn when the words are found no more."""
    body: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(String(12), default="readers")
    """Who sees it: `author`, `editors` of the project, or all `readers`."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    document: Mapped[Document] = relationship()
    author: Mapped[User | None] = relationship()
