"""Saved searches: only new pages, each told once, and only to whoever may read them when it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from archive.indexing import page_docs
from archive.models import Document, Page
from archive.search.types import SearchError
from tests.tracker.web.archive_world import archived
from tracker.archive_search import Wanted
from tracker.backends import Backends
from tracker.mail import parse
from tracker.people.models import User
from tracker.projects.models import Membership, Project, project_scope
from tracker.reminders.models import Mail, Notice
from tracker.reminders.preferences import save_preference
from tracker.searches.actions import save_search
from tracker.searches.looking import look_for_new, mail_at_once
from tracker.searches.models import KnownPage, SavedSearch
from tracker.searches.snapshot import pack_ids, unpack_ids
from tracker.worker import knock


@pytest.fixture
def saved(world: Any, backends: Backends) -> Callable[..., int]:
    """Saves a search of Rita's, who may read the project."""

    def save(query: str = "acayucan", frequency: str = "immediately", who: str = "rita", **how: Any) -> int:
        with backends.sessions.writing() as session:
            user = session.get_one(User, world.people[who])
            return save_search(session, backends, user, query, Wanted(query, **how), frequency,
                               now=backends.clock.now()).id

    return save


def told(backends: Backends, number: int) -> list[tuple[int, int]]:
    """Documents and page numbers that were told."""
    with backends.sessions.reading() as session:
        known = select(KnownPage.page_id).where(KnownPage.saved_search_id == number, KnownPage.notice_id.is_not(None))
        rows = session.execute(select(Page.document_id, Page.number).where(Page.id.in_(known)).order_by(Page.id))
        return [(document, page) for document, page in rows]


def mails(backends: Backends, state: str = "sent") -> list[str]:
    """The text of every mail in a state."""
    with backends.sessions.reading() as session:
        rows = session.scalars(select(Mail).where(Mail.state == state).order_by(Mail.id)).all()
        texts = []
        for row in rows:
            body: Any = parse(row.body).get_body(("plain",)) if row.body else None
            texts.append(f"{row.subject}\n{body.get_content() if body is not None else ''}")
        return texts


def test_only_pages_that_are_new_are_told_and_each_once(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    archived(backends, world.project, [("la estación de Acayucan",)], name="old.pdf")
    number = saved()
    assert look_for_new(backends) == 0
    new = archived(backends, world.project, [("otra cosa",), ("traslado a Acayucan",)], name="new.pdf")
    assert (look_for_new(backends), told(backends, number)) == (1, [(new, 2)])
    for _ in range(3):
        backends.clock.advance(timedelta(days=1))
        assert look_for_new(backends) == 0
    with backends.sessions.reading() as session:
        assert len(session.scalars(select(Notice).where(Notice.kind == "found")).all()) == 1


def test_a_page_that_was_waiting_to_be_indexed_when_the_search_was_saved_is_told(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    from archive.indexing import index_once

    early = archived(backends, world.project, [("Acayucan",)], name="early.pdf", is_indexed=False)
    number = saved()
    assert index_once(backends.sessions, backends.search, now=backends.clock.now, document=early)
    look_for_new(backends)
    assert told(backends, number) == [(early, 1)]


def test_a_document_indexed_again_is_not_told_again(world: Any, backends: Backends, saved: Callable[..., int]) -> None:
    from archive.indexing import rebuild_index

    number = saved()
    archived(backends, world.project, [("Acayucan",)], name="a.pdf")
    assert look_for_new(backends) == 1
    rebuild_index(backends.sessions, backends.settings.search_url, now=backends.clock.now)
    backends.clock.advance(timedelta(days=2))
    assert look_for_new(backends) == 0 and len(told(backends, number)) == 1


def test_what_a_person_may_not_read_is_not_told(world: Any, backends: Backends, saved: Callable[..., int]) -> None:
    number = saved(who="charlie")
    archived(backends, world.project, [("Acayucan",)], name="a.pdf")
    assert look_for_new(backends) == 0 and told(backends, number) == []


def test_the_mail_goes_out_at_once_and_names_the_page(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    number = saved()
    archived(backends, world.project, [("Acayucan",)], name="traslado.pdf", facets={"agency": "INM"})
    knock(backends)
    knock(backends)
    (text,) = mails(backends)
    assert "Found: acayucan" in text and "traslado.pdf, page 1 · INM" in text and f"/searches/{number}/new" in text


def test_permission_is_asked_when_the_mail_is_sent_not_when_the_page_was_found(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    saved()
    archived(backends, world.project, [("Acayucan",)], name="traslado.pdf")
    assert look_for_new(backends) == 1 and mail_at_once(backends.sessions, backends.settings, backends.clock) == 1
    with backends.sessions.writing() as session:
        session.execute(delete(Membership).where(Membership.user_id == world.people["rita"]))
    knock(backends)
    assert mails(backends) == [] and len(mails(backends, "withdrawn")) == 1


def test_a_document_moved_out_of_sight_while_the_mail_waits_is_not_in_it(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    saved()
    stays = archived(backends, world.project, [("Acayucan",)], name="stays.pdf")
    goes = archived(backends, world.project, [("Acayucan",)], name="goes.pdf")
    assert stays != goes and look_for_new(backends) == 1
    with backends.sessions.writing() as session:
        session.get_one(Document, goes).scope = project_scope(10**6)
    knock(backends)
    (text,) = mails(backends)
    assert "stays.pdf" in text and "goes.pdf" not in text and "1 new page" in text


def test_a_discreet_project_is_not_named_nor_is_what_was_searched(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    with backends.sessions.writing() as session:
        session.get_one(Project, world.project).is_discreet = True
    number = saved('"Juan Pérez" OR acayucan')
    archived(backends, world.project, [("Acayucan",)], name="traslado.pdf", facets={"agency": "INM"})
    knock(backends)
    (text,) = mails(backends)
    for secret in ("traslado", "Juan", "acayucan", "INM"):
        assert secret.lower() not in text.lower().replace("acuse", "")
    assert f"no. {number}" in text and "1 new page" in text


def test_two_passes_at_once_make_one_notice_and_one_mail(
    world: Any, backends: Backends, saved: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.searches import looking

    saved()
    archived(backends, world.project, [("Acayucan",)], name="a.pdf")
    first = looking.matching_pages

    def and_meanwhile(*args: Any, **kwargs: Any) -> Any:
        """What the other worker does between our looking and our writing."""
        monkeypatch.setattr(looking, "matching_pages", first)
        found = first(*args, **kwargs)
        assert look_for_new(backends) == 1
        return found

    monkeypatch.setattr(looking, "matching_pages", and_meanwhile)
    look_for_new(backends)
    knock(backends)
    with backends.sessions.reading() as session:
        assert len(session.scalars(select(Notice).where(Notice.kind == "found")).all()) == 1
    assert len(mails(backends)) == 1


def test_daily_and_weekly_searches_wait_for_their_hour(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    with backends.sessions.writing() as session:
        save_preference(session, world.people["rita"], hour=11)
    daily, weekly = saved(frequency="daily"), saved(frequency="weekly")
    archived(backends, world.project, [("Acayucan",)], name="a.pdf")
    knock(backends)  # Monday, 9 in Mexico City
    backends.clock.advance(timedelta(hours=23))
    knock(backends)
    assert (told(backends, daily), mails(backends)) == ([], [])
    backends.clock.advance(timedelta(hours=3))
    knock(backends)
    assert len(told(backends, daily)) == 1 and told(backends, weekly) == [] and len(mails(backends)) == 1
    backends.clock.advance(timedelta(days=5, hours=3))
    knock(backends)
    assert told(backends, weekly) == []
    backends.clock.advance(timedelta(hours=22))
    knock(backends)
    assert len(told(backends, weekly)) == 1 and len(mails(backends)) == 2


def test_in_quiet_hours_nothing_is_mailed_at_once(world: Any, backends: Backends, saved: Callable[..., int]) -> None:
    with backends.sessions.writing() as session:
        save_preference(session, world.people["rita"], quiet_from=8, quiet_to=12, hour=13)
    saved()
    archived(backends, world.project, [("Acayucan",)], name="a.pdf")
    knock(backends)
    assert mails(backends) == []
    backends.clock.advance(timedelta(hours=3))
    knock(backends)
    assert len(mails(backends)) == 1


def test_a_search_that_is_never_told_and_one_that_was_dropped_tell_nothing(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    saved(frequency="never")
    dropped = saved()
    with backends.sessions.writing() as session:
        session.delete(session.get_one(SavedSearch, dropped))
    archived(backends, world.project, [("Acayucan",)], name="a.pdf")
    assert look_for_new(backends) == 0


def test_a_search_too_wide_to_list_tells_only_what_comes_after(
    world: Any, backends: Backends, saved: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.searches.actions.MOST_LISTED", 2)
    archived(backends, world.project, [("Acayucan",)] * 3, name="a.pdf")
    number = saved()
    new = archived(backends, world.project, [("Acayucan",)], name="b.pdf")
    look_for_new(backends)
    assert told(backends, number) == [(new, 1)]


def test_a_wide_search_tells_a_page_that_was_in_the_archive_and_not_yet_read_when_it_was_saved(
    world: Any, backends: Backends, saved: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.searches.actions.MOST_LISTED", 2)
    monkeypatch.setattr("tracker.archive_search.FIRST_ASKED", 1)
    slow = archived(backends, world.project, [("Acayucan",)] * 2, name="slow.pdf")
    archived(backends, world.project, [("Acayucan",)] * 3, name="a.pdf")
    with backends.sessions.reading() as session:
        pages = list(page_docs(session, slow))
    backends.search.delete_pages([pages[1].page_id])
    number = saved()
    assert (look_for_new(backends), told(backends, number)) == (0, [])
    backends.search.add(pages)
    for _ in range(2):
        look_for_new(backends)
        assert told(backends, number) == [(slow, 2)]
    with backends.sessions.reading() as session:
        counted = session.scalar(select(func.count()).where(KnownPage.saved_search_id == number))
    assert counted == 1


def test_a_page_that_takes_the_number_of_one_that_is_gone_is_new_to_a_wide_search(
    world: Any, backends: Backends, saved: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.searches.actions.MOST_LISTED", 1)
    gone = archived(backends, world.project, [("Acayucan",)] * 2, name="a.pdf")
    number = saved()
    with backends.sessions.writing() as session:
        session.delete(session.get_one(Document, gone))
    backends.search.delete_document(gone)
    backends.clock.advance(timedelta(hours=1))
    new = archived(backends, world.project, [("Acayucan",)], name="b.pdf")
    look_for_new(backends)
    assert told(backends, number) == [(new, 1)]


def test_what_an_earlier_version_knew_of_a_wide_search_stays_known(
    world: Any, backends: Backends, saved: Callable[..., int]
) -> None:
    archived(backends, world.project, [("Acayucan",)] * 3, name="a.pdf")
    number = saved()
    with backends.sessions.writing() as session:
        session.execute(delete(KnownPage))
        session.get_one(SavedSearch, number).after_page = session.scalar(select(func.max(Page.id))) or 0
    new = archived(backends, world.project, [("Acayucan",)], name="b.pdf")
    for _ in range(2):
        look_for_new(backends)
        assert told(backends, number) == [(new, 1)]
    with backends.sessions.reading() as session:
        row = session.get_one(SavedSearch, number)
        assert row.after_page == 0 and len(unpack_ids(row.known)) == 3


@settings(deadline=None)
@given(ids=st.sets(st.integers(0, 2**32 - 1)))
def test_ids_that_were_packed_come_back(ids: set[int]) -> None:
    assert unpack_ids(pack_ids(ids)) == ids


def test_many_ids_take_few_bytes() -> None:
    assert len(pack_ids(range(1, 50_001))) < 1_000 and unpack_ids(None) == set()


def test_while_the_index_cannot_be_asked_nothing_is_lost_and_reminders_go_on(
    world: Any, backends: Backends, saved: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = saved()
    archived(backends, world.project, [("Acayucan",)], name="a.pdf")

    def broken(*_: Any, **__: Any) -> Any:
        raise SearchError("damaged")

    with monkeypatch.context() as patch:
        patch.setattr("tracker.searches.looking.matching_pages", broken)
        assert knock(backends)["searches_told"] == 0
    assert knock(backends)["searches_told"] == 1 and len(told(backends, number)) == 1


def test_a_search_is_saved_from_its_page_changed_and_deleted(
    world: Any, backends: Backends, browser: Callable[[str], Any]
) -> None:
    archived(backends, world.project, [("Acayucan",)], name="a.pdf", facets={"agency": "INM", "year": 2013})
    rita, bob = browser("rita"), browser("bob")
    assert 'name="frequency"' in rita.get("/search?q=acayucan&agency=INM").get_data(as_text=True)
    page = rita.post("/searches", {"q": "acayucan", "agency": "INM", "name": "Traslados", "frequency": "daily"})
    assert "Traslados" in page.get_data(as_text=True) and "Agency: INM" in page.get_data(as_text=True)
    with backends.sessions.reading() as session:
        row = session.scalars(select(SavedSearch)).one()
        assert (row.query, row.narrowed["facets"], row.frequency) == ("acayucan", {"agency": ["INM"]}, "daily")
    assert "Traslados" not in bob.get("/searches").get_data(as_text=True)
    assert bob.get(f"/searches/{row.id}/new").status_code == 404
    assert bob.post(f"/searches/{row.id}/delete").status_code == 404
    rita.post(f"/searches/{row.id}", {"name": "Otros", "frequency": "immediately"})
    archived(backends, world.project, [("rumbo a Acayucan",)], name="b.pdf", facets={"agency": "INM"})
    archived(backends, world.project, [("rumbo a Acayucan",)], name="c.pdf", facets={"agency": "SRE"})
    knock(backends)
    news = rita.get(f"/searches/{row.id}/new").get_data(as_text=True)
    assert "b.pdf" in news and "c.pdf" not in news and "a.pdf" not in news
    assert "New pages for the saved search" in rita.get("/mail").get_data(as_text=True)
    assert rita.post("/searches", {"q": "", "frequency": "daily"}).status_code == 400
    assert "None yet" in rita.post(f"/searches/{row.id}/delete").get_data(as_text=True)
    assert "New pages for" not in rita.get("/mail").get_data(as_text=True)
