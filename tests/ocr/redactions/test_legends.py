"""The legend at the foot or in the margin gives numbered redactions their grounds."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.redactions import find_redactions
from ocr.redactions.legends import Marks, marks_on, number_on, read_legend
from ocr.types import Word
from tests.ocr.redactions.lines import words_in_lines


@pytest.mark.parametrize(
    ("printed", "number"),
    [("1", 1), ("(3)", 3), ("N2", 2), ("Eliminado 4", 4), ("N5-ELIMINADO 1", 5), ("ELIMINADO: 1", 1), ("Nota 7", 7),
     ("No. 3", 3), ("Art. 116", None), ("2019-03", None), ("oficio 12", None), ("", None)],
)  # fmt: skip
def test_the_number_of_a_redaction_is_read(printed: str, number: int | None) -> None:
    assert number_on(printed) == number


def test_entries_name_their_grounds_over_several_lines() -> None:
    legend = read_legend(words_in_lines(
        "1. Nombre de persona física. Fundamento legal: artículo 116 LGTAIP",
        "2. Domicilio particular, por ser un dato que hace identificable a su titular,",
        "con fundamento en el art. 113 fr. I de la LFTAIP",
        "Eliminado 3: correo electrónico, art. 115 LGTAIP",
    ))  # fmt: skip
    assert legend.numbered == {1: "art. 116 LGTAIP", 2: "art. 113 fr. I LFTAIP", 3: "art. 115 LGTAIP"}
    assert legend.general is None


@pytest.mark.parametrize(
    "line",
    ["Fundamento legal: art. 116 LGTAIP", "Eliminado: nombre de particular. Artículo 116 LGTAIP",
     "Se eliminan datos personales con fundamento en el artículo 116 LGTAIP",
     "Información testada conforme al artículo 116 LGTAIP",
     "Con fundamento en el artículo 116 LGTAIP, se testa la información confidencial",
     "En este documento se suprimieron firmas de conformidad con el artículo 116 LGTAIP"],
)  # fmt: skip
def test_a_legend_without_numbers_holds_for_all(line: str) -> None:
    assert read_legend(words_in_lines(line)).general == "art. 116 LGTAIP"


@pytest.mark.parametrize(
    "line",
    ["Con fundamento en el artículo 116 LGTAIP se informa lo siguiente", "1. Copia del oficio 115 del año 2019",
     "2. El informe de la estación", "Página 116", "1. Total 115"],
)  # fmt: skip
def test_other_lines_are_no_legend(line: str) -> None:
    legend = read_legend(words_in_lines(line))
    assert legend.numbered == {} and legend.general is None


def test_a_line_that_begins_with_an_article_is_no_entry() -> None:
    legend = read_legend(words_in_lines(
        "1. Nombre de persona física, de conformidad con el artículo 116 de la LGTAIP y artículo",
        "113, fracción I de la LFTAIP",
    ))  # fmt: skip
    assert legend.numbered == {1: "art. 116 LGTAIP; art. 113 fr. I LFTAIP"}


def test_parts_taken_out_are_found_by_their_own_number_or_by_that_of_their_kind() -> None:
    lines = (
        "1.- ELIMINADO el nombre, con fundamento en el artículo 116 de la LGTAIP.",
        "2 ELIMINADO el domicilio, 1 párrafo, con fundamento en el art. 113, fracción I de la LFTAIP.",
    )
    legend = read_legend(words_in_lines(*lines))
    parts = [marks for text in ("N1-ELIMINADO 2", "N2-ELIMINADO 1") if (marks := marks_on(text))]
    assert [legend.of(marks, parts) for marks in parts] == ["art. 116 LGTAIP", "art. 113 fr. I LFTAIP"]
    more = [*parts, Marks(3, 2)]
    second, first = "art. 113 fr. I LFTAIP", "art. 116 LGTAIP"
    assert [legend.of(marks, more) for marks in more] == [second, first, second]


def test_a_table_of_what_was_taken_out_is_a_legend() -> None:
    words = []
    for row, cells in enumerate((("No.", "Dato", "Fundamento"), ("1", "Nombre", "Artículo 116 de la LGTAIP"),
                                 ("2", "Domicilio", "Art. 113, fracción I, LFTAIP"))):  # fmt: skip
        for left, cell in zip((0.1, 0.25, 0.5), cells, strict=True):
            x = left
            for text in cell.split():
                words.append(Word(text, (x, 0.6 + 0.02 * row, x + 0.006 * len(text), 0.612 + 0.02 * row), 92.0))
                x += 0.006 * len(text) + 0.004
    assert read_legend(words).numbered == {1: "art. 116 LGTAIP", 2: "art. 113 fr. I LFTAIP"}


def test_entries_that_all_name_one_ground_hold_for_every_box() -> None:
    legend = read_legend(words_in_lines("1. Nombre, artículo 116 LGTAIP", "2. Domicilio, artículo 116 LGTAIP"))
    assert legend.general == "art. 116 LGTAIP"


def test_two_sentences_that_name_different_grounds_hold_for_none() -> None:
    legend = read_legend(
        words_in_lines(
            "Eliminado: nombre. Fundamento legal: artículo 116 LGTAIP.",
            "",
            "",
            "",
            "Se testa la firma, art. 113 fr. I LFTAIP.",
        )
    )
    assert legend.general is None


def _page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (1275, 1650), "white")
    draw = ImageDraw.Draw(image)
    for line in range(26):
        text = "la unidad de enlace informa que el expediente de la persona consta de"
        draw.text((120, 200 + 36 * line), text, "black", ImageFont.load_default(20))
    draw.rectangle((300, 414, 500, 441), fill="#bfbfbf")
    draw.rectangle((200, 558, 600, 585), fill="#bfbfbf")
    return image, draw


def test_each_numbered_box_gets_the_ground_of_its_number() -> None:
    image, _ = _page()
    on = [Word("1", (390 / 1275, 416 / 1650, 400 / 1275, 438 / 1650), 90.0),
          Word("N2", (390 / 1275, 560 / 1650, 410 / 1275, 582 / 1650), 90.0)]  # fmt: skip
    legend = words_in_lines("1. Nombre. Fundamento legal: artículo 116 LGTAIP", "N2 Domicilio. Art. 113 fr. I LFTAIP")
    found = find_redactions(np.asarray(image, dtype=np.uint8).copy(), on + legend, 150)
    assert [r.ground for r in found] == ["art. 116 LGTAIP", "art. 113 fr. I LFTAIP"]


def test_boxes_without_a_number_get_the_one_ground_of_the_foot() -> None:
    image, _ = _page()
    found = find_redactions(
        np.asarray(image, dtype=np.uint8).copy(), words_in_lines("Fundamento legal: artículo 116 LGTAIP"), 150
    )
    assert [r.ground for r in found] == ["art. 116 LGTAIP", "art. 116 LGTAIP"]
