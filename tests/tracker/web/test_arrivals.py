"""The owner sees what came by itself and what is wrong; a document says how it came; a folio is put by a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.models import Document
from tests.archive.bundles import zipped
from tests.conftest import Browser, World
from tests.tracker.arrivals.fake_imap import FakeImap, serve
from tests.tracker.arrivals.test_mailbox import mail
from tracker.arrivals.looking import look_around
from tracker.people.models import User
from tracker.requests.actions import RequestDraft, log_request
from tracker.worker import tick

FOLIO = "0411100064213"


def test_the_owner_sees_a_wrong_password_and_can_have_it_tried_again(
    world: World, browser: Callable[[str], Browser]
) -> None:
    box = FakeImap()
    server = serve(box)
    try:
        wrong = {"imap_url": box.url(password="secretisima"), "imap_from": "@inm.example"}
        world.backends.settings = dataclasses.replace(world.backends.settings, **wrong)
        look_around(world.backends)
        owner = browser("olga")
        page = owner.get("/arrivals").get_data(as_text=True)
        assert "refused user name or password" in page and "secretisima" not in page
        owner.post("/arrivals/again", {"way": "mailbox"}, page="/arrivals")
        look_around(world.backends)
        assert sum(asked.startswith("LOGIN") for asked in box.asked) == 2
    finally:
        server.shutdown()
        server.server_close()
    assert browser("alice").get("/arrivals").status_code == 404


@pytest.fixture
def arrived(world: World) -> Document:
    """A mail whose subject names the folio of a request of the project, with a bundle attached."""
    with world.backends.sessions.writing() as session:
        draft = RequestDraft(world.project, "Grupos Beta", folio=FOLIO, agency="INM", filed_on=date(2013, 8, 5))
        log_request(session, draft, by=session.get_one(User, world.people["alice"]), clock=world.backends.clock)
    box = FakeImap(mails={3: mail(f"Respuesta a la solicitud {FOLIO}")})
    server = serve(box)
    try:
        world.backends.settings = dataclasses.replace(
            world.backends.settings, imap_url=box.url(), imap_from="ut@inm.example")
        tick(world.backends)
    finally:
        server.shutdown()
        server.server_close()
    with world.backends.sessions.reading() as session:
        return session.query(Document).order_by(Document.id).first()  # type: ignore[return-value]


def test_a_document_from_a_mail_offers_the_request_its_subject_names(
    world: World, browser: Callable[[str], Browser], arrived: Document
) -> None:
    address = f"/documents/{arrived.id}"
    assert "It belongs to this request" not in browser("rita").get(address).get_data(as_text=True)
    bob = browser("bob")
    page = bob.get(address).get_data(as_text=True)
    assert "It belongs to this request" in page and "the mailbox, ut@inm.example" in page
    bob.post(f"{address}/belongs", {"request": "1"}, page=address)
    assert "It belongs to this request" not in bob.get(address).get_data(as_text=True)
    with world.backends.sessions.reading() as session:
        assert session.get_one(Document, arrived.id).facets["request"] == 1
    assert bob.post(f"{address}/belongs", {"request": "1"}, page=address).status_code == 400


def test_a_document_says_from_which_file_in_which_file_it_came(
    world: World, browser: Callable[[str], Browser], tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tracker.arrivals.folder.REST_SECONDS", -1)
    root = tmp_path / "entrada"
    (root / "San Fernando").mkdir(parents=True)
    inner = zipped({"anexos/acta.txt": b"Acta de hechos"})
    (root / "San Fernando" / "entrega.zip").write_bytes(zipped({"segundo.zip": inner}))
    world.backends.settings = dataclasses.replace(world.backends.settings, watch_folder=root)
    tick(world.backends)
    with world.backends.sessions.reading() as session:
        last = session.query(Document).order_by(Document.id.desc()).first()
        assert last is not None and last.name == "acta.txt"
    page = browser("rita").get(f"/documents/{last.id}").get_data(as_text=True)
    place = page[page.index("Came inside") :]
    assert place.index("entrega.zip") < place.index("segundo.zip") < place.index("anexos/acta.txt")
    assert "San Fernando/entrega.zip" in page and "the watched folder" in page and last.sha256 in page
