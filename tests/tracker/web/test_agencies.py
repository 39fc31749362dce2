"""The agency page: what is known of it and who may change it, how its requests went, what happened to it."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from tracker.agencies.store import directory_of
from tracker.people.models import User
from tracker.requests.actions import RequestDraft, log_request
from tracker.sources.models import Source


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def agency(world, acronym="INM"):
    with world.backends.sessions.reading() as session:
        return directory_of(session).by_acronym(acronym)


def event(**changed):
    return {"happened_on": "2025-01-09", "kind": "head", "what": "A new commissioner takes office",
            "title": "Nombramiento", "publisher": "DOF", "year": "2025", **changed}


@pytest.fixture
def logged(world):
    """Three requests to INM: one answered after five business days, one denied after nine, one unanswered."""
    from tracker.laws.store import rulebook_of
    from tracker.people.models import User
    from tracker.requests.actions import RequestDraft, log_request, record_event
    from tracker.requests.recompute import recompute

    with world.backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        for number, (answered, outcome) in enumerate(
                [(date(2026, 10, 12), "delivered"), (date(2026, 10, 16), "denied"), (None, None)]):
            row = log_request(session, RequestDraft(
                project_id=world.project, subject=f"Matter {number}", folio=f"33002032600012{number}", agency="INM",
                filed_on=date(2026, 10, 5)), by=alice, clock=world.backends.clock)
            if answered:
                record_event(session, row, "replied", answered, by=alice, clock=world.backends.clock,
                             values={"outcome": outcome})
            recompute(session, row, rulebook_of(session), now=world.backends.clock.now())


def test_the_owner_adds_and_takes_out_names_and_codes(browser, world):
    window = browser("olga")
    window.post("/agencies/INM/names", {"name": "La Migra"})
    assert "La Migra" in agency(world).aliases
    window.post("/agencies/INM/names", {"remove": "La Migra"})
    assert "La Migra" not in agency(world).aliases
    window.post("/agencies/INM/codes", {"code": "3300999", "series": "sisai33", "source": "Acuse", "verified": "y"})
    assert any(c.code == "3300999" and c.verified for c in agency(world).codes)
    window.post("/agencies/INM/codes", {"remove": "3300999"})
    assert not agency(world).has_code("3300999")


@pytest.mark.parametrize(("what", "wrong"), [
    ("names", {"name": " "}), ("codes", {"code": "12", "series": "infomex", "source": "x"}),
    ("codes", {"code": "04111", "series": "nothing", "source": "x"}),
    ("codes", {"code": "04111", "series": "infomex"}), ("kind", {"kind": "guild", "source": "x"}),
    ("kind", {"kind": "executive", "source": ""}),
    ("kind", {"kind": "executive", "source": "x", "since": "2020-01-02", "until": "2020-01-01"}),
])
def test_what_cannot_be_an_agencys_data_is_refused_in_words(browser, world, what, wrong):
    before = agency(world)
    assert "flash problem" in text_of(browser("olga").post(f"/agencies/INM/{what}", wrong))
    assert agency(world) == before


def test_the_kind_of_a_body_is_corrected_with_its_source_and_changes_who_hears_its_appeals(browser, world, logged):
    window = browser("olga")
    before = text_of(window.get("/requests/3"))
    window.post("/agencies/INM/kind", {"kind": "judiciary", "source": "An example"})
    assert agency(world).kind_on(date(2026, 10, 5)) == "judiciary"
    assert "An example" in text_of(window.get("/agencies/INM"))

    def regulator(page):
        return re.search(r"regulator: ([^<]+)<", page)[1]

    assert regulator(before) != regulator(text_of(window.get("/requests/3")))


def test_how_requests_went_is_counted_over_what_the_viewer_sees_and_each_number_opens_its_list(browser, logged):
    page = text_of(browser("rita").get("/agencies/INM"))
    assert "How they went" in page and "(median)</dt><dd>7.0" in page and "2 replied" in page
    assert 'outcome=denied">1</a>' in page
    listed = text_of(browser("rita").get("/requests?agency=INM&outcome=denied"))
    assert "Matter 1" in listed and "Matter 0" not in listed
    assert "How they went" not in text_of(browser("charlie").get("/agencies/INM"))


def test_an_event_of_an_agency_cites_its_source_and_stands_on_projects_that_asked_it(browser, world, logged):
    page = text_of(browser("olga").post("/agencies/INM/events", event(url="https://example.org/dof", locator="p. 3")))
    assert "A new commissioner takes office" in page and "Nombramiento, DOF, 2025</a>, p. 3" in page
    assert "A new commissioner" in text_of(browser("rita").get(f"/projects/{world.project}"))
    assert "A new commissioner" in text_of(browser("charlie").get("/agencies/INM"))
    page = text_of(browser("olga").post("/agencies/INM/events/1/withdraw"))
    assert "A new commissioner" not in page


def test_a_known_work_is_cited_by_choosing_it(browser, world):
    with world.backends.sessions.reading() as session:
        number = session.scalars(select(Source.id).where(Source.key == "wola")).one()
    page = text_of(browser("olga").post("/agencies/INM/events", event(title="", source_id=str(number))))
    assert "El acceso a la justicia para personas migrantes en México, 2017" not in page
    assert "<span class=\"quiet\">El acceso a la justicia para personas migrantes en México, WOLA" in page


def test_an_event_of_a_project_and_its_source_stay_with_the_project(browser, world):
    page = text_of(browser("bob").post(f"/projects/{world.project}/events", event(what="Fire in the station",
                                                                                 title="Interview with Xochitl")))
    assert "Fire in the station" in page
    for name, address in (("olga", "/agencies/INM"), ("charlie", "/agencies/INM")):
        text = text_of(browser(name).get(address))
        assert "Fire in the station" not in text and "Xochitl" not in text
    assert browser("rita").post(f"/projects/{world.project}/events", event()).status_code == 403
    assert browser("charlie").post(f"/projects/{world.project}/events", event()).status_code == 404
    browser("bob").post(f"/projects/{world.project}/events/1/withdraw")
    assert "Fire in the station" not in text_of(browser("rita").get(f"/projects/{world.project}"))


@pytest.fixture
def archived(world):
    """A file of three pages in Alice's project."""
    from archive.models import Document, Page
    from archive.receive import record
    from tracker.projects.models import project_scope

    kept = world.backends.files.keep(io.BytesIO(b"%PDF-1.4 ruling"), limit=100)
    with world.backends.sessions.writing() as session:
        made = record(session, kept, name="sentencia.pdf", scope=project_scope(world.project), origin="upload",
                      by="2", now=world.backends.clock.now())
        document = session.get_one(Document, made.document.id)
        document.state, document.page_count = "read", 3
        session.add_all([Page(document_id=document.id, number=n, state="read", text="x", source="text", redactions=[],
                              leaks=[]) for n in (1, 2, 3)])
        return document.id


@pytest.mark.parametrize(("document", "locator"), [
    ("{n}", "p. 2"), ("/documents/{n}/pages/2", ""), ("https://acuse.example/documents/{n}/pages/2?q=x", ""),
    ("{n}", "pág. 2, párr. 4"),
])
def test_an_event_cites_a_page_of_the_archive_and_opens_it(browser, world, archived, document, locator):
    page = text_of(browser("bob").post(f"/projects/{world.project}/events", event(
        what="The court rules", title="Amparo 1/2026", document=document.format(n=archived), locator=locator)))
    assert f'/documents/{archived}/pages/2">the page in the archive' in page
    assert browser("bob").get(f"/documents/{archived}/pages/2").status_code == 200


def test_an_agency_s_event_links_the_page_only_for_those_who_may_read_it(browser, world, archived):
    browser("olga").post("/agencies/INM/events", event(document=f"/documents/{archived}/pages/3"))
    assert f"/documents/{archived}/pages/3" in text_of(browser("rita").get("/agencies/INM"))
    page = text_of(browser("charlie").get("/agencies/INM"))
    assert "A new commissioner" in page and f"/documents/{archived}" not in page


@pytest.mark.parametrize(("document", "says"), [
    ("/documents/{n}/pages/4", "has no page 4"), ("999", "no file of that number"), ("sentencia", "no file of that"),
    ("/documents/{n}/../../x", "no file of that"),
])
def test_a_page_that_is_not_there_is_not_cited(browser, world, archived, document, says):
    fields = event(document=document.format(n=archived))
    page = text_of(browser("bob").post(f"/projects/{world.project}/events", fields))
    assert says in page and "Nothing is noted" in page


def test_an_event_is_not_withdrawn_through_another_owner_of_lists(browser, world):
    browser("olga").post("/agencies/INM/events", event())
    browser("bob").post(f"/projects/{world.project}/events/1/withdraw")
    assert "A new commissioner" in text_of(browser("rita").get("/agencies/INM"))


@pytest.mark.parametrize("wrong", [
    {"title": ""}, {"happened_on": ""}, {"happened_on": "2027-01-01"}, {"what": ""}, {"kind": "gossip"},
    {"url": "javascript:alert(1)"}, {"source_id": "99999"}, {"document": "99999"}, {"source_id": "x"},
])
def test_an_event_without_a_day_a_sentence_or_a_source_is_not_noted(browser, world, wrong):
    page = text_of(browser("olga").post("/agencies/INM/events", event(**wrong)))
    assert "flash problem" in page and "Nothing is noted" in page


def test_only_the_owner_of_the_installation_changes_agencies(browser):
    window = browser("alice")
    for what in ("names", "codes", "kind", "events", "events/1/withdraw"):
        assert window.post(f"/agencies/INM/{what}", event()).status_code == 403


def test_the_directory_is_a_file_with_the_requests_one_may_see(browser, world):
    with world.backends.sessions.writing() as session:
        log_request(session, RequestDraft(project_id=world.project, subject="x", agency="INM",
                                          filed_on=date(2026, 10, 1)),
                    by=session.get_one(User, world.people["alice"]), clock=world.backends.clock)
    seen = {row["acronym"]: row["requests"] for row in browser("rita").get("/agencies/export.json").get_json()}
    hidden = {row["acronym"]: row["requests"] for row in browser("charlie").get("/agencies/export.json").get_json()}
    assert (seen["INM"], hidden["INM"]) == (1, 0) and len(seen) == len(hidden) > 50
    only = browser("rita").get("/agencies/export.json?words=migraci").get_json()
    assert "INM" in {row["acronym"] for row in only} and len(only) < len(seen)
