"""Which source a page's text comes from, and that what a page hides is in no field."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.colors import black, white, yellow
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ocr.local import LocalFile
from ocr.quality import Quality, judge
from ocr.settings import ReadSettings
from ocr.types import PageReading
from tests.ocr.pages import LETTER, born_digital, picture, write

HERE = ReadSettings(isolate=False)


def read(path: Path, number: int = 1) -> PageReading:
    with LocalFile(path, None, HERE) as opened:
        page = opened.read_page(number)
    assert page.error is None
    return page


def flat(text: str | None) -> str:
    return " ".join((text or "").split())


def canvas_at(path: Path) -> Canvas:
    return Canvas(str(path), pagesize=letter)


def scan(canvas: Canvas, image: Image.Image) -> None:
    canvas.drawImage(ImageReader(image), 0, 0, 612, 792)


def invisible(canvas: Canvas, lines: tuple[str, ...]) -> None:
    text = canvas.beginText(72, 709)
    text.setFont("Helvetica", 12)
    text.setTextRenderMode(3)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def test_a_signature_line_over_a_scan_is_not_its_text_layer(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    scan(canvas, picture())
    write(canvas, ["Firmado electrónicamente: folio 330024724000123"], y=40, size=8)
    canvas.save()

    page = read(tmp_path / "a.pdf")

    assert page.source == "mixed"
    assert flat(page.text).count("330024724000123") == 1
    assert "no se localizó expresión documental" in flat(page.text)


def test_words_of_a_pasted_image_join_the_text_without_repeating_it(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    write(canvas, LETTER[:5])
    strip = picture(["Sello de recibido", "16 de marzo de 2024"]).crop((200, 250, 1500, 520))
    canvas.drawImage(ImageReader(strip), 72, 400, strip.width * 72 / 300, strip.height * 72 / 300)
    canvas.save()

    page = read(tmp_path / "a.pdf")

    assert page.source == "mixed"
    assert flat(page.text) == flat(" ".join(LETTER[:5])) + " Sello de recibido 16 de marzo de 2024"


def test_a_layer_that_says_something_else_than_the_page_is_not_believed(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    scan(canvas, picture())
    invisible(canvas, tuple("el texto de otra página que nadie ve aquí por la mañana" for _ in range(14)))
    canvas.save()

    page = read(tmp_path / "a.pdf")

    assert page.source == "ocr"
    assert flat(page.text) == flat(" ".join(LETTER))


def test_a_good_ocr_layer_over_a_scan_is_kept(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    write(canvas, LETTER)
    canvas.save()
    from pypdfium2 import PdfDocument

    image = PdfDocument(tmp_path / "a.pdf")[0].render(scale=200 / 72).to_pil()
    canvas = canvas_at(tmp_path / "b.pdf")
    scan(canvas, image)
    canvas.setFont("Helvetica", 12)
    y = 720.0
    for line in LETTER:
        text = canvas.beginText(72, y)
        text.setTextRenderMode(3)
        text.textOut(line)
        canvas.drawText(text)
        y -= 12 * 1.4
    canvas.save()

    page = read(tmp_path / "b.pdf")

    assert page.source == "text" and page.text is not None
    assert page.text.splitlines() == [line for line in LETTER if line]


def test_words_under_a_box_are_in_no_field_and_the_others_stay(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    write(canvas, ["La visitadora Remedios Quintanar firmó el acta."], y=700)
    canvas.setFillColor(black)
    canvas.rect(72 + 66, 696, 108, 14, stroke=0, fill=1)
    canvas.save()

    page = read(tmp_path / "a.pdf")

    assert page.text is not None and page.words is not None
    for field in (page.text, " ".join(word.text for word in page.words)):
        assert "Remedios" not in field and "Quintanar" not in field
        assert "visitadora" in field and "firmó el acta." in field
    assert page.why is not None and "left out" in page.why


def test_without_an_engine_a_word_under_a_box_stays_hidden_and_the_rest_is_read(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    write(canvas, ["La visitadora Remedios Quintanar firmó el acta."], y=700)
    canvas.rect(72 + 66, 696, 108, 14, stroke=0, fill=1)
    canvas.save()
    with LocalFile(tmp_path / "a.pdf", None, ReadSettings(isolate=False, engine="ocr.fakes:FailingOcr")) as opened:
        text = opened.read_page(1).text or ""

    assert "Remedios" not in text and "Quintanar" not in text and "firmó el acta." in text


@pytest.mark.parametrize("box", ["white", "labelled"])
def test_a_white_or_labelled_box_hides_as_well(tmp_path: Path, box: str) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    write(canvas, ["Domicilio: Calle Jacarandas 118, interior 4, Tapachula."], y=700)
    canvas.setFillColor(white if box == "white" else black)
    canvas.setStrokeColor(black)
    canvas.rect(72 + 62, 696, 250, 14, stroke=1, fill=1)
    if box == "labelled":
        canvas.setFillColor(white)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72 + 120, 700, "Art. 116 LGTAIP")
    canvas.save()

    page = read(tmp_path / "a.pdf")

    assert "Jacarandas" not in (page.text or "") and "Tapachula" not in (page.text or "")
    assert "Domicilio:" in (page.text or "")


def test_a_dark_table_head_and_a_highlight_stay_readable(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    canvas.setFillColor(black)
    canvas.rect(72, 690, 400, 20, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(80, 696, "Ejercicio fiscal Concepto Importe")
    canvas.setFillColor(yellow)
    canvas.rect(72, 650, 400, 18, stroke=0, fill=1)
    canvas.setFillColor(black)
    canvas.drawString(80, 655, "Esta frase fue resaltada por quien la leyó")
    canvas.save()

    text = flat(read(tmp_path / "a.pdf").text)

    assert "Ejercicio fiscal Concepto Importe" in text
    assert "Esta frase fue resaltada por quien la leyó" in text


def test_invisible_text_on_an_empty_page_is_not_its_text(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    invisible(canvas, LETTER)
    canvas.save()

    page = read(tmp_path / "a.pdf")

    assert (page.source, page.text) == ("blank", "")


def test_an_empty_page_is_blank_and_a_page_under_one_black_box_is_not(tmp_path: Path) -> None:
    canvas = canvas_at(tmp_path / "a.pdf")
    canvas.showPage()
    canvas.rect(72, 72, 468, 648, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()

    assert read(tmp_path / "a.pdf", 1).source == "blank"
    assert read(tmp_path / "a.pdf", 2).source == "ocr"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(tmp_path: Path, rotation: int) -> None:
    import numpy as np
    from pypdfium2 import PdfDocument

    path = born_digital(tmp_path / "a.pdf", rotation=rotation)
    page = read(path)
    shown = np.asarray(PdfDocument(path)[0].render(scale=2).to_pil().convert("L"))
    height, width = shown.shape

    assert (page.width_pt, page.height_pt) == ((612, 792) if rotation % 180 == 0 else (792, 612))
    assert page.words is not None and len(page.words) == len(" ".join(LETTER).split())
    for word in page.words:
        x0, y0, x1, y1 = word.box
        crop = shown[int(y0 * height) : int(y1 * height) + 1, int(x0 * width) : int(x1 * width) + 1]
        assert crop.min() < 100
    covered = shown.copy()
    for x0, y0, x1, y1 in (word.box for word in page.words):
        covered[int(y0 * height) - 2 : int(y1 * height) + 3, int(x0 * width) - 2 : int(x1 * width) + 3] = 255
    assert covered.min() == 255


@pytest.mark.parametrize(
    ("text", "broken", "quality"),
    [
        ("En atención a su solicitud de información, con fundamento en los artículos de la ley.", 0.0, Quality.GOOD),
        ("En atencin a su solicitud de informacin, con fundamento en los artculos de la ley.", 0.0, Quality.ACCENTS),
        ("La informaciÃ³n del aÃ±o en que se emitiÃ³ la resoluciÃ³n", 0.0, Quality.ACCENTS),
        ("Xqd vrolflwxg gh lqirupdflrq " * 12, 0.0, Quality.DOUBTFUL),
        ("\ue001\ue002\ue003 \ue004", 0.9, Quality.BROKEN),
        ("OFICIO DE NOTIFICACION DE LA RESOLUCION", 0.0, Quality.GOOD),
        ("4", 0.0, Quality.GOOD),
    ],
)
def test_a_layer_is_judged_by_its_characters(text: str, broken: float, quality: Quality) -> None:
    assert judge(text, broken) is quality
