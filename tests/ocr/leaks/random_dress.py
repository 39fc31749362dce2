"""How words on random pages are drawn and what is laid around them: every way a PDF has to show or hide a text."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from tests.ocr.leaks.marked_pdf import Box, _form, _image

MATRICES = ("1 0 0 1", "1 0 0 1", "1 0 0 1", "0 1 -1 0", "0 -1 1 0", "-1 0 0 -1", "0.94 0.34 -0.34 0.94", "1.6 0 0 1",
            "1 0 0 1.8", "1 0 0.3 1")
"""The first four numbers of a text matrix: upright, upward, downward, upside down, aslant, wide, high, leaning."""


@dataclass(frozen=True)
class Sheet:
    """A document under way and the resources its content may name."""

    pdf: Any
    held: Any
    notes: list[Any] = field(default_factory=list)

    def name(self, kind: str, thing: Any) -> str:
        """Name a resource; gives the name as content writes it."""
        if "/" + kind not in self.held:
            self.held["/" + kind] = Dictionary()
        known = self.held["/" + kind]
        name = f"/R{len(known.keys())}"
        known[name] = thing
        return name


@dataclass(frozen=True)
class Spelled:
    """How a word is written: font, size, matrix and the mode letters are drawn in."""

    text: str
    x: float
    y: float
    size: float
    matrix: str = "1 0 0 1"
    mode: int = 0
    font: str = "/F1"

    def show(self, before: str, mode: int | None = None) -> str:
        """Operators that write it after these."""
        mode = self.mode if mode is None else mode
        line = f"{self.size / 22:.3f} w " if mode in (1, 2) else ""
        return (f"q {before} {line}BT {mode} Tr {self.font} {self.size} Tf {self.matrix} {self.x} {self.y} Tm "
                f"({self.text}) Tj ET Q\n")


# How a word is drawn. Each takes the sheet, the word and the colour operators, and gives content.


def plain(sheet: Sheet, word: Spelled, colour: str) -> str:
    return word.show(colour)


def patterned(sheet: Sheet, word: Spelled, colour: str) -> str:
    tile = sheet.pdf.make_stream(f"{colour} 0 0 8 8 re f".encode(), Type=Name.Pattern, PatternType=1, PaintType=1,
                                 TilingType=1, BBox=[0, 0, 8, 8], XStep=8, YStep=8, Resources=Dictionary())
    return word.show(f"/Pattern cs {sheet.name('Pattern', tile)} scn")


def shaded(sheet: Sheet, word: Spelled, colour: str) -> str:
    shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=[word.x, 0, word.x + 90, 0],
                       Extend=Array([True, True]),
                       Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[0], C1=[0.4], N=1))
    pattern = Dictionary(Type=Name.Pattern, PatternType=2, Shading=shade)
    return word.show(f"/Pattern cs {sheet.name('Pattern', pattern)} scn")


def as_clip(sheet: Sheet, word: Spelled, colour: str) -> str:
    shown = word.show(colour, 7).rsplit("Q", 1)[0]
    return f"{shown} {colour} {word.x - 90} {word.y - 90} 260 180 re f Q\n"


def in_group(sheet: Sheet, word: Spelled, colour: str, **more: Any) -> str:
    group = Dictionary(S=Name.Transparency, **more)
    return f"{sheet.name('XObject', _form_of(sheet, word.show(colour), Group=group))} Do\n"


def in_knockout(sheet: Sheet, word: Spelled, colour: str) -> str:
    return in_group(sheet, word, colour, K=True, I=True)


def nested(sheet: Sheet, word: Spelled, colour: str) -> str:
    """In a form within four others, each moved a little."""
    form = _form_of(sheet, word.show(colour))
    for _ in range(4):
        outer = _form(sheet.pdf, "q 1 0 0 1 5 -3 cm /X Do Q", _VAST, Matrix=[1, 0, 0, 1, -5, 3])
        outer.Resources = Dictionary(XObject=Dictionary(X=form))
        form = outer
    return f"{sheet.name('XObject', form)} Do\n"


_VAST = (-900, -900, 1500, 1500)


def _form_of(sheet: Sheet, content: str, **more: Any) -> Any:
    form = _form(sheet.pdf, content, _VAST, **more)
    form.Resources = sheet.held
    return form


def masked(level: float) -> Any:
    """A soft mask of one tone: 1 shows the word, 0 hides it."""

    def draw(sheet: Sheet, word: Spelled, colour: str) -> str:
        ground = _form(sheet.pdf, f"{level} g -900 -900 2400 2400 re f", _VAST,
                       Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
        state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=ground))
        return word.show(f"{sheet.name('ExtGState', state)} gs {colour}")

    return draw


def blended(mode: str) -> Any:
    def draw(sheet: Sheet, word: Spelled, colour: str) -> str:
        return word.show(f"{sheet.name('ExtGState', Dictionary(BM=Name('/' + mode)))} gs {colour}")

    return draw


def in_layer(*shown: bool, policy: str = "AnyOn", outer: bool | None = None) -> Any:
    """In optional content that belongs to these layers (on or off), perhaps inside another one."""

    def draw(sheet: Sheet, word: Spelled, colour: str) -> str:
        member = Dictionary(Type=Name.OCMD, OCGs=Array([layer(sheet, on) for on in shown]), P=Name("/" + policy))
        content = f"/OC {sheet.name('Properties', sheet.pdf.make_indirect(member))} BDC\n{word.show(colour)}EMC\n"
        if outer is not None:
            content = f"/OC {sheet.name('Properties', layer(sheet, outer))} BDC\n{content}EMC\n"
        return content

    return draw


def layer(sheet: Sheet, on: bool) -> Any:
    """A layer of the document that is switched on or off."""
    root = sheet.pdf.Root
    if "/OCProperties" not in root:
        root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(ON=Array(), OFF=Array(), Order=Array()))
    group = sheet.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("capa")))
    root.OCProperties.OCGs.append(group)
    root.OCProperties.D["/ON" if on else "/OFF"].append(group)
    return group


def as_note(sheet: Sheet, word: Spelled, colour: str) -> str:
    """A stamp whose look holds the word."""
    look = _form_of(sheet, word.show(colour))
    box = [word.x - 80, word.y - 80, word.x + 180, word.y + 80]
    look.BBox = box
    sheet.notes.append(Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=box, F=4, AP=Dictionary(N=look)))
    return ""


def in_letters_of_shapes(sheet: Sheet, word: Spelled, colour: str) -> str:
    """In a font whose letters are small pictures, as TeX and scanners' software write them."""
    return _with_font(sheet, word, _pictured_font(sheet)).show(colour)


def _with_font(sheet: Sheet, word: Spelled, made: Any) -> Spelled:
    return Spelled(word.text, word.x, word.y, word.size, word.matrix, 0, sheet.name("Font", made))


def _pictured_font(sheet: Sheet) -> Any:
    letters = sorted({*"abdefgiklmnoprstuvzBDFGKLMNPRSTVZ"})
    procs, widths, spelled = Dictionary(), [], Array([0])
    codes = range(ord("A"), ord("z") + 1)
    for code in codes:
        letter = chr(code)
        if letter not in letters:
            widths.append(0)
            continue
        data, wide, high, step = _bitmap(letter)
        procs["/" + letter] = sheet.pdf.make_stream(
            f"{step} 0 0 -14 {step} 50 d1 q {wide} 0 0 {high} 0 -14 cm BI /W {wide} /H {high} /IM true /BPC 1 "
            f"/D [1 0] ID ".encode() + data + b" EI Q")
        widths.append(step)
    spelled = Array([ord("A"), *(Name("/" + chr(c)) if chr(c) in letters else Name("/.notdef") for c in codes)])
    pairs = "".join(f"<{ord(c):02x}> <{ord(c):04x}>\n" for c in letters)
    to_text = (f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
               f"<00> <ff> endcodespacerange {len(letters)} beginbfchar\n{pairs}endbfchar endcmap end end")
    return Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, -14, 60, 50],
                      FontMatrix=[0.02, 0, 0, 0.02, 0, 0], CharProcs=procs, FirstChar=codes[0],
                      Encoding=Dictionary(Type=Name.Encoding, Differences=spelled),
                      LastChar=codes[-1], Widths=Array(widths), Resources=Dictionary(),
                      ToUnicode=sheet.pdf.make_stream(to_text.encode()))


@cache
def _bitmap(letter: str) -> tuple[bytes, int, int, int]:
    face = ImageFont.load_default(48)
    step = round(face.getlength(letter))
    wide, high = (step + 7) // 8 * 8, 64
    image = Image.new("1", (wide, high), 0)
    ImageDraw.Draw(image).text((0, 50), letter, 1, face, anchor="ls")
    return image.tobytes(), wide, high, step


DRAWN = (plain,) * 9 + (patterned, shaded, as_clip, in_group, in_knockout, nested, masked(1), blended("Multiply"),
                        blended("Darken"), in_layer(True), in_layer(True, False), in_layer(True, outer=True), as_note,
                        in_letters_of_shapes, in_letters_of_shapes)
"""Ways that show a word, where nothing else hides it."""
UNDRAWN = (masked(0), in_layer(False), in_layer(True, False, policy="AllOn"), in_layer(True, outer=False),
           in_layer(False, False))
"""Ways that hide it."""


# What covers a word. Each takes the sheet and the box, and gives content.


def filled(state: Any = None, colour: str = "0 g") -> Any:
    def draw(sheet: Sheet, box: Box) -> str:
        gs = f"{sheet.name('ExtGState', state)} gs " if state is not None else ""
        return f"q {gs}{colour} {box[0]} {box[1]} {box[2]} {box[3]} re f Q\n"

    return draw


def tiled(sheet: Sheet, box: Box) -> str:
    tile = sheet.pdf.make_stream(b"0.2 g 0 0 4 4 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
                                 BBox=[0, 0, 4, 4], XStep=4, YStep=4, Resources=Dictionary())
    return filled(None, f"/Pattern cs {sheet.name('Pattern', tile)} scn")(sheet, box)


def graded(sheet: Sheet, box: Box) -> str:
    shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=[box[0], 0, box[0] + box[2], 0],
                       Extend=Array([True, True]),
                       Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[0.1], C1=[0.9], N=1))
    return f"q {box[0]} {box[1]} {box[2]} {box[3]} re W n {sheet.name('Shading', shade)} sh Q\n"


def pictured(image: Image.Image, **more: Any) -> Any:
    def draw(sheet: Sheet, box: Box) -> str:
        held = _image(sheet.pdf, image)
        for key, value in more.items():
            held["/" + key] = _image(sheet.pdf, value) if isinstance(value, Image.Image) else value
        return f"q {box[2]} 0 0 {box[3]} {box[0]} {box[1]} cm {sheet.name('XObject', held)} Do Q\n"

    return draw


def inline(sheet: Sheet, box: Box) -> str:
    return (f"q {box[2]} 0 0 {box[3]} {box[0]} {box[1]} cm BI /W 2 /H 1 /CS /G /BPC 8 /F /AHx ID 3340> EI Q\n")


def in_form(sheet: Sheet, box: Box) -> str:
    """A box inside a turned form."""
    inner = _form(sheet.pdf, f"0.1 g {box[1]} {-box[0] - box[2]} {box[3]} {box[2]} re f", (-900, -900, 900, 900),
                  Matrix=[0, 1, -1, 0, 0, 0])
    return f"{sheet.name('XObject', inner)} Do\n"


def box_note(matrix: list[float] | None = None) -> Any:
    """A stamp that is a box, its look perhaps turned."""

    def draw(sheet: Sheet, box: Box) -> str:
        look = _form(sheet.pdf, "0 g 0 0 10 10 re f", (0, 0, 10, 10), **({"Matrix": matrix} if matrix else {}))
        rect = [box[0], box[1], box[0] + box[2], box[1] + box[3]]
        sheet.notes.append(Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=rect, F=4, AP=Dictionary(N=look)))
        return ""

    return draw


def layered(on: bool) -> Any:
    def draw(sheet: Sheet, box: Box) -> str:
        return f"/OC {sheet.name('Properties', layer(sheet, on))} BDC\n{filled()(sheet, box)}EMC\n"

    return draw


def struck(width: float) -> Any:
    def draw(sheet: Sheet, box: Box) -> str:
        y = box[1] + box[3] / 2
        return f"q 0 G {width or box[3]} w {box[0]} {y} m {box[0] + box[2]} {y} l S Q\n"

    return draw


def outlined(sheet: Sheet, box: Box) -> str:
    return f"q 0 G 0.8 w {box[0]} {box[1]} {box[2]} {box[3]} re S Q\n"


def _grey(level: int) -> Image.Image:
    return Image.new("L", (2, 2), level)


_BLEND = {mode: Dictionary(BM=Name("/" + mode)) for mode in
          ("Normal", "Multiply", "Darken", "Screen", "Lighten", "Difference", "Overlay")}
COLOURS = ("0 g", "0 g", "0.5 g", "1 g", "0.9 0.9 0.2 rg", "0.1 0.2 0.5 rg", "0.85 g")
COVERS = (
    *(filled(state, colour) for state in (None, None, Dictionary(ca=0.95), Dictionary(ca=0.3), _BLEND["Multiply"],
                                          _BLEND["Darken"]) for colour in COLOURS),
    *(filled(_BLEND[mode], colour) for mode in ("Screen", "Lighten", "Difference", "Overlay") for colour in
      ("1 g", "0 g", "0.5 g")),
    tiled, graded, inline, inline, in_form, in_form, box_note(), box_note([0, 1, -1, 0, 0, 0]),
    box_note([0.7, 0.7, -0.7, 0.7, 3, 4]), layered(True), layered(False), struck(0), struck(0.7), outlined,
    pictured(_grey(30)), pictured(_grey(30), Decode=Array([1, 0])), pictured(_grey(30), Mask=Array([30, 30])),
    pictured(_grey(30), Mask=Array([31, 40])), pictured(_grey(30), SMask=_grey(0)),
    pictured(_grey(30), SMask=_grey(255)), pictured(_grey(30), SMask=_grey(60)),
    pictured(Image.new("1", (8, 1), 0), ImageMask=True), pictured(Image.effect_noise((60, 20), 60)))


def spelled(dice: random.Random, text: str, x: float, y: float) -> Spelled:
    """A word with a size, a direction and a mode of its own, that stays within 170 by 56 points."""
    size = dice.choice((7, 9, 9, 11, 11, 12, 12, 14, 20))
    matrix = dice.choice(MATRICES) if dice.random() < 0.3 else MATRICES[0]
    if matrix != MATRICES[0]:
        size = min(size, 9 if matrix[:3] != "0 1" and matrix[:4] != "0 -1" else 7)
    half = 6 * 0.5 * size
    if matrix.startswith("0 1"):
        x, y = x + 60, y - half + 4
    elif matrix.startswith("0 -1"):
        x, y = x + 60, y + half + 4
    elif matrix.startswith("-1"):
        x, y = x + 2 * half + 10, y + size * 0.6
    elif matrix.startswith("0.94"):
        y -= 10
    return Spelled(text, x, y, size, matrix, dice.choice((0,) * 8 + (1, 2)))


def around(word: Spelled) -> Box:
    """A box about as large as the word: left, bottom, width, height in points."""
    size, long = word.size, 6.6 * word.size
    x, y = word.x, word.y
    if word.matrix.startswith("0 1"):
        return (x - size, y - 3, size * 1.5, long + 6)
    if word.matrix.startswith("0 -1"):
        return (x - size / 2, y - long - 3, size * 1.5, long + 6)
    if word.matrix.startswith("-1"):
        return (x - long - 3, y - size, long + 6, size * 1.5)
    if word.matrix.startswith("0.94"):
        return (x - 6, y - 6, long, size + 0.36 * long + 6)
    wide, high = (1.6, 1) if word.matrix.startswith("1.6") else (1, 1.8) if word.matrix.endswith("1.8") else (1, 1)
    return (x - 4, y - 4, wide * long + 8, high * size + 7)
