"""Which of a request's events stand: corrections and retractions applied, in the order things happened."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.requests.models import Event


def standing_events(events: Iterable[Event]) -> list[Event]:
    """The events that hold, oldest first; a replaced or retracted one is left out."""
    rows = list(events)
    replaced = {row.replaces_id for row in rows if row.replaces_id is not None}
    standing = [row for row in rows if row.id not in replaced and not row.is_retraction]
    return sorted(standing, key=lambda row: (row.happened_on, row.id))
