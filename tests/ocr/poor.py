"""Poor scans for the evaluation: what faxes, phones, stamps, old paper and strange resolutions do to a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.ocr.corpus import Case, letter
from tests.ocr.pages import font_file, jpeg, worn

Page = Image.Image


def pixels_of(page: Page) -> NDArray[np.float64]:
    """Grey values."""
    return np.asarray(page.convert("L"), dtype=np.float64)


def image_of(pixels: NDArray[np.float64]) -> Page:
    """The picture of grey or RGB values, cut to what a byte holds."""
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def coarse_fax(page: Page) -> Page:
    """Standard fax: 200 by 100 dots an inch, black and white, drawn at its true shape again by the receiver."""
    wide, high = page.size
    small = page.resize((wide * 200 // 300, high * 100 // 300)).point(lambda value: 255 if value > 140 else 0)
    return small.resize((wide * 200 // 300, high * 200 // 300), Image.Resampling.NEAREST)


def photographed(page: Page) -> Page:
    """By phone from the side: perspective, a shadow over one corner, warm light, JPEG."""
    wide, high = page.size
    pixels = np.asarray(page.convert("RGB"), dtype=np.uint8)
    away = np.array([[60, 90], [wide - 20, 10], [wide - 90, high - 60], [20, high - 15]], dtype=np.float32)
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    seen = cv2.warpPerspective(
        pixels, cv2.getPerspectiveTransform(corners, away), (wide, high), borderValue=(90, 80, 70)
    )
    rows, columns = np.mgrid[0:high, 0:wide]
    shade = 1 - 0.45 / (1 + np.exp((rows / high + columns / wide - 0.8) * 14))
    lit = seen * shade[:, :, None] * np.array([1.0, 0.97, 0.9])
    return jpeg(image_of(lit).filter(ImageFilter.GaussianBlur(1.0)), 70)


def yellowed(page: Page) -> Page:
    """Old paper, brown at the edges, with stains; the ink has faded."""
    rng = np.random.default_rng(4)
    grey = pixels_of(page) * 0.75 + 60
    high, wide = grey.shape
    stain = cv2.GaussianBlur(rng.normal(0, 1, (high // 20, wide // 20)), (0, 0), 6)
    stain = cv2.resize(stain / np.abs(stain).max(), (wide, high))
    paper = 0.85 + 0.1 * stain
    tone = np.array([0.97, 0.9, 0.7])
    return jpeg(image_of(np.minimum(grey, 255)[:, :, None] * paper[:, :, None] * tone), 75)


def bled_through(page: Page) -> Page:
    """The other side shows through, mirrored."""
    back = pixels_of(letter(77)[0].transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(3)))
    return jpeg(image_of(np.minimum(pixels_of(page), 200 + back * 55 / 255) + np.zeros_like(back)))


def dot_matrix(page: Page) -> Page:
    """Struck with pins and a tired ribbon: grey dots."""
    pixels = pixels_of(page)
    high, wide = pixels.shape
    rows, columns = np.mgrid[0:high, 0:wide]
    dots = ((rows % 5 < 4) & (columns % 5 < 4)).astype(np.float64)
    struck = 255 - (255 - pixels) * dots * 0.55
    return image_of(struck).filter(ImageFilter.GaussianBlur(0.9))


def stamped(page: Page) -> Page:
    """A blue ring with words and a red bar lie over the text; the text stays legible."""
    colour = page.convert("RGB")
    over = Image.new("RGB", colour.size, (255, 255, 255))
    draw = ImageDraw.Draw(over)
    draw.ellipse((900, 1100, 1700, 1900), outline=(120, 140, 235), width=14)
    draw.ellipse((960, 1160, 1640, 1840), outline=(120, 140, 235), width=6)
    draw.rectangle((300, 2300, 1300, 2420), outline=(240, 120, 120), width=10)
    return jpeg(Image.fromarray(np.minimum(np.asarray(colour), np.asarray(over))))


def carbon_copy(page: Page) -> Page:
    """The third sheet: soft, thick, uneven blue-grey on thin paper."""
    rng = np.random.default_rng(9)
    soft = pixels_of(page.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(2.0)))
    press = cv2.resize(rng.uniform(0.45, 0.8, (24, 18)), (soft.shape[1], soft.shape[0]), interpolation=cv2.INTER_CUBIC)
    return jpeg(image_of(238 - (255 - soft) * press + rng.normal(0, 8, soft.shape)), 70)


def ruled_table(seed: int) -> tuple[Page, str]:
    """A page that is one table with rules, read row by row."""
    scale = 300 / 72
    _, text = letter(seed)
    words = iter(text.split())
    page = Image.new("L", (2550, 3300), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(font_file()), round(9 * scale))
    truth = []
    for row in range(24):
        top = 300 + row * 105
        draw.rectangle((240, top, 2310, top + 105), outline=0, width=3)
        cells = [" ".join(next(words) for _ in range(2)) for _ in range(3)]
        for column, cell in enumerate(cells):
            draw.line((240 + column * 690, top, 240 + column * 690, top + 105), fill=0, width=3)
            draw.text((260 + column * 690, top + 28), cell, font=font, fill=20)
        truth.append(" ".join(cells))
    return page, "\n".join(truth)


def poor_scans() -> Iterator[tuple[str, Callable[[], list[Case]]]]:
    """Named sets, two pages each."""

    def make(
        name: str, change: Callable[[Page], Page], dpi: int = 300, size: float = 11, columns: int = 1, told: int = 0
    ) -> tuple[str, Callable[[], list[Case]]]:
        def cases() -> list[Case]:
            pages = [letter(seed, dpi, size, columns) for seed in (21, 22)]
            return [Case(f"{name}-{at}", change(page), text, told or dpi) for at, (page, text) in enumerate(pages)]

        return name, cases

    yield make("fax 200×100", coarse_fax, told=200)
    yield make("phone photo", photographed)
    yield make("yellowed", yellowed)
    yield make("bleed-through", bled_through)
    yield make("dot matrix", dot_matrix)
    yield make("jpeg q20", lambda page: jpeg(page.filter(ImageFilter.GaussianBlur(0.7)), 20))
    yield make("tiny 100 dpi q40", lambda page: jpeg(worn(page, noise=8), 40), dpi=100, size=9)
    yield make("1200 dpi", lambda page: worn(page, noise=12), dpi=1200)
    yield make("worn columns", lambda page: jpeg(worn(page, noise=14, skew=0.6), 60), size=8.5, columns=2)
    yield "ruled table", lambda: [
        Case(f"table-{seed}", jpeg(worn(page, noise=8, skew=0.4)), text, 300)
        for seed in (21, 22) for page, text in (ruled_table(seed),)
    ]
    yield make("stamped", stamped)
    yield make("carbon copy", carbon_copy)
