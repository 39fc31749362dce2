"""Mails arrive once, from named senders alone, and the mailbox stays as it was; what is wrong with it is said."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Document
from tests.conftest import World
from tests.tracker.arrivals.fake_imap import FakeImap, serve
from tracker.arrivals import imap, mailbox
from tracker.arrivals.looking import look_around
from tracker.arrivals.models import TakenMail, Way
from tracker.worker import tick


def mail(subject: str, sender: str = "Unidad <ut@inm.example>", number: str = "<1@inm.example>",
         attached: bytes = b"") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"], message["Message-ID"] = sender, "a@example.org", subject, number
    message.set_content("Se adjunta la respuesta.")
    if attached:
        message.add_attachment(attached, maintype="text", subtype="plain", filename="oficio.txt")
    return message.as_bytes()


@pytest.fixture
def box() -> Iterator[FakeImap]:
    held = FakeImap()
    server = serve(held)
    yield held
    server.shutdown()
    server.server_close()


@pytest.fixture
def look(world: World, box: FakeImap) -> Any:
    """Looks into the mailbox; keyword arguments are settings."""

    def once(**changed: Any) -> int:
        settings = {"imap_url": box.url(), "imap_from": "ut@inm.example, @guarantor.example", **changed}
        world.backends.settings = dataclasses.replace(world.backends.settings, **settings)
        return mailbox.look(world.backends)

    return once


def mails(world: World) -> list[TakenMail]:
    with world.backends.sessions.reading() as session:
        return list(session.scalars(select(TakenMail).order_by(TakenMail.id)))


def documents(world: World) -> list[Document]:
    with world.backends.sessions.reading() as session:
        return list(session.scalars(select(Document).order_by(Document.id)))


def way(world: World) -> Way:
    with world.backends.sessions.reading() as session:
        return session.get_one(Way, "mailbox")


def test_a_mail_and_its_attachment_become_documents_and_the_mailbox_is_only_read(
    world: World, box: FakeImap, look: Any
) -> None:
    box.mails[3] = mail("Respuesta", attached=b"Oficio de respuesta")
    assert look() == 1
    tick(world.backends)
    message, attached = documents(world)
    assert (message.origin, message.added_by, message.name) == ("mailbox", "ut@inm.example", "Respuesta.eml")
    assert (attached.name, attached.container_id) == ("oficio.txt", message.id)
    with world.backends.files.open(message.sha256) as kept:
        assert kept.read() == box.mails[3]
    assert any(asked.startswith("EXAMINE") for asked in box.asked)
    assert not any(word in asked.upper() for asked in box.asked for word in ("STORE", "COPY", "EXPUNGE", "SELECT "))
    assert all("PEEK" in asked for asked in box.asked if "FETCH" in asked)


def test_each_mail_is_taken_once_however_often_one_looks(world: World, box: FakeImap, look: Any) -> None:
    box.mails[3] = mail("Uno")
    assert [look(), look()] == [1, 0]
    box.mails[9] = mail("Dos", number="<2@inm.example>")
    assert look() == 1
    assert [d.name for d in documents(world)] == ["Uno.eml", "Dos.eml"]
    assert sum("BODY.PEEK[]" in asked for asked in box.asked) == 2


def test_a_mailbox_that_gave_new_numbers_brings_nothing_twice(world: World, box: FakeImap, look: Any) -> None:
    box.mails[3] = mail("Uno")
    look()
    box.validity, box.mails = 8, {1: mail("Uno")}
    assert look() == 0
    assert [row.state for row in mails(world)] == ["taken", "known"] and len(documents(world)) == 1


@pytest.mark.parametrize(("sender", "is_taken"), [
    ("ut@inm.example", True), ("UT <UT@INM.example>", True), ("any@guarantor.example", True),
    ("x@evil.example", False), ("ut@inm.example.evil.example", False), ("\"ut@inm.example\" <x@evil.example>", False),
    ("ut@inm.example, x@evil.example", False),
])
def test_only_named_senders_are_taken(world: World, box: FakeImap, look: Any, sender: str, is_taken: bool) -> None:
    box.mails[3] = mail("Uno", sender=sender)
    assert look() == int(is_taken)
    assert mails(world)[0].state == ("taken" if is_taken else "stranger")
    assert any("BODY.PEEK[]" in asked for asked in box.asked) is is_taken


def test_without_named_senders_nothing_is_taken_and_it_is_said(world: World, box: FakeImap, look: Any) -> None:
    box.mails[3] = mail("Uno")
    assert look(imap_from="") == 0
    assert way(world).problem == "imap_senders" and box.asked == []


def test_a_folio_in_the_subject_is_proposed_and_nothing_is_imposed(world: World, box: FakeImap, look: Any) -> None:
    box.mails[3] = mail("Notificación de la solicitud 0411100064213")
    look()
    assert mails(world)[0].folio == "0411100064213"
    assert "request" not in documents(world)[0].facets


def test_a_wrong_password_is_said_and_tried_later_and_later(
    world: World, box: FakeImap, look: Any, clock: Any
) -> None:
    box.mails[3] = mail("Uno")
    wrong = box.url(password="otra")
    look(imap_url=wrong)
    look(imap_url=wrong)
    assert sum(asked.startswith("LOGIN") for asked in box.asked) == 1
    assert way(world).problem == "imap_login"
    clock.advance(timedelta(minutes=3))
    look(imap_url=wrong)
    assert sum(asked.startswith("LOGIN") for asked in box.asked) == 2
    assert way(world).next_at is not None and way(world).next_at - clock.now() > timedelta(minutes=3)
    clock.advance(timedelta(hours=7))
    assert look() == 1
    assert (way(world).problem, way(world).failures) == (None, 0)


@pytest.mark.parametrize(("breaks_at", "problem"), [
    ("LOGIN", "imap_unreachable"), ("EXAMINE", "imap_unreachable"), ("BODY.PEEK[]", "imap_unreachable")])
def test_a_line_that_breaks_loses_nothing(
    world: World, box: FakeImap, look: Any, clock: Any, breaks_at: str, problem: str
) -> None:
    box.mails.update({3: mail("Uno"), 4: mail("Dos", number="<2@inm.example>")})
    box.breaks_at = breaks_at
    assert look() == 0 and way(world).problem == problem
    box.breaks_at = ""
    clock.advance(timedelta(hours=7))
    assert look() == 2 and len(documents(world)) == 2


def test_a_missing_folder_project_or_server_is_said(world: World, box: FakeImap, look: Any, clock: Any) -> None:
    problems = []
    for changed in ({"imap_url": box.url() + "x"}, {"imap_project": "Nadie"}, {"imap_url": "imap://a:b@127.0.0.1:1/I"},
                    {"imap_url": "http://x"}):
        look(**{"imap_project": "", **changed})
        problems.append(way(world).problem)
        clock.advance(timedelta(hours=7))
    assert problems == ["imap_folder", "imap_project", "imap_unreachable", "imap_address"]


def test_a_mail_larger_than_the_limit_is_refused_and_the_rest_arrives(world: World, box: FakeImap, look: Any) -> None:
    box.mails.update({3: mail("Grande", attached=b"x" * 2**20), 4: mail("Dos", number="<2@inm.example>")})
    assert look(max_upload_mb=1) == 1
    assert [(row.state, row.problem) for row in mails(world)] == [("refused", "too_large"), ("taken", None)]


def test_a_broken_mailbox_does_not_close_the_folder(world: World, tmp_path: Any, monkeypatch: Any) -> None:
    def fail(_backends: object) -> int:
        raise RuntimeError("odd")

    monkeypatch.setattr("tracker.arrivals.mailbox.look", fail)
    monkeypatch.setattr("tracker.arrivals.folder.REST_SECONDS", -1)
    (tmp_path / "mirada").mkdir()
    (tmp_path / "mirada" / "a.txt").write_bytes(b"Oficio")
    world.backends.settings = dataclasses.replace(world.backends.settings, watch_folder=tmp_path / "mirada")
    assert look_around(world.backends) == {"files_taken": 1, "mails_taken": 0}


@pytest.mark.parametrize(("url", "shown"), [
    ("imaps://ana%40x.mx:a%2Fb@mail.x.mx/Transparencia/INM", ("ana@x.mx", "a/b", 993, "Transparencia/INM", True)),
    ("imap://ana:b@mail.x.mx:1143", ("ana", "b", 1143, "INBOX", False)),
])
def test_a_mailbox_address_is_taken_apart(url: str, shown: tuple[Any, ...]) -> None:
    found = imap.parse(url)
    assert (found.user, found.password, found.port, found.folder, found.is_tls) == shown
    assert found.password not in found.shown.replace("mail.x.mx", "")
