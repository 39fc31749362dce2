"""Never missed, never doubled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.tracker.reminders.world import AWAY, DELAYED, REFUSED, UNSURE, Killed, World, at, make_clock
from tracker.projects.models import Membership
from tracker.reminders.actions import note_opened, set_personal_reminder
from tracker.reminders.models import Notice
from tracker.reminders.preferences import save_preference
from tracker.reminders.sending import send_due
from tracker.requests.models import ClockRow, InfoRequest, Promise


def run_days(world: World, first: str, count: int, hour: str = "09:30") -> list[int]:
    """Tick once a day; how many mails each day brought Alice."""
    day, sent = date.fromisoformat(first), []
    for _ in range(count):
        before = len(world.post.taken)
        world.tick(f"{day.isoformat()}T{hour}")
        sent.append(sum(mail["To"] == "alice@example.org" for mail in world.post.taken[before:]))
        day += timedelta(days=1)
    return sent


def test_a_clock_of_mine_is_told_when_it_begins_and_at_every_rung(world):
    world.plan(make_clock())
    assert world.tick().reminders_sent == 1
    assert "Begun: File an appeal" in world.post.taken[0].get_body(("plain",)).get_content()
    assert run_days(world, "2026-03-03", 23) == [0] * 6 + [1] + [0] * 6 + [1, 0, 1, 0, 1, 0, 0, 1, 1, 0]


def test_a_reminder_is_sent_once_even_if_the_worker_slept_for_a_week(world):
    world.plan(make_clock())
    world.tick()
    assert world.tick("2026-03-18T10:00").reminders_sent == 1
    assert "3 business days left" in world.post.taken[-1]["Subject"]
    assert world.tick("2026-03-18T10:01").reminders_sent == 0
    assert [r.rung for r in world.rows() if r.cancelled_because == "overtaken"] == [10, 5]


def test_a_month_of_downtime_brings_one_mail_not_thirty(world):
    for n in range(6):
        world.plan(make_clock(due=f"2026-03-{20 + n}"), request=world.add_request(f"Question {n}"))
    world.tick()
    counts = world.tick("2026-04-20T10:00")
    assert (counts.reminders_sent, len(world.post.taken)) == (1, 2)


def test_a_late_mail_says_the_days_that_are_left_now(world):
    world.plan(make_clock())
    world.tick()
    world.tick("2026-03-17T10:00")
    assert "4 business days left" in world.post.taken[-1]["Subject"]


def test_ticking_twice_sends_nothing_twice(world):
    world.plan(make_clock())
    for _ in range(3):
        world.plan(make_clock())
        world.tick()
    assert len(world.post.taken) == 1


def test_a_met_clock_cancels_what_was_planned(world):
    world.plan(make_clock())
    world.tick()
    world.plan(make_clock(status="met"))
    assert run_days(world, "2026-03-09", 16) == [0] * 16
    assert {r.cancelled_because for r in world.rows("cancelled")} == {"ended"}


def test_a_moved_clock_is_told_once_and_reminded_at_its_new_days(world):
    world.plan(make_clock())
    world.tick()
    world.plan(make_clock(due="2026-03-30"))
    world.tick("2026-03-03T09:30")
    text = world.post.taken[-1].get_body(("plain",)).get_content()
    assert "Date moved: File an appeal" in text and "March 30, 2026" in text
    world.plan(make_clock(due="2026-03-30"))
    assert run_days(world, "2026-03-04", 13) == [0] * 12 + [1]


def test_a_clock_that_moves_before_it_was_told_is_told_with_its_new_date(world):
    world.post.script = [AWAY]
    world.plan(make_clock())
    world.tick()
    world.plan(make_clock(due="2026-03-30"))
    world.tick("2026-03-02T13:00")
    assert len(world.post.taken) == 1
    assert "March 30, 2026" in world.post.taken[0].get_body(("plain",)).get_content()


def test_two_workers_at_once_send_each_mail_once(world):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from archive.db import Sessions, open_engine
    from tracker.people.models import User

    for number in range(12):
        request = world.add_request(f"Question {number}")
        with world.sessions.writing() as session:
            user = User(email=f"u{number}@example.org", name=f"U{number}", role="owner", is_active=True, language="en",
                        zone="America/Mexico_City", created_at=world.clock.now())
            session.add(user)
            session.flush()
            session.get_one(InfoRequest, request).owner_id = user.id
        world.plan(make_clock(), request=request)
    together = Barrier(4)

    def work(_number: int) -> None:
        sessions = Sessions(open_engine(world.settings.database_url))
        together.wait()
        send_due(sessions, world.post, world.settings, world.clock)
        sessions.engine.dispose()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    assert sorted(mail["To"] for mail in world.post.taken) == sorted(f"u{number}@example.org" for number in range(12))


def test_a_date_that_moved_twice_is_told_once_and_not_at_all_when_it_moved_back(world):
    world.plan(make_clock())
    world.tick()
    world.plan(make_clock(due="2026-03-30"))
    world.plan(make_clock(due="2026-03-31"))
    world.tick("2026-03-03T09:30")
    text = world.post.taken[-1].get_body(("plain",)).get_content()
    assert text.count("Date moved") == 1 and "March 31" in text and "March 30" not in text
    world.tick("2026-03-17T09:30")
    world.plan(make_clock(due="2026-04-01"))
    world.plan(make_clock(due="2026-03-31"))
    before = len(world.post.taken)
    world.tick("2026-03-18T09:30")
    assert len(world.post.taken) == before


def test_a_date_that_moved_back_after_it_was_told_is_told_again(world):
    world.plan(make_clock())
    world.tick()
    world.plan(make_clock(due="2026-03-30"))
    world.tick("2026-03-03T09:30")
    for _ in range(2):
        world.plan(make_clock())
        world.tick("2026-03-04T09:30")
    assert len(world.post.taken) == 3
    text = world.post.taken[-1].get_body(("plain",)).get_content()
    assert "From Monday, March 30, 2026 to Monday, March 23, 2026" in text


def test_a_date_that_moved_is_not_told_when_its_clock_has_ended_meanwhile(world):
    world.plan(make_clock())
    world.tick()
    world.plan(make_clock(due="2026-03-30"))
    world.plan(make_clock(due="2026-03-30", status="met"))
    world.tick("2026-03-03T09:30")
    assert len(world.post.taken) == 1


def test_a_withdrawn_request_is_silent(world):
    world.plan(make_clock())
    with world.sessions.writing() as session:
        session.get_one(InfoRequest, world.request).status = "withdrawn"
    world.plan(make_clock())
    assert world.tick().reminders_sent == 0
    assert world.rows("planned") == []


def test_a_correction_that_brings_the_same_date_back_plans_it_again(world):
    world.plan(make_clock())
    world.tick()
    world.plan(make_clock(status="met"))
    world.plan(make_clock())
    assert world.tick("2026-03-20T09:30").reminders_sent == 1


def test_all_that_is_due_on_a_day_is_one_mail_most_urgent_first(world):
    other, third = world.add_request("Contracts"), world.add_request("Deployments")
    world.plan(make_clock(due="2026-03-23"))
    world.plan(make_clock(due="2026-03-18"), request=other)
    world.plan(make_clock(kind="response", owner="agency", due="2026-03-17"), request=third)
    world.tick()
    assert world.tick("2026-03-18T09:30").reminders_sent == 1
    mail = world.post.taken[-1]
    text = mail.get_body(("plain",)).get_content()
    assert text.index("Contracts") < text.index("Orders for the operation") < text.index("Deployments")
    assert mail["References"] is None


def test_what_comes_up_after_the_days_mail_goes_apart_only_when_it_cannot_be_repaired(world):
    world.plan(make_clock())
    world.tick("2026-03-20T09:30")
    other = world.add_request("Contracts")
    world.plan(make_clock(kind="clarification_answer", start="2026-03-19", due="2026-03-24"), request=other)
    third = world.add_request("Deployments")
    world.plan(make_clock(kind="response", owner="agency", due="2026-03-19"), request=third)
    world.tick("2026-03-20T15:00")
    text = world.post.taken[-1].get_body(("plain",)).get_content()
    assert "Contracts" in text and "Deployments" not in text
    world.tick("2026-03-21T09:30")
    assert "Deployments" in world.post.taken[-1].get_body(("plain",)).get_content()


def test_a_crash_after_the_server_took_it_repeats_the_same_message_id_and_nothing_else(world):
    world.plan(make_clock())
    world.post.script = [Killed()]
    with pytest.raises(Killed):
        world.tick()
    world.tick("2026-03-02T12:01")
    assert len(world.post.taken) == 1, "the claim still holds"
    world.tick("2026-03-02T12:10")
    assert len(world.post.ids) == 2 and len(set(world.post.ids)) == 1
    world.tick("2026-03-02T12:30")
    assert len(world.post.ids) == 2


def test_after_such_a_crash_nothing_is_sent_for_a_clock_met_meanwhile(world):
    world.plan(make_clock())
    world.post.script = [Killed()]
    with pytest.raises(Killed):
        world.tick()
    world.plan(make_clock(status="met"))
    assert world.tick("2026-03-02T12:10").mails_withdrawn == 1
    assert len(world.post.taken) == 1


def test_a_delayed_mail_is_tried_again_later_each_time_with_the_same_id(world):
    world.plan(make_clock())
    world.post.script = [DELAYED, UNSURE, None]
    assert world.tick("2026-03-02T12:00").mails_delayed == 1
    assert world.tick("2026-03-02T12:01").mails_delayed == 0
    assert world.tick("2026-03-02T12:03").mails_delayed == 1
    assert world.tick("2026-03-02T12:05").reminders_sent == 0
    assert world.tick("2026-03-02T12:08").reminders_sent == 1
    assert len(world.post.taken) == 1 and world.mails()[0].attempts == 3


def test_two_days_without_a_server_end_in_one_mail_with_what_is_true_then(world):
    other = world.add_request("Contracts")
    world.plan(make_clock(due="2026-03-18"))
    world.plan(make_clock(due="2026-03-17"), request=other)
    world.tick()
    world.post.script = [AWAY] * 100
    for day in ("2026-03-16", "2026-03-17", "2026-03-18"):
        world.tick(f"{day}T09:30")
    world.plan(make_clock(due="2026-03-17", status="met"), request=other)
    world.post.script = []
    world.tick("2026-03-18T18:00")
    assert len(world.post.taken) == 2
    text = world.post.taken[-1].get_body(("plain",)).get_content()
    assert "the last day is today" in text and "Contracts" not in text


def test_a_server_that_is_away_is_not_asked_again_for_every_mail(world):
    with world.sessions.writing() as session:
        session.get_one(InfoRequest, world.add_request("Bob's")).owner_id = world.bob
    world.plan(make_clock())
    world.plan(make_clock(), request=world.request + 1)
    world.post.script = [AWAY] * 9
    world.tick()
    assert world.post.tries == 1


def test_a_refused_mail_stops_is_shown_and_holds_up_nobody(world):
    with world.sessions.writing() as session:
        from tracker.people.models import User
        session.add(User(email="root@example.org", name="Root", role="owner", is_active=True, language="en",
                         zone="America/Mexico_City", created_at=world.clock.now()))
    world.plan(make_clock())
    theirs = world.add_request("Bob's")
    with world.sessions.writing() as session:
        session.get_one(InfoRequest, theirs).owner_id = world.bob
    world.plan(make_clock(), request=theirs)
    world.post.script = [REFUSED]
    counts = world.tick()
    assert (counts.mails_refused, counts.reminders_sent) == (1, 1)
    world.tick("2026-03-02T20:00")
    assert world.post.tries == 2
    with world.sessions.reading() as session:
        assert [n.kind for n in session.scalars(select(Notice).where(Notice.kind.like("mail-%")))] == ["mail-refused"]


def test_a_mail_that_cannot_be_written_or_handed_over_keeps_nobody_waiting(world):
    theirs = world.add_request("Bob's")
    with world.sessions.writing() as session:
        session.get_one(InfoRequest, theirs).owner_id = world.bob
        from tracker.people.models import User
        broken = set_personal_reminder(session, session.get_one(User, world.alice), date(2026, 3, 1), "x")
        broken.facts = {"owner": "requester"}
    world.plan(make_clock(), request=theirs)
    counts = world.tick()
    assert (counts.mails_delayed, counts.reminders_sent) == (1, 1)
    assert [mail["To"] for mail in world.post.taken] == ["bob@example.org"]
    assert world.tick("2026-03-02T12:01").mails_delayed == 0, "it waits like any delayed mail"


def test_an_unexpected_failure_of_the_mailer_is_a_delay(world):
    world.plan(make_clock())
    world.post.script = [RuntimeError("surprise")]
    assert world.tick().mails_delayed == 1
    assert world.tick("2026-03-02T12:10").reminders_sent == 1


def test_what_was_mailed_is_kept_as_a_promise(world):
    world.plan(make_clock())
    world.tick()
    with world.sessions.reading() as session:
        promise = session.scalars(select(Promise)).one()
    assert (promise.clock_kind, promise.earliest, promise.how, promise.rulebook) == (
        "appeal", date(2026, 3, 23), "mail", "rules-1")


def test_the_deputy_is_told_of_an_urgent_request_the_owner_has_not_opened(world):
    world.make_bob_deputy()
    world.plan(make_clock())
    world.tick()
    world.tick("2026-03-20T09:30")
    assert [m["To"] for m in world.post.taken[1:]] == ["alice@example.org", "bob@example.org"]
    assert "has not opened" in world.post.taken[-1].get_body(("plain",)).get_content()


def test_the_deputy_is_left_alone_when_the_owner_has_looked(world):
    world.make_bob_deputy()
    world.plan(make_clock())
    world.tick()
    with world.sessions.writing() as session:
        note_opened(session, world.alice, world.request, now=at("2026-03-05T10:00"))
    world.tick("2026-03-20T09:30")
    assert {m["To"] for m in world.post.taken} == {"alice@example.org"}


def test_who_lost_access_is_mailed_nothing_and_the_deputy_takes_over(world):
    world.make_bob_deputy()
    world.plan(make_clock())
    with world.sessions.writing() as session:
        session.delete(session.scalars(select(Membership).where(Membership.user_id == world.alice)).one())
    world.tick()
    assert world.post.taken == []
    world.plan(make_clock())
    world.tick("2026-03-03T09:30")
    assert [m["To"] for m in world.post.taken] == ["bob@example.org"]


def test_who_leaves_while_a_mail_waits_is_told_nothing(world):
    world.plan(make_clock())
    world.post.script = [DELAYED]
    world.tick()
    with world.sessions.writing() as session:
        session.delete(session.scalars(select(Membership).where(Membership.user_id == world.alice)).one())
    assert world.tick("2026-03-02T14:00").mails_withdrawn == 1
    assert world.post.taken == []


def test_a_preference_for_one_request_beats_the_general_one(world):
    with world.sessions.writing() as session:
        save_preference(session, world.alice, ladder=[10, 5])
        save_preference(session, world.alice, info_request_id=world.request, ladder=[0])
    world.plan(make_clock())
    assert {r.rung for r in world.rows() if r.user_id == world.alice} == {1000, 0}


def test_switched_off_mails_are_still_shown_on_the_site(world):
    with world.sessions.writing() as session:
        save_preference(session, world.alice, is_off=True)
    world.plan(make_clock())
    world.tick()
    assert world.post.taken == []
    with world.sessions.reading() as session:
        assert session.scalars(select(Notice.kind)).all() == ["clock"]


def test_quiet_hours_hold_a_mail_back_unless_it_cannot_wait(world):
    with world.sessions.writing() as session:
        save_preference(session, world.alice, quiet_from=20, quiet_to=8)
    world.plan(make_clock())
    world.tick("2026-03-02T22:00")
    assert world.post.taken == []
    world.tick("2026-03-03T09:00")
    assert len(world.post.taken) == 1
    world.tick("2026-03-22T23:00")
    assert len(world.post.taken) == 2, "the clock ends tomorrow"


def test_a_personal_reminder_comes_on_its_day(world):
    with world.sessions.writing() as session:
        from tracker.people.models import User
        set_personal_reminder(session, session.get_one(User, world.alice), date(2026, 5, 4), "Ask the archive again")
    assert world.tick("2026-05-03T23:00").reminders_sent == 0
    assert world.tick("2026-05-04T09:00").reminders_sent == 1
    assert "Ask the archive again" in world.post.taken[0]["Subject"]


def test_the_overview_lists_what_is_overdue_even_on_a_quiet_day(world):
    with world.sessions.writing() as session:
        session.add(ClockRow(info_request_id=world.request, position=0, kind="response", owner="agency", status="late",
                             due_on=date(2026, 2, 20), article="Art. 132", is_verified=True))
    assert world.tick("2026-03-04T09:30").digests_sent == 1
    assert run_days(world, "2026-03-05", 6) == [0, 0, 0, 0, 1, 0]
    assert "overdue" in world.post.taken[0].get_body(("plain",)).get_content()


def test_clock_changes_and_other_zones_never_double_a_mail(world):
    with world.sessions.writing() as session:
        from tracker.people.models import User
        session.get_one(User, world.alice).zone = "America/Tijuana"
    world.plan(make_clock(start="2026-03-02", due="2026-03-09"))
    world.tick()
    moment, end = at("2026-03-06T00:00"), at("2026-03-11T00:00")
    while moment < end:
        world.clock.moment = moment
        world.tick()
        moment += timedelta(minutes=30)
    assert len(world.post.ids) == len(set(world.post.ids)) == 5
