"""Speaking to real mail servers: those that behave, and those that do not."""

from __future__ import annotations

import socket
import ssl
import time
from email.message import EmailMessage
from email.policy import SMTP
from threading import Event
from typing import Any

import pytest
import trustme

from tests.tracker.reminders.servers import PASSWORD, Inbox, misbehaving, serving, up_to_data
from tests.tracker.reminders.world import make_clock
from tracker.mail import FolderMailer, MailDelayed, MailRefused, SmtpMailer, open_mailer
from tracker.reminders.sending import send_due


@pytest.fixture
def message() -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = "Acuse <acuse@example.org>", "Alicia Ñúñez <alice@example.org>"
    letter["Subject"], letter["Message-ID"] = "Vence el recurso – día 3", "<one@example.org>"
    letter.set_content(".a line that begins with a dot\n\n..two\n¿Año?\n" + "x" * 300 + "\n", cte="8bit")
    return letter


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's side of TLS, by an authority this process trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    make = ssl.create_default_context

    def with_authority(*given: Any, **named: Any) -> ssl.SSLContext:
        client = make(*given, **named)
        authority.configure_trust(client)
        return client

    monkeypatch.setattr("tracker.mail.ssl.create_default_context", with_authority)
    return context


def plain(port: int, **changes: object) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", port, timeout=2.0, **changes)  # type: ignore[arg-type]


def test_a_message_arrives_as_it_was_written(message):
    inbox = Inbox()
    with serving(inbox) as port:
        plain(port).send(message)
    assert inbox.messages[0].get_content().splitlines() == message.get_content().splitlines()
    assert inbox.messages[0]["Subject"] == message["Subject"]


def test_with_a_password_the_talk_is_encrypted_first(message, trusted):
    inbox = Inbox()
    with serving(inbox, tls=trusted, wants_password=True) as port:
        plain(port, user="acuse", password=PASSWORD).send(message)
    assert inbox.logins == ["acuse"] and len(inbox.raw) == 1


def test_a_server_encrypted_from_the_first_byte_is_spoken_to_too(message, trusted):
    inbox = Inbox()
    with serving(inbox, tls=trusted, from_the_first_byte=True) as port:
        plain(port, implicit_tls=True).send(message)
    assert len(inbox.raw) == 1


def test_a_wrong_password_delays_and_loses_nothing(message, trusted):
    inbox = Inbox()
    with serving(inbox, tls=trusted, wants_password=True) as port, pytest.raises(MailDelayed) as caught:
        plain(port, user="acuse", password="wrong").send(message)
    assert caught.value.is_server_away and not caught.value.may_have_arrived


def test_the_password_is_never_sent_in_the_clear(message):
    inbox = Inbox()
    with serving(inbox) as port, pytest.raises(MailDelayed, match="no encryption"):
        plain(port, user="acuse", password=PASSWORD).send(message)
    assert inbox.logins == []


def test_a_certificate_nobody_vouches_for_is_not_believed(message, authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    inbox = Inbox()
    with serving(inbox, tls=context, wants_password=True) as port:
        with pytest.raises(MailDelayed, match="certificate"):
            plain(port, user="acuse", password=PASSWORD).send(message)
        plain(port, user="acuse", password=PASSWORD, check_certificate=False).send(message)
    assert len(inbox.raw) == 1


@pytest.mark.parametrize(("answer", "problem"), [("451 later", MailDelayed), ("550 never", MailRefused)])
def test_what_the_server_says_of_the_message_decides(message, answer, problem):
    with serving(Inbox(answers=[answer])) as port, pytest.raises(problem):
        plain(port).send(message)


@pytest.mark.parametrize(("answer", "problem"), [("450 full", MailDelayed), ("550 unknown", MailRefused)])
def test_what_the_server_says_of_the_address_decides(message, answer, problem):
    with serving(Inbox(recipients={"alice@example.org": answer})) as port, pytest.raises(problem) as caught:
        plain(port).send(message)
    assert not getattr(caught.value, "is_server_away", False)


def test_a_refused_sender_is_a_wrong_setting_and_loses_nothing(message):
    def talk(caller: socket.socket) -> None:
        file = caller.makefile("rb")
        caller.sendall(b"220 here\r\n")
        while line := file.readline():
            caller.sendall(b"553 not you\r\n" if line.upper().startswith(b"MAIL") else b"250 OK\r\n")

    with misbehaving(talk) as port, pytest.raises(MailDelayed, match="553"):
        plain(port).send(message)


def test_nobody_listening_is_a_delay(message):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(MailDelayed) as caught:
        plain(port).send(message)
    assert caught.value.is_server_away


def test_a_server_that_hangs_is_left_after_a_while(message):
    done = Event()
    with misbehaving(lambda caller: bool(done.wait(10))) as port, pytest.raises(MailDelayed) as caught:
        plain(port).send(message)
    done.set()
    assert caught.value.is_server_away and not caught.value.may_have_arrived


def test_a_server_that_falls_silent_after_the_message_may_have_taken_it(message):
    def talk(caller: socket.socket) -> None:
        up_to_data(caller)

    with misbehaving(talk) as port, pytest.raises(MailDelayed) as caught:
        plain(port).send(message)
    assert caught.value.may_have_arrived


def test_a_server_that_answers_a_byte_now_and_then_does_not_hold_us_for_ever(message):
    def talk(caller: socket.socket) -> None:
        for _ in range(1000):
            caller.sendall(b"2")
            time.sleep(0.1)

    began = time.monotonic()
    with misbehaving(talk) as port, pytest.raises(MailDelayed):
        SmtpMailer("127.0.0.1", port, timeout=0.4).send(message)
    assert time.monotonic() - began < 10


def test_a_farewell_that_fails_does_not_undo_what_was_taken(message):
    def talk(caller: socket.socket) -> None:
        up_to_data(caller)
        caller.sendall(b"250 taken\r\n")

    with misbehaving(talk) as port:
        plain(port).send(message)


def test_the_same_message_twice_in_a_folder_is_one_file(message, tmp_path):
    mailer = FolderMailer(tmp_path / "mail")
    mailer.send(message)
    mailer.send(message)
    assert len(list((tmp_path / "mail").iterdir())) == 1


@pytest.mark.parametrize("url", ["", "ftp://x", "folder:", "smtp:", "smtp://"])
def test_an_unknown_mail_address_is_refused_with_the_known_ones(url):
    with pytest.raises(ValueError, match="smtp://"):
        open_mailer(url)


def test_settings_name_servers_the_usual_way():
    assert open_mailer("smtp://mail.example.org") == SmtpMailer("mail.example.org", 25)
    with_password = open_mailer("smtp://me%40here:p%3Aw@mail.example.org")
    assert with_password == SmtpMailer("mail.example.org", 587, "me@here", "p:w")
    assert open_mailer("smtps://mail.example.org") == SmtpMailer("mail.example.org", 465, implicit_tls=True)


def test_a_reminder_goes_through_4xx_and_a_lost_answer_to_one_message_id(world):
    inbox = Inbox(answers=["451 greylisted", "250 taken"])
    world.plan(make_clock())
    with serving(inbox) as port:
        assert send_due(world.sessions, plain(port), world.settings, world.clock).mails_delayed == 1
        world.clock.moment = world.clock.moment.replace(hour=world.clock.moment.hour + 1)
        assert send_due(world.sessions, plain(port), world.settings, world.clock).reminders_sent == 1
    assert len(inbox.ids) == 1 == len({*inbox.ids})
    assert inbox.messages[0]["To"] == "alice@example.org"
