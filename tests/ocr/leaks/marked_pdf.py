"""PDF pages that carry a name they do not show."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont

from tests.ocr.leaks.marked import Marked, clear_text

Y = 300
BOX = (64, Y - 6, 300, 22)
"""A rectangle that covers a name set at (72, Y) in 12 points."""


Box = tuple[float, float, float, float]


def _string(text: str) -> str:
    return "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"


def text_at(text: str, x: float = 72, y: float = Y, size: float = 12, before: str = "0 g") -> str:
    """Operators that show a text."""
    return f"q {before} BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm {_string(text)} Tj ET Q\n"


def base() -> str:
    """The text every page shows."""
    return "".join(text_at(line, 72, 720 - 22 * n) for n, line in enumerate(clear_text()))


def rectangle(colour: str = "0 g", box: tuple[float, float, float, float] = BOX) -> str:
    return f"q {colour} {box[0]} {box[1]} {box[2]} {box[3]} re f Q\n"


def page_pdf(content: str | bytes, **resources: Any) -> pikepdf.Pdf:
    """A PDF of one page with this content; `resources` by their names in a resource dictionary."""
    pdf = pikepdf.new()
    add_page(pdf, content, **resources)
    return pdf


def add_page(pdf: pikepdf.Pdf, content: str | bytes, **resources: Any) -> Any:
    data = content if isinstance(content, bytes) else content.encode("latin-1")
    held = Dictionary(Font=Dictionary(F1=font()))
    for name, value in resources.items():
        held["/" + name] = value
    page = Dictionary(Type=Name.Page, MediaBox=[0, 0, 612, 792], Resources=held, Contents=pdf.make_stream(data))
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1].obj


def font(base: str = "/Helvetica") -> Any:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(base), Encoding=Name.WinAnsiEncoding)


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def _drawn(draw: Callable[[str], str]) -> Callable[[str], bytes]:
    """A page whose content is the base and what `draw` gives for the name."""
    return lambda name: saved(page_pdf(base() + draw(name)))


def hidden(name: str) -> str:
    """The name as it stands under boxes."""
    return text_at(f"declara {name} que vive")


def _set(name: str, before: str = "0 g", size: float = 12) -> str:
    return text_at(f"declara {name} que vive", before=before, size=size)


def _image(pdf: pikepdf.Pdf, image: Image.Image, **more: Any) -> Any:
    colours = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "1": Name.DeviceGray}[image.mode]
    stream = pdf.make_stream(image.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=image.width,
                             Height=image.height, ColorSpace=colours, BitsPerComponent=1 if image.mode == "1" else 8)
    for key, value in more.items():
        stream["/" + key] = value
    return stream


def _form(pdf: pikepdf.Pdf, content: str, box: Box = (0, 0, 612, 792), **more: Any) -> Any:
    stream = pdf.make_stream(content.encode("latin-1"), Type=Name.XObject, Subtype=Name.Form,
                             BBox=list(box), Resources=Dictionary(Font=Dictionary(F1=font())))
    for key, value in more.items():
        stream["/" + key] = value
    return stream


def _with_image(image: Image.Image, place: str = "300 0 0 22 64 294") -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        pdf = page_pdf(base() + hidden(name) + f"q {place} cm /I1 Do Q\n")
        pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, image))
        return saved(pdf)

    return make


def _image_mask(name: str) -> bytes:
    pdf = page_pdf(base() + hidden(name) + "q 0 g 300 0 0 22 64 294 cm /I1 Do Q\n")
    mask = pdf.make_stream(b"\x00", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ImageMask=True,
                           BitsPerComponent=1)
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=mask)
    return saved(pdf)


def _box_in_form(name: str) -> bytes:
    pdf = page_pdf(base() + hidden(name) + "/X1 Do\n")
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(X1=_form(pdf, rectangle()))
    return saved(pdf)


def _text_in_form(name: str) -> bytes:
    pdf = page_pdf(base() + "/X1 Do\n" + rectangle())
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(X1=_form(pdf, hidden(name)))
    return saved(pdf)


def _nested_forms(name: str) -> bytes:
    pdf = page_pdf(base() + "/X1 Do\n/X2 Do\n")
    inner, outer = _form(pdf, hidden(name)), _form(pdf, "q 1 0 0 1 10 20 cm /X3 Do Q\n")
    outer.Resources = Dictionary(XObject=Dictionary(X3=inner))
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(
        X1=outer, X2=_form(pdf, rectangle(box=(70, Y + 10, 320, 30))))
    return saved(pdf)


def _shading(name: str) -> bytes:
    shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=[64, 0, 364, 0], Extend=[True, True],
                       Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[0.1], C1=[0.2], N=1))
    content = base() + hidden(name) + "q 64 294 300 22 re W n /S1 sh Q\n"
    return saved(page_pdf(content, Shading=Dictionary(S1=shade)))


def _pattern(name: str) -> bytes:
    pdf = page_pdf(base() + hidden(name) + rectangle("/Pattern cs /P1 scn"))
    tile = pdf.make_stream(b"0.2 g 0 0 4 4 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
                           BBox=[0, 0, 4, 4], XStep=4, YStep=4, Resources=Dictionary())
    pdf.pages[0].obj.Resources["/Pattern"] = Dictionary(P1=tile)
    return saved(pdf)


def _state(state: Any, content: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda name: saved(page_pdf(base() + content(name), ExtGState=Dictionary(G1=state)))


def _under_state(name: str) -> str:
    return hidden(name) + rectangle("/G1 gs 0 g")


def _note(subtype: str, appearance: str | None = None, **entries: Any) -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        pdf = page_pdf(base() + hidden(name))
        x, y, wide, high = BOX
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=[x, y, x + wide, y + high], F=4)
        for key, value in entries.items():
            note["/" + key] = value
        if appearance is not None:
            note.AP = Dictionary(N=_form(pdf, appearance, (0, 0, wide, high)))
        pdf.pages[0].obj.Annots = pdf.make_indirect(Array([pdf.make_indirect(note)]))
        return saved(pdf)

    return make


def _field_over_text(name: str) -> bytes:
    pdf = page_pdf(base() + hidden(name))
    x, y, wide, high = BOX
    field = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("campo"), V=String(""), F=4,
        Rect=[x, y, x + wide, y + high], MK=Dictionary(BG=[0, 0, 0]),
        AP=Dictionary(N=_form(pdf, f"0 g 0 0 {wide} {high} re f", (0, 0, wide, high)))))
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(pdf)


def _hidden_field(name: str) -> bytes:
    pdf = page_pdf(base() + rectangle())
    field = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("campo"), TU=String(name), V=String(name),
        DV=String(name), F=2, Rect=[72, 200, 272, 220],
        AP=Dictionary(N=_form(pdf, f"BT /F1 12 Tf 2 4 Td {_string(name)} Tj ET", (0, 0, 200, 20)))))
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=pdf.make_stream(f"<xfa>{name}</xfa>".encode()))
    return saved(pdf)


def _note_contents(name: str) -> bytes:
    pdf = page_pdf(base() + rectangle())
    notes = [
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[20, 20, 40, 40], Contents=String(f"tachar a {name}"),
                   T=String(name), RC=String(f"<p>{name}</p>"), F=4),
        Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=[50, 20, 140, 90], Contents=String(name), F=4),
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 700, 140, 720], F=4, Contents=String(name),
                   A=Dictionary(S=Name.URI, URI=String(f"https://example.org/{name}"))),
    ]
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note) for note in notes])
    return saved(pdf)


def _hidden_note(name: str) -> bytes:
    pdf = page_pdf(base() + rectangle())
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=[72, 200, 372, 220], Contents=String(name), F=2,
                      DA=String("/Helv 12 Tf 0 g"),
                      AP=Dictionary(N=_form(pdf, f"BT /F1 12 Tf 2 4 Td {_string(name)} Tj ET", (0, 0, 300, 20))))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    return saved(pdf)


def _note_over_note(over: str) -> Callable[[str], bytes]:
    """A note that says the name, on its own dark ground or under a second note."""

    def make(name: str) -> bytes:
        pdf = page_pdf(base())
        x, y, wide, high = BOX
        said = f"BT /F1 12 Tf 8 6 Td {_string(f'declara {name} aqui')} Tj ET"
        ground = f"0 g 0 0 {wide} {high} re f "
        looks = [ground + said] if over == "own" else ["0 g " + said, ground]
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=[x, y, x + wide, y + high], F=4, Contents=String(name),
            DA=String("/Helv 12 Tf 0 g"), AP=Dictionary(N=_form(pdf, look, (0, 0, wide, high))))) for look in looks])
        return saved(pdf)

    return make


def _clip_under_image(name: str) -> bytes:
    """Letters that are the clip of an area, and a picture over them."""
    pdf = page_pdf(base() + f"q BT 7 Tr /F1 12 Tf 72 {Y} Td {_string(f'declara {name} aqui')} Tj ET "
                            f"0 g 0 0 600 700 re f Q\nq 300 0 0 22 64 294 cm /I1 Do Q\n")
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, Image.new("L", (2, 1), 90)))
    return saved(pdf)


def _strange_code_over_box(name: str) -> bytes:
    """Over the box stands a code in a font that does not say which letters it holds."""
    strange = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 10, 10], FontMatrix=[0.1, 0, 0, 0.1, 0, 0],
                         CharProcs=Dictionary(), Encoding=Dictionary(Type=Name.Encoding, Differences=[65, Name.g1]),
                         FirstChar=65, LastChar=65, Widths=[10], Resources=Dictionary())
    to_text = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <0020> endbfchar endcmap"
    pdf = page_pdf(base() + hidden(name) + rectangle() + f"q 1 g BT /F2 10 Tf 72 {Y} Td (AAAAAAAAAAAA) Tj ET Q\n")
    strange.ToUnicode = pdf.make_stream(to_text)
    strange.CharProcs.g1 = pdf.make_stream(b"10 0 0 0 10 10 d1 1 1 3 8 re 5 1 3 3 re f")
    pdf.pages[0].obj.Resources.Font.F2 = strange
    return saved(pdf)


def _boxes(crop: list[float] | None = None, y: float = 60) -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        pdf = page_pdf(base() + text_at(f"declara {name} que vive en la calle del norte", 72, y))
        if crop:
            pdf.pages[0].obj.CropBox = crop
        return saved(pdf)

    return make


def _layer(name: str, use: str = "BDC") -> bytes:
    content = "/OC /L1 BDC\n" + hidden(name) + "EMC\n" if use == "BDC" else "/X1 Do\n"
    pdf = page_pdf(base() + content)
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("capa")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))
    if use == "BDC":
        pdf.pages[0].obj.Resources["/Properties"] = Dictionary(L1=group)
    else:
        pdf.pages[0].obj.Resources["/XObject"] = Dictionary(X1=_form(pdf, hidden(name), OC=group))
    return saved(pdf)


def _tagged(key: str) -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        shown = f"/Span <</{key} {_string(name)}>> BDC\n" + text_at("XXXXX XXXXX") + "EMC\n"
        pdf = page_pdf(base() + shown)
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=root, Alt=String(name),
                                              ActualText=String(name), E=String(name), T=String(name)))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        return saved(pdf)

    return make


def _catalogue(name: str) -> bytes:
    pdf = page_pdf(base() + rectangle())
    root, page = pdf.Root, pdf.pages[0].obj
    with pdf.open_metadata() as meta:
        meta["dc:title"] = f"Caso de Fulano {name}"
        meta["dc:description"] = f"Sobre Fulano {name}"
        meta["dc:subject"] = {name}
    pdf.docinfo["/Title"] = f"Caso de Fulano {name}"
    pdf.docinfo["/Keywords"] = name
    pdf.docinfo["/Author"] = name
    pdf.docinfo["/Nombre"] = name
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Fulano {name}", 0))
    script = Dictionary(S=Name.JavaScript, JS=String(f"var a='{name}'"))
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String(name), script])),
        Dests=Dictionary(Names=Array([String(name), Array([page, Name.Fit])])))
    root.OpenAction = script
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(name))]))
    private = Dictionary(LastModified=String("D:20260101000000Z"),
                         Private=Dictionary(Antes=String(name), Hoja=pdf.make_stream(name.encode())))
    root.PieceInfo = page.PieceInfo = Dictionary(Editor=private)
    page.Thumb = _image(pdf, _written(name))
    page.Metadata = pdf.make_stream(f"<x>{name}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.attachments[f"{name}.txt"] = name.encode()
    root.AF = Array([pdf.attachments[f"{name}.txt"].obj])
    return saved(pdf)


def _attachment(name: str) -> bytes:
    pdf = page_pdf(base() + rectangle())
    pdf.attachments["anexo.txt"] = f"texto completo de {name}".encode()
    return saved(pdf)


def _pinned_file(name: str) -> bytes:
    pdf = page_pdf(base() + rectangle())
    spec = pikepdf.AttachedFileSpec(pdf, f"texto de {name}".encode(), filename=f"{name}.txt")
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[20, 20, 40, 40], FS=spec.obj, F=4,
                      Contents=String(name))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    return saved(pdf)


def _orphans(name: str) -> bytes:
    """Objects nothing points at, as editors leave behind that write without clearing up."""
    data = saved(page_pdf(base() + rectangle()), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    orphan = f"BT /F1 12 Tf ({name}) Tj ET".encode()
    body = b"\n9000 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(orphan), orphan)
    at = data.rindex(b"xref\n")
    start = data.rindex(b"startxref")
    moved = data[:at] + body + data[at:start] + b"startxref\n%d\n%%%%EOF\n" % (at + len(body))
    return moved


def written(lines: list[str], size: tuple[int, int] = (1275, 1650), step: int = 50) -> Image.Image:
    """A page as a scanner gives it, 150 dpi."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(lines):
        draw.text((150, 150 + step * n), line, 0, ImageFont.load_default(25))
    return image


def _written(text: str) -> Image.Image:
    image = Image.new("L", (260, 60), 255)
    ImageDraw.Draw(image).text((8, 10), text, 0, ImageFont.load_default(28))
    return image


def _scan(box: tuple[int, int, int, int] | None) -> Callable[[str], bytes]:
    """A scan with its OCR layer; the layer still has what the box on the picture hides."""
    def make(name: str) -> bytes:
        lines = [*clear_text(), f"declara {name} que vive"]
        image = written(lines)
        if box:
            ImageDraw.Draw(image).rectangle(box, fill=0)
        content = "q 612 0 0 792 0 0 cm /I1 Do Q\n"
        for n, line in enumerate(lines):
            content += text_at(line, 72, 792 - (150 + 50 * n + 24) * 0.48, 12, "3 Tr")
        pdf = page_pdf(content)
        pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, image))
        return saved(pdf)

    return make


def _scan_under_box(name: str) -> bytes:
    image = written([*clear_text(), f"declara {name} que vive"])
    pdf = page_pdf("q 612 0 0 792 0 0 cm /I1 Do Q\n" + rectangle(box=(64, 792 - 640 * 0.48, 250, 22)))
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, image))
    return saved(pdf)


def _text_behind_scan(name: str) -> bytes:
    """Text first, then the picture of the page over it, with a black bar where the name was."""
    image = written([*clear_text(), "declara"])
    ImageDraw.Draw(image).rectangle((260, 590, 700, 640), fill=0)
    content = "".join(text_at(line, 72, 792 - (150 + 50 * n + 24) * 0.48) for n, line in enumerate(clear_text()))
    content += text_at(f"declara {name} que vive", 72, 792 - 624 * 0.48) + "q 612 0 0 792 0 0 cm /I1 Do Q\n"
    pdf = page_pdf(content)
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, image))
    return saved(pdf)


def _on_black_image(name: str) -> bytes:
    pdf = page_pdf(base() + "q 300 0 0 22 64 294 cm /I1 Do Q\n" + hidden(name))
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I1=_image(pdf, Image.new("L", (4, 4), 0)))
    return saved(pdf)


def revised(first: bytes, content: bytes) -> bytes:
    """The file with a later revision behind it that gives its first page another content."""
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
    previous = int(first[first.rindex(b"startxref") + 9 :].split()[0])
    body = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    at, table = len(first), len(first) + len(body)
    update = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (
        number, at, size, root, previous)
    return first + body + update + b"startxref\n%d\n%%%%EOF\n" % table


def _revision(name: str) -> bytes:
    first = saved(page_pdf(base() + hidden(name)), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return revised(first, (base() + rectangle()).encode("latin-1"))


def _rotated(name: str) -> bytes:
    pdf = page_pdf(base() + hidden(name) + rectangle())
    pdf.pages[0].obj.Rotate = 90
    return saved(pdf)


def _turned_text(name: str) -> bytes:
    turned = f"q 0 g BT /F1 12 Tf 0 1 -1 0 500 200 Tm {_string(f'declara {name} aqui')} Tj ET Q\n"
    return saved(page_pdf(base() + turned + rectangle(box=(486, 190, 22, 220))))


def _half_covered(name: str) -> bytes:
    """The second half of a word is covered."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    x = 72 + stringWidth(name[:4], "Helvetica", 12)
    wide = stringWidth(name[4:], "Helvetica", 12)
    return saved(page_pdf(base() + text_at(name) + rectangle(box=(x, Y - 6, wide + 1, 22))))


def _glyph_box(name: str) -> bytes:
    """The box is a letter itself: the black square of a font of signs, stretched."""
    square = f"q 0 g BT /F2 12 Tf 1400 Tz 1 0 0 2 60 {Y - 8} Tm (nn) Tj ET Q\n"
    return saved(page_pdf(base() + hidden(name) + square,
                          Font=Dictionary(F1=font(), F2=Dictionary(Type=Name.Font, Subtype=Name.Type1,
                                                                   BaseFont=Name.ZapfDingbats))))


_HALVES = rectangle(box=(64, Y - 6, 300, 11)) + rectangle(box=(64, Y + 4, 300, 12))
_STRIPES = "q 0 G 2 w " + "".join(f"64 {Y - 5 + 1.8 * n} m 364 {Y - 5 + 1.8 * n} l S " for n in range(12)) + "Q\n"
_THICK = f"q 0 G 22 w 64 {Y + 5} m 364 {Y + 5} l S Q\n"
_COLUMNS = "".join(rectangle(box=(64 + 3 * n, Y - 6, 3.2, 22)) for n in range(100))
_BOX = frozenset({"text_under_box"})
_UNSEEN = frozenset({"invisible_text", "text_under_box"})
_NOTE = frozenset({"text_under_annotation"})
_IMAGE = frozenset({"text_under_image", "text_under_box"})
_BLACK = f"0 g 0 0 {BOX[2]} {BOX[3]} re f"
_QUADS = [64, 316, 364, 316, 64, 294, 364, 294]

PDFS = [
    *(Marked(f"box-{n}", ".pdf", _drawn(lambda name, c=c: hidden(name) + rectangle(c)), _BOX)  # type: ignore[misc]
      for n, c in {"black": "0 g", "grey": "0.6 g", "red": "0.8 0.1 0.1 rg", "yellow": "1 1 0 rg",
                   "cmyk": "0 0 0 1 k", "white": "1 g"}.items()),
    Marked("box-halves", ".pdf", _drawn(lambda name: hidden(name) + _HALVES), _BOX),
    Marked("box-stripes", ".pdf", _drawn(lambda name: hidden(name) + _STRIPES), _UNSEEN),
    Marked("box-columns", ".pdf", _drawn(lambda name: hidden(name) + _COLUMNS), _BOX),
    Marked("thick-line", ".pdf", _drawn(lambda name: hidden(name) + _THICK), _BOX),
    Marked("glyph-box", ".pdf", _glyph_box, frozenset({"text_under_box"})),
    Marked("clipped-box", ".pdf", _drawn(
        lambda name: hidden(name) + "q 64 294 300 22 re W n 0 g 0 0 612 792 re f Q\n"), _BOX),
    Marked("black-on-black", ".pdf", _drawn(lambda name: rectangle() + hidden(name)), _BOX),
    Marked("black-on-black-image", ".pdf", _on_black_image, _IMAGE | _UNSEEN),
    Marked("shading", ".pdf", _shading, _BOX),
    Marked("pattern", ".pdf", _pattern, _BOX),
    Marked("multiply-black", ".pdf", _state(Dictionary(BM=Name.Multiply), _under_state), _BOX),
    Marked("box-90-percent", ".pdf", _state(Dictionary(ca=0.97), _under_state), _BOX),
    Marked("image-photo", ".pdf", _with_image(Image.effect_noise((60, 20), 60)), _IMAGE),
    Marked("image-black-pixel", ".pdf", _with_image(Image.new("L", (1, 1), 0)), _IMAGE),
    Marked("image-mask", ".pdf", _image_mask, _IMAGE),
    Marked("box-in-form", ".pdf", _box_in_form, _BOX),
    Marked("text-in-form", ".pdf", _text_in_form, _BOX),
    Marked("nested-forms", ".pdf", _nested_forms, _BOX),
    Marked("square-note", ".pdf", _note("Square", IC=[0, 0, 0], C=[0, 0, 0]), _NOTE),
    Marked("square-note-drawn", ".pdf", _note("Square", _BLACK, IC=[0, 0, 0]), _NOTE),
    Marked("free-text-note", ".pdf", _note("FreeText", _BLACK, DA=String("/Helv 12 Tf 0 g")), _NOTE),
    Marked("stamp-note", ".pdf", _note("Stamp", _BLACK), _NOTE),
    Marked("ink-note", ".pdf", _note("Ink", f"0 G 24 w 0 11 m {BOX[2]} 11 l S", InkList=[[64, 305, 364, 305]]), _NOTE),
    Marked("line-note", ".pdf", _note("Line", f"0 G 24 w 0 11 m {BOX[2]} 11 l S", L=[64, 305, 364, 305]), _NOTE),
    Marked("opaque-highlight", ".pdf", _note("Highlight", _BLACK, C=[0, 0, 0], QuadPoints=_QUADS), _NOTE),
    Marked("redact-note", ".pdf", _note("Redact", IC=[0, 0, 0], QuadPoints=_QUADS), frozenset({"unapplied_redaction"})),
    Marked("field-over-text", ".pdf", _field_over_text, _NOTE | _BOX),
    Marked("mode-3", ".pdf", _drawn(lambda name: _set(name, "3 Tr")), _UNSEEN),
    Marked("mode-7", ".pdf", _drawn(lambda name: _set(name, "7 Tr")), _UNSEEN),
    Marked("white-text", ".pdf", _drawn(lambda name: _set(name, "1 g")), _UNSEEN),
    Marked("off-white-text", ".pdf", _drawn(lambda name: _set(name, "0.98 g")), _UNSEEN),
    Marked("see-through-text", ".pdf", _state(Dictionary(ca=0), lambda name: _set(name, "/G1 gs 0 g")), _UNSEEN),
    Marked("tiny-text", ".pdf", _drawn(lambda name: _set(name, size=0.1)), _UNSEEN),
    Marked("one-point-text", ".pdf", _drawn(lambda name: _set(name, size=0.9)), _UNSEEN),
    Marked("out-of-crop", ".pdf", _boxes([0, 120, 612, 792]), frozenset({"outside_page"})),
    Marked("out-of-media", ".pdf", _boxes(None, -40), frozenset({"outside_page"})),
    Marked("clipped-away", ".pdf", _drawn(lambda name: f"q 0 0 10 10 re W n {hidden(name)} Q\n"), _UNSEEN),
    Marked("layer-off", ".pdf", _layer, _UNSEEN | {"hidden_layer"}),
    Marked("layer-off-form", ".pdf", lambda name: _layer(name, "form"), _UNSEEN | {"hidden_layer"}),
    Marked("actual-text", ".pdf", _tagged("ActualText"), _UNSEEN),
    Marked("alt-text", ".pdf", _tagged("Alt")),
    Marked("catalogue", ".pdf", _catalogue, frozenset({"bookmark", "metadata", "attachment"})),
    Marked("attachment", ".pdf", _attachment, frozenset({"attachment"})),
    Marked("pinned-file", ".pdf", _pinned_file, frozenset({"attachment"})),
    Marked("hidden-field", ".pdf", _hidden_field, frozenset({"hidden_text"})),
    Marked("note-contents", ".pdf", _note_contents, frozenset({"comment"})),
    Marked("hidden-note", ".pdf", _hidden_note, frozenset({"comment"})),
    Marked("note-under-note", ".pdf", _note_over_note("other"), _BOX),
    Marked("note-on-its-own-ground", ".pdf", _note_over_note("own"), _BOX),
    Marked("clip-under-image", ".pdf", _clip_under_image, _IMAGE),
    Marked("strange-code-over-box", ".pdf", _strange_code_over_box, _BOX),
    Marked("orphans", ".pdf", _orphans, frozenset({"earlier_revision"})),
    Marked("revision", ".pdf", _revision, frozenset({"earlier_revision"})),
    Marked("scan-layer", ".pdf", _scan((140, 590, 800, 640)), frozenset({"ocr_under_box"})),
    Marked("scan-under-box", ".pdf", _scan_under_box, frozenset({"image_under_box"})),
    Marked("text-behind-scan", ".pdf", _text_behind_scan, frozenset({"ocr_under_box", "text_under_image"})),
    Marked("rotated", ".pdf", _rotated, _BOX),
    Marked("turned-text", ".pdf", _turned_text, _BOX),
]
HALF = Marked("half-covered", ".pdf", _half_covered, _BOX)
