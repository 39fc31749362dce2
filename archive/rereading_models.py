"""Tables of re-reading: what was asked for, and the readings of pages that are not the one in use."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime
from archive.models import Document


class ReadingOrder(Base):
    """Pages of one document to be read again with other settings; `None` everywhere means as usual."""

    __tablename__ = "reading_order"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id, ondelete="CASCADE"), index=True)
    pages: Mapped[list[Any] | None] = mapped_column(JSON)
    """Page numbers; none: all."""
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """`languages`, `engine`, `force_ocr`, `quarters` (turns clockwise), as far as they were chosen."""
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    """`waiting running done failed cancelled`"""
    total: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    """Pages whose new reading is now in use."""
    error: Mapped[str | None] = mapped_column(String(80))
    asked_by: Mapped[str | None] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OtherReading(Base):
    """A reading of a page beside the one in use: an earlier one, or a new one that was not plainly good."""

    __tablename__ = "other_reading"
    __table_args__ = (Index("ix_other_reading_document_number", "document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id, ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(12))
    """`earlier` was in use before, `offered` waits for a person, `failed` could not be made."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("reading_order.id", ondelete="SET NULL"))
    source: Mapped[str | None] = mapped_column(String(8))
    why: Mapped[str | None] = mapped_column(String(300))
    confidence: Mapped[float | None]
    text: Mapped[str | None] = mapped_column(Text)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    redactions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    redacted_share: Mapped[float | None]
    error: Mapped[str | None] = mapped_column(String(300))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_with: Mapped[str | None] = mapped_column(String(200))
    put_aside_at: Mapped[datetime] = mapped_column(UtcDateTime)
