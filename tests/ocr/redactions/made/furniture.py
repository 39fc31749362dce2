"""Things of office pages that are no redactions, laid where no redaction is."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageDraw

from tests.ocr.redactions.made.paper import Paper
from tests.ocr.redactions.pages import Pixel, photo

KINDS = ("qr", "barcode", "photo", "round", "oblong", "signature", "holes", "edge", "highlight", "underline",
         "watermark", "sticker", "logo", "ruled", "callout")  # fmt: skip
_INKS = ((40, 60, 160), (160, 30, 60), (60, 60, 60), (20, 20, 20))


def _place(page: Paper, wide: float, high: float, taken: list[Pixel], low: float = 0.45) -> tuple[float, float] | None:
    """Where a thing of this size fits without touching a redaction."""
    s = page.s
    for _ in range(12):
        x = page.rng.uniform(60, max(61, page.wide - wide - 60))
        y = page.rng.uniform(low * page.high, max(low * page.high + 1, page.high - high - 40))
        near = (x * s - 8, y * s - 8, (x + wide) * s + 8, (y + high) * s + 8)
        if not any(b[0] < near[2] and b[2] > near[0] and b[1] < near[3] and b[3] > near[1] for b in taken):
            return x, y
    return None


def draw(page: Paper, kind: str, taken: list[Pixel]) -> None:
    """Draw one thing; where there is no room it is left out."""
    rng, s, pen = page.rng, page.s, page.draw
    sizes = {"qr": (190, 190), "barcode": (340, 70), "photo": (390, 270), "round": (220, 220), "oblong": (290, 130),
             "signature": (300, 110), "sticker": (330, 130), "logo": (200, 120), "callout": (420, 90)}  # fmt: skip
    spot = _place(page, *sizes[kind], taken) if kind in sizes else (0.0, 0.0)
    if spot is None:
        return
    x, y = spot
    ink = rng.choice(_INKS)
    if kind == "qr":
        _qr(page, x, y, rng.choice((4, 5, 6)))
    elif kind == "barcode":
        _bars(page, x, y, rng)
    elif kind == "photo":
        page.image.paste(photo(rng, s), (round(x * s), round(y * s)))
    elif kind == "round":
        for r in (110, 84):
            pen.ellipse(
                [(x + 110 - r) * s, (y + 110 - r) * s, (x + 110 + r) * s, (y + 110 + r) * s],
                outline=ink,
                width=round(3 * s),
            )
        page.text(x + 50, y + 80, page.some(1).upper(), 20, True, ink)
        page.text(x + 50, y + 110, "12 MAR 2019", 18, False, ink)
    elif kind == "oblong":
        pen.rectangle([x * s, y * s, (x + 280) * s, (y + 120) * s], outline=ink, width=round(rng.choice((2, 4)) * s))
        page.text(x + 20, y + 14, page.some(1).upper(), 34, True, ink)
        page.text(x + 24, y + 70, f"{rng.randint(1, 28)} ENE 20{rng.randint(10, 25)}", 24, False, ink)
    elif kind == "signature":
        points = [((x + 13 * i) * s, (y + 55 + rng.uniform(-50, 50)) * s) for i in range(22)]
        pen.line(points, fill=(20, 20, 90), width=round(rng.choice((2, 3, 5)) * s), joint="curve")
    elif kind == "holes":
        for share in (0.3, 0.7):
            pen.ellipse([25 * s, page.high * share * s, 60 * s, (page.high * share + 35) * s], fill=(30, 30, 30))
    elif kind == "edge":
        dark = (rng.randint(10, 90),) * 3
        page.box(0, 0, rng.choice((8, 24)), page.high, dark)
        page.box(0, page.high - rng.choice((8, 18)), page.wide, page.high, dark)
        pen.polygon([(0, 0), (page.wide * s, 0), (page.wide * s, 10 * s), (0, 26 * s)], fill=dark)
    elif kind == "highlight":
        _over_words(page, taken, rng, True)
    elif kind == "underline":
        _over_words(page, taken, rng, False)
    elif kind == "watermark":
        _watermark(page, rng)
    elif kind == "sticker":
        page.box(x, y, x + 320, y + 120, (255, 255, 255), (170, 170, 170))
        page.text(x + 12, y + 8, page.some(3), 16)
        _bars(page, x + 14, y + 36, rng, 280, 44)
        page.text(x + 60, y + 88, str(rng.randint(10**9, 10**10)), 18)
    elif kind == "logo":
        pen.polygon([(x * s, (y + 110) * s), ((x + 60) * s, y * s), ((x + 120) * s, (y + 110) * s)], fill=ink)
        page.box(x + 130, y + 20, x + 190, y + 60, ink)
        page.box(x + 130, y + 66, x + 190, y + 110, rng.choice(_INKS))
    elif kind == "ruled":
        for number in range(4):
            page.box(100, page.high - 260 + 34 * number, page.wide - 100, page.high - 259 + 34 * number, (0, 0, 0))
    else:
        tone = rng.choice(((255, 243, 205), (226, 239, 218), (221, 235, 247)))
        page.box(x, y, x + 410, y + 80, tone, rng.choice((None, (120, 120, 120))))
        page.text(x + 14, y + 12, page.some(3))
        page.text(x + 14, y + 42, page.some(4))


def _qr(page: Paper, x: float, y: float, module: float) -> None:
    for i in range(29):
        for j in range(29):
            finder = any(a <= i < a + 7 and b <= j < b + 7 for a, b in ((0, 0), (22, 0), (0, 22)))
            i7, j7 = (i if i < 7 else i - 22), (j if j < 7 else j - 22)
            if (max(abs(i7 - 3), abs(j7 - 3)) != 2) if finder else page.rng.random() < 0.5:
                page.box(x + i * module, y + j * module, x + (i + 1) * module, y + (j + 1) * module, (0, 0, 0))


def _bars(page: Paper, x: float, y: float, rng: random.Random, wide: float = 320, high: float = 60) -> None:
    end = x + wide
    while x < end - 8:
        stroke = rng.choice((2, 3, 5, 7))
        page.box(x, y, x + stroke, y + high, (0, 0, 0))
        x += stroke + rng.choice((2, 3, 5))


def _over_words(page: Paper, taken: list[Pixel], rng: random.Random, highlight: bool) -> None:
    """Mark words that are there with a bright pen, or a rule below them."""
    tone = rng.choice(((255, 255, 0), (150, 255, 120), (255, 180, 220), (255, 210, 90)))
    arr = np.asarray(page.image).copy()
    free = [b for _, b in page.written if b[2] - b[0] > 20 * page.s
            and not any(t[0] < b[2] and t[2] > b[0] and t[1] < b[3] and t[3] > b[1] for t in taken)]  # fmt: skip
    for box in rng.sample(free, min(len(free), rng.randint(2, 9))):
        x0, y0, x1, y1 = (round(v) for v in box)
        if highlight:
            crop = arr[max(0, y0 - 2) : y1 + 2, max(0, x0 - 3) : x1 + 3]
            crop[:] = (crop.astype(np.uint16) * np.array(tone, dtype=np.uint16) // 255).astype(np.uint8)
        else:
            arr[y1 + 2 : y1 + 2 + max(1, round(2 * page.s)), x0:x1] = (0, 0, 0) if rng.random() < 0.5 else (180, 30, 30)
    page.image.paste(Image.fromarray(arr))


def _watermark(page: Paper, rng: random.Random) -> None:
    from tests.ocr.redactions.pages import _font

    layer = Image.new("L", page.image.size, 0)
    text = rng.choice(("COPIA", "VERSIÓN PÚBLICA", "BORRADOR"))
    ImageDraw.Draw(layer).text(
        (0.1 * layer.width, 0.45 * layer.height), text, fill=60, font=_font(page.face, round(130 * page.s), True)
    )
    page.image.paste((120, 120, 120), mask=layer.rotate(rng.choice((0, 35))))
