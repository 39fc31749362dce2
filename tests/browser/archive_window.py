"""Bob's window on a site over the test's own world, and files put into its archive."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from archive.indexing import index_once
from archive.reading import work_once
from archive.receive import receive
from tests.conftest import PASSWORD
from tracker.app import create_app
from tracker.projects.models import project_scope


@contextmanager
def bobs_window(world: Any, chromium: Browser, **options: Any) -> Iterator[Page]:
    """A window signed in as Bob; any script error fails the test."""
    server = make_server("127.0.0.1", 0, create_app(world.backends.settings, world.backends), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = chromium.new_context(**{
        "base_url": f"http://127.0.0.1:{server.server_port}", "viewport": {"width": 1280, "height": 800},
        "permissions": ["clipboard-read", "clipboard-write"], **options})
    page = context.new_page()
    page.set_default_timeout(20_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.goto("/login")
    page.fill("#email", "bob@example.org")
    page.fill("#password", PASSWORD)
    page.click("#submit")
    page.wait_for_selector("h1")
    problems.clear()
    try:
        yield page
    finally:
        context.close()
        server.shutdown()
        thread.join()
    assert problems == []


def add(world: Any, path: Path) -> int:
    """Put a file into the archive as an upload would."""
    with world.backends.sessions.writing() as session, path.open("rb") as data:
        document = receive(session, world.backends.files, data, name="carta.pdf", scope=project_scope(world.project),
                           origin="upload", by=None, now=world.backends.clock.now()).document
        return document.id


def read(world: Any, document: int) -> None:
    """Read and index it."""
    now = world.backends.clock.now
    assert work_once(world.backends.sessions, world.backends.files, lang="spa", now=now, document=document)
    assert index_once(world.backends.sessions, world.backends.search, now=now, document=document)
