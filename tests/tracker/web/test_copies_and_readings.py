"""The searchable copy and re-reading as people use them: downloads, forms, progress, the command, and who may not."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from archive import rereading
from archive.models import Document, Page
from archive.reading import work_once
from archive.receive import receive
from archive.rereading_models import OtherReading, ReadingOrder
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
    assert bob.get(f"{form}/progress.json").json == {
        "state": "reading", "done": 0, "total": 1, "pages_a_minute": None, "seconds_left": None,
        "words": "0 of 1 pages"}
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


def test_a_running_order_tells_speed_and_time_left_and_is_stopped_after_its_page(
        world: Any, browser: Any, tmp_path: Path) -> None:
    document = added(world, born_digital(tmp_path / "carta.pdf", pages=4))
    bob, form = browser("bob"), f"/documents/{document}/read-again"
    bob.post(form, {"pages": ""}, page=form)
    now = world.backends.clock.now()
    with world.backends.sessions.writing() as session:
        order = session.scalars(select(ReadingOrder)).one()
        order.state, order.done, order.started_at = "running", 3, now - timedelta(seconds=90)
    told = bob.get(f"{form}/progress.json").json
    assert (told["pages_a_minute"], told["seconds_left"]) == (2.0, 30)
    assert told["words"] == "3 of 4 pages · 2.0 pages a minute · less than a minute left"
    assert browser("rita").post(f"{form}/cancel", page="/").status_code == 403
    answer = bob.post(f"{form}/cancel", page=form).get_data(as_text=True)
    assert "What was read again so far stays in use." in answer and "stopped" in answer
    assert 'name="pages"' in answer, "the next order can be given"
    assert do_asked_once(world.backends), "the job is still there, and does nothing"
    with world.backends.sessions.reading() as session:
        order = session.scalars(select(ReadingOrder)).one()
        assert (order.state, order.done, order.taken) == ("cancelled", 3, 0)


def test_an_order_stopped_while_it_runs_judges_no_further_page(world: Any, tmp_path: Path, monkeypatch: Any) -> None:
    document = added(world, born_digital(tmp_path / "carta.pdf", pages=3))
    judge = rereading._judge

    def judge_and_stop(session: Any, order: ReadingOrder, *args: Any, **named: Any) -> None:
        judge(session, order, *args, **named)
        assert rereading.cancel(order, now=world.backends.clock.now())

    monkeypatch.setattr(rereading, "_judge", judge_and_stop)
    with world.backends.sessions.writing() as session:
        rereading.order_reading(session, session.get_one(Document, document), rereading.Wanted(force_ocr=True),
                                by=None, now=world.backends.clock.now())
    assert do_asked_once(world.backends)
    with world.backends.sessions.reading() as session:
        order = session.scalars(select(ReadingOrder)).one()
        assert (order.state, order.done, order.taken) == ("cancelled", 1, 1)
        assert sorted(session.scalars(select(Page.source))) == ["ocr", "text", "text"]


def test_a_project_s_orders_are_followed_and_stopped_as_one(world: Any, browser: Any, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        added(world, born_digital(tmp_path / name, (f"carta {name}",), pages=3))
    alice, form = browser("alice"), f"/projects/{world.project}/read-again"
    alice.post(form, {}, page=form)
    with world.backends.sessions.writing() as session:
        first, _second = session.scalars(select(ReadingOrder).order_by(ReadingOrder.id))
        first.state, first.done, first.started_at = "running", 2, world.backends.clock.now() - timedelta(minutes=1)
    told = alice.get(f"{form}/progress.json").json
    assert (told["state"], told["done"], told["total"], told["seconds_left"]) == ("reading", 2, 6, 120)
    shown = alice.get(form).get_data(as_text=True)
    assert "about 2 minutes left" in shown and "being read again, 2 of 3 pages" in shown and "waiting" in shown
    answer = alice.post(f"{form}/cancel", page=form).get_data(as_text=True)
    assert "Stopped." in answer and "data-progress" not in answer
    assert alice.get(f"{form}/progress.json").json["state"] == "read"


def test_the_command_stops_an_order_and_shows_the_pace(
        world: Any, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    from tracker.cli import main

    document = added(world, born_digital(tmp_path / "carta.pdf", pages=2))
    monkeypatch.setenv("ACUSE_DATA_DIR", str(world.backends.settings.data_dir))
    assert main(["read", "--stop", str(document), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [{"document": document, "state": "idle"}]
    with world.backends.sessions.writing() as session:
        rereading.order_reading(session, session.get_one(Document, document), rereading.Wanted(), by=None,
                                now=world.backends.clock.now())
    assert main(["read", "--stop", str(document), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"document": document, "state": "cancelled"}]

    def interrupted(*_args: Any, **_named: Any) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.asked_work.do_asked_once", interrupted)
    assert main(["read", "--again", str(document), str(document), "--json"]) == 1
    [row] = json.loads(capsys.readouterr().out)
    assert row["state"] == "cancelled", "the documents after it are not begun"


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
