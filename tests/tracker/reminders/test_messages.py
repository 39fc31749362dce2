"""What a mail says, and how it says it to people, to plain-text readers and to mail programs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from icalendar import Calendar

from tests.tracker.reminders.world import make_clock
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.reminders.calendars import Entry, calendar_bytes
from tracker.requests.models import InfoRequest
from tracker.translating import translations


def plain(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def attached(mail) -> Calendar:
    part = next(part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True))


def test_a_mail_says_what_by_when_why_how_long_and_what_next(world):
    world.plan(make_clock(due_by="18:00"))
    world.tick("2026-03-18T09:30")
    mail = world.post.taken[0]
    for words in ("File an appeal", "Last day: Monday, March 23, 2026, until 18:00", "3 business days left", "Art. 144",
                  "330020326000123", "INM", "Orders for the operation of 10 August", "Decide whether to appeal",
                  f"https://acuse.example.org/requests/{world.request}"):
        assert words in plain(mail)
    assert "3 business days left" in mail["Subject"] and "330020326000123" in mail["Subject"]


def test_html_and_plain_text_say_the_same_and_need_no_image_or_script(world):
    world.plan(make_clock())
    world.tick()
    html = world.post.taken[0].get_body(("html",)).get_content()
    assert not re.search(r"<(img|script|link|iframe)|src=|url\(", html)

    class Words(HTMLParser):
        heard = ""

        def handle_data(self, data: str) -> None:
            self.heard += data + " "

    words = Words()
    words.feed(html)
    heard = " ".join(words.heard.split())
    for line in plain(world.post.taken[0]).splitlines():
        line = line.strip(" *")
        if line and "https://" not in line and not line.isupper():
            assert line in heard, line


def test_names_and_subjects_cannot_break_out_of_the_mail(world):
    with world.sessions.writing() as session:
        session.get_one(InfoRequest, world.request).subject = "<script>x</script>\r\nBcc: eve@example.org\n" + "y" * 250
        session.get_one(User, world.alice).name = "A<b>lice"
    world.plan(make_clock())
    world.tick()
    mail = world.post.taken[0]
    assert mail["Bcc"] is None and "\n" not in mail["Subject"] and len(mail["Subject"]) <= 200
    assert "<script>" not in mail.get_body(("html",)).get_content()


def test_a_mail_speaks_the_persons_language(world):
    with world.sessions.writing() as session:
        session.get_one(User, world.alice).language = "es"
    world.plan(make_clock())
    world.tick()
    mail = world.post.taken[0]
    assert "lunes, 23 de marzo de 2026" in plain(mail)
    assert translations("es").ugettext("File an appeal") in plain(mail)
    assert mail["Content-Language"] == "es"


def test_what_is_not_verified_or_only_possible_is_said(world):
    world.plan(make_clock(verified=False, latest=date(2026, 4, 10)))
    world.tick()
    assert "Not verified" in plain(world.post.taken[0])
    assert "may run until Friday, April 10, 2026" in plain(world.post.taken[0])


def test_the_day_after_says_what_can_still_be_done(world):
    world.plan(make_clock(status="missed"))
    world.tick("2026-03-24T09:30")
    assert "Passed: File an appeal" in plain(world.post.taken[0])
    assert "the last day has passed" in plain(world.post.taken[0])
    assert "new request" in plain(world.post.taken[0])


def test_a_discreet_project_shows_neither_subject_nor_agency_nor_folio(world):
    with world.sessions.writing() as session:
        session.get_one(Project, world.project).is_discreet = True
    world.plan(make_clock())
    world.plan(make_clock(kind="response", owner="agency", due="2026-03-17"), request=world.add_request("Deployments"))
    world.tick()
    world.tick("2026-03-18T09:30")
    assert len(world.post.taken) == 2
    for mail in world.post.taken:
        parts = [part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()]
        everything = "\n".join([str(mail["Subject"]), *parts]).replace("\r\n ", "")
        for word in ("Orders", "Deployments", "INM", "330020326000123", "Use of force"):
            assert word not in everything
        assert f"Request no. {world.request}" in everything


def test_the_attached_calendar_has_the_day_all_day_and_keeps_its_uid(world):
    world.plan(make_clock())
    world.tick()
    world.tick("2026-03-09T09:30")
    first, second = (attached(mail).walk("VEVENT")[0] for mail in world.post.taken)
    assert first["DTSTART"].dt == date(2026, 3, 23) and first["DTEND"].dt == date(2026, 3, 24)
    assert first["UID"] == second["UID"] and second["SEQUENCE"] > first["SEQUENCE"]
    assert first.walk("VALARM")


def test_mails_about_one_request_form_a_thread(world):
    world.plan(make_clock())
    other = world.add_request("Contracts")
    world.tick()
    world.tick("2026-03-09T09:30")
    world.plan(make_clock(start="2026-03-09", due="2026-03-30"), request=other)
    world.tick("2026-03-09T12:00")
    first, second, third = (mail["References"] for mail in world.post.taken)
    assert first == second != third and first is not None


def test_a_mail_program_can_stop_it_with_one_click_and_knows_it_is_automatic(world):
    world.plan(make_clock())
    world.tick()
    mail = world.post.taken[0]
    assert re.fullmatch(r"<https://acuse\.example\.org/account/stop/\d+-[0-9a-f]{24}>", mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_every_line_of_a_mail_fits_what_smtp_allows(world):
    for number in range(60):
        world.plan(make_clock(), request=world.add_request(f"Ñandú {number} " + "palabra " * 30))
    world.tick()
    assert max(map(len, world.post.taken[0].as_bytes().split(b"\r\n"))) <= 998


@pytest.mark.parametrize("title", ["Recurso; coma, y\nsalto", "ñ" * 200])
def test_a_calendar_survives_awkward_words_in_two_parsers(title):
    import vobject

    moment = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    entry = Entry("one@example.org", date(2026, 3, 23), title, "línea uno\nlínea dos", "https://example.org/1", moment)
    raw = calendar_bytes([entry], "Acuse", refresh=True)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    event = Calendar.from_ical(raw).walk("VEVENT")[0]
    second = vobject.readOne(raw.decode()).vevent
    assert event["SUMMARY"] == second.summary.value == title
    assert event["DTSTART"].dt == second.dtstart.value == date(2026, 3, 23)
    assert event["DTSTAMP"].dt == moment
