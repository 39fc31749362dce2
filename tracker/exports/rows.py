"""Table rows as plain data and back, with their keys renumbered: what a dossier carries from one house to another."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.orm import Session

from tracker.agencies.models import AgencyEvent
from tracker.annotations.models import Annotation
from tracker.appeals.models import Appeal, AppealDraft, AppealPoint
from tracker.campaigns.models import Campaign, CampaignRequest
from tracker.corrections.models import Correction
from tracker.facts.models import DocumentFact
from tracker.questions.models import Question
from tracker.redactions.models import PageExamined, RedactionChange, RedactionMark
from tracker.replies.models import Finding, Mention, Reply, ReplyDocument
from tracker.requests.models import (
    Contact,
    Cost,
    Event,
    InfoRequest,
    KeptHere,
    Promise,
    Reference,
    RequestLink,
    RequestNote,
    StatedDate,
)
from tracker.rescue.models import Rescue
from tracker.reserves.models import Reserve
from tracker.sources.models import Source

SHARED: dict[str, Any] = {"annotation": Annotation.audience != "author"}
"""Of these tables only the rows that fulfil a condition come along."""

MODELS: dict[str, Any] = {
    model.__tablename__: model
    for model in (InfoRequest, Appeal, Event, StatedDate, Promise, Reference, Reply, ReplyDocument, Finding, Mention,
                  AppealDraft, AppealPoint, Reserve, Question, Campaign, CampaignRequest,
                  Contact, Cost, RequestLink, RequestNote, KeptHere,
                  RedactionMark, RedactionChange, PageExamined,
                  Correction, Annotation, DocumentFact, Rescue, Source, AgencyEvent)
}
"""The tables of a dossier, each after those it points at; documents and pages are carried apart."""


def is_held_back(document: Mapping[str, Any]) -> bool:
    """Whether a document's original stays behind: it holds a leak, or was not wholly read, so nobody knows whether."""
    unread = document["state"] != "read" or any(page["state"] != "read" for page in document["pages"])
    return bool(document["is_quarantined"]) or unread or document["error"] is not None


def plain(row: Any) -> dict[str, Any]:
    """A row's columns as JSON can hold them: dates as ISO text, bytes as base64."""
    return {column.name: _out(getattr(row, column.key)) for column in row.__table__.columns}


def _out(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def python_values(table: Table, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row again, by the types of its table; columns the table has not are left out.

    Raises ValueError, TypeError or KeyError for what the table cannot hold.
    """
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in data:
            kind = getattr(column.type, "impl_instance", column.type).python_type
            values[column.name] = _in(kind, data[column.name], getattr(column.type, "length", None))
    return values


def _in(kind: type, value: Any, length: int | None) -> Any:
    if value is None:
        return None
    if kind in (datetime, date, time):
        made = kind.fromisoformat(value)
        if isinstance(made, datetime) and made.tzinfo is None:
            raise ValueError("a moment without its zone")
        return made
    if kind is bytes:
        return base64.b64decode(value, validate=True)
    # SQLAlchemy calls the type of a JSON column `object` or `dict`.
    several: dict[Any, tuple[type, ...]] = {object: (dict, list), dict: (dict, list), float: (float, int)}
    wanted = several.get(kind, (kind,))
    if type(value) not in wanted or (length and isinstance(value, str) and len(value) > length):
        raise ValueError(f"not {kind.__name__}")
    return value


class Renumbering:
    """Old keys → new keys, table by table."""

    def __init__(self) -> None:
        self.new: dict[str, dict[int, int]] = {}

    def note(self, table: str, old: int, new: int) -> None:
        """Remember what a row is called now; raises ValueError for a key that is no number or came before."""
        if type(old) is not int or old in self.new.get(table, {}):
            raise ValueError(f"a key of {table}")
        self.new.setdefault(table, {})[old] = new

    def of(self, table: str, old: int | None) -> int | None:
        """What a row of another table is called now; None when it did not come along."""
        return None if type(old) is not int else self.new.get(table, {}).get(old)

    def insert(self, session: Session, model: Any, rows: Iterable[Mapping[str, Any]], fixed: Mapping[str, Any]) -> None:
        """Add rows with new keys; every foreign key follows, and `fixed` replaces columns outright.

        A foreign key is empty or names a row that came along before; anything else raises ValueError, so that no row
        brought in ever points at what was here already.
        """
        for data in rows:
            values = python_values(model.__table__, data)
            old = values.pop("id")
            values.update(fixed)
            for column in model.__table__.columns:
                if column.foreign_keys and column.name not in fixed:
                    values[column.name] = self._followed(column, values.get(column.name))
            made = model(**values)
            session.add(made)
            session.flush()
            self.note(model.__tablename__, old, made.id)

    def _followed(self, column: Column[Any], value: Any) -> int | None:
        if value is None:
            return None
        [key] = column.foreign_keys
        new = self.of(key.column.table.name, value)
        if new is None:
            raise ValueError(f"{column} points outside of the dossier")
        return new
