"""Tables of the archive: bytes kept once, documents that point at them, and their pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime


class Blob(Base):
    """Bytes kept once, whoever added them; the key is their SHA-256 in hexadecimal."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Document(Base):
    """A file in one scope of the archive: who may see it is the scope's business, not the archive's."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_scope_sha256", "scope", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    scope: Mapped[str] = mapped_column(String(80))
    """Opaque token; every search and listing takes the scopes that are allowed."""
    name: Mapped[str] = mapped_column(String(400))
    title: Mapped[str | None] = mapped_column(String(400))
    media_type: Mapped[str | None] = mapped_column(String(120))
    origin: Mapped[str] = mapped_column(String(40))
    """How it came in: `upload`, `command`, `container`, `demo`…"""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str | None] = mapped_column(String(80))
    container_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    path_in_container: Mapped[str | None] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(12), default="queued", index=True)
    """`queued reading read failed`"""
    error: Mapped[str | None] = mapped_column(String(80))
    """Code of the reason it could not be read; the words are chosen where people read them."""
    page_count: Mapped[int | None] = mapped_column(Integer)
    is_quarantined: Mapped[bool] = mapped_column(default=False)
    """It still carries what a redaction was meant to hide; shown only to those with the right to decide."""
    facets: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What search may filter by and does not come from the file: agency, folio, year, kind of reply…"""

    blob: Mapped[Blob] = relationship()
    pages: Mapped[list[Page]] = relationship(back_populates="document", order_by="Page.number", passive_deletes=True)


class Page(Base):
    """One page as it was last read well; word boxes are shares of the displayed page, origin top left."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index("ix_page_document_state", "document_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12), default="queued")
    """`queued read failed`"""
    width_pt: Mapped[float | None]
    height_pt: Mapped[float | None]
    source: Mapped[str | None] = mapped_column(String(8))
    why: Mapped[str | None] = mapped_column(String(300))
    confidence: Mapped[float | None]
    text: Mapped[str | None] = mapped_column(Text)
    corrected: Mapped[str | None] = mapped_column(Text)
    """The text with what people read otherwise in its place; none where nobody did. Searched beside `text`."""
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Packed by `archive.words`; large, so loaded only where it is shown."""
    redactions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    redacted_share: Mapped[float | None]
    leaks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    error: Mapped[str | None] = mapped_column(String(300))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_with: Mapped[str | None] = mapped_column(String(200))
    """Engine, version and settings of the reading."""

    document: Mapped[Document] = relationship(back_populates="pages")


class Job(Base):
    """Work to be done, claimed by a lease; inserted in the same transaction as what it is about."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    """`waiting running done failed`"""
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    holder: Mapped[str | None] = mapped_column(String(120))
    token: Mapped[int] = mapped_column(Integer, default=0)
    """Fencing token: grows with each claim, so that a worker that woke too late cannot write."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Lease(Base):
    """A named right that one process holds for a while, such as writing the index."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    token: Mapped[int] = mapped_column(Integer, default=0)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
