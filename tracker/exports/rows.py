"""Table rows as plain data and back, with their keys renumbered: what a dossier carries from one house to another."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from tracker.appeals.models import Appeal, AppealDraft
from tracker.campaigns.models import Campaign, CampaignRequest
from tracker.questions.models import Question
from tracker.replies.models import Finding, Mention, Reply, ReplyDocument
from tracker.requests.models import Event, InfoRequest, Promise, Reference, StatedDate

MODELS: dict[str, Any] = {
    model.__tablename__: model
    for model in (InfoRequest, Appeal, Event, StatedDate, Promise, Reference, Reply, ReplyDocument, Finding, Mention,
                  AppealDraft, Question, Campaign, CampaignRequest)
}
"""The tables of a dossier, each after those it points at; documents and pages are carried apart."""


def plain(row: Any) -> dict[str, Any]:
    """A row's columns as JSON can hold them: dates as ISO text, bytes as base64."""
    return {column.name: _out(getattr(row, column.key)) for column in row.__table__.columns}


def _out(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def python_values(table: Table, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row again, by the types of its table; columns the table has not are left out."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in data:
            kind = getattr(column.type, "impl_instance", column.type).python_type
            values[column.name] = _in(kind, data[column.name])
    return values


def _in(kind: type, value: Any) -> Any:
    if value is None:
        return None
    if kind in (datetime, date, time):
        return kind.fromisoformat(value)
    return base64.b64decode(value) if kind is bytes else value


class Renumbering:
    """Old keys → new keys, table by table."""

    def __init__(self) -> None:
        self.new: dict[str, dict[int, int]] = {}

    def note(self, table: str, old: int, new: int) -> None:
        """Remember what a row is called now."""
        self.new.setdefault(table, {})[old] = new

    def of(self, table: str, old: int | None) -> int | None:
        """What a row of another table is called now; None when it did not come along."""
        return None if old is None else self.new.get(table, {}).get(old)

    def insert(self, session: Session, model: Any, rows: Iterable[Mapping[str, Any]], fixed: Mapping[str, Any]) -> None:
        """Add rows with new keys; every foreign key follows, and `fixed` replaces columns outright."""
        for data in rows:
            values = python_values(model.__table__, data)
            old = values.pop("id")
            for column in model.__table__.columns:
                for key in column.foreign_keys:
                    if isinstance(values.get(column.name), int) and column.name not in fixed:
                        values[column.name] = self.of(key.column.table.name, values[column.name])
            made = model(**{**values, **fixed})
            session.add(made)
            session.flush()
            self.note(model.__tablename__, old, made.id)
