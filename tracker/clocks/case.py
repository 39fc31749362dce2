"""What the engine knows of one case: the laws of each of its procedures, its calendars and its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.clocks.calendars import Body, CaseCalendars
from tracker.clocks.drafts import Draft
from tracker.clocks.kinds import REQUEST_CLOCKS
from tracker.clocks.timeline import Fact
from tracker.clocks.types import Note
from tracker.clocks.values import a_day, a_number, fits
from tracker.laws.catalogue import Rulebook
from tracker.laws.errors import NoLaw
from tracker.laws.law import Law, Period, Trigger


@dataclass(eq=False)
class Case:
    """One request: its facts in order, its law, and the drafts worked out so far."""

    book: Rulebook
    body: Body
    law: Law
    law_was_named: bool
    received_on: date
    today: date
    facts: tuple[Fact, ...]
    calendars: CaseCalendars
    drafts: list[Draft] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def facts_of(self, *kinds: str) -> Iterator[Fact]:
        """The facts of some kinds, in order."""
        return (fact for fact in self.facts if fact.kind in kinds)

    def first(self, *kinds: str) -> Fact | None:
        """The first fact of some kinds."""
        return next(self.facts_of(*kinds), None)

    def of(self, kind: str) -> list[Draft]:
        """The drafts of a kind of clock, in the order in which they began."""
        return [draft for draft in self.drafts if draft.kind == kind]

    def live(self, kind: str) -> Draft | None:
        """The last draft of a kind that is not replaced."""
        return next((draft for draft in reversed(self.of(kind)) if not draft.is_replaced), None)

    def law_of(self, kind: str, begun_on: date) -> Law:
        """The law of a clock: the request's own, or that of the appeal, which is a procedure with a law of its own.

        An appeal keeps the law it began under; one not yet filed falls under the law of the day its window opens.
        """
        if kind in REQUEST_CLOCKS or kind == "reserve_expiry" or self.law_was_named:
            return self.law
        filed = self.first("appeal_filed")
        day = filed.day if filed is not None and kind != "appeal" else begun_on
        if self.law.holds_on(day):
            return self.law
        try:
            return self.book.law_for(self.body.jurisdiction, self.law.procedure, day)
        except NoLaw:
            return self.law

    def court_law(self, day: date) -> Law | None:
        """The law of the court remedy on a day, where one is known."""
        try:
            return self.book.law_for(self.body.jurisdiction, "amparo", day)
        except NoLaw:
            return None

    def draft(
        self,
        law: Law,
        period: Period,
        fact: Fact | None,
        *,
        day: date | None = None,
        latest_day: date | None = None,
        started_by: str = "",
    ) -> Draft:
        """Begin a clock at a fact, or at the end of another clock (`day`, `latest_day`)."""
        if fact is not None:
            day = day or (a_day(fact.event.values, period.start_value) if period.start_value else None) or fact.day
            latest_day = latest_day or (fact.latest_day if day == fact.day else day)
        assert day is not None
        made = Draft(
            law=law,
            period=period,
            counting=self.calendars.counting(period.kind, period.basis),
            started_by=started_by or (fact.kind if fact is not None else ""),
            day=day,
            latest_day=latest_day or day,
            place=fact.place if fact is not None else self._place_of(day),
            days=self._days(period, fact),
            fact=fact,
            article=period.article,
            verified=period.verified,
        )
        self.drafts.append(made)
        return made

    def _place_of(self, day: date) -> int:
        return max((fact.place for fact in self.facts if fact.day <= day), default=0)

    def _days(self, period: Period, fact: Fact | None) -> int:
        if not period.days_value or fact is None:
            return period.days
        asked = a_number(fact.event.values, period.days_value)
        if asked is None:
            return period.days
        # A reserve runs as long as the agency wrote; any other term is never longer than the law's.
        return asked if period.unit == "years" else min(asked, period.days)

    def start_days(self, trigger: Trigger) -> Iterator[tuple[Fact, date | None]]:
        """The facts that set a trigger off, each with the start date it names, if any."""
        for fact in self.facts_of(trigger.event):
            if fits(trigger, fact.kind, fact.event.values):
                day = a_day(fact.event.values, trigger.from_value) if trigger.from_value else None
                if not trigger.from_value or day is not None:
                    yield fact, day
