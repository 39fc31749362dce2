"""Grounds as printed on redactions, brought to one way of writing."""

from __future__ import annotations

import pytest

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
