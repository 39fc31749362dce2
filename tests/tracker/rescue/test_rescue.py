"""A link of a reply, from the warning to the searchable document and the evidence; off unless switched on."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator

from archive.models import Document, Page
from archive.reading import work_once
from tests.tracker.rescue.conftest import LETTER, Answers
from tests.tracker.web.archive_world import archived
from tracker.asked_work import do_asked_once
from tracker.rescue.models import Rescue


def letter(world: Any, url: str) -> int:
    return archived(world.backends, world.project, [("La información puede consultarse en:", url)],
                    facets={"folio": "330020324000123"})


def last(world: Any) -> Rescue:
    with world.backends.sessions.reading() as session:
        found = session.scalars(select(Rescue).order_by(Rescue.id.desc())).first()
        assert found is not None
        return found


def test_a_link_becomes_a_document_that_can_be_searched_with_its_evidence(world: Any, reachable: str,
                                                                          browser: Any) -> None:
    url = f"{reachable}/antes"
    document = letter(world, url)
    bob, ask, page = browser("bob"), f"/links/documents/{document}/pages/1", f"/documents/{document}/pages/1"
    assert url in bob.get(page).get_data(as_text=True)
    assert "will see" in bob.get(f"{ask}?url={url}").get_data(as_text=True)
    assert Answers.asked == [], "showing the page and the warning asks nobody"
    assert "will be fetched" in bob.post(ask, {"url": url}, page=page).get_data(as_text=True)
    assert "waits to be fetched already" in bob.post(ask, {"url": url}, page=page).get_data(as_text=True)
    assert do_asked_once(world.backends) and not do_asked_once(world.backends)
    row = last(world)
    assert (row.state, row.http_status, row.error) == ("kept", 200, None) and len(row.hops) == 2
    assert work_once(world.backends.sessions, world.backends.files, lang="spa", now=world.backends.clock.now,
                     document=row.body_id)
    with world.backends.sessions.reading() as session:
        body = session.get_one(Document, row.body_id)
        assert (body.name, body.origin, body.scope) == ("programa.html", "link", f"project:{world.project}")
        assert body.facets["folio"] == "330020324000123"
        assert world.backends.files.open(body.sha256).read() == LETTER
        assert "Xochimilco" in (session.scalars(select(Page.text).where(Page.document_id == body.id)).one() or "")
    shown = browser("rita").get(page).get_data(as_text=True)
    assert "1 redirect" in shown and f"/documents/{row.body_id}" in shown
    warc = browser("rita").get(f"/links/{row.id}/warc").data
    assert len([record for record in ArchiveIterator(io.BytesIO(warc))]) == 4
    assert browser("charlie").get(f"/links/{row.id}/warc").status_code == 404
    assert url in browser("rita").get("/links").get_data(as_text=True)
    assert url not in browser("charlie").get("/links").get_data(as_text=True)


def test_the_evidence_is_held_back_with_the_file_that_it_holds(world: Any, reachable: str, browser: Any) -> None:
    document = letter(world, f"{reachable}/antes")
    browser("bob").post(f"/links/documents/{document}/pages/1", {"url": f"{reachable}/antes"}, page="/")
    do_asked_once(world.backends)
    row = last(world)

    def answers() -> list[int]:
        return [browser(who).get(f"/links/{row.id}/warc").status_code for who in ("alice", "bob", "rita")]

    def exchanges() -> list[str]:
        dossier = browser("alice").post(f"/projects/{world.project}/dossier", page="/").get_data()
        with zipfile.ZipFile(io.BytesIO(dossier)) as bundle:
            return [name for name in bundle.namelist() if name.endswith(".warc.gz")]

    assert answers() == [200, 200, 403] and exchanges() == [], "nobody has looked into it yet"
    work_once(world.backends.sessions, world.backends.files, lang="spa", now=world.backends.clock.now,
              document=row.body_id)
    assert answers() == [200, 200, 200] and len(exchanges()) == 1
    with world.backends.sessions.writing() as session:
        session.get_one(Document, row.body_id).is_quarantined = True
    assert answers() == [200, 403, 403] and exchanges() == []


def test_an_absence_is_kept_as_evidence(world: Any, reachable: str, browser: Any) -> None:
    url = f"{reachable}/ido.pdf"
    document = letter(world, url)
    page = f"/documents/{document}/pages/1"
    browser("bob").post(f"/links/documents/{document}/pages/1", {"url": url}, page=page)
    do_asked_once(world.backends)
    row = last(world)
    assert (row.state, row.http_status, row.body_id) == ("absent", 404, None) and row.warc_sha256
    assert "(404)" in browser("rita").get(page).get_data(as_text=True)
    assert world.backends.files.exists(row.warc_sha256)


@pytest.mark.parametrize(("path", "error"), [("/vacio", "bad-answer"), ("/gira", "too-many-redirects")])
def test_what_could_not_be_kept_says_why(world: Any, reachable: str, browser: Any, path: str, error: str) -> None:
    document = letter(world, f"{reachable}{path}")
    browser("bob").post(f"/links/documents/{document}/pages/1", {"url": f"{reachable}{path}"}, page="/")
    do_asked_once(world.backends)
    assert (last(world).state, last(world).error) == ("failed", error)


def test_only_links_that_stand_in_the_text_are_asked_and_only_by_editors(world: Any, reachable: str,
                                                                         browser: Any) -> None:
    document = letter(world, f"{reachable}/programa.html")
    ask = f"/links/documents/{document}/pages/1"
    other = browser("bob").post(ask, {"url": f"{reachable}/ido.pdf"}, page="/").get_data(as_text=True)
    assert "does not stand in the text" in other
    assert browser("rita").post(ask, {"url": f"{reachable}/programa.html"}, page="/").status_code == 403
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(Rescue)).all() == [] and Answers.asked == []


def test_it_is_off_unless_switched_on(world: Any, server: str, browser: Any, environ: dict[str, str]) -> None:
    from tracker.settings import Settings

    document = archived(world.backends, world.project, [("en https://www.gob.mx/inm/x.pdf",)])
    url = "https://www.gob.mx/inm/x.pdf"
    ask = f"/links/documents/{document}/pages/1"
    assert "switched off" in browser("bob").get(f"{ask}?url={url}").get_data(as_text=True)
    assert "switched off" in browser("bob").post(ask, {"url": url}, page="/").get_data(as_text=True)
    assert not Settings.from_environ(environ).link_rescue
    assert Settings.from_environ({**environ, "ACUSE_LINK_RESCUE": "on"}).link_rescue


def test_a_dossier_carries_the_evidence_and_takes_it_only_whole(world: Any, reachable: str, browser: Any,
                                                                tmp_path: Any) -> None:
    import zipfile

    from tests.conftest import NOW
    from tracker.exports.dossier import write_dossier
    from tracker.exports.taking_in import take_in
    from tracker.people.models import User
    from tracker.projects.models import Project

    document = letter(world, f"{reachable}/ido.pdf")
    browser("bob").post(f"/links/documents/{document}/pages/1", {"url": f"{reachable}/ido.pdf"}, page="/")
    do_asked_once(world.backends)
    sha256 = last(world).warc_sha256
    with world.backends.sessions.reading() as session:
        project = session.get_one(Project, world.project)
        write_dossier(session, world.backends.files, project, tmp_path / "d.zip", now=NOW)
    with zipfile.ZipFile(tmp_path / "d.zip") as bundle:
        assert any(name.endswith(f"data/links/{sha256}.warc.gz") for name in bundle.namelist())
    with world.backends.sessions.writing() as session:
        project = take_in(session, world.backends.files, tmp_path / "d.zip", now=NOW,
                          by=session.get_one(User, world.people["olga"]))
        copied = session.scalars(select(Rescue).where(Rescue.project_id == project.id)).one()
        assert (copied.warc_sha256, copied.state, copied.http_status) == (sha256, "absent", 404)
        assert copied.document_id != document


def test_a_link_of_a_reply_s_own_text_is_offered_too(world: Any, reachable: str, browser: Any) -> None:
    from datetime import date

    from tracker.people.models import User
    from tracker.replies.models import Reply
    from tracker.requests.actions import RequestDraft, log_request, record_event

    url = f"{reachable}/programa.html"
    with world.backends.sessions.writing() as session:
        bob = session.get_one(User, world.people["bob"])
        info_request = log_request(session, RequestDraft(
            project_id=world.project, subject="x", folio="330020326000123", agency="INM", filed_on=date(2026, 10, 1)),
            by=bob, clock=world.backends.clock)
        event = record_event(session, info_request, "replied", date(2026, 10, 20), by=bob, clock=world.backends.clock)
        reply = Reply(info_request_id=info_request.id, event_id=event.id, notified_on=date(2026, 10, 20),
                      text=f"Consulte {url}.", recorded_at=world.backends.clock.now())
        session.add(reply)
        session.flush()
        number = reply.id
    bob_s = browser("bob")
    assert f"/links/replies/{number}" in bob_s.get(f"/replies/{number}").get_data(as_text=True)
    ask = f"/links/replies/{number}?url={url}"
    assert "will see" in bob_s.get(ask).get_data(as_text=True)
    assert browser("rita").get(ask).status_code == 403
    bob_s.post(f"/links/replies/{number}", {"url": url}, page=ask)
    do_asked_once(world.backends)
    assert last(world).state == "kept" and last(world).reply_id == number
    assert "kept" in browser("rita").get(f"/replies/{number}").get_data(as_text=True)
