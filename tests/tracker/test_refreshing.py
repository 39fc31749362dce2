"""Clocks move with the day, the calendar and what people record; what cannot move is left alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tracker.laws.store import add_closed_days
from tracker.people.models import User
from tracker.reminders.models import Reminder
from tracker.reminders.preferences import save_preference
from tracker.reminders.refreshing import refresh
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import ClockRow


@pytest.fixture
def log(world):
    """Logs a request of Alice's without computing anything, as an import might."""
    def do(filed_on: date, *events: tuple[str, date]) -> int:
        with world.backends.sessions.writing() as session:
            alice = session.get_one(User, world.people["alice"])
            row = log_request(session, RequestDraft(project_id=world.project, subject="x", agency="INM",
                                                    filed_on=filed_on), by=alice, clock=world.backends.clock)
            for kind, on in events:
                record_event(session, row, kind, on, by=alice, clock=world.backends.clock)
            return row.id
    return do


def again(world, by: timedelta = timedelta(minutes=30)) -> int:
    world.backends.clock.advance(by)
    return refresh(world.backends.sessions, now=world.backends.clock.now())


def planned(world, kind: str = "appeal") -> list[tuple[int, date]]:
    with world.backends.sessions.reading() as session:
        rows = session.scalars(select(Reminder).where(Reminder.state == "planned", Reminder.clock_kind == kind))
        return sorted((row.rung, row.due_on) for row in rows)


def test_what_was_recorded_without_planning_is_planned_at_the_next_pass(world, log):
    log(date(2026, 10, 1), ("replied", date(2026, 11, 20)))
    assert again(world) == 1
    assert [rung for rung, _due in planned(world)] == [-1, 0, 1, 3, 5, 10, 1000]
    assert again(world) == 0


def test_a_new_day_touches_only_what_a_day_can_change(world, log):
    log(date(2015, 3, 2), ("replied", date(2015, 3, 20)))
    log(date(2026, 11, 10))
    assert again(world) == 2
    assert again(world, timedelta(days=1)) == 1
    assert again(world, timedelta(days=1)) == 1


def test_a_closed_day_added_to_a_calendar_moves_the_reminders(world, log):
    log(date(2026, 10, 1), ("replied", date(2026, 11, 20)))
    again(world)
    before = {due for _rung, due in planned(world)}
    with world.backends.sessions.writing() as session:
        add_closed_days(session, agency=None, first=date(2026, 11, 26), last=date(2026, 11, 27), reason="closed",
                        source="DOF", by=world.people["olga"], at=world.backends.clock.now())
    assert again(world) >= 1
    with world.backends.sessions.reading() as session:
        due = session.scalars(select(ClockRow.due_on).where(ClockRow.kind == "appeal")).one()
    assert {on for _rung, on in planned(world)} == {due}
    assert before == {due} or all(on < due for on in before)


def test_an_agencys_clock_becomes_overdue_by_the_day_alone(world, log):
    log(date(2026, 11, 10))
    again(world)
    again(world, timedelta(days=60))
    with world.backends.sessions.reading() as session:
        states = session.scalars(select(ClockRow.status).where(ClockRow.kind == "response")).all()
    assert states[0] in ("late", "may_be_overdue")


def test_a_mistyped_law_does_not_stop_what_is_planned_from_being_sent(world, log):
    from tracker.laws.models import LawDocument
    from tracker.worker import knock

    log(date(2026, 10, 1), ("replied", date(2026, 11, 20)))
    refresh(world.backends.sessions, now=world.backends.clock.now())
    with world.backends.sessions.writing() as session:
        session.add(LawDocument(kind="law", name="MX-FED-2025", content="periods: 7", digest="x", origin="user"))
    counts = knock(world.backends)
    assert (counts["requests_recomputed"], counts["reminders_sent"]) == (0, 1)


def test_a_request_whose_events_contradict_each_other_does_not_stop_the_others(world, log):
    from tracker.requests.models import Event

    broken, fine = log(date(2026, 10, 1), ("replied", date(2026, 11, 20))), log(date(2026, 10, 2),
                                                                               ("replied", date(2026, 11, 20)))
    with world.backends.sessions.writing() as session:
        event = session.scalars(select(Event).where(Event.info_request_id == broken, Event.kind == "filed")).one()
        event.happened_on = date(2026, 11, 25)
    assert again(world) == 2
    with world.backends.sessions.reading() as session:
        assert set(session.scalars(select(Reminder.info_request_id))) == {fine}


def test_a_changed_wish_reaches_what_is_planned_with_the_next_pass_and_nobody_elses(world, log):
    log(date(2026, 10, 1), ("replied", date(2026, 11, 20)))
    again(world)
    with world.backends.sessions.writing() as session:
        save_preference(session, world.people["charlie"], ladder=[0])
        save_preference(session, world.people["alice"], ladder=[5, 0])
    assert again(world) == 1
    assert [rung for rung, _due in planned(world)] == [0, 5, 1000]
    assert again(world) == 0
