"""What is asked of campaigns: those a person may see, and the grid that compares the answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from archive.models import Page
from tracker.campaigns.models import Campaign, CampaignRequest
from tracker.clocks.kinds import REPLIES
from tracker.people import access
from tracker.people.models import User
from tracker.questions.queries import counts
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest
from tracker.requests.queries import visible
from tracker.requests.timeline import standing_events

DUE_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Summary:
    """A campaign in a list: how many requests it made, how many are filed, and whether its next turn is due."""

    campaign: Campaign
    requests: int
    filed: int
    is_due: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One agency's answer: days from filing to the first reply (calendar days), share of its pages hidden (0–1), and
    how many of its questions stand where."""

    info_request: InfoRequest
    days: int | None
    hidden: float | None
    questions: dict[str, int] = field(default_factory=dict)


def campaigns(session: Session, viewer: User, today: date, project: int | None = None) -> list[Summary]:
    """The campaigns of the projects a person may see; due series first, then the newest."""
    query = select(Campaign).where(Campaign.project_id.in_(access.project_ids(viewer, "read")))
    if project is not None:
        query = query.where(Campaign.project_id == project)
    rows = list(session.scalars(query.options(selectinload(Campaign.project)).order_by(Campaign.id.desc())))
    counted = {key: (all_of, filed) for key, all_of, filed in session.execute(
        select(CampaignRequest.campaign_id, func.count(), func.count(InfoRequest.filed_on))
        .join(InfoRequest, InfoRequest.id == CampaignRequest.info_request_id)
        .where(CampaignRequest.campaign_id.in_([row.id for row in rows])).group_by(CampaignRequest.campaign_id))}
    found = [Summary(row, *counted.get(row.id, (0, 0)), row.next_on is not None and row.next_on <= today + DUE_WITHIN)
             for row in rows]
    return sorted(found, key=lambda one: not one.is_due)


def find_campaign(session: Session, viewer: User, number: int) -> Campaign | None:
    """One campaign a person may see."""
    return session.scalar(select(Campaign).where(
        Campaign.id == number, Campaign.project_id.in_(access.project_ids(viewer, "read"))))


def grid(session: Session, viewer: User, campaign: Campaign) -> list[GridRow]:
    """The answers of all agencies side by side, as far as the person may see the requests."""
    rows = list(session.scalars(
        visible(viewer).join(CampaignRequest, CampaignRequest.info_request_id == InfoRequest.id)
        .where(CampaignRequest.campaign_id == campaign.id).options(selectinload(InfoRequest.events))
        .order_by(CampaignRequest.id)))
    numbers = [row.id for row in rows]
    hidden = {key: share for key, share in session.execute(
        select(Reply.info_request_id, func.avg(Page.redacted_share))
        .join(ReplyDocument, ReplyDocument.reply_id == Reply.id)
        .join(Page, Page.document_id == ReplyDocument.document_id)
        .where(Reply.info_request_id.in_(numbers), Page.state == "read").group_by(Reply.info_request_id))}
    asked = counts(session, numbers)
    return [GridRow(row, _days(row), hidden.get(row.id), asked.get(row.id, {})) for row in rows]


def _days(info_request: InfoRequest) -> int | None:
    answered = [event.happened_on for event in standing_events(info_request.events) if event.kind in REPLIES]
    return (min(answered) - info_request.filed_on).days if answered and info_request.filed_on else None
