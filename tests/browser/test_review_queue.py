"""The review queue by keys alone, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

import tracker.tables  # noqa: F401  (tables point at each other: all of them must be known)
from tests.browser.conftest import Site
from tracker.backends import open_backends
from tracker.clock import SystemClock
from tracker.people.models import User
from tracker.projects.actions import create_project
from tracker.replies.actions import ReplyDraft, record_reply
from tracker.replies.models import Finding
from tracker.requests.actions import RequestDraft, log_request
from tracker.settings import Settings


def test_findings_are_judged_skipped_and_undone_by_key(page: Page, site: Site) -> None:
    backends = open_backends(Settings.from_environ({"ACUSE_DATA_DIR": str(site.data)}), SystemClock())
    day = backends.clock.now().date()
    with backends.sessions.writing() as session:
        owner = session.query(User).filter_by(email=site.email).one()
        project = create_project(session, "Cola de revisión", by=owner, now=backends.clock.now())
        asked = log_request(session, RequestDraft(project_id=project.id, subject="Cola", agency="INM", filed_on=day),
                            by=owner, clock=backends.clock)
        reply = record_reply(session, asked, ReplyDraft(notified_on=day, text="Se entrega. No existe. Se reserva."), [],
                             by=owner, clock=backends.clock)
        session.add_all([Finding(reply_id=reply.id, kind="label", label=label, quote=quote, boxes=[])
                         for label, quote in (("delivered", "Se entrega."), ("inexistence", "No existe."),
                                              ("reserved", "Se reserva."))])
        number = project.id
    backends.close()

    page.goto(f"{site.address}/review?project={number}")
    quote = page.locator("blockquote").first
    expect(quote).to_have_text("Se entrega.")
    page.keyboard.press("c")
    expect(quote).to_have_text("No existe.")
    expect(page.locator("progress")).to_have_attribute("value", "1")
    page.keyboard.press("s")
    expect(quote).to_have_text("Se reserva.")
    page.keyboard.press("d")
    expect(page.locator("progress")).to_have_attribute("value", "2")
    expect(quote).to_have_text("No existe.")
    page.keyboard.press("z")
    expect(quote).to_have_text("Se reserva.")
    expect(page.locator("progress")).to_have_attribute("value", "1")
    page.keyboard.press("k")
    expect(quote).to_have_text("No existe.")
    expect(page).to_have_url(re.compile(rf"project={number}"))
