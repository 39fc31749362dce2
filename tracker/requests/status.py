"""Where a request stands, derived from its events and clocks; nothing here is ever entered by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.clocks.kinds import REPLIES, REQUEST_CLOCKS
from tracker.clocks.types import Clock


class Dated(Protocol):
    """An event, as far as the status needs it."""

    @property
    def kind(self) -> str:
        """The kind of event."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request stands, and the clock that matters next."""

    status: str
    outcome: str | None
    next: Clock | None


OWED = ("response", "delivery", "resolution", "compliance")
"""What is still waited for after its day has passed."""
_ENDED = {"withdrawn": "withdrawn", "closed": "closed"}
_AFTER_RESOLUTION = {"resolution_notified", "appeal_dismissed", "compliance_reported", "compliance_contested",
                     "compliance_ruled", "inconformidad_resolved", "compliance_extension_ruled"}


def standing_of(events: Sequence[Dated], clocks: Sequence[Clock]) -> Standing:
    """Status, outcome and next clock of a request whose standing events are given oldest first."""
    return Standing(_status(events, clocks), _outcome(events, clocks), next_clock(clocks))


def next_clock(clocks: Sequence[Clock]) -> Clock | None:
    """The open clock that ends first; on the same day what the requester must do comes first."""
    open_ones = [clock for clock in clocks if clock.status in ("running", "may_be_overdue", "late")
                 and clock.met_on is None]
    live = [clock for clock in open_ones if clock.status != "late" or clock.kind in OWED]
    first = [clock for clock in live if clock.status == "running"] or live
    return min(first, key=lambda clock: (clock.due_on, clock.owner != "requester"), default=None)


def _status(events: Sequence[Dated], clocks: Sequence[Clock]) -> str:
    kinds = [event.kind for event in events]
    if "filed" not in kinds:
        return "draft"
    if kinds[-1] in _ENDED:
        return _ENDED[kinds[-1]]
    if "appeal_filed" in kinds:
        later = kinds[kinds.index("appeal_filed"):]
        return "resolved" if _AFTER_RESOLUTION.intersection(later) else "appealed"
    if _is_open(kinds, "clarification_asked", ("clarification_answered", *REPLIES)):
        return "clarification"
    if _is_open(kinds, "available", ("paid", "delivered", "replied", "supplementary_reply")):
        return "payment"
    if any(kind in REPLIES for kind in kinds):
        return "replied"
    response = next((c for c in reversed(clocks) if c.kind == "response" and c.status != "replaced"), None)
    if response is not None and response.status == "late":
        return "overdue"
    if response is not None and response.status == "may_be_overdue":
        return "may_be_overdue"
    return "filed"


def _is_open(kinds: Sequence[str], asked: str, answers: Sequence[str]) -> bool:
    if asked not in kinds:
        return False
    last = len(kinds) - 1 - list(reversed(kinds)).index(asked)
    return not any(kind in answers for kind in kinds[last + 1:])


def _outcome(events: Sequence[Dated], clocks: Sequence[Clock]) -> str | None:
    for event in reversed(events):
        if event.kind in ("replied", "supplementary_reply"):
            values = getattr(event, "values", {}) or {}
            return str(values["outcome"]) if values.get("outcome") else None
        if event.kind == "delivered":
            return "delivered"
        if event.kind == "incompetence_notified":
            return "incompetence"
    appeal = [c for c in clocks if c.kind == "appeal" and c.started_by == "silence" and c.status != "pending"]
    return "silence" if appeal else None


def is_of_request(clock: Clock) -> bool:
    """Whether a clock belongs to the request itself rather than to its appeal."""
    return clock.kind in REQUEST_CLOCKS
