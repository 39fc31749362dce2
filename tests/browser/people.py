"""People of a running installation, made beside it in its own database."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.browser.conftest import Site
from tracker.backends import open_backends
from tracker.clock import SystemClock
from tracker.people.actions import create_user
from tracker.projects.actions import create_project, set_member
from tracker.settings import Settings

PASSWORD = "una-clave-de-prueba"


def team(site: Site, name: str) -> int:
    """A project: Alba administers it, Bruno edits, Rita reads, Carlos is no member; gives its number."""
    backends = open_backends(Settings.from_environ({"ACUSE_DATA_DIR": str(site.data)}), SystemClock())
    now = datetime.now(UTC)
    with backends.sessions.writing() as session:
        people = {one: create_user(session, email=f"{one}.{name}@example.org", name=one.title(), password=PASSWORD,
                                   now=now, language="es") for one in ("alba", "bruno", "rita", "carlos")}
        project = create_project(session, f"Proyecto {name}", by=people["alba"], now=now)
        set_member(session, project, people["bruno"], "editor")
        set_member(session, project, people["rita"], "reader")
        session.flush()
        number = project.id
    backends.close()
    return number
