"""Tables of appeals: a procedure of its own, with its own law and regulator; its events are in `event`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from archive.models import Document
from tracker.requests.models import InfoRequest


class Appeal(Base):
    """An appeal to the regulator. `info_request_id` is None for an imported one whose request is not held."""

    __tablename__ = "appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    info_request_id: Mapped[int | None] = mapped_column(ForeignKey("info_request.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(80), index=True)
    folio_as_written: Mapped[str | None] = mapped_column(String(80), index=True)
    """The request's folio as an imported table gave it."""
    regulator: Mapped[str | None] = mapped_column(String(200))
    law: Mapped[str | None] = mapped_column(String(40))
    filed_on: Mapped[date | None] = mapped_column(Date)
    resolved_on: Mapped[date | None] = mapped_column(Date)
    sense: Mapped[str | None] = mapped_column(String(80))
    grounds: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Codes of the grounds it rests on."""
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    extra: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    info_request: Mapped[InfoRequest | None] = relationship()


class AppealDraft(Base):
    """One version of an appeal's text; an edit is a new version. Name and contact of the person are never in it."""

    __tablename__ = "appeal_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    version: Mapped[int]
    grounds: Mapped[list[Any]] = mapped_column(JSON, default=list)
    sections: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """`{key, title, text}` in order."""
    annexes: Mapped[list[Any] | None] = mapped_column(JSON)
    """What the text cites as “anexo N”: `{number, kind, title, document_id, reply_id}` in order."""
    law: Mapped[str | None] = mapped_column(String(40))
    """The law whose grounds it cites."""
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    info_request: Mapped[InfoRequest] = relationship()


class AppealPoint(Base):
    """One point of what was appealed: what the regulator decided on it, and whether the agency then complied."""

    __tablename__ = "appeal_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(16), default="open")
    """`open revoked modified confirmed dismissed stayed`"""
    compliance: Mapped[str] = mapped_column(String(16), default="open")
    """`open complied partly not_complied`"""
    note: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    page_number: Mapped[int | None] = mapped_column(Integer)
    """The page of the resolution, or of what was delivered, that shows it."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    document: Mapped[Document | None] = relationship()
