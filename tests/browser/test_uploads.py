"""Files sent from a real browser over a line that breaks: they arrive whole, once, and progress is seen."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from archive.models import Document
from tests.conftest import PASSWORD
from tracker.app import create_app
from tracker.arrivals.models import Upload
from tracker.people.models import User
from tracker.requests.actions import RequestDraft, log_request


@pytest.fixture
def window(world: Any, chromium: Browser) -> Iterator[Page]:
    """Bob's window on the archive's page."""
    server = make_server("127.0.0.1", 0, create_app(world.backends.settings, world.backends), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.server_port}",
                                   viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto("/login")
    page.fill("#email", "bob@example.org")
    page.fill("#password", PASSWORD)
    page.click("#submit")
    page.goto("/documents")
    yield page
    context.close()
    server.shutdown()


def documents(world: Any) -> list[Document]:
    with world.backends.sessions.reading() as session:
        return list(session.scalars(select(Document).order_by(Document.id)))


def test_two_files_arrive_whole_over_a_line_that_breaks(world: Any, window: Page, tmp_path: Path) -> None:
    large = b"".join(f"renglon {number}\n".encode() for number in range(200_000))
    (tmp_path / "grande.txt").write_bytes(large)
    (tmp_path / "chico.txt").write_bytes(b"Oficio de respuesta")
    broken: list[str] = []

    def unreliable(route: Route) -> None:
        # The second piece never arrives, and the one after it arrives without its answer reaching the browser.
        broken.append(route.request.url)
        if len(broken) == 2:
            route.abort()
        elif len(broken) == 3:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    window.route("**/pieces/*", unreliable)
    window.set_input_files("#files", [tmp_path / "grande.txt", tmp_path / "chico.txt"])
    window.click("details button.button:not(.second)")
    expect(window.locator("[data-sending] progress").first).to_be_visible()
    window.wait_for_url("**/documents?project=*")
    arrived = documents(world)
    assert [d.name for d in arrived] == ["grande.txt", "chico.txt"]
    assert arrived[0].sha256 == hashlib.sha256(large).hexdigest()
    assert len(broken) > 3


def test_a_window_closed_half_way_leaves_what_arrived_and_the_file_goes_on_later(
    world: Any, window: Page, tmp_path: Path
) -> None:
    large = b"".join(f"renglon {number}\n".encode() for number in range(200_000))
    (tmp_path / "grande.txt").write_bytes(large)
    window.route("**/pieces/1*", lambda route: route.abort())
    window.set_input_files("#files", tmp_path / "grande.txt")
    window.click("details button.button:not(.second)")
    expect(window.locator("[data-sending] .quiet").first).to_contain_text("The connection broke")
    later = window.context.new_page()
    window.close()
    later.goto("/documents")
    expect(later.get_by_text("grande.txt")).to_be_visible()
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(Upload)).one().received == 1024 * 1024
    asked: list[str] = []
    later.on("request", lambda request: asked.append(request.url))
    later.set_input_files("#files", tmp_path / "grande.txt")
    later.click("details button.button:not(.second)")
    later.wait_for_url("**/documents/*")
    assert documents(world)[0].sha256 == hashlib.sha256(large).hexdigest()
    assert not any(url.endswith("/pieces/0") for url in asked)


def test_a_file_that_is_refused_says_why_and_the_others_arrive(world: Any, window: Page, tmp_path: Path) -> None:
    (tmp_path / "vacio.txt").write_bytes(b"")
    (tmp_path / "carta.txt").write_bytes(b"Oficio de respuesta")
    window.set_input_files("#files", [tmp_path / "vacio.txt", tmp_path / "carta.txt"])
    window.click("details button.button:not(.second)")
    expect(window.locator("[data-sending] .problem")).to_contain_text("vacio.txt")
    expect(window.locator("[data-sending] .quiet")).to_have_text("arrived")
    assert [d.name for d in documents(world)] == ["carta.txt"]


def test_a_reply_s_files_are_sent_in_pieces_and_go_with_it(world: Any, window: Page, tmp_path: Path) -> None:
    with world.backends.sessions.writing() as session:
        bob = session.get_one(User, world.people["bob"])
        draft = RequestDraft(world.project, "Grupos Beta", folio="0411100064213", filed_on=date(2026, 10, 1))
        log_request(session, draft, by=bob, clock=world.backends.clock)
    (tmp_path / "vacio.txt").write_bytes(b"")
    (tmp_path / "oficio.txt").write_bytes(b"Oficio de respuesta" * 100_000)
    window.goto("/requests/1/replies/new")
    window.fill("#notified_on", "2026-11-20")
    window.set_input_files("#files", [tmp_path / "vacio.txt", tmp_path / "oficio.txt"])
    window.get_by_role("button", name="Record it").click()
    # One file is refused: the form waits for a person, and what arrived stays with it.
    expect(window.locator("[data-sending] .problem")).to_contain_text("vacio.txt")
    expect(window.locator("input[name=document]")).to_have_count(1)
    window.get_by_role("button", name="Record it").click()
    window.wait_for_url("**/replies/1")
    expect(window.get_by_text("oficio.txt")).to_be_visible()
    with world.backends.sessions.reading() as session:
        assert [d.name for d in session.scalars(select(Document))] == ["oficio.txt"]
