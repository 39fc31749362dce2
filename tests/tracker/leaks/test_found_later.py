"""A leak that is noticed only when a page is read again: what was kept of it before is kept nowhere after."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from archive.models import Document, Page
from archive.rereading import Wanted, order_reading
from tests.conftest import Browser, World
from tests.ocr.leaks.marked import SHOWN, clear_text
from tests.ocr.leaks.marked_pdf import base, hidden, page_pdf, rectangle, saved
from tests.tracker.leaks.written import forms_of, said_on_disk
from tests.tracker.web.archive_world import archived
from tracker.agencies.store import directory_of
from tracker.annotations.models import Annotation
from tracker.appeals.models import AppealDraft
from tracker.facts.models import DocumentFact
from tracker.intake import after_reading
from tracker.people.models import User
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest
from tracker.rescue.models import Rescue
from tracker.reserves.models import Reserve
from tracker.worker import tick, tidy

NAME = "Bimokaturesa"


def test_nothing_that_was_said_before_is_kept(world: World, browser: Callable[[str], Browser]) -> None:
    said = [*clear_text(), f"declara {NAME} que vive"]
    data = saved(page_pdf(base() + hidden(NAME) + rectangle()))
    document = archived(world.backends, world.project, [said], data=data)
    now = world.backends.clock.now()
    with world.backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        request = log_request(session, RequestDraft(project_id=world.project, subject="Quejas", agency="INM",
                                                    filed_on=date(2026, 10, 1)), by=alice, clock=world.backends.clock)
        event = record_event(session, request, "replied", date(2026, 10, 20), by=alice, clock=world.backends.clock)
        reply = Reply(info_request_id=request.id, event_id=event.id, notified_on=date(2026, 10, 20), recorded_at=now)
        session.add(reply)
        session.flush()
        session.add_all([
            ReplyDocument(reply_id=reply.id, document_id=document),
            Finding(reply_id=reply.id, document_id=document, page_number=1, kind="label", label="delivered",
                    quote=f"declara {NAME} que", status="confirmed"),
            Finding(reply_id=reply.id, document_id=document, page_number=1, kind="label", label="partial",
                    quote=clear_text()[0], status="confirmed"),
            DocumentFact(document_id=document, kind="signatory", value=NAME, page_number=1, quote=f"declara {NAME}",
                         status="accepted")])
    folder = world.backends.settings.data_dir
    for what in ("searchable.pdf", "pages/1/image/400"):
        assert browser("rita").get(f"/documents/{document}/{what}").status_code == 200
    cached = {path for path in (folder / "cache").rglob("*") if path.is_file()}
    assert len(cached) >= 2
    assert any("finding.quote" in place for place in said_on_disk(folder, forms_of(NAME), [folder / "files"]))
    with world.backends.sessions.writing() as session:
        order_reading(session, session.get_one(Document, document), Wanted(), by=None, now=now)
    for _ in range(3):
        tick(world.backends)
    tidy(world.backends)
    with world.backends.sessions.reading() as session:
        page = session.scalars(select(Page).where(Page.document_id == document)).one()
        assert page.leaks and SHOWN in (page.text or "") and session.get_one(Document, document).is_quarantined
        quotes = {f.label: f.quote for f in session.scalars(select(Finding).where(Finding.status == "confirmed"))}
        assert quotes == {"delivered": "", "partial": clear_text()[0]}
        assert session.scalars(select(DocumentFact).where(DocumentFact.kind == "signatory")).all() == []
    assert said_on_disk(folder, forms_of(NAME), [folder / "files"]) == []
    assert not cached & set((folder / "cache").rglob("*"))


def test_what_people_made_of_it_says_it_no_longer(world: World, browser: Callable[[str], Browser]) -> None:
    """Terms of reserves, facts taken over, notes, corrections, versions of an appeal, searches told and lists."""
    said = [*clear_text(), f"Se clasifica como reservado el domicilio de {NAME} por un periodo de cinco años.",
            f"No se cuenta con lo que pide {NAME} en esta unidad.", "ATENTAMENTE", f"LIC. {NAME.upper()} DIAZ LEYVA",
            "TITULAR DE LA UNIDAD DE TRANSPARENCIA", f"Consulte https://ejemplo.gob.mx/{NAME.lower()}.pdf"]
    data = saved(page_pdf(base() + hidden(NAME) + rectangle()))
    now, bob = world.backends.clock.now(), browser("bob")
    bob.post("/searches", {"q": SHOWN, "name": "Lugar", "frequency": "immediately"})
    document = archived(world.backends, world.project, [said], data=data)
    bob.post("/requests/new", {
        "folios": "340020300012326", "subject": "Quejas", "text": "1. Quejas.", "agency": "INM",
        "project": world.project, "filed_on": "2026-08-03", "procedure": "access", "channel": "platform"})
    with world.backends.sessions.writing() as session:
        alice, asked = session.get_one(User, world.people["alice"]), session.get_one(InfoRequest, 1)
        event = record_event(session, asked, "replied", date(2026, 11, 10), by=alice, clock=world.backends.clock)
        reply = Reply(info_request_id=1, event_id=event.id, notified_on=date(2026, 11, 10), recorded_at=now)
        session.add(reply)
        session.flush()
        session.add(ReplyDocument(reply_id=reply.id, document_id=document))
        session.flush()
        after_reading(session, session.get_one(Document, document), directory_of(session), now=now)
        session.add(Finding(reply_id=reply.id, document_id=document, page_number=1, kind="label", label="inexistence",
                            quote=said[-5], status="confirmed"))
        for row in session.scalars(select(Reserve)):
            row.status = "confirmed"
        url = f"https://ejemplo.gob.mx/{NAME.lower()}.pdf"
        session.add(Rescue(project_id=world.project, document_id=document, page_number=1, url=url, state="absent",
                           asked_at=now, hops=[{"url": url, "status": 404}]))
        facts = session.scalars(select(DocumentFact).where(DocumentFact.kind == "signatory")).all()
        assert facts and session.scalars(select(Reserve)).all()
    page = f"/documents/{document}/pages/1"
    for fact in facts:
        bob.post(f"/documents/{document}/facts/{fact.id}", {"status": "accepted"}, page=f"/documents/{document}")
    bob.post(f"{page}/notes", {"quote": said[-5], "body": "Ojo.", "audience": "readers"}, page=page)
    bob.post("/requests/1/appeals/prepare", {"write": "1", "grounds": ["INEXIST", "RESERVE"]},
             page="/requests/1/appeals/prepare")
    bob.post("/search/lists", {"name": "Lugares", "terms": f"{SHOWN}\nfojas", "way": "phrase"},
             page="/search/lists")
    tick(world.backends)
    folder = world.backends.settings.data_dir
    before = " ".join(said_on_disk(folder, forms_of(NAME), [folder / "files"]))
    for place in ("reserve.quote", "appeal_draft.sections", "annotation.exact", "document.facets", "finding.quote",
                  "rescue.url", "rescue.hops"):
        assert place in before, f"{place} is not tried: {before}"
    with world.backends.sessions.writing() as session:
        order_reading(session, session.get_one(Document, document), Wanted(), by=None, now=now)
    for _ in range(3):
        tick(world.backends)
    tidy(world.backends)
    assert said_on_disk(folder, forms_of(NAME), [folder / "files"]) == []
    with world.backends.sessions.reading() as session:
        draft = session.scalars(select(AppealDraft)).one()
        assert "«[testado]»" in json.dumps(draft.sections, ensure_ascii=False)
        assert session.scalars(select(Annotation)).one().body == "Ojo."
        assert session.scalars(select(Rescue.url)).one() == "https://ejemplo.gob.mx/…"
