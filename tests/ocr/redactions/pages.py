"""Made-up office pages with known redactions, and clean ones with everything that looks like one; all from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from ocr.types import Word

Colour = tuple[int, int, int]
Pixel = tuple[float, float, float, float]

STYLES = ("black", "grey", "coloured", "outlined")
_WORDS = (
    "la el de en que se los por con una para del las al su lo como más pero sus le ya este entre cuando "
    "oficio solicitud respuesta unidad dirección subdirección estación migratoria registro expediente persona fecha "
    "programa operativo acuerdo comité transparencia información pública versión documento archivo delegación oficina "
    "personal servicio puesto trámite grupo protección informe periodo presupuesto contrato proveedor municipio estado "
    "het de een van en in is dat op te voor met niet zijn aan er maar om ook als dan bij nog uit wel naar heeft hebben "
    "overleg besluit verzoek bijlage ministerie provincie gemeente advies afspraak mail vergadering datum stukken"
).split()
_CODES_MX = (
    "art. 113 fr. I",
    "113 fr. I",
    "115",
    "116 LGTAIP",
    "110 LFTAIP",
    "113 LFTAIP",
    "art. 116",
    "18 LFTAIPG",
    "13 LFTAIPG",
)
_CODES_NL = ("5.1.2e", "5.1.2.e", "10.2.e", "10.2.g", "5.1.5", "5.1.1c", "11.1")
_PASTELS: tuple[Colour, ...] = (
    (0, 255, 255), (255, 255, 150), (255, 190, 190), (180, 220, 255), (190, 235, 190), (255, 210, 150), (220, 190, 240),
    (200, 30, 30), (20, 60, 160), (0, 120, 80), (255, 160, 0), (187, 144, 152), (120, 170, 220), (250, 120, 180),
)  # fmt: skip
_FACES = ("LiberationSans", "LiberationSerif", "DejaVuSans", "LiberationSansNarrow")


@dataclass
class Labelled:
    """A page image, its dpi and the true boxes in pixels with their styles."""

    image: npt.NDArray[np.uint8]
    dpi: float
    boxes: list[tuple[Pixel, str]] = field(default_factory=list)
    name: str = ""
    words: list[Word] = field(default_factory=list)


@lru_cache(maxsize=256)
def _font(face: str, size: int, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    suffix = {"DejaVuSans": "-Bold" if bold else ""}.get(face, "-Bold" if bold else "-Regular")
    try:
        return ImageFont.truetype(f"{face}{suffix}.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


class Painter:
    """A page being drawn; lengths in 1/150 inch, boxes kept in pixels."""

    def __init__(self, rng: random.Random, dpi: int, paper: Colour = (255, 255, 255)) -> None:
        self.rng, self.dpi, self.s = rng, dpi, dpi / 150
        self.wide, self.high = rng.choice(((1275, 1650), (1240, 1754), (1240, 1754)))
        self.image = Image.new("RGB", (round(self.wide * self.s), round(self.high * self.s)), paper)
        self.draw = ImageDraw.Draw(self.image)
        self.face = rng.choice(_FACES)
        self.size = rng.choice((17, 19, 21, 23))
        self.pitch = self.size * rng.choice((1.15, 1.3, 1.5))
        self.boxes: list[tuple[Pixel, str]] = []
        self.words: list[Pixel] = []

    def text(self, x: float, y: float, text: str, size: float | None = None, bold: bool = False,
             colour: Colour = (0, 0, 0)) -> float:  # fmt: skip
        """Write a text with its top left at (x, y); returns where it ends."""
        font = _font(self.face, round((size or self.size) * self.s), bold)
        self.draw.text((x * self.s, y * self.s), text, fill=colour, font=font)
        end = x + float(self.draw.textlength(text, font=font)) / self.s
        for word in text.split():
            if len(word) > 2:
                self.words.append((x * self.s, y * self.s, end * self.s, (y + (size or self.size)) * self.s))
                break
        return end

    def measure(self, text: str, size: float | None = None) -> float:
        font = _font(self.face, round((size or self.size) * self.s))
        return float(self.draw.textlength(text, font=font)) / self.s

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour | None = None, line: Colour | None = None,
            width: float = 1.0) -> Pixel:  # fmt: skip
        """Draw a rectangle; its outer pixels."""
        left, top = round(x0 * self.s), round(y0 * self.s)
        corners = (left, top, max(left + 1, round(x1 * self.s)), max(top + 1, round(y1 * self.s)))
        self.draw.rectangle(
            (corners[0], corners[1], corners[2] - 1, corners[3] - 1), fill=fill, outline=line,
            width=max(1, round(width * self.s)) if line else 0,
        )  # fmt: skip
        return tuple(float(c) for c in corners)  # type: ignore[return-value]


@dataclass(frozen=True)
class Look:
    """How the redactions of one document look."""

    style: str
    fill: Colour | None
    line: Colour | None
    ink: Colour
    codes: tuple[str, ...]
    coded: float
    pad: float
    place: str


def _look(rng: random.Random, style: str) -> Look:
    codes = rng.choice((_CODES_MX, _CODES_NL))
    one = (rng.choice(codes),) if rng.random() < 0.6 else codes
    coded = rng.choice((0.0, 0.6, 1.0))
    place = rng.choice(("left", "centre", "centre"))
    pad = rng.choice((0.0, 1.5, 3.0))
    if style == "black":
        dark = rng.choice((0, 0, 0, 25))
        return Look(style, (dark, dark, dark), None, (255, 255, 255), one, rng.choice((0.0, 0.0, coded)), pad, place)
    if style == "grey":
        tone = rng.choice((128, 150, 170, 192, 192, 205, 217, 225))
        ink = (255, 255, 255) if tone < 200 and rng.random() < 0.7 else (0, 0, 0)
        line = (0, 0, 0) if rng.random() < 0.2 else None
        return Look(style, (tone, tone, tone), line, ink, one, coded, pad, place)
    if style == "coloured":
        fill = rng.choice(_PASTELS)
        dark = sum(fill) < 330
        ink = (255, 255, 255) if dark else rng.choice(((0, 0, 0), (200, 0, 0), (0, 0, 120)))
        return Look(style, fill, rng.choice((None, None, (0, 0, 0), (200, 0, 0))), ink, one, coded, pad, place)
    line = rng.choice(((0, 0, 0), (0, 0, 0), (0, 0, 0), (90, 90, 90), (200, 0, 0)))
    return Look(
        style, (255, 255, 255), line, rng.choice(((0, 0, 0), line)), one, rng.choice((0.7, 1.0, 1.0)), pad, place
    )


def redact(page: Painter, look: Look, x0: float, y0: float, x1: float, y1: float, code: bool | None = None) -> None:
    """Paint one redaction and keep its outer box."""
    rng = page.rng
    true = page.box(x0, y0, x1, y1, look.fill, look.line, rng.choice((0.7, 1.0, 1.5)))
    page.boxes.append((true, look.style))
    if code is False or (code is None and rng.random() >= look.coded):
        return
    label = rng.choice(look.codes)
    size = min((y1 - y0) * rng.choice((0.6, 0.72, 0.8)), 26)
    while size > 7 and page.measure(label, size) > (x1 - x0) - 4:
        size -= 1
    if size <= 7:
        return
    long = page.measure(label, size)
    x = x0 + 2 if look.place == "left" else (x0 + x1 - long) / 2
    y = y0 + 1 if (y1 - y0) > 60 and look.place == "left" else (y0 + y1) / 2 - 0.58 * size
    page.text(x, y, label, size, colour=look.ink)


def paragraph(page: Painter, x: float, y: float, right: float, lines: int, look: Look | None, rate: float) -> float:
    """Justified-left text with some words redacted; returns the y below it."""
    rng = page.rng
    for _ in range(lines):
        at = x
        end = right - rng.choice((0, 0, 0, 30, 120))
        while at < end - 90:
            if look and rng.random() < rate:
                long = rng.choice((45, 70, 110, 160, 240, 380))
                long = min(long, end - at)
                if long > 34:
                    top = y + page.size * 0.08 - look.pad
                    redact(page, look, at, top, at + long, top + page.size + 2 * look.pad)
                    at += long + rng.choice((2, 5, 8))
                    continue
            word = rng.choice(_WORDS)
            if at == x:
                word = word.capitalize()
            if at + page.measure(word) > end:
                break
            at = page.text(at, y, word) + page.measure(" ")
        y += page.pitch
    return y


def block(page: Painter, x: float, y: float, right: float, look: Look) -> float:
    """A whole passage taken out: one big box, or boxes line by line close to each other."""
    rng, lines = page.rng, page.rng.randint(2, 9)
    if rng.random() < 0.5:
        redact(page, look, x, y, right - rng.choice((0, 0, 200)), y + lines * page.pitch)
        return y + lines * page.pitch + 14
    gap = rng.choice((2, 3, 5))
    for number in range(lines):
        end = right - (rng.choice((0, 10, 60, 240)) if number == lines - 1 else rng.choice((0, 8, 40)))
        redact(page, look, x, y, end, y + page.pitch - gap)
        y += page.pitch
    return y + 12


def header(page: Painter, y: float, look: Look | None) -> float:
    """An e-mail or memo head with fields, some redacted."""
    rng = page.rng
    for label in rng.sample(
        ("De:", "Para:", "CC:", "Enviado:", "Asunto:", "Van:", "Aan:", "Verzonden:", "Onderwerp:"), 5
    ):
        at = page.text(90, y, label, bold=True) + rng.choice((8, 40))
        for _ in range(rng.randint(1, 3)):
            if look and rng.random() < 0.7:
                long = rng.choice((60, 95, 140, 200, 300))
                top = y + page.size * 0.08 - look.pad
                redact(page, look, at, top, at + long, top + page.size + 2 * look.pad)
                at += long + 3
                if rng.random() < 0.5:
                    at = page.text(at, y, rng.choice(("@oficina.example", "@minister.example", ";", "<", "]"))) + 6
            else:
                at = page.text(at, y, f"{rng.choice(_WORDS)} {rng.choice(_WORDS)}") + 8
        y += max(page.pitch, page.size + 2 * (look.pad if look else 0) + 3)
    return y + 10


def table(page: Painter, y: float, look: Look | None, shade: bool) -> float:
    """A ruled table with a shaded head; cells may hold redactions."""
    rng = page.rng
    columns, rows, high = rng.randint(2, 6), rng.randint(3, 9), page.size + rng.choice((8, 14))
    left, right = 90, page.wide - 90
    cuts = sorted(rng.sample(range(1, 12), columns - 1))
    xs = [left, *(left + (right - left) * c / 12 for c in cuts), right]
    ruled = rng.random() < 0.75
    head = rng.choice(
        ((0, 0, 0), (60, 60, 60), (200, 200, 200), (217, 217, 217), (0, 70, 130), (150, 30, 60), (220, 230, 241))
    )
    for row in range(rows):
        for number, (a, b) in enumerate(pairwise(xs)):
            fill = (
                head
                if row == 0 and shade
                else ((240, 240, 240) if shade and row % 2 == 0 and rng.random() < 0.01 else None)
            )
            page.box(a, y, b + 1, y + high + 1, fill, (0, 0, 0) if ruled else None)
            if look and row and number == 1 and rng.random() < 0.7 and b - a > 70:
                redact(page, look, a + 5, y + 4, a + 5 + min(b - a - 12, rng.choice((60, 120, 200))), y + high - 3)
                continue
            ink = (255, 255, 255) if fill and sum(fill) < 330 else (0, 0, 0)
            word = rng.choice(
                (rng.choice(_WORDS), str(rng.randint(1, 9999)), f"{rng.choice(_WORDS)} {rng.choice(_WORDS)}", "")
            )
            if row == 0:
                word = rng.choice(_WORDS).capitalize()
            if word and page.measure(word) < b - a - 8:
                page.text(a + 5, y + 3, word, bold=row == 0, colour=ink)
        y += high
    return y + 20


def form(page: Painter, y: float) -> float:
    """Form fields: labels with empty boxes of one size, tick boxes, a framed notice."""
    rng = page.rng
    start, wide = rng.choice((260, 330)), rng.choice((300, 500, 700))
    for _ in range(rng.randint(3, 7)):
        page.text(90, y, rng.choice(_WORDS).capitalize() + ":")
        page.box(start, y - 3, start + wide, y + page.size + 5, None, (0, 0, 0))
        if rng.random() < 0.5:
            page.text(start + 6, y, f"{rng.choice(_WORDS)} {rng.choice(_WORDS)}")
        y += page.size + rng.choice((12, 20))
    for _ in range(rng.randint(0, 4)):
        page.box(95, y, 95 + 16, y + 16, None, (0, 0, 0))
        page.text(122, y - 2, " ".join(rng.choices(_WORDS, k=4)))
        y += 30
    if rng.random() < 0.5:
        page.box(90, y, page.wide - 90, y + 3 * page.pitch, None, (0, 0, 0))
        paragraph(page, 100, y + 8, page.wide - 110, 2, None, 0)
        y += 3 * page.pitch
    return y + 20


def letterhead(page: Painter) -> None:
    """Bars, emblems and names at the head and foot of the page."""
    rng = page.rng
    colour = rng.choice(((0, 0, 0), (105, 28, 50), (0, 80, 60), (20, 60, 140), (188, 149, 92)))
    for kind in rng.sample(("bar", "banner", "emblem", "logo", "name", "foot", "strip", "icons"), rng.randint(2, 5)):
        if kind == "bar":
            page.box(0 if rng.random() < 0.5 else 60, rng.choice((0, 30)), page.wide - 60, rng.choice((45, 60)), colour)
        elif kind == "banner":
            x = rng.choice((90, page.wide / 2))
            page.box(x, 0 if rng.random() < 0.6 else 40, x + rng.choice((60, 75)), 190, rng.choice((colour, (0, 0, 0))))
        elif kind == "emblem":
            for ring in range(5):
                r = 45 - 9 * ring
                page.draw.ellipse([(130 - r) * page.s, (95 - r) * page.s, (130 + r) * page.s, (95 + r) * page.s],
                                  fill=colour if ring % 2 == 0 else (255, 255, 255))  # fmt: skip
        elif kind == "logo":
            x = page.wide - rng.choice((200, 300))
            peak = [(x, 120), (x + 50, 50), (x + 90, 120)]
            page.draw.polygon([(a * page.s, b * page.s) for a, b in peak], fill=colour)
            page.text(x + 95, 60, rng.choice(_WORDS).upper(), 44, True, colour)
        elif kind == "name":
            page.text(
                200, 60, f"{rng.choice(_WORDS)} {rng.choice(_WORDS)}".upper(), rng.choice((34, 48, 60)), True, colour
            )
        elif kind == "foot":
            page.box(
                0 if rng.random() < 0.5 else 80,
                page.high - 60,
                page.wide - 80,
                page.high - rng.choice((20, 45)),
                colour,
            )
        elif kind == "strip":
            for number in range(3):
                page.box(
                    80 + number * 360, page.high - 90, 80 + (number + 1) * 360, page.high - 80, rng.choice(_PASTELS)
                )
        else:
            for number in range(3):
                x = 90 + 40 * number
                page.box(x, page.high - 140, x + 30, page.high - 110, (20 + 60 * number, 90, 190))
                page.text(x + 8, page.high - 138, "fit"[number], 22, True, (255, 255, 255))


def photo(rng: random.Random, s: float) -> Image.Image:
    """Shapes and grain at several scales, in colour or grey."""
    dice = np.random.default_rng(rng.randrange(10**6))
    size = (round(rng.choice((200, 380)) * s), round(rng.choice((160, 260)) * s))
    whole = np.zeros((size[1], size[0], 3), dtype=np.float32)
    for cells, weight in ((4, 0.5), (12, 0.3), (40, 0.15)):
        coarse = dice.integers(0, 255, (cells, cells, 3)).astype(np.uint8)
        whole += weight * np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
    whole += dice.normal(0, 14, (size[1], size[0], 1)).astype(np.float32)
    if rng.random() < 0.5:
        whole[:] = whole.mean(axis=2, keepdims=True)
    return Image.fromarray(whole.clip(0, 255).astype(np.uint8))


def furniture(page: Painter, kind: str) -> None:
    """Things of office pages that are not redactions."""
    rng, s = page.rng, page.s
    if kind == "qr":
        x, y, module = page.wide - 260, page.high - 300, rng.choice((4, 5, 6))
        for i in range(29):
            for j in range(29):
                finder = any(a <= i < a + 7 and b <= j < b + 7 for a, b in ((0, 0), (22, 0), (0, 22)))
                i7, j7 = (i if i < 7 else i - 22), (j if j < 7 else j - 22)
                on = (max(abs(i7 - 3), abs(j7 - 3)) != 2) if finder else rng.random() < 0.5
                if on:
                    page.box(x + i * module, y + j * module, x + (i + 1) * module, y + (j + 1) * module, (0, 0, 0))
    elif kind == "barcode":
        x = page.wide - 420.0
        while x < page.wide - 120:
            wide = rng.choice((2, 3, 5, 7))
            page.box(x, 190, x + wide, 250, (0, 0, 0))
            x += wide + rng.choice((2, 3, 5))
    elif kind == "photo":
        page.image.paste(photo(rng, s), (round(140 * s), round(page.high * 0.68 * s)))
    elif kind == "stamp":
        x, y, ink = (
            rng.uniform(500, 900),
            rng.uniform(0.5, 0.8) * page.high,
            rng.choice(((40, 60, 160), (160, 30, 60), (60, 60, 60))),
        )
        if rng.random() < 0.5:
            page.draw.ellipse([x * s, y * s, (x + 220) * s, (y + 220) * s], outline=ink, width=round(4 * s))
        else:
            page.draw.rectangle([x * s, y * s, (x + 280) * s, (y + 120) * s], outline=ink, width=round(4 * s))
        page.text(x + 40, y + 30, "RECIBIDO", 32, True, ink)
        page.text(x + 50, y + 72, "12 MAR 2019", 22, False, ink)
    elif kind == "signature":
        x, y = rng.uniform(300, 600), rng.uniform(0.75, 0.85) * page.high
        points = [((x + 12 * i) * s, (y + rng.uniform(-45, 45)) * s) for i in range(22)]
        page.draw.line(points, fill=(20, 20, 90), width=round(3 * s), joint="curve")
    elif kind == "holes":
        for y in (0.3, 0.7):
            page.draw.ellipse([25 * s, page.high * y * s, 60 * s, (page.high * y + 35) * s], fill=(30, 30, 30))
    elif kind == "edge":
        page.box(0, 0, rng.choice((8, 20)), page.high, (20, 20, 20))
        page.box(0, page.high - 14, page.wide, page.high, (40, 40, 40))
    elif kind == "highlight":
        for _ in range(4):
            y = rng.uniform(0.3, 0.7) * page.high
            word = rng.choice(_WORDS) + " " + rng.choice(_WORDS)
            long = page.measure(word)
            page.box(
                300, y, 306 + long, y + page.size + 4, rng.choice(((255, 255, 0), (150, 255, 120), (255, 180, 220)))
            )
            page.text(303, y + 1, word)
    elif kind == "heading":
        page.box(
            85,
            0.24 * page.high,
            page.wide - 85,
            0.24 * page.high + page.size + 12,
            rng.choice(((217, 217, 217), (0, 60, 110))),
        )
        page.text(
            100, 0.24 * page.high + 4, " ".join(rng.choices(_WORDS, k=5)).upper(), bold=True, colour=(120, 120, 120)
        )
    elif kind == "chart":
        for number in range(6):
            x, top = 200 + 90 * number, rng.uniform(0.62, 0.78) * page.high
            page.box(x, top, x + 55, 0.82 * page.high, rng.choice(((70, 110, 180), (220, 120, 50), (150, 150, 150))))


_FURNITURE = ("qr", "barcode", "photo", "stamp", "signature", "holes", "edge", "highlight", "heading", "chart")


def scan(image: npt.NDArray[np.uint8], boxes: list[tuple[Pixel, str]], rng: random.Random, how: str,
         s: float) -> tuple[npt.NDArray[np.uint8], list[tuple[Pixel, str]]]:  # fmt: skip
    """What a scanner or a fax makes of the page: a little skew, noise, JPEG, grey or two tones; boxes follow."""
    if how == "clean":
        return image, boxes
    high, wide = image.shape[:2]
    turn = rng.uniform(-0.7, 0.7)
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), turn, 1.0)
    image = np.asarray(cv2.warpAffine(image, matrix, (wide, high), borderValue=(255, 255, 255)), dtype=np.uint8)
    moved = []
    for (x0, y0, x1, y1), style in boxes:
        corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]) @ matrix.T
        moved.append(((*corners.min(axis=0), *corners.max(axis=0)), style))
    noise = np.random.default_rng(rng.randrange(10**6))
    blurred = np.asarray(cv2.GaussianBlur(image, (0, 0), 0.6 * s), dtype=np.float32)
    if how == "bitonal":
        grey = cv2.cvtColor(blurred.clip(0, 255).astype(np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float32)
        grey += noise.normal(0, 10, grey.shape)
        two = np.where(grey > rng.choice((150, 175, 200)), 255, 0).astype(np.uint8)
        specks = noise.integers(0, high * wide, high * wide // 9000)
        two.reshape(-1)[specks] = 0
        return np.repeat(two[:, :, None], 3, axis=2), moved  # type: ignore[return-value]
    paper = rng.uniform(0.93, 0.99)
    shade = np.linspace(paper, min(1.0, paper + 0.03), wide, dtype=np.float32)[None, :, None]
    blurred = blurred * shade + noise.normal(0, rng.uniform(1.5, 4.5), (high, wide, 1))
    image = blurred.clip(0, 255).astype(np.uint8)
    quality = rng.choice((55, 70, 85))
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8), moved  # type: ignore[return-value]


def make_page(seed: int, style: str | None) -> Labelled:
    """One page; `style` one of STYLES, or None for a clean page."""
    rng = random.Random(f"{seed}/{style}")
    dpi = rng.choice((150, 200, 200, 300))
    page = Painter(rng, dpi)
    look = _look(rng, style) if style else None
    if rng.random() < (0.5 if style else 0.8):
        letterhead(page)
    y: float = 215
    parts: list[Callable[[float], float]] = [
        lambda y: paragraph(page, 90, y, page.wide - 90, rng.randint(3, 8), look, 0.06) + 12,
        lambda y: header(page, y, look),
        lambda y: table(page, y, look if rng.random() < 0.5 else None, rng.random() < 0.7),
        lambda y: paragraph(page, 90, y, page.wide - 90, rng.randint(2, 6), None, 0) + 12,
    ]
    if look:
        parts.append(lambda y: block(page, 90, y, page.wide - 90, look))
    if rng.random() < (0.25 if style else 0.5):
        parts.append(lambda y: form(page, y))
    rng.shuffle(parts)
    while y < page.high - 480 and parts:
        y = parts.pop()(y)
    if style and not page.boxes and look:
        y = header(page, min(y, page.high - 400), look)
    toned = style in ("grey", "coloured")
    for kind in rng.sample(_FURNITURE, rng.randint(1, 4) if not style else rng.randint(0, 1)):
        taken = [box for box, _ in page.boxes]
        if style and (
            kind in ("highlight", "heading", "photo", "chart") or any(b[3] > 0.5 * page.high * page.s for b in taken)
        ):
            continue
        furniture(page, kind)
        toned = toned or kind in ("photo", "chart", "highlight", "heading")
    how = rng.choice(("clean", "clean", "scan", "bitonal" if not toned else "scan"))
    image, boxes = scan(np.asarray(page.image, dtype=np.uint8).copy(), page.boxes, rng, how, page.s)
    return Labelled(image, dpi, boxes, f"{style or 'clean'}-{seed}-{how}")
