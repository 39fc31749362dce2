"""What the engine knows of one case: the laws of each of its procedures, its calendars and its facts."""

from __future__ import annotations

from collections.abc import Sequence
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


def is_of_request(kind: str) -> bool:
    """Whether a kind of clock belongs to the request itself and not to an appeal."""
    return kind in REQUEST_CLOCKS or kind == "reserve_expiry"


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

    def __post_init__(self) -> None:
        self._by_kind: dict[str, list[Fact]] = {}
        for fact in self.facts:
            self._by_kind.setdefault(fact.event.kind, []).append(fact)

    def facts_of(self, *kinds: str) -> Sequence[Fact]:
        """The facts of some kinds, in order."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return sorted((fact for kind in kinds for fact in self._by_kind.get(kind, ())), key=lambda fact: fact.place)

    def first(self, *kinds: str) -> Fact | None:
        """The first fact of some kinds."""
        return next(iter(self.facts_of(*kinds)), None)

    def first_after(self, draft: Draft, triggers: Sequence[Trigger]) -> Fact | None:
        """The first fact after a clock's start that one of some triggers names."""
        found: Fact | None = None
        for trigger in triggers:
            for fact in self._by_kind.get(trigger.event, ()):
                if (
                    fact.place > draft.place
                    and (found is None or fact.place < found.place)
                    and fits(trigger, fact.kind, fact.event.values)
                ):
                    found = fact
        return found

    def of(self, kind: str) -> list[Draft]:
        """The drafts of a kind of clock, in the order in which they began."""
        return [draft for draft in self.drafts if draft.kind == kind]

    def live(self, kind: str) -> Draft | None:
        """The last draft of a kind that is not replaced."""
        return next((draft for draft in reversed(self.of(kind)) if not draft.is_replaced), None)

    def appeal_law(self, begun_on: date) -> Law:
        """The law of the appeal, which is a procedure of its own.

        An appeal keeps the law it began under; one not yet filed falls under the law of the day its window opens.
        """
        if self.law_was_named:
            return self.law
        filed = self.first("appeal_filed")
        day = filed.day if filed is not None and filed.day <= begun_on else begun_on
        if self.law.holds_on(day):
            return self.law
        try:
            return self.book.law_for(self.body.jurisdiction, self.law.procedure, day)
        except NoLaw:
            return self.law

    def law_of(self, kind: str, begun_on: date) -> Law:
        """The law of a clock: the request's own, or that of the appeal."""
        return self.law if is_of_request(kind) else self.appeal_law(begun_on)

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
