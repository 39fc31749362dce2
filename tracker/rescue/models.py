"""The table of links fetched on a person's click."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Base, UtcDateTime
from archive.models import Document
from tracker.projects.models import Project

RESCUE_STATES = ("queued", "kept", "absent", "failed")


class Rescue(Base):
    """One try to fetch a link: what was asked, what the other side answered, and what was kept of it."""

    __tablename__ = "rescue"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id), index=True)
    """The document the link stands in; none when it stands in a reply's own text."""
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"), index=True)
    page_number: Mapped[int | None] = mapped_column(Integer)
    url: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="queued")
    """`queued kept absent failed`: absent when the other side answered that there is nothing"""
    error: Mapped[str | None] = mapped_column(String(40))
    """Code of the reason nothing was kept."""
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    http_status: Mapped[int | None] = mapped_column(Integer)
    hops: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Every answer on the way: address, status, moment."""
    warc_sha256: Mapped[str | None] = mapped_column(String(64))
    body_id: Mapped[int | None] = mapped_column(ForeignKey(Document.id))
    """The document made of what came back."""
