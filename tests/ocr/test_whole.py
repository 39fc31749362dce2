"""What only the whole file tells is told of each page: the grounds of a legend on the last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from ocr.local import LocalFile
from ocr.settings import ReadSettings
from ocr.types import PageReading, Redaction, Word
from ocr.whole import MOST_HELD, with_carried_grounds


def test_the_legend_on_the_last_page_of_a_pdf_tells_the_grounds_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=letter)
    for line in range(24):
        canvas.drawString(72, 700 - 16 * line, "La unidad informa que")
        canvas.drawString(340, 700 - 16 * line, "compareció ante la oficina regional")
        if line not in (6, 15):
            canvas.drawString(200, 700 - 16 * line, "la persona interesada")
    for line in (6, 15):
        canvas.setFillGray(0.7)
        canvas.rect(198, 697 - 16 * line, 130, 13, fill=1, stroke=0)
        canvas.setFillGray(0)
        canvas.drawString(255, 700 - 16 * line, "2")
    canvas.showPage()
    canvas.drawString(72, 700, "1. Domicilio, artículo 116 de la LGTAIP.")
    canvas.drawString(72, 684, "2. Nombre, con fundamento en el artículo 113, fracción I de la LFTAIP.")
    canvas.save()
    settings = ReadSettings(isolate=False)
    with LocalFile(path, None, settings) as file:
        alone = list(file.read_pages([1, 2]))
    assert [one.ground for one in alone[0].redactions] == [None, None]
    told = list(with_carried_grounds(iter(alone), 2))
    assert [one.ground for one in told[0].redactions] == ["art. 113 fr. I LFTAIP"] * 2
    assert told[1] == alone[1]


def test_of_a_long_file_each_page_is_told_as_soon_as_it_is_read() -> None:
    asked = []

    def pages() -> Iterator[PageReading]:
        for number in range(1, MOST_HELD + 2):
            asked.append(number)
            marks = (Redaction((0.1, 0.1, 0.2, 0.2), "black", None, 0.9),)
            words = (Word("1", (0.1, 0.1, 0.2, 0.2), 90.0),)
            yield PageReading(number, 612, 792, "ocr", 90.0, "1", words, marks, 0.1, ())

    told = with_carried_grounds(pages(), MOST_HELD + 1)
    next(told)
    assert asked == [1]
