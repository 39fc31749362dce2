"""Keeping clocks and reminders in step with the day, the law and what people record."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.db import Sessions
from tracker.agencies.directory import Directory
from tracker.agencies.store import directory_of
from tracker.clock import MEXICO_CITY
from tracker.laws.catalogue import Rulebook
from tracker.laws.store import rulebook_of
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import recompute
from tracker.settings_table import Setting

SETTING = "refreshed"
BATCH = 100
OVERLAP = timedelta(minutes=15)
"""How far back one looks beyond the last pass: a change may be written a while after the moment it bears."""
ENDED = ("closed", "withdrawn")

log = logging.getLogger(__name__)


def refresh(sessions: Sessions, *, now: datetime) -> int:
    """Recompute clocks and plan reminders: of every open request on a new day or with a changed calendar, else of what
    moved since the last pass. Gives how many requests that were; safe to run again and to be killed anywhere.
    """
    today = now.astimezone(MEXICO_CITY).date()
    with sessions.reading() as session:
        book, directory = rulebook_of(session), directory_of(session)
        row = session.get(Setting, SETTING)
        last: dict[str, Any] = json.loads(row.value) if row is not None else {}
        since = datetime.fromisoformat(last["at"]) if last else None
        is_whole = since is None or since > now or (last["day"], last["rulebook"]) != (today.isoformat(), book.version)
        query = select(InfoRequest.id).order_by(InfoRequest.id)
        if is_whole or since is None:
            query = query.where(InfoRequest.status.not_in(ENDED))
        else:
            query = query.where(InfoRequest.moved_at > since - OVERLAP)
        numbers = list(session.scalars(query))
    for start in range(0, len(numbers), BATCH):
        with sessions.writing() as session:
            _refresh_some(session, numbers[start:start + BATCH], book, directory, now)
    with sessions.writing() as session:
        row = session.get(Setting, SETTING)
        value = json.dumps({"at": now.isoformat(), "day": today.isoformat(), "rulebook": book.version})
        if row is None:
            session.add(Setting(name=SETTING, value=value))
        else:
            row.value = value
    return len(numbers)


def _refresh_some(session: Session, numbers: Sequence[int], book: Rulebook, directory: Directory,
                  now: datetime) -> None:
    for info_request in session.scalars(select(InfoRequest).where(InfoRequest.id.in_(numbers))):
        try:
            with session.begin_nested():
                recompute(session, info_request, book, now=now, directory=directory)
        except CannotRecord as problem:
            log.warning("request %s has events that do not fit: %s", info_request.id, problem.data.get("why"))
