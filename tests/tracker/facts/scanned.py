"""The invented letters printed in several layouts and scanned badly, as pictures; no real person."""

from __future__ import annotations

import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from tests.ocr.pages import font_file, jpeg, worn
from tests.tracker.facts.made import Made, letter

FACES = ("LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf", "LiberationSansNarrow-Regular.ttf",
         "DejaVuSans.ttf", "LiberationSans-Bold.ttf")
YEARS = ("“{year}, Año del Ejemplo Inventado”", "«{year}, Año de la Muestra, Benemérita del Ensayo»")
FOOT = "Calle Inventada 1832, Col. Ejemplo, C.P. 01234, Ciudad de México. Tel. (55) 5000 1234 ext. 18{n}   www.gob.mx"


def scanned(seed: int) -> tuple[Made, list[Image.Image], int]:
    """A letter, its pages as scanned, and their resolution; the same number is the same scan."""
    made, dice = letter(seed), random.Random(seed * 7 + 1)
    dpi = dice.choice((150, 200, 200))
    pages = []
    for number, text in enumerate(made.pages):
        page = _printed(text, dice, dpi, first=number == 0)
        page = worn(page, skew=dice.uniform(-1.6, 1.6), noise=dice.choice((0, 8, 18)),
                    speckle=dice.choice((0, 0.0005, 0.002)), seed=seed)
        pages.append(jpeg(page, dice.choice((45, 70, 85))))
    return made, pages, dpi


def _printed(text: str, dice: random.Random, dpi: int, *, first: bool) -> Image.Image:
    scale = dpi / 72
    page = Image.new("L", (round(612 * scale), round(792 * scale)), 252)
    pen = ImageDraw.Draw(page)
    face, size = dice.choice(FACES), dice.choice((9.5, 10.5, 11, 12))
    font, small = _font(face, round(size * scale)), _font(face, round(7 * scale))
    left, right, y = 72 * scale, 540 * scale, 60 * scale
    if first:
        _emblem(pen, scale, dice)
        if dice.random() < 0.5:
            said = dice.choice(YEARS).format(year=dice.randint(2012, 2025))
            pen.text((306 * scale, 30 * scale), said, font=small, fill=40, anchor="mt")
        # Offices put number and date to the right, in the middle, or to the left.
    side = dice.choice(("left", "right", "right", "middle"))
    begun = False
    for line in text.split("\n"):
        begun = begun or line.startswith(("Estimado", "C. SOLICITANTE", "Me refiero", "Continúa")) or not line
        is_farewell = line.startswith(("A T E N", "ATENT", "Atent", "Respet"))
        for part in _wrapped(pen, line, font, right - left):
            where = side if first and not begun and any(c.isdigit() or c == ":" for c in line) else "left"
            x = {"left": left, "right": right - pen.textlength(part, font=font),
                 "middle": (left + right - pen.textlength(part, font=font)) / 2}[where]
            pen.text((x, y), part, font=font, fill=dice.choice((20, 35, 60)))
            y += size * 1.4 * scale
        y += size * scale * (2 if is_farewell else 0.2)
    pen.text((306 * scale, 760 * scale), FOOT.format(n=dice.randint(100, 999)), font=small, fill=70, anchor="mb")
    return page


def _emblem(pen: ImageDraw.ImageDraw, scale: float, dice: random.Random) -> None:
    """A seal beside the letterhead."""
    x = dice.choice((40, 510)) * scale
    pen.ellipse((x, 18 * scale, x + 34 * scale, 52 * scale), outline=60, width=max(1, round(1.5 * scale)))
    pen.ellipse((x + 8 * scale, 26 * scale, x + 26 * scale, 44 * scale), fill=120)


def _wrapped(pen: ImageDraw.ImageDraw, line: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines, now = [], ""
    for word in line.split(" "):
        longer = f"{now} {word}".strip()
        if now and pen.textlength(longer, font=font) > room:
            lines.append(now)
            longer = word
        now = longer
    return [*lines, now]


@lru_cache(maxsize=64)
def _font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(face, pixels)
    except OSError:
        return ImageFont.truetype(str(font_file()), pixels)
