"""Forty ordinary office files, pages and mails, as programs write them: letterheads, tables, photos, charts, styles.

Nothing in them is hidden from anybody; every one must be read and raise no leak.
"""

# ruff: noqa: E501  (markup is kept in one piece)

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from email.message import EmailMessage

import numpy as np
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo
from PIL import Image, ImageDraw, ImageFilter

from tests.ocr.leaks import marked_office as office
from tests.ocr.leaks.marked import SHOWN

WORDS = ("oficio", "expediente", "unidad", "respuesta", "folio", "delegación", "trámite", "estación", "informe", "registro")


def sentence(dice: random.Random, words: int = 12) -> str:
    return " ".join(dice.choices(WORDS, k=words)).capitalize() + "."


def photo(dice: random.Random, size: tuple[int, int] = (480, 320)) -> io.BytesIO:
    """Something like a photograph: a sky, hills and grain."""
    grain = np.random.default_rng(dice.randrange(10**6)).normal(0, 9, (size[1], size[0], 3))
    sky = np.linspace(235, 150, size[1])[:, None, None] * np.array([0.86, 0.94, 1.0])
    made = Image.fromarray(np.clip(sky + grain, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(made)
    for _ in range(40):
        x, y = dice.randrange(size[0]), dice.randrange(size[1] // 2, size[1])
        draw.ellipse((x, y, x + dice.randrange(20, 200), y + dice.randrange(10, 90)), fill=(
            dice.randrange(20, 120), dice.randrange(60, 150), dice.randrange(20, 90)))
    return _png(made.filter(ImageFilter.GaussianBlur(2)))


def logo(dice: random.Random) -> io.BytesIO:
    made = Image.new("RGB", (700, 500), "white")
    draw = ImageDraw.Draw(made)
    for step in range(5):
        shade = (dice.randrange(160), 40 * step, 90)
        draw.ellipse((40 + 30 * step, 40 + 30 * step, 460 - 30 * step, 460 - 30 * step), fill=shade)
    return _png(made)


def _png(image: Image.Image) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, "PNG")
    return io.BytesIO(out.getvalue())


def _shaded(cell: object, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)  # type: ignore[attr-defined]


def letter(seed: int) -> bytes:
    dice = random.Random(seed)
    made = Document()
    section = made.sections[0]
    if seed % 3 == 0:
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "Dirección general"
    if seed % 4 == 1:
        section.orientation = WD_ORIENT.LANDSCAPE
    head = section.header.paragraphs[0]
    head.text = "Instituto de ejemplo"
    head.runs[0].font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    section.footer.paragraphs[0].text = "Página"
    made.add_heading(f"Oficio {SHOWN} {seed}", seed % 3)
    for _ in range(dice.randrange(3, 9)):
        paragraph = made.add_paragraph(sentence(dice, 30), style=dice.choice(("Normal", "List Bullet", "Quote", "Intense Quote")))
        run = paragraph.add_run(sentence(dice, 5))
        run.bold, run.font.size = dice.random() < 0.5, Pt(dice.choice((7, 9, 11, 14)))
        if dice.random() < 0.3:
            run.font.highlight_color = dice.choice((3, 4, 7, 16))
    table = made.add_table(4, 3, dice.choice(("Table Grid", "Light Shading Accent 1", "Medium Grid 3 Accent 2", "Dark List")))
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            cell.text = sentence(dice, 3)
            if number == 0 and seed % 2:
                _shaded(cell, "1F3864")
                cell.paragraphs[0].runs[0].font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    made.add_picture(photo(dice) if seed % 2 else logo(dice), width=Inches(4))
    if seed % 5 == 2:
        cut = next(made.element.body.iter(qn("a:stretch")))
        crop = OxmlElement("a:srcRect")
        crop.set("b", "30000")
        crop.set("r", "12000")
        cut.addprevious(crop)
    made.core_properties.author, made.core_properties.title = "Ana Reyes Paz", "Oficio"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook(seed: int) -> bytes:
    dice = random.Random(seed)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Datos"
    sheet.append([SHOWN, "Cantidad", "Fecha", "Nota"])
    for number in range(20):
        sheet.append([sentence(dice, 3), number * 3, f"2023-0{number % 9 + 1}-11", sentence(dice, 2)])
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(color="FFFFFFFF", bold=True), Alignment(wrap_text=True)
        cell.fill = PatternFill("solid", fgColor=dice.choice(("FF203040", "FF8B0000", "FF1F3864")))
    for row in range(3, 20, 2):
        sheet[f"A{row}"].fill = PatternFill("solid", fgColor="FFDDEBF7")
    if seed % 3 == 0:
        table = Table(displayName=f"T{seed}", ref="A1:D21")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium9", showRowStripes=True)
        sheet.add_table(table)
    if seed % 3 == 1:
        chart = BarChart()
        chart.title = "Cifras"
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=8), titles_from_data=True)
        chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=8))
        sheet.add_chart(chart, "G3")
    if seed % 3 == 2:
        sheet.conditional_formatting.add("B2:B20", CellIsRule("greaterThan", ["20"], fill=PatternFill("solid", bgColor="FF9999")))
        sheet.add_image(SheetImage(photo(dice)), "G4")
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", "A1:D21"
    sheet.column_dimensions["A"].width, sheet.row_dimensions[1].height = 40, 30
    book.create_sheet("Notas").append([sentence(dice)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def slides(seed: int) -> bytes:
    """A title on a coloured band, text on panels, a picture, a table head in white."""
    dice = random.Random(seed)
    white = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    shade = f'<a:solidFill><a:srgbClr val="{dice.choice(("1F3864", "8B0000", "2E7D32"))}"/></a:solidFill>'
    head = f"<a:tc><a:txBody><a:p><a:r><a:rPr>{white}</a:rPr><a:t>{sentence(dice, 2)}</a:t></a:r></a:p></a:txBody><a:tcPr>{shade}</a:tcPr></a:tc>"
    table = (f'<p:graphicFrame><p:xfrm><a:off x="500000" y="5000000"/><a:ext cx="4000000" cy="900000"/></p:xfrm><a:graphic><a:graphicData>'
             f"<a:tbl><a:tr>{head}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>")
    shapes = office.box("", y=3_400_000, looks=shade) + office.box(sentence(dice, 5), y=3_450_000, properties=white, high=400_000)
    shapes += office.box(sentence(dice, 4), y=4_200_000, looks=shade, properties=white) + table
    return office.pptx(shapes + office.box("", x=8_000_000, y=6_000_000, wide=900_000, looks=shade))


def open_text(seed: int) -> bytes:
    dice = random.Random(seed)
    body = "".join(f"<text:p>{sentence(dice, 20)}</text:p>" for _ in range(6))
    if seed % 2:
        cells = "".join(f'<table:table-cell table:style-name="K"><text:p><text:span text:style-name="W">{sentence(dice, 2)}</text:span></text:p></table:table-cell>' for _ in range(3))
        body += f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    styles = ('<style:style style:name="K" style:family="table-cell"><style:table-cell-properties fo:background-color="#203040"/></style:style>'
              '<style:style style:name="W" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>')
    return office.opendocument("text", f"<text:h>{SHOWN}</text:h>{body}", styles)


def page(seed: int) -> bytes:
    """A page as a site sends it: a menu that opens, a banner, a table, words for those who hear the page."""
    dice = random.Random(seed)
    rows = "".join(f"<tr><td>{sentence(dice, 2)}<td>{dice.randrange(900)}</tr>" for _ in range(6))
    return (f"<!doctype html><html><head><meta charset=utf-8><title>x</title><style>.menu ul{{display:none}} .menu:hover ul{{display:block}}"
            f" .sr{{position:absolute;left:-9999px}} thead{{background:#{dice.choice(('223344', '800000'))};color:#fff}} .b{{background:#0a0a0a}} .b a{{color:#eee}}"
            f" @media print{{.b{{display:none}}}}</style></head><body><a class=sr href=x>Saltar al contenido</a><nav class='menu b'><a href=x>Inicio</a>"
            f"<ul><li>Directorio<li>Contacto</ul></nav><h1>{SHOWN}</h1><p>{sentence(dice, 40)}</p><table><thead><tr><th>Asunto<th>Cantidad</thead>{rows}</table>"
            f"<details><summary>Más</summary>{sentence(dice)}</details><script>var a=1</script></body></html>").encode()


def newsletter(seed: int) -> bytes:
    dice = random.Random(seed)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "boletin@example.org", "alguien@example.org", f"{SHOWN} {seed}"
    if seed % 2:
        mail.set_content(f"{SHOWN}\n{sentence(dice, 20)}")
    hidden = f"<div style='display:none;max-height:0;overflow:hidden;font-size:1px;color:#fff'>{sentence(dice)}</div>"
    markup = f"<html><body bgcolor='#f4f4f4'>{hidden}<table bgcolor='#1F3864'><tr><td style='color:#fff'>{SHOWN}</table><p>{sentence(dice, 25)}</p></body></html>"
    (mail.add_alternative if seed % 2 else mail.set_content)(markup, subtype="html")
    return mail.as_bytes()


def plain_files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    for kind, make, count in ((".docx", letter, 12), (".xlsx", workbook, 9), (".pptx", slides, 5), (".odt", open_text, 4),
                              (".html", page, 5), (".eml", newsletter, 5)):
        for seed in range(count):
            yield f"{kind[1:]}-{seed}{kind}", make(seed)
