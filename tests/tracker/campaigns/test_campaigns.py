"""One text to many agencies: drafts, folios pasted later, answers side by side, and the next turn of a series."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import Browser, World
from tests.tracker.web.archive_world import archived
from tracker.agencies.directory import load_directory
from tracker.campaigns.filling import MissingFields, fields_in, fill, months_later, read_fields
from tracker.campaigns.models import Campaign
from tracker.campaigns.pasting import read_lines
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest

SignIn = Callable[[str], Browser]
TEXT = "Solicito de {agencia}, por {Periodo}:\n1. Número de detenciones\n2. Protocolos aplicados"
FOLIOS = "INM\t340020300000126\t01/10/2026\nCNDH 2 de octubre de 2026"


def plan(world: World, **changed: object) -> dict[str, object]:
    return {"project": world.project, "name": "Detenciones", "subject": "Detenciones de {siglas}", "text": TEXT,
            "agencies": "INM\nCNDH\nInstituto Nacional de Migración\nMunicipio Inventado", "every_months": "3",
            "fields": "periodo = enero a marzo de 2026", "next_on": "2026-12-01", **changed}


def requests(world: World) -> list[InfoRequest]:
    with world.backends.sessions.reading() as session:
        return list(session.scalars(select(InfoRequest).order_by(InfoRequest.id)))


def test_fields_are_filled_whatever_their_case_and_accents_and_none_is_left_open() -> None:
    assert fields_in("De {agencia} en {período} y {Periodo} para {zona sur}") == ["período", "zona sur"]
    assert fill("{Agencia} ({SIGLAS}), {período}", {"periodo": "2025"}, name="Uno", acronym="U") == "Uno (U), 2025"
    with pytest.raises(MissingFields, match="periodo"):
        fill("{periodo}", {"periodo": " "}, name="Uno", acronym="U")
    assert read_fields("{periodo} = enero: marzo\nzona: sur\nnada") == {"periodo": "enero: marzo", "zona": "sur"}


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from([1, 3, 6, 12]))
def test_the_next_turn_is_the_same_day_or_the_last_of_a_short_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and months_later(later, 0).day >= 28)


@pytest.mark.parametrize(("line", "agency", "on", "problem"), [
    ("INM 340020300000126 2026-10-01", "INM", date(2026, 10, 1), None),
    ("340020300000126;1 de octubre de 2026", "INM", date(2026, 10, 1), None),
    ("01/10/2026 | 340020300000126 | Instituto Nacional de Migración", "INM", date(2026, 10, 1), None),
    ("INM, 340020300000126", "INM", None, "no-date"),
    ("INM 340020300000126 31/02/2026", "INM", None, "bad-date"),
    ("INM 340020300000126 2027-01-05", "INM", date(2027, 1, 5), "future"),
    ("INM 2026-10-01", None, None, "no-folio"),
    ("CNDH 340020300000126 2026-10-01", None, None, "agencies"),
])
def test_a_pasted_line_is_read_in_any_order_and_doubts_are_said(line: str, agency: str | None, on: date | None,
                                                                problem: str | None) -> None:
    found = read_lines(f"AGENCIA FOLIO FECHA\n{line}\n", load_directory(), today=date(2026, 11, 23))
    assert [(one.agency, one.filed_on, one.problem) for one in found] == [(agency, on, problem)]


def test_each_agency_gets_its_own_draft_once_with_its_questions(world: World, browser: SignIn) -> None:
    page = browser("alice").post("/campaigns/new", plan(world), page="/campaigns/new").get_data(as_text=True)
    drafts = requests(world)
    assert [one.agency for one in drafts] == ["INM", "CNDH", None] and {one.status for one in drafts} == {"draft"}
    assert drafts[0].subject == "Detenciones de INM" and "Instituto Nacional de Migración, por enero" in drafts[0].text
    assert "Municipio Inventado” is not in the directory" in page and "2 not decided" in page


def test_a_field_nobody_filled_in_makes_nothing(world: World, browser: SignIn) -> None:
    answer = browser("alice").post("/campaigns/new", plan(world, fields=""), page="/campaigns/new")
    assert answer.status_code == 422 and "Say what stands for: Periodo" in answer.get_data(as_text=True)
    assert requests(world) == []


def test_pasted_folios_file_the_drafts_and_what_is_in_doubt_is_left(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/campaigns/new", plan(world), page="/campaigns/new")
    page = alice.post("/campaigns/1/folios", {"folios": FOLIOS}).get_data(as_text=True)
    inm, cndh, _unknown = requests(world)
    assert (inm.folio, inm.filed_on, inm.status) == ("340020300000126", date(2026, 10, 1), "overdue")
    assert inm.next_on is not None and cndh.status == "draft" and "no folio of a form we know" in page
    again = alice.post("/campaigns/1/folios", {"folios": FOLIOS.splitlines()[0]}).get_data(as_text=True)
    assert "already in the project" in again


def test_the_grid_compares_days_hidden_share_and_questions_and_leaves_as_a_file(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/campaigns/new", plan(world), page="/campaigns/new")
    alice.post("/campaigns/1/folios", {"folios": FOLIOS})
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-10-21", "text": "Se entrega."})
    document = archived(world.backends, world.project, (("a", "b"), ("c", "d")), is_indexed=False,
                        page_values={1: {"redacted_share": 0.5}})
    with world.backends.sessions.writing() as session:
        session.add(ReplyDocument(reply_id=session.scalars(select(Reply.id)).one(), document_id=document))
    alice.post("/requests/1/questions/answers", {"status-1": "answered", "status-2": "refused"})
    rows = json.loads(alice.get("/campaigns/1/export.json").data)
    assert (rows[0]["agency"], rows[0]["days"], rows[0]["hidden_share"]) == ("INM", 20, 0.25)
    assert (rows[0]["answered"], rows[0]["refused"], rows[0]["open"]) == (1, 1, 0)
    assert rows[1]["days"] is None and rows[1]["open"] == 2
    assert "25.0 %" in alice.get("/campaigns/1").get_data(as_text=True)


def test_a_series_that_is_due_is_shown_first_and_its_next_turn_moves_the_date(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/campaigns/new", plan(world), page="/campaigns/new")
    alice.post("/campaigns/new", plan(world, name="Una sola vez", every_months=""), page="/campaigns/new")
    page = alice.get("/campaigns").get_data(as_text=True)
    assert page.index("Detenciones") < page.index("Una sola vez") and "tag soon" in page
    assert "Say what stands for" in alice.post("/campaigns/1/next", {"field-0": ""}).get_data(as_text=True)
    alice.post("/campaigns/1/next", {"name": "Detenciones 2", "field-0": "abril a junio de 2026"})
    with world.backends.sessions.reading() as session:
        first, _once, second = session.scalars(select(Campaign).order_by(Campaign.id))
        assert (first.next_on, second.next_on, second.follows_id) == (None, date(2027, 3, 1), first.id)
    assert "abril a junio" in requests(world)[-1].text and len(requests(world)) == 9


def test_strangers_see_no_campaign_and_readers_change_none(world: World, browser: SignIn) -> None:
    browser("alice").post("/campaigns/new", plan(world), page="/campaigns/new")
    charlie, rita = browser("charlie"), browser("rita")
    assert "Detenciones" not in charlie.get("/campaigns").get_data(as_text=True)
    assert charlie.get("/campaigns/1").status_code == 404 and charlie.get("/campaigns/1/export.csv").status_code == 404
    assert rita.get("/campaigns/1").status_code == 200
    assert rita.post("/campaigns/1/folios", {"folios": FOLIOS}).status_code == 403
    assert rita.post("/campaigns/1/next", {}).status_code == 403


def test_a_dossier_carries_the_campaign_to_another_project(world: World, browser: SignIn) -> None:
    from tracker.exports.dossier import collect
    from tracker.projects.models import Project

    browser("alice").post("/campaigns/new", plan(world), page="/campaigns/new")
    with world.backends.sessions.reading() as session:
        data = collect(session, session.get_one(Project, world.project), now=world.backends.clock.now())
    assert len(data["rows"]["campaign"]) == 1 and len(data["rows"]["campaign_request"]) == 3
