"""`acuse deadlines` as people and programs call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tracker.cli import main
from tracker.clocks.words import STARTS
from tracker.laws.store import rulebook

FIELDS = [
    "kind",
    "owner",
    "started_by",
    "starts_on",
    "opens_on",
    "due_on",
    "due_by",
    "earliest",
    "latest",
    "stated",
    "calendar",
    "regulator",
    "days",
    "unit",
    "article",
    "verified",
    "status",
    "not_counted",
]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACUSE_LANGUAGE", "en")



def ask(capsys: pytest.CaptureFixture[str], line: str) -> dict[str, Any]:
    assert main(["deadlines", *line.split(), "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def refusal(capsys: pytest.CaptureFixture[str], line: str) -> str:
    assert main(["deadlines", *line.split(), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1 and "Traceback" not in captured.err
    return captured.err


def test_the_answer_has_the_fields_others_build_on(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "--filed 2026-01-15 --agency INM --today 2026-01-20")
    assert {"law", "regulator", "received_on", "clocks"} <= set(answer)
    for clock in answer["clocks"]:
        assert set(FIELDS) <= set(clock)
    reply = next(clock for clock in answer["clocks"] if clock["kind"] == "response")
    assert reply["due_on"] == reply["earliest"] == reply["latest"] == "2026-02-13"
    assert reply["due_by"] is None
    assert {"date", "reason", "source"} <= set(reply["not_counted"][0])
    assert "2026-02-02" in [day["date"] for day in reply["not_counted"]]


def test_the_requesters_clock_carries_the_closing_hour(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "--filed 2026-01-15 --event replied=2026-02-16 --today 2026-02-17")
    appeal = next(clock for clock in answer["clocks"] if clock["kind"] == "appeal")
    assert (appeal["due_on"], appeal["due_by"]) == ("2026-03-09", "18:00")


def test_hours_values_and_closed_days_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    line = (
        "--filed 2026-01-15T19:05 --received 2026-01-15 --closed 2026-02-09 --closed 2026-02-10 "
        "--event replied=2026-02-16T10:30,sense=reserved,reserve_years=3 --today 2026-02-17"
    )
    clocks = {clock["kind"]: clock for clock in ask(capsys, line)["clocks"]}
    assert clocks["response"]["due_on"] == "2026-02-17"
    assert clocks["reserve_expiry"]["due_on"] == "2029-02-16"


def test_a_range_of_closed_days_and_the_regulators_own_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    line = "--filed 2026-01-15 --event replied=2026-02-16 --closed 2026-02-23..2026-02-24,calendar=regulator"
    assert next(c for c in ask(capsys, line)["clocks"] if c["kind"] == "appeal")["due_on"] == "2026-03-11"
    agency_only = "--filed 2026-01-15 --event replied=2026-02-16 --closed 2026-02-23"
    appeal = next(c for c in ask(capsys, agency_only)["clocks"] if c["kind"] == "appeal")
    assert (appeal["earliest"], appeal["latest"]) == ("2026-03-09", "2026-03-10")


def test_a_stated_limit_is_shown_beside_the_computed_one_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    line = "--filed 2013-06-18 --agency INM --stated response=2013-07-30 --today 2013-07-01"
    reply = next(c for c in ask(capsys, line)["clocks"] if c["kind"] == "response")
    assert (reply["due_on"], reply["stated"]) == ("2013-07-16", "2013-07-30")
    assert "15 jul 2013 a 26 jul 2013" in reply["notes"][0]["text"]


def test_a_published_calendar_is_used_even_for_a_body_the_directory_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "--filed 2024-07-05 --agency INAH --today 2024-08-01")
    assert next(c for c in answer["clocks"] if c["kind"] == "response")["due_on"] == "2024-08-16"


def test_people_read_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "--filed", "2026-01-15", "--agency", "INM", "--today", "2026-01-20"]) == 0
    text = capsys.readouterr().out
    assert "Responder la solicitud" in text and "viernes 2026-02-13" in text and "LGTAIP 2025, art. 134" in text
    assert "2026-02-02 Día de la Constitución" in text
    assert "(recepción de la solicitud)" in text and "(fin del plazo sin respuesta)" in text


def test_nobody_is_told_of_more_time_to_appeal_than_the_earliest_date_leaves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main("deadlines --filed 2026-07-02 --agency INM --today 2026-08-04".split()) == 0
    text = capsys.readouterr().out
    assert "a más tardar martes 2026-08-18" in text
    appeal = text[text.index("Interponer el recurso") :]
    assert "2026-08-20" in appeal and "a más tardar" not in appeal


def test_every_start_has_a_spanish_name() -> None:
    starts = {kind for law in rulebook().laws for kind in law.starts}
    assert starts <= set(STARTS)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--filed 2026-02-31", "no such day"),
        ("--filed 15/01/2026", "no such day"),
        ("--filed 2026-01-15T25:00", "not an hour"),
        ("--filed 2026-01-15 --event replied=2026-02-30", "no such day"),
        ("--filed 2026-01-15 --event replied", "KIND=DATE"),
        ("--filed 2026-01-15 --event answered=2026-02-03", "no kind of event"),
        ("--filed 2026-01-15 --event replied=2026-01-14", "before the filing"),
        ("--filed 2026-01-15 --event extension_notified=2026-01-14", "before the filing"),
        ("--filed 2026-01-15 --event replied=2026-02-03,notified_on=2026-01-10", "before the filing"),
        ("--filed 2026-01-15 --event clarification_answered=2026-01-20", "clarification_asked"),
        (
            "--filed 2026-01-15 --event clarification_asked=2026-01-21 --event clarification_answered=2026-01-20",
            "comes before the request for clarification",
        ),
        ("--filed 2026-01-15 --event appeal_filed=2026-03-02 --event appeal_admitted=2026-03-01", "before the appeal"),
        ("--filed 2026-01-15 --event extension_notified=2026-02-13,days=none", "whole number"),
        ("--filed 2026-01-15 --event replied=2026-02-13,reserve_years=-3", "whole number"),
        ("--filed 2026-01-15 --event replied=2026-02-13,sense", "name=value"),
        ("--filed 2026-01-15 --law MX-FED-1917", "no law is called"),
        ("--filed 2001-01-15", "the first begins on 12 Jun 2003"),
        ("--filed 2026-01-15 --agency NADIE", "no agency"),
        ("--filed 2026-01-15 --procedure habeas", "access, personal_data"),
        ("--filed 2026-01-15 --stated reply=2026-02-13", "kind of clock"),
        ("--filed 2026-01-15 --received 2026-01-14", "before the filing"),
        ("--filed 2026-01-15 --closed 2026-13-01", "no such day"),
        ("--filed 2026-01-15 --closed 2026-02-10..2026-02-09", "before the first"),
        ("--filed 2026-01-15 --today yesterday", "no such day"),
        ("--filed 2026-01-15 --event replied=9999-12-31", "calendars are kept"),
        ("--filed 9998-12-15", "calendars are kept"),
        ("--filed 2026-01-15 --received 2999-01-01", "calendars are kept"),
        ("--filed 2026-01-15 --event replied=2026-02-13,reserve_years=9999", "99 at most"),
        ("--filed 2026-01-15 --event resolution_notified=2026-05-05,resolved_on=2026-05-06", "approved on"),
        ("--event replied=2026-02-13", "--filed"),
        ("--filed 2026-01-15 --event filed=2026-01-20", "filed once"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str], line: str, says: str) -> None:
    assert says in refusal(capsys, line)


def test_a_filing_in_the_future_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "--filed 2029-05-10 --today 2026-11-22")
    assert {clock["status"] for clock in answer["clocks"]} == {"pending"}


def test_the_command_starts_quickly_without_the_heavy_libraries() -> None:
    script = (
        "import sys; from tracker.cli import main; "
        "main(['deadlines', '--filed', '2026-01-15', '--agency', 'INM', '--json']); "
        "heavy = {'sqlalchemy', 'flask', 'reportlab', 'numpy', 'PIL'} & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_account_can_be_written_as_a_pdf(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "computo.pdf"
    ask(capsys, f"--filed 2026-01-15 --agency INM --today 2026-01-20 --proof {target}")
    assert target.read_bytes().startswith(b"%PDF")
    assert "cannot be written" in refusal(capsys, f"--filed 2026-01-15 --proof {tmp_path}/none/computo.pdf")


def test_a_misspelt_value_is_told_and_the_answer_still_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("deadlines --filed 2026-01-15 --event replied=2026-02-10,sence=denied --json".split()) == 0
    captured = capsys.readouterr()
    assert "no clock reads “sence”" in captured.err
    assert json.loads(captured.out)["clocks"]
