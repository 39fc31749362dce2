"""The draft as DOCX and PDF; the person's name and contact are added here and kept nowhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tracker.appeals.annexes import Picture, cites_in, picture_of
from tracker.appeals.drafting import TABLE

Pictures = Callable[[Picture], bytes | None]
"""Gives the PNG of a part of a page; None when it cannot be drawn."""
Links = Callable[[int, int | None], str | None]
"""Gives where an annex and its page lie, as a relative address; None when it does not come along."""
_GONE = "(la imagen no se pudo obtener)"
_LINK_PAGE = "https://anexo.invalid/"
"""Stands for an annex while the PDF is set; nothing with it leaves this module."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who files the appeal and where they can be reached; used once and forgotten."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a section: a paragraph, the rows of a table, or a picture."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    picture: Picture | None = None


def blocks_of(text: str) -> Iterator[Block]:
    """The paragraphs, tables and pictures of a section's text, in order."""
    rows: list[tuple[str, ...]] = []
    for line in text.split("\n"):
        if line.startswith(TABLE):
            rows.append(tuple(cell.strip() for cell in line[len(TABLE):].split(" | ")))
            continue
        if rows:
            yield Block(rows=_even(rows))
            rows = []
        if picture := picture_of(line):
            yield Block(picture=picture)
        elif line.strip():
            yield Block(text=_clean(line))
    if rows:
        yield Block(rows=_even(rows))


def _even(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    width = max(len(row) for row in rows)
    return tuple((*map(_clean, row), *[""] * (width - len(row))) for row in rows)


def pieces_of(text: str, links: Links) -> list[tuple[str, str | None]]:
    """The text cut at what it cites: (piece, address or None)."""
    pieces: list[tuple[str, str | None]] = []
    at = 0
    for cite in cites_in(text):
        address = links(cite.number, cite.page)
        if address is None:
            continue
        pieces += [(text[at:cite.start], None), (text[cite.start:cite.end], address)]
        at = cite.end
    pieces.append((text[at:], None))
    return [piece for piece in pieces if piece[0]]


def _no_link(_number: int, _page: int | None) -> str | None:
    return None


def _no_picture(_picture: Picture) -> bytes | None:
    return None


def docx_of(sections: Sequence[Mapping[str, str]], signatory: Signatory, pictures: Pictures = _no_picture,
            links: Links = _no_link) -> bytes:
    """The draft as a DOCX file, with tables, pictures, and links to the annexes that come along."""
    from docx import Document
    from docx.shared import Inches

    document = Document()
    document.core_properties.author = ""
    document.add_heading("Recurso de revisión", level=0)
    for section in sections:
        document.add_heading(section["title"], level=1)
        for block in blocks_of(section["text"]):
            if block.picture is not None:
                data = pictures(block.picture)
                if data is None:
                    document.add_paragraph(_GONE)
                else:
                    document.add_picture(io.BytesIO(data), width=Inches(6))
            elif block.rows:
                _docx_table(document, block.rows, links)
            else:
                _docx_text(document.add_paragraph(), block.text, links)
    for line in _signature(signatory):
        document.add_paragraph(_clean(line))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_table(document: Any, rows: Sequence[Sequence[str]], links: Links) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for at, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _docx_text(cell.paragraphs[0], text, links)
            if at == 0:
                for run in cell.paragraphs[0].runs:
                    run.bold = True
    document.add_paragraph()


def _docx_text(paragraph: Any, text: str, links: Links) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for piece, address in pieces_of(text, links):
        if address is None:
            paragraph.add_run(piece)
            continue
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = paragraph.add_run(piece)
        run.font.underline = True
        link.append(run._r)
        paragraph._p.append(link)


def pdf_of(sections: Sequence[Mapping[str, str]], signatory: Signatory, pictures: Pictures = _no_picture,
           links: Links = _no_link) -> bytes:
    """The draft as a PDF file, with tables, pictures, and links to the annexes; the same text gives the same bytes."""
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

    styles = _styles()
    story: list[Flowable] = [Paragraph("Recurso de revisión", styles["Title"])]
    for section in sections:
        story.append(Paragraph(escape(section["title"]), styles["Heading2"]))
        for block in blocks_of(section["text"]):
            story.append(_pdf_block(block, styles, pictures, links))
    story.append(Spacer(1, 24))
    story += [Paragraph(escape(_clean(line)), styles["BodyText"]) for line in _signature(signatory)]
    out = io.BytesIO()
    SimpleDocTemplate(out, title="Recurso de revisión", **_SHEET).build(story)
    return _with_links(out.getvalue(), links)


def plain_pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """A plain text as a PDF of its own, for an annex that is made anew."""
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = _styles()
    story: list[Any] = [Paragraph(escape(title), styles["Heading1"])]
    story += [Paragraph(escape(_clean(line)) or "&nbsp;", styles["BodyText"])
              for text in paragraphs for line in text.split("\n")]
    out = io.BytesIO()
    SimpleDocTemplate(out, title=title, **_SHEET).build(story)
    return out.getvalue()


def pages_pdf(title: str, pages: Sequence[tuple[str, bytes]]) -> bytes:
    """Pictures of pages as a PDF, one a page, each under its caption."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    width, height = 612.0, 792.0
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setTitle(title)
    for caption, data in pages:
        image = ImageReader(io.BytesIO(data))
        across, down = image.getSize()
        scale = min((width - 72) / across, (height - 96) / down)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(36, height - 36, caption)
        canvas.drawImage(image, 36, height - 48 - down * scale, across * scale, down * scale)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


_SHEET: dict[str, Any] = {"pagesize": (612.0, 792.0), "invariant": 1, "leftMargin": 72, "rightMargin": 72,
                          "topMargin": 64, "bottomMargin": 64}


def _styles() -> Any:
    from reportlab.lib.styles import getSampleStyleSheet

    styles = getSampleStyleSheet()
    # A word without blanks, such as an address, must not run over the margin.
    styles["BodyText"].splitLongWords = 1
    return styles


def _marked(text: str, links: Links) -> str:
    numbers = {(cite.number, cite.page) for cite in cites_in(text)}
    addresses = {links(*one): one for one in numbers}
    parts = []
    for piece, address in pieces_of(text, links):
        if address is None:
            parts.append(escape(piece))
        else:
            number, page = addresses[address]
            parts.append(f"<a href={quoteattr(f'{_LINK_PAGE}{number}/{page or 0}')} color='#14594f'>"
                         f"{escape(piece)}</a>")
    return "".join(parts)


def _pdf_block(block: Block, styles: Any, pictures: Pictures, links: Links) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Image, Paragraph, Table, TableStyle

    if block.picture is not None:
        data = pictures(block.picture)
        if data is None:
            return Paragraph(_GONE, styles["BodyText"])
        picture = Image(io.BytesIO(data))
        scale = min(468 / picture.imageWidth, 560 / picture.imageHeight)
        picture.drawWidth, picture.drawHeight = picture.imageWidth * scale, picture.imageHeight * scale
        return picture
    if not block.rows:
        return Paragraph(_marked(block.text, links), styles["BodyText"])
    cells = [[Paragraph(_marked(cell, links), styles["BodyText"]) for cell in row] for row in block.rows]
    widths = [44, 190, 134, 100] if len(cells[0]) == 4 else [468 / len(cells[0])] * len(cells[0])
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                               ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]))
    return table


def _with_links(data: bytes, links: Links) -> bytes:
    """Every link that stands for an annex opened at its page of the file beside this one."""
    import pikepdf

    if _LINK_PAGE.encode() not in data and b"/URI" not in data:
        return data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for annot in page.get("/Annots", []):
                action = annot.get("/A")
                uri = str(action.get("/URI", "")) if action is not None else ""
                if not uri.startswith(_LINK_PAGE):
                    continue
                number, _, at = uri.removeprefix(_LINK_PAGE).partition("/")
                address = links(int(number), int(at) or None) or ""
                path, _, place = address.partition("#page=")
                if path.lower().endswith(".pdf"):
                    where = pikepdf.Array([int(place or 1) - 1, pikepdf.Name("/Fit")])
                    annot["/A"] = pikepdf.Dictionary(S=pikepdf.Name("/GoToR"), F=pikepdf.String(path), D=where,
                                                     NewWindow=True)
                else:
                    annot["/A"] = pikepdf.Dictionary(S=pikepdf.Name("/URI"), URI=pikepdf.String(path))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _signature(signatory: Signatory) -> list[str]:
    lines = [signatory.name.strip() or "____________________________"]
    if signatory.contact.strip():
        lines.append(f"Para recibir notificaciones: {signatory.contact.strip()}")
    return lines


def _clean(text: str) -> str:
    return "".join(c for c in text if c in "\t" or ord(c) >= 32)
