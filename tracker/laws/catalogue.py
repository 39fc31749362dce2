"""The rulebook: every law, calendar, suspension and regulator that is loaded, and how to choose among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker.laws.closures import Closure, parse_closures, within
from tracker.laws.errors import LawError, NoLaw, a_date, need, refuse_unknown
from tracker.laws.law import Law
from tracker.laws.parse import digest_of, parse_laws
from tracker.laws.recesses import Coverage, Recess, parse_recess
from tracker.laws.regulators import Regulator, choose, parse_regulators
from tracker.laws.statutory import Statutory, parse_statutory
from tracker.sentences import N_

Document = Mapping[str, Any]

CALENDAR_KINDS = ("statutory", "recesses", "suspensions", "body")


@dataclass(eq=False)
class Rulebook:
    """Laws and calendars, read once and then only read. `version` names their whole content."""

    laws: tuple[Law, ...] = ()
    statutory: tuple[Statutory, ...] = ()
    recesses: tuple[Recess, ...] = ()
    closures: tuple[Closure, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    regulators: tuple[Regulator, ...] = ()
    version: str = ""
    memory: dict[Any, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._turns = sorted({row.begun_before for row in self.regulators if row.begun_before is not None})
        self._elsewhere = frozenset(clock for row in self.regulators for clock in row.clocks)

    @classmethod
    def from_documents(
        cls, laws: Iterable[Document], calendars: Iterable[Document], regulators: Sequence[Document]
    ) -> Rulebook:
        """A rulebook from parsed documents (YAML or JSON); `LawError` says what is wrong with one."""
        by_key: dict[str, Document] = {}
        for document in laws:
            key = document.get("key")
            if not key:
                raise LawError(N_("a law has no “key”."))
            if key in by_key:
                raise LawError(N_("two laws have the key “%(key)s”; keys must differ."), key=key)
            by_key[str(key)] = document
        calendars = list(calendars)
        book = cls(
            laws=tuple(parse_laws(by_key)),
            regulators=parse_regulators(regulators),
            version=digest_of([by_key, calendars, list(regulators)]),
        )
        for calendar in calendars:
            _add_calendar(book, calendar)
        return book

    def law(self, key: str, procedure: str = "access") -> Law:
        """The law of a key; when it has no such procedure, the law of its jurisdiction and time that has it."""
        named = [law for law in self.laws if law.key == key]
        if not named:
            raise NoLaw(
                N_("no law is called “%(key)s”. Known: %(known)s."),
                key=key,
                known=", ".join(sorted({law.key for law in self.laws})),
            )
        for law in named:
            if law.procedure == procedure:
                return law
        first = named[0]
        return self.law_for(first.jurisdiction, procedure, first.valid_from or date(2026, 1, 1))

    def law_for(self, jurisdiction: str, procedure: str, received_on: date) -> Law:
        """The law that governs a procedure begun in a jurisdiction on a day: the nearest one that holds then."""
        key = ("law", jurisdiction, procedure, received_on)
        found: Law | None = self.memory.get(key)
        if found is None:
            found = self.memory[key] = self._find_law(jurisdiction, procedure, received_on)
        return found

    def _find_law(self, jurisdiction: str, procedure: str, received_on: date) -> Law:
        fitting = [law for law in self.laws if law.procedure == procedure and within(jurisdiction, law.jurisdiction)]
        holding = [law for law in fitting if law.holds_on(received_on)]
        if holding:
            return max(holding, key=lambda law: (len(law.jurisdiction), law.valid_from or date.min))
        if not fitting:
            raise NoLaw(
                N_(
                    "no law for %(procedure)s is known in %(jurisdiction)s; add one to the laws, or name one (--law)."
                ),
                procedure=procedure,
                jurisdiction=jurisdiction,
            )
        first = min(law.valid_from or date.min for law in fitting)
        raise NoLaw(
            N_(
                "no law for %(procedure)s in %(jurisdiction)s is known on %(on)s; the first begins on %(first)s."
            ),
            procedure=procedure,
            jurisdiction=jurisdiction,
            on=received_on,
            first=first,
        )

    def regulator_for(
        self,
        kind: str | None,
        jurisdiction: str,
        day: date,
        procedure: str = "access",
        *,
        agency: str = "",
        begun_on: date | None = None,
        clock: str = "",
    ) -> Regulator:
        """Who hears the procedures of a kind of body on a day; `begun_on` matters for those that were pending.

        `clock` is the kind of clock, for the few that another body hears.
        """
        begun = begun_on or day
        eras = sum(begun < turn for turn in self._turns)
        key = ("regulator", kind, jurisdiction, day, procedure, agency, eras, clock if clock in self._elsewhere else "")
        found: Regulator | None = self.memory.get(key)
        if found is None:
            found = self.memory[key] = choose(
                self.regulators,
                jurisdiction=jurisdiction,
                kind=kind,
                agency=agency,
                procedure=procedure,
                day=day,
                begun_on=begun,
                clock=clock,
            )
        return found

    def statutory_for(self, jurisdiction: str, basis: str) -> Statutory:
        """The statutory calendar that a clock of this basis counts with in a jurisdiction."""
        fitting = [
            s for s in self.statutory if basis in s.basis and any(within(jurisdiction, j) for j in s.jurisdictions)
        ]
        if not fitting:
            raise NoLaw(
                N_("no statutory calendar is known for %(jurisdiction)s (%(basis)s); add one to the calendars."),
                jurisdiction=jurisdiction,
                basis=basis,
            )
        return max(fitting, key=lambda s: max(len(j) for j in s.jurisdictions if within(jurisdiction, j)))

    def with_closures(self, closures: Iterable[Closure]) -> Rulebook:
        """The same rulebook with more closed days."""
        return replace(self, closures=(*self.closures, *closures), memory={})

    def without_closures(self, drop: Callable[[Closure], bool]) -> Rulebook:
        """The same rulebook without some closed days: what a date would be had they not been decreed."""
        return replace(self, closures=tuple(c for c in self.closures if not drop(c)), memory={})


def load_rulebook(folder: Path) -> Rulebook:
    """The rulebook of a seeds folder (`laws/*.yaml`, `calendars/*.yaml`, `regulators.yaml`); pure but for reading."""
    return Rulebook.from_documents(*seed_documents(folder))


def seed_documents(folder: Path) -> tuple[list[Document], list[Document], list[Document]]:
    """The documents of a seeds folder: laws, calendars, rows of regulators."""
    laws = [one for path in sorted((folder / "laws").glob("*.yaml")) for one in _read(path)]
    calendars = [one for path in sorted((folder / "calendars").glob("*.yaml")) for one in _read(path)]
    regulators = _read(folder / "regulators.yaml")[0]["regulators"]
    return laws, calendars, regulators


def _read(path: Path) -> list[Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return [one for one in yaml.load_all(path.read_text(encoding="utf-8"), Loader=loader) if one]
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise LawError(
            N_("%(name)s%(line)s: this is not YAML; correct the spelling there."), name=path.name, line=line
        ) from None
    except OSError as problem:
        raise LawError(
            N_("%(name)s cannot be read (%(strerror)s)."), name=path.name, strerror=problem.strerror
        ) from None


def _add_calendar(book: Rulebook, given: Document) -> None:
    kind = given.get("kind")
    where = f"calendar “{given.get('name', '?')}”"
    if kind == "statutory":
        book.statutory += (parse_statutory(where, {k: v for k, v in given.items() if k != "kind"}),)
    elif kind == "recesses":
        refuse_unknown(where, given, ("kind", "name", "jurisdictions", "source", "recesses"))
        defaults = {k: given[k] for k in ("jurisdictions", "source") if k in given}
        book.recesses += tuple(parse_recess(where, one, defaults) for one in given.get("recesses") or ())
    elif kind == "suspensions":
        refuse_unknown(where, given, ("kind", "name", "jurisdictions", "source", "suspensions"))
        defaults = {k: given[k] for k in ("jurisdictions", "source") if k in given}
        for one in given.get("suspensions") or ():
            book.closures += tuple(parse_closures(where, one, defaults))
    elif kind == "body":
        refuse_unknown(where, given, ("kind", "name", "jurisdictions", "agency", "source", "status", "years"))
        need(where, given, "agency", "jurisdictions", "source", "years")
        for year in given["years"]:
            refuse_unknown(where, year, ("covers", "closed", "status", "source"))
            need(where, year, "covers", "closed")
            entry = {
                "dates": year["closed"],
                "reason": f"día inhábil del calendario de {given['agency']}",
                "source": year.get("source") or given["source"],
                "status": year.get("status") or given.get("status") or "unverified",
                "agencies": [given["agency"]],
                "basis": ["agency"],
                "jurisdictions": given["jurisdictions"],
            }
            book.closures += tuple(parse_closures(where, entry, {}))
            first, last = (a_date(where, day) for day in year["covers"])
            book.coverage += (Coverage(given["agency"], first, last, f"{given['agency']} {first.year}"),)
    else:
        raise LawError(
            N_("%(where)s: unknown kind “%(kind)s”. Known: %(known)s."),
            where=where,
            kind=kind,
            known=", ".join(CALENDAR_KINDS),
        )
