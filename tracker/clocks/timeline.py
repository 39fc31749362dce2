"""The events of a case in the order in which they happened, with the day on which each takes effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from tracker.clocks.business_days import BusinessDays
from tracker.clocks.kinds import EVENT_KINDS, SUBMITTED
from tracker.clocks.types import Event
from tracker.clocks.values import DATE_VALUES, a_day, a_number, an_hour
from tracker.sentences import N_, Sentence, Told

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
    "conciliation_agreed": ("appeal_filed",),
    "conciliation_ended": ("appeal_filed", "conciliation_agreed"),
    "inconformidad_filed": ("resolution_notified", "appeal_dismissed"),
    "inconformidad_extended": ("inconformidad_filed",),
    "inconformidad_resolved": ("inconformidad_filed",),
    "compliance_extension_asked": ("resolution_notified",),
    "compliance_extension_ruled": ("resolution_notified", "compliance_extension_asked"),
    "compliance_reported": ("resolution_notified",),
    "compliance_contested": ("resolution_notified", "compliance_reported"),
    "compliance_ruled": ("resolution_notified", "compliance_reported", "compliance_contested"),
}
"""Kind → the kinds that cannot first happen after it."""

NEEDS: dict[str, str] = {
    "clarification_answered": "clarification_asked",
    "appeal_clarification_answered": "appeal_clarification_asked",
    "conciliation_ended": "conciliation_agreed",
}
"""Kind → the question it answers; it means nothing without one."""

SAYS = {
    "clarification_asked": N_("the request for clarification"),
    "clarification_answered": N_("the answer to the clarification"),
    "extension_notified": N_("the extension"),
    "replied": N_("the reply"),
    "supplementary_reply": N_("the supplementary reply"),
    "appeal_filed": N_("the appeal"),
    "appeal_admitted": N_("the admission of the appeal"),
    "appeal_clarification_asked": N_("the clarification asked in the appeal"),
    "appeal_clarification_answered": N_("the answer to the clarification of the appeal"),
    "resolution_notified": N_("the resolution"),
    "conciliation_agreed": N_("the conciliation agreement"),
    "conciliation_ended": N_("the end of the conciliation"),
    "inconformidad_filed": N_("the inconformidad"),
    "inconformidad_resolved": N_("the resolution of the inconformidad"),
    "compliance_extension_asked": N_("the request for more time to comply"),
    "compliance_reported": N_("the report of compliance"),
    "identity_required": N_("the request for identity"),
    "available": N_("the notice of availability"),
    "paid": N_("the payment"),
}


class ImpossibleEvents(Told, ValueError):
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
            raise ImpossibleEvents(
                N_("“%(kind)s” is no kind of event. Known: %(known)s."), kind=event.kind, known=", ".join(EVENT_KINDS)
            )
    filings = [event for event in events if event.kind == "filed"]
    if len(filings) != 1:
        raise ImpossibleEvents(N_("a request is filed once: give one filing date."))
    filed = filings[0]
    for event in events:
        try:
            _check_dates(event, filed)
        except ImpossibleEvents:
            raise
        except ValueError as problem:
            raise ImpossibleEvents(
                N_("%(what)s (%(on)s): %(problem)s"), what=_says(event.kind), on=event.on, problem=problem.args[0]
            ) from None
    firsts = {kind: min(e.on for e in events if e.kind == kind) for kind in {e.kind for e in events}}
    for event in events:
        for earlier in AFTER.get(event.kind, ()):
            if earlier in firsts and event.on < firsts[earlier]:
                raise ImpossibleEvents(
                    N_("%(what)s (%(on)s) comes before %(earlier)s (%(first)s); correct one of the two dates."),
                    what=_says(event.kind),
                    on=event.on,
                    earlier=_says(earlier),
                    first=firsts[earlier],
                )
        question = NEEDS.get(event.kind)
        if question and question not in firsts:
            raise ImpossibleEvents(
                N_("%(what)s needs %(question)s first; add that event (%(kind)s)."),
                what=_says(event.kind),
                question=_says(question),
                kind=question,
            )


def _check_dates(event: Event, filed: Event) -> None:
    said = _says(event.kind)
    dates = {name: a_day(event.values, name) for name in DATE_VALUES}
    for day in (event.on, *dates.values()):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ImpossibleEvents(
                N_("%(what)s names the year %(year)s; calendars are kept from %(first)s to %(last)s."),
                what=said,
                year=day.year,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
    for day in (event.on, dates["notified_on"]):
        if day is not None and day < filed.on:
            raise ImpossibleEvents(
                N_("%(what)s (%(on)s) comes before the filing (%(filed)s); correct one of the two dates."),
                what=said,
                on=day,
                filed=filed.on,
            )
    approved = dates["resolved_on"]
    if approved is not None and not filed.on <= approved <= event.on:
        raise ImpossibleEvents(
            N_("%(what)s (%(on)s) cannot have been approved on %(approved)s; correct one of the two dates."),
            what=said,
            on=event.on,
            approved=approved,
        )
    hour_of(event)
    a_number(event.values, "days")
    years = a_number(event.values, "reserve_years")
    if years is not None and years > MOST_YEARS_RESERVED:
        raise ImpossibleEvents(
            N_("%(what)s reserves for %(years)s years; write %(most)s at most."),
            what=said,
            years=years,
            most=MOST_YEARS_RESERVED,
        )


def _says(kind: str) -> Sentence:
    return Sentence(SAYS[kind]) if kind in SAYS else Sentence("“%(kind)s”", kind=kind)


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
