"""The term of a reserve is read as the letter states it, and never from the request, the law or something else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tracker.replies.changes import FOOTER, HEADER
from tracker.reserves.days import after_months, days_in
from tracker.reserves.reading import Term, read_terms

TERMS = [
    ("La información se clasifica como reservada por un periodo de cinco años, contados a partir del 12 de marzo de "
     "2024.",
     60, date(2024, 3, 12), "said", date(2029, 3, 12)),
    ("Se reserva por el plazo de 5 (cinco) años a partir del doce de marzo de dos mil veinticuatro.",
     60, date(2024, 3, 12), "said", date(2029, 3, 12)),
    ("En la Quinta Sesión Extraordinaria celebrada el 5 de abril de 2024, el Comité de Transparencia confirmó la "
     "clasificación de la información como reservada por tres años, contados a partir de la sesión referida.",
     36, date(2024, 4, 5), "committee", date(2027, 4, 5)),
    ("El Comité de Transparencia, en sesión del 05/04/2024, confirmó la reserva por un término de doce años.",
     144, date(2024, 4, 5), "committee", date(2036, 4, 5)),
    ("Ciudad de México, a 8 de mayo de 2023\nLa documentación se considera reservada por un año a partir de la "
     "presente respuesta.", 12, date(2023, 5, 8), "letter", date(2024, 5, 8)),
    ("Se clasifica como reservada durante seis meses, a partir de la notificación de este oficio.",
     6, date(2026, 2, 16), "notified", date(2026, 8, 16)),
    ("Las bitácoras permanecerán reservadas hasta el 31 de diciembre de 2029.", None, None, "unsaid",
     date(2029, 12, 31)),
    ("Fundamento: artículo 112, fracción I. Clasificación: reservada. Plazo de reserva: cinco años, del 4 de mayo de "
     "2023 al 4 de mayo de 2028.", 60, date(2023, 5, 4), "said", date(2028, 5, 4)),
    ("La información es reservada; periodo de reserva: 2 años. Fecha de desclasificación: 01/06/2027.",
     24, date(2026, 2, 16), "notified", date(2027, 6, 1)),
    ("Reservado, artículo 14. Motivo: las constancias forman parte de una investigación en trámite. Periodo: 3 años. "
     "Fecha de clasificación 22/08/2014.", 36, date(2014, 8, 22), "said", date(2017, 8, 22)),
    ("SE RESERVA LA INFORMACION POR UN PERIODO DE 5 ANOS A PARTIR DEL 1o DE MARZO DE 2022.",
     60, date(2022, 3, 1), "said", date(2027, 3, 1)),
    ("Se aprobó la reserva del expediente por un plazo de tres (3) años, que corre a partir del treinta y uno de enero "
     "de dos mil veinticinco.", 36, date(2025, 1, 31), "said", date(2028, 1, 31)),
]
NOTICED = date(2026, 2, 16)


@pytest.mark.parametrize(("text", "months", "starts_on", "by", "ends_on"), TERMS)
def test_a_term_is_read_with_its_first_and_last_day(
    text: str, months: int | None, starts_on: date | None, by: str, ends_on: date | None
) -> None:
    [term] = read_terms([text], NOTICED)
    assert (term.months, term.starts_on, term.starts_by, term.ends_on) == (months, starts_on, by, ends_on)


@pytest.mark.parametrize("text", [row[0] for row in TERMS if row[3] in ("said", "committee")])
def test_a_term_is_read_inside_a_whole_letter_with_its_page_and_words(text: str) -> None:
    pages = ["Acuse de recibo.", f"{HEADER}\n\n{text}\n\n{FOOTER}"]
    [term] = read_terms(pages, NOTICED)
    assert term.page == 2 and term.quote and term.quote in pages[1]


@pytest.mark.parametrize("text", [
    "Usted solicitó: “Si la información está reservada por cinco años, la prueba de daño.” Se adjunta el informe.",
    "La información clasificada como reservada podrá permanecer con tal carácter hasta por un periodo de cinco años.",
    "Excepcionalmente se podrá ampliar el periodo de reserva hasta por cinco años adicionales.",
    "Se adjuntan los contratos de los últimos cinco años. Los anexos son reservados.",
    "Se amplía el plazo de respuesta por diez días hábiles.",
    "El servidor público cuenta con cinco años de experiencia en áreas reservadas.",
    "La pena prevista para quien divulgue información reservada es de dos a cinco años de prisión.",
    "La información solicitada del periodo de dos años se encuentra en la liga adjunta.",
    "Se entregan los registros hasta el 31 de diciembre de 2023.",
])
def test_other_years_and_days_are_no_term(text: str) -> None:
    assert read_terms([f"{HEADER}\n\n{text}\n\n{FOOTER}"], NOTICED) == []


def test_a_condition_is_kept_in_its_own_words_where_no_day_is_given() -> None:
    [term] = read_terms(["El expediente se encuentra reservado hasta en tanto cause estado la resolución del juicio."])
    assert term.condition.startswith("hasta en tanto cause estado") and term.ends_on is None and term.months is None


def test_two_reserves_of_one_letter_are_two_terms_and_one_said_twice_is_one() -> None:
    text = ("Los nombres se clasifican como reservados por un periodo de cinco años a partir del 12 de marzo de 2024. "
            "Las bitácoras se reservan por un periodo de tres años a partir del 12 de marzo de 2024. "
            "Se insiste en que los nombres se reservan por un periodo de cinco años a partir del 12 de marzo de 2024.")
    assert [term.months for term in read_terms([text])] == [60, 36]


def test_a_term_without_any_day_says_so() -> None:
    assert read_terms(["La información se reserva por cinco años."]) == [
        Term(1, "La información se reserva por cinco años.", 60, None, "unsaid", None)]


@pytest.mark.parametrize(("text", "day"), [
    ("veintinueve de febrero de dos mil veinticuatro", date(2024, 2, 29)), ("31 de junio de 2024", None),
    ("primero de enero de dos mil treinta y dos", date(2032, 1, 1)), ("1-12-2025", date(2025, 12, 1)),
    ("dos de mayo del ano dos mil veinte", date(2020, 5, 2)),
])
def test_days_are_read_in_words_and_figures(text: str, day: date | None) -> None:
    assert [found for _, _, found in days_in(text)] == ([day] if day else [])


def test_a_term_ends_on_the_same_day_of_the_month_or_its_last() -> None:
    assert after_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert after_months(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert after_months(date(2024, 3, 12), 60) == date(2029, 3, 12)
