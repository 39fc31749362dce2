"""All clocks of many requests, next to a plain `numpy.busday_offset` loop that gives the response date alone.

    python -m benchmarks.clocks [--requests 100000]

Prints both times per request and their ratio, measured in one run. The requests are made up (seeded): filed between
2016 and 2026, a third with a clarification, a third answered, some with an extension and an appeal.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta

import numpy as np

from tracker.clocks.calendars import PlainBody
from tracker.clocks.engine import clocks
from tracker.clocks.types import Event
from tracker.laws.store import rulebook

TODAY = date(2026, 11, 22)


def made_up(count: int, seed: int = 2026) -> list[list[Event]]:
    """Histories of requests, the same for the same seed."""
    draw = random.Random(seed)
    histories = []
    for _ in range(count):
        filed = date(2016, 6, 1) + timedelta(days=draw.randrange(3700))
        events = [Event("filed", filed)]
        day = filed
        if draw.random() < 0.33:
            asked = filed + timedelta(days=draw.randrange(1, 7))
            day = asked + timedelta(days=draw.randrange(1, 12))
            events += [Event("clarification_asked", asked), Event("clarification_answered", day)]
        if draw.random() < 0.25:
            events.append(Event("extension_notified", day + timedelta(days=draw.randrange(20, 32))))
        if draw.random() < 0.66:
            replied = day + timedelta(days=draw.randrange(10, 60))
            events.append(Event("replied", replied))
            if draw.random() < 0.3:
                appealed = replied + timedelta(days=draw.randrange(1, 25))
                events += [Event("appeal_filed", appealed), Event("appeal_admitted", appealed + timedelta(days=8))]
        histories.append(events)
    return histories


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=100_000)
    count = parser.parse_args().requests
    histories = made_up(count)
    book, body = rulebook(), PlainBody("INM")
    statutory = book.statutory_for("MX-FED", "agency")
    closed = [day for year in range(2016, 2029) for day in statutory.days(year)]
    calendar = np.busdaycalendar(holidays=[np.datetime64(day) for day in closed])

    began = time.perf_counter()
    for events in histories:
        np.busday_offset(np.datetime64(events[0].on), 20, roll="backward", busdaycal=calendar)
    plain = time.perf_counter() - began

    began = time.perf_counter()
    made = sum(len(clocks(book, body, events, TODAY).clocks) for events in histories)
    ours = time.perf_counter() - began

    print(f"requests                         {count}")
    print(f"clocks                           {made} ({made / count:.1f} per request)")
    print(f"numpy, response date alone       {plain / count * 1e6:8.1f} µs per request")
    print(f"all clocks                       {ours / count * 1e6:8.1f} µs per request, {ours:.1f} s in all")
    print(f"ratio, per request               {ours / plain:8.1f}")
    print(f"ratio, per clock                 {ours / made / (plain / count):8.1f}")


if __name__ == "__main__":
    main()
