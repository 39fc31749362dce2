"""Hostile PDFs, written object by object."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping

from tests.ocr.hostile.cases import LINES, SAYS, Hostile

CATALOG, PAGES, PAGE, FONT, CONTENT = 1, 2, 3, 4, 5
REFUSED = frozenset({"damaged"})
LOCKED = frozenset({"encrypted"})
CLOSED = frozenset({"protected"})


def stream(data: bytes, more: str = "", length: int | str | None = None) -> bytes:
    """A stream object; its stated length may lie."""
    stated = len(data) if length is None else length
    return f"<< /Length {stated} {more} >>\nstream\n".encode() + data + b"\nendstream"


def packed(data: bytes, more: str = "") -> bytes:
    return stream(zlib.compress(data), f"/Filter /FlateDecode {more}")


def text(lines: tuple[str, ...] = LINES, x: int = 72, y: int = 700, font: str = "F1", more: str = "") -> bytes:
    """Operators that print lines in Windows-1252."""
    shown = b"".join(b"(" + line.encode("cp1252") + b") Tj T*\n" for line in lines)
    return f"BT {more} /{font} 12 Tf 16 TL {x} {y} Td\n".encode() + shown + b"ET\n"


def objects(**changed: bytes | None) -> dict[int, bytes]:
    """The five objects of a one-page letter; keywords `o3=…` change one, None takes it out."""
    made = {
        CATALOG: b"<< /Type /Catalog /Pages 2 0 R >>",
        PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
              b" /Resources << /Font << /F1 4 0 R >> >> >>",
        FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        CONTENT: stream(text()),
    }
    for name, value in changed.items():
        if value is None:
            made.pop(int(name[1:]), None)
        else:
            made[int(name[1:])] = value
    return made


def page(more: str, *, box: str = "/MediaBox [0 0 612 792]", resources: str = "/Font << /F1 4 0 R >>") -> bytes:
    return (f"<< /Type /Page /Parent 2 0 R {box} /Contents 5 0 R /Resources << {resources} >> {more} >>").encode()


def pdf(parts: Mapping[int, bytes] | None = None, *, trailer: str = "", xref: bool = True, shift: int = 0,
        head: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", tail: bytes = b"", size: int | None = None) -> bytes:
    """The file of these objects; `shift` makes every offset wrong by so much."""
    parts = objects() if parts is None else parts
    out, places = bytearray(head), {}
    for number, body in parts.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    top = max(parts) + 1
    start = len(out) + shift
    if xref:
        out += f"xref\n0 {top}\n0000000000 65535 f \n".encode()
        for number in range(1, top):
            at = places.get(number)
            out += b"0000000000 00000 f \n" if at is None else f"{max(0, at + shift):010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {size or top} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out + tail)


def hostile_pdfs() -> Iterator[Hostile]:
    """All of them."""
    yield from _cut()
    yield from _crossed()
    yield from _trees()
    yield from _boxes()
    yield from _locked()
    yield from _disguised()
    yield from _bombs()
    yield from _shown()


def _cut() -> Iterator[Hostile]:
    whole = pdf()
    for share in (2, 10, 30, 50, 70, 90, 97):
        yield Hostile(f"cut-{share}.pdf", whole[: len(whole) * share // 100])
    yield Hostile("head-lost.pdf", whole[300:])
    yield Hostile("zeroed-middle.pdf", whole[:200] + bytes(150) + whole[350:])


def _crossed() -> Iterator[Hostile]:
    whole = pdf()
    yield Hostile("xref-shifted.pdf", pdf(shift=37), SAYS)
    yield Hostile("xref-negative.pdf", pdf(shift=-21), SAYS)
    yield Hostile("xref-none.pdf", pdf(xref=False), SAYS)
    yield Hostile("trailer-none.pdf", whole[: whole.index(b"trailer")])
    yield Hostile("startxref-far.pdf", whole.replace(b"startxref\n", b"startxref\n99999999"), SAYS)
    yield Hostile("size-huge.pdf", pdf(size=2_000_000_000), SAYS)
    yield Hostile("prev-self.pdf", pdf(trailer=f"/Prev {whole.index(b'xref')}"), SAYS)
    for name, length in (("zero", 0), ("long", 999_999), ("negative", -5), ("self", "5 0 R"), ("missing", "77 0 R")):
        yield Hostile(f"length-{name}.pdf", pdf(objects(o5=stream(text(), length=length))), SAYS)
    yield Hostile("cr-only.pdf", pdf().replace(b"\nendobj\n", b"\rendobj\r"), SAYS)
    yield Hostile("flate-broken.pdf", pdf(objects(o5=stream(zlib.compress(text())[:-9], "/Filter /FlateDecode"))), SAYS)
    yield Hostile("filter-unknown.pdf", pdf(objects(o5=stream(text(), "/Filter /NoSuch"))))
    yield Hostile("objstm.pdf", _in_object_stream(False), SAYS)
    yield Hostile("objstm-broken.pdf", _in_object_stream(True))
    yield Hostile("junk-before.pdf", b"\r\n".join([b"<!-- aviso -->"] * 60) + whole, SAYS)
    yield Hostile("junk-before-far.pdf", b"\0" * 3000 + whole, SAYS)
    yield Hostile("junk-behind.pdf", whole + b"\0" * 200_000, SAYS)
    yield Hostile("html-behind.pdf", whole + b"<html><body>aviso</body></html>" * 50, SAYS)
    yield Hostile("version-odd.pdf", whole.replace(b"%PDF-1.7", b"%PDF-9.z"), SAYS)
    yield Hostile("header-ps.pdf", whole.replace(b"%PDF-1.7", b"%!PS-Adobe-3.0 PDF-1.4"), SAYS)
    update = b"5 0 obj\n" + stream(text(("Oficio UT/9999/2024",))) + b"\nendobj\n"
    yield Hostile("update-without-xref.pdf", whole + update)
    yield Hostile("linear-broken.pdf", pdf(objects() | {9: b"<< /Linearized 1 /L 77 /H [9 9] /O 88 /E 9 /N 3 /T 5 >>"}),
                  SAYS)
    yield Hostile("lf-lost.pdf", whole.replace(b"\n", b"\r\n"), SAYS)


def _in_object_stream(is_broken: bool) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    data = bytearray(out.getvalue())
    if is_broken:
        at = data.index(b"/ObjStm")
        at = data.index(b"stream", at) + 20
        data[at : at + 12] = bytes(12)
    return bytes(data)


def _trees() -> Iterator[Hostile]:
    for name, count in (("zero", 0), ("negative", -1), ("huge", 2_000_000_000), ("word", "/Many"), ("none", "null")):
        kids = f"<< /Type /Pages /Kids [3 0 R] /Count {count} >>".encode()
        yield Hostile(f"count-{name}.pdf", pdf(objects(o2=kids)), None if name in ("zero", "negative") else SAYS)
    yield Hostile("count-more.pdf", pdf(objects(o2=b"<< /Type /Pages /Kids [3 0 R] /Count 7 >>")), SAYS)
    yield Hostile("tree-loop.pdf", pdf(objects(o2=b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>")))
    yield Hostile("tree-only-loop.pdf", pdf(objects(o2=b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")))
    yield Hostile("parent-loop.pdf", pdf(objects(o3=page("").replace(b"/Parent 2 0 R", b"/Parent 3 0 R"))), SAYS)
    yield Hostile("kids-null.pdf", pdf(objects(o2=b"<< /Type /Pages /Kids [null 3 0 R 88 0 R 5 0 R] /Count 4 >>")),
                  SAYS)
    yield Hostile("no-pages.pdf", pdf(objects(o2=b"<< /Type /Pages /Kids [] /Count 0 >>", o3=None)), None, REFUSED)
    yield Hostile("page-lost.pdf", pdf(objects(o3=None)), None, REFUSED)
    yield Hostile("root-lost.pdf", pdf(objects(o1=None)))
    yield Hostile("type-lost.pdf", pdf(objects(o3=page("").replace(b"/Type /Page ", b""))), SAYS)
    deep = {10 + n: f"<< /Type /Pages /Parent {9 + n} 0 R /Kids [{11 + n} 0 R] /Count 1 >>".encode()
            for n in range(400)}
    deep[10 + 399] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    yield Hostile("tree-deep.pdf", pdf(objects(o1=b"<< /Type /Catalog /Pages 10 0 R >>") | deep))
    outline = {6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
               7: b"<< /Title (uno) /Parent 6 0 R /Next 7 0 R /First 6 0 R >>"}
    yield Hostile("outline-loop.pdf", pdf(objects(o1=b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>") | outline),
                  SAYS)
    form = stream(b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")
    with_form = page("", resources="/Font << /F1 4 0 R >> /XObject << /X 6 0 R >>")
    yield Hostile("form-loop.pdf", pdf(objects(o3=with_form, o5=stream(text() + b"/X Do")) | {6: form}), SAYS)
    fields = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>"
    yield Hostile("field-loop.pdf", pdf(objects(o1=fields) | {6: b"<< /T (a) /Kids [6 0 R] /Parent 6 0 R >>"}), SAYS)
    yield Hostile("contents-array.pdf", pdf(objects(o3=page("").replace(b"5 0 R", b"[5 0 R 99 0 R null 5 0 R]"))), SAYS)
    yield Hostile("annots-odd.pdf", pdf(objects(o3=page("/Annots [null 99 0 R << >> 3 0 R (x)]"))), SAYS)
    yield Hostile("name-tree-loop.pdf", pdf(objects(
        o1=b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 6 0 R >> >>") | {
            6: b"<< /Kids [6 0 R] /Names [(a) 6 0 R] >>"}), SAYS)


def _boxes() -> Iterator[Hostile]:
    for name, box, says in (
        ("reversed", "[612 792 0 0]", SAYS), ("negative", "[-100 -100 612 792]", SAYS), ("empty", "[0 0 0 0]", SAYS),
        ("none", None, SAYS), ("words", "[/a /b /c /d]", SAYS), ("tiny", "[0 0 1 1]", None),
        ("huge", "[0 0 1000000 1000000]", None), ("endless", "[0 0 1e38 1e38]", None),
        ("thin", "[0 0 612 0.001]", None),
        ("long", "[0 0 612 200000]", None), ("short", "[0 0 612]", None),
    ):
        found = page("", box=f"/MediaBox {box}" if box else "")
        yield Hostile(f"box-{name}.pdf", pdf(objects(o3=found)), says)
    for name, more in (
        ("unit", "/UserUnit 10"), ("unit-huge", "/UserUnit 75000"), ("crop-outside", "/CropBox [5000 5000 6000 6000]"),
        ("crop-larger", "/CropBox [-500 -500 2000 2000]"), ("rotate-odd", "/Rotate 45"), ("rotate-back", "/Rotate -90"),
        ("rotate-far", "/Rotate 36000090"), ("rotate-word", "/Rotate /Links"),
    ):
        yield Hostile(f"page-{name}.pdf", pdf(objects(o3=page(more))), None if name == "unit-huge" else SAYS)
    inherits = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Rotate 270 /MediaBox [0 0 612 792] >>"
    yield Hostile("page-rotate-inherited.pdf", pdf(objects(o2=inherits, o3=page("", box=""))), SAYS)
    yield Hostile("crop-hides.pdf", pdf(objects(o3=page("/CropBox [0 690 612 792]"))), SAYS, silent="localizó")


def _locked() -> Iterator[Hostile]:
    import pikepdf

    def locked(**kept: object) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf())) as made:
            made.save(out, encryption=pikepdf.Encryption(**kept))  # type: ignore[arg-type]
        return out.getvalue()

    for strength in (2, 3, 4, 6):
        lesser = {} if strength > 3 else {"aes": False, "metadata": strength > 3}
        yield Hostile(f"locked-r{strength}.pdf", locked(user="secreto", owner="o", R=strength, **lesser), None, LOCKED)
        yield Hostile(f"owner-r{strength}.pdf", locked(user="", owner="dueño", R=strength, **lesser), SAYS)
    whole = pdf(trailer="/Encrypt 8 0 R /ID [<00> <00>]")
    for name, handler in (
        ("unknown", b"<< /Filter /FirmaPropia /V 7 >>"),
        ("certificate", b"<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 4 /Length 128 /Recipients [<00>] >>"),
        ("drm", b"<< /Filter /EBX_HANDLER /V 4 /Length 128 >>"),
    ):
        made = pdf(objects() | {8: handler}, trailer="/Encrypt 8 0 R /ID [<00> <00>]")
        yield Hostile(f"handler-{name}.pdf", made, None, CLOSED)
    yield Hostile("encrypt-lost.pdf", whole)
    yield Hostile("encrypt-empty.pdf", pdf(objects() | {8: b"<< >>"}, trailer="/Encrypt 8 0 R"))


def _disguised() -> Iterator[Hostile]:
    page_of_error = ("<!DOCTYPE html><html><head><title>Error 404</title></head><body><h1>Página no encontrada</h1>"
                     "<p>El documento que busca ya no está en este servidor.</p></body></html>")
    yield Hostile("error-page.pdf", page_of_error.encode(), "Página no encontrada")
    yield Hostile("json.pdf", b'{"error": "session expired", "code": 401}')
    yield Hostile("xml.pdf", b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')
    yield Hostile("letter-as-text.pdf", ("\n".join(LINES * 3)).encode(), SAYS)
    yield Hostile("word.pdf", b"oops.\n", None, REFUSED)
    yield Hostile("empty.pdf", b"", None, frozenset({"empty"}))
    yield Hostile("zeros.pdf", bytes(5000), None, REFUSED)
    yield Hostile("only-header.pdf", b"%PDF-1.7\n", None, REFUSED)
    yield Hostile("spaces.pdf", b" \n" * 500, None, frozenset({"damaged", "no_text"}))
    yield Hostile("base64.pdf", __import__("base64").encodebytes(pdf()), None)
    yield Hostile("pdf-without-ending", pdf(), SAYS)
    yield Hostile("pdf-as-docx.docx", pdf(), SAYS)
    yield Hostile("pdf-as-jpg.jpg", pdf(), SAYS)
    yield Hostile("http-answer.pdf", b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + pdf(), SAYS)


def _bombs() -> Iterator[Hostile]:
    nested = b"[" * 100_000
    yield Hostile("deep-array.pdf", pdf(objects(o5=stream(nested + text()))))
    yield Hostile("deep-object.pdf", pdf(objects() | {6: nested}))
    yield Hostile("deep-dictionary.pdf", pdf(objects() | {6: b"<< /A " * 50_000}))
    yield Hostile("deep-q.pdf", pdf(objects(o5=packed(b"q " * 300_000 + text()))))
    yield Hostile("flate-bomb.pdf", pdf(objects(o5=packed(bytes(300_000_000)))), is_long=True)
    twice = zlib.compress(zlib.compress(bytes(400_000_000)))
    twice = stream(twice, "/Filter [/FlateDecode /FlateDecode]")
    yield Hostile("flate-twice.pdf", pdf(objects(o5=twice)), is_long=True)
    seen = page("", resources="/Font << /F1 4 0 R >> /XObject << /I 6 0 R >>")
    for name, more in (
        ("wide", "/Width 100000 /Height 100000 /BitsPerComponent 1 /ColorSpace /DeviceGray"),
        ("wider", "/Width 2000000000 /Height 2000000000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"),
        ("negative", "/Width -5 /Height 7 /BitsPerComponent 8 /ColorSpace /DeviceRGB"),
        ("bits", "/Width 50 /Height 70 /BitsPerComponent 77 /ColorSpace /DeviceRGB"),
        ("space", "/Width 50 /Height 70 /BitsPerComponent 8 /ColorSpace [/Indexed 6 0 R 99 6 0 R]"),
    ):
        image = stream(zlib.compress(bytes(2_000_000)), f"/Type /XObject /Subtype /Image /Filter /FlateDecode {more}")
        drawn = stream(text() + b"q 400 0 0 100 72 300 cm /I Do Q")
        yield Hostile(f"image-{name}.pdf", pdf(objects(o3=seen, o5=drawn) | {6: image}), None, is_long=name == "wide")
    lines = b"".join(b"%d %d m %d %d l S\n" % (n % 600, n % 700, (n * 7) % 600, (n * 13) % 700) for n in range(150_000))
    yield Hostile("many-paths.pdf", pdf(objects(o5=packed(lines + text()))), None, is_long=True)
    pages = " ".join(["3 0 R"] * 3000)
    yield Hostile("same-page-often.pdf", pdf(objects(o2=f"<< /Type /Pages /Kids [{pages}] /Count 3000 >>".encode())),
                  SAYS, is_long=True)
    pattern = stream(b"/P scn 0 0 9 9 re f", "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9]"
                     " /XStep 0.001 /YStep 0.001 /Resources << /Pattern << /P 6 0 R >> >>")
    patterned = page("", resources="/Font << /F1 4 0 R >> /Pattern << /P 6 0 R >>")
    drawn = stream(text() + b"/Pattern cs /P scn 0 0 612 200 re f")
    yield Hostile("pattern-loop.pdf", pdf(objects(o3=patterned, o5=drawn) | {6: pattern}), None, is_long=True)
    glyphs = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 7 0 R >>" \
             b" /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1]" \
             b" /Resources << /Font << /F1 4 0 R >> >> >>"
    proc = stream(b"1 0 d0 BT /F1 1 Tf (aaaa) Tj ET")
    yield Hostile("glyph-loop.pdf", pdf(objects(o4=glyphs, o5=stream(b"BT /F1 12 Tf 9 9 Td (aaa) Tj ET")) | {7: proc}))
    many = b"".join(b"BT /F1 1 Tf %d %d Td (palabra) Tj ET\n" % (n % 600, n // 60) for n in range(40_000))
    yield Hostile("many-words.pdf", pdf(objects(o5=packed(many))), None, is_long=True)


def _shown() -> Iterator[Hostile]:
    """Odd ways in which a page shows or hides its text."""
    off = objects(
        o1=b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] /Order [6 0 R] >> >> >>",
        o3=page("", resources="/Font << /F1 4 0 R >> /Properties << /MC 6 0 R >>"),
        o5=stream(text() + b"/OC /MC BDC\n" + text(("Esconde palabras",), y=300) + b"EMC"))
    yield Hostile("layer-off.pdf", pdf(off | {6: b"<< /Type /OCG /Name (oculta) >>"}), SAYS, silent="Esconde")
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [72 500 400 530] /Contents (Recibido UT/7777/2024)" \
           b" /DA (/Helv 12 Tf 0 g) >>"
    yield Hostile("free-text.pdf", pdf(objects(o3=page("/Annots [6 0 R]")) | {6: note}), SAYS)
    look = stream(text(("Sello UT/7777/2024",), 5, 10), "/Type /XObject /Subtype /Form /BBox [0 0 300 30]"
                  " /Resources << /Font << /F1 4 0 R >> >>")
    stamp = b"<< /Type /Annot /Subtype /Stamp /Rect [72 500 372 530] /F 4 /AP << /N 7 0 R >> >>"
    yield Hostile("stamp.pdf", pdf(objects(o3=page("/Annots [6 0 R]")) | {6: stamp, 7: look}), "UT/7777/2024")
    hidden = stamp.replace(b"/F 4", b"/F 2")
    yield Hostile("stamp-hidden.pdf", pdf(objects(o3=page("/Annots [6 0 R]")) | {6: hidden, 7: look}), SAYS,
                  silent="7777")
    yield Hostile("font-lost.pdf", pdf(objects(o4=None)))
    yield Hostile("font-broken.pdf", pdf(objects(
        o4=b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R >>") | {
            6: b"<< /Type /FontDescriptor /FontName /X /FontFile2 7 0 R >>", 7: packed(b"basura" * 400)}))
    xfa = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA 6 0 R >> /NeedsRendering true >>"
    yield Hostile("xfa.pdf", pdf(objects(o1=xfa) | {6: stream(b"<xdp:xdp><template/></xdp:xdp>")}), SAYS)
    spoken = text(LINES[1:2], more="/Span << /ActualText (Otra cosa) >> BDC")
    yield Hostile("actual-text.pdf", pdf(objects(o5=stream(spoken + b"EMC"))), None)
    yield Hostile("open-action.pdf", pdf(objects(
        o1=b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>")), SAYS)
    whole = pdf()
    yield Hostile("two-files.pdf", whole + whole, SAYS)
