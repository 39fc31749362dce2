"""From the words typed to what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from archive.search.engines import ENGINES, open_search
from archive.search.marks import Marker
from archive.search.service import SearchPage, Ways, planned_query, search_pages, words_to_box
from archive.search.snippets import make_snippet
from archive.search.suggest import distance
from archive.search.thesaurus import ThesaurusWrong, load_thesaurus, make_thesaurus
from archive.search.types import PageDoc, SearchEngine

TEXTS = {
    1: "El Instituto recibió la solicitud.\nSe reserva por cinco años "
    + "y nada más " * 60
    + "la detención de personas.",
    2: "Los aseguramientos del ano pasado",
    3: "Nombre secreto: Zacatenco",
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    opened = open_search(f"{request.param}:{tmp_path / 'index'}")
    opened.add(PageDoc(n, 1, n, text, scopes=frozenset(["b" if n == 3 else "a"])) for n, text in TEXTS.items())
    yield opened
    opened.close()


def texts(ids: Sequence[int]) -> Mapping[int, str]:
    return {page_id: TEXTS[page_id] for page_id in ids}


def look(engine: SearchEngine, typed: str, **how: object) -> SearchPage:
    return search_pages(engine, texts, typed, how.pop("scopes", None), **how)  # type: ignore[arg-type]


def marked(page: SearchPage) -> list[list[str]]:
    return [[hit.snippet.text[a:b] for a, b in hit.snippet.marks] for hit in page.hits if hit.snippet]


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("recibir", [["recibió"]]),
        ("INSTITUTO solicitudes", [["Instituto", "solicitud"]]),
        ('"la solicitud se reserva"', [["la solicitud", "Se reserva"]]),
        ("cinco detención", [["cinco", "detención"]]),
        ("deten* -zacatenco", [["detención"]]),
        ("reserva near~3 años", [["reserva", "años"]]),
    ],
)
def test_a_snippet_marks_what_matched(engine: SearchEngine, typed: str, marks: list[list[str]]) -> None:
    assert marked(look(engine, typed)) == marks


def test_a_snippet_of_far_apart_words_shows_both_stretches(engine: SearchEngine) -> None:
    snippet = look(engine, "instituto detención").hits[0].snippet
    assert snippet is not None and " … " in snippet.text and "\n" not in snippet.text
    assert len(snippet.text) < 400 and not snippet.before and not snippet.after


def test_a_page_whose_text_is_gone_has_no_snippet(engine: SearchEngine) -> None:
    found = search_pages(engine, lambda ids: {}, "instituto", None)
    assert found.total == 1 and found.hits[0].snippet is None


def test_ñ_read_as_n_is_offered_when_little_is_found(engine: SearchEngine) -> None:
    strict = look(engine, "año")
    assert (strict.total, strict.loose_total) == (1, 2)
    assert look(engine, "año", ways=Ways(loose=True)).total == 2
    assert look(engine, "instituto").loose_total is None


def test_other_names_are_used_and_shown_only_when_the_archive_has_them(engine: SearchEngine) -> None:
    thesaurus = make_thesaurus([(["detención", "aseguramiento", "rescate"], [])])
    found = look(engine, "detenciones", thesaurus=thesaurus)
    assert [hit.page_id for hit in found.hits] == [1, 2]
    assert found.used_synonyms == {"detenciones": ("aseguramiento",)}
    assert marked(found) == [["detención"], ["aseguramientos"]]
    assert look(engine, "detenciones", thesaurus=thesaurus, ways=Ways(synonyms=False)).total == 1


def test_spelling_help_comes_from_the_archives_own_words(engine: SearchEngine) -> None:
    found = look(engine, '"institutp recibio"')
    assert [(help.better, help.query) for help in found.suggestions] == [("instituto", '"instituto recibio"')]
    assert look(engine, "zzzzz").suggestions == ()


@pytest.mark.parametrize("typed", ["institutp", "insttiuto", "nistituto", "instituo", "xinstituto", "imstituto"])
def test_spelling_help_finds_common_slips(engine: SearchEngine, typed: str) -> None:
    assert "instituto" in [help.better for help in look(engine, typed).suggestions]


def test_spelling_help_never_tells_of_hidden_pages(engine: SearchEngine) -> None:
    assert look(engine, "zacatemco").suggestions[0].better == "zacatenco"
    assert look(engine, "zacatemco", scopes=frozenset(["a"])).suggestions == ()
    hidden = look(engine, "zacatenco", scopes=frozenset(["a"]))
    assert (hidden.total, hidden.loose_total, hidden.hits) == (0, None, ())


def test_a_mistake_in_the_query_gives_a_hint(engine: SearchEngine) -> None:
    found = look(engine, '"recibió la')
    assert found.total == 1 and [hint.code for hint in found.hints] == ["open_quote"]


@pytest.mark.parametrize(
    ("typed", "boxed"),
    [
        ("migración", [3, 4]),
        ('"nacional de migración"', [1, 2, 3, 4]),
        ("1560/2024", [5]),
        ("CA0000", [5]),
        ("ano", [7]),
        ("inmigración", list(range(8, 19))),
        ("-nacional", []),
        ("migrante", [19]),
    ],
)
def test_words_to_box_on_the_page_image(typed: str, boxed: list[int]) -> None:
    words = [
        "Instituto",
        "NACIONAL",
        "de",
        "migra-",
        "ción,",
        "(CA0000/1560/2024)",
        "año",
        "ano",
        *"INMIGRACIÓN",
        "rnigrante",
    ]
    assert words_to_box(typed, words) == boxed


def test_marks_stay_on_their_words_whatever_the_whitespace() -> None:
    text = "  uno\n\n\tdos   tres \n cuatro " * 30
    snippet = make_snippet(Marker(planned_query('"dos tres"')), text)
    assert snippet.marks and all(snippet.text[a:b] == "dos tres" for a, b in snippet.marks)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("perro", "perro", 0), ("perro", "pero", 1), ("perro", "prero", 1), ("perro", "gato", 3), ("ab", "abcdef", 3)],
)
def test_distance_between_words(left: str, right: str, expected: int) -> None:
    assert distance(left, right, 2) == expected


def test_the_shipped_thesaurus_joins_official_names(seeds: Path) -> None:
    thesaurus = load_thesaurus(seeds / "thesaurus.yaml")
    assert "aseguramiento" in thesaurus.others(["detenciones"])
    assert "retorno asistido" in thesaurus.others(["deportado"]) + thesaurus.others(["deportación"])
    assert "estación migratoria" in thesaurus.others(["detention", "center"])
    assert "SEDENA" in thesaurus.others(["Secretaría", "de", "la", "Defensa", "Nacional"])
    assert thesaurus.others(["oficio"]) == ()


@pytest.mark.parametrize("content", ["groups: 3", "- a", "groups:\n  - terms: [1]", "groups:\n  - x", "a: [", ""])
def test_a_wrong_thesaurus_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "thesaurus.yaml").write_text(content)
    with pytest.raises(ThesaurusWrong, match="thesaurus"):
        load_thesaurus(tmp_path / "thesaurus.yaml")


def test_pages_with_most_of_the_words_are_offered_and_never_slipped_in(engine: SearchEngine) -> None:
    asked = "personas detención zanahoria"
    page = look(engine, asked)
    assert (page.total, page.hits, page.most_total) == (0, (), 1)
    most = look(engine, asked, ways=Ways(most=True))
    assert [hit.page_id for hit in most.hits] == [1] and most.most_total is None
    assert marked(most) == [["detención", "personas"]]
    assert look(engine, asked, scopes=frozenset(["b"])).most_total is None
    for typed in ("personas zanahoria", "la de personas zanahoria", '"personas detención" zanahoria', "nada uva OR x"):
        assert look(engine, typed).most_total is None
    # What is not a word stays as it is asked for.
    assert look(engine, f"{asked} -instituto").most_total is None
    assert look(engine, f"{asked} -zacatenco").most_total == 1


def test_words_of_one_family_are_found_below_the_word_itself_and_marked(engine: SearchEngine) -> None:
    more = {21: "Se resolvió modificar el acuerdo", 22: "La resolución de modificación", 23: "Nadie lo ha modificado"}
    TEXTS.update(more)
    engine.add(PageDoc(n, n, 1, text) for n, text in more.items())
    try:
        page = look(engine, "modificación")
        assert page.hits[0].page_id == 22
        assert sorted(marked(page)) == [["modificación"], ["modificado"], ["modificar"]]
        assert {hit.page_id for hit in look(engine, "resolver").hits} == {21, 22}
        assert look(engine, '"modificación"').total == 1
        assert look(engine, "acuerdo -modificación").total == 1
    finally:
        for number in more:
            del TEXTS[number]
