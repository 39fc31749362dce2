"""The small world as a fixture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.db import Base, Sessions, open_engine
from tests.tracker.reminders.world import Post, World, at, new_request
from tracker.clock import FixedClock
from tracker.people.models import User
from tracker.projects.models import Membership, Project
from tracker.settings import Settings


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The small world, for one test."""
    with open_world(tmp_path) as opened:
        yield opened


@contextmanager
def open_world(tmp_path: Path) -> Iterator[World]:
    """Alice's request in a project she shares with Bob, on a fresh database, on Monday 2 March 2026 at noon."""
    settings = Settings.from_environ({"ACUSE_DATA_DIR": str(tmp_path), "ACUSE_SITE_URL": "https://acuse.example.org",
                                      "ACUSE_MAIL_FROM": "Acuse <acuse@example.org>"})
    sessions = Sessions(open_engine(settings.database_url))
    Base.metadata.create_all(sessions.engine)
    clock = FixedClock(at("2026-03-02T12:00"))
    with sessions.writing() as session:
        people = [User(email=f"{name.lower()}@example.org", name=name, role="member", language="en",
                       zone="America/Mexico_City", is_active=True, created_at=clock.now()) for name in ("Alice", "Bob")]
        session.add_all(people)
        project = Project(name="Use of force", description="", visibility="private", is_discreet=False,
                          created_at=clock.now())
        project.memberships = [Membership(user=people[0], role="admin", is_deputy=False),
                               Membership(user=people[1], role="editor", is_deputy=False)]
        session.add(project)
        session.flush()
        request = new_request(session, project.id, people[0].id, "Orders for the operation of 10 August")
        ids = people[0].id, people[1].id, project.id, request.id
    yield World(sessions, settings, clock, Post(), *ids)
    sessions.engine.dispose()
