"""The first and the last step of the engine: begin every clock the facts call for, and find what met each."""

from __future__ import annotations

from tracker.clocks.case import Case, is_of_request
from tracker.clocks.drafts import Draft
from tracker.clocks.timeline import Fact
from tracker.clocks.types import Note
from tracker.clocks.values import a_day, a_number, fits
from tracker.laws.law import Law, Period, Trigger, cite
from tracker.sentences import N_, Sentence


def begin_clocks(case: Case) -> None:
    """Begin every clock that an event starts, each under the law of its procedure."""
    for fact in case.facts:
        appeal_law = case.appeal_law(fact.day)
        for period, trigger in case.law.starts.get(fact.kind, ()):
            if is_of_request(period.kind) or appeal_law is case.law:
                _begin(case, case.law, period, trigger, fact)
        if appeal_law is not case.law:
            for period, trigger in appeal_law.starts.get(fact.kind, ()):
                if not is_of_request(period.kind):
                    _begin(case, appeal_law, period, trigger, fact)
    _second_appeals(case)
    _begin_court_clocks(case)
    _keep_one_per_start(case)


def _begin(case: Case, law: Law, period: Period, trigger: Trigger, fact: Fact) -> None:
    if not fits(trigger, fact.kind, fact.event.values):
        return
    if trigger.past and not any(before.place < fact.place for before in case.facts_of(trigger.past)):
        return
    day = a_day(fact.event.values, trigger.from_value) if trigger.from_value else None
    if trigger.from_value and day is None:
        return
    # A notice that tells its own start (the day of approval) also meets the clock.
    made = case.draft(law, period, fact, day=day)
    made.by_value = bool(trigger.from_value)
    given = a_number(fact.event.values, period.days_value) if period.beyond else None
    if given is not None and given > period.days:
        made.possible_extra = given - period.days
        made.note(
            "beyond",
            N_("%(given)s days are given where %(article)s has %(days)s and more only for cause: the earliest date "
               "counts the law's days, the latest those given."),
            given=given, days=period.days, article=made.citation,
        )
    if trigger.notice_within:
        made.latest_day = made.counting.widest.nth_after(made.latest_day, trigger.notice_within)


def _begin_court_clocks(case: Case) -> None:
    for fact in case.facts_of("resolution_notified", "appeal_dismissed", "inconformidad_resolved"):
        law = case.court_law(fact.day)
        for period, trigger in law.starts.get(fact.kind, ()) if law else ():
            if law and fits(trigger, fact.kind, fact.event.values):
                case.draft(law, period, fact)


def _second_appeals(case: Case) -> None:
    resolution = case.first("resolution_notified")
    if resolution is None:
        return
    for draft in case.of("appeal"):
        if draft.place < resolution.place:
            continue
        if draft.law.effects_named("no_second_appeal"):
            case.drafts.remove(draft)
            case.notes.append(
                Note("no_second_appeal", Sentence(
                    N_("%(law)s gives no second appeal against the new reply."), law=draft.law.short))
            )
        for effect in draft.law.effects_named("second_appeal"):
            grounds = ", ".join(effect.grounds)
            draft.note(
                "second_appeal",
                N_(
                    "Appeal against the reply given in compliance: only on the grounds of fractions "
                    "%(grounds)s (%(article)s)."
                ),
                grounds=grounds,
                article=cite(effect.short, effect.article),
            )


def _keep_one_per_start(case: Case) -> None:
    last: dict[tuple[str, str], Draft] = {}
    for draft in case.drafts:
        before = last.get((draft.kind, draft.started_by))
        if before is not None:
            before.replace(draft.day)
            if draft.kind == "appeal" and draft.started_by == "replied":
                draft.notes.append(Note("second_reply", Sentence(
                    N_("Another reply is noted on %(day)s: if this one does not correct it, note it as supplementary; "
                       "the term of the first is not prolonged."), day=before.day)))
        last[draft.kind, draft.started_by] = draft


def meet(case: Case) -> None:
    """Find what met each clock that was not looked at yet, and what ended it unmet."""
    withdrawn, over = case.first("withdrawn"), case.first("withdrawn", "closed")
    for draft in case.drafts:
        if draft.is_settled:
            continue
        draft.is_settled = True
        if draft.met is None:
            draft.met = draft.fact if draft.by_value else case.first_after(draft, draft.period.met_by)
        # Closing a case on paper takes no remedy away from the requester; a withdrawal does.
        ends = withdrawn if draft.period.owner == "requester" else over
        if ends is not None and ends.place > draft.place and draft.kind != "reserve_expiry":
            draft.ended_on = ends.day
        pointless = case.first_after(draft, draft.period.ended_by)
        if pointless is not None and (draft.ended_on is None or pointless.day < draft.ended_on):
            draft.ended_on = pointless.day
