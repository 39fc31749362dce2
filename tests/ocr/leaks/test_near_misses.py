"""Files that look as if they hid something and do not: no leak is told, and their words are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from ocr.leaks import inspect_file
from ocr.reading import open_file
from ocr.settings import ReadSettings
from tests.ocr.leaks import marked_office as office
from tests.ocr.leaks.marked import SHOWN, clear_text
from tests.ocr.leaks.marked_old import SEEN
from tests.ocr.leaks.marked_parts import SEEN_PARTS
from tests.ocr.leaks.marked_pdf import (
    _form,
    _image,
    add_page,
    base,
    page_pdf,
    rectangle,
    revised,
    saved,
    text_at,
    written,
)
from tests.ocr.leaks.marked_web import SEEN_PAGES

WORDS = ("Zacatepec", "Iguala")
"""Words that every one of these files shows."""
SAID = " y ".join(WORDS)


def _drawn(content: str, **resources: Any) -> Callable[[], bytes]:
    return lambda: saved(page_pdf(base() + content, **resources))


def _table_head() -> str:
    head = rectangle("0.1 0.2 0.4 rg", (64, 294, 400, 22))
    return head + text_at(SAID, before="1 g")


def _shadow() -> str:
    return text_at(SAID, 73, 299, before="0.6 g") + text_at(SAID)


def _dark_page() -> bytes:
    lines = "".join(text_at(line, 72, 720 - 22 * n, before="0.9 g") for n, line in enumerate([*clear_text(), SAID]))
    return saved(page_pdf(rectangle("0.1 g", (0, 0, 612, 792)) + lines))


def _watermark() -> str:
    return text_at(SAID) + "q 0.9 g BT /F1 70 Tf 0.7 0.7 -0.7 0.7 120 200 Tm (BORRADOR) Tj ET Q\n"


def _scan_with_layer(below: bool, mode: str) -> bytes:
    lines = [*clear_text(), SAID]
    text = "".join(text_at(line, 72, 792 - (150 + 50 * n + 24) * 0.48, 12, mode) for n, line in enumerate(lines))
    image = "q 612 0 0 792 0 0 cm /I1 Do Q\n"
    pdf = page_pdf(text + image if below else image + text)
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, written(lines)))
    return saved(pdf)


def _tagged(called: str, drawn: str) -> str:
    return f"/Span <</ActualText ({called})>> BDC\n" + text_at(drawn) + "EMC\n"


def _notes(kind: str, **entries: Any) -> Callable[[], bytes]:
    def make() -> bytes:
        pdf = page_pdf(base() + text_at(SAID), ExtGState=Dictionary())
        form = _form(pdf, "/G1 gs 1 1 0 rg 0 0 300 22 re f", (0, 0, 300, 22))
        form.Resources = Dictionary(ExtGState=Dictionary(G1=Dictionary(BM=Name.Multiply)))
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=[64, 294, 364, 316], F=4,
                          QuadPoints=[64, 316, 364, 316, 64, 294, 364, 294], AP=Dictionary(N=form), **entries)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
        return saved(pdf)

    return make


def _form_fields() -> bytes:
    pdf = page_pdf(base() + text_at("Nombre ............................................", 72, 300))
    look = "1 g 0 0 300 20 re f BT /F1 12 Tf 0 g 2 5 Td (" + SAID + ") Tj ET"
    field = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("n"), V=String(SAID), F=4, Rect=[120, 296, 420, 316],
        AP=Dictionary(N=_form(pdf, look, (0, 0, 300, 20)))))
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(pdf)


def _signed() -> bytes:
    """A signature is an incremental revision that adds a field; the pages stay as they are."""
    first = saved(page_pdf(base() + text_at(SAID)), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return revised(first, (base() + text_at(SAID) + text_at("Firmado por la unidad", 72, 200)).encode())


def _headings() -> bytes:
    pdf = page_pdf(base() + text_at(SAID) + rectangle(box=(64, 150, 200, 18)))
    with pdf.open_outline() as outline:
        outline.root += [pikepdf.OutlineItem("Zacatepec y Iguala", 0), pikepdf.OutlineItem("La Oficina", 0)]
    pdf.docinfo["/Title"], pdf.docinfo["/Author"] = "Microsoft Word - Oficio Respuesta Final.docx", "Ana Reyes Paz"
    pdf.docinfo["/Producer"], pdf.docinfo["/Creator"] = "Acme PDF Library 15", "PScript5.dll"
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, P=String("A-"))]))
    return saved(pdf)


def _repeated() -> bytes:
    pdf = pikepdf.new()
    for _ in range(4):
        add_page(pdf, base() + text_at("Encabezado viejo de la unidad", 72, 760)
                 + rectangle("1 g", (60, 752, 400, 22)) + text_at(SAID, 72, 760))
    return saved(pdf)


def _see_through_box() -> bytes:
    content = base() + text_at(SAID) + rectangle("/G1 gs 0 g")
    return saved(page_pdf(content, ExtGState=Dictionary(G1=Dictionary(ca=0.3))))


def _mixed(mode: str, colour: str) -> Callable[[], bytes]:
    def make() -> bytes:
        content = base() + text_at(SAID) + rectangle(f"/G1 gs {colour}")
        return saved(page_pdf(content, ExtGState=Dictionary(G1=Dictionary(BM=Name("/" + mode)))))

    return make


def _soft_mask() -> bytes:
    pdf = page_pdf(base() + text_at(SAID) + "q 300 0 0 22 64 294 cm /I1 Do Q\n")
    mask = _image(pdf, Image.new("L", (4, 4), 0))
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, Image.new("L", (4, 4), 0), SMask=mask))
    return saved(pdf)


def _outlined_letters() -> bytes:
    """Letters drawn as shapes, with an unseen text for searching."""
    content = base() + text_at(SAID, before="3 Tr")
    pdf = page_pdf(content + "q 260 0 0 22 70 294 cm /I1 Do Q\n")
    image = Image.new("L", (520, 44), 255)
    from PIL import ImageDraw, ImageFont

    ImageDraw.Draw(image).text((4, 6), SAID, 0, ImageFont.load_default(26))
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, image))
    return saved(pdf)


def _layer_on() -> bytes:
    pdf = page_pdf(base() + "/OC /L1 BDC\n" + text_at(SAID) + "EMC\n")
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("capa")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(ON=Array([group]), Order=Array([group])))
    pdf.pages[0].obj.Resources["/Properties"] = Dictionary(L1=group)
    return saved(pdf)


def _clipped_to_page() -> str:
    return f"q 0 0 612 792 re W n {text_at(SAID)} Q\n"


def _code_over_sound_box() -> str:
    return text_at(SAID, 72, 200) + rectangle() + text_at("Art. 113 fr. I", before="1 g")


def _leftovers() -> bytes:
    """A file written plainly: its streams stand one after the other, each in use, and one holds a PDF of its own."""
    pdf = page_pdf(base() + text_at(SAID) + rectangle(box=(64, 150, 200, 18)))
    for n in range(3):
        add_page(pdf, base() + text_at(f"foja {n}"))
    pdf.Root.Otro = pdf.make_stream(saved(page_pdf(base()), compress_streams=False))
    return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)


def _superscript() -> str:
    return text_at(SAID) + text_at("1", 200, 306, 4) + text_at("nota al pie en letra chica", 72, 100, 4)


def _rules_through() -> str:
    return text_at(SAID) + "q 0 G 0.5 w 64 303 m 364 303 l S 64 300 m 364 300 l S Q\n"


PDFS: dict[str, Callable[[], bytes]] = {
    "highlight-below": _drawn(rectangle("1 1 0 rg") + text_at(SAID)),
    "highlight-note": _notes("Highlight", C=[1, 1, 0]),
    "square-note-see-through": _notes("Square", C=[1, 0, 0]),
    "table-head": _drawn(_table_head()),
    "shadow": _drawn(_shadow()),
    "dark-page": _dark_page,
    "watermark": _drawn(_watermark()),
    "scan-over-layer": lambda: _scan_with_layer(True, "0 g"),
    "scan-under-layer": lambda: _scan_with_layer(False, "3 Tr"),
    "scan-under-white-layer": lambda: _scan_with_layer(False, "1 g"),
    "actual-text-same": _drawn(_tagged(SAID, SAID)),
    "form": _form_fields,
    "signed": _signed,
    "headings": _headings,
    "repeated": _repeated,
    "see-through-box": _see_through_box,
    "multiply-yellow": _mixed("Multiply", "1 1 0 rg"),
    "multiply-white": _mixed("Multiply", "1 g"),
    "darken-grey": _mixed("Darken", "0.8 g"),
    "soft-mask": _soft_mask,
    "outlined-letters": _outlined_letters,
    "layer-on": _layer_on,
    "clipped-to-page": _drawn(_clipped_to_page()),
    "code-on-sound-box": _drawn(_code_over_sound_box()),
    "leftovers": _leftovers,
    "small-print": _drawn(_superscript()),
    "ruled": _drawn(_rules_through()),
    "white-boxes": _drawn(rectangle("1 g", (60, 100, 400, 90)) + text_at(SAID)),
    "text-after-box": _drawn(rectangle("0.85 g") + text_at(SAID)),
    "red-on-green": _drawn(rectangle("0 0.4 0 rg") + text_at(SAID, before="0.78 0 0 rg")),
    "dark-red-under-darken": _drawn(text_at(SAID, before="0.7 0 0 rg") + rectangle("/G1 gs 0.1 0.2 0.5 rg"),
                                    ExtGState=Dictionary(G1=Dictionary(BM=Name.Darken))),
    "twice": _drawn(text_at(SAID) * 2),
    "box-beside": _drawn(text_at(SAID) + rectangle(box=(300, 294, 200, 22))),
    "box-touching-line-above": _drawn(text_at(SAID) + rectangle(box=(64, 278, 300, 17))),
}

_OPEN_HEAD = ('<style:style style:name="K" style:family="table-cell"><style:table-cell-properties '
              'fo:background-color="#203040"/></style:style>')
_WHITE = '<w:color w:val="FFFFFF"/>'


def _word_cell(cell: str, style: str = "") -> str:
    run = f"<w:p><w:r><w:rPr>{_WHITE}</w:rPr><w:t>{SAID}</w:t></w:r></w:p>"
    return f"<w:tbl><w:tblPr>{style}</w:tblPr><w:tr><w:tc><w:tcPr>{cell}</w:tcPr>{run}</w:tc></w:tr></w:tbl>"


def _styled_sheet(font_rgb: str, fill_rgb: str) -> bytes:
    styles = office._STYLES.replace("FFFFFFFF", font_rgb).replace(
        '<xf fontId="0" fillId="2"/>', '<xf fontId="1" fillId="2"/>').replace("FF000000", fill_rgb)
    return office.xlsx([[SHOWN, SAID], ["a", "b"]], cells={"B1": 's="2"'}, more={"xl/styles.xml": styles})


OFFICE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "docx-plain": (".docx", lambda: office.docx(office.run(SAID))),
    "docx-white-in-dark-cell": (".docx", lambda: office.docx(_word_cell('<w:shd w:val="clear" w:fill="203040"/>'))),
    "docx-white-in-styled-table": (".docx", lambda: office.docx(_word_cell("", '<w:tblStyle w:val="Claro"/>'))),
    "docx-white-shaded": (".docx", lambda: office.docx(office.run(
        SAID, _WHITE + '<w:shd w:val="clear" w:fill="8B0000"/>'))),
    "docx-yellow-highlight": (".docx", lambda: office.docx(office.run(SAID, '<w:highlight w:val="yellow"/>'))),
    "docx-web-hidden": (".docx", lambda: office.docx(office.run(SAID, "<w:webHidden/>"))),
    "docx-vanish-off": (".docx", lambda: office.docx(office.run(SAID, '<w:vanish w:val="0"/>'))),
    "docx-inserted": (".docx", lambda: office.docx(f"<w:p><w:ins><w:r><w:t>{SAID}</w:t></w:r></w:ins></w:p>")),
    "docx-auto-on-black": (".docx", lambda: office.docx(office.run(SAID, '<w:shd w:val="clear" w:fill="000000"/>'))),
    "docx-shape-behind": (".docx", lambda: office.docx(office._docx_under_shape(SAID).replace(
        'behindDoc="0"', 'behindDoc="1"'))),
    "docx-header": (".docx", lambda: office.docx(
        "", {"word/header1.xml": f"<w:hdr {office._W}>{office.run(SAID)}</w:hdr>"},
        '<w:headerReference w:type="default" r:id="h"/>', office.relations(("h", "header", "header1.xml")))),
    "xlsx-plain": (".xlsx", lambda: office.xlsx([[SHOWN, SAID]])),
    "xlsx-white-on-dark": (".xlsx", lambda: _styled_sheet("FFFFFFFF", "FF203040")),
    "xlsx-hidden-empty-row": (".xlsx", lambda: office.xlsx([[SHOWN, SAID], []], sheet='2:hidden="1"')),
    "xlsx-hidden-false": (".xlsx", lambda: office.xlsx([[SHOWN, SAID]], sheet='1:hidden="0"')),
    "pptx-plain": (".pptx", lambda: office.pptx(office.box(SAID, y=5_000_000))),
    "pptx-on-own-fill": (".pptx", lambda: office.pptx(office.box(
        SAID, y=5_000_000, looks=office._FILLED, properties='<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'))),
    "pptx-on-panel": (".pptx", lambda: office.pptx(office.box("", y=4_900_000, looks=office._FILLED) + office.box(
        SAID, y=5_000_000, properties='<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'))),
    "pptx-panel-beside": (".pptx", lambda: office.pptx(office.box(SAID, y=5_000_000) + office.box(
        "", y=6_000_000, looks=office._FILLED))),
    "odt-plain": (".odt", lambda: office._odt(lambda n: f"<text:p>{SAID}</text:p>")("")),
    "odt-white-in-dark-cell": (".odt", lambda: office._odt(
        lambda n: '<table:table><table:table-row><table:table-cell table:style-name="K"><text:p><text:span '
                  f'text:style-name="H">{SAID}</text:span></text:p></table:table-cell></table:table-row></table:table>',
        office._WHITE_STYLE + _OPEN_HEAD)("")),
    "ods-plain": (".ods", lambda: office._ods(office._ods_row)(SAID)),
    "rtf-plain": (".rtf", lambda: office._rtf(lambda n: f"{{\\b {SAID}}}{{\\cf2 negro}}{{\\v0 claro}}")("")),
    "rtf-white-on-black": (".rtf", lambda: office._rtf(lambda n: f"{{\\cf1\\highlight2 {SAID}}}")("")),
    "html-panel": (".html", lambda: office._html(
        lambda n: f"<div style='background:#203040'><span style='color:#fff'>{SAID}</span></div>")("")),
    "html-class-panel": (".html", lambda: office._html(
        lambda n: "<link rel=stylesheet href=fuera.css><div class='cabeza'><span style='color:white'>"
                  f"{SAID}</span></div>")("")),
}  # fmt: skip
OFFICE |= {kind: (suffix, partial(make, SAID)) for kind, (suffix, make) in (SEEN | SEEN_PARTS | SEEN_PAGES).items()}


def _all(path: Path) -> list[str]:
    found = inspect_file(path)
    return [leak.kind for leaks in found.pages.values() for leak in leaks] + [leak.kind for leak in found.document]


def _read(path: Path) -> str:
    with open_file(path, None, ReadSettings(isolate=False)) as opened:
        pages = list(opened.read_pages(range(1, opened.page_count + 1)))
    assert [leak for page in pages for leak in page.leaks] == []
    return " ".join(page.text or "" for page in pages)


@pytest.mark.parametrize("kind", PDFS)
def test_a_page_that_only_looks_as_if_it_hid_something_leaks_nothing(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDFS[kind]())
    assert _all(path) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", PDFS)
def test_its_words_are_all_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDFS[kind]())
    said = _read(path)
    assert SHOWN in said
    assert all(word in said for word in WORDS)


@pytest.mark.parametrize("kind", OFFICE)
def test_an_office_file_that_only_looks_so_leaks_nothing_and_is_read(kind: str, tmp_path: Path) -> None:
    suffix, make = OFFICE[kind]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(make())
    assert _all(path) == []
    said = _read(path)
    assert SHOWN in said
    assert all(word in said for word in WORDS)


def test_a_name_blacked_out_in_the_header_of_every_page_is_a_leak(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for _ in range(4):
        add_page(pdf, base() + text_at("Zenaida Quiroga", 72, 760) + rectangle("0 g", (60, 752, 200, 22)))
    path = tmp_path / "a.pdf"
    path.write_bytes(saved(pdf))
    assert _all(path) == ["text_under_box"] * 4


