"""Files come in pieces, go on after a broken line, and are nobody's but their sender's until they have arrived."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Document, Job
from archive.receive import receive
from tests.conftest import Browser, World
from tracker.arrivals import uploads
from tracker.arrivals.models import Upload
from tracker.people.models import User
from tracker.projects.actions import set_member
from tracker.projects.models import Project
from tracker.replies.models import ReplyDocument
from tracker.requests.actions import RequestDraft, log_request
from tracker.worker import tick

DATA = b"Oficio de respuesta\n" * 50


class Sender:
    """A browser that sends a file as the page's script does."""

    def __init__(self, window: Browser, world: World) -> None:
        self.window, self.world = window, world
        self.token = window.token("/documents")

    def post(self, address: str, **sent: Any) -> Any:
        return self.window.client.post(address, headers={"X-CSRFToken": self.token}, **sent)  # type: ignore[attr-defined]

    def begin(self, size: int = len(DATA), name: str = "carta.txt", mark: str = "1") -> Any:
        return self.post("/uploads", data={"project": self.world.project, "name": name, "size": size, "mark": mark})

    def piece(self, state: dict[str, Any], at: int, data: bytes) -> Any:
        return self.post(f"{state['address']}/pieces/{at}", data=data, content_type="application/octet-stream")


@pytest.fixture
def bob(world: World, browser: Callable[[str], Browser]) -> Sender:
    return Sender(browser("bob"), world)


def test_a_file_sent_in_pieces_becomes_one_document_with_its_sender_and_its_bytes(world: World, bob: Sender) -> None:
    state = bob.begin().json
    assert (state["received"], state["size"]) == (0, len(DATA))
    assert bob.piece(state, 0, DATA[:300]).json["received"] == 300
    assert bob.piece(state, 300, DATA[300:]).json["received"] == len(DATA)
    done = bob.post(f"{state['address']}/finish").json
    with world.backends.sessions.reading() as session:
        document = session.get_one(Document, done["document"])
        assert document.sha256 == hashlib.sha256(DATA).hexdigest()
        assert (document.origin, document.added_by, document.name) == ("upload", "bob@example.org", "carta.txt")
        assert session.scalar(select(Upload)) is None
    assert list(uploads.folder_of(world.backends).iterdir()) == []
    assert bob.post(f"{state['address']}/finish").status_code == 404


def test_the_same_file_chosen_again_goes_on_where_it_stopped(world: World, bob: Sender) -> None:
    state = bob.begin().json
    bob.piece(state, 0, DATA[:300])
    again = bob.begin().json
    assert (again["token"], again["received"]) == (state["token"], 300)
    assert bob.begin(mark="2").json["received"] == 0


def test_a_piece_that_came_twice_or_too_early_is_told_where_to_go_on(bob: Sender) -> None:
    state = bob.begin().json
    bob.piece(state, 0, DATA[:300])
    for at in (0, 200, 400):
        answer = bob.piece(state, at, DATA[at : at + 10])
        assert (answer.status_code, answer.json["received"]) == (409, 300)
    assert bob.piece(state, 300, DATA).status_code == 413


def test_bytes_that_never_were_confirmed_are_written_again(world: World, bob: Sender) -> None:
    state = bob.begin().json
    bob.piece(state, 0, DATA[:300])
    with (uploads.folder_of(world.backends) / state["token"]).open("ab") as torn:
        torn.write(b"half a piece, then the machine stopped")
    bob.piece(state, 300, DATA[300:])
    done = bob.post(f"{state['address']}/finish").json
    with world.backends.sessions.reading() as session:
        assert session.get_one(Document, done["document"]).sha256 == hashlib.sha256(DATA).hexdigest()


def test_bytes_that_are_gone_are_asked_for_again(world: World, bob: Sender) -> None:
    state = bob.begin().json
    bob.piece(state, 0, DATA[:300])
    (uploads.folder_of(world.backends) / state["token"]).unlink()
    assert bob.piece(state, 300, DATA[300:]).json["received"] == 0
    assert bob.piece(state, 0, DATA).json["received"] == len(DATA)


def test_a_file_that_is_not_whole_becomes_no_document(world: World, bob: Sender) -> None:
    state = bob.begin().json
    bob.piece(state, 0, DATA[:300])
    answer = bob.post(f"{state['address']}/finish")
    assert (answer.status_code, answer.json["problem"]) == (409, "incomplete")
    with world.backends.sessions.reading() as session:
        assert session.scalar(select(Document)) is None


@pytest.mark.parametrize(("size", "problem"), [(0, "empty"), (10**12, "too_large")])
def test_what_cannot_be_taken_is_refused_before_it_is_sent(bob: Sender, size: int, problem: str) -> None:
    answer = bob.begin(size=size)
    assert answer.json["problem"] == problem and "carta.txt" in answer.json["words"]


def test_every_step_asks_for_the_right_anew(
    world: World, bob: Sender, browser: Callable[[str], Browser]
) -> None:
    state = bob.begin().json
    bob.piece(state, 0, DATA[:300])
    alice, rita = Sender(browser("alice"), world), Sender(browser("rita"), world)
    assert rita.begin().status_code == 403
    assert alice.piece(state, 300, DATA[300:]).status_code == 404
    assert alice.post(f"{state['address']}/finish").status_code == 404
    with world.backends.sessions.writing() as session:
        set_member(session, session.get_one(Project, world.project),
                   session.get_one(User, world.people["bob"]), "reader")
    assert bob.piece(state, 300, DATA[300:]).status_code == 403
    assert bob.post(f"{state['address']}/finish").status_code == 403


def test_a_full_disk_is_said_and_what_is_here_stays(
    bob: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = bob.begin().json
    bob.piece(state, 0, DATA[:300])

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        answer = bob.piece(state, 300, DATA[300:])
    assert answer.status_code == 507 and "room" in answer.json["words"]
    assert bob.piece(state, 300, DATA[300:]).json["received"] == len(DATA)
    assert bob.post(f"{state['address']}/finish").status_code == 200


def test_a_file_larger_than_the_room_left_is_not_begun(bob: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SPARE", 1 << 62)
    answer = bob.begin()
    assert (answer.status_code, answer.json["problem"]) == (507, "no_room")


def test_a_full_disk_is_said_by_the_plain_form_too(
    world: World, bob: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = bob.window.post("/documents", {"project": str(world.project), "files": (io.BytesIO(DATA), "carta.txt")})
    assert answer.status_code == 200 and "no room left" in answer.get_data(as_text=True)


def test_half_sent_files_are_listed_dropped_by_hand_and_given_up_after_days(
    world: World, bob: Sender, clock: Any
) -> None:
    state = bob.begin(name="grande.pdf").json
    bob.piece(state, 0, DATA[:300])
    other = bob.begin(name="otro.pdf").json
    assert "grande.pdf" in bob.window.get("/documents").get_data(as_text=True)
    bob.window.post(f"{other['address']}/drop")
    assert "otro.pdf" not in bob.window.get("/documents").get_data(as_text=True)
    assert uploads.clean(world.backends, clock.now() + timedelta(days=2)) == 0
    assert uploads.clean(world.backends, clock.now() + timedelta(days=4)) == 1
    assert list(uploads.folder_of(world.backends).iterdir()) == []


def test_the_same_bytes_again_are_the_document_that_is_there(bob: Sender) -> None:
    documents = []
    for name in ("carta.txt", "copia.txt"):
        state = bob.begin(name=name).json
        bob.piece(state, 0, DATA)
        documents.append(bob.post(f"{state['address']}/finish").json)
    assert documents[0]["document"] == documents[1]["document"]
    assert not documents[0]["duplicate"] and "already there" in documents[1]["words"]


def test_files_sent_ahead_of_a_reply_go_with_it_and_those_of_other_projects_do_not(world: World, bob: Sender) -> None:
    with world.backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        draft = RequestDraft(world.project, "Grupos Beta", folio="0411100064213", filed_on=date(2026, 10, 1))
        log_request(session, draft, by=alice, clock=world.backends.clock)
        other = receive(session, world.backends.files, io.BytesIO(b"de otro"), name="otro.txt", origin="upload",
                        scope="project:999", by=None, now=world.backends.clock.now()).document.id
    state = bob.begin().json
    bob.piece(state, 0, DATA)
    sent = bob.post(f"{state['address']}/finish").json["document"]
    while tick(world.backends)["documents_read"]:
        pass
    page = "/requests/1/replies/new"
    bob.window.post(page, {"kind": "replied", "notified_on": "2026-11-20", "document": [str(sent), str(other), "x"]},
                    page=page)
    with world.backends.sessions.reading() as session:
        assert [row.document_id for row in session.scalars(select(ReplyDocument))] == [sent]
        assert session.get_one(Document, sent).facets["request"] == 1
    with world.backends.sessions.reading() as session:
        waiting = select(Job.subject).where(Job.kind == "after-reading", Job.state == "waiting")
        assert list(session.scalars(waiting)) == [sent]
