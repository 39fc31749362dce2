"""Tables of campaigns: one text sent to many agencies, and the series it may repeat in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from tracker.projects.models import Project
from tracker.requests.models import InfoRequest


class Campaign(Base):
    """One text with fields, for many agencies. With `every_months` it is a series: `next_on` is its next turn."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    """With its fields: {agencia}, {periodo}…"""
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What stood for each field that is the same for all agencies."""
    every_months: Mapped[int | None] = mapped_column(Integer)
    next_on: Mapped[date | None] = mapped_column(Date, index=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    """The turn of the series before this one."""
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship()


class CampaignRequest(Base):
    """A request that was made for a campaign. A dossier may carry the request without the campaign: then None."""

    __tablename__ = "campaign_request"
    __table_args__ = (UniqueConstraint("campaign_id", "info_request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)

    campaign: Mapped[Campaign | None] = relationship()
    info_request: Mapped[InfoRequest] = relationship()
