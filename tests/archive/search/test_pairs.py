"""Pairs that begin with a common word stand for the words of a phrase, exactly and on fewest pages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.pairs import COMMON, cover, is_pair, pair, with_pairs

WORDS = st.lists(st.sampled_from(["de", "la", "en", "unidad", "migrante", "oficio"]), min_size=1, max_size=8)


@settings(max_examples=200, deadline=None)
@given(page=WORDS, phrase=WORDS, pages=st.dictionaries(st.text(max_size=3), st.integers(1, 9)))
def test_a_cover_stands_on_a_page_where_its_phrase_does_and_nowhere_else(
    page: list[str], phrase: list[str], pages: dict[str, int]
) -> None:
    woven = with_pairs(page, ".")
    terms = cover(phrase, lambda term: pages.get(term[-3:], 1 + len(term)))
    found = any(
        all(0 <= start + place < len(woven) and woven[start + place] == term for place, term in terms)
        for start in range(0, len(woven), 2)
    )
    assert found == any(page[at : at + len(phrase)] == phrase for at in range(len(page)))


def test_the_terms_on_the_fewest_pages_are_taken() -> None:
    counts = {"con": 900, "fundamento": 90, "en": 950, "el": 940, "articulo": 80, pair("con", "fundamento"): 70,
              pair("en", "el"): 300, pair("el", "articulo"): 60}
    phrase = ["con", "fundamento", "en", "el", "articulo"]
    assert cover(phrase, counts.__getitem__) == [(1, pair("con", "fundamento")), (5, pair("en", "el")),
                                               (7, pair("el", "articulo"))]
    assert cover(["en", "el"], counts.__getitem__) == [(1, pair("en", "el"))]
    assert cover(["fundamento", "articulo"], counts.__getitem__) == [(0, "fundamento"), (2, "articulo")]


def test_a_phrase_no_page_can_have_has_no_cover() -> None:
    counts = {"de": 5, "la": 5, "oficio": 5, pair("de", "la"): 0}
    assert cover(["de", "la"], counts.__getitem__) == []
    assert cover(["oficio", "nada"], lambda term: counts.get(term, 0)) == []
    assert cover([], counts.__getitem__) == []


def test_a_pair_is_no_word_that_can_be_typed() -> None:
    assert "de" in COMMON and is_pair(pair("de", "la")) and not is_pair("de")
    assert with_pairs(["la", "unidad", "de"], ".") == ["la", pair("la", "unidad"), "unidad", ".", "de", "."]
