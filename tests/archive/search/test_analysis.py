"""What a text becomes before it is indexed or searched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.analysis import (
    analyse,
    fold,
    loose_forms,
    misreadings,
    query_stems,
    spans,
    stems,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("MIGRACIÓN", "migracion"), ("Año", "año"), ("AN\u0303O", "año"), ("pingüino", "pinguino"),
     ("infor\u00admación", "informacion"),
     ("ﬁrma", "firma"), ("Ｏﬁcio", "oficio"), ("CA0000", "ca0000"), ("1²", "12")],
)  # fmt: skip
def test_case_accents_and_invisible_characters_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


@settings(deadline=None)
@given(st.text(max_size=60))
def test_both_ways_of_writing_an_accent_are_analysed_alike(text: str) -> None:
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert [fold(raw) for raw, _, _ in spans(composed)] == [
        fold(raw) for raw, _, _ in spans(unicodedata.normalize("NFC", apart))
    ]


@settings(deadline=None)
@given(st.text(alphabet="abñÑáé íX1-\n.,\u0301\u00ad", max_size=80))
def test_every_word_stands_where_it_says(text: str) -> None:
    last = 0
    for raw, start, end in spans(text):
        assert last <= start < end <= len(text)
        assert fold("".join(ch for ch in text[start:end] if ch not in "-\n ")) == fold(raw)
        last = end


INFLECTED = [
    ("recibió", "recibir"), ("migrantes", "migrante"), ("solicitudes", "solicitud"), ("detenidos", "detenido"),
    ("aseguramientos", "aseguramiento"), ("deportaciones", "deportación"), ("hábiles", "hábil"),
    ("entregó", "entregar"), ("años", "año"), ("actas", "acta"), ("áreas", "área"), ("meses", "mes"), ("leyes", "ley"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "asked"), INFLECTED)
def test_inflections_meet(written: str, asked: str) -> None:
    assert set(query_stems(asked)) & set(analyse(written).stems)


VERBS = "informar solicitar entregar recibir asegurar presentar alojar detener repatriar trasladar notificar resolver"
ENDINGS = {"ar": ["ó", "é", "ará", "aría", "arán", "ábamos"], "er": ["ió", "erá", "ería"], "ir": ["ió", "irá", "iría"]}
ACCENTED = [verb[:-2] + ending for verb in VERBS.split() for ending in ENDINGS[verb[-2:]]]


@pytest.mark.parametrize("written", ACCENTED)
def test_a_word_typed_without_its_accent_finds_it(written: str) -> None:
    assert set(query_stems(fold(written))) & set(analyse(written).stems)
    assert set(query_stems(written)) & set(analyse(fold(written)).stems)


def test_ñ_is_a_letter_of_its_own() -> None:
    assert not set(stems("año")) & set(stems("ano"))
    assert loose_forms("año") == ("ano",)
    assert "niño" in loose_forms("nino")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("la migra-\nción de", ["la", "migracion", "de"]),
        ("la migra-  \r\n   ción", ["la", "migracion"]),
        ("MIGRA-\nCIÓN", ["migracion"]),
        ("migra\u00ad\nción", ["migracion"]),
        ("in-\nfor-\nmación", ["informacion"]),
        ("migra\ufffeción", ["migracion"]),
        ("Norte-\nSur", ["norte", "sur"]),
        ("2013-\n2018", ["2013", "2018"]),
        ("I N M I G R A C I Ó N", ["inmigracion"]),
        ("D E L  I N M", ["del", "inm"]),
        ("a y o", ["a", "y", "o"]),
        ("art. 5 A y B", ["art", "5", "a", "y", "b"]),
        ("CA0000/1560/2024", ["ca0000", "1560", "2024"]),
        ("artículo 6º.", ["articulo", "6"]),
        ("", []),
    ],
)
def test_words_in_order(text: str, words: list[str]) -> None:
    assert list(analyse(text).exact) == words


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("$1,234,567.00", ["1234567"]),
        ("1.234.567 pesos", ["1234567"]),
        ("folio 330010924 000525", ["330010924000525"]),
        ("3300-1092-4000-525", ["330010924000525"]),
        ("tel. 55 1234 5678", []),
        ("el I.N.M. informa", ["inm"]),
        ("migra-\nción", ["migra", "cion"]),
        ("22.07.2024", []),
    ],
)
def test_words_hidden_in_several_are_found_too(text: str, beside: list[str]) -> None:
    assert list(analyse(text).extra) == beside


def test_what_ocr_makes_of_a_word_is_known() -> None:
    assert "rnigrante" in misreadings("migrante")
    assert {"l560", "i560", "156o"} <= set(misreadings("1560"))
    assert "2o24" in misreadings("2024")
    assert misreadings("de") == ()


def test_english_stems_are_kept_apart_from_spanish_ones() -> None:
    english = analyse("The men that were detained by the agents of the institute")
    assert "~detain" in english.stems
    assert not [stem for stem in analyse("los migrantes fueron detenidos").stems if stem.startswith("~")]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_analysed(text: str) -> None:
    analyse(text)
