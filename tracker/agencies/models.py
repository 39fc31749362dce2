"""Tables of the agencies: what the seeds brought and what people changed or added, told apart row by row."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.db import Base, UtcDateTime
from tracker.sources.models import Source


class AgencyRow(Base):
    """An agency. A row that a person edited (`is_edited`) is never overwritten by a later version of the seeds."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    acronym: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    jurisdiction: Mapped[str] = mapped_column(String(12), index=True)
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    successor: Mapped[str | None] = mapped_column(String(40))
    predecessors: Mapped[str] = mapped_column(String(200), default="")
    """Acronyms joined by commas."""
    is_shared_name: Mapped[bool] = mapped_column(default=False)
    is_edited: Mapped[bool] = mapped_column(default=False)

    aliases: Mapped[list[AliasRow]] = relationship(cascade="all, delete-orphan", order_by="AliasRow.id")
    codes: Mapped[list[CodeRow]] = relationship(cascade="all, delete-orphan", order_by="CodeRow.id")
    kinds: Mapped[list[KindRow]] = relationship(cascade="all, delete-orphan", order_by="KindRow.id")


class AliasRow(Base):
    """Another name of an agency. A removed one stays as a removed row, so that the seeds do not bring it back."""

    __tablename__ = "agency_alias"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    is_edited: Mapped[bool] = mapped_column(default=False)
    is_removed: Mapped[bool] = mapped_column(default=False)


class CodeRow(Base):
    """A unit code of an agency in one folio series."""

    __tablename__ = "agency_code"
    __table_args__ = (UniqueConstraint("agency_id", "code", "series"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    code: Mapped[str] = mapped_column(String(7), index=True)
    series: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(300))
    is_verified: Mapped[bool] = mapped_column(default=False)
    is_edited: Mapped[bool] = mapped_column(default=False)
    is_removed: Mapped[bool] = mapped_column(default=False)


class KindRow(Base):
    """The kind of body an agency is between two days."""

    __tablename__ = "agency_kind"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(300))
    is_verified: Mapped[bool] = mapped_column(default=False)


class AgencyEvent(Base):
    """Something that happened to an agency, or around a project, on a day, with the work that says so.

    Either `agency` or `project_id` is set. It is withdrawn, never deleted.
    """

    __tablename__ = "agency_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str | None] = mapped_column(String(40), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    happened_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(400))
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    locator: Mapped[str] = mapped_column(String(60), default="")
    """Page or paragraph of the source."""
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    source: Mapped[Source] = relationship()
