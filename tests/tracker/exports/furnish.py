"""Puts a row into every table a dossier carries, every column of it filled, so that no loss goes unnoticed."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Document
from tests.conftest import NOW
from tracker.exports.rows import MODELS
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.requests.models import InfoRequest

BOX = [0.1, 0.2, 0.3, 0.4]
VALUES: dict[str, dict[str, Any]] = {
    "appeal_draft": {"annexes": [], "grounds": ["I"], "sections": [{"key": "facts", "title": "Hechos", "text": "x"}]},
    "stated_date": {"clock_kind": "response"},
    "promise": {"clock_kind": "response", "how": "page"},
    "question": {"status": "answered"},
    "redaction": {"box": BOX, "seen_box": BOX, "style": "black", "seen_style": "grey", "status": "confirmed",
                  "origin": "person"},
    "redaction_change": {"before": {"style": "grey"}},
    "annotation": {"boxes": [BOX], "audience": "readers", "removed_at": None},
    "document_fact": {"kind": "folio", "status": "accepted"},
    "rescue": {"url": "https://example.org/x", "state": "absent", "hops": [], "warc_sha256": None},
    "reserve": {"status": "dismissed"},
    "source": {"key": None, "url": "https://example.org/"},
    "agency_event": {"agency": None, "withdrawn_at": None},
}
"""Columns that hold one of a few words, or data of a shape; any other gets a value of its type."""


def furnish(session: Session, project: Project) -> set[str]:
    """Add a full row to each table of a dossier; gives the names of the tables."""
    known: dict[str, Any] = {
        "project": project.id,
        "user": session.scalars(select(User.id).order_by(User.id)).first(),
        "document": session.scalars(
            select(Document.id).where(Document.scope == project.scope).order_by(Document.id)).first(),
    }
    requests = session.scalars(select(InfoRequest.id).where(InfoRequest.project_id == project.id)).all()
    for table, model in MODELS.items():
        if table == "info_request":
            known[table] = requests[0]
            continue
        columns = [column for column in model.__table__.columns if column.name != "id"]
        given = VALUES.get(table, {}) | ({"other_id": requests[1]} if "other_id" in model.__table__.columns else {})
        row = model(**{one.name: given[one.name] if one.name in given else _value(one, known, table)
                       for one in columns})
        session.add(row)
        session.flush()
        known[table] = row.id
    return set(MODELS)


def _value(column: Any, known: dict[str, Any], table: str) -> Any:
    for key in column.foreign_keys:
        target = key.column.table.name
        return None if target == table else known[target]
    kind = getattr(column.type, "impl_instance", column.type).python_type
    made: dict[Any, Any] = {
        str: "x", int: 3, float: 0.5, bool: False, date: date(2026, 10, 5), datetime: NOW, time: time(9, 30),
        dict: {"a": 1}, object: {"a": 1}, bytes: b"x",
    }
    return made[kind]
