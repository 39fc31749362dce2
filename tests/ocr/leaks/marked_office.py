"""Office files, mails, web pages and pictures that carry a name they do not show."""

# ruff: noqa: E501  (markup is kept in one piece)

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage

import numpy as np
from PIL import Image, PngImagePlugin

from tests.ocr import compound
from tests.ocr.leaks.marked import SHOWN, Marked, clear_text
from tests.ocr.leaks.marked_pdf import written

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zipped package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*targets: tuple[str, str, str]) -> str:
    """A relationships part: id, kind, target."""
    rows = "".join(f'<Relationship Id="{i}" Type="{_RELS}/{kind}" Target="{target}"/>' for i, kind, target in targets)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def picture(text: str = "") -> bytes:
    """A PNG picture of a text."""
    out = io.BytesIO()
    written([text or "Sello"], (600, 400)).save(out, "PNG")
    return out.getvalue()


def docx(body: str, more: Mapping[str, str | bytes] | None = None, section: str = "", rels: str = "") -> bytes:
    """A letter: its ordinary text, then `body`."""
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in clear_text())
    document = (
        f'<w:document {_W} {_R} {_A} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
        ' xmlns:v="urn:schemas-microsoft-com:vml">'
        f"<w:body>{text}{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    )
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": document,
            "word/_rels/document.xml.rels": rels or relations(),
            **(more or {}),
        }
    )


def run(name: str, properties: str = "") -> str:
    """A paragraph with the name in a run of these properties."""
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>declara {name} que vive</w:t></w:r></w:p>"


def _docx(body: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda name: docx(body(name))


def _docx_style(name: str) -> bytes:
    styles = (
        f'<w:styles {_W}><w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Oculto"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )
    return docx(run(name, '<w:rStyle w:val="Oculto"/>'), {"word/styles.xml": styles})


def _docx_notes(name: str) -> bytes:
    paragraph = f"<w:p><w:r><w:t>tachar a {name}</w:t></w:r></w:p>"
    return docx(
        "",
        {
            "word/comments.xml": f'<w:comments {_W}><w:comment w:id="0" w:author="{name}">{paragraph}</w:comment></w:comments>',
            "word/header7.xml": f"<w:hdr {_W}>{paragraph}</w:hdr>",
            "word/glossary/document.xml": paragraph,
            "customXml/item1.xml": f"<datos>{name}</datos>",
            "docProps/core.xml": f"<cp><dc>{name}</dc></cp>",
            "docProps/app.xml": f"<Company>{name}</Company>",
            "docProps/custom.xml": f"<p>{name}</p>",
            "docProps/thumbnail.jpeg": picture(name),
            "word/settings.xml": f'<w:settings {_W}><w:docVar w:val="{name}"/></w:settings>',
            "word/embeddings/oleObject1.bin": compound.word([(name, False, False)]),
            "word/embeddings/hoja.xlsx": xlsx([[name]]),
        },
    )


def _anchored(shape: str, vertical: int = 0) -> str:
    """A floating thing over the paragraph it hangs on, three inches wide."""
    return (
        '<w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{vertical}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="2743200" cy="228600"/><wp:wrapNone/><a:graphic><a:graphicData>{shape}</a:graphicData>'
        "</a:graphic></wp:anchor></w:drawing>"
    )


_BLACK_SHAPE = '<wps:wsp><wps:spPr><a:solidFill><a:srgbClr val="000000"/></a:solidFill></wps:spPr></wps:wsp>'


def _docx_under_shape(name: str) -> str:
    return f"<w:p><w:r>{_anchored(_BLACK_SHAPE)}</w:r><w:r><w:t>declara {name} que vive</w:t></w:r></w:p>"


def xlsx(
    rows: list[list[str]],
    *,
    sheet: str = "",
    cells: Mapping[str, str] | None = None,
    book: str = "",
    state: str = "",
    more: Mapping[str, str | bytes] | None = None,
    after: str = "",
    before: str = "",
    rels: str = "",
) -> bytes:
    """A workbook of one sheet; `cells` are attributes of cells, `sheet` of rows by number as `3:hidden="1"`."""
    marks = dict(part.split(":", 1) for part in sheet.split("|") if part)
    lines = ""
    for r, row in enumerate(rows, 1):
        held = "".join(
            f'<c r="{chr(64 + c)}{r}" t="inlineStr" {(cells or {}).get(f"{chr(64 + c)}{r}", "")}><is><t>{text}</t></is></c>'
            for c, text in enumerate(row, 1)
            if text
        )
        lines += f'<row r="{r}" {marks.get(str(r), "")}>{held}</row>'
    return package(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {_S} {_R}><sheets><sheet name="Hoja" sheetId="1" r:id="r1" {state}/>{book}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("r2", "worksheet", "worksheets/sheet2.xml"),
                ("r3", "styles", "styles.xml"),
            ),
            "xl/worksheets/sheet1.xml": f"<worksheet {_S} {_R}>{before}<sheetData>{lines}</sheetData>{after}</worksheet>",
            "xl/worksheets/_rels/sheet1.xml.rels": rels or relations(),
            **(more or {}),
        }
    )


def _table(name: str) -> list[list[str]]:
    return [[SHOWN, "fecha", "asunto"], ["oficio", name, "tema"], ["acta", "lunes", "otro"]]


_STYLES = (
    f'<styleSheet {_S}><fonts count="2"><font><sz val="11"/></font><font><color rgb="FFFFFFFF"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill></fills>'
    '<numFmts count="1"><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
    '<cellXfs count="4"><xf fontId="0" fillId="0"/><xf fontId="1" fillId="0"/><xf fontId="0" fillId="2"/>'
    '<xf fontId="0" fillId="0" numFmtId="170"/></cellXfs></styleSheet>'
)


def _styled_cell(style: int) -> Callable[[str], bytes]:
    return lambda name: xlsx(_table(name), cells={"B2": f's="{style}"'}, more={"xl/styles.xml": _STYLES})


def _rich_cell(name: str) -> bytes:
    """A cell of two runs, the name in white, in the text that the cells share."""
    rows = [[SHOWN, "fecha"], ["oficio", "?"]]
    made = xlsx(rows)
    runs = f"<r><t>declara </t></r><r><rPr><sz val='11'/><color rgb='FFFFFFFF'/></rPr><t>{name}</t></r><r><t> vive</t></r>"
    cell = '<c r="B2" t="inlineStr" ><is><t>?</t></is></c>'
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert cell in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(cell, '<c r="B2" t="s"><v>1</v></c>').encode()
    parts["xl/sharedStrings.xml"] = f"<sst {_S}><si><t>otro</t></si><si>{runs}</si></sst>".encode()
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "sharedStrings", "sharedStrings.xml")).encode()
    return package(parts)


def _second_sheet(state: str) -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        other = f'<worksheet {_S}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{name}</t></is></c></row></sheetData></worksheet>'
        return xlsx(
            _table("otro"),
            book=f'<sheet name="{name}" sheetId="2" r:id="r2" state="{state}"/>',
            more={"xl/worksheets/sheet2.xml": other},
        )

    return make


def _xlsx_parts(name: str) -> bytes:
    return xlsx(
        _table("otro"),
        more={
            "xl/comments1.xml": f'<comments {_S}><authors><author>{name}</author></authors><commentList><comment ref="A1">'
            f"<text><t>tachar a {name}</t></text></comment></commentList></comments>",
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<x><s v="{name}"/></x>',
            "xl/pivotCache/pivotCacheRecords1.xml": f'<x><s v="{name}"/></x>',
            "xl/externalLinks/externalLink1.xml": f"<x><v>{name}</v></x>",
            "xl/revisions/revisionLog1.xml": f"<x><t>{name}</t></x>",
            "docProps/core.xml": f"<x>{name}</x>",
            "xl/calcChain.xml": f"<x>{name}</x>",
            "xl/queryTables/queryTable1.xml": f'<x name="{name}"/>',
        },
    )


def _cell_under_shape(name: str) -> bytes:
    drawing = (
        f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" {_A}><xdr:twoCellAnchor>'
        "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        "<xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
        '<xdr:sp><xdr:spPr><a:solidFill><a:srgbClr val="000000"/></a:solidFill></xdr:spPr></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>'
    )
    return xlsx(
        _table(name),
        after='<drawing r:id="d1"/>',
        rels=relations(("d1", "drawing", "../drawings/drawing1.xml")),
        more={"xl/drawings/drawing1.xml": drawing},
    )


def slide(shapes: str, attributes: str = "") -> str:
    return f"<p:sld {_P} {_A} {_R} {attributes}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def box(
    text: str,
    x: int = 500_000,
    y: int = 500_000,
    *,
    properties: str = "",
    looks: str = "",
    hidden: str = "",
    wide: int = 6_000_000,
    high: int = 600_000,
) -> str:
    """A shape of a slide with a text."""
    held = f"<p:txBody><a:p><a:r><a:rPr>{properties}</a:rPr><a:t>{text}</a:t></a:r></a:p></p:txBody>" if text else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="t" {hidden}/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm>{looks}</p:spPr>{held}</p:sp>'
    )


_FILLED = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'


def pptx(shapes: str, more: Mapping[str, str | bytes] | None = None, slides: int = 1) -> bytes:
    """A presentation; slide 1 shows the ordinary text and then these shapes."""
    text = "".join(box(line, y=500_000 + 300_000 * n, high=250_000) for n, line in enumerate(clear_text()))
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(1, slides + 1))
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": f'<p:presentation {_P} {_R}><p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                *((f"s{n}", "slide", f"slides/slide{n}.xml") for n in range(1, slides + 1))
            ),
            "ppt/slides/slide1.xml": slide(text + shapes),
            **(more or {}),
        }
    )


def _pptx(shapes: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda name: pptx(shapes(name))


def _pptx_parts(name: str) -> bytes:
    return pptx(
        "",
        {
            "ppt/notesSlides/notesSlide1.xml": slide(box(name)),
            "ppt/comments/comment1.xml": f"<p:cmLst {_P}><p:cm><p:text>{name}</p:text></p:cm></p:cmLst>",
            "docProps/core.xml": f"<x>{name}</x>",
            "docProps/thumbnail.jpeg": picture(name),
            "ppt/commentAuthors.xml": f'<x name="{name}"/>',
            "ppt/tags/tag1.xml": f'<x val="{name}"/>',
        },
    )


def opendocument(kind: str, body: str, styles: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument file of this kind (`text spreadsheet presentation`)."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("style", "style"),
            ("presentation", "presentation"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
        )
    )
    content = (
        f'<office:document-content {names} office:version="1.2"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            **(more or {}),
        }
    )


def _odt(body: Callable[[str], str], styles: str = "") -> Callable[[str], bytes]:
    text = "".join(f"<text:p>{line}</text:p>" for line in clear_text())
    return lambda name: opendocument("text", text + body(name), styles)


_HIDDEN_STYLE = (
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
)
_WHITE_STYLE = (
    '<style:style style:name="H" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>'
)
_TRACKED = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>declara {0} que vive</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes>"
)


def _ods(rows: Callable[[str], str], columns: str = "", styles: str = "") -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        head = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>'
            for t in (SHOWN, "b", "c")
        )
        return opendocument(
            "spreadsheet",
            f'<table:table table:name="Hoja">{columns}<table:table-row>{head}</table:table-row>'
            f"{rows(name)}</table:table>",
            styles,
        )

    return make


def _ods_row(name: str, row: str = "", cell: str = "") -> str:
    return (
        f'<table:table-row {row}><table:table-cell office:value-type="string"><text:p>uno</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="string"><text:p>{name}{cell}</text:p></table:table-cell></table:table-row>'
    )


def _odp(name: str) -> bytes:
    style = (
        '<style:style style:name="O" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/>'
        "</style:style>"
    )
    shown = "".join(
        f"<draw:frame><draw:text-box><text:p>{line}</text:p></draw:text-box></draw:frame>" for line in clear_text()
    )
    frame = f"<draw:frame><draw:text-box><text:p>{name}</text:p></draw:text-box></draw:frame>"
    return opendocument(
        "presentation",
        f"<draw:page>{shown}<presentation:notes>{frame}</presentation:notes></draw:page>"
        f'<draw:page draw:style-name="O">{frame}</draw:page>',
        style,
    )


def _rtf(inside: Callable[[str], str]) -> Callable[[str], bytes]:
    text = "\\par ".join(clear_text())
    return lambda name: (
        "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue0;}"
        f"{text}\\par {inside(name)}}}"
    ).encode("cp1252")


def _doc(name: str) -> bytes:
    return compound.word(
        [
            ("\r".join(clear_text()) + "\r", False, False),
            (f"declara {name} que vive", True, True),
            (f"borrado {name}", False, True),
        ]
    )


def biff(records: list[tuple[int, bytes]]) -> bytes:
    """BIFF8 records one after the other."""
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)


def _label(row: int, column: int, text: str) -> tuple[int, bytes]:
    return 0x0204, struct.pack("<HHHHB", row, column, 15, len(text), 0) + text.encode("latin-1")


def _xls(hide: str) -> Callable[[str], bytes]:
    """A workbook as Excel 97 writes it, with a hidden row, column or sheet."""

    def make(name: str) -> bytes:
        bof_sheet = (0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
        bof_book = (0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))

        def rows(*cells: tuple[int, bytes]) -> bytes:
            layout = [
                (0x007D, struct.pack("<HHHHHH", 1, 1, 2000, 15, 1 if hide == "column" else 0, 0)),
                (0x0208, struct.pack("<HHHHHHI", 1, 0, 3, 255, 0, 0, 0x20 if hide == "row" else 0)),
            ]
            return biff([bof_sheet, *layout, *cells, (0x000A, b"")])

        def bound(at: int, title: str, hidden: int) -> tuple[int, bytes]:
            return 0x0085, struct.pack("<IBBBB", at, hidden, 0, len(title), 0) + title.encode("latin-1")

        first = rows(
            _label(0, 0, SHOWN),
            _label(0, 2, "fecha"),
            _label(1, 1 if hide != "sheet" else 2, name if hide != "sheet" else "otro"),
            _label(2, 0, "acta"),
        )
        second = rows(_label(0, 0, name))
        state = 1 if hide == "sheet" else 0
        head = len(biff([bof_book, bound(0, "Hoja", 0), bound(0, "Otra", state), (0x000A, b"")]))
        book = biff([bof_book, bound(head, "Hoja", 0), bound(head + len(first), "Otra", state), (0x000A, b"")])
        tail = second if hide == "sheet" else rows(_label(0, 0, "nada"))
        return compound.compound({"Workbook": (book + first + tail).ljust(5000, b"\0")})

    return make


def _mail(name: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "unidad@example.org", "otra@example.org", "Respuesta"
    mail["Bcc"], mail["X-Nota"], mail["References"] = f"{name} <x@example.org>", name, f"<{name}@example.org>"
    mail.set_content("\n".join(clear_text()))
    mail.add_alternative(f"<p>{SHOWN}</p><p style='display:none'>{name}</p><!-- {name} -->", subtype="html")
    return mail.as_bytes()


def _msg(name: str) -> bytes:
    return compound.compound(
        compound.message(
            {
                0x0037: "Respuesta",
                0x0C1A: "Unidad",
                0x0E04: "otra@example.org",
                0x0E02: name,
                0x1000: "\n".join(clear_text()),
                0x1013: f"<p>{name}</p>",
                0x007D: f"X-Nota: {name}",
            }
        )
    )


def _html(inside: Callable[[str], str]) -> Callable[[str], bytes]:
    text = "".join(f"<p>{line}</p>" for line in clear_text())
    return lambda name: (
        f"<!doctype html><html><head><meta charset='utf-8'><title>Oficio</title>"
        f"<meta name='author' content='{name}'><style>.o {{ display: none }} .b{{color:#fff}}</style></head>"
        f"<body>{text}{inside(name)}<script>var a='{name}'</script><!-- {name} --></body></html>"
    ).encode()


def _jpeg(name: str) -> bytes:
    page = written([*clear_text(), "declara"])
    import PIL.ImageDraw

    PIL.ImageDraw.Draw(page).rectangle((260, 590, 700, 640), fill=0)
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x9C9B] = name, name, name.encode("utf-16-le")
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + name.encode()
    out = io.BytesIO()
    page.save(out, "JPEG", exif=exif, comment=name.encode(), dpi=(150, 150), xmp=f"<x>{name}</x>".encode())
    data = out.getvalue()
    iptc = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0"
        + struct.pack(">I", len(name) + 5)
        + b"\x1c\x02\x78"
        + struct.pack(">H", len(name))
        + name.encode()
    )
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:]


def _png(name: str) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", name)
    notes.add_text("Description", name, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{name}</x>")
    out = io.BytesIO()
    written(clear_text()).save(out, "PNG", pnginfo=notes, dpi=(150, 150))
    return out.getvalue()


def _png_see_through(name: str) -> bytes:
    """A picture whose transparent part still has its colours."""
    page = np.array(written([*clear_text(), f"declara {name}"]))
    alpha = np.full_like(page, 255)
    alpha[580:650] = 0
    out = io.BytesIO()
    Image.merge("LA", (Image.fromarray(page), Image.fromarray(alpha))).save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def _tiff(name: str) -> bytes:
    from PIL import TiffImagePlugin

    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270], tags[315], tags[700] = name, name, f"<x>{name}</x>".encode()
    out = io.BytesIO()
    written(clear_text()).save(out, "TIFF", tiffinfo=tags, dpi=(150, 150))
    return out.getvalue()


_TEXT = frozenset({"hidden_text"})
_TRACK = frozenset({"tracked_change"})
_COMMENT = frozenset({"comment"})
_SHAPE = frozenset({"text_under_box"})

OFFICE = [
    Marked(
        "docx-deleted",
        ".docx",
        _docx(lambda n: f"<w:p><w:del><w:r><w:delText>declara {n}</w:delText></w:r></w:del></w:p>"),
        _TRACK,
    ),
    Marked(
        "docx-moved",
        ".docx",
        _docx(lambda n: f"<w:p><w:moveFrom><w:r><w:t>declara {n}</w:t></w:r></w:moveFrom></w:p>"),
        _TRACK,
    ),
    Marked("docx-vanish", ".docx", _docx(lambda n: run(n, "<w:vanish/>")), _TEXT),
    Marked("docx-vanish-style", ".docx", _docx_style, _TEXT),
    Marked("docx-white", ".docx", _docx(lambda n: run(n, '<w:color w:val="FFFFFF"/>')), _TEXT),
    Marked("docx-black-highlight", ".docx", _docx(lambda n: run(n, '<w:highlight w:val="black"/>')), _TEXT),
    Marked(
        "docx-black-shading",
        ".docx",
        _docx(lambda n: run(n, '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
        _TEXT,
    ),
    Marked("docx-speck", ".docx", _docx(lambda n: run(n, '<w:sz w:val="2"/>')), _TEXT),
    Marked("docx-under-shape", ".docx", _docx(_docx_under_shape), _SHAPE),
    Marked("docx-parts", ".docx", _docx_notes, _COMMENT),
    Marked("docx-field", ".docx", _docx(lambda n: f"<w:p><w:r><w:instrText>MERGEFIELD {n}</w:instrText></w:r></w:p>")),
    Marked("xlsx-row", ".xlsx", lambda n: xlsx(_table(n), sheet='2:hidden="1"'), frozenset({"hidden_row"})),
    Marked(
        "xlsx-flat-row",
        ".xlsx",
        lambda n: xlsx(_table(n), sheet='2:ht="0" customHeight="1"'),
        frozenset({"hidden_row"}),
    ),
    Marked(
        "xlsx-column",
        ".xlsx",
        lambda n: xlsx(_table(n), before='<cols><col min="2" max="2" hidden="1"/></cols>'),
        frozenset({"hidden_column"}),
    ),
    Marked(
        "xlsx-narrow-column",
        ".xlsx",
        lambda n: xlsx(_table(n), before='<cols><col min="2" max="2" width="0" customWidth="1"/></cols>'),
        frozenset({"hidden_column"}),
    ),
    Marked("xlsx-rich-white", ".xlsx", _rich_cell, _TEXT),
    Marked("xlsx-rich-inline", ".xlsx", lambda n: xlsx([[SHOWN, "fecha"], ["acta", f"de</t></is></c><c r='C2' t='inlineStr'>"
           f"<is><r><t>declara </t></r><r><rPr><color theme='0'/></rPr><t>{n}</t></r></is></c><c><is><t>"]]), _TEXT),
    Marked("xlsx-low-row", ".xlsx", lambda n: xlsx(_table(n), sheet='2:ht="0.75" customHeight="1"'),
           frozenset({"hidden_row"})),
    Marked("xlsx-sheet", ".xlsx", _second_sheet("hidden"), frozenset({"hidden_sheet"})),
    Marked("xlsx-very-hidden", ".xlsx", _second_sheet("veryHidden"), frozenset({"hidden_sheet"})),
    Marked("xlsx-white", ".xlsx", _styled_cell(1), _TEXT),
    Marked("xlsx-black", ".xlsx", _styled_cell(2), _TEXT),
    Marked("xlsx-format", ".xlsx", _styled_cell(3), _TEXT),
    Marked("xlsx-under-shape", ".xlsx", _cell_under_shape, _SHAPE),
    Marked("xlsx-parts", ".xlsx", _xlsx_parts, _COMMENT),
    Marked(
        "pptx-hidden-slide",
        ".pptx",
        lambda n: pptx("", {"ppt/slides/slide2.xml": slide(box(n), 'show="0"')}, 2),
        frozenset({"hidden_slide"}),
    ),
    Marked(
        "pptx-orphan-slide",
        ".pptx",
        lambda n: pptx("", {"ppt/slides/slide2.xml": slide(box(n))}),
        frozenset({"hidden_slide"}),
    ),
    Marked("pptx-parts", ".pptx", _pptx_parts, _COMMENT),
    Marked(
        "pptx-white",
        ".pptx",
        _pptx(lambda n: box(n, y=5_000_000, properties='<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>')),
        _TEXT,
    ),
    Marked("pptx-hidden-shape", ".pptx", _pptx(lambda n: box(n, y=5_000_000, hidden='hidden="1"')), _TEXT),
    Marked("pptx-off-slide", ".pptx", _pptx(lambda n: box(n, x=9_500_000, y=1_000_000)), _TEXT),
    Marked(
        "pptx-under-shape", ".pptx", _pptx(lambda n: box(n, y=5_000_000) + box("", y=5_000_000, looks=_FILLED)), _SHAPE
    ),
    Marked("odt-deleted", ".odt", _odt(lambda n: _TRACKED.format(n)), _TRACK),
    Marked(
        "odt-comment",
        ".odt",
        _odt(lambda n: f"<text:p>uno<office:annotation><text:p>{n}</text:p></office:annotation></text:p>"),
        _COMMENT,
    ),
    Marked(
        "odt-hidden",
        ".odt",
        _odt(lambda n: f'<text:p><text:span text:style-name="H">{n}</text:span></text:p>', _HIDDEN_STYLE),
        _TEXT,
    ),
    Marked(
        "odt-white",
        ".odt",
        _odt(lambda n: f'<text:p><text:span text:style-name="H">{n}</text:span></text:p>', _WHITE_STYLE),
        _TEXT,
    ),
    Marked(
        "odt-hidden-text",
        ".odt",
        _odt(lambda n: f'<text:p><text:hidden-text text:is-hidden="true">{n}</text:hidden-text></text:p>'),
        _TEXT,
    ),
    Marked(
        "odt-hidden-section",
        ".odt",
        _odt(lambda n: f'<text:section text:display="none"><text:p>{n}</text:p></text:section>'),
        _TEXT,
    ),
    Marked("ods-row", ".ods", _ods(lambda n: _ods_row(n, 'table:visibility="collapse"')), frozenset({"hidden_row"})),
    Marked("ods-filtered", ".ods", _ods(lambda n: _ods_row(n, 'table:visibility="filter"')), frozenset({"hidden_row"})),
    Marked(
        "ods-column",
        ".ods",
        _ods(_ods_row, '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'),
        frozenset({"hidden_column"}),
    ),
    Marked(
        "ods-comment",
        ".ods",
        _ods(
            lambda n: _ods_row(
                "x", cell=f"</text:p><office:annotation><text:p>{n}</text:p></office:annotation><text:p>"
            )
        ),
        _COMMENT,
    ),
    Marked("odp-notes", ".odp", _odp, frozenset({"hidden_slide"})),
    Marked("rtf-hidden", ".rtf", _rtf(lambda n: f"{{\\v declara {n}}}"), _TEXT),
    Marked("rtf-deleted", ".rtf", _rtf(lambda n: f"{{\\deleted declara {n}}}"), _TRACK),
    Marked("rtf-comment", ".rtf", _rtf(lambda n: f"{{\\*\\annotation {n}}}"), _COMMENT),
    Marked("rtf-white", ".rtf", _rtf(lambda n: f"{{\\cf1 declara {n}}}"), _TEXT),
    Marked("rtf-black", ".rtf", _rtf(lambda n: f"{{\\cf2\\highlight2 declara {n}}}"), _TEXT),
    Marked(
        "rtf-destinations",
        ".rtf",
        _rtf(
            lambda n: (
                f"{{\\info{{\\author {n}}}{{\\title {n}}}}}{{\\*\\otro {n}}}{{\\object{{\\*\\objdata 00}}{{\\result {SHOWN}}}}}"
                f"{{\\*\\docvar {n}}}{{\\field{{\\*\\fldinst MERGEFIELD {n}}}{{\\fldrslt uno}}}}"
            )
        ),
    ),
    Marked("doc-hidden", ".doc", _doc, _TEXT | _TRACK),
    Marked("xls-row", ".xls", _xls("row"), frozenset({"hidden_row"})),
    Marked("xls-column", ".xls", _xls("column"), frozenset({"hidden_column"})),
    Marked("xls-sheet", ".xls", _xls("sheet"), frozenset({"hidden_sheet"})),
    Marked("eml", ".eml", _mail),
    Marked("msg", ".msg", _msg),
    Marked(
        "html-inline",
        ".html",
        _html(lambda n: f"<p style='display:none'>{n}</p><p hidden>{n}</p><p style='visibility: hidden'>{n}</p>"),
    ),
    Marked("html-class", ".html", _html(lambda n: f"<p class='o'>{n}</p>")),
    Marked(
        "html-white",
        ".html",
        _html(
            lambda n: (
                f"<span style='color:#ffffff'>{n}</span><span style='font-size:0'>{n}</span><span style='opacity:0'>{n}</span>"
            )
        ),
    ),
    Marked("jpeg", ".jpg", _jpeg),
    Marked("png", ".png", _png),
    Marked("png-see-through", ".png", _png_see_through),
    Marked("tiff", ".tif", _tiff),
]
