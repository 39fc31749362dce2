"""Which days a person is reminded on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.reminders.world import CITY, at, make_clock
from tracker.reminders.planning import START, days_left, named, rungs
from tracker.reminders.wishes import Wishes, is_quiet, overview_due

NOW = at("2026-03-02T12:00")


def days(clock, wishes=Wishes(), zone=CITY):
    return {r.rung: r.due_at.astimezone(zone).date() for r in rungs([clock], wishes, zone, now=NOW) if r.rung != START}


def test_the_ladder_counts_business_days_back_from_the_end():
    assert days(make_clock()) == {
        10: date(2026, 3, 9), 5: date(2026, 3, 16), 3: date(2026, 3, 18), 1: date(2026, 3, 20), 0: date(2026, 3, 23),
        -1: date(2026, 3, 24),
    }


def test_a_closed_day_moves_the_rungs_before_it():
    assert days(make_clock(closed=["2026-03-16"]))[5] == date(2026, 3, 13)


def test_rungs_longer_than_the_term_are_dropped():
    assert set(days(make_clock(due="2026-03-09"))) == {3, 1, 0, -1}
    assert set(days(make_clock(due="2026-03-16"))) == {5, 3, 1, 0, -1}


def test_the_mail_goes_out_at_nine_in_the_persons_own_zone():
    madrid = ZoneInfo("Europe/Madrid")
    last = next(r for r in rungs([make_clock(due="2026-04-02")], Wishes(), madrid, now=NOW) if r.rung == 0)
    assert last.due_at.isoformat() == "2026-04-02T09:00:00+02:00"


def test_a_quiet_day_brings_the_mail_forward_and_never_later():
    wishes = Wishes(quiet_days=frozenset({4, 5, 6}))
    assert days(make_clock(), wishes)[1] == date(2026, 3, 19)


def test_agency_dates_get_one_rung_the_day_after():
    clock = make_clock(kind="response", owner="agency", due="2026-03-27", latest=date(2026, 4, 10))
    planned = rungs([clock], Wishes(), CITY, now=NOW)
    assert [(r.rung, r.due_at.astimezone(CITY).date()) for r in planned] == [(-1, date(2026, 3, 30))]
    assert rungs([clock], Wishes(looks=False), CITY, now=NOW) == []


def test_the_end_of_keeping_is_told_like_a_clock_of_my_own():
    planned = rungs([make_clock(kind="keeping", owner="agency")], Wishes(), CITY, now=NOW)
    assert {r.rung for r in planned} == {START, 10, 5, 3, 1, 0, -1}


def test_what_is_met_or_replaced_or_has_not_begun_is_not_planned():
    for status in ("met", "replaced", "pending"):
        assert rungs([make_clock(status=status)], Wishes(), CITY, now=NOW) == []


def test_the_day_after_is_only_told_when_something_can_still_be_saved():
    assert -1 not in days(make_clock(kind="amparo"))
    assert -1 in days(make_clock(kind="amparo", latest=date(2026, 4, 1)))


def test_a_clock_keeps_its_name_when_it_is_replaced():
    clocks = [make_clock(kind="response", status="replaced"), make_clock(kind="response"), make_clock(),
              make_clock(start="2026-03-10", due="2026-03-31")]
    assert [name for name, _ in named(clocks)] == ["response-1", "response-1", "appeal-1", "appeal-2"]


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.integers(0, 12))
def test_a_rung_leaves_exactly_its_number_of_business_days(start, length, rung):
    due = start
    for _ in range(length):
        due += timedelta(days=1)
        while due.weekday() > 4:
            due += timedelta(days=1)
    planned = days(make_clock(start=start.isoformat(), due=due.isoformat()), Wishes(ladder=(rung,)))
    if rung in planned:
        assert days_left(planned[rung], due) == rung
        assert start < planned[rung] <= due
    else:
        assert rung >= days_left(start, due)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), *[st.integers(0, 23)] * 3)
def test_quiet_hours_cover_the_same_share_of_every_day(day, hour, start, end):
    aware = datetime.combine(day, time(hour), tzinfo=CITY)
    quiet = is_quiet(aware, Wishes(quiet_from=start, quiet_to=end), CITY)
    hours = {(start + n) % 24 for n in range((end - start) % 24)}
    assert quiet == (aware.hour in hours)


def test_the_overview_goes_out_once_a_week_even_when_monday_was_missed():
    wishes = Wishes()
    assert overview_due(at("2026-03-04T10:00"), wishes, CITY, date(2026, 2, 23))
    assert not overview_due(at("2026-03-04T10:00"), wishes, CITY, date(2026, 3, 2))
    assert not overview_due(at("2026-03-09T08:59"), wishes, CITY, date(2026, 3, 2))
    assert overview_due(at("2026-03-09T09:00"), wishes, CITY, date(2026, 3, 2))
    assert not overview_due(at("2026-03-09T09:00"), Wishes(overview="never"), CITY, None)
