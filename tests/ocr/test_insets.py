"""Pictures in office files are read as pages after the text, as they are shown: cropped, and never under a shape."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from docx import Document
from docx.shared import Inches
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from ocr.leaks import inspect_file
from ocr.local import LocalFile
from ocr.settings import ReadSettings
from ocr.text.package import overlap
from ocr.types import PageReading
from tests.ocr.pages import picture

HERE = ReadSettings(isolate=False, redactions=False)
SCAN = picture(("Oficio UT/0412/2024", "No se localizó expresión documental"), dpi=150, size=18).crop(
    (100, 100, 1000, 400))


def png(image: Image.Image = SCAN) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, "PNG")
    return io.BytesIO(out.getvalue())


def read(path: Path) -> list[PageReading]:
    with LocalFile(path, None, HERE) as opened:
        return list(opened.read_pages(range(1, opened.page_count + 1)))


def letter(path: Path, text: str = "Se anexa el oficio.") -> Path:
    document = Document()
    if text:
        document.add_paragraph(text)
    document.add_picture(png(), width=Inches(6))
    document.save(str(path))
    return path


def changed(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The file with one part rewritten."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def test_a_scan_pasted_into_a_word_file_is_a_page_after_the_text(tmp_path: Path) -> None:
    text, scan = read(letter(tmp_path / "a.docx"))
    assert text.text == "Se anexa el oficio." and text.source == "text"
    assert scan.source == "ocr" and "UT/0412/2024" in (scan.text or "")


def test_a_word_file_that_is_nothing_but_a_scan_is_read(tmp_path: Path) -> None:
    (scan,) = read(letter(tmp_path / "a.docx", text=""))
    assert "expresión documental" in (scan.text or "")


def test_the_cropped_part_of_a_picture_is_read_by_nobody(tmp_path: Path) -> None:
    path = changed(letter(tmp_path / "a.docx"), "word/document.xml",
                   lambda xml: re.sub("<a:stretch>", '<a:srcRect b="62000"/><a:stretch>', xml, count=1))
    scan = read(path)[1]
    assert "UT/0412/2024" in (scan.text or "") and "localiz" not in (scan.text or "")


def cropped(path: Path, picture: Image.Image, sides: str) -> list[tuple[str, int]]:
    """The leaks of a letter whose picture is cropped so."""
    document = Document()
    document.add_paragraph("Se anexa.")
    document.add_picture(png(picture), width=Inches(6))
    document.save(str(path))
    changed(path, "word/document.xml", lambda xml: xml.replace("<a:stretch>", f"<a:srcRect {sides}/><a:stretch>"))
    return [(leak.kind, leak.characters) for leak in inspect_file(path).document]


def test_print_that_was_cropped_away_is_a_leak_and_a_cropped_photo_edge_or_logo_is_none(tmp_path: Path) -> None:
    ((kind, letters),) = cropped(tmp_path / "a.docx", SCAN, 'b="62000"')
    assert kind == "outside_page" and letters > 20
    assert cropped(tmp_path / "b.docx", SCAN, 'l="2000" r="1500"') == []
    dice = np.random.default_rng(3)
    grains = Image.fromarray(dice.integers(0, 255, (60, 80), dtype=np.uint8))
    photo = grains.resize((800, 600), Image.Resampling.BICUBIC)
    bright = Image.fromarray(np.asarray(photo) // 4 + 190)
    logo = Image.new("L", (900, 700), 255)
    logo.paste(30, (60, 60, 400, 400))
    for number, shown in enumerate((photo, bright, logo)):
        assert cropped(tmp_path / f"c{number}.docx", shown, 'b="40000" r="30000"') == []


def test_a_picture_under_a_filled_shape_is_not_read_and_says_so(tmp_path: Path) -> None:
    shape = ('<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml">'
             '<v:rect style="position:absolute" fillcolor="black"/></w:pict></w:r></w:p><w:sectPr')
    path = changed(letter(tmp_path / "a.docx"), "word/document.xml", lambda xml: xml.replace("<w:sectPr", shape))
    covered = read(path)[1]
    assert covered.text is None and covered.why == "picture_covered"


def test_a_picture_in_a_hidden_run_is_not_shown_and_not_read(tmp_path: Path) -> None:
    path = changed(letter(tmp_path / "a.docx"), "word/document.xml",
                   lambda xml: xml.replace("<w:r><w:drawing>", "<w:r><w:rPr><w:vanish/></w:rPr><w:drawing>"))
    assert len(read(path)) == 1


@pytest.mark.parametrize("mark", ["<w:r><w:rPr><w:rStyle w:val='Oculto'/></w:rPr><w:drawing>", "<w:r><w:drawing>"])
def test_a_picture_that_a_style_hides_is_not_read(tmp_path: Path, mark: str) -> None:
    path = changed(letter(tmp_path / "o.docx"), "word/styles.xml", lambda xml: xml.replace(
        "</w:styles>", '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Oculto"><w:basedOn w:val="Base"/></w:style></w:styles>'))
    of_paragraph = mark == "<w:r><w:drawing>"
    changed(path, "word/document.xml", lambda xml: re.sub(
        r"<w:p>(?=<w:r><w:drawing>)", "<w:p><w:pPr><w:pStyle w:val='Oculto'/></w:pPr>", xml)
        if of_paragraph else xml.replace("<w:r><w:drawing>", mark))
    assert len(read(path)) == 1


def test_a_shape_or_picture_without_an_area_hides_nothing() -> None:
    assert overlap((1.0, 1.0, 1.0, 5.0), (0.0, 0.0, 9.0, 9.0)) == 0


def test_logos_are_no_pages(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Oficio")
    document.add_picture(png(), width=Inches(1))
    document.add_picture(png(SCAN.resize((60, 30))), width=Inches(5))
    document.save(str(tmp_path / "a.docx"))
    assert len(read(tmp_path / "a.docx")) == 1


def test_a_picture_on_a_sheet_is_read_and_one_on_a_hidden_sheet_is_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["Folio"])
    first.add_image(SheetImage(png()), "B3")
    hidden = book.create_sheet("Oculta")
    hidden.add_image(SheetImage(png(SCAN.rotate(180))), "B3")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    sheet, scan = read(tmp_path / "a.xlsx")
    assert "Folio" in (sheet.text or "") and "UT/0412/2024" in (scan.text or "")


SLIDE = """<p:sld xmlns:p="p" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="r">
<p:cSld><p:spTree>
<p:pic><p:blipFill><a:blip r:embed="rId1"/></p:blipFill>
<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" cy="2000000"/></a:xfrm></p:spPr></p:pic>
<p:sp><p:spPr><a:xfrm><a:off x="{x}" y="0"/><a:ext cx="1000000" cy="2000000"/></a:xfrm><a:solidFill/></p:spPr>
<p:txBody><a:p><a:r><a:t>Cifras</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"""


def presentation(path: Path, slide: str) -> Path:
    """A presentation of one slide with the scan on it."""
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("ppt/presentation.xml", "<p/>")
        made.writestr("ppt/slides/slide1.xml", slide)
        made.writestr("ppt/slides/_rels/slide1.xml.rels",
                      '<Relationships><Relationship Id="rId1" Target="../media/image1.png"/></Relationships>')
        made.writestr("ppt/media/image1.png", png().getvalue())
    return path


@pytest.mark.parametrize(("shape", "leaks"), [
    ('<a:off x="100000" y="50000"/><a:ext cx="3000000" cy="600000"/></a:xfrm><a:solidFill/>', ["image_under_box"]),
    ('<a:off x="100000" y="50000"/><a:ext cx="3000000" cy="600000"/></a:xfrm><a:noFill/>', []),
    ('<a:off x="3800000" y="1700000"/><a:ext cx="900000" cy="250000"/></a:xfrm><a:solidFill/>', []),
])
def test_a_bar_over_the_print_of_a_picture_is_a_leak_and_one_beside_it_is_none(
    tmp_path: Path, shape: str, leaks: list[str]
) -> None:
    slide = re.sub(r"<p:txBody>.*</p:txBody>", "", SLIDE).replace(
        '<a:off x="{x}" y="0"/><a:ext cx="1000000" cy="2000000"/></a:xfrm><a:solidFill/>', shape)
    path = presentation(tmp_path / "a.pptx", slide)
    assert [leak.kind for leak in inspect_file(path).document] == leaks


@pytest.mark.parametrize(("x", "is_read"), [(6000000, True), (1000000, False)])
def test_a_shape_on_a_slide_hides_the_picture_it_lies_on_and_no_other(tmp_path: Path, x: int, is_read: bool) -> None:
    path = presentation(tmp_path / "a.pptx", SLIDE.format(x=x))
    slide, scan = read(path)
    assert slide.text == "Cifras"
    assert ("UT/0412/2024" in (scan.text or "")) is is_read and (scan.why == "picture_covered") is not is_read


OPEN = """<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:d="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:f="urn:oasis:names:tc:opendocument:xmlns:fo:1.0"
 xmlns:v="urn:oasis:names:tc:opendocument:xmlns:svg:1.0" xmlns:x="http://www.w3.org/1999/xlink">
<o:automatic-styles><s:style s:name="fr1"><s:graphic-properties f:clip="rect({clip}, 0cm, 0cm, 0cm)"/></s:style>
</o:automatic-styles><o:body><o:text><t:p>Se anexa.<d:frame d:style-name="fr1" v:width="15cm" v:height="5cm">
<d:image x:href="Pictures/1.png"/></d:frame></t:p></o:text></o:body></o:document-content>"""


@pytest.mark.parametrize(("clip", "is_read"), [("0cm", True), ("2cm", False)])
def test_a_picture_in_an_opendocument_text_is_read_unless_it_is_clipped(
    tmp_path: Path, clip: str, is_read: bool
) -> None:
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", OPEN.format(clip=clip))
        made.writestr("Pictures/1.png", png().getvalue())
    text, scan = read(path)
    assert text.text == "Se anexa." and ("UT/0412/2024" in (scan.text or "")) is is_read


def test_a_damaged_picture_fails_alone(tmp_path: Path) -> None:
    path = letter(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data[:40] if name.startswith("word/media/") else data)
    text, scan = read(path)
    assert text.text == "Se anexa el oficio." and scan.why == "page_damaged"
