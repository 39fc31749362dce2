"""Words that stand for something taken out, in many wordings, and words that only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr.local import LocalFile
from ocr.redactions import judge
from ocr.settings import ReadSettings
from ocr.types import Redaction, Word
from tests.ocr.pages import born_digital


def _page(*lines: str) -> list[Word]:
    words = []
    for number, line in enumerate(lines):
        x = 0.1
        for text in line.split():
            words.append(Word(text, (x, 0.2 + 0.03 * number, x + 0.009 * len(text), 0.215 + 0.03 * number), 92.0))
            x += 0.009 * len(text) + 0.006
    return words


def _found(*lines: str) -> list[Redaction]:
    return judge(None, _page(*lines))


@pytest.mark.parametrize(
    "mark",
    ["TESTADO", "(TESTADO)", "[Testado]", "ELIMINADO", "[ELIMINADO", "[Eliminado 3]", "N1-ELIMINADO", "SUPRIMIDO",
     "XXXX", "xxxxxxxx", "********", "--****--", "██████", "[DATO PERSONAL]", "(información confidencial)",
     "<eliminado>", "[Nombre testado]", "REDACTED", "(Redactado)"],
)  # fmt: skip
def test_a_mark_in_the_place_of_words_is_a_label(mark: str) -> None:
    found = _found("la unidad informa que", f"el servidor {mark} adscrito a la estación", "rindió su informe")
    assert [r.kind for r in found] == ["label"]
    left = 0.1 + 0.009 * len("el") + 0.009 * len("servidor") + 0.012
    assert found[0].box[0] == pytest.approx(left)


@pytest.mark.parametrize(
    "line",
    ["Nombre: ______________________ Firma: ____________", "Total .............................. 45",
     "escriba a xxx@dependencia.example o a soporte", "el siglo XXI y el siglo XIX", "Tel. (55) 5555-XXX",
     "*" * 60, "x" * 40, "-" * 70, "el registro fue eliminado del sistema", "los datos testados en el anexo",
     "ELIMINADO: nombre de persona física", "TESTADO: 1. Domicilio. Fundamento legal: art. 116 LGTAIP",
     "talla XXL y talla XXXL", "oficio INM/XXXX/2019", "tres (3) personas [sic] (fojas 12)", "* nota * al pie ***",
     "************ FIN DEL LISTADO ************", "3 ELIMINADO el domicilio, 1 párrafo de 1 renglón",
     "ELIMINADO la firma, con fundamento en el artículo 116"],
)  # fmt: skip
def test_what_only_looks_like_a_mark_is_none(line: str) -> None:
    assert _found("la unidad informa que", line, "rindió su informe") == []


def test_a_mark_gets_the_ground_that_the_legend_gives_its_number() -> None:
    found = _found(
        "la persona [ELIMINADO 2] rindió su informe con [ELIMINADO 1]", "",
        "1. Nombre. Fundamento legal: artículo 116 LGTAIP", "2. Domicilio. Art. 113 fr. I LFTAIP",
    )  # fmt: skip
    assert [r.ground for r in found] == ["art. 113 fr. I LFTAIP", "art. 116 LGTAIP"]


@pytest.mark.parametrize(
    "text",
    ["Página reservada en su totalidad", "HOJA TESTADA", "Foja eliminada en su totalidad por contener datos personales",
     "Se testa página completa", "Documento clasificado como reservado, artículo 110 fr. V LFTAIP",
     "Páginas 3 a 15 reservadas", "SE ELIMINA HOJA COMPLETA", "Suprimido íntegramente", "page withheld in full",
     "Se suprimen cuatro fojas art. 113 fr. I", "Página completa confidencial"],
)  # fmt: skip
def test_a_page_that_says_that_it_is_withheld_is_one(text: str) -> None:
    assert [r.kind for r in _found(text)] == ["withheld"]


@pytest.mark.parametrize(
    "lines",
    [("Página 3 de 8",), ("Esta página se dejó en blanco",), ("Anexo único", "Informe mensual"),
     ("Carátula", "Documento clasificado: Reservado", "Fecha de clasificación: 3 de mayo"),
     ("Se remite el documento clasificado como reservado", "ATENTAMENTE"),
     ("Versión pública",), ("Área: Dirección", "Páginas reservadas: 3 y 4", "Periodo de reserva: 5 años")],
)  # fmt: skip
def test_short_pages_that_speak_of_other_things_are_not_withheld(lines: tuple[str, ...]) -> None:
    assert _found(*lines) == []


def test_a_page_of_bare_text_is_searched_for_labels_too(tmp_path: Path) -> None:
    lines = ("La unidad de enlace informa que la persona [ELIMINADO 1]", "rindió su informe ante la oficina regional.")
    settings = ReadSettings(isolate=False, engine="ocr.fakes:ScriptedOcr")
    with LocalFile(born_digital(tmp_path / "a.pdf", lines), None, settings) as file:
        (page,) = list(file.read_pages([1]))
    assert [mark.kind for mark in page.redactions] == ["label"]
