"""Killed, out of disk, locked out, with a broken OCR program: nothing is lost, nothing is twice, and it is said why."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from archive import reading
from archive.db import Sessions, open_engine
from archive.models import Page
from archive.reading import retry_document, work_once
from ocr.errors import SENTENCES
from ocr.reading import open_file, read_file
from ocr.settings import ReadSettings
from tests.archive.bundles import zipped
from tests.archive.conftest import Archive
from tests.archive.conftest import archive as archive  # the fixture
from tests.ocr.pages import born_digital, picture, scan_pdf

ROOT = Path(__file__).resolve().parents[2]


def acuse(environ: dict[str, str], *arguments: str, **more: Any) -> Any:
    """What a command answers as JSON."""
    done = subprocess.run([sys.executable, "-m", "tracker", *arguments, "--json"], cwd=ROOT, text=True,
                          env={**os.environ, **environ}, capture_output=True, timeout=600, **more)
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else None


def delivery(folder: Path) -> list[Path]:
    """A scan of six pages, a letter of forty, and a bundle of four files."""
    lines = [(f"Página {number} del legajo", "expediente de traslado") for number in range(6)]
    scan_pdf(folder / "legajo.pdf", [picture(two, dpi=150, size=20) for two in lines], 150)
    born_digital(folder / "carta.pdf", ("Respuesta a su solicitud", "expediente de traslado"), pages=40)
    (folder / "entrega.zip").write_bytes(zipped(
        {f"anexo {number}.txt": f"expediente de traslado {number}".encode() for number in range(4)}))
    return [folder / name for name in ("legajo.pdf", "carta.pdf", "entrega.zip")]


def everything_is_there_once(environ: dict[str, str]) -> None:
    """Seven documents, fifty pages, each found once, and the installation is sound."""
    with sqlite3.connect(Path(environ["ACUSE_DATA_DIR"]) / "acuse.sqlite3") as database:
        states = database.execute("select state, error, count(*) from document group by 1, 2").fetchall()
        pages = database.execute("select state, count(*), count(distinct document_id || '/' || number) from page "
                                 "group by 1").fetchall()
    assert states == [("read", None, 7)]
    assert pages == [("read", 50, 50)]
    assert acuse(environ, "search", "expediente", "--limit", "100")["total"] == 50
    checked = subprocess.run([sys.executable, "-m", "tracker", "verify"], cwd=ROOT, env={**os.environ, **environ},
                             capture_output=True, text=True, timeout=300)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.long
def test_a_worker_killed_at_random_instants_loses_and_doubles_nothing(environ: dict[str, str], tmp_path: Path) -> None:
    rng = random.Random(7)
    acuse(environ, "add", *map(str, delivery(tmp_path)))
    for _ in range(12):
        worker = subprocess.Popen([sys.executable, "-m", "tracker.worker"], cwd=ROOT, env={**os.environ, **environ},
                                  stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.8, 5.0))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    worker = subprocess.Popen([sys.executable, "-m", "tracker.worker"], cwd=ROOT, env={**os.environ, **environ},
                              stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 240
        database = sqlite3.connect(Path(environ["ACUSE_DATA_DIR"]) / "acuse.sqlite3")
        while database.execute("select count(*) from job where state in ('waiting', 'running')").fetchone()[0]:
            assert time.monotonic() < until, database.execute("select * from job where state != 'done'").fetchall()
            time.sleep(0.5)
        database.close()
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    everything_is_there_once(environ)


@pytest.mark.long
def test_a_full_disk_stops_the_work_and_room_lets_it_go_on(environ: dict[str, str], tmp_path: Path) -> None:
    acuse(environ, "add", *map(str, delivery(tmp_path)))
    database = Path(environ["ACUSE_DATA_DIR"]) / "acuse.sqlite3"
    room = database.stat().st_size + 48 * 1024

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run([sys.executable, "-m", "tracker", "tick"], cwd=ROOT, env={**os.environ, **environ},
                          capture_output=True, text=True, timeout=300, preexec_fn=full)
    assert done.returncode in (0, 1, 2), done.stderr
    with sqlite3.connect(database) as held:
        assert held.execute("pragma integrity_check").fetchone() == ("ok",)
        assert held.execute("select count(*) from document where state = 'failed'").fetchone() == (0,)
        # What waits for its next try later is brought forward; a lease of the ended process is no hindrance.
        held.execute("update job set run_at = '2020-01-01 00:00:00.000000' where state = 'waiting'")
    for _ in range(4):
        acuse(environ, "tick")
    everything_is_there_once(environ)


def test_a_locked_database_delays_a_page_and_doubles_none(archive: Archive, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.db.BUSY_TIMEOUT_SECONDS", 0.05)
    number = archive.add(born_digital(tmp_path / "a.pdf", pages=6).read_bytes()).document.id
    impatient = Sessions(open_engine(f"sqlite:///{archive.folder / 'archive.sqlite3'}"))
    other = sqlite3.connect(archive.folder / "archive.sqlite3", isolation_level=None)
    keep, kept_pages = reading._keep_page, []

    def keep_or_lock(*arguments: Any, **named: Any) -> None:
        if len(kept_pages) == 3:
            other.execute("begin immediate")
        keep(*arguments, **named)
        kept_pages.append(arguments[2].number)

    with monkeypatch.context() as locking:
        locking.setattr(reading, "_keep_page", keep_or_lock)
        with pytest.raises(OperationalError):
            work_once(impatient, archive.files, lang="spa", now=archive.now)
    other.execute("rollback")
    kept = [page.read_at for page in archive.pages(number) if page.state == "read"]
    assert len(kept) == 3
    archive.wait(minutes=5)
    assert archive.read(number)
    pages = archive.pages(number)
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6] and {page.state for page in pages} == {"read"}
    assert sum(page.read_at == kept[0] for page in pages) == len(kept)
    impatient.engine.dispose()
    other.close()


FAKES = {
    "crashes": "#!/bin/sh\ncase \"$*\" in *--version*|*--list-langs*) exec {real} \"$@\";; esac\nkill -SEGV $$\n",
    "hangs": "#!/bin/sh\ncase \"$*\" in *--version*|*--list-langs*) exec {real} \"$@\";; esac\nsleep 600\n",
}


@pytest.mark.parametrize("fake", sorted(FAKES))
def test_a_tesseract_that_breaks_fails_its_page_alone_and_leaves_no_process(
    tmp_path: Path, fake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from ocr.isolated import Pool

    real = shutil.which("tesseract")
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(FAKES[fake].format(real=real))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    pool = Pool()
    monkeypatch.setattr("ocr.isolated._POOL", pool)
    text, scan = born_digital(tmp_path / "t.pdf"), scan_pdf(tmp_path / "s.pdf", [picture(dpi=150)], 150)
    settings = ReadSettings(engine="pytesseract", workers=1, page_seconds=3, grace_seconds=2)
    begun = time.monotonic()
    assert read_file(text, settings).pages[0].error is None
    (page,) = read_file(scan, settings).pages
    assert page.error in {SENTENCES[code][0] for code in ("engine_failed", "page_too_slow", "page_crashed")}
    assert time.monotonic() - begun < 60
    pool.close()
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert str(program) not in left
    monkeypatch.undo()
    assert "búsqueda exhaustiva" in (read_file(scan, ReadSettings(engine="pytesseract", workers=1)).pages[0].text or "")


def test_a_page_that_failed_is_read_when_the_engine_works_again(archive: Archive, tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    number = archive.add(scan_pdf(tmp_path / "a.pdf", [picture(dpi=100)], 100).read_bytes()).document.id
    with monkeypatch.context() as broken:
        broken.setattr("ocr.reading.open_file", lambda path, kind, _settings: open_file(
            path, kind, ReadSettings(engine="ocr.fakes:CrashingOcr", workers=1)))
        archive.read(number)
    assert (archive.document(number).state, archive.pages(number)[0].why) == ("failed", "page_crashed")
    with archive.sessions.writing() as session:
        retry_document(session, session.get_one(type(archive.document(number)), number), now=archive.now())
    archive.read(number)
    with archive.sessions.reading() as session:
        assert session.query(Page).count() == 1
    assert archive.document(number).state == "read" and archive.pages(number)[0].source == "ocr"
