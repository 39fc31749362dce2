"""One's own account: what a person changes there, and what nobody else can."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import PASSWORD
from tracker.people.models import User
from tracker.reminders.models import Mail, Opening, Reminder
from tracker.reminders.preferences import wishes_of
from tracker.reminders.sending import send_due
from tracker.requests.actions import RequestDraft, log_request


def person(world, name: str) -> User:
    with world.backends.sessions.reading() as session:
        return session.get_one(User, world.people[name])


def request_of_alice(world) -> int:
    with world.backends.sessions.writing() as session:
        return log_request(session, RequestDraft(project_id=world.project, subject="Contracts",
                                                 filed_on=date(2026, 11, 2)),
                           by=session.get_one(User, world.people["alice"]), clock=world.backends.clock).id


def sent_to(world) -> list[Mail]:
    backends = world.backends
    send_due(backends.sessions, backends.mailer, backends.settings, backends.clock)
    with backends.sessions.reading() as session:
        return list(session.scalars(select(Mail).order_by(Mail.id)))


def test_name_language_and_zone_are_kept(world, browser):
    window = browser("alice")
    answer = window.post("/account", {"name": "Alicia", "language": "es", "zone": "Europe/Madrid"})
    assert answer.status_code == 200
    alice = person(world, "alice")
    assert (alice.name, alice.language, alice.zone) == ("Alicia", "es", "Europe/Madrid")
    assert window.post("/account", {"name": "", "language": "es", "zone": "Mars/Olympus"}).status_code == 422


def test_a_new_password_needs_the_old_one_and_signs_other_browsers_out(world, browser):
    window, other = browser("alice"), browser("alice")
    wrong = window.post("/account/password", {"current": "guess", "password": "a-longer-one-here"})
    assert wrong.status_code == 422 and "not the password" in wrong.get_data(as_text=True)
    short = window.post("/account/password", {"current": PASSWORD, "password": "short"})
    assert short.status_code == 422
    assert window.post("/account/password", {"current": PASSWORD, "password": "a-longer-one-here"}).status_code == 200
    assert other.get("/account").request.path == "/login"
    assert "Your account" in window.get("/account").get_data(as_text=True)


def test_a_browser_signed_in_elsewhere_can_be_seen_and_signed_out(world, browser):
    window, other = browser("alice"), browser("alice")
    page = window.get("/account").get_data(as_text=True)
    (number,) = re.findall(r"/account/sessions/(\d+)/end", page)
    browser("bob").post(f"/account/sessions/{number}/end")
    assert "Your account" in other.get("/account").get_data(as_text=True), "nobody signs another person out"
    window.post(f"/account/sessions/{number}/end")
    assert other.get("/account").request.path == "/login"


def test_reminder_wishes_are_kept_in_general_and_for_one_request(world, browser):
    number = request_of_alice(world)
    window = browser("alice")
    window.post("/account/reminders", {"ladder": ["10", "1"], "looks": "y", "hour": "7", "overview": "daily",
                                       "quiet_from": "21", "quiet_to": "6", "quiet_days": ["5", "6"]})
    window.post(f"/account/reminders/request/{number}", {"ladder": ["0"], "is_off": "y"})
    with world.backends.sessions.reading() as session:
        general = wishes_of(session, world.people["alice"])
        narrow = wishes_of(session, world.people["alice"], world.project, number)
    assert (general.ladder, general.hour, general.overview) == ((10, 1), 7, "daily")
    assert (general.quiet_from, general.quiet_to, general.quiet_days) == (21, 6, frozenset({5, 6}))
    assert (narrow.ladder, narrow.is_off, narrow.hour, general.is_off) == ((0,), True, 7, False)
    window.post(f"/account/reminders/request/{number}", {"as_in_general": "yes"})
    with world.backends.sessions.reading() as session:
        assert wishes_of(session, world.people["alice"], world.project, number) == general


def test_a_wish_that_does_not_exist_is_refused(browser):
    assert browser("alice").post("/account/reminders", {"ladder": ["7"], "hour": "25"}).status_code == 422


def test_a_reminder_of_ones_own_can_be_set_and_taken_back_by_oneself_only(world, browser):
    window = browser("alice")
    window.post("/account/personal", {"text": "Ask the archive", "on": "2026-12-01"})
    page = window.get("/account").get_data(as_text=True)
    assert "Ask the archive" in page
    (number,) = re.findall(r"/account/personal/(\d+)/drop", page)
    browser("bob").post(f"/account/personal/{number}/drop")
    assert "Ask the archive" in window.get("/account").get_data(as_text=True)
    window.post(f"/account/personal/{number}/drop")
    assert "Ask the archive" not in window.get("/account").get_data(as_text=True)
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(Reminder.state)).all() == ["cancelled"]


def test_a_mail_program_stops_mails_with_one_post_and_without_a_session(world, browser):
    from tracker.reminders.messages import unsubscribe_link

    link = unsubscribe_link(world.backends.settings, world.people["alice"]).partition("8000")[2]
    nobody = browser("").client
    assert nobody.get(link).status_code == 200
    with world.backends.sessions.reading() as session:
        assert not wishes_of(session, world.people["alice"]).is_off, "looking changes nothing"
    assert nobody.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert nobody.post(link[:-1] + ("0" if link[-1] != "0" else "1")).status_code == 404
    with world.backends.sessions.reading() as session:
        assert wishes_of(session, world.people["alice"]).is_off


def test_a_forgotten_password_is_mended_by_a_mailed_link_and_tells_nobody_who_has_an_account(world, browser):
    nobody = browser("")
    known = nobody.post("/account/forgot", {"email": "Alice@example.org"}, page="/account/forgot")
    unknown = nobody.post("/account/forgot", {"email": "mallory@example.org"}, page="/account/forgot")
    token = re.compile(r'name="csrf_token"[^>]*>|content="[^"]*"')
    assert token.sub("", known.get_data(as_text=True)) == token.sub("", unknown.get_data(as_text=True))
    nobody.post("/account/forgot", {"email": "alice@example.org"}, page="/account/forgot")
    (mail,) = sent_to(world)
    assert (mail.to, mail.state) == ("alice@example.org", "sent")
    from tracker.mail import parse

    link = re.search(r"/ticket/\S+", parse(mail.body).get_content())
    assert link is not None
    nobody.post(link[0], {"password": "a-new-password-1"}, page=link[0])
    entered = nobody.post("/login", {"email": "alice@example.org", "password": "a-new-password-1"}, page="/login")
    assert "Sign out" in entered.get_data(as_text=True)
    shown = browser("olga").get(f"/mail/{mail.id}").get_data(as_text=True)
    assert "/ticket/" not in shown, "the secret link is nobody else's business"


def test_a_requests_page_says_what_the_viewer_is_reminded_of(world, browser):
    number = request_of_alice(world)
    window = browser("alice")
    page = window.post("/account/personal", {"text": "Call the unit", "on": "2026-12-01", "request": str(number)})
    assert page.request.path == f"/requests/{number}"
    assert "Call the unit" in page.get_data(as_text=True)
    assert "Call the unit" not in browser("bob").get(f"/requests/{number}").get_data(as_text=True)
    refused = browser("charlie").post("/account/personal", {"text": "x", "on": "2026-12-01", "request": str(number)})
    assert refused.status_code == 404


def test_opening_a_request_is_noted_for_the_deputy(world, browser):
    number = request_of_alice(world)
    browser("alice").get(f"/requests/{number}")
    browser("charlie").get(f"/requests/{number}")
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(Opening.user_id)).all() == [world.people["alice"]]


def test_the_mail_page_shows_ones_own_mails_and_the_owner_all_of_them(world, browser):
    from tracker.reminders.actions import set_personal_reminder

    with world.backends.sessions.writing() as session:
        for name in ("alice", "bob"):
            set_personal_reminder(session, session.get_one(User, world.people[name]), date(2026, 11, 20),
                                  f"A word for {name}")
    first, second = sent_to(world)
    page = browser("alice").get("/mail").get_data(as_text=True)
    assert "A word for alice" in page and "A word for bob" not in page
    assert "A word for bob" in browser("olga").get("/mail?state=sent").get_data(as_text=True)
    assert browser("alice").get(f"/mail/{second.id}").status_code == 404
    window = browser("alice")
    assert "A word for alice" in window.get(f"/mail/{first.id}").get_data(as_text=True)
    assert window.get(f"/mail/{first.id}.eml").mimetype == "message/rfc822"
    newest = re.search(r'name="newest" value="(\d+)"', window.get("/mail").get_data(as_text=True))
    assert newest is not None
    assert "Mark as seen" not in window.post("/mail/seen", {"newest": newest[1]}).get_data(as_text=True)


def test_the_owner_tries_a_refused_mail_again(world, browser):
    from tests.tracker.reminders.world import REFUSED, Post
    from tracker.reminders.actions import set_personal_reminder

    backends = world.backends
    with backends.sessions.writing() as session:
        set_personal_reminder(session, session.get_one(User, world.people["alice"]), date(2026, 11, 20), "Call them")
    post = Post(script=[REFUSED])
    send_due(backends.sessions, post, backends.settings, backends.clock)
    window = browser("olga")
    page = window.get("/mail").get_data(as_text=True)
    assert "refused for good" in page and "550" in page
    assert "tried again" in window.post("/mail/1/again").get_data(as_text=True)
    assert send_due(backends.sessions, post, backends.settings, backends.clock).reminders_sent == 1
    assert len(post.ids) == 1


def test_asking_for_a_new_password_takes_as_long_for_a_stranger(world, browser, monkeypatch):
    from tracker.web import account

    class Watch:
        """A clock that only the work of the two kinds of e-mail and the waiting after it move."""

        def __init__(self, work: float) -> None:
            self.now, self.work = 0.0, work

        def monotonic(self) -> float:
            began, self.now = self.now, self.work
            return began

        def sleep(self, seconds: float) -> None:
            self.now += seconds

    window, answers, took = browser(""), set(), []
    for email, work in (("alice@example.org", 0.4), ("nobody@example.org", 0.02)):
        watch = Watch(work)
        monkeypatch.setattr(account, "time", watch)
        token = window.token("/account/forgot")
        page = window.client.post("/account/forgot", data={"email": email, "csrf_token": token})
        answers.add(re.sub(r'value="[^"]*"', "", page.get_data(as_text=True)))
        took.append(watch.now)
    assert len(answers) == 1
    assert took == [pytest.approx(account.RESET_TAKES)] * 2 and account.RESET_TAKES >= 0.5
