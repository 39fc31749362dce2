"""The calendars of one case: for each kind of clock, which days count for certain and which may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.clocks.business_days import BusinessDays
from tracker.clocks.types import NotCounted
from tracker.laws.catalogue import Rulebook
from tracker.laws.closures import Closure, within
from tracker.laws.statutory import Statutory

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


class Body(Protocol):
    """The agency as the clocks see it."""

    @property
    def acronym(self) -> str:
        """Its short name; empty when no agency was named."""
        ...

    @property
    def jurisdiction(self) -> str:
        """Whose law it answers under: `MX-FED`, `MX-CHH`, `US`…"""
        ...

    def kind_on(self, day: date) -> str | None:
        """What kind of body it was on a day."""
        ...


@dataclass(frozen=True, slots=True)
class PlainBody:
    """A body of which only the jurisdiction and the kind are known."""

    acronym: str = ""
    jurisdiction: str = "MX-FED"
    kind: str | None = "executive"

    def kind_on(self, day: date) -> str | None:
        """The one kind given."""
        return self.kind


@dataclass(eq=False)
class Counting:
    """One calendar as a clock counts it: `certain` gives the earliest date, `widest` the latest."""

    name: str
    statutory: Statutory
    closures: tuple[Closure, ...]
    book: Rulebook
    jurisdiction: str
    agency: str
    takes_recess: bool

    def __post_init__(self) -> None:
        self._recesses: dict[int, dict[date, NotCounted]] = {}
        self.certain = BusinessDays(lambda year: self._closed(year, widest=False))
        self.widest = BusinessDays(lambda year: self._closed(year, widest=True))

    def _closed(self, year: int, *, widest: bool) -> Iterable[int]:
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        weekend = self.statutory.weekend
        closed = {day for day in range(first, last + 1) if (day - 1) % 7 in weekend}
        closed.update(day.toordinal() for day in self.statutory.days(year))
        for one in self.closures:
            if widest or one.is_certain:
                low, high = max(first, one.first.toordinal()), min(last, one.last.toordinal())
                closed.update(range(low, high + 1))
        if widest:
            closed.update(day.toordinal() for day in self._recess(year))
        return closed

    def _recess(self, year: int) -> dict[date, NotCounted]:
        known = self._recesses.get(year)
        if known is None:
            known = {}
            for recess in self.book.recesses if self.takes_recess else ():
                if any(within(self.jurisdiction, one) for one in recess.jurisdictions):
                    for day in recess.days(year):
                        if not self._is_covered(day):
                            known.setdefault(day, NotCounted(day, recess.reason, recess.source, False))
            self._recesses[year] = known
        return known

    def _is_covered(self, day: date) -> bool:
        return any(one.agency == self.agency and one.first <= day <= one.last for one in self.book.coverage)

    def why(self, day: date) -> NotCounted | None:
        """Why a day certainly does not count; None when it counts."""
        if day.weekday() in self.statutory.weekend:
            return NotCounted(day, WEEKDAYS[day.weekday()], self.statutory.weekend_source, True)
        reason = self.statutory.days(day.year).get(day)
        if reason:
            return NotCounted(day, reason, self.statutory.source, self.statutory.verified)
        return self._closure(day, certain=True)

    def why_possible(self, day: date) -> NotCounted | None:
        """Why a day that counts for the earliest date is left out of the latest; None when it is not."""
        if self.why(day):
            return None
        return self._closure(day, certain=False) or self._recess(day.year).get(day)

    def _closure(self, day: date, *, certain: bool) -> NotCounted | None:
        for one in self.closures:
            if one.is_certain == certain and one.first <= day <= one.last:
                return NotCounted(day, one.reason, one.source, one.status == "verified")
        return None


class CaseCalendars:
    """The calendars of one body in one procedure, shared by all its requests."""

    def __init__(self, book: Rulebook, body: Body, procedure: str, closed: tuple[Closure, ...] = ()) -> None:
        self._book, self._body, self._procedure = book, body, procedure
        self._closures = (*closed, *book.closures)
        self._by_clock: dict[tuple[str, str], Counting] = {}
        self._by_days: dict[tuple[object, ...], Counting] = {}

    def counting(self, clock: str, basis: str) -> Counting:
        """The calendar a kind of clock counts with."""
        known = self._by_clock.get((clock, basis))
        if known is None:
            known = self._by_clock[clock, basis] = self._shared(clock, basis)
        return known

    def _shared(self, clock: str, basis: str) -> Counting:
        body = self._body
        closures = tuple(
            one
            for one in self._closures
            if one.stops(
                jurisdiction=body.jurisdiction,
                agency=body.acronym,
                procedure=self._procedure,
                clock=clock,
                basis=basis,
                kind_on=body.kind_on,
                regulator_on=self._regulator_on,
            )
        )
        agency = body.acronym if basis == "agency" else ""
        statutory = self._book.statutory_for(body.jurisdiction, basis)
        key = (basis, agency, tuple(id(one) for one in closures))
        if key not in self._by_days:
            name = statutory.name
            if basis == "agency" and any(one.agency == agency for one in self._book.coverage):
                name = f"{agency} ({name})"
            elif basis == "regulator":
                name = f"{name}, organismo garante"
            # A court takes no recess of an agency: its own list is the whole of it.
            recess = basis != "court"
            self._by_days[key] = Counting(name, statutory, closures, self._book, body.jurisdiction, agency, recess)
        return self._by_days[key]

    def _regulator_on(self, day: date) -> str:
        body = self._body
        return self._book.regulator_for(
            body.kind_on(day), body.jurisdiction, day, self._procedure, agency=body.acronym
        ).name


def case_calendars(book: Rulebook, body: Body, procedure: str, closed: tuple[Closure, ...] = ()) -> CaseCalendars:
    """The calendars of a body in a procedure, remembered with the rulebook."""
    key = ("calendars", body.jurisdiction, body.acronym, body.kind_on(date(2025, 3, 21)), procedure, closed)
    if key not in book.memory:
        book.memory[key] = CaseCalendars(book, body, procedure, closed)
    return book.memory[key]  # type: ignore[no-any-return]
