"""Nothing in a file takes the reader along: crashes, hangs, bombs and damage stay on their page."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ocr.errors import SENTENCES, DamagedFile, EncryptedFile, ReadingError, TooLarge, UnsupportedFile
from ocr.isolated import IsolatedFile, Pool
from ocr.local import LocalFile
from ocr.reading import open_file, read_file
from ocr.settings import ReadSettings
from tests.ocr.bad_engines import bad_program
from tests.ocr.pages import LETTER, born_digital, picture, scan_pdf


@pytest.fixture(scope="module")
def mixed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of text, a scan, a page of text."""
    folder = tmp_path_factory.mktemp("mixed")
    text, scan = born_digital(folder / "t.pdf"), scan_pdf(folder / "s.pdf", [picture(dpi=150)], 150)
    with pikepdf.new() as whole, pikepdf.open(text) as one, pikepdf.open(scan) as two:
        whole.pages.extend([*one.pages, *two.pages, *one.pages])
        whole.save(folder / "m.pdf")
    return folder / "m.pdf"


def test_an_engine_that_crashes_costs_its_page_and_no_other(mixed_file: Path) -> None:
    reading = read_file(mixed_file, ReadSettings(engine="ocr.fakes:CrashingOcr", workers=1))

    assert [page.source for page in reading.pages] == ["text", None, "text"]
    assert reading.pages[1].error == SENTENCES["page_crashed"][0]
    assert reading.error is None


def test_an_engine_that_hangs_is_ended_at_the_page_limit(mixed_file: Path) -> None:
    begun = time.monotonic()
    reading = read_file(
        mixed_file, ReadSettings(engine="ocr.fakes:HangingOcr", workers=1, page_seconds=2, grace_seconds=0)
    )

    assert [page.source for page in reading.pages] == ["text", None, "text"]
    assert reading.pages[1].error == SENTENCES["page_too_slow"][0]
    assert time.monotonic() - begun < 12


def test_an_engine_that_gives_up_says_so_on_its_page(mixed_file: Path) -> None:
    reading = read_file(mixed_file, ReadSettings(engine="ocr.fakes:FailingOcr", workers=1))

    assert reading.pages[1].error == SENTENCES["engine_failed"][0]


def test_pages_come_in_order_whatever_process_reads_them(mixed_file: Path) -> None:
    with open_file(mixed_file, None, ReadSettings(engine="ocr.fakes:ScriptedOcr", workers=3)) as opened:
        pages = list(opened.read_pages([3, 1, 2, 1]))

    assert [page.number for page in pages] == [3, 1, 2, 1]
    assert pages[2].text == "Texto leído por el motor de prueba"


def test_a_closed_pool_leaves_no_process_behind(mixed_file: Path) -> None:
    pool = Pool()
    opened = IsolatedFile(mixed_file, None, ReadSettings(workers=1), pool)
    assert opened.read_page(1).error is None
    (child,) = pool.idle
    pool.close()

    assert not child.alive


@pytest.mark.parametrize("size", [(200_000, 200_000), (14_400, 3), (3, 200_000), (0.001, 0.001)])
def test_a_page_of_absurd_size_is_read_small_or_fails_alone(tmp_path: Path, size: tuple[float, float]) -> None:
    path = born_digital(tmp_path / "a.pdf", pages=2)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].MediaBox = [0, 0, *size]
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 5 5 re f BT /F1 12 Tf (x) Tj ET")
        pdf.save(path)
    begun = time.monotonic()
    reading = read_file(path, ReadSettings(workers=1))

    assert len(reading.pages) == 2 and reading.pages[1].text is not None
    assert time.monotonic() - begun < 30


def test_a_small_file_that_unfolds_into_a_huge_image_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (30_000, 30_000), 1).save(path)
    reading = read_file(path, ReadSettings(workers=1))

    assert path.stat().st_size < 300_000
    assert reading.pages[0].error == SENTENCES["page_too_large"][0]


def test_a_large_scan_is_read_at_a_lower_resolution(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    picture(dpi=600).save(path, dpi=(600, 600))
    page = read_file(path, ReadSettings(workers=1, max_pixels=8_000_000)).pages[0]

    assert page.error is None and "búsqueda exhaustiva" in (page.text or "")


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.tif", "a.jpg"])
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_are_read_or_refused_with_a_reason(tmp_path: Path, name: str, data: st.DataObject) -> None:
    whole = tmp_path / name
    if name.endswith(".pdf"):
        born_digital(whole)
    else:
        Image.fromarray(np.full((60, 80), 255, dtype=np.uint8)).save(whole)
    content = bytearray(whole.read_bytes())
    content = content[: data.draw(st.integers(1, len(content)))]
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=20)):
        content[at] = data.draw(st.integers(0, 255))
    whole.write_bytes(bytes(content))
    try:
        with LocalFile(whole, None, ReadSettings(isolate=False, engine="ocr.fakes:ScriptedOcr")) as opened:
            for page in opened.read_pages(range(1, min(3, opened.page_count) + 1)):
                assert page.error is None or page.error in {english for english, _ in SENTENCES.values()}
    except ReadingError as error:
        assert str(error) == SENTENCES[error.code][0]


def test_files_are_refused_for_the_right_reason(tmp_path: Path) -> None:
    good = born_digital(tmp_path / "a.pdf")
    with pikepdf.open(good) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="u", owner="o", R=6))
        pdf.save(tmp_path / "owner.pdf", encryption=pikepdf.Encryption(user="", owner="o", R=4))
    (tmp_path / "no-pages.pdf").write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF")
    (tmp_path / "program.bin").write_bytes(b"\x7fELF" + bytes(100))
    expected = {
        "locked.pdf": EncryptedFile,
        "no-pages.pdf": DamagedFile,
        "program.bin": UnsupportedFile,
    }
    for name, kind in expected.items():
        with pytest.raises(kind):
            open_file(tmp_path / name)
    with pytest.raises(TooLarge):
        open_file(good, None, ReadSettings(max_file_mb=0))
    owner = read_file(tmp_path / "owner.pdf")
    assert owner.error is None and (owner.pages[0].text or "").startswith(LETTER[0])


def test_the_picture_of_a_page_has_the_width_asked_for(mixed_file: Path) -> None:
    import io

    with open_file(mixed_file) as opened:
        for number in (1, 2):
            data, media_type = opened.render_page(number, 640)
            shown = Image.open(io.BytesIO(data))
            assert shown.width == 640 and Image.MIME[shown.format or ""] == media_type
        with pytest.raises(ReadingError):
            opened.render_page(9, 640)


def test_every_reason_is_a_sentence_in_both_languages() -> None:
    for english, spanish in SENTENCES.values():
        assert english.endswith(".") and spanish.endswith(".") and english != spanish


@pytest.mark.parametrize("what", ["crashes", "hangs"])
@pytest.mark.parametrize("engine", ["tesserocr", "pytesseract"])
def test_a_page_on_which_a_real_engine_fails_costs_none_of_the_pages_read_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, what: str
) -> None:
    if engine == "pytesseract":
        if not shutil.which("tesseract"):
            pytest.skip("the tesseract program is not installed")
        monkeypatch.setenv("PATH", f"{bad_program(tmp_path, what)}{os.pathsep}{os.environ['PATH']}")
    else:
        pytest.importorskip("tesserocr")
        engine = f"tests.ocr.bad_engines:{what.capitalize()}OnLandscape"
    good = picture(LETTER[:6], dpi=150)
    scan = scan_pdf(tmp_path / "s.pdf", [good, good.transpose(Image.Transpose.ROTATE_90), good, good], 150)
    limits = ReadSettings(engine=engine, workers=1, redactions=False, page_seconds=20 if what == "crashes" else 7)
    pool = Pool()
    try:
        with IsolatedFile(scan, None, limits, pool) as opened:
            pages = list(opened.read_pages(range(1, 5)))
    finally:
        pool.close()

    reasons = {"crashes": {"page_crashed", "engine_failed"}, "hangs": {"page_too_slow"}}[what]
    assert pages[1].error in {SENTENCES[code][0] for code in reasons}
    for page in (pages[0], *pages[2:]):
        assert page.error is None and LETTER[1] in (page.text or "")
