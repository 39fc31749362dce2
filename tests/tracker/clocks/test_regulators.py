"""Law and regulator by body, kind of body and date."""

from __future__ import annotations

import pytest

from tests.tracker.clocks.cases import agency, book, case, one
from tracker.clocks.calendars import PlainBody

OWN = "órgano interno de control del propio organismo autónomo"
JUDGES = "órgano de control y disciplina del Poder Judicial"
PEOPLE = "Transparencia para el Pueblo"
DATA = "Secretaría Anticorrupción y Buen Gobierno"


@pytest.mark.parametrize(
    ("body", "filed", "law", "regulator"),
    [
        ("INM", "2013-07-12", "MX-FED-2002", "IFAI"),
        ("INM", "2015-06-01", "MX-FED-2002", "INAI"),
        ("INM", "2016-05-09", "MX-FED-2002", "INAI"),
        ("INM", "2016-05-10", "MX-FED-2016", "INAI"),
        ("INM", "2024-06-03", "MX-FED-2016", "INAI"),
        ("INM", "2025-03-20", "MX-FED-2016", PEOPLE),
        ("INM", "2025-03-21", "MX-FED-2025", PEOPLE),
        ("INM", "2026-01-15", "MX-FED-2025", PEOPLE),
        ("PGR", "2013-07-12", "MX-FED-2002", "IFAI"),
        ("FGR", "2013-07-12", "MX-FED-2002", "IFAI"),
        ("FGR", "2020-08-03", "MX-FED-2016", "INAI"),
        ("FGR", "2026-01-15", "MX-FED-2025", OWN),
        ("PGR", "2026-01-15", "MX-FED-2025", OWN),
        ("INE", "2018-01-15", "MX-FED-2016", "INAI"),
        ("INE", "2026-01-15", "MX-FED-2025", OWN),
        ("CNDH", "2026-01-15", "MX-FED-2025", OWN),
        ("CJF", "2026-01-15", "MX-FED-2025", JUDGES),
        ("SCJN", "2026-01-15", "MX-FED-2025", JUDGES),
        ("MORENA", "2026-01-15", "MX-FED-2025", "INE"),
        ("INEE", "2013-06-18", "MX-FED-2002", "IFAI"),
    ],
)
def test_body_and_date_decide_law_and_regulator(body: str, filed: str, law: str, regulator: str) -> None:
    found = case(filed, body=body)
    assert (found.law, found.regulator) == (law, regulator)


@pytest.mark.parametrize(
    ("kind", "regulator"),
    [
        ("congress", "contraloría interna de la propia cámara"),
        ("union", "Centro Federal de Conciliación y Registro Laboral / Tribunal Federal de Conciliación y Arbitraje"),
        (None, "autoridad garante por confirmar"),
    ],
)
def test_other_kinds_of_body_have_their_own_guarantor(kind: str | None, regulator: str) -> None:
    assert case("2026-01-15", body=PlainBody("", "MX-FED", kind)).regulator == regulator


def test_the_prosecutor_was_part_of_the_executive_until_december_2018() -> None:
    from datetime import date

    assert agency("FGR").kind_on(date(2018, 12, 19)) == "executive"
    assert agency("FGR").kind_on(date(2018, 12, 20)) == "autonomous"
    assert agency("PGR").kind_on(date(2019, 6, 3)) == "autonomous"


@pytest.mark.parametrize(
    ("filed", "regulator"), [("2025-08-01", "ITEI"), ("2025-12-08", "Contraloría del Estado de Jalisco")]
)
def test_a_states_institute_hears_appeals_until_it_closes(filed: str, regulator: str) -> None:
    assert case(filed, body=PlainBody("", "MX-JAL", "state")).regulator == regulator


def test_personal_data_pending_before_the_old_regulator_passed_to_the_ministry_itself() -> None:
    own = {"procedure": "personal_data"}
    found = case(
        "2025-01-13",
        body="INM",
        replied="2025-02-10",
        appeal_filed="2025-02-24",
        appeal_admitted="2025-03-03",
        options=own,
    )
    assert one(found, "resolution").regulator == DATA
    assert case("2018-01-15", body="INM", options=own).regulator == "INAI"


def test_a_state_without_a_law_of_its_own_here_falls_under_the_general_one() -> None:
    assert case("2026-01-15", body=PlainBody("", "MX-PUE", "state")).law == "MX-GEN-2025"
    assert case("2019-01-15", body=PlainBody("", "MX-PUE", "state")).law == "MX-GEN-2015"
    assert case("2024-08-05", body=PlainBody("", "MX-CHH", "state")).law == "MX-CHH"


def test_every_regulator_row_names_its_source() -> None:
    assert all(row.source for row in book().regulators)


def test_an_appeal_still_undecided_passed_from_the_old_regulator_to_its_successor() -> None:
    filed = {"replied": "2024-12-02", "appeal_filed": "2024-12-10", "appeal_admitted": "2025-01-13"}
    before = case("2024-11-05", body="INM", today="2025-03-01", **filed)
    after = case("2024-11-05", body="INM", today="2025-04-01", **filed)
    decided = case(
        "2024-11-05", body="INM", today="2025-04-01", resolution_notified="2025-03-05,sense=confirm", **filed
    )
    assert [found.regulator for found in (before, after, decided)] == ["INAI", PEOPLE, "INAI"]
    assert one(after, "resolution").regulator == PEOPLE
