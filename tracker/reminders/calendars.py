"""Clocks as calendar entries (RFC 5545), for feeds and for the file attached to a mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

PRODUCT = "-//Acuse//Plazos//ES"
ALARM_BEFORE = timedelta(hours=15)
"""Before the day begins: nine in the morning of the day before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One all-day entry. `uid` stays the same while its date moves; `sequence` only grows."""

    uid: str
    on: date
    title: str
    description: str
    url: str
    changed_at: datetime
    sequence: int = 0
    has_alarm: bool = True


def calendar_bytes(entries: Iterable[Entry], name: str, *, refresh: bool = False) -> bytes:
    """The entries as one iCalendar file, UTF-8 with CRLF; `refresh` asks clients to look again every few hours."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    if refresh:
        calendar.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT4H")
    for entry in sorted(entries, key=lambda e: (e.on, e.uid)):
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if entry.has_alarm:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", -ALARM_BEFORE)
        event.add_component(alarm)
    return event
