"""A request moved to another project: appeals go along, files when somebody brings them, shared ones stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from archive.models import Document, Job
from tests.conftest import Browser, World
from tests.tracker.web.archive_world import archived, document_of
from tests.tracker.web.test_requests import form
from tracker.appeals.models import Appeal
from tracker.audit.models import AuditEntry
from tracker.people.models import User
from tracker.projects.actions import create_project, set_member
from tracker.projects.models import project_scope
from tracker.replies.actions import ReplyDraft, record_reply
from tracker.requests.models import InfoRequest

SignIn = Callable[[str], Browser]


@pytest.fixture
def other(world: World) -> int:
    """A second project of Alice's, which Rita reads and Bob does not."""
    now = world.backends.clock.now()
    with world.backends.sessions.writing() as session:
        alice, rita = (session.get_one(User, world.people[name]) for name in ("alice", "rita"))
        project = create_project(session, "Frontera sur", by=alice, now=now)
        set_member(session, project, rita, "reader")
        return project.id


def replied(world: World, number: int, *documents: int) -> None:
    """Note that files came with a reply to a request."""
    with world.backends.sessions.writing() as session:
        record_reply(session, session.get_one(InfoRequest, number), ReplyDraft(date(2026, 11, 10), "replied"),
                     [session.get_one(Document, one) for one in documents],
                     by=session.get_one(User, world.people["alice"]), clock=world.backends.clock)


@pytest.fixture
def moved(world: World, other: int, browser: SignIn) -> tuple[Browser, int, int]:
    """Alice with her request in the second project, and two of its files left behind, one inside the other."""
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-01"))
    bundle = archived(world.backends, world.project, name="todo.zip")
    letter = archived(world.backends, world.project, name="oficio.pdf", container_id=bundle)
    replied(world, 1, letter)
    alice.post("/requests/1/appeals/new", {"filed_on": "2026-11-12", "number": "", "note": "", "grounds": ["INEXIST"]})
    alice.post("/requests/1/edit", form(world, folios="", agency="INM", filed_on="2026-10-01", project=other))
    return alice, bundle, letter


def text_of(window: Browser, address: str) -> str:
    return re.sub(r"\s+", " ", window.get(address).get_data(as_text=True))


def test_files_left_behind_are_told_and_brought_along_with_the_bundle_they_came_in(
    world: World, other: int, moved: tuple[Browser, int, int], browser: SignIn
) -> None:
    alice, bundle, letter = moved
    page = text_of(alice, "/requests/1")
    assert "1 file of this request lies in another project" in page and "Whoever may read “Frontera sur”" in page
    rita, bob = browser("rita"), browser("bob")
    assert (rita.get(f"/documents/{letter}").status_code, bob.get(f"/documents/{letter}").status_code) == (200, 200)
    assert "lies in another project" not in text_of(rita, "/requests/1")
    assert "1 file was brought from “San Fernando”" in text_of_answer(alice.post("/requests/1/files/bring"))
    assert {document_of(world.backends, one).scope for one in (bundle, letter)} == {project_scope(other)}
    assert (rita.get(f"/documents/{letter}").status_code, bob.get(f"/documents/{letter}").status_code) == (200, 404)
    with world.backends.sessions.reading() as session:
        waiting = set(session.scalars(select(Job.subject).where(Job.kind == "index", Job.state == "waiting")))
        acts = session.scalars(select(AuditEntry.action)).all()
    assert waiting >= {bundle, letter} and acts.count("document.moved") == 2
    assert "lies in another project" not in text_of(alice, "/requests/1")
    assert "No file could be brought" in text_of_answer(alice.post("/requests/1/files/bring"))


def text_of_answer(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))  # type: ignore[attr-defined]


def test_the_appeals_of_a_moved_request_leave_the_people_of_its_old_project(
    world: World, other: int, moved: tuple[Browser, int, int], browser: SignIn
) -> None:
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(Appeal.project_id)).all() == [other]
    assert browser("bob").get("/appeals/1").status_code == 404
    assert browser("rita").get("/appeals/1").status_code == 200


def test_a_file_that_requests_outside_the_project_need_stays(
    world: World, moved: tuple[Browser, int, int]
) -> None:
    alice, bundle, letter = moved
    alice.post("/requests/new", form(world, folios="", agency="INM", filed_on="2026-10-02"))
    replied(world, 2, bundle)
    page = text_of(alice, "/requests/1")
    assert "1 stays there, since requests outside this project need it" in page and "Bring " not in page
    alice.post("/requests/1/files/bring")
    assert document_of(world.backends, letter).scope == project_scope(world.project)


def test_whoever_does_not_administer_the_old_project_takes_nothing_out_of_it(
    world: World, other: int, moved: tuple[Browser, int, int], browser: SignIn
) -> None:
    _alice, _bundle, letter = moved
    with world.backends.sessions.writing() as session:
        from tracker.projects.models import Project

        bob = session.get_one(User, world.people["bob"])
        set_member(session, session.get_one(Project, other), bob, "editor")
    bob_s = browser("bob")
    assert "only by an administrator of that project" in text_of(bob_s, "/requests/1")
    bob_s.post("/requests/1/files/bring")
    assert document_of(world.backends, letter).scope == project_scope(world.project)
    assert browser("rita").post("/requests/1/files/bring").status_code == 403
