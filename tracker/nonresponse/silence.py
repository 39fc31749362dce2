"""Whether an agency has let its period pass in silence, how sure that is, and what can be done about it until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.clocks.kinds import REPLIES
from tracker.clocks.silence import SILENCE
from tracker.clocks.types import CaseClocks, Clock

ENDS = (*REPLIES, "withdrawn", "closed")
"""What takes a request out of the list."""
STATES = ("silent", "unseen", "may_be")
"""`silent`: somebody looked after the latest possible limit and there was nothing; `unseen`: that limit has passed and
nobody has looked since; `may_be`: only the earliest possible limit has passed."""


class Dated(Protocol):
    """An event, as far as silence needs it."""

    @property
    def kind(self) -> str:
        """The kind of event."""
        ...

    @property
    def happened_on(self) -> date:
        """Its day."""
        ...


@dataclass(frozen=True, slots=True)
class Silence:
    """An agency that has not answered.

    `limit_on` and `latest_on` bound the day its period ended; `looked_on` is when somebody last looked at the
    platform; `remedies` are the clocks that the silence opens.
    """

    state: str
    limit_on: date
    latest_on: date
    looked_on: date | None
    article: str
    verified: bool
    remedies: tuple[Clock, ...]

    @property
    def open_remedies(self) -> tuple[Clock, ...]:
        """What can still be done, now or once the silence is sure."""
        return tuple(clock for clock in self.remedies if clock.status in ("pending", "running"))


def silence_of(case: CaseClocks | None, events: Sequence[Dated]) -> Silence | None:
    """The silence of a request, from its clocks and standing events; None when it is answered, ended, or in time."""
    response = case.live("response") if case is not None else None
    if case is None or response is None or response.status not in ("late", "may_be_overdue"):
        return None
    if any(event.kind in ENDS for event in events):
        return None
    looks = [event.happened_on for event in events if event.kind == "platform_checked"]
    looked_on = max(looks, default=None)
    return Silence(
        state_of(response.status, response.latest, looked_on), response.earliest, response.latest, looked_on,
        response.article, response.verified,
        tuple(clock for clock in case.clocks if clock.started_by == SILENCE and clock.status != "replaced"))


def state_of(response_status: str, latest: date, looked_on: date | None) -> str:
    """Which of `STATES` an unanswered request is in."""
    if response_status == "may_be_overdue":
        return "may_be"
    return "silent" if looked_on is not None and looked_on > latest else "unseen"
