"""The events of a case in the order in which they happened, with the day on which each takes effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from tracker.clocks.business_days import BusinessDays
from tracker.clocks.kinds import EVENT_KINDS, SUBMITTED
from tracker.clocks.types import Event
from tracker.clocks.values import DATE_VALUES, a_day, a_number, an_hour

ORDER = {kind: place for place, kind in enumerate(EVENT_KINDS)}

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years for which a day is taken seriously; beyond them nobody knows the closed days."""

MOST_YEARS_RESERVED = 99

AFTER: dict[str, tuple[str, ...]] = {
    "clarification_answered": ("clarification_asked",),
    "identity_accredited": ("identity_required",),
    "paid": ("available",),
    "appeal_clarification_asked": ("appeal_filed",),
    "appeal_clarification_answered": ("appeal_clarification_asked",),
    "appeal_admitted": ("appeal_filed",),
    "appeal_dismissed": ("appeal_filed",),
    "arguments_filed": ("appeal_filed", "appeal_admitted"),
    "instruction_closed": ("appeal_filed", "appeal_admitted"),
    "resolution_extended": ("appeal_filed", "appeal_admitted"),
    "resolution_notified": ("appeal_filed", "appeal_admitted"),
    "compliance_reported": ("resolution_notified",),
    "compliance_contested": ("resolution_notified", "compliance_reported"),
    "compliance_ruled": ("resolution_notified", "compliance_reported", "compliance_contested"),
}
"""Kind → the kinds that cannot first happen after it."""

NEEDS: dict[str, str] = {
    "clarification_answered": "clarification_asked",
    "appeal_clarification_answered": "appeal_clarification_asked",
}
"""Kind → the question it answers; it means nothing without one."""

SAYS = {
    "clarification_asked": "the request for clarification",
    "clarification_answered": "the answer to the clarification",
    "extension_notified": "the extension",
    "replied": "the reply",
    "supplementary_reply": "the supplementary reply",
    "appeal_filed": "the appeal",
    "appeal_admitted": "the admission of the appeal",
    "appeal_clarification_asked": "the clarification asked in the appeal",
    "appeal_clarification_answered": "the answer to the clarification of the appeal",
    "resolution_notified": "the resolution",
    "compliance_reported": "the report of compliance",
    "identity_required": "the request for identity",
    "available": "the notice of availability",
    "paid": "the payment",
}


class ImpossibleEvents(ValueError):
    """The events contradict each other or the calendar; the message says which to correct."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with its place in the case and its day 0; `latest_day` when it may count as received later."""

    event: Event
    place: int
    day: date
    latest_day: date

    @property
    def kind(self) -> str:
        """The kind of the event."""
        return self.event.kind


def check_events(events: Sequence[Event]) -> None:
    """Refuse events that cannot have happened: before the filing, or an answer before its question."""
    for event in events:
        if event.kind not in ORDER:
            raise ImpossibleEvents(f"“{event.kind}” is no kind of event. Known: {', '.join(EVENT_KINDS)}.")
    filings = [event for event in events if event.kind == "filed"]
    if len(filings) != 1:
        raise ImpossibleEvents("a request is filed once: give one filing date.")
    filed = filings[0]
    for event in events:
        try:
            _check_dates(event, filed)
        except ImpossibleEvents:
            raise
        except ValueError as problem:
            raise ImpossibleEvents(f"{_says(event.kind)} ({event.on}): {problem}") from None
    firsts = {kind: min(e.on for e in events if e.kind == kind) for kind in {e.kind for e in events}}
    for event in events:
        for earlier in AFTER.get(event.kind, ()):
            if earlier in firsts and event.on < firsts[earlier]:
                raise ImpossibleEvents(
                    f"{_says(event.kind)} ({event.on}) comes before {_says(earlier)} ({firsts[earlier]}); "
                    "correct one of the two dates."
                )
        question = NEEDS.get(event.kind)
        if question and question not in firsts:
            raise ImpossibleEvents(f"{_says(event.kind)} needs {_says(question)} first; add the event {question}.")


def _check_dates(event: Event, filed: Event) -> None:
    said = _says(event.kind)
    dates = {name: a_day(event.values, name) for name in DATE_VALUES}
    for day in (event.on, *dates.values()):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ImpossibleEvents(
                f"{said} names the year {day.year}; calendars are kept from {FIRST_YEAR} to {LAST_YEAR}."
            )
    for day in (event.on, dates["notified_on"]):
        if day is not None and day < filed.on:
            text = f"{said} ({day}) comes before the filing ({filed.on}); correct one of the two dates."
            raise ImpossibleEvents(text)
    approved = dates["resolved_on"]
    if approved is not None and not filed.on <= approved <= event.on:
        raise ImpossibleEvents(
            f"{said} ({event.on}) cannot have been approved on {approved}; correct one of the two dates."
        )
    hour_of(event)
    a_number(event.values, "days")
    years = a_number(event.values, "reserve_years")
    if years is not None and years > MOST_YEARS_RESERVED:
        raise ImpossibleEvents(f"{said} reserves for {years} years; write {MOST_YEARS_RESERVED} at most.")


def _says(kind: str) -> str:
    return SAYS.get(kind, f"“{kind}”")


def closing_day(day: date, at: time | None, closes: time | None, calendar: BusinessDays) -> date:
    """The day on which something handed in counts as received: the next business day if it came after closing.

    A non-business day counts as the next business day as well. No hour means before closing.
    """
    if not calendar.is_open(day):
        return calendar.next_open(day)
    if at is not None and closes is not None and at > closes:
        return calendar.nth_after(day, 1)
    return day


def hour_of(event: Event) -> time | None:
    """The local hour of an event, from its own time or from the value `hour`."""
    if event.at is None and event.values.get("hour") not in (None, ""):
        return an_hour(str(event.values["hour"]))
    return event.at


def timeline(
    events: Iterable[Event], received_on: date, closes: time | None, calendar: BusinessDays
) -> tuple[Fact, ...]:
    """The facts in order of day, and within a day in the order of `EVENT_KINDS`.

    What the requester hands in after closing is received the next business day. Handed in on a non-business day
    without more, its day 0 is its own day for the earliest date and the next business day for the latest.
    """
    facts: list[Fact] = []
    for event in sorted(events, key=lambda one: (a_day(one.values, "notified_on") or one.on, ORDER[one.kind])):
        day = a_day(event.values, "notified_on") or event.on
        latest = day
        if event.kind == "filed":
            day = latest = received_on
        elif event.kind in SUBMITTED:
            at = hour_of(event)
            if at is not None and closes is not None and at > closes:
                day = latest = closing_day(day, at, closes, calendar)
            else:
                latest = closing_day(day, None, closes, calendar)
        facts.append(Fact(event, len(facts), day, latest))
    return tuple(facts)
