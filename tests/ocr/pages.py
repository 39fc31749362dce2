"""Generated files for the reading tests: PDFs and scans whose every word is known. No sample content."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

LETTER = (
    "Unidad de Transparencia",
    "Oficio número UT/0412/2024",
    "Ciudad de México, a 14 de marzo de 2024",
    "",
    "En atención a su solicitud de información, con fundamento en los",
    "artículos 121 y 132 de la ley de la materia, se hace de su conocimiento",
    "que, después de una búsqueda exhaustiva en los archivos de esta",
    "dirección, no se localizó expresión documental alguna relativa a los",
    "operativos realizados durante el año señalado en la petición.",
    "",
    "La respuesta podrá impugnarse mediante recurso de revisión dentro de",
    "los quince días hábiles siguientes a la fecha de su notificación.",
    "",
    "Atentamente, el titular de la unidad administrativa.",
)
"""An invented reply."""


def born_digital(path: Path, lines: Sequence[str] = LETTER, pages: int = 1, rotation: int = 0) -> Path:
    """A PDF with a real text layer."""
    canvas = Canvas(str(path), pagesize=letter)
    for _ in range(pages):
        write(canvas, lines)
        canvas.showPage()
    canvas.save()
    if rotation:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            for page in pdf.pages:
                page.rotate(rotation, relative=False)
            pdf.save(path)
    return path


def write(canvas: Canvas, lines: Sequence[str], x: float = 72, y: float = 720, size: float = 12) -> None:
    """Lines of Helvetica, downwards from (x, y) in points."""
    canvas.setFont("Helvetica", size)
    for line in lines:
        if line:
            canvas.drawString(x, y, line)
        y -= size * 1.4


def picture(lines: Sequence[str] = LETTER, dpi: int = 300, size: float = 12) -> Image.Image:
    """A letter page printed and scanned without a flaw, grey."""
    scale = dpi / 72
    page = Image.new("L", (round(612 * scale), round(792 * scale)), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(font_file()), round(size * scale))
    y = 72 * scale
    for line in lines:
        draw.text((72 * scale, y), line, font=font, fill=20)
        y += size * 1.4 * scale
    return page


def font_file() -> Path:
    """A font every machine with reportlab has."""
    import reportlab

    return Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def worn(
    page: Image.Image, *, speckle: float = 0.0, noise: float = 0.0, skew: float = 0.0, seed: int = 7
) -> Image.Image:
    """The page as a poor scanner gives it: turned by `skew` degrees, with specks and grain."""
    rng = np.random.default_rng(seed)
    if skew:
        page = page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(page, dtype=np.float64)
    if noise:
        pixels = pixels + rng.normal(0, noise, pixels.shape)
    if speckle:
        dice = rng.random(pixels.shape)
        pixels = np.where(dice < speckle / 2, 0, np.where(dice > 1 - speckle / 2, 255, pixels))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def scan_pdf(path: Path, pages: Sequence[Image.Image], dpi: int = 300) -> Path:
    """A PDF whose pages are nothing but images."""
    first, *rest = [page.convert("RGB") if page.mode not in ("L", "RGB") else page for page in pages]
    first.save(path, "PDF", resolution=dpi, save_all=True, append_images=rest)
    return path


def jpeg(page: Image.Image, quality: int = 75) -> Image.Image:
    """The page after JPEG compression."""
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


def covered_letter(lines: Sequence[str] = LETTER) -> bytes:
    """A letter in which three names are black boxes that hide nothing but paper."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter)
    write(canvas, lines)
    for y in (440, 422, 404):
        write(canvas, ("Nombre del servidor público:",), 72, y)
        canvas.rect(240, y - 3, 150, 14, fill=1)
        write(canvas, ("adscrito a la estación",), 396, y)
    canvas.save()
    return out.getvalue()
