"""Tables of redactions as people judge them: one row per box, every change of it, and the pages gone through."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime


class RedactionMark(Base):
    """One box on a page: the detector's until a person decides, or drawn by hand. Rows are never deleted by people.

    Boxes are `[x0, y0, x1, y1]` in shares (0–1) of the page as displayed, origin top left.
    """

    __tablename__ = "redaction"
    __table_args__ = (
        Index("ix_redaction_page", "document_id", "page_number"),
        Index("ix_redaction_ground", "ground"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    page_number: Mapped[int] = mapped_column(Integer)
    box: Mapped[list[Any]] = mapped_column(JSON)
    style: Mapped[str] = mapped_column(String(12))
    """`black grey coloured outlined white marker pixelated label withheld`"""
    ground: Mapped[str | None] = mapped_column(String(200))
    confidence: Mapped[float | None]
    """The detector's, 0–1; None for a box drawn by hand."""
    origin: Mapped[str] = mapped_column(String(12), default="detector")
    """`detector person`"""
    status: Mapped[str] = mapped_column(String(12), default="suggested")
    """`suggested confirmed dismissed`"""
    seen_box: Mapped[list[Any] | None] = mapped_column(JSON)
    """Where the last reading of the page shows it; None when that reading does not."""
    seen_style: Mapped[str | None] = mapped_column(String(12))
    seen_ground: Mapped[str | None] = mapped_column(String(200))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RedactionChange(Base):
    """One change of one box; the changes of one `step` were made together and are undone together."""

    __tablename__ = "redaction_change"
    __table_args__ = (Index("ix_redaction_change_page", "document_id", "page_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    page_number: Mapped[int] = mapped_column(Integer)
    redaction_id: Mapped[int] = mapped_column(ForeignKey("redaction.id", ondelete="CASCADE"), index=True)
    step: Mapped[str] = mapped_column(String(32), index=True)
    action: Mapped[str] = mapped_column(String(12))
    """`draw change confirm dismiss reopen`"""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PageExamined(Base):
    """Somebody went through the whole page: what is not marked there is not hidden."""

    __tablename__ = "page_examined"
    __table_args__ = (UniqueConstraint("document_id", "page_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    page_number: Mapped[int] = mapped_column(Integer)
    decided_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
