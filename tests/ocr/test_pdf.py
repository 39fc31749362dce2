"""PDF files: both libraries tell the same, and odd files are read or refused for the right reason."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from ocr.errors import DamagedFile, EncryptedFile, Unreadable
from ocr.local import LocalFile, open_source
from ocr.pdf.document import PdfiumFile
from ocr.pdf.poppler import PopplerFile
from ocr.settings import ReadSettings
from tests.ocr.pages import LETTER, born_digital, picture, scan_pdf

HERE = ReadSettings(isolate=False, engine="ocr.fakes:ScriptedOcr")


def test_poppler_tells_the_same_words_in_the_same_places_as_pdfium(tmp_path: Path) -> None:
    path = born_digital(tmp_path / "a.pdf")
    one = [word for line in PdfiumFile(path, HERE).page(1).layer().lines for word in line.words]
    other = [word for line in PopplerFile(path, HERE).page(1).layer().lines for word in line.words]

    assert [word.text for word in one] == [word.text for word in other]
    for a, b in zip(one, other, strict=True):
        assert a.box == pytest.approx(b.box, abs=0.01)


def test_poppler_draws_the_page_at_the_same_size_as_pdfium(tmp_path: Path) -> None:
    path = born_digital(tmp_path / "a.pdf", rotation=90)
    one, other = PdfiumFile(path, HERE).page(1).render(72), PopplerFile(path, HERE).page(1).render(72)

    assert one.pixels.shape == other.pixels.shape == (612, 792, 3)
    assert float(np.abs(one.grey.astype(int) - other.grey.astype(int)).mean()) < 6


def test_a_page_pdfium_finds_empty_is_asked_of_poppler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ocr.pdf import document
    from ocr.pdf.objects import Inventory

    path = born_digital(tmp_path / "a.pdf")
    monkeypatch.setattr(document, "list_objects", lambda page, affine, layered: Inventory())

    assert type(PdfiumFile(path, HERE).page(1)).__name__ == "PopplerPage"


def test_what_lies_outside_the_crop_box_is_not_on_the_page(tmp_path: Path) -> None:
    path = born_digital(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = [60, 690, 612, 792]
        pdf.save(path)
    with LocalFile(path, None, HERE) as opened:
        page = opened.read_page(1)

    assert (page.width_pt, page.height_pt) == (552, 102)
    assert (page.text or "").splitlines() == [line for line in LETTER[:3] if line]


def test_a_scan_is_rendered_at_its_own_resolution_and_text_at_300(tmp_path: Path) -> None:
    scan = scan_pdf(tmp_path / "s.pdf", [picture(dpi=200)], 200)

    assert PdfiumFile(scan, HERE).page(1).scan_dpi() == pytest.approx(200, rel=0.01)
    assert PdfiumFile(born_digital(tmp_path / "t.pdf"), HERE).page(1).scan_dpi() is None


def test_hyphens_at_the_end_of_lines_stay(tmp_path: Path) -> None:
    path = born_digital(tmp_path / "a.pdf", ["La infor-", "mación solicitada"])
    with LocalFile(path, None, HERE) as opened:
        assert opened.read_page(1).text == "La infor-\nmación solicitada"


def test_a_file_that_writes_its_page_from_the_foot_up_is_read_from_the_top(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=letter)
    for index in range(20):
        canvas.drawString(72, 100 + 20 * index, f"renglón {20 - index}")
    canvas.save()
    with LocalFile(tmp_path / "a.pdf", None, HERE) as opened:
        assert (opened.read_page(1).text or "").splitlines() == [f"renglón {n}" for n in range(1, 21)]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=letter)
    for column, x in (("izquierda", 72), ("derecha", 330)):
        for index in range(20):
            canvas.drawString(x, 700 - 20 * index, f"columna {column} de la página con el número {index}")
    canvas.save()
    with LocalFile(tmp_path / "a.pdf", None, HERE) as opened:
        lines = (opened.read_page(1).text or "").splitlines()

    assert [line.split()[1] for line in lines] == ["izquierda"] * 20 + ["derecha"] * 20


def test_columns_written_from_the_foot_up_come_apart() -> None:
    from ocr.lines import Line
    from ocr.order import in_reading_order
    from ocr.types import Word

    lines = [
        Line((Word(f"{column}{row}", (x, row / 20, x + 0.3, row / 20 + 0.03), 100.0),))
        for row in reversed(range(10))
        for column, x in (("d", 0.55), ("i", 0.1))
    ]
    foot_up = sorted(lines, key=lambda line: (line.text[0], -line.box[1]))

    assert [line.text for line in in_reading_order(foot_up)] == [f"{c}{n}" for c in "id" for n in range(10)]


def test_values_of_a_form_are_part_of_the_text(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=letter)
    canvas.drawString(72, 700, "Folio de la solicitud que se presentó en la plataforma:")
    canvas.acroForm.textfield(value="330024724000777", x=72, y=660, width=200, height=24, borderWidth=0)
    canvas.save()
    with LocalFile(tmp_path / "a.pdf", None, ReadSettings(isolate=False)) as opened:
        page = opened.read_page(1)

    assert page.source == "text" and "330024724000777" in (page.text or "")
    assert page.words is not None
    value = next(word for word in page.words if word.text == "330024724000777")
    assert value.box[0] == pytest.approx(72 / 612, abs=0.02) and value.box[1] == pytest.approx(1 - 678 / 792, abs=0.03)


def test_every_odd_sample_is_read_or_refused_for_the_right_reason(samples: Path) -> None:
    folder = samples / "pdf_torture"
    with (folder / "expectations.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            try:
                source = open_source(folder / row["file"], None, HERE)
            except Unreadable as error:
                assert row["poppler_renders_p1"] != "ok", row["file"]
                expected = EncryptedFile if row["needs_password"] == "yes" else DamagedFile
                assert isinstance(error, expected), row["file"]
                continue
            assert row["poppler_renders_p1"] == "ok", row["file"]
            assert source.page_count == int(row["pages_poppler"]), row["file"]
            source.close()
