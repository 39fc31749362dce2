"""Would the regulator throw the appeal out? Each cause of inadmissibility looked at before anything is written.

The fractions are those of LGTAIP 2025 art. 158 (verified); earlier laws have the same list under numbers nobody has
verified, so they are named without an article.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from tracker.appeals.grounds import grounds_of
from tracker.clocks.types import CaseClocks, Clock
from tracker.vocabulary import N_

NEW_LAWS = ("MX-FED-2025", "MX-GEN-2025")
REFUSALS = {
    "CLASIF": {"reserved", "confidential", "public_version", "redacted"},
    "NEGATIVA": {"reserved", "confidential", "public_version", "redacted"},
    "INEXIST": {"inexistence"}, "INCOMPET": {"incompetence"},
}
"""Ground → the findings one of which must stand for it to fit."""
ELEMENTS = ("agency", "folio", "notified_on", "request_text")
"""What an appeal must name beside its grounds and the person: missing ones are told."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What only the person can say: True, False, or None while unsaid."""

    court_pending: bool | None = None
    """A court remedy about the same matter is pending (158 II)."""
    disputes_truth: bool | None = None
    """The appeal merely says that what was delivered is not true (158 V)."""
    is_consultation: bool | None = None
    """It asks a question rather than for documents (158 VI)."""
    widens: bool | None = None
    """It asks for more than the request did (158 VII)."""


@dataclass(frozen=True, slots=True)
class Hurdle:
    """One thing that must hold. `holds` is None when only the person can say."""

    code: str
    fraction: str | None
    holds: bool | None
    words: str
    article: str


def article_of(law: str, fraction: str | None) -> str:
    """Where the law names this cause; empty where no text was verified."""
    return f"LGTAIP 2025, art. 158, fr. {fraction}" if fraction and law in NEW_LAWS else ""


def preflight(case: CaseClocks, *, moment: datetime, grounds: Collection[str], is_answered: bool,
              labels: Collection[str], declared: Declared = Declared(), missing: Collection[str] = ()
              ) -> list[Hurdle]:
    """Every hurdle of an appeal filed at `moment` (local time of the jurisdiction) on these grounds.

    `labels` are the findings on the reply that stand; `is_answered` says whether any reply was notified; `missing`
    names elements of `ELEMENTS` that are not noted.
    """
    law = case.law
    clock = _appeal_clock(case)
    clarified = not any(c.kind == "appeal_clarification_answer" and c.status == "missed" for c in case.clocks)

    def hurdle(code: str, fraction: str | None, holds: bool | None, words: str) -> Hurdle:
        return Hurdle(code, fraction, holds, words, article_of(law, fraction))

    hurdles = [
        hurdle("in_time", "I", _in_time(clock, moment), N_("It is filed in time, by the earliest date and its hour")),
        hurdle("not_premature", "III", _not_premature(clock, moment, grounds, is_answered),
               N_("Silence is certain: the latest date has passed and somebody looked at the platform")),
        hurdle("has_ground", "III", _has_ground(law, grounds), N_("It rests on at least one ground of the law")),
        hurdle("ground_fits", "III", _fits(grounds, is_answered, labels),
               N_("The grounds fit what the agency did")),
        hurdle("complete", None, not missing,
               N_("It names what it must: agency, folio, day of the notice, and the request's text")),
        hurdle("clarified", "IV", clarified, N_("No clarification of the regulator was left unanswered")),
        hurdle("no_court", "II", _no(declared.court_pending), N_("No court remedy about the same matter is pending")),
        hurdle("not_truth", "V", _no(declared.disputes_truth),
               N_("It does not merely say that what was delivered is untrue")),
        hurdle("not_consultation", "VI", _no(declared.is_consultation), N_("It is not a mere consultation")),
        hurdle("not_wider", "VII", _no(declared.widens), N_("It does not ask for more than the request did")),
    ]
    # Where a reply was notified and silence is no ground, silence is no question.
    return [one for one in hurdles if one.code != "not_premature" or not is_answered or "SIN_RESP" in grounds]


def _appeal_clock(case: CaseClocks) -> Clock | None:
    clocks = [c for c in case.clocks if c.kind == "appeal" and c.status not in ("replaced", "met")]
    running = [c for c in clocks if c.status == "running"]
    return min(running, key=lambda c: c.due_on, default=clocks[-1] if clocks else None)


def _in_time(clock: Clock | None, moment: datetime) -> bool:
    if clock is None:
        return False
    if moment.date() != clock.due_on:
        return moment.date() < clock.due_on
    return moment.time() <= (clock.due_by or time.max)


def _not_premature(clock: Clock | None, moment: datetime, grounds: Collection[str], is_answered: bool) -> bool:
    if is_answered:
        return False
    return clock is not None and clock.status == "running" and moment.date() >= clock.opens_on


def _has_ground(law: str, grounds: Collection[str]) -> bool:
    return any(ground.code in grounds for ground in grounds_of(law).grounds)


def _fits(grounds: Collection[str], is_answered: bool, labels: Collection[str]) -> bool:
    if "SIN_RESP" in grounds and is_answered:
        return False
    if not is_answered:
        return set(grounds) <= {"SIN_RESP"}
    said = set(labels)
    return not said or all(REFUSALS[ground] & said for ground in set(REFUSALS).intersection(grounds))


def _no(said: bool | None) -> bool | None:
    return None if said is None else not said
