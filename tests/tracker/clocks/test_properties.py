"""What must hold of every case, whatever its dates."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.clocks.cases import book
from tracker.clocks.calendars import PlainBody
from tracker.clocks.differences import explain_difference
from tracker.clocks.engine import clocks
from tracker.clocks.kinds import STATUSES
from tracker.clocks.timeline import ImpossibleEvents
from tracker.clocks.types import CaseClocks, Event
from tracker.laws.closures import Closure
from tracker.laws.errors import NoLaw

TODAY = date(2027, 1, 1)
LAWS = {
    "MX-FED-2002": (date(2003, 6, 12), date(2016, 5, 9)),
    "MX-FED-2016": (date(2016, 5, 10), date(2025, 3, 20)),
    "MX-FED-2025": (date(2025, 3, 21), date(2030, 12, 31)),
}
KINDS = [
    "platform_checked",
    "clarification_asked",
    "clarification_answered",
    "incompetence_notified",
    "public_information_notified",
    "extension_notified",
    "available",
    "paid",
    "replied",
    "supplementary_reply",
    "delivered",
    "withdrawn",
    "appeal_filed",
    "appeal_clarification_asked",
    "appeal_clarification_answered",
    "appeal_admitted",
    "conciliation_agreed",
    "conciliation_ended",
    "instruction_closed",
    "resolution_extended",
    "resolution_notified",
    "inconformidad_filed",
    "inconformidad_resolved",
    "compliance_extension_asked",
    "compliance_extension_ruled",
    "compliance_reported",
    "compliance_contested",
    "compliance_ruled",
    "amparo_filed",
    "closed",
]


@st.composite
def filings(draw: st.DrawFn) -> tuple[str, date]:
    law = draw(st.sampled_from(sorted(LAWS)))
    return law, draw(st.dates(*LAWS[law]))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Event, ...]:
    day = draw(filings())[1]
    events = [Event("filed", day)]
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=9)):
        day += timedelta(days=draw(st.integers(0, 40)))
        events.append(Event(kind, day))
    return tuple(events)


def run(
    events: tuple[Event, ...], closed: tuple[Closure, ...] = (), body: PlainBody | None = None
) -> CaseClocks | None:
    try:
        return clocks(book(), body or PlainBody("INM"), events, TODAY, closed=closed)
    except ImpossibleEvents:
        return None


@settings(max_examples=150, deadline=None)
@given(filings(), st.integers(1, 60))
def test_within_one_law_a_later_filing_never_gives_an_earlier_limit(filing: tuple[str, date], later: int) -> None:
    law, day = filing
    other = min(day + timedelta(days=later), LAWS[law][1])
    first, second = (clocks(book(), PlainBody(), [Event("filed", d)], TODAY, law=law) for d in (day, other))
    for kind in ("response", "incompetence", "clarification_request"):
        one, two = first.live(kind), second.live(kind)
        assert one is not None and two is not None
        assert one.earliest <= two.earliest and one.latest <= two.latest


@settings(max_examples=200, deadline=None)
@given(histories())
def test_the_days_counted_are_the_term_and_the_proof_sums_up(events: tuple[Event, ...]) -> None:
    case = run(events)
    for clock in case.clocks if case else ():
        if clock.unit == "business":
            numbers = [line.number for line in clock.proof if line.counted]
            assert numbers == list(range(1, clock.days + 1))
            assert len(clock.proof) == (clock.due_on - clock.starts_on).days
            assert len(clock.not_counted) == len(clock.proof) - clock.days
            assert clock.proof[-1].counted and clock.proof[-1].date == clock.due_on


@settings(max_examples=200, deadline=None)
@given(histories(), st.sampled_from(["MX-FED", "MX-CHH", "MX-CMX", "MX-PUE", "US", "GT", "HN", "SV"]), st.booleans())
def test_every_case_keeps_its_shape(events: tuple[Event, ...], jurisdiction: str, own_data: bool) -> None:
    procedure = "personal_data" if own_data and jurisdiction.startswith("MX") else "access"
    try:
        case = clocks(book(), PlainBody("", jurisdiction), events, TODAY, procedure=procedure)
    except (ImpossibleEvents, NoLaw):
        return
    assert [clock.starts_on for clock in case.clocks] == sorted(clock.starts_on for clock in case.clocks)
    alive = Counter((clock.kind, clock.started_by) for clock in case.clocks if clock.status != "replaced")
    assert not alive or max(alive.values()) == 1
    for clock in case.clocks:
        assert clock.status in STATUSES
        assert clock.starts_on <= clock.earliest <= clock.latest
        assert clock.due_on == clock.earliest
        assert clock.article and clock.regulator is not None


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(1, 120))
def test_a_closed_day_never_brings_a_date_forward(events: tuple[Event, ...], after: int) -> None:
    day = events[0].on + timedelta(days=after)
    closure = Closure(day, day, "cerrado", "prueba", "verified", ("MX",))
    before, later = run(events), run(events, (closure,))
    if before is None or later is None:
        return
    dates = {(c.kind, c.started_by, c.starts_on, c.days): c for c in before.clocks if c.status != "replaced"}
    for clock in later.clocks:
        same = dates.get((clock.kind, clock.started_by, clock.starts_on, clock.days))
        if same is not None and clock.started_by in ("filed", "replied", "appeal_admitted"):
            assert clock.earliest >= same.earliest


@settings(max_examples=100, deadline=None)
@given(filings(), st.integers(1, 90), st.sampled_from(["possible", "unverified"]))
def test_what_nobody_verified_moves_no_date_but_the_latest(filing: tuple[str, date], after: int, status: str) -> None:
    _, day = filing
    closed = day + timedelta(days=after)
    doubt = Closure(closed, closed + timedelta(days=9), "quizá", "prueba", status, ("MX",))
    events = (Event("filed", day), Event("replied", day + timedelta(days=10)))
    before, later = run(events), run(events, (doubt,))
    assert before is not None and later is not None
    for one, two in zip(before.clocks, later.clocks, strict=True):
        assert (one.kind, one.due_on, one.earliest) == (two.kind, two.due_on, two.earliest)
        assert one.latest <= two.latest


@settings(max_examples=40, deadline=None)
@given(filings(), st.integers(0, 15))
def test_the_days_that_explain_a_printed_limit_make_it_the_computed_one(filing: tuple[str, date], run_of: int) -> None:
    law, day = filing
    plain = clocks(book(), PlainBody(), [Event("filed", day)], TODAY, law=law).live("response")
    assert plain is not None
    shut = Closure(
        day + timedelta(days=3),
        day + timedelta(days=3 + run_of),
        "cerrado",
        "p",
        "verified",
        ("MX",),
        basis=("agency",),
    )
    stated = clocks(book(), PlainBody(), [Event("filed", day)], TODAY, law=law, closed=(shut,)).live("response")
    assert stated is not None
    from tracker.clocks.calendars import case_calendars

    calendar = case_calendars(book(), PlainBody(), "access").counting("response", "agency").certain
    ways = explain_difference(stated.due_on, plain.starts_on, plain.days, calendar)
    assert bool(ways) == (stated.due_on != plain.due_on)
    for way in ways:
        closures = tuple(Closure(d, d, "cerrado", "p", "verified", ("MX",), basis=("agency",)) for d in way.days)
        again = clocks(book(), PlainBody(), [Event("filed", day)], TODAY, law=law, closed=closures).live("response")
        assert again is not None and again.due_on == stated.due_on


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(KINDS),
    st.sampled_from(
        ["days", "reserve_years", "hour", "notified_on", "resolved_on", "classified_on", "sense", "partial"]
    ),
    st.one_of(st.text(max_size=8), st.integers(), st.none(), st.dates()),
)
def test_a_value_that_makes_no_sense_is_refused_in_words_and_never_crashes(kind: str, name: str, value: object) -> None:
    case = run((Event("filed", date(2026, 1, 15)), Event(kind, date(2026, 2, 10), None, {name: value})))
    assert case is None or case.as_json()["clocks"]
