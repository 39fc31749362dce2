"""Files written in several goes: signatures, filled forms and files for the web tell nothing, replaced texts do."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from ocr.leaks import inspect_file
from tests.ocr.leaks.marked import clear_text
from tests.ocr.leaks.marked_pdf import Y, _form, _image, base, font, page_pdf, rectangle, saved, text_at, written

_PLAIN = pikepdf.ObjectStreamMode.disable


def _appended(first: bytes, objects: dict[int, bytes]) -> bytes:
    """The file with these objects in a later revision (ISO 32000-2, 7.5.6)."""
    with pikepdf.open(io.BytesIO(first)) as pdf:
        root = pdf.Root.objgen[0]
        size = max(len(pdf.objects) + 1, *objects) + 1
    previous = int(first[first.rindex(b"startxref") + 9 :].split()[0])
    body, table = b"", b"xref\n"
    for number, data in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(first) + len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, previous)
    return first + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(body))


def _number(data: bytes, path: Callable[[pikepdf.Pdf], pikepdf.Object]) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return int(path(pdf).objgen[0])


def _field(value: str) -> bytes:
    """A page with a text field that stands out from the rest."""
    pdf = page_pdf(base() + text_at("Nombre:", 72, 300))
    look = _form(pdf, _look(value), (0, 0, 200, 20))
    note = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nombre"), V=String(value), F=4,
        Rect=[130, 296, 330, 316], AP=Dictionary(N=pdf.make_indirect(look)), P=pdf.pages[0].obj))
    pdf.pages[0].obj.Annots = Array([note])
    pdf.Root.AcroForm = Dictionary(Fields=Array([note]), DR=Dictionary(Font=Dictionary(F1=font())))
    return saved(pdf, object_stream_mode=_PLAIN)


def _look(value: str) -> str:
    return f"/Tx BMC q BT /F1 12 Tf 2 5 Td ({value}) Tj ET Q EMC"


def _filled_later() -> bytes:
    first = _field("")
    look = _look("Zacatepec").encode()
    return _appended(first, {
        _number(first, lambda pdf: pdf.pages[0].obj.Annots[0].AP.N):
            b"<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont"
            b"/Helvetica>>>>>>/Length %d>>\nstream\n%s\nendstream" % (len(look), look)})


def _signed_twice() -> bytes:
    """Two signatures, each added behind the file with a stamp of its own on the page."""
    data = saved(page_pdf(base() + text_at("Firma: ____________________")), object_stream_mode=_PLAIN)
    for n in range(2):
        page = _number(data, lambda pdf: pdf.pages[0].obj)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            top = len(pdf.objects) + 1
            content = pdf.pages[0].obj.Contents.objgen[0]
        low = 294 - 40 * n
        look = b"0.9 g 0 0 150 24 re f 0 g BT /F1 8 Tf 2 8 Td (Firmado por la unidad) Tj ET"
        notes = b" ".join(b"%d 0 R" % (top if k == n else top - 2 * (n - k)) for k in range(n + 1))
        data = _appended(data, {
            _number(data, lambda pdf: pdf.Root):
                b"<</Type/Catalog/Pages %d 0 R/AcroForm<</SigFlags 3/Fields[%s]>>>>" % (_parent(data), notes),
            page: b"<</Type/Page/MediaBox[0 0 612 792]/Parent %d 0 R/Contents %d 0 R/Resources<</Font<</F1<</Type/Font"
                  b"/Subtype/Type1/BaseFont/Helvetica>>>>>>/Annots[%s]>>" % (_parent(data), content, notes),
            top: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(f%d)/F 132/Rect[110 %d 260 %d]/AP<</N %d 0 R>>/V<</Type/Sig"
                 b"/Filter/Adobe.PPKLite/Name(Unidad de Enlace)/Contents<00>>>>>" % (n, low, low + 24, top + 1),
            top + 1: b"<</Type/XObject/Subtype/Form/BBox[0 0 150 24]/Resources<</Font<</F1<</Type/Font/Subtype/Type1"
                     b"/BaseFont/Helvetica>>>>>>/Length %d>>\nstream\n%s\nendstream" % (len(look), look)})
    return data


def _parent(data: bytes) -> int:
    return _number(data, lambda pdf: pdf.Root.Pages)


def _for_the_web(name: str = "") -> bytes:
    pdf = page_pdf(base() + text_at(f"declara {name} que vive") * bool(name) + rectangle())
    pdf.docinfo["/Title"] = "El expediente"
    return saved(pdf, linearize=True)


def _recompressed() -> bytes:
    """The same page written anew behind the file."""
    first = saved(page_pdf(base() + rectangle()), object_stream_mode=_PLAIN)
    content = (base() + rectangle() + " ").encode()
    number = _number(first, lambda pdf: pdf.pages[0].obj.Contents)
    return _appended(first, {number: b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)})


def _scan_with_layer(before: bool) -> bytes:
    lines = clear_text()
    words = "".join(text_at(line, 72, 792 - (150 + 50 * n + 24) * 0.48, 12, "3 Tr") for n, line in enumerate(lines))
    image = "q 612 0 0 792 0 0 cm /I1 Do Q\n"
    pdf = page_pdf(words + image if before else image + words)
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, written(lines)))
    data = saved(pdf, object_stream_mode=_PLAIN)
    info = _number(data, lambda pdf: pdf.Root)
    return _appended(data, {info + 900: b"<</Nota(reconocido)>>"})


def _layer_added() -> bytes:
    """Words that OCR adds to a scan in a later revision."""
    lines = clear_text()
    pdf = page_pdf("q 612 0 0 792 0 0 cm /I1 Do Q\n")
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, written(lines)))
    data = saved(pdf, object_stream_mode=_PLAIN)
    words = "".join(text_at(line, 72, 792 - (150 + 50 * n + 24) * 0.48, 12, "3 Tr") for n, line in enumerate(lines))
    content = ("q 612 0 0 792 0 0 cm /I1 Do Q\n" + words).encode()
    number = _number(data, lambda pdf: pdf.pages[0].obj.Contents)
    return _appended(data, {number: b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)})


QUIET: dict[str, Callable[[], bytes]] = {
    "form-filled-later": _filled_later,
    "signed-twice": _signed_twice,
    "for-the-web": _for_the_web,
    "written-anew": _recompressed,
    "scan-under-layer": lambda: _scan_with_layer(False),
    "scan-over-layer": lambda: _scan_with_layer(True),
    "layer-added-later": _layer_added,
}


@pytest.mark.parametrize("kind", QUIET)
def test_what_was_only_added_later_is_no_leak(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(QUIET[kind]())
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        assert len(pdf.pages[0].get("/Annots", ())) == {"signed-twice": 2, "form-filled-later": 1}.get(kind, 0)
    found = inspect_file(path)
    assert (found.pages, found.document) == ({}, ())


def _scan_replaced() -> bytes:
    """A scan whose picture was painted black in a later revision."""
    lines = clear_text()
    pdf = page_pdf("q 612 0 0 792 0 0 cm /I1 Do Q\n")
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, written(lines)))
    data = saved(pdf, object_stream_mode=_PLAIN)
    black = written(lines)
    black.paste(0, (140, 390, 900, 440))
    small = black.resize((637, 825), Image.Resampling.LANCZOS)
    number = _number(data, lambda pdf: pdf.pages[0].obj.Resources.XObject.I1)
    stream = (b"<</Type/XObject/Subtype/Image/Width 637/Height 825/ColorSpace/DeviceGray/BitsPerComponent 8"
              b"/Length %d>>\nstream\n%s\nendstream" % (637 * 825, small.tobytes()))
    return _appended(data, {number: stream})


@pytest.mark.parametrize(("make", "kind"), [
    (lambda: _for_the_web("Zenaida"), "text_under_box"),
    (_scan_replaced, "earlier_revision"),
])
def test_what_a_later_revision_or_a_box_took_away_is_one(
    make: Callable[[], bytes], kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make())
    assert [leak.kind for leak in inspect_file(path).pages[1]] == [kind]


def test_empty_fields_do_not_make_a_form_with_a_file_attached_look_redacted(tmp_path: Path) -> None:
    field = rectangle("0.6 g", (130, Y - 4, 150, 18))
    pdf = page_pdf(base() + text_at("Nombre", 72, Y) + field + text_at("dice", 290, Y))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("c"), F=4, Rect=[130, Y - 4, 280, Y + 14],
        AP=Dictionary(N=_form(pdf, "", (0, 0, 150, 18)))))])
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)
    pdf.attachments["anexo.txt"] = b"datos abiertos"
    path = tmp_path / "a.pdf"
    path.write_bytes(saved(pdf))
    assert inspect_file(path).document == ()
    pdf.pages[0].obj.Contents = pdf.make_stream((base() + rectangle()).encode())
    path.write_bytes(saved(pdf))
    assert [leak.kind for leak in inspect_file(path).document] == ["attachment"]
