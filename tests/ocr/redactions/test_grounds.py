"""Grounds as printed on redactions, brought to one way of writing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.redactions import is_code, read_ground


@pytest.mark.parametrize(
    ("printed", "ground"),
    [
        ("Art. 113 fr. I", "art. 113 fr. I"),
        ("ARTÍCULO 113, FRACCIÓN I", "art. 113 fr. I"),
        ("art. 113 fracciones V y VII", "art. 113 fr. V y VII"),
        ("115", "115"),
        ("116 LGTAIP", "116 LGTAIP"),
        ("110/113 LFTAIP", "110/113 LFTAIP"),
        ("13 / 14 / 18 LFTAIPG", "13/14/18 LFTAIPG"),
        ("Artículo 116 de la LGTAIP", "art. 116 LGTAIP"),
        ("(b)(6)", "(b)(6)"),
        ("( b ) ( 7 ) ( c )", "(b)(7)(C)"),
        ("5.1.2e", "5.1.2e"),
        ("5.1.2.e", "5.1.2.e"),
        ("10.2.e", "10.2.e"),
    ],
)
def test_a_ground_is_read_as_printed(printed: str, ground: str) -> None:
    assert read_ground(printed) == ground
    assert is_code(printed)


@pytest.mark.parametrize(
    "text", ["", "Fecha", "la solicitud", "12/03/2019", "en 115 casos de la estación", "Total", "1,250.00"]
)
def test_ordinary_text_is_no_ground(text: str) -> None:
    assert read_ground(text) is None
    assert not is_code(text)


@pytest.mark.parametrize(
    ("printed", "ground"),
    [
        ("Art. 113 fr. I LFTAIP y 116 LGTAIP", "art. 113 fr. I LFTAIP; 116 LGTAIP"),
        ("LGTAIP 116", "116 LGTAIP"),
        ("LGTAIP 116; LFTAIP 113 fr. I", "116 LGTAIP; 113 fr. I LFTAIP"),
        ("Art. 21 fr. I LTAIPEJM", "art. 21 fr. I LTAIPEJM"),
        ("ART. 186 LTAIPRC", "art. 186 LTAIPRC"),
        ("113-I LFTAIP", "113 fr. I LFTAIP"),
        ("(b)(6), (b)(7)(C)", "(b)(6); (b)(7)(C)"),
        ("5.1.2.i en 5.1.2.e", "5.1.2.i; 5.1.2.e"),
        ("art. 10 lid 2 sub e", "10.2.e"),
        ("artikel 5.1, tweede lid, onder e Woo", "5.1.2.e"),
        ("fracción I del artículo 113 de la Ley Federal de Transparencia y Acceso a la Información Pública",
         "art. 113 fr. I LFTAIP"),
        ("art. 115 de la Ley General de Transparencia y Acceso a la Información Pública", "art. 115 LGTAIP"),
        ("Confidencial con fundamento en los artículos 113, fracción I y 116 de la LFTAIP, así como 3 fracción IX de "
         "la LGPDPPSO y Trigésimo octavo fracción I de los Lineamientos", "art. 113 fr. I LFTAIP; art. 116 LFTAIP"),
        ("artículos 21.1 fracción I y 3.2 fracción II inciso \"a\" de la LTAIPEJM",
         "art. 21.1 fr. I LTAIPEJM; art. 3.2 fr. II LTAIPEJM"),
    ],
)  # fmt: skip
def test_every_ground_of_a_box_is_read_with_its_own_law(printed: str, ground: str) -> None:
    assert read_ground(printed) == ground


@pytest.mark.parametrize(
    ("printed", "ground"),
    [("Art.ll3 fracc. l", "art. 113 fr. I"), ("1l6 LGTAIP", "116 LGTAIP"),
     ("art. 110 fr, Vll LFTA1P", "art. 110 fr. VII LFTAIP"),
     ("(b)6)", "(b)(6)"), ("(b)(7XC)", "(b)(7)(C)"), ("51.2.e", "5.1.2.e"), ("5.l.2.e", "5.1.2.e"), ("1l.1", "11.1"),
     ("10.2.9", "10.2.g"),
     ("5.1.2.1", "5.1.2.i"), ("(b)(7(E)", "(b)(7)(E)")],
)  # fmt: skip
def test_slips_of_ocr_are_undone_where_one_reading_is_left(printed: str, ground: str) -> None:
    assert read_ground(printed) == ground


@pytest.mark.parametrize(
    "text",
    ["13", "18", "98", "oficio 110/2019", "13/03/2019", "12.5", "Total 5.2", "1.2.3",
     "el artículo 42 de la Ley de Migración",
     "artículo 6, apartado A, fracción II de la Constitución", "artículo 16 del Código Fiscal", "fracción I", "18:30",
     "3 de 115 personas"],
)  # fmt: skip
def test_numbers_of_tables_dates_and_other_laws_are_no_grounds(text: str) -> None:
    assert read_ground(text) is None
    assert not is_code(text)


@pytest.mark.parametrize("misread", ["10.2.4", "15.1.2.e"])
def test_a_code_that_no_law_has_is_left_unread(misread: str) -> None:
    assert read_ground(misread) is None


_PIECES = st.sampled_from([
    "art.", "Art", "fr.", "fr. ", "frac. L", "fracción I", "f.", "I", "l", "L", "V", "y", "a", "e", ",", "-", "/", " ",
    "1", "113", "11l", "O", ".", "5.1.2.e", "(b)", "(6)", "b6", "LGTAIP", "Ley Federal de Transparencia", "inciso",
    "párrafo", "de la", "ñ",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=14), st.sampled_from(["", " "]))
def test_whatever_ocr_makes_of_a_page_is_read_without_an_error(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    read_ground(text)
    is_code(text)


def test_a_fraction_with_a_letter_that_is_no_roman_figure_is_left_unread() -> None:
    assert read_ground("art. 113 fr. L LFTAIP") == "art. 113 LFTAIP"
