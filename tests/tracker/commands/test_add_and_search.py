"""What was added is found, by its words and by its folio, whether it came with a text layer or as a scan."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from tests.archive.bundles import rarred, zipped
from tests.tracker.commands.conftest import Ran
from tests.tracker.commands.letters import FOLIO, PHRASES, letter, scan_of
from tracker.backends import Backends
from tracker.clock import FixedClock
from tracker.projects.models import Project
from tracker.requests.actions import RequestDraft, log_request
from tracker.setup import acting_owner

Acuse = Callable[..., Ran]


def found(acuse: Acuse, document: int, text: str) -> None:
    """The text is found in the document as a phrase and as words, with boxes on the page."""
    for query in (f'"{text}"', text):
        ran = acuse("search", query, "--json")
        hits = [hit for hit in ran.json["hits"] if hit["document"] == document]
        assert ran.code == 0 and hits, f"{query} is not found"
        assert hits[0]["boxes"] and all(0 <= v <= 1 for box in hits[0]["boxes"] for v in box)


def test_a_letter_is_found_by_its_phrases_its_words_and_its_folio(acuse: Acuse, tmp_path: Path) -> None:
    path = letter(tmp_path / "oficio.pdf")
    row = acuse("add", path, "--wait", "--json").json[0]
    assert row["state"] == "read" and row["pages"] == 1 and row["error"] is None
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert row["folios"] == [{"folio": FOLIO, "page": 1, "request": None}]
    for phrase in PHRASES:
        found(acuse, row["document"], phrase)
    hit = acuse("search", "quince dias", "--json").json["hits"][0]
    assert hit["folio"] == FOLIO and hit["agency"] == "INM" and hit["page"] == 1 and "quince" in hit["snippet"]


def test_a_scan_held_askew_is_read_and_found(acuse: Acuse, tmp_path: Path) -> None:
    path = scan_of(letter(tmp_path / "oficio.pdf"), tmp_path / "scan.pdf", dpi=150)
    row = acuse("add", path, "--wait", "--json").json[0]
    assert row["state"] == "read" and [f["folio"] for f in row["folios"]] == [FOLIO]
    for phrase in PHRASES:
        found(acuse, row["document"], phrase)


def test_searches_narrow_by_agency_folio_and_year_and_never_widen(acuse: Acuse, tmp_path: Path) -> None:
    acuse("add", letter(tmp_path / "a.pdf"), "--wait")
    for words, total in (
        (("--agency", "inm"), 1), (("--agency", "FGR"), 0), (("--folio", FOLIO), 1), (("--folio", "0411100064313"), 0),
        (("--year", "2013"), 1), (("--year", "2014"), 0), (("--limit", "0"), 1),
    ):
        assert acuse("search", "OR migrantes", *words, "--json").json["total"] == total, words


def test_a_page_that_names_one_folio_of_several_in_its_document_is_told_with_it(acuse: Acuse, tmp_path: Path) -> None:
    from tests.ocr.pages import born_digital

    path = tmp_path / "varias.pdf"
    born_digital(tmp_path / "una.pdf", ["Solicitud con número de folio 0411100064213, primera parte."])
    born_digital(tmp_path / "dos.pdf", ["Solicitud con número de folio 0411100064413, segunda parte."])
    with pikepdf.open(tmp_path / "una.pdf") as whole, pikepdf.open(tmp_path / "dos.pdf") as more:
        whole.pages.extend(more.pages)
        whole.save(path)
    assert len(acuse("add", path, "--wait", "--json").json[0]["folios"]) == 2
    assert acuse("search", "segunda", "--json").json["hits"][0]["folio"] == "0411100064413"


def test_nothing_found_is_no_failure(acuse: Acuse) -> None:
    ran = acuse("search", "xilófono", "--json")
    assert ran.code == 0 and ran.json["total"] == 0 and ran.json["hits"] == []


def test_the_same_bytes_are_kept_once_and_said_to_be_there(acuse: Acuse, tmp_path: Path) -> None:
    first = letter(tmp_path / "a.pdf")
    second = tmp_path / "b.pdf"
    second.write_bytes(first.read_bytes())
    rows = acuse("add", first, second, "--json").json
    assert [row["duplicate"] for row in rows] == [False, True]
    assert rows[0]["document"] == rows[1]["document"] and rows[0]["state"] == "queued"


def test_what_cannot_be_read_is_told_with_a_reason_and_the_rest_is_read(acuse: Acuse, tmp_path: Path) -> None:
    empty, foreign = tmp_path / "vacio.pdf", tmp_path / "cosa.xyz"
    empty.write_bytes(b"")
    foreign.write_bytes(b"\x00\x01\x02 nothing we know")
    good = letter(tmp_path / "bueno.pdf")
    ran = acuse("add", empty, tmp_path / "no-such.pdf", tmp_path, foreign, good, "--wait", "--json")
    assert ran.code == 3
    assert [row["state"] for row in ran.json] == ["failed"] * 4 + ["read"]
    assert all(row["error"] for row in ran.json[:4]) and ran.json[4]["error"] is None
    assert ran.json[3]["document"] is not None, "the original of a foreign file is kept"
    assert "Traceback" not in ran.err


def test_a_folio_that_is_not_logged_is_refused_and_nothing_is_added(
    acuse: Acuse, backends: Backends, tmp_path: Path
) -> None:
    from archive.models import Document

    ran = acuse("add", letter(tmp_path / "a.pdf"), "--folio", FOLIO, "--json")
    assert ran.code == 2 and FOLIO in ran.err and ran.out == ""
    with backends.sessions.reading() as session:
        assert session.query(Document).count() == 0


def test_a_folio_that_is_logged_gives_the_document_its_agency_and_year(
    acuse: Acuse, backends: Backends, clock: FixedClock, tmp_path: Path
) -> None:
    with backends.sessions.writing() as session:
        project = Project(name="Solicitudes", description="", visibility="private", is_discreet=False,
                          created_at=clock.now())
        session.add(project)
        session.flush()
        draft = RequestDraft(project.id, "Grupos", folio=FOLIO, agency="INM", filed_on=date(2013, 8, 12))
        logged = log_request(session, draft, by=acting_owner(session, clock.now()), clock=clock)
        number = logged.id
    row = acuse("add", letter(tmp_path / "a.pdf"), "--folio", FOLIO, "--wait", "--json").json[0]
    assert row["folios"] == [{"folio": FOLIO, "page": 1, "request": number}]
    hit = acuse("search", "migrantes", "--folio", FOLIO, "--json").json["hits"][0]
    assert (hit["folio"], hit["agency"]) == (FOLIO, "INM")
    assert acuse("search", "migrantes", "--year", "2013", "--json").json["total"] == 1


def test_a_named_project_is_made_once_and_said(acuse: Acuse, backends: Backends, tmp_path: Path) -> None:
    path = letter(tmp_path / "a.pdf")
    first = acuse("add", path, "--project", "San Fernando", "--json")
    again = acuse("add", path, "--project", "san fernando", "--json")
    assert "San Fernando" in first.err and "San Fernando" not in again.err
    assert again.json[0]["duplicate"]
    with backends.sessions.reading() as session:
        assert [p.name for p in session.query(Project)] == ["San Fernando"]


def test_words_without_json_say_the_same(acuse: Acuse, tmp_path: Path) -> None:
    said = acuse("add", letter(tmp_path / "oficio.pdf"), "--wait").out
    assert "read" in said and FOLIO in said
    said = acuse("search", '"quince días"').out
    assert "[quince días]" in said and "oficio.pdf, page 1" in said


@pytest.mark.parametrize("words", [("search",), ("search", "a", "--limit", "-1"), ("add",), ("index", "burn")])
def test_wrong_use_is_one_sentence_and_code_2(acuse: Acuse, words: tuple[str, ...]) -> None:
    ran = acuse(*words)
    assert ran.code == 2 and ran.out == "" and ran.err.count("\n") == 1


def sample_letters(samples: Path) -> list[dict[str, str]]:
    """The rows of the letters' facts."""
    with (samples / "mx_letters" / "facts.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def check_samples(acuse: Acuse, samples: Path, prepare: Callable[[Path], Path]) -> None:
    """Every listed string of every real letter is found, and its folio read."""
    facts = sample_letters(samples)
    ran = acuse("add", *(prepare(samples / "mx_letters" / row["file"]) for row in facts), "--wait", "--json")
    assert ran.code == 0, ran.err
    for row, added in zip(facts, ran.json, strict=True):
        assert row["folio"] in [f["folio"] for f in added["folios"]], json.dumps(added["folios"])
        for text in row["strings_to_find"].split("|"):
            found(acuse, added["document"], text)


def test_real_letters_are_found(acuse: Acuse, samples: Path) -> None:
    check_samples(acuse, samples, lambda path: path)


def test_real_letters_scanned_at_150_dpi_are_found(acuse: Acuse, samples: Path, tmp_path: Path) -> None:
    check_samples(acuse, samples, lambda path: scan_of(path, tmp_path / path.name, dpi=150))


@pytest.mark.long
def test_real_letters_scanned_at_200_dpi_are_found(acuse: Acuse, samples: Path, tmp_path: Path) -> None:
    check_samples(acuse, samples, lambda path: scan_of(path, tmp_path / path.name, dpi=200))


def test_waiting_for_a_bundle_waits_for_what_is_in_the_bundles_in_it(acuse: Acuse, tmp_path: Path) -> None:
    inner = zipped({"hondo/acta.txt": "El legajo del retén".encode()})
    (tmp_path / "entrega.rar").write_bytes(rarred({"uno.txt": b"El legajo de la caseta", "dos.zip": inner}))
    row = acuse("add", tmp_path / "entrega.rar", "--wait", "--json").json[0]
    assert (row["state"], row["pages"], row["error"]) == ("read", 0, None)
    hits = acuse("search", "legajo", "--json").json["hits"]
    assert sorted(hit["title"] for hit in hits) == ["acta.txt", "uno.txt"]


def test_a_full_disk_is_one_sentence_and_the_code_of_a_file_not_read(
    acuse: Acuse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"Oficio")

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    acuse("folio", FOLIO)
    monkeypatch.setattr("archive.files.os.fsync", full)
    ran = acuse("add", tmp_path / "a.txt", "--json")
    assert ran.code == 3 and "disco está lleno" in ran.json[0]["error"] and len(ran.err.strip().splitlines()) == 1
