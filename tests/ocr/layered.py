"""Pages whose text layer is not, or not all, that the page shows; what they show is known. Invented content."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.ocr.corpus import sentences
from tests.ocr.pages import font_file, jpeg, worn

SIZE, STEP, LEFT, TOP = 11.0, 16.0, 72.0, 700.0
SIGNATURE = "Firma electrónica: 7Kq9XzR2mNw4TbVc8LpYdHs6FgJe3QaU"


@dataclass(frozen=True)
class Layered:
    """One page and the words it shows."""

    name: str
    pdf: Callable[[], bytes]
    truth: str
    source: frozenset[str] = frozenset({"text", "ocr", "mixed"})
    """Sources that may be named for it."""


def prose(seed: int, count: int = 12) -> tuple[str, ...]:
    """Lines of at most some eighty letters."""
    lines, line = [], ""
    for word in " ".join(sentences(seed, count)).split():
        if len(line) + len(word) > 78:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return tuple([*lines, line])


@cache
def printed(lines: Sequence[str], dpi: int = 200) -> Image.Image:
    """The lines as a scan shows them, where `written` writes them."""
    scale = dpi / 72
    page = Image.new("L", (round(612 * scale), round(792 * scale)), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(font_file()), SIZE * scale)
    for index, line in enumerate(lines):
        draw.text((LEFT * scale, (792 - TOP + index * STEP) * scale), line, font=font, fill=25, anchor="ls")
    return page


def written(canvas: Canvas, lines: Sequence[str], *, mode: int = 0, dx: float = 0, dy: float = 0, font: str = "Vera",
            size: float = SIZE, spacing: float = 0) -> None:
    """The same lines as text; `mode` 3 is invisible."""
    for index, line in enumerate(lines):
        text = canvas.beginText(LEFT + dx, TOP + dy - index * STEP)
        text.setFont(font, size)
        text.setTextRenderMode(mode)
        text.setCharSpace(spacing)
        text.textOut(line)
        canvas.drawText(text)


def made(draw: Callable[[Canvas], object], change: Callable[[pikepdf.Pdf], None] | None = None) -> Callable[[], bytes]:
    """What makes a page as drawn, and then changed."""
    return partial(_made, draw, change)


def _made(draw: Callable[[Canvas], object], change: Callable[[pikepdf.Pdf], None] | None) -> bytes:
    pdfmetrics.registerFont(TTFont("Vera", str(font_file())))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter)
    draw(canvas)
    canvas.save()
    if change is None:
        return out.getvalue()
    changed = io.BytesIO()
    with pikepdf.open(out) as pdf:
        change(pdf)
        pdf.save(changed)
    return changed.getvalue()


def scanned(canvas: Canvas, image: Image.Image) -> None:
    canvas.drawImage(ImageReader(image), 0, 0, 612, 792)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in pdf.pages:
        yield from (font for _, font in page.Resources.Font.items() if "/ToUnicode" in font)


def _without_map(pdf: pikepdf.Pdf) -> None:
    for font in _fonts(pdf):
        del font["/ToUnicode"]


def _mapped(change: Callable[[int], int]) -> Callable[[pikepdf.Pdf], None]:
    """Each letter's meaning changed in the fonts' maps."""
    def other(code: str) -> str:
        number = int(code, 16)
        return f"{change(number) if number > 0x20 else number:04X}"

    def rewrite(pdf: pikepdf.Pdf) -> None:
        for font in _fonts(pdf):
            said = font.ToUnicode.read_bytes().decode("latin-1")
            changed = re.sub(r"(<[0-9A-Fa-f]{2}> )<([0-9A-Fa-f]{4})>", lambda found: f"{found[1]}<{other(found[2])}>",
                             said)
            font.ToUnicode = pdf.make_stream(changed.encode("latin-1"))
    return rewrite


_BARE = str.maketrans("áéíóúñüÁÉÍÓÚÑ", "aeiounuAEIOUN")


def _bare(code: int) -> int:
    return ord(chr(code).translate(_BARE))


def garbled(lines: Sequence[str], share: float, seed: int = 5) -> tuple[str, ...]:
    """The lines as a poor reader took them down."""
    dice = random.Random(seed)
    return tuple("".join(dice.choice("rnlI1|tfcoe;,.") if c.isalpha() and dice.random() < share else c for c in line)
                 for line in lines)


def layered() -> Iterator[Layered]:
    """All of them."""
    lines = prose(3)
    truth = " ".join(lines)
    scan = jpeg(worn(printed(lines), noise=6), 70)
    text, ocr, both = frozenset({"text"}), frozenset({"ocr"}), frozenset({"mixed"})

    def over_scan(layer: Callable[[Canvas], None], image: Image.Image = scan) -> Callable[[], bytes]:
        def draw(canvas: Canvas) -> None:
            scanned(canvas, image)
            layer(canvas)
        return made(draw)

    yield Layered("plain text", made(lambda c: written(c, lines)), truth, text)
    yield Layered("no map of letters", made(lambda c: written(c, lines), _without_map), truth, ocr)
    yield Layered("letters shifted", made(lambda c: written(c, lines), _mapped(lambda code: code + 3)), truth, ocr)
    yield Layered("letters of private use", made(lambda c: written(c, lines), _mapped(lambda code: 0xF000 + code)),
                  truth, ocr)
    yield Layered("all letters one", made(lambda c: written(c, lines), _mapped(lambda code: 0x61)), truth, ocr)
    yield Layered("accents lost", made(lambda c: written(c, lines), _mapped(_bare)), truth, ocr)
    yield Layered("accents to question marks", made(lambda c: written(c, lines), _mapped(
        lambda code: 0x3F if code > 0x7F else code)), truth, ocr)
    yield Layered("accents to another alphabet", made(lambda c: written(c, lines), _mapped(
        lambda code: 0x400 + code if code > 0x7F else code)), truth, ocr)
    yield Layered("accents twice encoded", over_scan(lambda c: written(
        c, [line.encode().decode("latin-1") for line in lines], mode=3)), truth, ocr)
    yield Layered("scan without text", over_scan(lambda c: None), truth, ocr)
    yield Layered("scan, good layer", over_scan(lambda c: written(c, lines, mode=3)), truth)
    for share in (0.05, 0.15, 0.3):
        yield Layered(f"scan, layer {share:.0%} wrong", over_scan(
            lambda c, share=share: written(c, garbled(lines, share), mode=3)), truth)  # type: ignore[misc]
    yield Layered("scan, layer shifted", over_scan(lambda c: written(c, lines, mode=3, dx=20, dy=-60)), truth)
    yield Layered("scan, layer of another page", over_scan(lambda c: written(c, prose(8), mode=3)), truth, ocr)
    yield Layered("scan, layer of half the page", over_scan(lambda c: written(c, lines[: len(lines) // 2], mode=3)),
                  truth)
    yield Layered("scan, layer without spaces", over_scan(lambda c: written(
        c, ["".join(line.split()) for line in lines], mode=3)), truth)
    yield Layered("scan, mark of the scanner", over_scan(lambda c: written(
        c, ["Escaneado con CamScanner"], dy=-660)), truth + " Escaneado con CamScanner", both)
    yield Layered("scan, signature at its foot", over_scan(lambda c: written(c, [SIGNATURE] * 3, dy=-600)),
                  f"{truth} {SIGNATURE} {SIGNATURE} {SIGNATURE}", both)
    seal = "Documento firmado electrónicamente en los términos del artículo séptimo de la ley de la materia"

    def at_the_margin(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.setFont("Vera", 6)
        for row in range(3):
            canvas.drawString(100, -20 - 9 * row, f"{seal} {row}")
        canvas.restoreState()

    yield Layered("scan, signature up the margin", over_scan(at_the_margin),
                  f"{truth} {seal} 0 {seal} 1 {seal} 2", both)
    yield Layered("text, signature up the margin", made(lambda c: (written(c, lines), at_the_margin(c))[0]),
                  f"{truth} {seal} 0 {seal} 1 {seal} 2", text)
    yield Layered("shadow print", made(lambda c: (written(c, lines), written(c, lines, dx=0.4, dy=-0.4))[0]), truth,
                  text)
    yield Layered("bold by three strokes", made(lambda c: [written(c, lines, dx=0.15 * n) for n in range(3)] and None),
                  truth, text)
    yield Layered("letters set wide", made(lambda c: written(c, prose(3, 6), size=9, spacing=3)),
                  " ".join(prose(3, 6)), text)
    joined = [line.replace("fi", "ﬁ").replace("fl", "ﬂ") for line in lines]
    yield Layered("ligatures", over_scan(lambda c: written(c, joined, mode=3)), truth)
    soft = [line.replace("ción", "\xadción") for line in lines]
    yield Layered("soft hyphens", over_scan(lambda c: written(c, soft, mode=3)), truth)
    head = printed(("Instituto Nacional de Asuntos Varios", "Unidad de Transparencia")).crop((180, 190, 1000, 320))

    def headed(canvas: Canvas) -> None:
        written(canvas, lines)
        canvas.drawImage(ImageReader(head), 72, 720, head.width * 72 / 200, head.height * 72 / 200)

    yield Layered("heading as an image", made(headed),
                  f"Instituto Nacional de Asuntos Varios Unidad de Transparencia {truth}", both)

    def watermarked(canvas: Canvas) -> None:
        written(canvas, lines)
        canvas.saveState()
        canvas.setFillGray(0.85)
        canvas.translate(150, 300)
        canvas.rotate(45)
        canvas.setFont("Vera", 60)
        canvas.drawString(0, 0, "COPIA")
        canvas.restoreState()

    yield Layered("watermark of text", made(watermarked), f"{truth} COPIA")
    yield Layered("white text behind", made(lambda c: (c.setFillGray(1), written(
        c, [f"escondido renglón {n}" for n in range(12)], dy=-300), c.setFillGray(0), written(c, lines))[0]), truth)
    yield Layered("text beyond the page", made(lambda c: (written(c, lines), written(c, prose(9)[:5], dx=700))[0]),
                  truth)

    def filled(canvas: Canvas) -> None:
        written(canvas, lines)
        for row, value in enumerate(("330024724000777", "Dirección de Área")):
            canvas.acroForm.textfield(value=value, x=72, y=200 - 40 * row, width=250, height=24, borderWidth=0)

    yield Layered("form with values", made(filled), f"{truth} 330024724000777 Dirección de Área", text)

    def outlined(canvas: Canvas) -> None:
        font = ImageFont.truetype(str(font_file()), 48)
        for index, line in enumerate(lines[:8]):
            mask = Image.new("L", (2400, 70), 0)
            ImageDraw.Draw(mask).text((0, 5), line, font=font, fill=255)
            small = mask.resize((1200, 35)).point(lambda v: 255 if v > 110 else 0)
            pixels = small.load()
            path = canvas.beginPath()
            for y in range(small.height):
                x = 0
                while x < small.width:
                    if pixels[x, y]:
                        start = x
                        while x < small.width and pixels[x, y]:
                            x += 1
                        path.rect(72 + start * 0.4, TOP - index * STEP - y * 0.4, (x - start) * 0.4, 0.4)
                    x += 1
            canvas.drawPath(path, stroke=0, fill=1)

    yield Layered("letters as drawings", made(outlined), " ".join(lines[:8]), ocr)

    def tabled(canvas: Canvas) -> None:
        canvas.setFont("Vera", 8)
        for row in range(20):
            for column in range(5):
                canvas.rect(60 + 100 * column, 680 - 20 * row, 100, 20)
                canvas.drawString(64 + 100 * column, 686 - 20 * row, f"celda {row} y {column}")

    yield Layered("table", made(tabled), " ".join(f"celda {r} y {c}" for r in range(20) for c in range(5)), text)
    half = printed(lines[:6])

    def half_scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(half.crop((0, 0, half.width, 520))), 0, 792 - 520 * 72 / 200, 612, 520 * 72 / 200)
        written(canvas, lines[6:], dy=-6 * STEP - 100)

    yield Layered("half image, half text", made(half_scan), truth, both)
    yield Layered("scan, capitals", over_scan(lambda c: None, jpeg(printed(tuple(line.upper() for line in lines)), 70)),
                  truth.upper(), ocr)
