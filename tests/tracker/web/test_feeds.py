"""Calendar addresses: what a calendar program finds there, and who may."""

from __future__ import annotations

import re
from datetime import date, timedelta

import vobject
from icalendar import Calendar

from tracker.projects.models import Project
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import recompute


def furnish(world) -> int:
    """Alice's refused request, with its appeal clock running."""
    from tracker.laws.store import rulebook_of
    from tracker.people.models import User

    backends = world.backends
    with backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        row = log_request(session, RequestDraft(
            project_id=world.project, subject="Detenciones", folio="330020326000123", agency="INM",
            filed_on=date(2026, 10, 1)), by=alice, clock=backends.clock)
        record_event(session, row, "replied", date(2026, 11, 20), by=alice, clock=backends.clock)
        recompute(session, row, rulebook_of(session), now=backends.clock.now())
        return row.id


def addresses(window) -> list[str]:
    page = window.get("/account").get_data(as_text=True)
    return re.findall(r'value="http://[^"]*?(/account/feed/[^"]+\.ics)"', page)


def events(raw: bytes) -> dict[str, object]:
    found = {str(event["SUMMARY"]): event for event in Calendar.from_ical(raw).walk("VEVENT")}
    again = vobject.readOne(raw.decode())
    assert {event.summary.value for event in getattr(again, "vevent_list", [])} == set(found)
    return found


def test_a_feed_shows_every_open_date_to_whoever_has_its_address(world, browser):
    furnish(world)
    alice = browser("alice")
    alice.post("/account/feeds")
    (address,) = addresses(alice)
    answer = browser("").get(address)
    assert answer.status_code == 200 and answer.content_type.startswith("text/calendar")
    found = events(answer.data)
    appeal = next(event for title, event in found.items() if "appeal" in title)
    assert appeal["DTEND"].dt - appeal["DTSTART"].dt == timedelta(days=1)
    assert "330020326000123" in appeal["SUMMARY"] and appeal.walk("VALARM")


def test_an_entry_keeps_its_uid_when_its_date_moves(world, browser):
    from tracker.laws.store import rulebook_of
    from tracker.people.models import User

    number = furnish(world)
    alice = browser("alice")
    alice.post("/account/feeds")
    (address,) = addresses(alice)

    def appeal():
        return next(e for title, e in events(browser("").get(address).data).items() if "appeal" in title)

    before = appeal()
    world.backends.clock.advance(timedelta(hours=2))
    with world.backends.sessions.writing() as session:
        row = session.get_one(InfoRequest, number)
        event = next(e for e in row.events if e.kind == "replied")
        record_event(session, row, "replied", date(2026, 11, 19), by=session.get_one(User, world.people["alice"]),
                     clock=world.backends.clock, replaces=event)
        recompute(session, row, rulebook_of(session), now=world.backends.clock.now())
    after = appeal()
    assert after["UID"] == before["UID"] and after["DTSTART"].dt < before["DTSTART"].dt
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_renewing_an_address_ends_the_old_one(world, browser):
    furnish(world)
    alice = browser("alice")
    alice.post("/account/feeds")
    (old,) = addresses(alice)
    alice.post("/account/feeds")
    (new,) = addresses(alice)
    assert old != new
    assert browser("").get(old).status_code == 404 and browser("").get(new).status_code == 200


def test_a_guessed_address_finds_nothing(world, browser):
    for token in ("1-000000000000000000000000", "1", "x-y", "99999999999-a", "1-ñ"):
        assert browser("").get(f"/account/feed/{token}.ics").status_code == 404


def test_who_leaves_a_project_no_longer_finds_its_dates_in_the_feed(world, browser):
    from tracker.projects.actions import remove_member

    furnish(world)
    rita = browser("rita")
    rita.post("/account/feeds", {"project": str(world.project)})
    (address,) = addresses(rita)
    assert events(browser("").get(address).data)
    with world.backends.sessions.writing() as session:
        remove_member(session, session.get_one(Project, world.project), world.people["rita"])
    assert browser("").get(address).data.count(b"BEGIN:VEVENT") == 0


def test_a_feed_of_what_one_may_not_see_cannot_be_made(world, browser):
    number = furnish(world)
    charlie = browser("charlie")
    assert charlie.post("/account/feeds", {"project": str(world.project)}).status_code == 404
    assert charlie.post("/account/feeds", {"request": str(number)}).status_code == 404


def test_a_discreet_project_is_discreet_in_calendars_too(world, browser):
    furnish(world)
    with world.backends.sessions.writing() as session:
        session.get_one(Project, world.project).is_discreet = True
    alice = browser("alice")
    alice.post("/account/feeds", {"project": str(world.project)})
    raw = browser("").get(addresses(alice)[0]).data
    assert raw.count(b"BEGIN:VEVENT") > 0
    for word in (b"Detenciones", b"INM", b"330020326000123", b"San Fernando"):
        assert word not in raw
