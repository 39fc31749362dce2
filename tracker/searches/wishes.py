"""What a saved search is narrowed by, as plain data and back, and when a look is due: pure, no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tracker.archive_search import Wanted

FREQUENCIES = ("immediately", "daily", "weekly", "never")


def as_data(wanted: Wanted) -> dict[str, Any]:
    """Everything of a search but its query, as JSON can hold it."""
    return {
        "facets": {name: sorted(values) for name, values in wanted.facets.items() if values},
        "folio": wanted.folio, "document": wanted.document_id,
        "from": wanted.date_from.isoformat() if wanted.date_from else None,
        "to": wanted.date_to.isoformat() if wanted.date_to else None,
        "loose": wanted.is_loose, "synonyms": wanted.with_synonyms,
    }


def wanted_of(query: str, narrowed: Mapping[str, Any]) -> Wanted:
    """The search again."""
    return Wanted(
        query=query, facets={name: frozenset(values) for name, values in (narrowed.get("facets") or {}).items()},
        folio=narrowed.get("folio"), document_id=narrowed.get("document"),
        date_from=date.fromisoformat(narrowed["from"]) if narrowed.get("from") else None,
        date_to=date.fromisoformat(narrowed["to"]) if narrowed.get("to") else None,
        is_loose=bool(narrowed.get("loose")), with_synonyms=bool(narrowed.get("synonyms", True)),
    )


def look_is_due(frequency: str, now: datetime, zone: ZoneInfo, hour: int, last_on: date | None) -> bool:
    """Whether a daily or weekly look is due: from the person's hour on, once a day, or once in a week from Monday."""
    local = now.astimezone(zone)
    if frequency not in ("daily", "weekly") or local.hour < hour:
        return False
    since = local.date() if frequency == "daily" else local.date() - timedelta(days=local.weekday())
    return last_on is None or last_on < since
