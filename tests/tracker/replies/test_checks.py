"""Checks of a reply against the law: each fires on several wordings in whole letters, and not on near misses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tracker.replies import changes
from tracker.replies.reading import classify
from tracker.replies.reading.checks import codes
from tracker.replies.reading.states import TO_CONFIRM, checks_that_hold

LAW = "MX-FED-2025"
HEADER, FOOTER = changes.HEADER + "\n\n", "\n\n" + changes.FOOTER
FOLDER = Path(__file__).parent / "checks"
ROWS: list[dict[str, Any]] = [row for path in sorted(FOLDER.glob("*.yaml")) for row in yaml.safe_load(path.open())]
FIRES = [(row["check"], text) for row in ROWS for text in row["fires"]]
SILENT = [(row["check"], text) for row in ROWS for text in row["silent"]]
DELIVERED = "Se adjunta el informe solicitado en archivo electrónico.\n"
NEAR_MISSES = {
    "the request quoted": "Usted solicitó lo siguiente: “{}”\n\n" + DELIVERED,
    "the request quoted with sic": "En la que requiere:\n\n«{}» (sic)\n\n" + DELIVERED,
    "the rights told": DELIVERED + "Se hace de su conocimiento que podrá interponer recurso de revisión cuando se le "
    "diga: “{}”\n",
    "another agency's case": "En un caso distinto, la Secretaría de Marina respondió a otro solicitante: “{}”\n\n"
    + DELIVERED,
    "another file's decision": "En el expediente diverso RRA 100/19, la Fiscalía General de la República señaló que: "
    '"{}"\n\n' + DELIVERED,
}
OTHER_CASE = (
    "\n\nEn una solicitud diversa, folio 0000000000025, dicha dependencia declaró la inexistencia, clasificó como "
    "reservada la información y amplió el plazo de respuesta.\n"
)


def checks_of(text: str, **known: Any) -> set[str]:
    return {check.check for check in classify([text], law=LAW, **known).checks}


@pytest.mark.parametrize(("code", "text"), FIRES)
def test_a_check_fires(code: str, text: str) -> None:
    assert code in checks_of(text)


@pytest.mark.parametrize(("code", "text"), FIRES)
def test_a_check_fires_inside_a_whole_letter(code: str, text: str) -> None:
    assert code in checks_of(text + FOOTER)
    if not code.startswith("late_"):
        assert code in checks_of(HEADER + text + FOOTER)


@pytest.mark.parametrize(("code", "text"), SILENT)
def test_a_check_leaves_near_misses_alone(code: str, text: str) -> None:
    assert code not in checks_of(text)
    assert code not in checks_of(HEADER + text + FOOTER)


@pytest.mark.parametrize("how", NEAR_MISSES)
@pytest.mark.parametrize("code", codes())
def test_a_check_rests_on_the_agencys_own_answer_alone(code: str, how: str) -> None:
    for check, text in FIRES:
        if check == code:
            assert checks_of(HEADER + NEAR_MISSES[how].format(text) + FOOTER) == set(), text


@pytest.mark.parametrize(
    "text",
    [
        "Los servidores públicos deberán guardar estricta reserva sobre la información que conozcan.",
        "Se sugiere solicitar a la entidad fiscalizada las versiones públicas que pudiere tener.",
        "El Banco de México atendió la recomendación y mencionó en su comunicado que la información se encuentra "
        "clasificada como reservada.",
        "Se considera pertinente recordar que la información de los procedimientos se considera reservada.",
        "Esta área no ha realizado revisión alguna a ese fondo, por lo que no existe información al respecto.",
        "Cabe señalar que la información clasificada como confidencial se encuentra protegida en términos de la ley.",
    ],
)
def test_duties_advice_reminders_and_what_was_never_done_are_no_departure(text: str) -> None:
    assert checks_of(text + FOOTER) == set()


def test_a_unit_of_the_agency_itself_speaks_for_the_agency() -> None:
    own = (
        "Este Instituto turnó su solicitud. La Dirección General Jurídica del Instituto Nacional de Migración "
        "señaló que la información se encuentra clasificada como reservada."
    )
    assert "reserve_without_harm_test" in checks_of(own)


def test_the_request_the_rights_and_another_case_fire_nothing() -> None:
    assert checks_of(HEADER + "Se adjunta el informe solicitado." + OTHER_CASE + FOOTER) == set()


def test_every_check_of_words_has_three_wordings_and_three_near_misses() -> None:
    assert {row["check"] for row in ROWS} == set(codes()) - {"redaction_undone"}
    assert all(len(row["fires"]) >= 3 and len(row["silent"]) >= 3 for row in ROWS)


def test_a_leaking_redaction_is_said_with_its_page() -> None:
    found = classify(["Se adjunta versión pública."], law=LAW, leaks_on_page=4).checks
    leak = next(check for check in found if check.check == "redaction_undone")
    assert leak.page == 4 and leak.quote == ""


def test_a_check_belongs_to_its_law_and_says_whether_its_article_was_read() -> None:
    text = "La información se encuentra clasificada como reservada."
    by_law = {law: {check.check: check for check in classify([text], law=law).checks} for law in
              ("MX-FED-2002", "MX-FED-2016", LAW)}  # fmt: skip
    assert "reserve_without_harm_test" not in by_law["MX-FED-2002"]
    assert by_law[LAW]["reserve_without_harm_test"].article == "LGTAIP 2025, art. 107"
    assert by_law[LAW]["reserve_without_harm_test"].verified
    assert not by_law["MX-FED-2016"]["reserve_without_harm_test"].verified


def test_the_law_is_that_of_the_day_of_reception() -> None:
    text = "La información se encuentra clasificada como reservada."
    laws = [
        classify([text], on=day).law
        for day in (date(2016, 5, 9), date(2016, 5, 10), date(2025, 3, 20), date(2025, 3, 21))
    ]
    assert laws == ["MX-FED-2002", "MX-FED-2016", "MX-FED-2016", LAW]
    assert classify([text], on=date(2016, 5, 9)).law_from == "date"
    assert classify([text]).law_from == "newest"


@pytest.mark.parametrize(
    ("text", "law", "how"),
    [
        ("Con fundamento en el artículo 14 de la LFTAIPG, la información es reservada.", "MX-FED-2002", "cited"),
        ("Con fundamento en los artículos 61 y 135 de la LFTAIP, se niega.", "MX-FED-2016", "cited"),
        ("Puede acudir ante Transparencia para el Pueblo. La información es reservada.", LAW, "cited"),
        ("Ciudad de México, a 3 de mayo de 2023\nLa información es reservada.", "MX-FED-2016", "letter"),
        ("Ciudad de México, a 3 de mayo de 2026\nLa información es reservada.", LAW, "letter"),
    ],
)
def test_without_a_day_the_law_is_what_the_letter_cites_or_its_own_date(text: str, law: str, how: str) -> None:
    reading = classify([text])
    assert (reading.law, reading.law_from) == (law, how)


def test_days_are_counted_with_the_calendar_that_is_given() -> None:
    text = "Se declara la notoria incompetencia de esta Secretaría."
    known = {"filed_on": date(2025, 4, 1), "notified_on": date(2025, 4, 8)}
    assert "late_incompetence" in checks_of(text, **known, count_days=lambda first, last: 4)
    assert "late_incompetence" not in checks_of(text, **known, count_days=lambda first, last: 3)


def test_grounds_follow_from_labels_and_checks_with_fraction_and_reason() -> None:
    text = "La información es inexistente. Por lo que hace a los nombres, se encuentran clasificados como reservados."
    grounds = {ground.code: ground for ground in classify([text], law=LAW).grounds}
    assert grounds["CLASIF"].fraction == "I" and grounds["INEXIST"].fraction == "II"
    assert "prueba de daño" in grounds["CLASIF"].why
    old = {ground.code for ground in classify([text], law="MX-FED-2002").grounds}
    assert {"NEGATIVA", "INEXIST"} <= old


def test_no_ground_is_suggested_while_nothing_is_decided() -> None:
    assert classify(["Favor de precisar a qué documento se refiere."], law=LAW).grounds == ()
    assert classify(["Se amplía el plazo de respuesta por diez días hábiles."], law=LAW).grounds == ()


def test_in_a_state_only_what_the_general_law_asks_holds_and_nothing_counts_as_read() -> None:
    text = "La información se encuentra clasificada como reservada. Se amplía el plazo de respuesta por diez días."
    reading = classify([text], law=LAW)
    held = list(checks_that_hold(reading.checks, "MX-PUE"))
    assert {"reserve_without_harm_test", "reserve_without_committee"} <= {check.check for check in held}
    assert not [check for check in held if check.check.startswith(("late_", "extension_", "cost_"))]
    assert not any(check.verified for check in held)
    assert all(TO_CONFIRM in check.article for check in held)
    assert list(checks_that_hold(reading.checks, "MX-FED")) == list(reading.checks)
    old = classify([text], law="MX-FED-2002").checks
    assert old and list(checks_that_hold(old, "MX-PUE")) == [] and list(checks_that_hold(old, "GT")) == []


TOLD = [
    "En respuesta a otra solicitud, la Secretaría de la Defensa Nacional informó que la información es "
    "inexistente en sus archivos.",
    "La Comisión Nacional de los Derechos Humanos documentó que la Fiscalía General de la República "
    "reservó la información sin prueba de daño.",
    "Usted señala que en la respuesta anterior se le dijo que la información está clasificada como reservada.",
    "El recurrente manifestó que el sujeto obligado declaró la inexistencia de la información.",
    "De acuerdo con la nota periodística que adjunta, la Guardia Nacional respondió que no cuenta con los registros.",
    "El Pleno del INAI resolvió, en el RRA 4321/19, que la Policía Federal había clasificado como "
    "reservada la información de manera indebida.",
    "En la solicitud 0000700012313 la SEDENA contestó que los documentos son inexistentes.",
    "Cabe señalar que en el año 2015 la entonces Procuraduría General de la República amplió el plazo de "
    "respuesta de una solicitud similar.",
    "Le informamos que el Servicio de Administración Tributaria se declaró incompetente para atender esa petición.",
    "Según refiere en su escrito, la autoridad municipal le cobró las primeras hojas: previo pago de "
    "$15.00 por 15 hojas.",
    "Como antecedente, el juzgado tercero de distrito negó la información por considerarla reservada.",
    "Si la información estuviera clasificada como reservada, el Comité tendría que confirmarlo.",
    "La ley prevé que la información clasificada como reservada podrá permanecer con ese carácter hasta "
    "por cinco años.",
    "Los supuestos en que la información es reservada son: I. Comprometa la seguridad nacional; II. "
    "Menoscabe las negociaciones.",
    "En ningún caso se ha declarado la inexistencia de la información solicitada.",
    "No se trata de información reservada ni confidencial.",
    "Respecto a su pregunta de si la información es inexistente, la respuesta es no: se anexa.",
    "Asunto: se atiende recurso de revisión interpuesto por inexistencia de la información.",
]


@pytest.mark.parametrize("text", TOLD)
def test_what_others_did_said_or_asked_is_no_departure_of_this_agency(text: str) -> None:
    assert checks_of(HEADER + text + "\n\n" + DELIVERED + FOOTER) == set()
