"""The table of corrections by hand: append-only, each anchored to the words it corrects."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime
from archive.models import Document


class Correction(Base):
    """What a person read at a place of a page; the machine's words stay in `exact`. Undone, it is only withdrawn."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_document_page", "document_id", "page_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id, ondelete="CASCADE"))
    page_number: Mapped[int] = mapped_column(Integer)
    start: Mapped[int] = mapped_column(Integer)
    """Where `exact` began in the page's text when this was written, in characters."""
    exact: Mapped[str] = mapped_column(Text)
    """The machine's words; empty for a line it did not read at all."""
    prefix: Mapped[str] = mapped_column(String(80), default="")
    suffix: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    """What stands there; empty when nothing does."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("correction.id"))
    """The correction of the same words that this one took the place of."""
