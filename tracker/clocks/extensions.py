"""Extensions: in time they are appended to the original count, once."""

from __future__ import annotations

from tracker.clocks.case import Case
from tracker.clocks.drafts import Draft
from tracker.clocks.timeline import Fact
from tracker.clocks.values import a_number
from tracker.laws.law import Effect, Law
from tracker.sentences import N_


def extension_of(draft: Draft) -> int:
    """How many days the law lets a term grow by that was not extended yet; 0 when it was, or cannot be."""
    if draft.extra or draft.possible_extra:
        return 0
    fitting = (one for one in draft.law.effects_named("append") if one.clock == draft.kind)
    return max((one.days for one in fitting if one.start in ("", draft.started_by)), default=0)


def append(case: Case) -> None:
    """Let every notice of extension act on the clock that was running when it came."""
    for law in {draft.law.key: draft.law for draft in case.drafts}.values():
        for effect in law.effects_named("append"):
            extended: set[int] = set()
            for fact in case.facts_of(effect.event):
                running = _running_at(case, law, effect, fact)
                if running is None:
                    continue
                if id(running) in extended and _adds(effect, fact):
                    running.note(
                        "extended_twice", N_("The term can be extended only once; the second extension does not count.")
                    )
                else:
                    if _adds(effect, fact):
                        extended.add(id(running))
                    _extend(running, effect, fact)


def _adds(effect: Effect, fact: Fact) -> bool:
    return bool(effect.days or a_number(fact.event.values, "days"))


def _running_at(case: Case, law: Law, effect: Effect, fact: Fact) -> Draft | None:
    for draft in reversed(case.of(effect.clock)):
        was_met = draft.met is not None and draft.met.place < fact.place
        fits_start = effect.start in ("", draft.started_by)
        if draft.law is law and draft.runs_at(fact) and not draft.is_replaced and not was_met and fits_start:
            return draft
    return None


def _extend(running: Draft, effect: Effect, fact: Fact) -> None:
    days = a_number(fact.event.values, "days") or effect.days
    if effect.most:
        days = min(days, effect.most)
    if not days:
        running.note(
            "extension_without_days",
            N_("The notice of %(day)s names no days, so nothing was added; if some were granted, write how many."),
            day=fact.day,
        )
        return
    earliest, latest = running.ends
    if fact.day <= earliest:
        running.extra = days
        running.verified = running.verified and effect.verified
        if effect.article and effect.article != running.article:
            running.article = f"{running.article} y {effect.article}"
    elif fact.day <= latest:
        running.possible_extra = days
        text = N_("The extension was notified between %(first)s and %(last)s: it holds only if there were closed days.")
        running.note("extension_late?", text, first=earliest, last=latest)
    else:
        text = N_("The extension was notified too late (the term ended on %(day)s): it extends nothing.")
        running.note("extension_late", text, day=latest)
    running.forget_ends()
