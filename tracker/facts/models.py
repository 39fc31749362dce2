"""The table of facts found in documents: suggested until a person decides."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime
from archive.models import Document

FACT_KINDS = ("folio", "oficio", "date", "agency", "signatory")


class DocumentFact(Base):
    """One fact a document says of itself, with the page and the words that say it."""

    __tablename__ = "document_fact"
    __table_args__ = (UniqueConstraint("document_id", "kind", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    """`folio oficio date agency signatory`"""
    value: Mapped[str] = mapped_column(String(300))
    """In normal form: a date as ISO, an agency as its acronym."""
    page_number: Mapped[int] = mapped_column(Integer)
    quote: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(12), default="suggested")
    """`suggested accepted dismissed`"""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def on(self) -> date | None:
        """The day a date is."""
        try:
            return date.fromisoformat(self.value) if self.kind == "date" else None
        except ValueError:
            return None
