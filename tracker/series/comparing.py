"""The figures of a series side by side: one row per agency, thing and period, one column per turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Page
from tracker.campaigns.models import Campaign, CampaignRequest
from tracker.people import access
from tracker.people.models import User
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest
from tracker.requests.queries import visible
from tracker.series.figures import Figure, figures_in
from tracker.series.periods import periods_in

MOST_TURNS = 200
MOST_PAGES = 2000
"""Pages of a series that are looked through; more are said to be left out."""


@dataclass(frozen=True, slots=True)
class Given:
    """A figure with the place it was read: a page of a document, or the text box of a reply."""

    figure: Figure
    reply_id: int
    document_id: int | None
    page_number: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one turn's replies say: no figure, one, or several that contradict each other.

    `before` is the value an earlier turn gave for the same period when this one gives another.
    """

    given: tuple[Given, ...] = ()
    before: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """The one value; None when there is none or several."""
        values = {one.figure.value for one in self.given}
        return values.pop() if len(values) == 1 else None

    @property
    def is_contradictory(self) -> bool:
        """Whether the same turn gives two values."""
        return len({one.figure.value for one in self.given}) > 1


@dataclass(frozen=True, slots=True)
class Row:
    """One thing an agency counted in one period, as each turn of the series gave it."""

    agency: str
    label: str
    period: str | None
    cells: tuple[Cell, ...]

    @property
    def is_changed(self) -> bool:
        """Whether a later turn gave another value for the period."""
        return any(cell.before is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The turns of a series, oldest first, and its rows; `left_out` pages were too many to look through."""

    turns: tuple[Campaign, ...]
    rows: tuple[Row, ...]
    left_out: int = 0


@dataclass(slots=True)
class _Pile:
    label: str
    cells: list[list[Given]] = field(default_factory=list)


def turns_of(session: Session, viewer: User, campaign: Campaign) -> list[Campaign]:
    """Every turn of the series a campaign belongs to, oldest first, as far as the person may see them."""
    readable = {one.id: one for one in session.scalars(select(Campaign).where(
        Campaign.project_id.in_(access.project_ids(viewer, "read")), Campaign.project_id == campaign.project_id))}
    first, seen = campaign, {campaign.id}
    while first.follows_id in readable and first.follows_id not in seen:
        first = readable[first.follows_id]
        seen.add(first.id)
    found, at = [first], 0
    while at < len(found) and len(found) < MOST_TURNS:
        found += [one for one in readable.values() if one.follows_id == found[at].id and one not in found]
        at += 1
    return sorted(found, key=lambda one: one.id)


def compare(session: Session, viewer: User, campaign: Campaign) -> Comparison:
    """Read the figures of every turn's replies and put them side by side."""
    turns = turns_of(session, viewer, campaign)
    piles: dict[tuple[str, str, str | None, int | None], _Pile] = {}
    left_out, pages_read = 0, 0
    for column, turn in enumerate(turns):
        asked_for = asked_period(turn)
        for agency, given in _given(session, viewer, turn):
            pages_read += 1
            if pages_read > MOST_PAGES:
                left_out += 1
                continue
            for one in given:
                period = one.figure.period or asked_for
                # A figure of no known period is its own turn's and is compared with nothing.
                key = (agency, one.figure.key, period, None if period else column)
                pile = piles.setdefault(key, _Pile(one.figure.label, [[] for _ in turns]))
                pile.cells[column].append(one)
    rows = [Row(agency, pile.label, period, tuple(_cells(pile.cells)))
            for (agency, _key, period, _column), pile in piles.items()]
    rows.sort(key=lambda row: (row.agency, row.label.casefold(), row.period or ""))
    return Comparison(tuple(turns), tuple(rows), left_out)


def _cells(piles: Sequence[Sequence[Given]]) -> Iterable[Cell]:
    last: Decimal | None = None
    for given in piles:
        cell = Cell(tuple(given))
        if cell.value is not None:
            if last is not None and last != cell.value:
                cell = Cell(cell.given, before=last)
            last = cell.value
        yield cell


def asked_period(turn: Campaign) -> str | None:
    """The one period a turn asks about, from the fields of its text or its name."""
    found = {one.period for value in (*turn.fields.values(), turn.name) for one in periods_in(str(value))}
    return found.pop() if len(found) == 1 else None


def _given(session: Session, viewer: User, turn: Campaign) -> Iterable[tuple[str, list[Given]]]:
    requests = {row.id: row for row in session.scalars(
        visible(viewer).join(CampaignRequest, CampaignRequest.info_request_id == InfoRequest.id)
        .where(CampaignRequest.campaign_id == turn.id))}
    replies = session.scalars(select(Reply).where(Reply.info_request_id.in_(requests)).order_by(
        Reply.notified_on, Reply.id)).all()
    for reply in replies:
        request = requests[reply.info_request_id]
        agency = request.agency or request.agency_as_written
        if reply.text:
            yield agency, [Given(figure, reply.id, None, None) for figure in figures_in(reply.text)]
        pages = (
            select(Page.document_id, Page.number, Page.text)
            .join(ReplyDocument, ReplyDocument.document_id == Page.document_id)
            .where(ReplyDocument.reply_id == reply.id, Page.state == "read", Page.text.is_not(None))
            .order_by(Page.document_id, Page.number)
        )
        for document_id, number, text in session.execute(pages):
            yield agency, [Given(figure, reply.id, document_id, number) for figure in figures_in(text or "")]
