"""What became of a file is told, above all when it could not be read."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from archive.models import Blob, Document, Page
from tracker.projects.models import Project
from tracker.reminders.models import Notice
from tracker.reminders.telling import tell_read


@pytest.fixture
def add_file(world):
    def add(name: str, state: str = "read", error: str | None = None, failed: int = 0) -> int:
        now = world.clock.now()
        with world.sessions.writing() as session:
            if session.get(Blob, "0" * 64) is None:
                session.add(Blob(sha256="0" * 64, size=1, stored_at=now))
            document = Document(sha256="0" * 64, scope=f"project:{world.project}", name=name, origin="upload",
                                added_at=now, added_by="alice@example.org", state=state, error=error, page_count=3,
                                facets={})
            session.add(document)
            session.flush()
            session.add_all(Page(document_id=document.id, number=n + 1, state="failed") for n in range(failed))
            session.flush()
            tell_read(session, document, now=now)
            tell_read(session, document, now=now)
            return document.id
    return add


def text(world) -> str:
    world.tick()
    return world.post.taken[-1].get_body(("plain",)).get_content()


def test_a_file_that_could_not_be_read_is_told_with_the_reason(world, add_file):
    number = add_file("respuesta.pdf", "failed", "crashed")
    said = text(world)
    assert "Could not be read: respuesta.pdf" in said and "the original is kept" in said
    assert f"https://acuse.example.org/documents/{number}" in said


def test_pages_that_failed_are_told(world, add_file):
    add_file("respuesta.pdf", failed=2)
    assert "2 of its pages could not be read" in text(world)


def test_many_files_are_one_line_but_a_failed_one_stays_named(world, add_file):
    for number in range(7):
        add_file(f"anexo{number}.pdf")
    add_file("roto.pdf", "failed", "crashed")
    said = text(world)
    assert "7 files were read" in said and "anexo1" not in said and "roto.pdf" in said


def test_the_same_outcome_is_told_once(world, add_file):
    add_file("respuesta.pdf")
    with world.sessions.reading() as session:
        assert len(session.scalars(select(Notice)).all()) == 1


def test_a_discreet_project_does_not_name_its_files(world, add_file):
    with world.sessions.writing() as session:
        session.get_one(Project, world.project).is_discreet = True
    add_file("San Fernando.pdf")
    assert "San Fernando" not in world_text(world)


def world_text(world) -> str:
    said = text(world)
    return said + str(world.post.taken[-1]["Subject"])
