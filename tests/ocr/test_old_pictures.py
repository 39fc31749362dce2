"""Pictures in old Word, PowerPoint and RTF files, and in Word's headers: read as shown, never from under a shape."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Inches

from ocr.types import PageReading
from tests.ocr.old_art import document, presentation, rich_text, workbook
from tests.ocr.test_insets import changed, letter, png, read

SHAPE = (r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 1}}{\sp{\sn fFilled}{\sv %d}}}}")


def pages(folder: Path, data: bytes, ending: str) -> list[PageReading]:
    path = folder / f"a.{ending}"
    path.write_bytes(data)
    return read(path)


def verdict(found: list[PageReading]) -> str:
    """What became of the one picture: `read`, a reason, or `none`."""
    if len([page for page in found if page.source == "ocr" or page.error]) == 0:
        return "none"
    page = found[-1]
    return page.why or "" if page.error else "read" if "UT/0412/2024" in (page.text or "") else "other"


PNG = png().getvalue()


@pytest.mark.parametrize(("data", "became"), [
    (presentation(PNG), "read"),
    (presentation(PNG, (100, 100, 3000, 1000)), "picture_covered"),
    (presentation(PNG, (700, 700, 1000, 760)), "picture_covered"),
    (presentation(PNG, (100, 2280, 3000, 4000)), "read"),
    (presentation(PNG, (100, 100, 3000, 1000), clear=True), "read"),
])
def test_a_picture_on_an_old_slide_is_read_unless_something_lies_on_it(
    tmp_path: Path, data: bytes, became: str
) -> None:
    found = pages(tmp_path, data, "ppt")
    assert verdict(found) == became and found[0].text == "Se anexa el oficio."


@pytest.mark.parametrize(("data", "became"), [
    (document(PNG), "read"),
    (document(PNG, hidden=True), "none"),
    (document(PNG, cover="same"), "picture_covered"),
    (document(PNG, cover="next"), "read"),
    (document(PNG, floating=True), "read"),
    (document(PNG, floating=True, cover="same"), "picture_covered"),
])
def test_a_picture_in_an_old_word_file_is_read_unless_something_may_lie_on_it(
    tmp_path: Path, data: bytes, became: str
) -> None:
    found = pages(tmp_path, data, "doc")
    assert verdict(found) == became and "Se anexa." in (found[0].text or "")


@pytest.mark.parametrize(("data", "became"), [
    (rich_text(PNG), "read"),
    (rich_text(PNG, binary=True), "read"),
    (rich_text(PNG, before=r"{\v ", after="}"), "none"),
    (rich_text(PNG, before=SHAPE % 1), "picture_covered"),
    (rich_text(PNG, before=SHAPE % 0), "read"),
    (rich_text(PNG, after=r"\page " + SHAPE % 1), "read"),
])
def test_a_picture_in_rich_text_is_read_once_unless_something_may_lie_on_it(
    tmp_path: Path, data: bytes, became: str
) -> None:
    found = pages(tmp_path, data, "rtf")
    pictures = [page for page in found if page.source != "text"]
    assert verdict(found) == became and len(pictures) == (0 if became == "none" else 1)
    assert "Se anexa el oficio." in (found[0].text or "")


def test_files_with_pictures_cut_short_are_read_or_damaged(tmp_path: Path) -> None:
    from ocr.errors import ReadingError

    for ending, data in (("ppt", presentation(PNG)), ("doc", document(PNG, floating=True)), ("rtf", rich_text(PNG))):
        for share in (3, 20, 50, 80, 97):
            try:
                pages(tmp_path, data[: len(data) * share // 100], ending)
            except ReadingError as error:
                assert error.code in ("damaged", "no_text", "unsupported"), (ending, share)


BOX = ('<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml">'
       '<v:rect style="position:{}" fillcolor="black"/></w:pict></w:r>')


@pytest.mark.parametrize(("shape", "became"), [
    ("<w:p>" + BOX.format("absolute") + "</w:p>", "picture_covered"),
    ("<w:p>" + BOX.format("static") + "</w:p>", "read"),
    ('<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>' + BOX.format("absolute") + "</w:p>", "read"),
    ("<w:p><w:r><w:lastRenderedPageBreak/></w:r>" + BOX.format("absolute") + "</w:p>", "picture_covered"),
    ("<w:p><w:pPr><w:pageBreakBefore/></w:pPr>" + BOX.format("absolute") + "</w:p>", "read"),
    ("<w:p>" + BOX.format("absolute").replace("fillcolor=\"black\"", 'filled="f"') + "</w:p>", "read"),
    ("<w:p>" + BOX.format("absolute").replace("fillcolor=\"black\"", "") + "</w:p>", "picture_covered"),
])
def test_only_a_shape_that_may_stand_on_its_page_covers_a_picture(tmp_path: Path, shape: str, became: str) -> None:
    path = changed(letter(tmp_path / "a.docx"), "word/document.xml",
                   lambda xml: xml.replace("<w:sectPr", shape + "<w:sectPr"))
    assert verdict(read(path)) == became


@pytest.mark.parametrize(("wide", "became"), [(6, "read"), (1.5, "none")])
def test_a_large_picture_in_a_header_is_read_and_a_coat_of_arms_is_not(
    tmp_path: Path, wide: float, became: str
) -> None:
    made = Document()
    made.add_paragraph("Se anexa el oficio.")
    made.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(PNG), width=Inches(wide))
    made.save(str(tmp_path / "a.docx"))
    assert verdict(read(tmp_path / "a.docx")) == became


def test_a_drawing_says_that_it_is_one(tmp_path: Path) -> None:
    data = rich_text(PNG).replace(b"\\pngblip", b"\\emfblip")
    assert verdict(pages(tmp_path, data, "rtf")) == "picture_drawn"


@pytest.mark.parametrize(("data", "became"), [
    (workbook(PNG), "read"),
    (workbook(PNG, cover=(2, 2, 4, 3)), "picture_covered"),
    (workbook(PNG, cover=(12, 2, 14, 4)), "read"),
    (workbook(PNG, hidden=True), "none"),
])
def test_a_picture_on_an_old_sheet_is_read_unless_something_lies_on_it(
    tmp_path: Path, data: bytes, became: str
) -> None:
    found = pages(tmp_path, data, "xls")
    assert verdict(found) == became and (found[0].text or "").startswith("Hoja" if became == "none" else "Uno")
