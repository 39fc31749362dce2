"""Every page can be used by keyboard and read aloud: names, headings, landmarks, contrast, a focus seen and free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.keyboard import FOCUS, Keyboard
from tests.browser.people import PASSWORD, team
from tracker.backends import open_backends
from tracker.clock import SystemClock
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.requests import details, noting
from tracker.requests.actions import RequestDraft, log_request
from tracker.requests.recompute import recompute
from tracker.settings import Settings

CHECK = (Path(__file__).parent / "accessible.js").read_text(encoding="utf-8")
PATHS = ("/", "/requests", "/requests?status=old", "/requests/new", "/requests/{n}", "/requests/{n}/edit",
         "/requests/{n}/details", "/requests/{n}/questions", "/requests/{n}/replies/new", "/requests/{n}/appeals/new",
         "/requests/{n}/proof/response", "/appeals", "/appeals/{a}", "/appeals/{a}/edit", "/documents",
         "/search?q=quejas", "/agencies", "/agencies/INM", "/projects", "/projects/{p}", "/mail", "/account",
         "/laws", "/laws/MX-FED-2025", "/calendars/INM", "/campaigns", "/imports", "/notices", "/keyboard", "/login")


@pytest.fixture(scope="module")
def furnished(site: Site) -> dict[str, int]:
    """A project with a request to which everything happened, another that is old, and a note."""
    project = team(site, "paginas")
    backends = open_backends(Settings.from_environ({"ACUSE_DATA_DIR": str(site.data)}), SystemClock())
    clock, today = backends.clock, datetime.now(ZoneInfo("America/Mexico_City")).date()
    with backends.sessions.writing() as session:
        by = session.query(User).filter_by(email="alba.paginas@example.org").one()
        row = log_request(session, RequestDraft(
            project_id=project, subject="Quejas de estaciones migratorias", text="1. Quejas. 2. Sanciones.",
            agency="INM", folio="330020326000123", filed_on=today - timedelta(days=45), filed_as="Otra cuenta"),
            by=by, clock=clock)
        for kind, days in (("clarification_asked", 42), ("clarification_answered", 40), ("extension_notified", 36),
                           ("extension_notified", 35), ("replied", 15), ("appeal_filed", 8), ("appeal_admitted", 6)):
            noting.note_fact(session, row, kind, today - timedelta(days=days), by=by, clock=clock, note="Nota.")
        details.add_reference(session, row, "UT/77/2026", "agency", by=by, clock=clock)
        details.add_contact(session, row, "Unidad de Transparencia", "Titular", "ut@example.org", by=by, clock=clock)
        details.add_cost(session, row, "120.50", 40, "copias", by=by, clock=clock)
        details.write_note(session, row, "Llamar el lunes.", by=by, clock=clock)
        again = details.ask_again(session, row, by=by, clock=clock)
        old = log_request(session, RequestDraft(project_id=project, subject="Antigua", agency="INM",
                                                filed_on=today.replace(year=today.year - 7)), by=by, clock=clock)
        for one in (row, again, old):
            recompute(session, one, rulebook_of(session), now=datetime.now(UTC))
        appeal = next(event.appeal_id for event in row.events if event.kind == "appeal_filed")
        found = {"n": row.id, "a": appeal or 0, "p": project}
    backends.close()
    return found


@pytest.fixture(params=["light", "dark"])
def alba(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Page]:
    """Alba's window, by day and by night."""
    context = chromium.new_context(locale="es-MX", viewport={"width": 1280, "height": 900}, color_scheme=request.param)
    context.set_default_timeout(20_000)
    keys = Keyboard(context.new_page())
    keys.sign_in(site.address, "alba.paginas@example.org", PASSWORD)
    yield keys.page
    context.close()


def test_fields_have_names_headings_an_order_and_words_contrast(furnished: dict[str, int], alba: Page, site: Site
                                                               ) -> None:
    wrong = {}
    for path in PATHS:
        answer = alba.goto(site.address + path.format(**furnished))
        assert answer is not None and answer.status == 200, path
        alba.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        if found := alba.evaluate(CHECK):
            wrong[path] = found
    assert wrong == {}


def test_the_focus_is_seen_everywhere_and_caught_nowhere(furnished: dict[str, int], chromium: Browser, site: Site
                                                        ) -> None:
    context = chromium.new_context(locale="es-MX", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    keys = Keyboard(context.new_page())
    keys.sign_in(site.address, "alba.paginas@example.org", PASSWORD)
    wrong = []
    for path in ("/", "/requests", "/requests/new", "/requests/{n}", "/requests/{n}/details", "/appeals/{a}",
                 "/documents", "/search?q=quejas", "/projects/{p}", "/account", "/keyboard"):
        keys.page.goto(site.address + path.format(**furnished))
        keys.press("Tab")
        first = keys.page.evaluate(FOCUS)
        if first is None or first["href"] != "#content":
            wrong.append(f"{path}: the first Tab does not offer the content")
        stops, last, same = 0, None, 0
        while (at := keys.page.evaluate(FOCUS)) is not None and stops < 400:
            key = (at["id"], at["name"], at["text"], at["href"])
            same = same + 1 if key == last else 0
            if not at["visible"] or not at["seen"]:
                wrong.append(f"{path}: the focus on {key} is not seen")
            if same > 6:
                wrong.append(f"{path}: the focus is caught at {key}")
                break
            last, stops = key, stops + 1
            keys.press("Tab")
        if stops >= 400:
            wrong.append(f"{path}: no end after 400 stops")
    context.close()
    assert wrong == []


def test_single_keys_do_nothing_while_writing_or_switched_off(furnished: dict[str, int], chromium: Browser, site: Site
                                                             ) -> None:
    context = chromium.new_context(locale="es-MX")
    context.set_default_timeout(20_000)
    keys = Keyboard(context.new_page())
    keys.sign_in(site.address, "alba.paginas@example.org", PASSWORD)
    keys.press("/")
    keys.write("n1?")
    assert keys.page.input_value("#find") == "n1?"
    keys.page.goto(site.address)
    keys.submit("?")
    assert keys.page.url.endswith("/keyboard")
    keys.tab_to(id="no-keys")
    keys.press("Space")
    keys.press("Tab")
    keys.page.keyboard.press("n")
    keys.page.wait_for_timeout(300)
    assert keys.page.url.endswith("/keyboard")
    context.close()
