"""Reading goes on where it stopped, keeps what failed on its page, and never writes what another worker took over."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import jobs
from archive.jobs import LEASE
from archive.models import Job, Page
from archive.reading import progress, retry_document
from archive.words import pack_words, unpack_words
from ocr.errors import EncryptedFile
from ocr.types import Leak, PageReading, Redaction, Word
from tests.ocr.pages import born_digital, picture

ROOT = Path(__file__).resolve().parents[2]


def reading(number: int, **other: Any) -> PageReading:
    """A page as read."""
    facts: dict[str, Any] = {
        "number": number, "width_pt": 612.0, "height_pt": 792.0, "source": "ocr", "confidence": 90.0,
        "text": f"página {number}", "words": (Word("página", (0.1, 0.1, 0.2, 0.12), 91.0),), "redactions": (),
        "redacted_share": 0.0, "leaks": (),
    }
    return PageReading(**(facts | other))


class FakeFile:
    """A file of some pages, read without OCR; `happens` is called before each page."""

    media_type, engine = "application/pdf", "fake 1.0"

    def __init__(self, pages: int, happens: Callable[[int], PageReading | None] = lambda number: None) -> None:
        self.page_count, self.happens = pages, happens
        self.asked: list[int] = []

    def read_pages(self, numbers: Iterable[int]) -> Iterator[PageReading]:
        """The pages, in order."""
        for number in numbers:
            self.asked.append(number)
            yield self.happens(number) or reading(number)

    def embedded(self) -> list[str]:
        """It carries nothing."""
        return []

    def __enter__(self) -> FakeFile:
        return self

    def __exit__(self, *error: object) -> None:
        return None


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Puts a fake file (or an error) in the place of what opens files."""

    def use(opened: Any) -> None:
        def open_file(*_: object) -> Any:
            if isinstance(opened, Exception):
                raise opened
            return opened

        monkeypatch.setattr("ocr.reading.open_file", open_file)

    return use


def test_every_page_is_kept_with_its_words_marks_and_how_it_was_read(archive: Any, reader: Any) -> None:
    redaction = Redaction((0.1, 0.2, 0.3, 0.4), "black", "art. 116", 0.9)
    reader(FakeFile(2, lambda n: reading(n, redactions=(redaction,), redacted_share=0.04) if n == 2 else None))
    number = archive.add(b"x").document.id
    assert archive.read() and not archive.read()
    first, second = archive.pages(number)
    assert first.text == "página 1" and first.read_with == "fake 1.0, spa" and first.state == "read"
    assert unpack_words(first.words) == [Word("página", (0.1, 0.1, 0.2, 0.12), 91.0)]
    assert second.redactions[0]["ground"] == "art. 116" and second.redacted_share == 0.04
    assert archive.document(number).state == "read" and archive.document(number).page_count == 2
    assert [len(archive.jobs(kind)) for kind in ("index", "after-reading")] == [1, 1]


def test_a_legend_on_the_last_page_tells_the_grounds_of_the_pages_before_it(archive: Any, reader: Any) -> None:
    def words(text: str, top: float) -> tuple[Word, ...]:
        return tuple(
            Word(one, (0.1 + 0.05 * n, top, 0.14 + 0.05 * n, top + 0.012), 90.0) for n, one in enumerate(text.split())
        )

    pages = {
        1: reading(1, words=words("1", 0.5), redactions=(Redaction((0.05, 0.49, 0.3, 0.52), "grey", None, 0.9),)),
        2: reading(2),
        3: reading(3, words=words("1. Nombre, artículo 116 de la LGTAIP", 0.5)),
    }
    reader(FakeFile(3, lambda n: pages[n]))
    number = archive.add(b"x").document.id
    archive.read()
    assert archive.pages(number)[0].redactions[0]["ground"] == "art. 116 LGTAIP"


def test_a_page_that_failed_says_why_and_the_rest_is_read(archive: Any, reader: Any) -> None:
    broken = reading(2, text=None, words=None, error="This page is damaged.", why="page_damaged")
    reader(FakeFile(3, lambda n: broken if n == 2 else None))
    number = archive.add(b"x").document.id
    archive.read()
    assert [page.state for page in archive.pages(number)] == ["read", "failed", "read"]
    assert archive.pages(number)[1].why == "page_damaged" and archive.document(number).state == "read"


def test_a_file_of_failed_pages_has_failed(archive: Any, reader: Any) -> None:
    reader(FakeFile(2, lambda n: reading(n, text=None, words=None, error="no", why="page_damaged")))
    number = archive.add(b"x").document.id
    archive.read()
    assert (archive.document(number).state, archive.document(number).error) == ("failed", "every-page-failed")


def test_a_file_that_cannot_be_opened_keeps_the_code_of_the_reason(archive: Any, reader: Any) -> None:
    reader(EncryptedFile())
    number = archive.add(b"x").document.id
    archive.read()
    assert (archive.document(number).state, archive.document(number).error) == ("failed", "encrypted")
    assert archive.jobs("read")[0].state == "failed" and not archive.read()


def test_bytes_that_are_gone_are_a_reason_too(archive: Any) -> None:
    document = archive.add(b"x").document
    with archive.files.path(document.sha256) as path:
        path.unlink()
    archive.read()
    assert archive.document(document.id).error == "missing"


def test_a_file_with_a_leak_is_held_back(archive: Any, reader: Any) -> None:
    reader(FakeFile(1, lambda n: reading(n, leaks=(Leak((0.1, 0.1, 0.2, 0.2), "text_under_box", 9),))))
    number = archive.add(b"x").document.id
    archive.read()
    assert archive.document(number).is_quarantined


def test_whatever_holds_a_file_with_a_leak_is_held_back_with_it(archive: Any, reader: Any) -> None:
    def zipped(*files: tuple[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name, data in files:
                made.writestr(name, data)
        return out.getvalue()

    leaks = (Leak((0.1, 0.1, 0.2, 0.2), "text_under_box", 9),)
    delivered = zipped(("dentro.zip", zipped(("mal.pdf", b"x"))), ("bien.pdf", b"y"))
    outer = archive.add(delivered, "entrega.zip").document.id
    archive.read()
    by_name = {d.name: d.id for number in range(outer, outer + 3) for d in (archive.document(number),)}
    reader(FakeFile(1))
    archive.read(by_name["bien.pdf"])
    archive.read(by_name["dentro.zip"])
    assert not archive.document(outer).is_quarantined
    reader(FakeFile(1, lambda n: reading(n, leaks=leaks)))
    leaking = archive.jobs("read")[-1].subject
    archive.read(leaking)
    held = [leaking, by_name["dentro.zip"], outer]
    assert [archive.document(number).is_quarantined for number in held] == [True, True, True]
    assert not archive.document(by_name["bien.pdf"]).is_quarantined


def test_a_file_that_leaked_before_its_reader_gave_up_is_held_back(archive: Any, reader: Any) -> None:
    def leaks_then_breaks(number: int) -> PageReading:
        if number == 2:
            raise EncryptedFile()
        return reading(number, leaks=(Leak(None, "revision", 9),))

    reader(FakeFile(2, leaks_then_breaks))
    number = archive.add(b"x").document.id
    archive.read()
    assert archive.document(number).state == "failed" and archive.document(number).is_quarantined


def test_a_reader_that_breaks_is_tried_again_and_goes_on_where_it_stopped(archive: Any, reader: Any) -> None:
    def breaks(number: int) -> None:
        if number == 3:
            raise RuntimeError("out of the blue")

    reader(FakeFile(4, breaks))
    number = archive.add(b"x").document.id
    archive.read()
    with archive.sessions.reading() as session:
        assert progress(session, archive.document(number)) == (2, 4)
    assert archive.document(number).state == "queued" and not archive.read(), "it waits a little"
    archive.wait(minutes=1)
    whole = FakeFile(4)
    reader(whole)
    assert archive.read() and whole.asked == [3, 4]
    assert archive.document(number).state == "read" and len(archive.pages(number)) == 4


def test_a_file_that_breaks_the_reader_every_time_is_given_up_with_a_reason(archive: Any, reader: Any) -> None:
    reader(RuntimeError("again"))
    number = archive.add(b"x").document.id
    for _ in range(jobs.MAX_ATTEMPTS):
        assert archive.read()
        archive.wait(hours=1)
    assert (archive.document(number).state, archive.document(number).error) == ("failed", "crashed")
    assert not archive.read()


def test_a_worker_that_lost_its_lease_writes_no_further_page(archive: Any, reader: Any) -> None:
    def overtaken(number: int) -> None:
        if number == 2:
            archive.wait(seconds=LEASE.total_seconds() + 1)
            assert jobs.claim(archive.sessions, ("read",), now=archive.now()) is not None

    reader(FakeFile(3, overtaken))
    number = archive.add(b"x").document.id
    assert archive.read()
    assert [page.state for page in archive.pages(number)] == ["read", "queued", "queued"]
    assert archive.document(number).state == "reading", "the other worker has it"


def test_the_same_bytes_in_another_scope_are_not_read_twice(archive: Any, reader: Any) -> None:
    once = FakeFile(2)
    reader(once)
    archive.add(b"same")
    archive.read()
    other = archive.add(b"same", scope="project:2").document.id
    archive.read()
    assert once.asked == [1, 2]
    assert [page.text for page in archive.pages(other)] == ["página 1", "página 2"]
    assert archive.document(other).state == "read"


def test_a_copied_reading_is_held_back_when_its_twin_leaks(archive: Any, reader: Any) -> None:
    reader(FakeFile(1, lambda n: reading(n, leaks=(Leak(None, "revision", 9),))))
    archive.add(b"same")
    archive.read()
    other = archive.add(b"same", scope="project:2").document.id
    archive.read()
    assert archive.document(other).is_quarantined


def test_retrying_reads_only_what_failed(archive: Any, reader: Any) -> None:
    reader(FakeFile(3, lambda n: reading(n, text=None, words=None, error="no", why="page_crashed") if n == 2 else None))
    number = archive.add(b"x").document.id
    archive.read()
    with archive.sessions.writing() as session:
        retry_document(session, archive.document(number), now=archive.now())
    whole = FakeFile(3)
    reader(whole)
    assert archive.read() and whole.asked == [2]
    assert [page.state for page in archive.pages(number)] == ["read"] * 3


def test_words_are_packed_small_and_come_back() -> None:
    words = [Word("ñandú \U0001f600", (0.123456789, 0.0, 1.0, 0.5), 87.66), Word("", (0, 0, 0, 0), 0.0)]
    back = unpack_words(pack_words(words))
    assert [word.text for word in back] == [word.text for word in words]
    assert abs(back[0].box[0] - 0.123456789) < 1e-5 and unpack_words(None) == []


def test_a_reading_killed_twice_is_finished_by_the_next_with_no_page_read_again(archive: Any, tmp_path: Path) -> None:
    archive.moment = datetime.now(UTC)
    lines = ("una página escaneada de prueba", "con dos líneas")
    pages = [picture(lines, dpi=150) for _ in range(8)]
    scan = tmp_path / "scan.pdf"
    pages[0].save(scan, "PDF", resolution=150, save_all=True, append_images=pages[1:])
    number = archive.add(scan.read_bytes(), "scan.pdf").document.id
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from tests.archive.conftest import open_archive\n"
        "archive = open_archive(Path(sys.argv[1])); archive.now = lambda: datetime.now(UTC)\n"
        "archive.read()\n"
    )

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", program, str(archive.folder)], cwd=ROOT,
                                start_new_session=True)

    read_before: dict[int, Any] = {}
    for wanted in (1, 4):
        process = start()
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and process.poll() is None:
            with archive.sessions.reading() as session:
                read = {page.number: page.read_at for page in session.query(Page).filter_by(state="read")}
            if len(read) >= wanted:
                break
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        read_before |= read
    assert start().wait(timeout=180) == 0
    after = archive.pages(number)
    assert [page.state for page in after] == ["read"] * 8 and archive.document(number).state == "read"
    assert all("escaneada" in page.text for page in after)
    assert {page.number: page.read_at for page in after if page.number in read_before} == read_before
    with archive.sessions.reading() as session:
        assert session.query(Job).filter_by(kind="index", state="waiting").count() == 1


def test_a_born_digital_file_is_read_by_the_real_reader(archive: Any, tmp_path: Path) -> None:
    number = archive.add(born_digital(tmp_path / "a.pdf", pages=3).read_bytes()).document.id
    archive.read()
    pages = archive.pages(number)
    assert [page.source for page in pages] == ["text"] * 3 and "quince días hábiles" in pages[0].text
    assert archive.document(number).media_type == "application/pdf"
