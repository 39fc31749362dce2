"""Figures of a series: read only beyond doubt, side by side, with those that changed later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaigns.models import Campaign, CampaignRequest
from tracker.people.models import User
from tracker.replies.models import Reply
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.series.comparing import compare
from tracker.series.figures import figures_in
from tracker.series.periods import periods_in


@pytest.mark.parametrize(("text", "codes"), [
    ("2024", ["2024"]), ("primer trimestre de 2024", ["2024-T1"]), ("4to trimestre 2023", ["2023-T4"]),
    ("2T2025 y T3 2025", ["2025-T2", "2025-T3"]), ("2024-T1", ["2024-T1"]), ("enero-marzo 2024", ["2024-T1"]),
    ("julio a diciembre de 2024", ["2024-S2"]), ("segundo semestre del año 2022", ["2022-S2"]),
    ("marzo de 2021", ["2021-03"]), ("enero a diciembre 2020", ["2020"]), ("mayo a agosto 2020", ["2020-05/2020-08"]),
    ("folio 330020326000123, 12/05/2024, 2024.5, $2,024.00", [])])
def test_periods_are_read_as_they_are_written(text: str, codes: list[str]) -> None:
    assert [one.period for one in periods_in(text)] == codes


def told(text: str) -> set[tuple[str, str | None, str]]:
    """Key, period and value of the figures of a text."""
    return {(one.key, one.period, str(one.value)) for one in figures_in(text)}


@pytest.mark.parametrize(("text", "wanted"), [
    ("Concepto 2022 2023 2024\nQuejas recibidas 120 1,135 99\nSanciones impuestas 3 0 12",
     {("quejas recibidas", "2022", "120"), ("quejas recibidas", "2023", "1135"), ("quejas recibidas", "2024", "99"),
      ("sanciones impuestas", "2022", "3"), ("sanciones impuestas", "2023", "0"),
      ("sanciones impuestas", "2024", "12")}),
    ("Concepto 2023 2024 Total\nQuejas 4 5 9", {("quejas", "2023", "4"), ("quejas", "2024", "5")}),
    ("Año Quejas Sanciones\n2022 120 3\n2023 135 0",
     {("quejas", "2022", "120"), ("sanciones", "2022", "3"), ("quejas", "2023", "135"), ("sanciones", "2023", "0")}),
    ("Periodo | Personas alojadas | Personas retornadas\nenero-marzo 2024 | 1,204 | 980",
     {("personas alojadas", "2024-T1", "1204"), ("personas retornadas", "2024-T1", "980")}),
    ("Quejas recibidas en 2021: 45", {("quejas recibidas", "2021", "45")}),
    ("Personas alojadas ........ 1,204", {("personas alojadas", None, "1204")}),
    ("Durante 2019, se recibieron 45 quejas, de las cuales", {("quejas recibieron", "2019", "45")}),
    ("Porcentaje de avance: 45.5 %", {("porcentaje avance", None, "45.5")}),
])
def test_what_stands_together_beyond_doubt_is_read(text: str, wanted: set[tuple[str, str | None, str]]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize("text", [
    "Folio: 330020326000123", "Oficio INM/UT/0412/2024", "Artículo 113: 5", "Teléfono: 5555", "Página 3 de 4",
    "Concepto 2022 2023\nQuejas recibidas 120", "Concepto 2022 2022\nQuejas 1 2", "El 5 de mayo de 2024 se emitió",
    "Año Quejas por estado Sanciones\n2022 120 3", "Con fundamento en la Ley de 2015: 4", "Ext.: 1204",
    "En 2019 y 2020 se recibieron 45 quejas", "Calle Homero: 1832", "Hora: 12"])
def test_what_is_in_doubt_is_left_out(text: str) -> None:
    assert told(text) == set()


@given(st.text(alphabet="aeé 0123456789.,:%\n\t|-/trimes", max_size=200))
def test_no_text_makes_it_stumble_and_every_figure_stands_in_its_line(text: str) -> None:
    for one in figures_in(text):
        assert str(one.value).split(".")[0] in one.line.replace(",", "")


@pytest.fixture
def series(world: Any) -> list[int]:
    """Three yearly turns of one question to INM; the second gives another number for 2022."""
    backends, turns = world.backends, []
    said = ("Concepto 2021 2022\nQuejas recibidas 80 120\nSanciones 1 2",
            "Concepto 2022 2023\nQuejas recibidas 131 99\nSanciones 2 4", "Personas sancionadas: 7")
    with backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        for year, text in zip((2022, 2023, 2024), said, strict=True):
            turn = Campaign(project_id=world.project, name=f"Quejas {year}", subject="Quejas", text="{periodo}",
                            fields={"periodo": str(year)}, every_months=12, created_by=alice.id,
                            follows_id=turns[-1] if turns else None, created_at=backends.clock.now())
            session.add(turn)
            session.flush()
            turns.append(turn.id)
            asked = log_request(session, RequestDraft(
                project_id=world.project, subject=f"Quejas {year}", agency="INM", filed_on=date(year + 1, 1, 15)),
                by=alice, clock=backends.clock)
            event = record_event(session, asked, "replied", date(year + 1, 2, 10), by=alice, clock=backends.clock)
            session.add_all([CampaignRequest(campaign_id=turn.id, info_request_id=asked.id), Reply(
                info_request_id=asked.id, event_id=event.id, notified_on=date(year + 1, 2, 10), text=text,
                recorded_at=backends.clock.now())])
    return turns


def test_a_past_figure_that_changed_is_marked_with_what_it_was(world: Any, series: list[int]) -> None:
    with world.backends.sessions.reading() as session:
        rita = session.get_one(User, world.people["rita"])
        found = compare(session, rita, session.get_one(Campaign, series[1]))
        assert [turn.id for turn in found.turns] == series
        rows = {(row.label, row.period): row for row in found.rows}
        changed = rows["Quejas recibidas", "2022"]
        assert [cell.value for cell in changed.cells] == [Decimal(120), Decimal(131), None]
        assert changed.cells[1].before == Decimal(120)
        assert [row for row in found.rows if row.is_changed] == [changed]
        assert [cell.value for cell in rows["Personas sancionadas", "2024"].cells][2] == Decimal(7)
        stranger = session.get_one(User, world.people["charlie"])
        assert compare(session, stranger, session.get_one(Campaign, series[1])).rows == ()


def test_two_values_in_one_turn_are_said_to_contradict_each_other(world: Any, series: list[int]) -> None:
    with world.backends.sessions.writing() as session:
        reply = session.query(Reply).order_by(Reply.id).first()
        assert reply is not None
        reply.text += "\nQuejas recibidas en 2021: 81"
    with world.backends.sessions.reading() as session:
        rita = session.get_one(User, world.people["rita"])
        row = next(row for row in compare(session, rita, session.get_one(Campaign, series[0])).rows
                   if (row.label, row.period) == ("Quejas recibidas", "2021"))
        assert row.cells[0].is_contradictory and row.cells[0].value is None and not row.is_changed


def test_the_page_shows_the_series_and_gives_it_out(browser: Callable[[str], Any], series: list[int]) -> None:
    rita = browser("rita")
    page = rita.get(f"/campaigns/{series[2]}/figures").get_data(as_text=True)
    assert "was 120" in page and "1 changed later" in page and "Quejas 2023" in page
    changed = rita.get(f"/campaigns/{series[2]}/figures?changed=yes").get_data(as_text=True)
    assert "Quejas" in changed.split("<tbody>")[1] and "Sanciones" not in changed.split("<tbody>")[1]
    lines = rita.get(f"/campaigns/{series[2]}/figures/export.csv").get_data(as_text=True).splitlines()
    assert len(lines) == 1 + 9 and any(",131.0," in line and ",120.0," in line for line in lines)
    assert browser("charlie").get(f"/campaigns/{series[2]}/figures").status_code == 404
