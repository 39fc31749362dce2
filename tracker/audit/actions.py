"""Writing the audit trail, and proving it unbroken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.models import AuditEntry

START = "0" * 64


def record_act(
    session: Session, action: str, object_kind: str, object_id: int | None, *, by: int | None, at: datetime,
    content: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add one act to the trail; of its content only a digest is kept."""
    session.flush()
    last = session.scalar(select(AuditEntry.chain).order_by(AuditEntry.id.desc()).limit(1)) or START
    written = json.dumps(dict(content or {}), sort_keys=True, default=str, ensure_ascii=False)
    entry = AuditEntry(
        at=at, user_id=by, action=action, object_kind=object_kind, object_id=object_id,
        digest=hashlib.sha256(written.encode()).hexdigest(), previous=last, chain="",
    )
    entry.chain = link(entry)
    session.add(entry)
    session.flush()
    return entry


def link(entry: AuditEntry) -> str:
    """The SHA-256 that ties an entry to the one before it, over ids and digests only."""
    parts = [
        entry.previous, entry.at.isoformat(), str(entry.user_id), entry.action, entry.object_kind,
        str(entry.object_id), entry.digest,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def first_broken_link(session: Session) -> int | None:
    """The id of the first entry that does not fit the one before it; None when the chain is whole."""
    previous = START
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)):
        if entry.previous != previous or entry.chain != link(entry):
            return entry.id
        previous = entry.chain
    return None
