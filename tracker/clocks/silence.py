"""What follows when no reply comes, and the clocks that begin where another one ends."""

from __future__ import annotations

from tracker.clocks.case import Case
from tracker.clocks.drafts import Draft
from tracker.laws.law import Effect
from tracker.sentences import N_

SILENCE = "silence"
"""`started_by` of a clock that the agency's silence starts."""


def silence(case: Case) -> None:
    """Begin what the agency's silence opens: the appeal, or under a tacit grant the delivery."""
    for effect in case.law.effects:
        if effect.effect not in ("silence_appeal", "tacit_grant"):
            continue
        awaited = case.live(effect.of)
        if awaited is None or awaited.ended_on is not None:
            continue
        if awaited.met is not None and awaited.met.day <= awaited.ends[1]:
            continue
        _open(case, effect, awaited)


def _open(case: Case, effect: Effect, awaited: Draft) -> None:
    earliest, latest = awaited.ends
    # Nothing unverified moves the requester's own date later: a doubtful restart counts for the latest date only.
    earliest = min(earliest, awaited.safe_end or earliest)
    law = case.law_of(effect.clock, earliest)
    period = law.period(effect.clock)
    if period is None:
        return
    draft = case.draft(law, period, None, day=earliest, latest_day=latest, started_by=SILENCE)
    draft.place = max(awaited.place, draft.place)
    draft.verified = draft.verified and awaited.verified and effect.verified
    if law is case.law and effect.article and effect.article not in draft.article:
        draft.article = f"{draft.article} y {effect.article}"
    draft.opens_on = draft.counting.certain.nth_after(latest, 1)
    draft.met = next(
        (
            fact
            for fact in case.facts
            if fact.day > earliest and any(fact.kind == trigger.event for trigger in period.met_by)
        ),
        None,
    )
    draft.asserted = any(fact.day > latest for fact in case.facts_of("platform_checked"))
    if effect.effect == "silence_appeal" and awaited.met is not None:
        if not any(latest < fact.day <= awaited.met.day for fact in case.facts_of("platform_checked", "appeal_filed")):
            # Nobody asserted the silence before the reply came: there is nothing to list.
            case.drafts.remove(draft)
        elif draft.met is None or draft.met.place > awaited.met.place:
            # The late reply ends the silence: the appeal is now against the reply.
            draft.met = None
            draft.replace(awaited.met.day)
            draft.note("late_reply", N_("A late reply came: the appeal is now against it."))
        return
    if not draft.asserted and draft.met is None:
        looked = any(fact.day > earliest for fact in case.facts_of("platform_checked"))
        if looked:
            text = N_("Look at the platform again after %(day)s: before, the lack of a reply is not certain.")
        else:
            text = N_("Look at the platform after %(day)s: before, the lack of a reply is not certain.")
        draft.note("check_again" if looked else "check_platform", text, day=latest)
        if period.owner == "requester" and case.today > draft.ends[0]:
            text = N_("If there was no reply, the term to appeal ended on %(day)s.")
            draft.note("window_passed", text, day=draft.ends[0])
    if period.owner == "requester" and draft.ends[0] < draft.opens_on:
        draft.note(
            "window_crosses",
            N_(
                "The shortest term to appeal ends on %(ends)s, before the lack of a reply is certain (%(opens)s): find "
                "out the agency's calendar, or appeal before."
            ),
            ends=draft.ends[0], opens=draft.opens_on,
        )


def chained(case: Case) -> None:
    """Begin the clocks that run from the end of another one."""
    for law in {draft.law.key: draft.law for draft in case.drafts}.values():
        for period in law.periods:
            for trigger in period.after:
                if not trigger.end_of:
                    continue
                for base in list(case.of(trigger.end_of)):
                    if base.law is not law or base.is_replaced or base.ended_on is not None:
                        continue
                    if base.met is not None and not trigger.always:
                        if trigger.or_met and not _has_start(case, period.kind, base.kind):
                            made = case.draft(law, period, base.met, started_by=base.kind)
                            made.place = base.met.place
                    elif not _has_start(case, period.kind, base.kind):
                        earliest, latest = base.ends
                        made = case.draft(law, period, None, day=earliest, latest_day=latest, started_by=base.kind)
                        made.place = max(base.place, made.place)


def _has_start(case: Case, kind: str, started_by: str) -> bool:
    return any(draft.started_by == started_by and not draft.is_replaced for draft in case.of(kind))
