"""Tables of a request's life: the request, its events, what was promised, and the cache of its clocks."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, Time, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime, fold
from tracker.people.models import User
from tracker.projects.models import Project


class InfoRequest(Base):
    """One filing, one folio. The columns under “cache” follow from the events and can be rebuilt."""

    __tablename__ = "info_request"
    __table_args__ = (
        Index("ix_info_request_identity", "folio_as_written", "filed_on"),
        Index("ix_info_request_project_status", "project_id", "status"),
        Index("ix_info_request_status", "status"),
        # Lists are walked in their order; what they are narrowed by stands in the same index, so that no row is read
        # that is not shown.
        Index("ix_info_request_sort", "sort_on", "id", "status", "project_id"),
        Index("ix_info_request_status_sort", "status", "sort_on", "id", "project_id"),
        Index("ix_info_request_agency_project", "agency", "project_id"),
        Index("ix_info_request_owner_sort", "owner_id", "sort_on", "status", "project_id"),
        Index("ix_info_request_owner_moved", "owner_id", "moved_at", "project_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    agency: Mapped[str | None] = mapped_column(String(40), index=True)
    """The agency's acronym in the directory; None when it is not known there."""
    agency_as_written: Mapped[str] = mapped_column(String(300), default="")
    folio: Mapped[str | None] = mapped_column(String(40), index=True)
    """In normal form."""
    folio_as_written: Mapped[str | None] = mapped_column(String(80))
    jurisdiction: Mapped[str] = mapped_column(String(12), default="MX-FED")
    procedure: Mapped[str] = mapped_column(String(16), default="access")
    """`access personal_data`"""
    law: Mapped[str | None] = mapped_column(String(40))
    """Only when a person has chosen it; else it follows from the day of reception."""
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[str | None] = mapped_column(String(40))
    delivery_mode: Mapped[str | None] = mapped_column(String(120))
    filed_as: Mapped[str | None] = mapped_column(String(200))
    """Under which name or account it was filed; shown to editors only."""
    filed_on: Mapped[date | None] = mapped_column(Date, index=True)
    filed_time: Mapped[time | None] = mapped_column(Time)
    received_on: Mapped[date | None] = mapped_column(Date)
    """The official reception the acuse prints; None when only computed."""
    cost: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    extra: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What an imported table said beside."""

    # cache
    status: Mapped[str] = mapped_column(String(24), default="draft")
    outcome: Mapped[str | None] = mapped_column(String(24))
    next_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The next date somebody must act on, whoever it is."""
    sort_on: Mapped[date] = mapped_column(Date, default=date.max)
    """The same for lists to sort by: the end of time when nothing is due."""
    next_kind: Mapped[str | None] = mapped_column(String(32))
    next_owner: Mapped[str | None] = mapped_column(String(12))
    folded: Mapped[str | None] = mapped_column(Text)
    """Subject, text and folio without accents and capitals, for the list's word search."""
    looked_on: Mapped[date | None] = mapped_column(Date)
    """When somebody last looked at the platform."""
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    project: Mapped[Project] = relationship()
    owner: Mapped[User] = relationship()
    events: Mapped[list[Event]] = relationship(back_populates="info_request", order_by="Event.id")
    clocks: Mapped[list[ClockRow]] = relationship(
        back_populates="info_request", cascade="all, delete-orphan", order_by="ClockRow.position"
    )
    stated: Mapped[list[StatedDate]] = relationship(cascade="all, delete-orphan", order_by="StatedDate.id")


class Event(Base):
    """One dated fact. Rows are only ever added: a correction is a new row that replaces an older one."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeal.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    happened_on: Mapped[date] = mapped_column(Date)
    happened_time: Mapped[time | None] = mapped_column(Time)
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    is_retraction: Mapped[bool] = mapped_column(default=False)
    """This row only takes back the one it replaces."""

    info_request: Mapped[InfoRequest] = relationship(back_populates="events")
    author: Mapped[User | None] = relationship()


class StatedDate(Base):
    """A date or limit somebody else printed (the acuse, a table), shown beside the computed one."""

    __tablename__ = "stated_date"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    clock_kind: Mapped[str] = mapped_column(String(40))
    stated_on: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(120), default="")


class ClockRow(Base):
    """Cache of one computed clock, so that lists can ask the database; rebuilt whenever events or calendars change."""

    __tablename__ = "clock"
    __table_args__ = (Index("ix_clock_due", "owner", "status", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeal.id"))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(40))
    owner: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date | None] = mapped_column(Date)
    opens_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    earliest: Mapped[date | None] = mapped_column(Date)
    latest: Mapped[date | None] = mapped_column(Date)
    met_on: Mapped[date | None] = mapped_column(Date)
    """When it was met, also when that was late."""
    article: Mapped[str | None] = mapped_column(String(200))
    is_verified: Mapped[bool] = mapped_column(default=False)

    info_request: Mapped[InfoRequest] = relationship(back_populates="clocks")


class Promise(Base):
    """A date this installation showed or mailed, with the version of law and calendar it rested on; never changed."""

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    clock_kind: Mapped[str] = mapped_column(String(40))
    started_by: Mapped[str] = mapped_column(String(80), default="")
    earliest: Mapped[date | None] = mapped_column(Date)
    latest: Mapped[date | None] = mapped_column(Date)
    rulebook: Mapped[str] = mapped_column(String(64))
    """Version of the laws and calendars the date was computed with."""
    promised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[str] = mapped_column(String(12))
    """`page mail feed`"""


class Reference(Base):
    """Another number the same request goes by: an oficio, an internal file, an earlier folio."""

    __tablename__ = "reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    number: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(120), default="")
    """A remark of whoever wrote it down."""
    kind: Mapped[str | None] = mapped_column(String(16))
    """`platform agency file oficio own other`"""


class Contact(Base):
    """Whom to write to at the agency about a request; nothing of the requester stands here."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(160), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(400), default="")


class Cost(Base):
    """What an agency asks for copies or delivery, and when it was paid."""

    __tablename__ = "cost"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    what: Mapped[str] = mapped_column(String(160), default="")
    cents: Mapped[int | None]
    """Hundredths of the currency; None when only the sheets are known."""
    currency: Mapped[str] = mapped_column(String(3), default="MXN")
    sheets: Mapped[int | None]
    paid_on: Mapped[date | None] = mapped_column(Date)


class RequestLink(Base):
    """Two requests that belong together; read from both sides."""

    __tablename__ = "request_link"
    __table_args__ = (UniqueConstraint("info_request_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    """`repeats follows related`: what the first is to the other."""


class RequestNote(Base):
    """A remark on a request: by whom and when; its last change can be undone."""

    __tablename__ = "request_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    """The text before the last change."""
    is_removed: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    author: Mapped[User | None] = relationship(foreign_keys=[created_by])


class KeptHere(Base):
    """A person's word that a file belongs to a request although it prints the folio of another."""

    __tablename__ = "kept_here"
    __table_args__ = (UniqueConstraint("info_request_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    info_request_id: Mapped[int] = mapped_column(ForeignKey("info_request.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SavedFilter(Base):
    """A list of requests a person comes back to: the query part of its address, under a name."""

    __tablename__ = "saved_filter"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(1000))


@event.listens_for(InfoRequest, "before_insert")
@event.listens_for(InfoRequest, "before_update")
def _fold(_mapper: Any, _connection: Any, row: InfoRequest) -> None:
    """Keep what the list searches in step with what it searches for."""
    words = (row.subject, row.text, row.folio, row.folio_as_written)
    row.folded = fold(" ".join(word for word in words if word))
