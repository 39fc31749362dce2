"""The steps of the engine: begin every clock the facts call for, then let the law's effects act on them."""

from __future__ import annotations

from datetime import date

from tracker.clocks.case import Case, is_of_request
from tracker.clocks.drafts import Draft
from tracker.clocks.kinds import REPLIES
from tracker.clocks.timeline import Fact
from tracker.clocks.types import Note
from tracker.clocks.values import a_day, a_number, fits, is_partial
from tracker.laws.law import Law, Period, Trigger


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
    day = a_day(fact.event.values, trigger.from_value) if trigger.from_value else None
    if trigger.from_value and day is None:
        return
    # A notice that tells its own start (the day of approval) also meets the clock.
    made = case.draft(law, period, fact, day=day)
    made.by_value = bool(trigger.from_value)
    if trigger.notice_within:
        made.latest_day = made.counting.widest.nth_after(made.latest_day, trigger.notice_within)


def _begin_court_clocks(case: Case) -> None:
    for fact in case.facts_of("resolution_notified", "appeal_dismissed"):
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
                Note("no_second_appeal", f"{draft.law.short} no da un segundo recurso contra la nueva respuesta.")
            )
        for effect in draft.law.effects_named("second_appeal"):
            grounds = ", ".join(effect.grounds)
            draft.note(
                "second_appeal",
                f"Recurso contra la respuesta dada en cumplimiento: sólo por las fracciones {grounds} "
                f"({draft.law.cite(effect.article)}).",
            )


def _keep_one_per_start(case: Case) -> None:
    last: dict[tuple[str, str], Draft] = {}
    for draft in case.drafts:
        before = last.get((draft.kind, draft.started_by))
        if before is not None:
            before.replace(draft.day)
        last[draft.kind, draft.started_by] = draft


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
                    again.note("answer_late?", "La prevención pudo contestarse fuera de plazo; confirme el calendario.")
            elif partial:
                if duty is not None:
                    running.latest_at_least = running.counting.widest.nth_after(duty.ends[1], period.days)
                    running.forget_ends()
            else:
                running.replace(asked.day)
                running.note("interrupted", "Interrumpido por la prevención: los días transcurridos se pierden.")


def _doubt_late_question(case: Case, asked: Fact, running: Draft, again: Draft) -> None:
    """A question asked after its own limit starts the term again in practice, but no text read says that it may."""
    window = next((d for d in reversed(case.of("clarification_request")) if d.place < asked.place), None)
    if window is None or asked.day <= window.ends[1]:
        return
    again.safe_end = running.safe_end or running.ends[0]
    again.note(
        "clarification_late",
        f"La prevención se hizo fuera de plazo (venció el {window.ends[1]}): si no interrumpió, "
        f"el plazo para responder terminó el {again.safe_end}.",
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
    for name, what in (("not_filed", "la solicitud"), ("dismissed", "el recurso")):
        for effect in case.law.effects_named(name):
            for draft in case.of(effect.missed):
                if draft.fact is None or draft.met is not None or case.today <= draft.ends[1]:
                    continue
                if any(fact.place > draft.place for fact in case.facts_of(*REPLIES, "withdrawn")):
                    continue
                verb = "se tiene por no presentada" if name == "not_filed" else "se desecha"
                text = f"Sin respuesta a la prevención, {what} {verb} ({case.law.cite(effect.article)})."
                if is_partial(draft.fact.event.values):
                    text = f"Sin respuesta a la prevención parcial, esa parte de {what} {verb}; el resto sigue."
                draft.note(name, text)


def suspend(case: Case) -> None:
    """Days between two events do not count, as when the US clock is tolled."""
    for effect in case.law.effects_named("suspend"):
        for draft in case.of(effect.clock):
            spans: list[tuple[date, date]] = []
            for asked in case.facts_of(effect.event):
                if draft.runs_at(asked):
                    answer = _answer_to(case, asked, effect.event, effect.until)
                    spans.append((asked.day, answer.day if answer else max(case.today, asked.day)))
            draft.tolls = tuple(spans)
            draft.forget_ends()


def wait(case: Case) -> None:
    """Until the requester has done a part (identity), the owner cannot act: only the latest date moves."""
    for effect in case.law.effects_named("wait"):
        for asked in case.facts_of(effect.event):
            done = _answer_to(case, asked, effect.event, effect.until)
            for draft in case.of(effect.clock):
                if done is None:
                    draft.note("waiting", "La dependencia espera que acredite su identidad.")
                elif done.latest_day > draft.latest_day:
                    draft.latest_at_least = draft.counting.widest.nth_after(done.latest_day, draft.days)
                    draft.forget_ends()


def append(case: Case) -> None:
    """An extension notified in time adds its days to the original count, once."""
    for law in {draft.law.key: draft.law for draft in case.drafts}.values():
        for effect in law.effects_named("append"):
            extended: set[int] = set()
            for fact in case.facts_of(effect.event):
                running = next(
                    (
                        d
                        for d in reversed(case.of(effect.clock))
                        if d.law is law and d.runs_at(fact) and not d.is_replaced and effect.start in ("", d.started_by)
                    ),
                    None,
                )
                if running is None:
                    continue
                if id(running) in extended:
                    running.note(
                        "extended_twice", "El plazo sólo puede ampliarse una vez; la segunda prórroga no cuenta."
                    )
                    continue
                extended.add(id(running))
                days = min(a_number(fact.event.values, "days") or effect.days, effect.days)
                earliest, latest = running.ends
                if fact.day <= earliest:
                    running.extra = days
                    if effect.article and effect.article != running.article:
                        running.article = f"{running.article} y {effect.article}"
                    running.verified = running.verified and effect.verified
                elif fact.day <= latest:
                    running.possible_extra = days
                    running.note(
                        "extension_late?",
                        f"La prórroga se notificó entre {earliest} y {latest}: sólo vale si hubo días de cierre.",
                    )
                else:
                    running.note(
                        "extension_late", f"Prórroga notificada fuera de plazo (venció el {latest}): no amplía nada."
                    )
                running.forget_ends()


def meet(case: Case) -> None:
    """Find what met each clock, and what ended it unmet."""
    for draft in case.drafts:
        if draft.met is None and draft.by_value:
            draft.met = draft.fact
        if draft.met is None:
            draft.met = case.first_after(draft, draft.period.met_by)
        if draft.kind in ("appeal", "arguments", "amparo", "compliance_contest", "inconformidad"):
            ends = case.first("withdrawn")
        else:
            ends = case.first("withdrawn", "closed")
        if ends is not None and ends.place > draft.place and draft.kind != "reserve_expiry":
            draft.ended_on = ends.day
        pointless = case.first_after(draft, draft.period.ended_by)
        if pointless is not None and (draft.ended_on is None or pointless.day < draft.ended_on):
            draft.ended_on = pointless.day
