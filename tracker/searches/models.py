"""Tables of saved searches: what a person asked to be told about, and which pages they were told of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from tracker.people.models import User


class SavedSearch(Base):
    """A search one person keeps, and how often they want to hear of new pages that answer it."""

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[str] = mapped_column(Text)
    narrowed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What results are narrowed by, as `wishes.as_data` writes it."""
    frequency: Mapped[str] = mapped_column(String(12), default="daily")
    """`never immediately daily weekly`"""
    after_page: Mapped[int] = mapped_column(Integer, default=0)
    """Pages up to this one were known when many answered, as earlier versions noted it; the next look lists them."""
    known: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Pages that answered when it was saved, packed by `snapshot`, when they were too many for a row each."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_on: Mapped[date | None] = mapped_column(Date)
    """The last day, in the person's zone, on which a daily or weekly look was taken."""

    user: Mapped[User] = relationship()


class KnownPage(Base):
    """A page that answered a saved search: there from the beginning, or told in a notice; so it is told once."""

    __tablename__ = "known_page"
    __table_args__ = (Index("ix_known_page_notice", "notice_id"),)

    saved_search_id: Mapped[int] = mapped_column(ForeignKey("saved_search.id", ondelete="CASCADE"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True, index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"))


class BatchSearch(Base):
    """A list of names or terms looked up one after the other; seen by whoever asked, and by nobody else."""

    __tablename__ = "batch_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    terms: Mapped[list[str]] = mapped_column(JSON, default=list)
    way: Mapped[str] = mapped_column(String(12))
    """How a line is asked for: `phrase close all typed`"""
    is_fuzzy: Mapped[bool] = mapped_column(default=False)
    scopes: Mapped[str] = mapped_column(String(64))
    """A digest of what the person could see when it began: when that changes, it is looked up anew."""
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """One for each term done, in order: term, query, pages, documents, and the first pages by id."""
    token: Mapped[int] = mapped_column(Integer, default=0)
    """Grows with each piece done, so that no two workers keep the same piece."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
