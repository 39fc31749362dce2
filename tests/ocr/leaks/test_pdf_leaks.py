"""What a PDF still carries under its boxes, and what is no leak."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from ocr.leaks import find_leaks, inspect_file
from ocr.types import Redaction
from tests.ocr.leaks.files import HIGH, LINE, WIDE, make, noise_image, reader, scan_image, write_text


def _kinds(path: Path) -> list[str]:
    found = inspect_file(path)
    return sorted(
        [leak.kind for leaks in found.pages.values() for leak in leaks] + [leak.kind for leak in found.document]
    )


def _box_over_text(canvas: Canvas, colour: tuple[float, float, float] = (0, 0, 0)) -> None:
    write_text(canvas)
    canvas.setFillColorRGB(*colour)
    canvas.rect(140, 672, 120, 16, stroke=0, fill=1)


def test_live_text_under_a_box_is_a_leak_with_its_place_and_length(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", _box_over_text)
    (leak,) = inspect_file(path).pages[1]
    assert leak.kind == "text_under_box"
    assert 15 <= leak.characters <= 25
    assert leak.box is not None
    assert 0.22 < leak.box[0] < leak.box[2] < 0.44
    assert abs((leak.box[1] + leak.box[3]) / 2 - (1 - 680 / HIGH)) < 0.02


@pytest.mark.parametrize("colour", [(1, 1, 1), (0.7, 0.7, 0.7), (0, 1, 1)])
def test_a_box_of_any_colour_over_text_is_a_leak(tmp_path: Path, colour: tuple[float, float, float]) -> None:
    assert _kinds(make(tmp_path / "a.pdf", lambda c: _box_over_text(c, colour))) == ["text_under_box"]


def test_the_hidden_text_is_in_nothing_that_is_returned(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", _box_over_text)
    assert "fojas" not in repr(inspect_file(path)) + repr(find_leaks(path, 1))


def test_black_text_on_a_black_box_is_a_leak(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 690, 400, 24, stroke=0, fill=1)
        write_text(canvas)

    assert _kinds(make(tmp_path / "a.pdf", draw)) == ["text_under_box"]


def test_a_box_inside_a_form_object_and_a_turned_page_are_seen(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        canvas.beginForm("cover")
        canvas.rect(140, 672, 120, 16, stroke=0, fill=1)
        canvas.endForm()
        canvas.doForm("cover")

    path = make(tmp_path / "a.pdf", draw)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(path)
    (leak,) = inspect_file(path).pages[1]
    assert leak.kind == "text_under_box"
    assert leak.box is not None
    assert leak.box[3] - leak.box[1] > leak.box[2] - leak.box[0] > 0


def test_an_image_over_text_is_a_leak(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        canvas.drawImage(reader(noise_image()), 140, 672, 120, 16)

    assert _kinds(make(tmp_path / "a.pdf", draw)) == ["text_under_image"]


def test_a_box_drawn_over_a_scan_leaves_the_scan_whole(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(reader(scan_image()), 0, 0, WIDE, HIGH)
        canvas.rect(100, 700, 200, 24, stroke=0, fill=1)

    assert _kinds(make(tmp_path / "a.pdf", draw)) == ["image_under_box"]


def _annotate(path: Path, **entries: object) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[140, 672, 260, 688], **entries)
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        pdf.save(path)
    return path


def test_a_redaction_that_was_marked_and_never_applied_is_a_leak(tmp_path: Path) -> None:
    path = _annotate(make(tmp_path / "a.pdf", write_text), Subtype=pikepdf.Name.Redact)
    (leak,) = inspect_file(path).pages[1]
    assert leak.kind == "unapplied_redaction"
    assert leak.characters > 10


def test_a_filled_annotation_over_text_is_a_leak(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", write_text)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        look = pdf.make_stream(
            b"0 g 0 0 120 16 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 120, 16]
        )
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[140, 672, 260, 688], IC=[0, 0, 0], F=4,
            AP=pikepdf.Dictionary(N=look),
        )  # fmt: skip
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(path)
    assert _kinds(path) == ["text_under_annotation"]


def test_text_in_the_colour_of_the_paper_is_a_leak(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        canvas.setFillGray(1)
        canvas.drawString(72, 300, "domicilio de la persona")

    assert _kinds(make(tmp_path / "a.pdf", draw)) == ["invisible_text"]


def test_words_that_ocr_read_under_a_box_of_the_scan_are_a_leak_once_the_box_is_seen(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(reader(scan_image((100, 100, 400, 125))), 0, 0, WIDE, HIGH)
        text = canvas.beginText(72, 705)
        text.setTextRenderMode(3)
        text.setFont("Helvetica", 14)
        text.textOut("declara que vive en")
        canvas.drawText(text)

    path = make(tmp_path / "a.pdf", draw)
    assert _kinds(path) == []
    box = (100 / 850, 100 / 1100, 401 / 850, 126 / 1100)
    (leak,) = find_leaks(path, 1, [Redaction(box, "black", None, 0.9)])
    assert leak.kind == "ocr_under_box"


def test_highlights_forms_table_heads_and_labels_are_no_leaks(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 0)
        canvas.rect(140, 672, 120, 16, stroke=0, fill=1)
        canvas.setFillColorRGB(0.1, 0.2, 0.4)
        canvas.rect(60, 400, 480, 20, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(70, 405, "Fecha")
        canvas.drawString(270, 405, "Asunto")
        write_text(canvas)
        canvas.setFillGray(0)
        canvas.drawString(72, 300, "CONFIDENCIAL")
        canvas.rect(70, 296, 100, 16, stroke=0, fill=1)
        canvas.acroForm.textfield(x=72, y=200, width=200, height=20, value="respuesta", name="campo")

    assert _kinds(make(tmp_path / "a.pdf", draw)) == []


def test_a_see_through_highlight_over_text_is_no_leak(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        canvas.setFillColorRGB(1, 1, 0, alpha=0.5)
        canvas.rect(140, 672, 120, 16, stroke=0, fill=1)

    assert _kinds(make(tmp_path / "a.pdf", draw)) == []


def test_white_boxes_on_white_paper_and_text_drawn_twice_are_no_leaks(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        canvas.setFillGray(1)
        canvas.rect(60, 100, 300, 200, stroke=0, fill=1)
        canvas.rect(60, 670, 480, 20, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(72, 676, LINE)

    assert _kinds(make(tmp_path / "a.pdf", draw)) == []


def test_a_header_replaced_on_every_page_is_no_leak(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        canvas.drawString(72, 760, "Encabezado anterior de la unidad")
        canvas.setFillGray(1)
        canvas.rect(60, 755, 400, 20, stroke=0, fill=1)

    assert _kinds(make(tmp_path / "a.pdf", draw, draw, draw)) == []


def test_an_ocr_layer_over_or_under_a_scan_is_no_leak(tmp_path: Path) -> None:
    def behind(canvas: Canvas) -> None:
        write_text(canvas)
        canvas.drawImage(reader(scan_image()), 0, 0, WIDE, HIGH)

    def over(canvas: Canvas) -> None:
        canvas.drawImage(reader(scan_image()), 0, 0, WIDE, HIGH)
        text = canvas.beginText(72, 705)
        text.setTextRenderMode(3)
        text.textOut("declara que vive en la calle")
        canvas.drawText(text)

    assert _kinds(make(tmp_path / "a.pdf", behind, over)) == []


def test_a_page_of_very_many_shapes_ends(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write_text(canvas)
        for number in range(60_000):
            canvas.rect(72 + number % 400, 100 + number // 600, 3, 3, stroke=0, fill=1)
        canvas.rect(140, 672, 120, 16, stroke=0, fill=1)

    assert "text_under_box" in _kinds(make(tmp_path / "a.pdf", draw))
