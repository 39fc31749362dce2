"""A request's text is split where its writer numbered it, and never where the law, a date or a folio has a number."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.questions.splitting import split

ASKED = ("Número de personas detenidas en 2024", "Presupuesto ejercido en alimentos", "Nombre del proveedor")


def numbers(text: str) -> list[str]:
    return [part.number for part in split(text).parts]


@pytest.mark.parametrize("signs", [
    ("1.", "2.", "3."), ("1)", "2)", "3)"), ("1.-", "2.-", "3.-"), ("(1)", "(2)", "(3)"), ("1.-", "2.", "3)"),
    ("a)", "b)", "c)"), ("A.", "B.", "C."), ("I.", "II.", "III."), ("i)", "ii)", "iii)"), ("1,", "2.", "3."),
    ("-", "-", "-"), ("•", "•", "•"), ("*", "*", "*"), ("Primero:", "Segundo:", "Tercero:"),
    ("Pregunta 1:", "Pregunta 2:", "Pregunta 3:"), ("PRIMERA.-", "SEGUNDA.-", "TERCERA.-"),
])
@pytest.mark.parametrize("between", ["\n", ". ", "\r\n\r\n"])
def test_every_way_of_numbering_is_read_whether_or_not_the_lines_survived(signs: tuple[str, ...], between: str) -> None:
    items = between.join(f"{sign} {asked}" for sign, asked in zip(signs, ASKED, strict=True))
    found = split(f"Solicito del Instituto lo siguiente:{' ' if between == '. ' else between}{items}")
    assert [part.text.rstrip(".") for part in found.parts] == list(ASKED)
    assert found.how == "list" and found.lead == "Solicito del Instituto lo siguiente:"


def test_nested_items_carry_both_numbers_and_what_they_are_about() -> None:
    text = ("Pido:\n1. Sobre la estación de Tapachula:\na) personas alojadas\nb) quejas recibidas\n"
            "2. Sobre los contratos:\n- proveedor\n- monto\n3. El informe anual")
    found = split(text).parts
    assert [part.number for part in found] == ["1.a", "1.b", "2.1", "2.2", "3"]
    assert found[0].text == "Sobre la estación de Tapachula: personas alojadas" and found[4].text == "El informe anual"


def test_decimal_sub_numbers_are_nested() -> None:
    assert numbers("1. Sobre detenciones: 1.1 cuántas hubo 1.2 en qué lugares 2. El presupuesto") == ["1.1", "1.2", "2"]
    assert numbers("1.- Actas. 2.- Contratos: 2.1.- los de 2023 2.2.- otros 3.- Actas") == ["1", "2.1", "2.2", "3"]


@pytest.mark.parametrize("text", [
    "Con fundamento en el artículo 6. de la Constitución y 7. de la Ley, solicito el informe anual del Instituto.",
    "Solicito el contrato INM/12/2024 de fecha 2. de mayo por $1.5 millones de pesos.",
    "Solicito lo previsto en la fracción I. y en la fracción II. del artículo 15 de la Ley de Migración.",
    "Quiero el padrón de la oficina del C. Director A. B. Ejemplo en el periodo 2019-2020.",
    "Copia del oficio entre el INM - Chiapas y la CNDH - Tercera Visitaduría.",
])
def test_articles_dates_and_amounts_do_not_open_questions(text: str) -> None:
    assert len(split(text).parts) == 1


def test_a_first_item_without_its_number_and_a_repeated_number_lose_nothing() -> None:
    found = split("Contratos de vigilancia de 2023. 2. ¿Cuáles están vigentes? 3. Montos. 3. Convocatorias. 4. Fallos.")
    assert [part.number for part in found.parts] == ["1", "2", "3", "3 (2)", "4"]


def test_question_marks_and_joining_words_split_prose() -> None:
    asked = split("Sobre las visitas: ¿Cuántas hubo en 2024? ¿Quién las hizo?")
    assert asked.how == "asked" and len(asked.parts) == 2 and asked.lead == "Sobre las visitas:"
    prose = split("Solicito el número de deportaciones de menores en 2023. Además, solicito el protocolo aplicado.")
    assert prose.how == "prose" and prose.parts[1].text.startswith("Además")
    assert split("Solicito el gasto, además de su desglose por mes.").how == "one"


def test_lines_after_a_colon_and_semicolons_are_items() -> None:
    assert len(split("Solicito, de cada contrato:\nnúmero y fecha\nproveedor\nmonto total").parts) == 3
    assert len(split("Solicito saber: el número de quejas; las sanciones impuestas; y los acuerdos.").parts) == 3


@pytest.mark.parametrize("closing", ["Lo anterior con fundamento en el artículo 6 constitucional.", "Muchas gracias.",
                                     "Sin otro particular, quedo a la espera.", "Favor de enviar en formato abierto."])
def test_polite_and_legal_closings_are_not_part_of_the_last_question(closing: str) -> None:
    found = split(f"1. Número de traslados. 2. Costo de cada uno. {closing}")
    assert found.parts[-1].text == "Costo de cada uno." and found.tail == closing


def test_one_question_keeps_its_own_number() -> None:
    assert numbers("7. ¿Cuántas personas fueron devueltas?") == ["7"] and numbers("El informe de 2024") == ["1"]
    assert split("  \n ").parts == ()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1 2.3)\n-•¿?:;IVi(x,além", max_size=300))
def test_any_text_is_split_in_order_without_overlap(text: str) -> None:
    found = split(text)
    assert bool(found.parts) == bool(text.strip())
    spans = [(part.start, part.end) for part in found.parts]
    assert all(start <= end <= other for (start, end), (other, _) in pairwise(spans))


def test_a_very_long_text_is_split_fast() -> None:
    import time

    began = time.perf_counter()
    split("1. a) - x; ¿y? además " * 4000)
    assert time.perf_counter() - began < 10


def test_real_request_texts_are_split(samples: Path) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(samples / "mx_requests" / "8._INEE_Solicitudes.xlsx", read_only=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(row for row in rows if "FOLIO" in [str(cell).strip() for cell in row])
    column = [str(cell).strip() for cell in head].index("DESCRIPCION_SOLICITUD")
    texts = [str(row[column]) for row in rows[rows.index(head) + 1:] if row[column]]
    counted = [len(split(text).parts) for text in texts]
    assert len(texts) > 400 and sum(count > 1 for count in counted) > 80 and max(counted) < 60


def test_items_that_a_comma_separates_and_dashes_after_the_number_are_one_list() -> None:
    found = split("1.- Monto autorizado de 2014 y 2015, 2.- Monto ejercido, 3.- Contratos celebrados")
    assert [part.number for part in found.parts] == ["1", "2", "3"] and found.lead == ""
    assert len(split("Lo previsto en los artículos 1, 2. y 3. de la Ley de Migración, por favor.").parts) == 1


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\n \n"])
def test_thousands_of_empty_lines_are_gone_through_once_and_move_no_question(blank: str) -> None:
    gap = blank * (45_000 // len(blank))
    text = f"Solicito el informe anual de la estación{gap}además solicito los contratos de alimentos{gap}muchas gracias"
    began = time.process_time()
    found = split(text)
    assert time.process_time() - began < 1.0
    assert [text[part.start:part.end] for part in found.parts] == [part.text for part in found.parts] == [
        "Solicito el informe anual de la estación", "además solicito los contratos de alimentos"]
    assert found.tail == "muchas gracias"


def test_a_list_the_law_is_cited_with_is_not_what_is_asked() -> None:
    found = split("Según su artículo 30 el Instituto está integrado por: I. La Junta; II. La Presidencia. "
                  "Solicito la siguiente información: 1) Quiénes forman la Junta. 2) Quiénes son los titulares.")
    assert [part.text for part in found.parts] == ["Quiénes forman la Junta.", "Quiénes son los titulares."]


def test_a_further_request_behind_the_last_item_is_a_question_of_its_own() -> None:
    found = split("Solicito: 1. Los contratos. 2. Sus anexos. Por otro lado, solicito el programa anual. Gracias.")
    assert [(part.number, part.text) for part in found.parts] == [
        ("1", "Los contratos."), ("2", "Sus anexos."), ("3", "Por otro lado, solicito el programa anual.")]


def test_a_first_question_without_its_opening_sign_is_one_too() -> None:
    found = split("con qué criterios se eligió a las personas? ¿cuántas firmaron la minuta? ¿quién decidió?")
    assert found.parts[0].text == "con qué criterios se eligió a las personas?"
    assert len(found.parts) == 3


@pytest.mark.parametrize("make", [
    lambda n: "Solicito" + " " * n + "x", lambda n: "1. a" + "\t" * n + "2. b", lambda n: "pregunta" + " " * n,
    lambda n: "y además " * (n // 9), lambda n: "- " * (n // 2), lambda n: "1. " * (n // 3),
])
def test_twice_the_text_takes_about_twice_the_time(make: Callable[[int], str]) -> None:
    def seconds(n: int) -> float:
        text = make(n)
        began = time.process_time()
        split(text)
        return time.process_time() - began

    seconds(1000)
    assert min(seconds(20_000) for _ in range(2)) < 1.5
