"""PDF files drawn for the tests: a page of text with something laid over, beside or behind it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]
WIDE, HIGH = 612, 792
LINE = "El expediente consta de varias fojas y obra en la unidad de enlace de esta oficina"


def write_text(canvas: Canvas, lines: int = 12) -> None:
    """Lines of ordinary text from y=700 down, 24 points apart."""
    canvas.setFont("Helvetica", 12)
    canvas.setFillGray(0)
    for number in range(lines):
        canvas.drawString(72, 700 - 24 * number, LINE)


def make(path: Path, *pages: Draw) -> Path:
    """A PDF of these pages."""
    canvas = Canvas(str(path), pagesize=(WIDE, HIGH), invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def scan_image(box: tuple[int, int, int, int] | None = None) -> Image.Image:
    """A letter-size page at 100 dpi with a line of text at y=100, and a black box over part of it when asked."""
    image = Image.new("L", (850, 1100), 255)
    draw = ImageDraw.Draw(image)
    for y in range(100, 700, 40):
        draw.text((100, y), "declara que vive en la calle de la estación", 0, ImageFont.load_default(20))
    if box:
        draw.rectangle(box, fill=0)
    return image


def reader(image: Image.Image) -> ImageReader:
    """An image as the canvas takes it."""
    stream = BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    return ImageReader(stream)


def noise_image(side: int = 60) -> Image.Image:
    """An opaque image of random greys."""
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (side, side), dtype=np.uint8))
