"""Days on which terms do not run: one-off closures and suspensions, with the scope they stop and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.clocks.kinds import CLOCK_KINDS, REQUEST_CLOCKS
from tracker.laws.errors import LawError, a_date, need, refuse_unknown
from tracker.sentences import N_

STATUSES = ("verified", "inferred", "possible", "unverified", "withdrawn")
"""`verified` and `inferred` (follows from published data) are certain; `possible` and `unverified` only widen the
interval; `withdrawn` no longer counts."""

CLOSURE_FIELDS = set(
    [
        "first",
        "last",
        "dates",
        "reason",
        "source",
        "status",
        "jurisdictions",
        "agencies",
        "kinds",
        "procedures",
        "clocks",
        "basis",
        "regulators",
    ]
)
APPEAL_CLOCKS = frozenset(CLOCK_KINDS) - REQUEST_CLOCKS - {"amparo", "reserve_expiry"}
CLOCK_GROUPS: Mapping[str, frozenset[str]] = {
    "request": REQUEST_CLOCKS,
    "appeal_procedure": APPEAL_CLOCKS,
}
"""Names a calendar file may use for several kinds of clock at once."""


def within(jurisdiction: str, scope: str) -> bool:
    """Whether a jurisdiction is another one or part of it: `MX-FED` lies in `MX`."""
    return jurisdiction == scope or jurisdiction.startswith(scope + "-")


@dataclass(frozen=True, slots=True)
class Closure:
    """Days from `first` to `last` that do not count for what the scope names; an empty scope field means all.

    `clocks` empty means every clock but amparo, whose trials the court's own calendar rules. Dates are local.
    """

    first: date
    last: date
    reason: str
    source: str
    status: str
    jurisdictions: tuple[str, ...]
    agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    clocks: frozenset[str] = frozenset()
    basis: tuple[str, ...] = ()
    regulators: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether its days are left out of the earliest date."""
        return self.status in ("verified", "inferred")

    def stops(
        self,
        *,
        jurisdiction: str,
        agency: str,
        procedure: str,
        clock: str,
        basis: str,
        kind_on: Callable[[date], str | None],
        regulator_on: Callable[[date], str],
    ) -> bool:
        """Whether it stops one kind of clock of one body in one procedure."""
        if self.status == "withdrawn" or not any(within(jurisdiction, one) for one in self.jurisdictions):
            return False
        if self.clocks:
            if clock not in self.clocks:
                return False
        elif basis == "court":
            return False
        return (
            (not self.basis or basis in self.basis)
            and (not self.agencies or agency in self.agencies)
            and (not self.procedures or procedure in self.procedures)
            and (not self.kinds or kind_on(self.first) in self.kinds)
            and (not self.regulators or regulator_on(self.first) in self.regulators)
        )


def parse_closures(where: str, given: Mapping[str, Any], defaults: Mapping[str, Any]) -> list[Closure]:
    """The closures of one entry: a range (`first`, `last`) or a list of `dates` and `[first, last]` pairs."""
    refuse_unknown(where, given, CLOSURE_FIELDS)
    both = {**defaults, **given}
    need(where, both, "reason", "source", "status", "jurisdictions")
    if both["status"] not in STATUSES:
        raise LawError(
            N_("%(where)s: unknown status “%(status)s”. Known: %(known)s."),
            where=where,
            status=both["status"],
            known=", ".join(STATUSES),
        )
    spans: list[tuple[date, date]] = []
    if both.get("first"):
        spans.append((a_date(where, both["first"]), a_date(where, both.get("last") or both["first"])))
    for one in both.get("dates") or ():
        pair = one if isinstance(one, list | tuple) else (one, one)
        spans.append((a_date(where, pair[0]), a_date(where, pair[1])))
    if not spans:
        raise LawError(N_("%(where)s: name the closed days, as first and last or as dates."), where=where)
    for first, last in spans:
        if last < first:
            raise LawError(
                N_("%(where)s: the closure ends (%(last)s) before it begins (%(first)s)."),
                where=where,
                last=last,
                first=first,
            )
    return [
        Closure(
            first=first,
            last=last,
            reason=both["reason"],
            source=both["source"],
            status=both["status"],
            jurisdictions=tuple(both["jurisdictions"]),
            agencies=tuple(both.get("agencies") or ()),
            kinds=tuple(both.get("kinds") or ()),
            procedures=tuple(both.get("procedures") or ()),
            clocks=_clocks(where, both.get("clocks") or ()),
            basis=tuple(both.get("basis") or ()),
            regulators=tuple(both.get("regulators") or ()),
        )
        for first, last in spans
    ]


def _clocks(where: str, names: Any) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        if name in CLOCK_GROUPS:
            found |= CLOCK_GROUPS[name]
        elif name in CLOCK_KINDS:
            found.add(name)
        else:
            known = ", ".join([*CLOCK_GROUPS, *CLOCK_KINDS])
            raise LawError(
                N_("%(where)s: unknown clock “%(name)s”. Known: %(known)s."), where=where, name=name, known=known
            )
    return frozenset(found)
