"""The fast way of marking a page marks exactly what the thorough way does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.analysis import is_plain
from archive.search.marks import Marker
from archive.search.service import planned_query

WORDS = [
    "año",
    "Ano",
    "migrantes",
    "MIGRACIÓN",
    "rnigrante",
    "de",
    "y",
    "a",
    "o",
    "1560",
    "l560",
    "6º",
    "Éste",
    "este",
    "C.P.",
    "1,234,567",
    "INM/UT/0417/2019",
    "migra-\nción",
    "x_migrante",
    "«año»",
    "•",
    "①",
    "ﬁrma",
    "I N M",
]
QUERIES = [
    "año",
    "migrante",
    "migra*",
    '"de año"',
    '"migrantes de año"',
    "migrantes~",
    '"migrante~ de"',
    "ano~1",
    "año~ near~2 este",
    "1560",
    '"1560 de"',
    "este",
    "y",
    '"a o"',
    "inm",
    "cp",
    "1234567",
    "INM/UT/0417/2019",
    "año near~2 de",
    "migración OR este",
    "firma",
    '"migrantes de" año',
    "-año este",
]


@settings(max_examples=150, deadline=None)
@given(
    text=st.lists(st.sampled_from(WORDS), max_size=14).flatmap(
        lambda some: st.lists(
            st.sampled_from([" ", "\n", ", ", ". ", "  "]), min_size=len(some), max_size=len(some)
        ).map(lambda gaps: "".join(word + gap for word, gap in zip(some, gaps, strict=True)))
    ),
    query=st.sampled_from(QUERIES),
)
def test_both_ways_mark_the_same(text: str, query: str) -> None:
    marker = Marker(planned_query(query))
    thorough: dict[tuple[int, int], int] = {}
    marker._among_all(text, thorough)
    assert [(start, end) for start, end, _ in marker.find(text)] == sorted(thorough)


def test_an_ordinary_page_is_marked_the_fast_way() -> None:
    text = (
        "Se informa a usted que, con fundamento en el artículo 6º, la solicitud\nfue recibida el 22 de julio de 2024."
    )
    assert is_plain(text)
    assert not is_plain("la migra-\nción") and not is_plain("el I N M") and not is_plain("n\u0303")


def test_a_phrase_is_marked_from_its_first_word_on() -> None:
    assert Marker(planned_query('"uno dos dos"')).find("dos dos dos") == []


def test_common_words_are_marked_only_when_nothing_else_was_asked() -> None:
    text = "el recurso de revisión de la unidad"
    assert [text[a:b] for a, b, _ in Marker(planned_query("recurso de revision")).find(text)] == ["recurso", "revisión"]
    assert [text[a:b] for a, b, _ in Marker(planned_query("de la")).find(text)] == ["de", "de", "la"]
    assert [text[a:b] for a, b, _ in Marker(planned_query('"recurso de"')).find(text)] == ["recurso", "de"]


def test_only_the_whole_phrase_is_marked() -> None:
    marker = Marker(planned_query('"uno dos tres"'))
    text = "dos tres; uno dos; uno dos tres"
    assert [text[start:end] for start, end, _ in marker.find(text)] == ["uno", "dos", "tres"]
