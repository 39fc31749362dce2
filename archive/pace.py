"""How far orders to read again are, how fast they go, and how long they will still take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.rereading_models import ReadingOrder

LEAST_PAGES = 2
"""Pages that must be done before a speed is told."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Pages done of how many; pages a minute and seconds left, None as long as nobody can say."""

    done: int
    total: int
    pages_a_minute: float | None = None
    seconds_left: int | None = None


def pace_of(orders: Sequence[ReadingOrder], *, now: datetime) -> Pace:
    """The pace of orders that are done one after the other; a cancelled one counts with what it had done."""
    done = sum(order.done for order in orders)
    total = sum(order.done if order.state in ("cancelled", "failed") else order.total for order in orders)
    started = min((order.started_at for order in orders if order.started_at is not None), default=None)
    if started is None or done < LEAST_PAGES or now <= started:
        return Pace(done, total)
    ended = [order.finished_at for order in orders if order.finished_at is not None]
    until = max(ended) if len(ended) == len(orders) else now
    seconds = max((until - started).total_seconds(), 0.001)
    return Pace(done, total, 60 * done / seconds, round((total - done) * seconds / done) if done < total else 0)
