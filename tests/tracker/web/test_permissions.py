"""Every route × every role × both visibilities, generated from the application's own map of routes.

A new route needs nothing here when it names objects as others do (`number` of its area, `event_id`, `document_id`…).
One that is for everybody, public, or for administrators has to be named below, and why that is so must be plain.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image

from tracker.app import create_app

SECRET = "Xochiquetzal"
"""Stands in the subject, a note, a reply, a file, a finding and a page of what only members may see."""

PUBLIC = {"static", "auth.login", "auth.language", "auth.ticket", "account.feed", "account.stop", "account.forgot"}
EVERYBODY = {
    "home.index", "requests.index", "requests.new", "requests.recognise", "documents.index", "documents.upload",
    "uploads.begin",
    "search.index", "appeals.index", "review.index", "review.listing", "review.rules", "review.labelled_set",
    "review.undo", "hidden.index",
    "held_back.index", "hidden.detector", "hidden.export", "hidden.labelled_set", "hidden.labelled_images",
    "silences.index", "silences.export", "agencies.index", "agencies.export", "agencies.show", "projects.index",
    "projects.create", "auth.logout", "requests.export", "requests.save_filter", "requests.bulk",
    "imports.index", "imports.template",
    "documents.export", "appeals.export", "search.export", "campaigns.index", "campaigns.new",
    "outcomes.what_worked", "outcomes.behind", "reserves.index",
    "notices.index", "shortcuts.index", "annotations.index", "annotations.export", "facts.unheld", "rescues.index",
    "facts.export",
    # What is one's own: each page shows and changes the viewer's things alone.
    "account.index", "account.save", "account.password", "account.personal", "account.reminders", "account.make_feed",
    "account.drop_feed", "account.drop_personal", "account.end_session", "account.end_sessions", "mails.index",
    "mails.seen", "searches.index", "searches.save", "batches.index", "batches.begin",
    "thesaurus.index", "search.beside",
    # The law is the same for everybody.
    "laws.index", "laws.show", "laws.document", "calendars.show", "calendars.limits",
    "calendars.limits_file",
}
OWNER = {"thesaurus.change": 403, "thesaurus.restore": 403, "arrivals.index": 404, "arrivals.again": 404,
         "projects.people": 404, "projects.invite": 404, "projects.person": 404, "projects.author": 404,
         "mails.again": 404,
         "agencies.change_names": 403, "agencies.change_codes": 403, "agencies.change_kind": 403,
         "events.of_agency": 403, "events.withdraw_of_agency": 403, "calendars.close_days": 403,
         "calendars.withdraw": 403, "calendars.whole": 403,
         "calendars.withdraw_whole": 403, "dossiers.bring_in": 403, "laws.correct_hour": 403,
         "laws.correct_period": 403, "laws.add_period": 403, "laws.correct_document": 403, "laws.restore": 403}
"""For the installation's owner alone; others get this answer."""
BY_SECRET = {"imports.show", "uploads.state", "uploads.piece", "uploads.finish", "uploads.drop"}
"""Names what only its unguessable address tells; the one tried here is of nothing."""
OF_THE_AUTHOR = {"annotations.change"}
"""Alice's note: hers to change, whoever else may read it."""
ADMIN = {"held_back.decide", "rereading.order_project", "rereading.ask_project", "rereading.cancel_project",
         "rereading.project_progress", "annotations.remove", "annotations.put_back",
         "dossiers.take_out", "projects.change", "projects.away", "projects.add_member", "projects.change_member"}
READERS_MAY_POST = {"annotations.add", "account.of_request", "account.of_project"}
"""Wishes of one's own about something one may read."""
READERS_MAY_NOT_GET = {"drafts.prepare", "requests.edit", "requests.details", "appeals.edit",
                       "requests.correct", "replies.new", "appeals.new", "corrections.edit", "rescues.ask",
                       "rescues.ask_of_reply", "rereading.ask_project", "rereading.ask",
                         "rereading.compare", "rereading.progress", "rereading.project_progress"}
"""Forms for changing something."""
OF_THE_ADDRESSEE = {"mails.show", "mails.download"}
"""Alice's mail: hers, and the installation's owner's."""
OF_ALICE_ALONE = {"searches.change", "searches.drop", "searches.new", "batches.show", "batches.again", "batches.drop",
                  "batches.export"}
"""Searches and lists she keeps: not even the installation's owner sees what somebody looks for."""
LAST = ("drop", "remove", "retract", "end", "delete", "away", "change_member", "logout", "person",
        "reserves.look")

ROLES = ("", "charlie", "rita", "bob", "alice", "olga")


@pytest.fixture
def furnished(world) -> dict[str, Any]:
    """Alice's project with a request, its events, a reply with a file and a finding, an appeal and a mail."""
    from sqlalchemy import select

    from archive.models import Document, Page
    from archive.receive import record
    from archive.rereading_models import OtherReading
    from tracker.annotations.models import Annotation
    from tracker.appeals.models import Appeal, AppealDraft
    from tracker.campaigns.models import Campaign
    from tracker.corrections.models import Correction
    from tracker.facts.models import DocumentFact
    from tracker.people.models import User
    from tracker.projects.models import project_scope
    from tracker.reminders.models import Mail
    from tracker.replies.models import Finding, Reply, ReplyDocument
    from tracker.requests.actions import RequestDraft, log_request, record_event
    from tracker.rescue.models import Rescue
    from tracker.reserves.models import Reserve
    from tracker.searches.models import BatchSearch, SavedSearch

    backends, now = world.backends, world.backends.clock.now()
    png = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(png, "PNG")
    png.seek(0)
    kept = backends.files.keep(png, limit=10**6)
    with backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        info_request = log_request(session, RequestDraft(
            project_id=world.project, subject=f"{SECRET} request", folio="330020326000123", agency="INM",
            filed_on=date(2026, 10, 1)), by=alice, clock=backends.clock)
        event = record_event(session, info_request, "replied", date(2026, 10, 20), by=alice, clock=backends.clock,
                             note=f"{SECRET} note")
        looked = record_event(session, info_request, "platform_checked", date(2026, 10, 21), by=alice,
                              clock=backends.clock)
        corrected = record_event(session, info_request, "platform_checked", date(2026, 10, 22), by=alice,
                                 clock=backends.clock)
        reply = Reply(info_request_id=info_request.id, event_id=event.id, notified_on=date(2026, 10, 20),
                      text=f"{SECRET} reply", recorded_at=now)
        received = record(session, kept, name=f"{SECRET}.png", scope=project_scope(world.project), origin="upload",
                          by=str(alice.id), now=now)
        document = session.get_one(Document, received.document.id)
        document.state, document.page_count, document.media_type = "read", 1, "image/png"
        session.add_all([reply, Page(document_id=document.id, number=1, state="read", text=f"{SECRET} page",
                                     source="ocr", redactions=[], leaks=[])])
        session.flush()
        finding = Finding(reply_id=reply.id, document_id=document.id, page_number=1, kind="label", label="inexistence",
                          quote=f"{SECRET} quote", boxes=[])
        appeal = Appeal(project_id=world.project, info_request_id=info_request.id, number=f"RRA {SECRET}",
                        filed_on=date(2026, 10, 25), grounds=[], created_at=now, extra={})
        mail = Mail(user_id=alice.id, kind="reminder", message_id="<a@example.org>", to=alice.email,
                    subject=f"{SECRET} mail", body=f"Subject: {SECRET} mail\r\n\r\n{SECRET}", state="sent",
                    created_at=now, next_try_at=now)
        draft = AppealDraft(info_request_id=info_request.id, version=1, grounds=[], created_by=alice.id, created_at=now,
                            sections=[{"key": "facts", "title": "Hechos", "text": f"{SECRET} draft"}])
        campaign = Campaign(project_id=world.project, name=f"{SECRET} campaign", subject="x", text="x", fields={},
                            every_months=3, next_on=date(2026, 12, 1), created_by=alice.id, created_at=now)
        session.add(campaign)
        saved = SavedSearch(user_id=alice.id, name=f"{SECRET} search", query=SECRET, narrowed={}, frequency="never",
                            created_at=now, checked_at=now)
        listed = BatchSearch(user_id=alice.id, name=f"{SECRET} list", terms=[SECRET], way="all", scopes="", rows=[],
                             created_at=now, finished_at=now)
        session.add_all([saved, listed])
        reserve = Reserve(info_request_id=info_request.id, reply_id=reply.id, quote=f"{SECRET} reserve",
                          starts_by="unsaid", condition="", status="suggested")
        session.add(reserve)
        session.add_all([draft, ReplyDocument(reply_id=reply.id, document_id=document.id), finding, appeal, mail])
        correction = Correction(document_id=document.id, page_number=1, start=0, exact="x", text=f"{SECRET} corrected",
                                created_by=alice.id, created_at=now)
        note = Annotation(document_id=document.id, page_number=1, start=0, exact=f"{SECRET} page",
                          body=f"{SECRET} note", created_by=alice.id, created_at=now)
        other = OtherReading(document_id=document.id, number=1, kind="earlier", text=f"{SECRET} earlier", redactions=[],
                             put_aside_at=now)
        rescued = Rescue(project_id=world.project, document_id=document.id, page_number=1, asked_at=now, state="kept",
                         url=f"https://example.org/{SECRET}", hops=[], warc_sha256=kept.sha256,
                         body_id=document.id)
        fact = DocumentFact(document_id=document.id, kind="oficio", value=f"{SECRET}/1/2026", page_number=1)
        author = User(email="dossier+autora@example.org", name="Autora", is_active=False, created_at=now)
        session.add_all([correction, note, other, fact, rescued, author])
        session.flush()
        assert session.scalar(select(Reply.id)) == reply.id
        return {
            "requests": info_request.id, "account": info_request.id, "account.of_project": world.project,
            "appeals": appeal.id, "replies": reply.id, "replies.decide": finding.id, "mails": mail.id,
            "projects": world.project, "event_id": event.id, "document_id": document.id, "user_id": world.people["bob"],
            "projects.author:user_id": author.id,
            "laws": 1, "calendars": 1, "events": world.project, "key": "MX-FED-2025", "acronym": "INM",
            "kind": "response", "ending": "csv", "width": 400, "token": "none", "at": 0, "documents": 1, "agencies":
            1, "boxes": 1, "review": finding.id, "hidden.export:kind": "csv", "silences.export:kind": "csv",
            "figures": campaign.id, "figures.export:kind": "csv",
            "account.end_session": 999, "appeals.new": info_request.id, "replies.new": info_request.id,
            "filename": "app.css", "drafts": draft.id, "drafts.prepare": info_request.id, "dossiers": world.project,
            "requests.export:kind": "csv", "requests.change_details:what": "reference",
            "requests.retract:event_id": looked.id,
            "reserves": reserve.id, "reserves.of_request": info_request.id,
            "reserves.look": info_request.id,
            "outcomes": appeal.id, "outcomes.releases_of": info_request.id,
            "questions": info_request.id, "notices": info_request.id, "campaigns": campaign.id,
            "searches": saved.id, "batches": listed.id,
            "facts.export:kind": "csv", "agencies.export:kind": "csv",
            "fact_id": fact.id, "rescues": 1, "rescues.ask_of_reply": reply.id,
            "rescues.fetch_of_reply": reply.id, "rescue_id": rescued.id, "corrections": 1, "rereading": 1,
            "rereading.order_project": world.project, "rereading.ask_project": world.project,
            "rereading.cancel_project": world.project, "rereading.project_progress": world.project,
            "reading_id": other.id,
            "correction_id": correction.id, "citing": 1, "annotations": 1, "note_id": note.id,
            "annotations.export:kind": "csv", "campaigns.export:kind": "csv", "requests.correct:event_id": corrected.id,
        }


def address(rule: Any, facts: dict[str, Any]) -> str:
    """A route's address with the furnished world's objects filled in."""
    path = rule.rule
    for name in rule.arguments:
        area = rule.endpoint.split(".")[0]
        value = facts.get(rule.endpoint, facts.get(area)) if name == "number" else facts.get(
            f"{rule.endpoint}:{name}", facts.get(name))
        assert value is not None, f"{rule.endpoint}: tell this test what <{name}> may be"
        path = path.replace(f"<int:{name}>", str(value)).replace(f"<path:{name}>", str(value))
        path = path.replace(f"<{name}>", str(value))
    return path


def expected(endpoint: str, method: str, role: str, visibility: str) -> set[int] | None:
    """The answers a role must get when it is refused; None when it must not be refused."""
    member = role in ("rita", "bob", "alice", "olga")
    if not role:
        return None if endpoint in PUBLIC else {302, 401}
    if endpoint in PUBLIC | EVERYBODY:
        return None
    if endpoint in BY_SECRET:
        return {404}
    if endpoint in OWNER:
        return None if role == "olga" else {OWNER[endpoint]}
    if endpoint in OF_ALICE_ALONE:
        return None if role == "alice" else {404}
    if endpoint in OF_THE_ADDRESSEE:
        return None if role in ("alice", "olga") else {404}
    if not member and visibility == "private":
        return {404}
    if endpoint in OF_THE_AUTHOR:
        return None if role == "alice" else {403}
    if endpoint in ADMIN:
        return None if role in ("alice", "olga") else {403}
    reads = (method == "GET" and endpoint not in READERS_MAY_NOT_GET) or endpoint in READERS_MAY_POST
    return None if reads or role in ("bob", "alice", "olga") else {403}


@pytest.mark.parametrize("visibility", ["private", "team"])
@pytest.mark.parametrize("role", ROLES)
def test_no_route_gives_anybody_more_than_their_role(world, browser, furnished, role, visibility):
    from tracker.projects.models import Project

    with world.backends.sessions.writing() as session:
        session.get_one(Project, world.project).visibility = visibility
    client = browser(role).client
    app = client.application
    app.config["WTF_CSRF_ENABLED"] = False
    visits = [(method, rule) for rule in app.url_map.iter_rules() for method in sorted(rule.methods & {"GET", "POST"})]
    visits.sort(key=lambda visit: (visit[0], any(word in visit[1].endpoint for word in LAST), visit[1].rule))
    wrong = []
    for method, rule in visits:
        if rule.endpoint in ("auth.logout", "account.end_sessions"):
            continue
        answer = client.open(address(rule, furnished), method=method)
        refusal = expected(rule.endpoint, method, role, visibility)
        sees = role in ("rita", "bob", "alice", "olga") or (role and visibility == "team")
        what = f"{method} {rule.rule} as {role or 'nobody'}: {answer.status_code}"
        if answer.status_code >= 500:
            wrong.append(f"{what}, an error")
        elif refusal is not None and answer.status_code not in refusal:
            wrong.append(f"{what}, not {refusal}")
        elif refusal is None and rule.endpoint not in PUBLIC | EVERYBODY and answer.status_code in (401, 403, 404):
            wrong.append(f"{what}, though this role may")
        elif not role and refusal is not None and answer.status_code == 302 and "/login" not in answer.location:
            wrong.append(f"{what}, not to the login")
        if (refusal is not None or not sees) and SECRET.encode() in answer.get_data():
            wrong.append(f"{what} shows what it must not")
    assert wrong == []


def test_no_form_is_taken_without_its_token(world, browser, furnished):
    client = browser("olga").client
    taken = []
    for rule in client.application.url_map.iter_rules():
        if "POST" in rule.methods and rule.endpoint not in ("account.stop",):
            answer = client.post(address(rule, furnished))
            if answer.status_code != 400:
                taken.append((rule.rule, answer.status_code))
    assert taken == []


@pytest.mark.parametrize("role", ["charlie", "rita"])
def test_objects_named_in_a_form_are_guarded_like_those_in_an_address(world, browser, furnished, role):
    import hashlib

    from sqlalchemy import select

    from tracker.requests.models import Event, InfoRequest

    def content() -> str:
        with world.backends.sessions.reading() as session:
            rows = [*session.scalars(select(InfoRequest).order_by(InfoRequest.id)), *session.scalars(select(Event))]
            facts = [[getattr(row, column.name) for column in row.__table__.columns] for row in rows]
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    before, window = content(), browser(role)
    for action in ("checked", "closed", "mine"):
        window.post("/requests/bulk", {"number": [str(furnished["requests"])], "action": action})
    window.post("/requests/new", {"project": str(world.project), "subject": "x", "filed_on": "2026-11-01"})
    window.post("/imports", {"project": str(world.project), "file": (io.BytesIO(b"folio\n1"), "a.csv")})
    answer = window.post("/documents", {"project": str(world.project), "files": (io.BytesIO(b"x"), "a.txt")})
    assert answer.status_code in (403, 404)
    assert content() == before


def test_the_lists_above_name_only_routes_that_exist(world):
    app = create_app(world.backends.settings, world.backends)
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    named = (PUBLIC | EVERYBODY | set(OWNER) | ADMIN | READERS_MAY_POST | READERS_MAY_NOT_GET | OF_THE_ADDRESSEE
             | BY_SECRET | OF_ALICE_ALONE)
    assert {name for name in named - known if name.split(".")[0] in app.blueprints} == set()
