"""Questions to the requester and what they do to a count: lose it, suspend it, or make it wait."""

from __future__ import annotations

from datetime import date

from tracker.clocks.case import Case
from tracker.clocks.drafts import Draft
from tracker.clocks.kinds import REPLIES
from tracker.clocks.timeline import Fact
from tracker.clocks.values import fits, is_partial
from tracker.laws.law import cite
from tracker.sentences import N_

UNANSWERED = {
    "not_filed": (
        N_("Without an answer to the clarification the request counts as not filed (%(article)s)."),
        N_(
            "Without an answer to the partial clarification that part of the request "
            "counts as not filed; the rest goes on."
        ),
    ),
    "dismissed": (
        N_("Without an answer to the clarification the appeal is dismissed (%(article)s)."),
        N_("Without an answer to the partial clarification that part of the appeal is dismissed; the rest goes on."),
    ),
}
"""What a question left unanswered does: to the whole, and when only a part was asked about."""

TOLLED = {
    "clarification_asked": "suspendido mientras se espera la respuesta del solicitante",
    "conciliation_agreed": "suspendido mientras se cumple el acuerdo de conciliación",
}
"""Why days are left out between two events, by the first of the two, in the words of the proof."""


def interrupt(case: Case) -> None:
    """A request for clarification loses the days run; the answer starts the whole term again."""
    for effect in case.law.effects_named("interrupt"):
        period = case.law.period(effect.clock)
        if period is None:
            continue
        answers = [draft for draft in case.of("clarification_answer") if draft.kind != effect.clock]
        for asked in case.facts_of(effect.event):
            running = next((d for d in reversed(case.of(effect.clock)) if d.runs_at(asked) and not d.is_replaced), None)
            duty = next((draft for draft in answers if draft.fact is asked), None)
            answer = _answer_to(case, asked, effect.event, effect.until)
            partial = is_partial(asked.event.values)
            if running is None or _was_answered(case, running, asked):
                continue
            in_time = answer is not None and (duty is None or answer.day <= duty.ends[1])
            if answer is not None and in_time:
                running.replace(asked.day)
                again = case.draft(case.law, period, answer)
                _doubt_late_question(case, asked, running, again)
                if duty is not None and answer.day > duty.ends[0]:
                    text = N_("The clarification may have been answered too late; confirm the calendar.")
                    again.note("answer_late?", text)
            elif partial:
                if duty is not None:
                    running.latest_at_least = running.counting.widest.nth_after(duty.ends[1], period.days)
                    running.forget_ends()
            else:
                running.replace(asked.day)
                running.note(
                    "interrupted", N_("Interrupted by the request for clarification: the days that had run are lost.")
                )


def _doubt_late_question(case: Case, asked: Fact, running: Draft, again: Draft) -> None:
    """A question asked after its own limit starts the term again in practice, but no text read says that it may."""
    window = next((d for d in reversed(case.of("clarification_request")) if d.place < asked.place), None)
    if window is None or asked.day <= window.ends[1]:
        return
    again.safe_end = running.safe_end or running.ends[0]
    again.note(
        "clarification_late",
        N_(
            "The clarification was asked too late (its term ended on %(asked)s): if it interrupted nothing, the term "
            "to reply ended on %(ended)s."
        ),
        asked=window.ends[1], ended=again.safe_end,
    )


def _answer_to(case: Case, asked: Fact, question: str, answer: str) -> Fact | None:
    following = next((fact for fact in case.facts_of(question) if fact.place > asked.place), None)
    for fact in case.facts_of(answer):
        if fact.place > asked.place and (following is None or fact.place < following.place):
            return fact
    return None


def _was_answered(case: Case, running: Draft, asked: Fact) -> bool:
    return any(
        running.place < fact.place < asked.place
        and any(fits(t, fact.kind, fact.event.values) for t in running.period.met_by)
        for fact in case.facts
    )


def not_filed(case: Case) -> None:
    """Say what an unanswered question does to the request or to the appeal."""
    for name, (whole, part) in UNANSWERED.items():
        for effect in case.law.effects_named(name):
            for draft in case.of(effect.missed):
                if draft.fact is None or draft.met is not None or case.today <= draft.ends[1]:
                    continue
                if any(fact.place > draft.place for fact in case.facts_of(*REPLIES, "withdrawn")):
                    continue
                if is_partial(draft.fact.event.values):
                    draft.note(name, part)
                else:
                    draft.note(name, whole, article=cite(effect.short, effect.article))


def suspend(case: Case) -> None:
    """Days between two events do not count, as when the US clock is tolled or a conciliation is carried out.

    What nobody verified leaves the earliest date where it was and only widens the interval.
    """
    for draft in case.drafts:
        for effect in draft.law.effects_named("suspend"):
            if effect.clock != draft.kind:
                continue
            spans: list[tuple[date, date]] = []
            for asked in case.facts_of(effect.event):
                if draft.runs_at(asked):
                    answer = _answer_to(case, asked, effect.event, effect.until)
                    spans.append((asked.day, answer.day if answer else max(case.today, asked.day)))
            if effect.verified:
                draft.tolls = (*draft.tolls, *spans)
            else:
                draft.possible_tolls = (*draft.possible_tolls, *spans)
            draft.tolled_why = TOLLED.get(effect.event, "")
            draft.forget_ends()


def wait(case: Case) -> None:
    """Until the requester has done a part (identity), the owner cannot act: only the latest date moves."""
    for effect in case.law.effects_named("wait"):
        for asked in case.facts_of(effect.event):
            done = _answer_to(case, asked, effect.event, effect.until)
            for draft in case.of(effect.clock):
                if done is None:
                    draft.note("waiting", N_("The agency waits for you to prove your identity."))
                elif done.latest_day > draft.latest_day:
                    draft.latest_at_least = draft.counting.widest.nth_after(done.latest_day, draft.days)
                    draft.forget_ends()
