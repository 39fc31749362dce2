"""The search page: what is found, how it is narrowed, and what nobody may learn from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.tracker.web.archive_world import archived
from tracker.backends import Backends
from tracker.people.models import User
from tracker.projects.actions import create_project

Sign = Callable[[str], Any]


def html(answer: Any) -> str:
    """The page's source."""
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


@pytest.fixture
def letters(world: Any, backends: Backends) -> dict[str, int]:
    """Two documents of Alice's project and one of a project that only Olga, the owner, sees."""
    with backends.sessions.writing() as session:
        olga = session.get_one(User, world.people["olga"])
        other = create_project(session, "Reservado", by=olga, now=backends.clock.now()).id
    return {
        "inm": archived(backends, world.project, [("la estación migratoria", "de Acayucan"), ("quince días hábiles",)],
                        name="inm.pdf", facets={"agency": "INM", "folio": "0411100064213", "year": 2013,
                                                "project": str(world.project)}),
        "fgr": archived(backends, world.project, [("una estación de policía",)], name="fgr.pdf",
                        facets={"agency": "FGR", "year": 2024, "project": str(world.project)}),
        "secret": archived(backends, other, [("estación secreta zanahoria",)], name="secreto.pdf",
                           facets={"agency": "SEDENA", "year": 2020, "project": str(other)}),
    }


def test_hits_are_grouped_by_document_marked_and_lead_to_the_words(browser: Sign, letters: dict[str, int]) -> None:
    page = html(browser("rita").get("/search?q=estaciones"))
    assert "2 pages" in page and "<mark>estación</mark> migratoria" in page
    assert "INM" in page and "0411100064213" in page
    assert f'/documents/{letters["inm"]}/pages/1?q=estaciones' in page


def test_the_owner_alone_is_told_when_the_archive_has_outgrown_its_engine(
    browser: Sign, letters: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--to tantivy:" not in html(browser("olga").get("/search"))
    monkeypatch.setattr("archive.search.service.RECOMMEND_MOVE_AT", {"whoosh": 3})
    assert "acuse index rebuild --to tantivy:" in html(browser("olga").get("/search?q=estaciones"))
    assert "--to tantivy:" not in html(browser("rita").get("/search?q=estaciones"))


def test_what_a_person_may_not_see_is_in_no_total_facet_or_suggestion(browser: Sign, letters: dict[str, int]) -> None:
    rita = browser("rita")
    for query in ("estación", "zanahoria", "zanahorio", "secreta", f"proyecto:{letters['secret']}"):
        page = html(rita.get(f"/search?q={query}"))
        assert "secreto.pdf" not in page and "SEDENA" not in page and "Reservado" not in page, query
    assert "zanahoria" not in html(rita.get("/search?q=zanahorio")).replace("zanahorio", "")
    assert "No page has that" in html(rita.get(f"/search?q=secreta&document={letters['secret']}"))
    assert "secreto.pdf" in html(browser("olga").get("/search?q=zanahoria"))


def test_narrowing_by_a_project_one_may_not_read_gives_nothing(
    browser: Sign, letters: dict[str, int], world: Any
) -> None:
    for number in range(1, 6):
        page = html(browser("rita").get(f"/search?q=estación&project={number}"))
        assert "secreto.pdf" not in page
        assert ("inm.pdf" in page) == (number == world.project)


def test_facets_narrow_and_live_in_the_address(browser: Sign, letters: dict[str, int]) -> None:
    rita = browser("rita")
    page = html(rita.get("/search?q=estación"))
    link = re.search(r'href="(/search\?[^"]*agency=INM[^"]*)"', page)
    assert link
    narrowed = html(rita.get(link.group(1).replace("&amp;", "&")))
    assert "inm.pdf" in narrowed and "fgr.pdf" not in narrowed and "1 page" in narrowed
    assert "Agency: INM" in narrowed


def test_searching_inside_one_document(browser: Sign, letters: dict[str, int]) -> None:
    page = html(browser("rita").get(f"/search?q=estación&document={letters['fgr']}"))
    assert "fgr.pdf" in page and "inm.pdf" not in page and "Search everywhere" in page


def test_a_folio_finds_all_pages_of_its_documents_those_that_print_it_first(
    browser: Sign, letters: dict[str, int], world: Any, backends: Backends
) -> None:
    archived(backends, world.project, [("otra carta que cita 0411100064213",)], name="cita.pdf")
    for query in ("0411100064213", '"0411100064213"'):
        page = html(browser("rita").get("/search", query_string={"q": query}))
        assert "3 pages" in page and page.index("cita.pdf") < page.index("inm.pdf")
    assert "1 page" in html(browser("rita").get("/search?q=cita+0411100064213"))


def test_nothing_typed_shows_the_help(browser: Sign, letters: dict[str, int]) -> None:
    page = html(browser("rita").get("/search"))
    assert "near~5" in page and "testado" in page and "No page has that" not in page


def test_mistakes_get_a_hint_and_never_an_error(browser: Sign, letters: dict[str, int]) -> None:
    rita = browser("rita")
    for query in ('"sin cerrar', "((", "OR", "año:x", "-", "*", "near~5", "campo:raro", '" "', "<script>alert(1)"):
        page = html(rita.get("/search", query_string={"q": query}))
        assert "<script>alert" not in page and 'value="<script>' not in page, query


def test_n_for_ñ_is_offered_and_not_done_by_itself(browser: Sign, world: Any, backends: Backends) -> None:
    archived(backends, world.project, [("el ano fiscal",)], name="ocr.pdf")
    page = html(browser("rita").get("/search?q=año+fiscal"))
    assert "ocr.pdf" not in page and "as one letter: 1 page" in page
    assert "ocr.pdf" in html(browser("rita").get("/search?q=año+fiscal&loose=1"))


def test_a_damaged_index_is_told_and_put_down_for_repair(
    browser: Sign, letters: dict[str, int], backends: Backends
) -> None:
    from archive.indexing import index_once

    rita = browser("rita")
    backends.search.close()
    for path in (backends.settings.data_dir / "index").glob("generation-*/*.json"):
        path.write_text("{}")
    del backends.__dict__["search"]
    assert "is being rebuilt" in html(rita.get("/search?q=estación"))
    assert index_once(backends.sessions, backends.search, now=backends.clock.now, url=backends.settings.search_url)
    assert "inm.pdf" in html(rita.get("/search?q=estación"))


def test_facts_of_search_are_asked_in_few_queries(browser: Sign, world: Any, backends: Backends) -> None:
    from sqlalchemy import event

    archived(backends, world.project, [("palabra común",)], name="0.pdf")
    rita, counted = browser("rita"), []
    event.listen(backends.sessions.engine, "before_cursor_execute", lambda *a: counted.append(a[2]))
    html(rita.get("/search?q=común"))
    few = len(counted)
    for number in range(1, 12):
        archived(backends, world.project, [("palabra común",)], name=f"{number}.pdf")
    counted.clear()
    assert "12 pages" in html(rita.get("/search?q=común"))
    assert len(counted) == few


def test_from_one_document_to_the_next_that_answers_and_back(browser: Sign, letters: dict[str, int]) -> None:
    rita = browser("rita")
    order = [letters["inm"], letters["fgr"]]
    listed = html(rita.get("/search?q=estaciones"))
    if listed.index("inm.pdf") > listed.index("fgr.pdf"):
        order.reverse()
    ahead = rita.client.get(f"/search/beside?q=estaciones&document={order[0]}")
    assert f"/documents/{order[1]}/pages/1?q=estaciones" in ahead.location
    back = rita.client.get(f"/search/beside?q=estaciones&document={order[1]}&step=-1")
    assert f"/documents/{order[0]}/pages/1?q=estaciones" in back.location
    page = html(rita.get(f"/search/beside?q=estaciones&document={order[1]}"))
    assert "That was the last document with this." in page
    assert f"document={order[0]}" in html(rita.get(f"/documents/{order[0]}/pages/1?q=estaciones"))
    for query in ("zanahoria", "", "estación secreta"):
        answer = rita.client.get(f"/search/beside?q={query}&document={letters['secret']}")
        assert "/documents/" not in answer.location


def test_pages_with_most_of_the_words_are_offered_with_their_own_address(
    browser: Sign, letters: dict[str, int]
) -> None:
    rita = browser("rita")
    page = html(rita.get("/search?q=estación+migratoria+Tijuana+Acayucan&agency=INM"))
    assert "No page has that." in page and "With most of these words, not all: 1 page." in page
    (offered,) = re.findall(r'href="([^"]*most=1[^"]*)"', page)
    most = html(rita.get(offered.replace("&amp;", "&")))
    assert "1 page" in most and "<mark>estación migratoria de Acayucan</mark>" not in most
    assert "<mark>Acayucan</mark>" in most and "These pages have most of the words" in most
    (back,) = re.findall(r'href="([^"]*)">Only pages with all of them', most)
    assert "most=1" not in back and "agency=INM" in back
    assert "With most of these words" not in html(rita.get("/search?q=una+secreta+zanahoria+estación"))
