"""Events in, clocks out: the one place that decides a date. Pure: no clock, no database, no files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time

from tracker.clocks.calendars import Body, case_calendars
from tracker.clocks.case import Case, is_of_request
from tracker.clocks.differences import ways_to_agree
from tracker.clocks.drafts import Draft
from tracker.clocks.extensions import append, extension_of
from tracker.clocks.interruptions import interrupt, not_filed, suspend, wait
from tracker.clocks.proof import counted_days, possible_days
from tracker.clocks.silence import chained, silence
from tracker.clocks.status import status_of
from tracker.clocks.steps import begin_clocks, meet
from tracker.clocks.timeline import check_events, closing_day, hour_of, timeline
from tracker.clocks.types import CaseClocks, Clock, Event, Note
from tracker.clocks.values import fits
from tracker.laws.catalogue import Rulebook
from tracker.laws.closures import Closure
from tracker.laws.law import Law
from tracker.laws.regulators import Regulator
from tracker.sentences import N_, Sentence, in_a_row
from tracker.vocabulary import CLOCKS


def clocks(
    rulebook: Rulebook,
    body: Body,
    events: Iterable[Event],
    today: date,
    *,
    procedure: str = "access",
    law: str | None = None,
    received_on: date | None = None,
    stated: Mapping[str, date] | None = None,
    closed: tuple[Closure, ...] = (),
) -> CaseClocks:
    """Every clock of a request on a day, in order of start, with its status and its proof.

    `received_on` beats the closing-hour rule; `law` (a key) beats the choice by date; `closed` are extra closed days.
    Raises `ImpossibleEvents` for events that contradict each other, `NoLaw` when no law is known for the day.
    """
    events = tuple(events)
    check_events(events)
    filed = next(event for event in events if event.kind == "filed")
    named = rulebook.law(law, procedure) if law else None
    first_guess = named or rulebook.law_for(body.jurisdiction, procedure, received_on or filed.on)
    calendars = case_calendars(rulebook, body, procedure, closed)
    # The platform receives on a day that only the agency has closed: limits computed by the federal system say so.
    platform_days = calendars.counting("response", "regulator").certain
    closes = first_guess.reception.closes
    received = received_on or closing_day(filed.on, hour_of(filed), closes, platform_days)
    governing = named or rulebook.law_for(body.jurisdiction, procedure, received)
    case = Case(
        book=rulebook,
        body=body,
        law=governing,
        law_was_named=named is not None and not _is_natural(rulebook, body, governing, received),
        received_on=received,
        today=today,
        facts=timeline(events, received, closes, platform_days),
        calendars=calendars,
    )
    begin_clocks(case)
    suspend(case)
    interrupt(case)
    meet(case)
    append(case)
    wait(case)
    by_hour = received_on is None and platform_days.is_open(filed.on) and received != filed.on
    if by_hour and not governing.reception.verified:
        _doubt_hour(case, closes)
    silence(case)
    chained(case)
    meet(case)
    not_filed(case)
    _name_unread(case)
    _compare_stated(case, stated or {})
    made = sorted((_finished(case, draft) for draft in case.drafts), key=lambda one: (one.starts_on, one.due_on))
    return CaseClocks(
        law=governing.key,
        regulator=_regulator(case, _last_day(case, made)).name,
        received_on=received,
        clocks=tuple(made),
        notes=tuple([*case.notes, *_law_notes(case)]),
        version=rulebook.version,
    )


def _is_natural(book: Rulebook, body: Body, law: Law, received: date) -> bool:
    return law.holds_on(received) and any(
        one.key == law.key and body.jurisdiction.startswith(one.jurisdiction.split("-")[0]) for one in book.laws
    )


def _doubt_hour(case: Case, closes: time | None) -> None:
    text = Sentence(
        N_("Received on %(day)s because it was filed after %(hour)s; that hour is not verified."),
        day=case.received_on, hour=f"{closes:%H:%M}",
    )
    case.notes.append(Note("closing_hour_unverified", text))
    for draft in case.drafts:
        if draft.fact is not None and draft.fact.kind == "filed":
            draft.verified = False


def _name_unread(case: Case) -> None:
    """Say which terms run that nobody has read, instead of staying silent about them."""
    for law in {law.key: law for law in (case.law, *(draft.law for draft in case.drafts))}.values():
        for one in law.unread:
            if is_of_request(one.kind) and law is not case.law:
                continue
            for fact in case.facts:
                if not any(fits(trigger, fact.kind, fact.event.values) for trigger in one.after):
                    continue
                if not is_of_request(one.kind) and case.appeal_law(fact.day) is not law:
                    continue
                text = Sentence(
                    N_("From %(day)s a term runs that nobody has read (%(law)s): “%(clock)s”. Whoever owns the "
                       "installation can add it on that law's page."),
                    day=fact.day, law=law.short, clock=Sentence(CLOCKS[one.kind]),
                )
                case.notes.append(Note("term_unread", text))


def _compare_stated(case: Case, stated: Mapping[str, date]) -> None:
    for kind, day in stated.items():
        draft = case.live(kind) or next(iter(case.of(kind)), None)
        if draft is None:
            text = Sentence(N_("No term “%(kind)s” runs that %(day)s could be compared with."), kind=kind, day=day)
            case.notes.append(Note("stated_unused", text))
            continue
        draft.stated = day
        if day == draft.ends[0]:
            continue
        if draft.period.unit == "business":
            possible = [line.date for line in possible_days(draft)]
            certain, days = draft.counting.certain, draft.days + draft.extra
            draft.ways = ways_to_agree(day, draft.day, days, extension_of(draft), certain, possible)
        if draft.ways:
            ways = in_a_row([one.in_words() for one in draft.ways[:3]], N_("%(before)s; or if %(last)s"))
            draft.note("stated_fits", N_("The stated limit (%(day)s) agrees if %(ways)s."), day=day, ways=ways)
        else:
            words = N_("The stated limit (%(day)s) is not the computed one; heed the nearer of the two.")
            draft.note("stated_differs", words, day=day)


def _finished(case: Case, draft: Draft) -> Clock:
    earliest, latest = draft.ends
    owner = draft.period.owner
    hearing = _regulator(case, _hearing_day(case, draft, earliest), draft.kind)
    closes = draft.law.reception.closes if owner == "requester" and draft.period.closes else None
    return Clock(
        kind=draft.kind,
        owner=owner,
        started_by=draft.started_by,
        starts_on=draft.day,
        opens_on=draft.opens_on or draft.day,
        due_on=earliest,
        due_by=closes,
        earliest=earliest,
        latest=latest,
        stated=draft.stated,
        calendar=draft.counting.name,
        regulator=hearing.name if draft.kind != "reserve_expiry" else "",
        days=draft.days + draft.extra,
        unit=draft.period.unit,
        article=draft.citation,
        verified=draft.verified and draft.law.verified,
        status=status_of(draft, case.today),
        law=draft.law.key,
        source=draft.period.source,
        event_id=draft.fact.event.id if draft.fact is not None else None,
        met_on=draft.met_on,
        notes=tuple(draft.notes),
        ways=draft.ways,
        account=lambda: counted_days(draft),
        possible_account=lambda: possible_days(draft),
    )


def _regulator(case: Case, day: date, clock: str = "") -> Regulator:
    body = case.body
    return case.book.regulator_for(
        body.kind_on(day),
        body.jurisdiction,
        day,
        case.law.procedure,
        agency=body.acronym,
        begun_on=case.received_on,
        clock=clock,
    )


def _hearing_day(case: Case, draft: Draft, due_on: date) -> date:
    """The day whose regulator matters: the due date, or today for what the regulator still has to decide."""
    if draft.period.owner == "regulator" and draft.met is None and _is_pending(case):
        return max(due_on, case.today)
    return due_on


def _last_day(case: Case, made: list[Clock]) -> date:
    """The day whose regulator hears the case: when its last remedy ends, or today while an appeal is undecided."""
    ours = [clock.due_on for clock in made if clock.kind in ("appeal", "resolution", "response", "compliance")]
    last = max(ours, default=case.received_on)
    return max(last, case.today) if _is_pending(case) else last


def _is_pending(case: Case) -> bool:
    """Whether an appeal was filed and nothing says that it was decided."""
    decided = case.first("resolution_notified", "appeal_dismissed", "withdrawn", "closed")
    return case.first("appeal_filed") is not None and decided is None


def _law_notes(case: Case) -> list[Note]:
    notes = []
    others = {draft.law.key: draft for draft in case.drafts if draft.law.procedure == case.law.procedure}
    for key, draft in others.items():
        if draft.law is case.law:
            continue
        other = case.law.period(draft.kind)
        same = other is not None and (other.days, other.unit) == (draft.period.days, draft.period.unit)
        tail = Sentence(N_("the term is the same")) if same else Sentence(
            N_("by the law of the request it would be %(days)s days"), days=other.days if other else "?"
        )
        text = Sentence(
            N_(
                "The request follows %(law)s; the appeal begins under %(other)s. No verified text says which governs "
                "it: %(tail)s."
            ),
            law=case.law.key, other=key, tail=tail,
        )
        notes.append(Note("appeal_law", text))
    return notes
