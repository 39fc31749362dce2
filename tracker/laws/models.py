"""Tables of the law: documents as shipped or as people corrected them, and closed days people added."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime


class LawDocument(Base):
    """One law, calendar or regulator table as YAML. A person's version stands in for the seed's of the same name."""

    __tablename__ = "law_document"
    __table_args__ = (UniqueConstraint("kind", "name", "origin"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    """`law calendar regulators`"""
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(8))
    """`seed user`"""
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClosedDays(Base):
    """Days that do not count for what the scope names, added by a person with a source; withdrawn, never deleted."""

    __tablename__ = "closed_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(String(12))
    agency: Mapped[str | None] = mapped_column(String(40), index=True)
    """One agency's calendar; None for everybody in the jurisdiction."""
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(400))
    status: Mapped[str] = mapped_column(String(12))
    """`verified unverified`; an unverified day moves only the latest date."""
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
