"""The commands others build on: names, fields, kinds and exit codes. Fields may be added, never renamed or dropped."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tracker.clocks.kinds import CLOCK_KINDS, EVENT_KINDS
from tracker.demo.letters import Letter, born_digital

ROOT = Path(__file__).resolve().parents[2]

FOLIO = {
    "text", "folio", "scheme", "jurisdiction", "unit_code", "agency", "year", "consecutive", "repaired", "problems",
}
CASE = {"law", "regulator", "received_on", "clocks"}
CLOCK = {
    "kind", "owner", "started_by", "starts_on", "opens_on", "due_on", "due_by", "earliest", "latest", "stated",
    "calendar", "regulator", "days", "unit", "article", "verified", "status", "not_counted",
}
FILE = {"file", "media_type", "error", "pages"}
PAGE = {
    "number", "width_pt", "height_pt", "source", "confidence", "text", "words", "redactions", "redacted_share",
    "leaks", "error",
}
READING = {"file", "outcome", "labels", "checks", "grounds"}
ADDED = {"file", "document", "sha256", "duplicate", "pages", "state", "error", "folios"}
HIT = {"document", "page", "folio", "agency", "title", "score", "snippet", "boxes"}
IMPORTED = {"sheets", "rows", "created", "updated", "unchanged", "merged", "skipped", "problems"}

EVENTS = """filed platform_checked clarification_asked clarification_answered incompetence_notified
public_information_notified extension_notified available identity_required identity_accredited paid replied
supplementary_reply delivered withdrawn appeal_filed appeal_clarification_asked appeal_clarification_answered
appeal_admitted appeal_dismissed instruction_closed resolution_extended resolution_notified compliance_reported
compliance_contested compliance_ruled amparo_filed closed""".split()
CLOCKS = """registration incompetence public_information clarification_request response delivery keeping compliance
compliance_report clarification_answer payment appeal appeal_clarification_answer arguments compliance_contest
inconformidad amparo resolution resolution_notice compliance_ruling reserve_expiry""".split()
STATUSES = {"pending", "running", "met", "late", "may_be_overdue", "missed", "replaced"}

LETTER = Letter(
    head=("Unidad de Transparencia", "Oficio UT/0415/2024"),
    paragraphs=("Folio 330020324000817. Después de una búsqueda exhaustiva se declara la inexistencia de la "
                "información solicitada, en la Dirección General de Archivo.",),
)


def run(environ: dict[str, str], *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run `acuse` as a person would."""
    return subprocess.run([sys.executable, "-m", "tracker", *words], capture_output=True, text=True, input=stdin,
                          cwd=ROOT, env={**os.environ, **environ}, timeout=180, check=False)


def answer(environ: dict[str, str], *words: str) -> Any:
    """The JSON a command prints; stdout holds nothing else."""
    ran = run(environ, *words, "--json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "respuesta.pdf"
    path.write_bytes(born_digital(LETTER))
    return path


def test_the_kinds_of_event_and_clock_are_all_there() -> None:
    assert set(EVENTS) <= set(EVENT_KINDS)
    assert set(CLOCKS) <= set(CLOCK_KINDS)


def test_folio_reads_the_owner_s_folio(environ: dict[str, str]) -> None:
    [found] = answer(environ, "folio", "0411100064213")
    assert set(found) >= FOLIO
    assert (found["agency"], found["year"], found["consecutive"], found["unit_code"]) == ("INM", 2013, 642, "04111")
    assert answer(environ, "folio", "no hay ninguno aquí") == []


def test_deadlines_has_its_fields(environ: dict[str, str]) -> None:
    case = answer(environ, "deadlines", "--filed", "2026-01-15", "--agency", "INM", "--today", "2026-01-20")
    assert set(case) >= CASE
    assert all(set(clock) >= CLOCK and clock["status"] in STATUSES for clock in case["clocks"])
    response = next(clock for clock in case["clocks"] if clock["kind"] == "response")
    assert (response["due_on"], response["status"], case["law"]) == ("2026-02-13", "running", "MX-FED-2025")


def test_json_may_stand_anywhere(environ: dict[str, str]) -> None:
    ran = run(environ, "--json", "folio", "0411100064213")
    assert json.loads(ran.stdout)[0]["agency"] == "INM"


@pytest.mark.parametrize("words", [
    ("deadlines", "--filed", "2026-02-31"), ("deadlines", "--filed", "2026-01-15", "--law", "NO-SUCH"),
    ("deadlines", "--filed", "2026-01-15", "--event", "replied=2026-01-02"), ("nonsense",),
    ("deadlines", "--filed", "2026-01-15", "--event", "sneezed=2026-01-20"),
    ("add", "no-such-file.pdf", "--folio", "1"),
])
def test_wrong_use_is_one_plain_sentence_and_code_2(environ: dict[str, str], words: tuple[str, ...]) -> None:
    ran = run(environ, *words, "--json")
    assert ran.returncode == 2, ran.stderr
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1


def test_a_letter_is_added_found_and_classified(environ: dict[str, str], letter: Path, tmp_path: Path) -> None:
    [added] = answer(environ, "add", str(letter), "--wait")
    assert set(added) >= ADDED
    assert (added["state"], added["pages"], added["duplicate"]) == ("read", 1, False)
    assert added["folios"][0]["folio"] == "330020324000817"
    found = answer(environ, "search", '"busqueda EXHAUSTIVA"')
    assert set(found) >= {"total", "took_ms", "hits"} and found["total"] == 1
    assert set(found["hits"][0]) >= HIT and found["hits"][0]["document"] == added["document"]
    assert answer(environ, "search", "nada que exista")["hits"] == []
    [again] = answer(environ, "add", str(letter))
    assert again["duplicate"] is True and again["document"] == added["document"]
    read = json.loads(run(environ, "classify", str(letter)).stdout)
    assert set(read) >= READING
    assert read["outcome"] == "denied" and "inexistence" in {label["label"] for label in read["labels"]}


def test_the_reader_prints_a_line_for_each_file_and_code_3_for_an_unreadable_one(letter: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing more")
    ran = subprocess.run([sys.executable, "-m", "ocr", str(broken), str(letter)], capture_output=True, text=True,
                         cwd=ROOT, timeout=180, check=False)
    assert ran.returncode == 3
    bad, good = (json.loads(line) for line in ran.stdout.splitlines())
    assert set(bad) >= FILE and bad["error"] and bad["pages"] == []
    assert set(good["pages"][0]) >= PAGE and good["pages"][0]["source"] == "text"
    assert len(ran.stderr.strip().splitlines()) == 1


def test_tick_says_what_it_did(environ: dict[str, str]) -> None:
    done = answer(environ, "tick")
    assert set(done) >= {"reminders_sent", "digests_sent", "documents_read"}


def test_import_counts_every_row_once(environ: dict[str, str], tmp_path: Path) -> None:
    table = tmp_path / "solicitudes.csv"
    table.write_text("Folio,Fecha de solicitud,Asunto,Estatus\n"
                     "0411100064213,05/08/2013,Programas de protección,Terminada\n"
                     "0411100064413,12/08/2013,Operativo de agosto,Terminada\n", encoding="utf-8")
    first = answer(environ, "import", "requests", str(table), "--dry-run")
    assert set(first) >= IMPORTED and (first["rows"], first["created"]) == (2, 2)
    assert answer(environ, "import", "requests", str(table))["created"] == 2
    again = answer(environ, "import", "requests", str(table))
    assert (again["created"], again["unchanged"], again["rows"]) == (0, 2, 2)


def test_new_seeds_are_taken_in_by_whatever_command_comes_first(environ: dict[str, str]) -> None:
    database = Path(environ["ACUSE_DATA_DIR"]) / "acuse.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("update setting set value = 'older' where name = 'seeds'")
        connection.execute("delete from source")
    connection.close()
    assert answer(environ, "search", "nada")["total"] == 0
    with sqlite3.connect(database) as connection:
        assert connection.execute("select count(*) from source").fetchone()[0] > 0
    connection.close()
