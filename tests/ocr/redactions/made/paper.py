"""A made-up page being drawn: text whose words are kept, shapes, and redactions in the look of one document."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from tests.ocr.redactions.pages import Colour, Painter, Pixel

PALETTES: dict[str, tuple[Colour, ...]] = {
    "train": ((0, 255, 255), (255, 190, 190), (180, 220, 255), (190, 235, 190), (200, 30, 30), (20, 60, 160),
              (255, 160, 0), (187, 144, 152), (255, 240, 120)),
    "more": ((146, 208, 80), (255, 230, 150), (0, 176, 240), (112, 48, 160), (244, 177, 131), (197, 224, 179)),
    "hard": ((255, 255, 150), (200, 220, 255), (180, 30, 60), (0, 90, 160), (120, 190, 80), (255, 205, 120)),
    "dev": ((255, 150, 220), (120, 200, 120), (90, 90, 200), (250, 210, 160), (150, 200, 230)),
    "test": ((105, 28, 50), (0, 120, 80), (230, 220, 90), (205, 185, 240), (240, 120, 90), (60, 160, 220),
             (170, 240, 220)),
}  # fmt: skip
GREYS = {"train": (120, 150, 170, 192, 205, 217, 228), "dev": (110, 160, 200, 222),
         "hard": (128, 166, 190, 208, 221, 191), "more": (118, 165, 192, 217, 225),
         "test": (135, 180, 211, 191, 232)}  # fmt: skip
CODES: dict[str, tuple[str, ...]] = {
    "train": ("art. 113 fr. I", "113 fr. I", "115", "116 LGTAIP", "5.1.2.e", "10.2.e", "Art. 116", "18 LFTAIPG"),
    "more": ("Eliminado 2", "113 fr. I", "116", "N3", "(b)(7)(C)", "Art. 110 LFTAIP", "3"),
    "hard": ("Art. 113", "115 LGTAIP", "Eliminado", "(b)(6)", "5.1.2e", "1", "110 fr. XIII", "N2-ELIMINADO 1"),
    "dev": ("(b)(6)", "(b)(7)(C)", "Art. 110 fr. VII", "1", "N1", "113 LFTAIP"),
    "test": ("Art. 115 LGTAIP", "110 fr. V", "13/14/18 LFTAIPG", "(b)(3)", "113 I LFTAIP", "2", "Eliminado 1",
             "5.1.1c"),
}  # fmt: skip
FACES = {
    "train": ("LiberationSans", "LiberationSerif", "DejaVuSans", "LiberationSansNarrow"),
    "dev": ("LiberationSans", "DejaVuSerif", "LiberationMono"),
    "more": ("LiberationSans", "LiberationSerif", "DejaVuSans"),
    "hard": ("LiberationSans", "LiberationSerif", "DejaVuSans", "DejaVuSerif", "LiberationSansNarrow"),
    "test": ("LiberationSerif", "LiberationSans", "DejaVuSerif", "DejaVuSansMono"),
}
WORDS = {
    "train": "oficio solicitud respuesta unidad dirección estación migratoria registro expediente persona fecha "
    "comité información pública versión documento archivo la el de en que se los por con una para del al su lo".split(),
    "dev": "ingreso aseguramiento traslado retorno visita acta supervisión médico turno alimentos custodia agente el "
    "la los sin con hacia entre desde cada según tras ante dos tres veinte".split(),
    "more": "ingresos egresos hombres mujeres niñas adolescentes países detenciones retornos visitas quejas casos por "
    "año mes tipo rubro concepto unidad promedio estancia días horas norte sur centro golfo la el de en y".split(),
    "hard": "área clave domicilio teléfono correo observaciones firma nombre puesto lugar hora importe saldo periodo "
    "grupo total oficina ciudad calle plano etapa meta avance semana mes turno de la el en por con y a se no".split(),
    "test": "convenio cláusula erogación partida contrato proveedor servicio hospedaje transporte capacidad "
    "instalación quejas reporte mensual nacionalidad menor de la el en y a o no sí conforme artículo".split(),
}


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
    stroke: float


class Paper(Painter):
    """A page of one split; every word written is kept with its box."""

    def __init__(self, rng: random.Random, dpi: int, split: str, size: tuple[int, int], paper: Colour) -> None:
        super().__init__(rng, dpi, paper)
        self.wide, self.high = size
        self.split, self.paper = split, paper
        self.image = Image.new("RGB", (round(size[0] * self.s), round(size[1] * self.s)), paper)
        self.draw = ImageDraw.Draw(self.image)
        self.face = rng.choice(FACES[split])
        self.written: list[tuple[str, Pixel]] = []
        self.rate = rng.choice((0.1, 0.35, 1.0, 1.0))
        """How much of what a layout may redact is redacted: pages with one box are as common as crowded ones."""

    def text(self, x: float, y: float, text: str, size: float | None = None, bold: bool = False,
             colour: Colour = (0, 0, 0)) -> float:  # fmt: skip
        end = super().text(x, y, text, size, bold, colour)
        at, high = x, size or self.size
        for word in text.split(" "):
            long = self.measure(word, size)
            if word:
                box = (at * self.s, (y + 0.1 * high) * self.s, (at + long) * self.s, (y + 1.05 * high) * self.s)
                self.written.append((word, box))
            at += long + self.measure(" ", size)
        return end

    def some(self, count: int) -> str:
        """A few words of the split."""
        return " ".join(self.rng.choice(WORDS[self.split]) for _ in range(count))


def look_of(rng: random.Random, split: str, style: str) -> Look:
    """The look of a document's redactions."""
    codes = tuple(rng.sample(CODES[split], rng.choice((1, 1, 1, 3))))
    coded, place, pad = rng.choice((0.0, 0.6, 1.0)), rng.choice(("left", "centre", "centre")), rng.choice((0.0, 1.5, 3))
    stroke = rng.choice((0.7, 1.0, 1.5))
    white, black = (255, 255, 255), (0, 0, 0)
    if style in ("black", "marker"):
        dark = rng.choice((0, 0, 0, 28))
        coded = rng.choice((0.0, 0.0, coded)) if style == "black" else 0.0
        return Look(style, (dark, dark, dark), None, white, codes, coded, pad, place, stroke)
    if style == "grey":
        tone = rng.choice(GREYS[split])
        ink = white if tone < 200 and rng.random() < 0.6 else black
        line = black if rng.random() < 0.25 else None
        return Look(style, (tone, tone, tone), line, ink, codes, coded, pad, place, stroke)
    if style == "coloured":
        fill = rng.choice(PALETTES[split])
        ink = white if sum(fill) < 330 else rng.choice((black, (200, 0, 0), (0, 0, 120)))
        return Look(style, fill, rng.choice((None, None, black, (200, 0, 0))), ink, codes, coded, pad, place, stroke)
    if style == "white":
        return Look(style, white, None, rng.choice((black, (200, 0, 0))), codes, rng.choice((0.6, 1.0)), pad, place, 1)
    line = rng.choice((black, black, black, (90, 90, 90), (200, 0, 0)))
    return Look(style, white, line, rng.choice((black, line)), codes, rng.choice((0.0, 0.7, 1.0)), pad, place, stroke)


def hide(page: Paper, look: Look, x0: float, y0: float, x1: float, y1: float, code: bool | None = None) -> None:
    """Make a place unreadable in the document's look and keep its outer box."""
    rng = page.rng
    if look.style == "marker":
        page.boxes.append((_marker(page, look, x0, y0, x1, y1), "marker"))
        return
    if look.style == "pixelated":
        page.boxes.append((_pixelated(page, x0, y0, x1, y1), "pixelated"))
        return
    if look.style == "label":
        _label(page, x0, y0, x1, y1)
        return
    page.boxes.append((page.box(x0, y0, x1, y1, look.fill, look.line, look.stroke), look.style))
    if code is False or (code is None and rng.random() >= look.coded):
        return
    label = rng.choice(look.codes)
    size = min((y1 - y0) * rng.choice((0.6, 0.72, 0.8)), rng.choice((16, 22, 28)))
    while size > 7 and page.measure(label, size) > (x1 - x0) - 4:
        size -= 1
    if size <= 7:
        return
    x = x0 + 2 if look.place == "left" else (x0 + x1 - page.measure(label, size)) / 2
    y = y0 + 1 if (y1 - y0) > 60 and look.place == "left" else (y0 + y1) / 2 - 0.58 * size
    page.text(x, y, label, size, colour=look.ink)


def stepped(page: Paper, look: Look, rows: list[tuple[float, float, float, float]]) -> None:
    """Rows that touch and were covered together: one shape with a stepped edge, kept as the box around it."""
    s = page.s
    mask = Image.new("L", page.image.size, 0)
    pen = ImageDraw.Draw(mask)
    for x0, y0, x1, y1 in rows:
        pen.rectangle((round(x0 * s), round(y0 * s), round(x1 * s) - 1, round(y1 * s) - 1), fill=255)
    page.image.paste(look.fill or (255, 255, 255), mask=mask)
    if look.line:
        inner = cv2.erode(np.asarray(mask), np.ones((3, 3), np.uint8), iterations=max(1, round(look.stroke * s)))
        page.image.paste(look.line, mask=Image.fromarray(np.asarray(mask) - np.asarray(inner)))
    around = (min(r[0] for r in rows), rows[0][1], max(r[2] for r in rows), rows[-1][3])
    page.boxes.append(((around[0] * s, around[1] * s, around[2] * s, around[3] * s), look.style))
    if page.rng.random() < look.coded:
        page.text(rows[0][0] + 3, rows[0][1] + 1, page.rng.choice(look.codes), 15, colour=look.ink)


def _marker(page: Paper, look: Look, x0: float, y0: float, x1: float, y1: float) -> Pixel:
    rng, s = page.rng, page.s
    radius, tilt = (y1 - y0) / 2, rng.uniform(-0.01, 0.01)
    corners = [1e9, 1e9, 0.0, 0.0]
    for part in range(rng.choice((1, 1, 2))):
        drift = rng.uniform(-0.2, 0.2) * radius
        x = x0 + rng.uniform(-4, 4)
        while x < x1 + rng.uniform(-4, 4):
            y = (y0 + y1) / 2 + drift + tilt * (x - x0) + rng.uniform(-1.5, 1.5) + part
            a, b, c, d = (x - 0.5 * radius) * s, (y - radius) * s, (x + 0.5 * radius) * s, (y + radius) * s
            page.draw.ellipse((a, b, c, d), fill=look.fill)
            corners = [min(corners[0], a), min(corners[1], b), max(corners[2], c), max(corners[3], d)]
            x += 2.5
    return (corners[0], corners[1], corners[2], corners[3])


def _pixelated(page: Paper, x0: float, y0: float, x1: float, y1: float) -> Pixel:
    """Text first, then squares or blur over it."""
    rng, s = page.rng, page.s
    y, rows = y0, max(1, round((y1 - y0) / (1.15 * page.size)))
    for _ in range(rows):
        line = page.some(40)
        while page.measure(line) > x1 - x0 and " " in line:
            line = line.rsplit(" ", 1)[0]
        Painter.text(page, x0 + 1, y, line)
        y += (y1 - y0) / rows
    box = (round(x0 * s), round(y0 * s), round(x1 * s), round(y1 * s))
    crop = page.image.crop(box)
    cell = rng.choice((5, 7, 9, 12)) * s
    if rng.random() < 0.7:
        small = crop.resize((max(2, round(crop.width / cell)), max(2, round(crop.height / cell))), Image.Resampling.BOX)
        crop = small.resize(crop.size, Image.Resampling.NEAREST)
    else:
        blurred = cv2.GaussianBlur(np.asarray(crop), (0, 0), rng.choice((4, 6)) * s, borderType=cv2.BORDER_REPLICATE)
        crop = Image.fromarray(np.asarray(blurred, dtype=np.uint8))
    page.image.paste(crop, box[:2])
    pixels = np.asarray(crop, dtype=np.int16)
    seen = np.abs(pixels - pixels.reshape(-1, 3).max(axis=0)).max(axis=2) > 10
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
    left, top = box[0] + float(columns[0]), box[1] + float(rows[0])
    return (left, top, box[0] + float(columns[-1]) + 1, box[1] + float(rows[-1]) + 1)


def _label(page: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    rng = page.rng
    text = rng.choice(("TESTADO", "[ELIMINADO]", "XXXXXXXX", "**********", "XXXXX XXXXX", "(TESTADO)", "********"))
    y = (y0 + y1) / 2 - 0.58 * page.size
    if page.measure(text) > x1 - x0 + 30:
        text = "XXXXX"
    page.text(x0, y, text)
    taken = [box for word, box in page.written[-len(text.split()) :]]
    page.boxes.append(((taken[0][0], taken[0][1], taken[-1][2], taken[-1][3]), "label"))


def array(page: Paper) -> npt.NDArray[np.uint8]:
    """The drawn page as RGB."""
    return np.asarray(page.image, dtype=np.uint8).copy()
