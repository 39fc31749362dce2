"""The searchable copy and re-reading as people use them: downloads, forms, progress, the command, and who may not."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import select

from archive.models import Document, Page
from archive.reading import work_once
from archive.receive import receive
from archive.rereading_models import OtherReading
from tests.ocr.pages import born_digital, picture, scan_pdf
from tests.tracker.web.archive_world import leak
from tracker.asked_work import do_asked_once
from tracker.corrections import actions
from tracker.intake import after_reading_once
from tracker.projects.models import project_scope


def added(world: Any, path: Path) -> int:
    with world.backends.sessions.writing() as session, path.open("rb") as data:
        document: int = receive(session, world.backends.files, data, name=path.name, scope=project_scope(world.project),
                                origin="upload", by=None, now=world.backends.clock.now()).document.id
    assert work_once(world.backends.sessions, world.backends.files, lang="spa", now=world.backends.clock.now,
                     document=document)
    return document


def said(data: bytes, path: Path) -> str:
    path.write_bytes(data)
    return subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout


def test_a_scan_comes_back_with_its_words_as_people_corrected_them(world: Any, browser: Any, tmp_path: Path) -> None:
    document = added(world, scan_pdf(tmp_path / "carta.pdf", [picture(dpi=200)], dpi=200))
    with world.backends.sessions.writing() as session:
        page = session.scalars(select(Page)).one()
        lines = actions.editable_lines(page, actions.corrected_page(session, page))
        actions.correct_line(session, page, lines[0].start, "Unidad de Transparencia (corregida)",
                             by=world.people["bob"],
                             machine=lines[0].machine, now=world.backends.clock.now())
    answer = browser("rita").get(f"/documents/{document}/searchable.pdf")
    assert answer.mimetype == "application/pdf" and "carta.buscable.pdf" in answer.headers["Content-Disposition"]
    text = said(answer.data, tmp_path / "got.pdf")
    assert "Unidad de Transparencia (corregida)" in text and "búsqueda exhaustiva en los archivos" in text
    assert "días hábiles" in text and len(answer.data) < 4 * (tmp_path / "carta.pdf").stat().st_size
    assert browser("charlie").get(f"/documents/{document}/searchable.pdf").status_code == 404


def test_of_a_file_that_leaks_only_what_is_shown_goes_into_the_copy(world: Any, browser: Any, tmp_path: Path) -> None:
    import pikepdf

    document = added(world, born_digital(tmp_path / "carta.pdf"))
    with world.backends.sessions.writing() as session:
        row = session.get_one(Document, document)
        row.is_quarantined = True
        page = session.scalars(select(Page)).one()
        page.text, page.words, page.leaks = "", None, [leak()]
    answer = browser("rita").get(f"/documents/{document}/searchable.pdf")
    assert said(answer.data, tmp_path / "got.pdf").strip() == ""
    with pikepdf.open(tmp_path / "got.pdf") as pdf:
        assert len(pdf.pages[0].get_images()) == 1, "the page is a picture, with the place that leaks painted over"
    assert browser("rita").get(f"/documents/{document}/original").status_code == 403


def test_the_copy_follows_what_is_known_and_a_long_one_is_made_by_the_worker(
        world: Any, browser: Any, tmp_path: Path, monkeypatch: Any) -> None:
    document = added(world, scan_pdf(tmp_path / "carta.pdf", [picture(dpi=100)], dpi=100))
    monkeypatch.setattr("tracker.web.copies.AT_ONCE", 0)
    rita = browser("rita")
    assert rita.get(f"/documents/{document}/searchable.pdf").status_code == 202
    assert do_asked_once(world.backends) and not do_asked_once(world.backends)
    assert rita.get(f"/documents/{document}/searchable.pdf").status_code == 200
    with world.backends.sessions.writing() as session:
        session.scalars(select(Page)).one().leaks = [leak()]
        session.get_one(Document, document).is_quarantined = True
    assert rita.get(f"/documents/{document}/searchable.pdf").status_code == 202, "yesterday's copy is given to nobody"


def test_read_again_with_other_settings_from_form_to_choice(world: Any, browser: Any, tmp_path: Path) -> None:
    document = added(world, born_digital(tmp_path / "carta.pdf", pages=2))
    bob, form = browser("bob"), f"/documents/{document}/read-again"
    assert "tesserocr" in bob.get(form).get_data(as_text=True)
    answer = bob.post(form, {"pages": "2", "languages": ["spa"], "force_ocr": "1"}, page=form).get_data(as_text=True)
    assert "1 page will be read again." in answer and "data-progress" in answer
    assert bob.get(f"{form}/progress.json").json == {"state": "reading", "done": 0, "total": 1, "words": "0 of 1 pages"}
    assert "is being read" in bob.post(form, {"pages": ""}, page=form).get_data(as_text=True)
    assert do_asked_once(world.backends)
    while after_reading_once(world.backends):
        pass
    assert bob.get(f"{form}/progress.json").json["state"] == "read"
    assert "no such page" in bob.post(form, {"pages": "9"}, page=form).get_data(as_text=True)
    readings = f"/documents/{document}/pages/2/readings"
    shown = bob.get(readings).get_data(as_text=True)
    assert "OCR forced" in shown and "Earlier" in shown
    with world.backends.sessions.reading() as session:
        other = session.scalars(select(OtherReading.id)).one()
    assert "is now in use" in bob.post(f"{readings}/{other}", page=readings).get_data(as_text=True)
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(Page.source).where(Page.number == 2)).one() == "text"
    assert browser("rita").get(form).status_code == 403


def test_a_whole_project_is_read_again(world: Any, browser: Any, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        added(world, born_digital(tmp_path / name, (f"carta {name}",)))
    alice, form = browser("alice"), f"/projects/{world.project}/read-again"
    answer = alice.post(form, {"force_ocr": "1"}, page=form).get_data(as_text=True)
    assert "2 documents will be read again." in answer
    assert browser("bob").get(form).status_code == 403
    while do_asked_once(world.backends):
        pass
    with world.backends.sessions.reading() as session:
        assert set(session.scalars(select(Page.source))) == {"ocr"}


def test_the_command_reads_again_and_says_what_it_did(
        world: Any, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    from tracker.cli import main

    document = added(world, born_digital(tmp_path / "carta.pdf", pages=2))
    monkeypatch.setenv("ACUSE_DATA_DIR", str(world.backends.settings.data_dir))
    assert main(["read", "--again", str(document), "--pages", "1", "--force-ocr", "--lang", "spa", "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert row == {"document": document, "pages": 1, "taken": 1, "state": "done", "error": None}
    assert main(["read", "--again", str(document), "--lang", "xyz", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["state"] == "refused"
    assert main(["read", "--again", "999"]) == 2 and main(["read", "--again"]) == 2
    assert "Traceback" not in capsys.readouterr().err
