"""Office files whose text stands in parts of its own: diagrams, charts, shapes of sheets, documents put into others.

What is shown of them is read (`SEEN_PARTS`), what is not is not (`PARTS`).
"""

# ruff: noqa: E501  (markup is kept in one piece)

from __future__ import annotations

from collections.abc import Callable

from tests.ocr.leaks import marked_office as office
from tests.ocr.leaks.marked import SHOWN, Marked, clear_text

_DGM = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
_C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_WHITE_FILL = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'


def _diagram(text: str) -> str:
    point = "<dgm:pt{0}><dgm:t><a:p><a:r><a:t>{1}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    return f'<dgm:dataModel {_DGM} {office._A}><dgm:ptLst>{point.format("", text)}{point.format(" type=" + chr(34) + "pres" + chr(34), "otro")}</dgm:ptLst></dgm:dataModel>'


def _chart(text: str) -> str:
    points = f'<c:strCache><c:pt idx="0"><c:v>{text}</c:v></c:pt><c:pt idx="1"><c:v>2013</c:v></c:pt></c:strCache>'
    return (f"<c:chartSpace {_C} {office._A}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Cifras</a:t></a:r></a:p></c:rich></c:tx></c:title>"
            f"<c:plotArea><c:barChart><c:ser><c:cat><c:strRef>{points}</c:strRef></c:cat></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>")


def _frame(held: str, about: str = "") -> str:
    return (f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="g" {about}/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="5000000"/>'
            f'<a:ext cx="4000000" cy="900000"/></p:xfrm><a:graphic><a:graphicData>{held}</a:graphicData></a:graphic></p:graphicFrame>')


_SMART = f'<dgm:relIds {_DGM} r:dm="d1"/>'
_GRAPH = f'<c:chart {_C} r:id="d1"/>'


def _pptx(held: str, part: Callable[[str], str], about: str = "") -> Callable[[str], bytes]:
    return lambda name: office.pptx(_frame(held, about), {
        "ppt/slides/_rels/slide1.xml.rels": office.relations(("d1", "any", "../parts/one.xml")), "ppt/parts/one.xml": part(name)})


def _docx(held: str, part: Callable[[str], str], properties: str = "") -> Callable[[str], bytes]:
    drawing = f"<w:drawing><wp:inline><a:graphic><a:graphicData>{held}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    return lambda name: office.docx(f"<w:p><w:r><w:rPr>{properties}</w:rPr>{drawing}</w:r></w:p>", {"word/parts/one.xml": part(name)},
                                    rels=office.relations(("d1", "any", "parts/one.xml")))


def _xlsx(drawing: Callable[[str], str], **more: str) -> Callable[[str], bytes]:
    head = f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" {office._A} {office._R}>'
    return lambda name: office.xlsx([[SHOWN, "b"], ["c", "d"], ["e", "f"], ["g"]], after='<drawing r:id="d1"/>',
                                    rels=office.relations(("d1", "drawing", "../drawings/drawing1.xml")),
                                    more={"xl/drawings/drawing1.xml": head + drawing(name) + "</xdr:wsDr>"}, **more)


def _text_box(name: str, about: str = "", fill: str = "") -> str:
    marks = "<xdr:from><xdr:col>4</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:to><xdr:col>6</xdr:col><xdr:row>2</xdr:row></xdr:to>"
    return (f'<xdr:twoCellAnchor>{marks}<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="t" {about}/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="9000000" y="0"/>'
            f'<a:ext cx="900000" cy="300000"/></a:xfrm></xdr:spPr><xdr:txBody><a:p><a:r><a:rPr>{fill}</a:rPr><a:t>{name}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>')


def _chunk(part: str, content: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda name: office.docx('<w:altChunk r:id="d1"/>', {f"word/{part}": content(name)}, rels=office.relations(("d1", "aFChunk", part)))


def _header(section: str, settings: str = "", kind: str = "first") -> Callable[[str], bytes]:
    return lambda name: office.docx(
        "", {"word/header1.xml": f"<w:hdr {office._W}>{office.run(name)}</w:hdr>", "word/settings.xml": f"<w:settings {office._W}>{settings}</w:settings>"},
        f'<w:headerReference w:type="{kind}" r:id="h"/>{section}', office.relations(("h", "header", "header1.xml")))


def _page(style: str) -> Callable[[str], str]:
    return lambda name: f"<html><body><p>acta</p><p style='{style}'>{name}</p></body></html>"


def _mixed_runs(name: str, ground: str = "") -> str:
    """A text box of a slide with a run in white, or a table whose cell has a ground."""
    white = f"<a:r><a:rPr>{_WHITE_FILL}</a:rPr><a:t>{name}</a:t></a:r>"
    if ground:
        cell = f"<a:tc><a:txBody><a:p>{white}</a:p></a:txBody><a:tcPr>{ground}</a:tcPr></a:tc>"
        return _frame(f"<a:tbl><a:tr>{cell}</a:tr></a:tbl>")
    return office.box("Hoy ", y=5_000_000).replace("</a:p>", white + "</a:p>")


def _placed(origin: str, down: int, *, behind: str = "0", wrap: str = "wrapNone", left: int = 0, high: int = 260_000) -> Callable[[str], bytes]:
    """A black bar three inches wide, placed by the page; the name stands in the ninth paragraph, after it one of the text."""
    shape = office._anchored(office._BLACK_SHAPE).replace('relativeFrom="paragraph"><wp:posOffset>0', f'relativeFrom="{origin}"><wp:posOffset>{down}')
    shape = shape.replace('behindDoc="0"', f'behindDoc="{behind}"').replace("wrapNone", wrap).replace('cy="228600"', f'cy="{high}"')
    shape = shape.replace('relativeFrom="column"><wp:posOffset>0', f'relativeFrom="page"><wp:posOffset>{left}')
    return lambda name: office.docx(f"<w:p><w:r>{shape}</w:r></w:p><w:p><w:r><w:t>declara {name} que vive</w:t></w:r></w:p>")


def _older_bar(style: str = "", more: str = "", inside: str = "") -> Callable[[str], bytes]:
    """A bar in Word's older language over its own paragraph."""
    looks = f"position:absolute;margin-left:0;margin-top:0;width:300pt;height:18pt;z-index:2;{style}"
    shape = f'<w:pict><v:rect style="{looks}" fillcolor="black" {more}>{inside}</v:rect></w:pict>'
    return lambda name: office.docx(f"<w:p><w:r>{shape}</w:r><w:r><w:t>declara {name} que vive</w:t></w:r></w:p>")


_TENTH = 914_400 + 10 * 177_800
"""About where the tenth line of a page begins, from its top (EMU)."""
def _text_style(looks: str, paragraph: str = "") -> str:
    held = f'<style:paragraph-properties {paragraph}/>' if paragraph else ""
    return f'<style:style style:name="H" style:family="paragraph">{held}<style:text-properties {looks}/></style:style>'


def _odt_span(looks: str, paragraph: str = "") -> Callable[[str], bytes]:
    return office._odt(lambda n: f'<text:p text:style-name="H">{n}</text:p>', _text_style(looks, paragraph))


def _bar(fill: str = "solid") -> str:
    return f'<style:style style:name="B" style:family="graphic"><style:graphic-properties draw:fill="{fill}" draw:fill-color="#000000"/></style:style>'


def _odt_bar(down: str, fill: str = "solid") -> Callable[[str], bytes]:
    shape = f'<draw:rect draw:style-name="B" text:anchor-type="paragraph" svg:x="0cm" svg:y="{down}" svg:width="9cm" svg:height="0.5cm"/>'
    return office._odt(lambda n: f"<text:p>{shape}declara {n} que vive</text:p>", _bar(fill))


def _cell_style(letters: str, ground: str = "", row: str = "") -> str:
    held = f'<style:table-cell-properties fo:background-color="{ground}"/>' if ground else ""
    rows = f'<style:style style:name="R" style:family="table-row"><style:table-row-properties style:row-height="{row}"/></style:style>' if row else ""
    return f'<style:style style:name="C" style:family="table-cell">{held}<style:text-properties fo:color="{letters}"/></style:style>{rows}'


def _ods_cell(styles: str, *, on_column: bool = False, row: str = "", shape: str = "") -> Callable[[str], bytes]:
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="C"/>' if on_column else ""
    mark = "" if on_column else 'table:style-name="C"'

    def rows(name: str) -> str:
        cell = f'<table:table-cell {mark} office:value-type="string">{shape}<text:p>{name}</text:p></table:table-cell>'
        return f'<table:table-row {row}><table:table-cell office:value-type="string"><text:p>uno</text:p></table:table-cell>{cell}</table:table-row>'

    return office._ods(rows, columns, styles)


def _odt_header(display: str = "true", name_of_page: str = "Standard") -> Callable[[str], bytes]:
    spaces = " ".join(f'xmlns:{a}="urn:oasis:names:tc:opendocument:xmlns:{a}:1.0"' for a in ("office", "style", "text"))

    def make(name: str) -> bytes:
        other = '<style:master-page style:name="Standard"/>' if name_of_page != "Standard" else ""
        master = f'<style:master-page style:name="{name_of_page}"><style:header style:display="{display}"><text:p>{name}</text:p></style:header></style:master-page>'
        styles = f"<office:document-styles {spaces}><office:master-styles>{other}{master}</office:master-styles></office:document-styles>"
        text = "".join(f"<text:p>{line}</text:p>" for line in clear_text())
        return office.opendocument("text", text, more={"styles.xml": styles})

    return make


def _rtf_row(shade: str, letters: str) -> Callable[[str], bytes]:
    """A table whose second cell has the name."""
    return office._rtf(lambda n: f"\\trowd\\cellx2000{shade}\\cellx6000\\pard\\plain\\intbl acta\\cell{{{letters} {n}}}\\cell\\row\\pard\\plain fin")


def _rtf_box(letters: str) -> Callable[[str], bytes]:
    return office._rtf(lambda n: f"{{\\shp{{\\*\\shpinst{{\\sp{{\\sn shapeType}}{{\\sv 202}}}}{{\\shptxt\\pard{{{letters} {n}}}\\par}}}}{{\\shprslt otro}}}}")


_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def _docx_row(properties: str) -> Callable[[str], bytes]:
    rows = "<w:tr><w:trPr>{0}</w:trPr><w:tc><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:tc></w:tr>"
    return lambda name: office.docx(f"<w:tbl>{rows.format('', 'acta')}{rows.format(properties, name)}</w:tbl>")


def _docx_line(spacing: str) -> Callable[[str], bytes]:
    return lambda name: office.docx(f"<w:p><w:pPr><w:spacing {spacing}/></w:pPr><w:r><w:t>{name}</w:t></w:r></w:p>")


_OVER_CELL = '<draw:rect draw:style-name="B" table:end-cell-address="Hoja.B2"/>'
_HIDDEN = 'hidden="1"'
_TEXT = frozenset({"hidden_text"})
PARTS = [
    Marked("docx-hidden-row", ".docx", _docx_row("<w:hidden/>"), frozenset({"hidden_row"})),
    Marked("docx-flat-row", ".docx", _docx_row('<w:trHeight w:val="10" w:hRule="exact"/>'), frozenset({"hidden_row"})),
    Marked("docx-flat-line", ".docx", _docx_line('w:line="20" w:lineRule="exact"'), _TEXT),
    Marked("docx-unfilled", ".docx", lambda n: office.docx(office.run(n, f"<w14:textFill {_W14}><w14:noFill/></w14:textFill>")), _TEXT),
    Marked("docx-squeezed", ".docx", lambda n: office.docx(office.run(n, '<w:w w:val="1"/>')), _TEXT),
    Marked("rtf-white-cell", ".rtf", _rtf_row("", "\\cf1"), _TEXT),
    Marked("rtf-black-cell", ".rtf", _rtf_row("\\clcbpat2", "\\cf2"), _TEXT),
    Marked("rtf-white-after-row", ".rtf", office._rtf(lambda n: f"\\trowd\\clcbpat2\\cellx2000\\pard\\intbl a\\cell\\row\\pard\\plain\\cf1 {n}"), _TEXT),
    Marked("rtf-speck", ".rtf", office._rtf(lambda n: f"{{\\fs2 {n}}}"), _TEXT),
    Marked("rtf-box-hidden", ".rtf", _rtf_box("\\v"), _TEXT),
    Marked("rtf-header-of-no-page", ".rtf", office._rtf(lambda n: f"{{\\headerf\\pard {n}\\par}}{{\\headerl {n}}}")),
    Marked("odt-header-off", ".odt", _odt_header("false")),
    Marked("odt-header-of-no-page", ".odt", _odt_header(name_of_page="Otra")),
    Marked("odt-black-on-black", ".odt", _odt_span('fo:color="#000000" fo:background-color="#000000"'), _TEXT),
    Marked("odt-dark-paragraph", ".odt", _odt_span('fo:color="#101010"', 'fo:background-color="#0a0a0a"'), _TEXT),
    Marked("odt-speck", ".odt", _odt_span('fo:font-size="1pt"'), _TEXT),
    Marked("odt-bar", ".odt", _odt_bar("0cm"), frozenset({"text_under_box"})),
    Marked("ods-white", ".ods", _ods_cell(_cell_style("#ffffff")), _TEXT),
    Marked("ods-white-column", ".ods", _ods_cell(_cell_style("#ffffff"), on_column=True), _TEXT),
    Marked("ods-black-on-black", ".ods", _ods_cell(_cell_style("#000000", "#000000")), _TEXT),
    Marked("ods-flat-row", ".ods", _ods_cell(_cell_style("#000000", row="0.02cm"), row='table:style-name="R"'), frozenset({"hidden_row"})),
    Marked("ods-bar", ".ods", _ods_cell(_cell_style("#000000") + _bar(), shape=_OVER_CELL), frozenset({"text_under_box"})),
    Marked("docx-bar-by-page", ".docx", _placed("page", _TENTH, left=900_000), frozenset({"text_under_box"})),
    Marked("docx-older-bar", ".docx", _older_bar(), frozenset({"text_under_box"})),
    Marked("docx-bar-by-margin", ".docx", _placed("margin", _TENTH - 914_400, left=900_000), frozenset({"text_under_box"})),
    Marked("docx-diagram-hidden", ".docx", _docx(_SMART, _diagram, "<w:vanish/>"), _TEXT),
    Marked("pptx-diagram-hidden", ".pptx", _pptx(_SMART, _diagram, _HIDDEN), _TEXT),
    Marked("pptx-white-run", ".pptx", lambda n: office.pptx(_mixed_runs(n)), _TEXT),
    Marked("pptx-white-run-in-cell", ".pptx", lambda n: office.pptx(_mixed_runs(n, _WHITE_FILL)), _TEXT),
    Marked("xlsx-box-hidden", ".xlsx", _xlsx(lambda n: _text_box(n, _HIDDEN)), _TEXT),
    Marked("xlsx-box-white", ".xlsx", _xlsx(lambda n: _text_box(n, fill=_WHITE_FILL)), _TEXT),
    Marked("xlsx-box-on-hidden-rows", ".xlsx", _xlsx(_text_box, sheet='2:hidden="1"|3:hidden="1"'), frozenset({"hidden_row"})),
    Marked("docx-chunk-hidden", ".docx", _chunk("uno.html", _page("display:none"))),
    Marked("docx-chunk-blackened", ".docx", _chunk("uno.html", _page("background:#000")), _TEXT),
    Marked("docx-header-of-no-first-page", ".docx", _header("")),
    Marked("docx-header-of-no-even-page", ".docx", _header("", kind="even")),
]
SEEN_PARTS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx-row-height": (".docx", _docx_row('<w:trHeight w:val="10" w:hRule="atLeast"/><w:hidden w:val="0"/>')),
    "docx-line-height": (".docx", _docx_line('w:line="20" w:lineRule="auto"')),
    "docx-outlined": (".docx", lambda n: office.docx(office.run(
        n, f"<w14:textOutline {_W14}><w14:solidFill/></w14:textOutline><w14:textFill {_W14}><w14:noFill/></w14:textFill>"))),
    "rtf-white-in-dark-cell": (".rtf", _rtf_row("\\clcbpat2", "\\cf1")),
    "rtf-white-in-pattern-cell": (".rtf", _rtf_row("\\clshdng5000\\clcbpat1", "\\cf1")),
    "rtf-white-paragraph": (".rtf", office._rtf(lambda n: f"\\pard\\cbpat2\\plain\\cf1 {n}\\par")),
    "rtf-box": (".rtf", _rtf_box("\\cf1")),
    "rtf-header": (".rtf", office._rtf(lambda n: f"{{\\header\\pard {n}\\par}}")),
    "rtf-header-of-first-page": (".rtf", office._rtf(lambda n: f"\\titlepg{{\\headerf\\pard {n}\\par}}")),
    "odt-header": (".odt", _odt_header()),
    "odt-auto-on-black": (".odt", _odt_span('style:use-window-font-color="true" fo:background-color="#000000"')),
    "odt-white-on-dark-paragraph": (".odt", _odt_span('fo:color="#ffffff"', 'fo:background-color="#203040"')),
    "odt-bar-below": (".odt", _odt_bar("9cm")),
    "odt-bar-clear": (".odt", _odt_bar("0cm", "none")),
    "ods-white-on-dark": (".ods", _ods_cell(_cell_style("#ffffff", "#203040"))),
    "ods-white-on-dark-column": (".ods", _ods_cell(_cell_style("#ffffff", "#203040"), on_column=True)),
    "ods-bar-clear": (".ods", _ods_cell(_cell_style("#000000") + _bar("none"), shape=_OVER_CELL)),
    "docx-older-bar-behind": (".docx", _older_bar("z-index:-5")),
    "docx-older-bar-below": (".docx", _older_bar("margin-top:200pt")),
    "docx-older-bar-clear": (".docx", _older_bar("", 'filled="f"')),
    "docx-bar-at-the-top": (".docx", _placed("page", 100_000, left=900_000)),
    "docx-bar-far-below": (".docx", _placed("page", 6_000_000, left=900_000)),
    "docx-bar-in-the-margin": (".docx", _placed("page", _TENTH, left=-2_000_000)),
    "docx-bar-behind": (".docx", _placed("page", _TENTH, behind="1", left=900_000)),
    "docx-bar-with-text-around": (".docx", _placed("page", _TENTH, wrap="wrapTopAndBottom", left=900_000)),
    "docx-diagram": (".docx", _docx(_SMART, _diagram)),
    "docx-chart": (".docx", _docx(_GRAPH, _chart)),
    "pptx-diagram": (".pptx", _pptx(_SMART, _diagram)),
    "pptx-chart": (".pptx", _pptx(_GRAPH, _chart)),
    "pptx-white-on-dark-cell": (".pptx", lambda n: office.pptx(_mixed_runs(n, office._FILLED))),
    "xlsx-box": (".xlsx", _xlsx(_text_box)),
    "docx-chunk": (".docx", _chunk("uno.html", _page("color:#222"))),
    "docx-chunk-text": (".docx", _chunk("uno.txt", lambda n: f"acta y {n}")),
    "docx-header-of-first-page": (".docx", _header("<w:titlePg/>")),
    "docx-header-of-even-pages": (".docx", _header("", "<w:evenAndOddHeaders/>", "even")),
}
