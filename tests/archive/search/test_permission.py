"""What a search says to a person is what it would say if the pages they may not see did not exist."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.engines import ENGINES, open_search
from archive.search.service import SearchPage, Ways, search_pages
from archive.search.thesaurus import make_thesaurus
from archive.search.types import FACETS, Filters, PageDoc, SearchEngine

WORDS = ["zanahoria", "zanahorias", "año", "ano", "migrante", "rnigrante", "migrantes", "detención", "aseguramiento",
         "Juana", "Juama", "Pérez", "secreto", "1560", "l560"]
SCOPES = ["project:1", "project:2", "project:3"]
QUERIES = st.one_of(
    st.sampled_from(["zanahorio", "migrannte", "secretto", "ano", "año", "detención", "migra*", "juana~", "secreto~2",
                     '"juana pérez"', "juana near~3 perez", "agencia:SEDENA", "hallazgo:leak", "folio:0411*",
                     "-migrante", "secreto OR zanahoria", "1560", "año:2019..2021", "testado:>20",
                     "proyecto:Reservado"]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
)
THESAURUS = make_thesaurus([(["detención", "aseguramiento", "zanahoria"], [])])


@st.composite
def archives(draw: st.DrawFn) -> list[PageDoc]:
    """Some pages of three projects, each with facts of its own."""
    bodies = draw(st.lists(st.lists(st.sampled_from(WORDS), max_size=8), min_size=2, max_size=10))
    pages = []
    for number, body in enumerate(bodies):
        place = draw(st.integers(0, 2))
        fields = {"agency": ("INM", "SRE", "SEDENA")[place], "year": 2018 + number % 5,
                  "project": ("1", "2", "Reservado")[place], "finding": ["leak"] if place == 2 else ["partial"],
                  "folio": f"04111000{number:05}", "redacted": number % 4 / 4, "source": "ocr", "language": "es"}
        scope = frozenset([SCOPES[place]])
        pages.append(PageDoc(number, number // 2, number % 2 + 1, " ".join(body), "", scope, fields))
    return pages


def said(engine: SearchEngine, pages: list[PageDoc], query: str, scopes: frozenset[str], loose: bool) -> SearchPage:
    """Everything a page of results shows."""
    texts = {page.page_id: page.text for page in pages}
    return search_pages(engine, lambda ids: {page: texts[page] for page in ids}, query, scopes,
                        Filters(), facets=FACETS, thesaurus=THESAURUS, ways=Ways(loose=loose))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("name", ENGINES)
def test_totals_facets_suggestions_and_all_else_tell_nothing_of_hidden_pages(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pages = data.draw(archives())
    scopes = frozenset(data.draw(st.sets(st.sampled_from(SCOPES), max_size=2)))
    seen = [page for page in pages if page.scopes & scopes]
    folder = tmp_path_factory.mktemp("ix")
    whole, only_seen = open_search(f"{name}:{folder / 'whole'}"), open_search(f"{name}:{folder / 'seen'}")
    whole.add(pages)
    only_seen.add(seen)
    for query in data.draw(st.lists(QUERIES, min_size=4, max_size=8)):
        loose = data.draw(st.booleans())
        one, other = (said(engine, pages, query, scopes, loose) for engine in (whole, only_seen))
        assert one.total == other.total, query
        assert {hit.page_id for hit in one.hits} == {hit.page_id for hit in other.hits}, query
        assert one.facets == other.facets, query
        assert one.suggestions == other.suggestions, query
        assert one.loose_total == other.loose_total, query
        assert one.most_total == other.most_total, query
        assert one.used_synonyms == other.used_synonyms, query
        assert one.hints == other.hints
    whole.close()
    only_seen.close()
