"""What people do with campaigns: start one, paste the folios once it is filed, prepare the next turn of a series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.agencies.directory import Directory
from tracker.audit.actions import record_act
from tracker.campaigns.filling import fill, months_later
from tracker.campaigns.models import Campaign, CampaignRequest
from tracker.campaigns.pasting import Line
from tracker.clock import Clock
from tracker.people.models import User
from tracker.questions.actions import write_proposed
from tracker.requests.actions import CannotRecord, RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest

MOST_AGENCIES = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is started with; `agencies` as people write them, one each."""

    project_id: int
    name: str
    subject: str
    text: str
    agencies: Sequence[str]
    fields: Mapping[str, str] = field(default_factory=dict)
    every_months: int | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """A campaign with its drafts, and the agencies that the directory does not know."""

    campaign: Campaign
    drafts: list[InfoRequest]
    unknown: list[str]


def start_campaign(session: Session, plan: Plan, directory: Directory, *, by: User, clock: Clock,
                   follows: Campaign | None = None) -> Started:
    """Make a campaign and one draft per agency, each split into its questions. Raises MissingFields."""
    campaign = Campaign(
        project_id=plan.project_id, name=plan.name.strip(), subject=plan.subject.strip(), text=plan.text.strip(),
        fields=dict(plan.fields), every_months=plan.every_months, next_on=plan.next_on,
        follows_id=follows.id if follows else None, created_by=by.id, created_at=clock.now(),
    )
    session.add(campaign)
    session.flush()
    drafts, unknown, seen = [], [], set()
    for written in plan.agencies[:MOST_AGENCIES]:
        agency = directory.match(written).agency
        key = agency.acronym if agency else written.casefold()
        if key in seen:
            continue
        seen.add(key)
        if agency is None:
            unknown.append(written)
        name, acronym = (agency.name, agency.acronym) if agency else (written, "")
        drafts.append(log_request(session, RequestDraft(
            project_id=plan.project_id, agency=agency.acronym if agency else None, agency_as_written=written,
            jurisdiction=agency.jurisdiction if agency else "MX-FED", channel="platform",
            subject=fill(plan.subject, plan.fields, name=name, acronym=acronym)[:300],
            text=fill(plan.text, plan.fields, name=name, acronym=acronym),
        ), by=by, clock=clock))
        session.add(CampaignRequest(campaign_id=campaign.id, info_request_id=drafts[-1].id))
        write_proposed(session, drafts[-1], by=by, clock=clock)
    record_act(session, "campaign.started", "campaign", campaign.id, by=by.id, at=clock.now(),
               content={"name": campaign.name, "agencies": list(plan.agencies)})
    return Started(campaign, drafts, unknown)


def requests_of(session: Session, campaign: Campaign) -> list[InfoRequest]:
    """The requests of a campaign that are still in its project, in the order they were made."""
    return list(session.scalars(
        select(InfoRequest).join(CampaignRequest, CampaignRequest.info_request_id == InfoRequest.id)
        .where(CampaignRequest.campaign_id == campaign.id, InfoRequest.project_id == campaign.project_id)
        .order_by(CampaignRequest.id)))


@dataclass(frozen=True, slots=True)
class Filed:
    """The drafts that got their folio, and the lines that could not be used with the code of why."""

    requests: list[InfoRequest]
    left: list[tuple[str, str]]


def file_drafts(session: Session, campaign: Campaign, lines: Sequence[Line], *, by: User, clock: Clock) -> Filed:
    """Give each draft the folio and filing date of its line; what is in doubt is left and said, never guessed."""
    drafts: dict[str | None, InfoRequest] = {
        one.agency: one for one in requests_of(session, campaign) if one.filed_on is None and one.agency}
    taken = set(session.scalars(select(InfoRequest.folio).where(
        InfoRequest.project_id == campaign.project_id, InfoRequest.folio.in_([line.folio for line in lines]))))
    filed: list[InfoRequest] = []
    left: list[tuple[str, str]] = []
    for line in lines:
        draft = drafts.get(line.agency)
        problem = line.problem or ("already" if line.folio in taken else None) or (
            "no-agency" if line.agency is None else "no-draft" if draft is None else None)
        if problem or draft is None or line.filed_on is None:
            left.append((line.text, problem or "no-date"))
            continue
        try:
            record_event(session, draft, "filed", line.filed_on, by=by, clock=clock)
        except CannotRecord:
            left.append((line.text, "does-not-fit"))
            continue
        draft.folio, draft.folio_as_written = line.folio, line.folio_as_written
        record_act(session, "request.changed", "info_request", draft.id, by=by.id, at=clock.now(),
                   content={"folio": line.folio, "filed_on": line.filed_on})
        taken.add(line.folio)
        del drafts[line.agency]
        filed.append(draft)
    session.flush()
    return Filed(filed, left)


def prepare_next(session: Session, campaign: Campaign, name: str, fields: Mapping[str, str], directory: Directory, *,
                 by: User, clock: Clock) -> Started:
    """The next turn of a series: the same text to the same agencies, and its date moved on. Raises MissingFields."""
    agencies = [one.agency or one.agency_as_written for one in requests_of(session, campaign)]
    turn = months_later(campaign.next_on, campaign.every_months) if campaign.next_on and campaign.every_months else None
    plan = Plan(campaign.project_id, name, campaign.subject, campaign.text, agencies, fields, campaign.every_months,
                turn)
    started = start_campaign(session, plan, directory, by=by, clock=clock, follows=campaign)
    # The series goes on from its newest turn alone.
    campaign.next_on = None
    session.flush()
    return started
