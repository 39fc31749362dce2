"""Imports into a real database: requests with events and stated limits, appeals linked to them, nothing done twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tracker.appeals.models import Appeal
from tracker.audit.models import AuditEntry
from tracker.backends import Backends
from tracker.cli import main
from tracker.clock import FixedClock
from tracker.imports.plan import Report
from tracker.imports.running import Wanted, import_file
from tracker.replies.models import Reply
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import Event, InfoRequest, StatedDate
from tracker.setup import acting_owner, default_project

HEADER = [
    "SIGLAS",
    "FOLIO",
    "FECHA_SOLICITUD",
    "DESCRIPCION_SOLICITUD",
    "FECHA_LIMITE",
    "RESPUESTA",
    "TEXTO_RESPUESTA",
    "FECHA_RESPUESTA",
]
SENT = "Entrega de información en medio electrónico"
A = [
    "INM",
    411100064213,
    date(2013, 8, 15),
    "Copia del programa",
    date(2013, 9, 12),
    SENT,
    "Se entrega",
    date(2013, 9, 10),
]
B = ["INM", "0411100064413", date(2013, 8, 16), "Otra", date(2013, 9, 13), None, None, None]
APPEALS = ["Siglas", "Folio del RR", "Folio de la Solicitud", "Fecha de recepción", "Fecha de la resolución", "Sentido"]

Make = Callable[..., Path]


def run(backends: Backends, path: Path, kind: str = "requests", **options: Any) -> Report:
    return import_file(backends, path, Wanted(kind=kind, **options))  # type: ignore[arg-type]


def all_of(backends: Backends, table: Any) -> list[Any]:
    with backends.sessions.reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def test_a_row_becomes_a_request_with_its_events_limit_and_answer(workbook: Make, backends: Backends) -> None:
    assert run(backends, workbook(Hoja=[HEADER, A])).created == 1
    (request,) = all_of(backends, InfoRequest)
    assert (request.agency, request.folio, request.folio_as_written) == ("INM", "0411100064213", "411100064213")
    assert (request.filed_on, request.status, request.outcome) == (date(2013, 8, 15), "replied", "delivered")
    assert [(e.kind, e.happened_on) for e in all_of(backends, Event)] == [
        ("filed", date(2013, 8, 15)),
        ("replied", date(2013, 9, 10)),
    ]
    (limit,) = all_of(backends, StatedDate)
    assert (limit.clock_kind, limit.stated_on) == ("response", date(2013, 9, 12))
    (reply,) = all_of(backends, Reply)
    assert (reply.text, reply.notified_on) == ("Se entrega", date(2013, 9, 10))


def test_running_twice_changes_nothing_in_the_database(workbook: Make, backends: Backends, clock: FixedClock) -> None:
    path = workbook(Hoja=[HEADER, A, B, A])
    run(backends, path)
    before = _everything(backends)
    again = run(backends, path)
    assert (again.created, again.updated, again.unchanged, again.merged) == (0, 0, 2, 1)
    assert _everything(backends) == before


def test_a_dry_run_leaves_the_database_as_it_was(workbook: Make, backends: Backends) -> None:
    run(backends, workbook("a.xlsx", Hoja=[HEADER, A]))
    before = _everything(backends)
    told = run(backends, workbook("b.xlsx", Hoja=[HEADER, [*A[:3], "Corregida", *A[4:]], B]), write=False)
    assert (told.created, told.updated) == (1, 1)
    assert _everything(backends) == before


def test_a_newer_table_adds_the_answer_and_corrects_a_date_by_a_new_event(workbook: Make, backends: Backends) -> None:
    run(backends, workbook("a.xlsx", Hoja=[HEADER, B]))
    answered = [*B[:5], SENT, "Va", date(2013, 9, 10)]
    assert run(backends, workbook("b.xlsx", Hoja=[HEADER, answered])).updated == 1
    assert run(backends, workbook("c.xlsx", Hoja=[HEADER, [*answered[:7], date(2013, 9, 11)]])).updated == 1
    events = all_of(backends, Event)
    assert [(e.kind, e.happened_on.day) for e in events] == [("filed", 16), ("replied", 10), ("replied", 11)]
    assert events[2].replaces_id == events[1].id


def test_a_table_with_fewer_columns_takes_nothing_away(workbook: Make, backends: Backends) -> None:
    run(backends, workbook("a.xlsx", Hoja=[HEADER, A]))
    report = run(
        backends, workbook("b.xlsx", Hoja=[["Folio", "Fecha de solicitud", "Fecha de respuesta"], [A[1], A[2], A[7]]])
    )
    assert (report.created, report.unchanged) == (0, 1)
    (request,) = all_of(backends, InfoRequest)
    assert (request.text, request.subject, request.outcome) == ("Copia del programa", "Copia del programa", "delivered")


def test_what_a_person_entered_is_filled_in_but_never_overwritten(workbook: Make, backends: Backends) -> None:
    with backends.sessions.writing() as session:
        owner = acting_owner(session, backends.clock.now())
        project = default_project(session, backends.clock.now())
        session.flush()
        draft = RequestDraft(
            project_id=project.id,
            subject="Mi asunto",
            text="Mi texto",
            folio="0411100064213",
            agency="INM",
            filed_on=date(2013, 8, 15),
            stated=(("response", date(2013, 9, 11)),),
        )
        request = log_request(session, draft, by=owner, clock=backends.clock)
        record_event(session, request, "replied", date(2013, 9, 9), by=owner, clock=backends.clock)
    report = run(backends, workbook(Hoja=[HEADER, A]))
    (request,) = all_of(backends, InfoRequest)
    assert report.created == 0
    assert (request.subject, request.text, request.channel) == ("Mi asunto", "Mi texto", None)
    assert [e.happened_on.day for e in all_of(backends, Event)] == [15, 9]
    assert [one.stated_on.day for one in all_of(backends, StatedDate)] == [11]
    assert {problem.column for problem in report.problems} == {
        "DESCRIPCION_SOLICITUD",
        "FECHA_LIMITE",
        "FECHA_RESPUESTA",
    }


def test_the_same_folio_with_another_date_is_another_request(workbook: Make, backends: Backends) -> None:
    run(backends, workbook("a.xlsx", Hoja=[HEADER, A]))
    report = run(
        backends, workbook("b.xlsx", Hoja=[HEADER, [*A[:2], date(2014, 8, 15), "Copia", None, None, None, None]])
    )
    assert report.created == 1
    assert "2013-08-15" in report.problems[0].problem


def test_appeals_are_linked_by_folio_agency_and_date_also_when_the_request_comes_later(
    workbook: Make, backends: Backends
) -> None:
    rows = [
        ["INM", "RDA 10/13", "0411100064213", date(2013, 10, 1), date(2013, 12, 4), "Se revoca la respuesta"],
        ["INM", "RDA 11/13", None, date(2013, 10, 2), None, None],
        ["SAT", "RDA 12/13", "0411100064413", date(2013, 10, 2), None, None],
        ["INM", "RDA 13/13", "0411100064413", date(2012, 1, 9), None, None],
    ]
    path = workbook("r.xlsx", Recursos=[APPEALS, *rows])
    first = run(backends, path, "appeals")
    assert (first.created, len(first.unlinked)) == (4, 4)
    run(backends, workbook("s.xlsx", Hoja=[HEADER, A, B]))
    again = run(backends, path, "appeals")
    assert (again.created, again.unchanged) == (0, 4)
    assert [one["number"] for one in again.unlinked] == ["RDA 11/13", "RDA 12/13", "RDA 13/13"]
    linked = next(one for one in all_of(backends, Appeal) if one.info_request_id)
    assert (linked.number, linked.sense, linked.resolved_on) == ("RDA 10/13", "revoca", date(2013, 12, 4))
    assert [e.happened_on for e in all_of(backends, Event) if e.kind == "appeal_filed"] == [date(2013, 10, 1)]


def test_two_requests_that_fit_leave_the_appeal_unlinked(workbook: Make, backends: Backends) -> None:
    twice = [["ASF", 2312, date(2012, 1, day), f"Texto {day}", None, None, None, None] for day in (9, 10)]
    run(backends, workbook("s.xlsx", Hoja=[HEADER, *twice]))
    row = ["ASF", "RR00000112", 2312, date(2012, 4, 26), None, None]
    report = run(backends, workbook("r.xlsx", Recursos=[APPEALS, row]), "appeals")
    assert "2 solicitudes" in report.unlinked[0]["why"]


def test_an_import_is_one_act_of_the_audit_trail(workbook: Make, backends: Backends) -> None:
    run(backends, workbook(Hoja=[HEADER, A, B]))
    assert [entry.action for entry in all_of(backends, AuditEntry)].count("requests.imported") == 1


def test_the_command_prints_the_report_and_names_a_missing_table(
    workbook: Make,
    environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("ACUSE_DATA_DIR", environ["ACUSE_DATA_DIR"])
    path = str(workbook(Hoja=[HEADER, A, ["Total"]], Notas=[["nota"], ["otra"]]))
    assert main(["import", "requests", path, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sheets"] == [{"name": "Hoja", "rows": 2, "used": True}, {"name": "Notas", "rows": 2, "used": False}]
    assert (told["rows"], told["created"], told["skipped"]) == (2, 1, 1)
    assert set(told["problems"][0]) == {"sheet", "row", "column", "value", "problem"}
    assert main(["import", "appeals", path]) == 3
    assert main(["import", "requests", str(tmp_path / "nada.xlsx")]) == 2
    assert main(["import", "requests", path, "--column", "FOLIO=nonsense"]) == 2
    (tmp_path / "roto.xlsx").write_bytes(b"PK\x03\x04roto")
    assert main(["import", "requests", str(tmp_path / "roto.xlsx")]) == 3
    assert "Traceback" not in capsys.readouterr().err


def _everything(backends: Backends) -> dict[str, Any]:
    tables = (InfoRequest, Event, StatedDate, Reply, Appeal, AuditEntry)
    with backends.sessions.reading() as session:
        counts = {table.__tablename__: session.scalar(select(func.count(table.id))) for table in tables}
        rows = [
            (r.id, r.text, r.subject, r.status, r.moved_at, json.dumps(r.extra, sort_keys=True))
            for r in session.scalars(select(InfoRequest).order_by(InfoRequest.id))
        ]
    return {"counts": counts, "rows": rows}


def test_what_a_column_was_said_to_be_is_remembered(workbook: Make, backends: Backends) -> None:
    header = ["Clave X", "Cuándo", "Qué pedimos"]
    first = workbook("a.xlsx", Hoja=[header, [A[1], A[2], "Copia"]])
    second = workbook("b.xlsx", Hoja=[header, [B[1], B[2], "Otra"]])
    said = {"Clave X": "folio", "Cuándo": "filed_on", "Qué pedimos": "text"}
    assert run(backends, first).created == 0
    assert run(backends, first, mapping=said, write=False).created == 1
    assert run(backends, second).created == 0
    assert run(backends, first, mapping=said).created == 1
    assert run(backends, second).created == 1
    assert [request.text for request in all_of(backends, InfoRequest)] == ["Copia", "Otra"]
