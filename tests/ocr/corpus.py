"""Pages with known text for the evaluation: generated letters of several qualities, and the sample sets."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.ocr.pages import font_file, jpeg, worn

SUBJECTS = (
    "la dependencia",
    "el comité de transparencia",
    "esta unidad administrativa",
    "la persona solicitante",
    "el sujeto obligado",
    "la dirección general",
    "el área competente",
    "la subdirección jurídica",
)
VERBS = ("informó", "clasificó", "localizó", "remitió", "requirió", "determinó", "entregó", "publicó", "omitió")
OBJECTS = (
    "los expedientes del año",
    "la versión pública del documento",
    "el padrón de beneficiarios",
    "las actas de la sesión",
    "los oficios de comisión",
    "la relación de contratos",
    "el informe trimestral",
    "las estadísticas de alojamiento",
    "los convenios de colaboración",
)
PLACES = (
    "en términos del artículo {n} de la ley",
    "conforme al acuerdo {n}/{y}",
    "durante el ejercicio fiscal {y}",
    "dentro de los {n} días hábiles",
    "según el oficio DGA/{n}/{y}",
    "con un monto de ${n},{y}.50 pesos",
    "a partir del {d} de septiembre de {y}",
    "por conducto de la plataforma",
)


def sentences(seed: int, count: int) -> list[str]:
    """Invented office Spanish, always the same for a seed."""
    dice = random.Random(seed)
    made = []
    for _ in range(count):
        numbers = {"n": dice.randint(100, 999), "y": dice.randint(2010, 2026), "d": dice.randint(1, 30)}
        words = f"{dice.choice(SUBJECTS)} {dice.choice(VERBS)} {dice.choice(OBJECTS)} {dice.choice(PLACES)}"
        text = words.format(**numbers)
        made.append(text[0].upper() + text[1:] + dice.choice((".", ".", ";", ",")))
    return made


def letter(seed: int, dpi: int = 300, size: float = 11, columns: int = 1) -> tuple[Image.Image, str]:
    """A full page of text with a heading and a small table, and its truth."""
    scale = dpi / 72
    page = Image.new("L", (round(612 * scale), round(792 * scale)), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(font_file()), round(size * scale))
    truth: list[str] = []
    wide = (612 - 144 - 24 * (columns - 1)) / columns * scale
    words = iter(" ".join(sentences(seed, 60)).split())
    pending = next(words)
    for column in range(columns):
        x = (72 + column * ((612 - 144 - 24 * (columns - 1)) / columns + 24)) * scale
        y = 72 * scale
        while y < 700 * scale:
            line = pending
            for word in words:
                if draw.textlength(f"{line} {word}", font=font) > wide:
                    pending = word
                    break
                line += f" {word}"
            draw.text((x, y), line, font=font, fill=25)
            truth.append(line)
            y += size * 1.45 * scale
    return page, "\n".join(truth)


def shaded(page: Image.Image, seed: int = 3) -> Image.Image:
    """The page under uneven light, blurred a little, as from a phone."""
    pixels = np.asarray(page.filter(ImageFilter.GaussianBlur(1.1)), dtype=np.float64)
    height, width = pixels.shape
    across = np.linspace(0.55, 1.0, width)[None, :]
    down = np.linspace(1.0, 0.8, height)[:, None]
    grain = np.random.default_rng(seed).normal(0, 5, pixels.shape)
    return Image.fromarray(np.clip(pixels * across * down + grain, 0, 255).astype(np.uint8))


@dataclass(frozen=True)
class Case:
    """One page picture, its resolution (None when unknown), and what stands on it."""

    name: str
    image: Image.Image
    truth: str
    dpi: int | None


def generated() -> Iterator[tuple[str, Callable[[], list[Case]]]]:
    """Named sets of generated pages."""

    def make(
        name: str, change: Callable[[Image.Image], Image.Image], dpi: int = 300, size: float = 11, columns: int = 1
    ) -> tuple[str, Callable[[], list[Case]]]:
        def cases() -> list[Case]:
            found = []
            for seed in (11, 12):
                page, truth = letter(seed, dpi, size, columns)
                found.append(Case(f"{name}-{seed}", change(page), truth, dpi))
            return found

        return name, cases

    yield make("good", lambda page: jpeg(worn(page, noise=5)))
    yield make("medium", lambda page: jpeg(worn(page.filter(ImageFilter.GaussianBlur(0.8)), noise=12, skew=0.7)))
    yield make(
        "poor",
        lambda page: jpeg(worn(page.filter(ImageFilter.GaussianBlur(1.0)), noise=18, speckle=0.01, skew=1.2), 60),
    )
    yield make("speckle", lambda page: worn(page, speckle=0.03))
    yield make("grain", lambda page: worn(page, noise=45))
    yield make("shaded", shaded)
    yield make("faint", lambda page: page.point(lambda value: 195 + value * 60 // 255))
    yield make("skewed-4", lambda page: worn(page, skew=4))
    yield make("skewed-9", lambda page: worn(page, skew=-9))
    yield make("turned-90", lambda page: page.transpose(Image.Transpose.ROTATE_90))
    yield make("turned-180", lambda page: page.transpose(Image.Transpose.ROTATE_180))
    yield make("150-dpi", jpeg, dpi=150)
    yield make("100-dpi", jpeg, dpi=100)
    yield make("75-dpi", lambda page: page, dpi=75)
    yield make("600-dpi", lambda page: page, dpi=600)
    yield make("fax", lambda page: page.resize((page.width * 2 // 3, page.height * 2 // 3)).convert("1").convert("L"))
    yield make("small print", jpeg, size=6.5)
    yield make("two columns", jpeg, size=9, columns=2)


def samples(folder: Path) -> Iterator[tuple[str, Callable[[], list[Case]]]]:
    """The sample sets that come with a transcription or a text layer to compare with."""

    def fondue() -> list[Case]:
        found = []
        for truth in sorted((folder / "ocr" / "fondue_es").glob("*.gt.txt")):
            stem = truth.name.removesuffix(".gt.txt")
            image = next(file for file in truth.parent.glob(f"{stem}.*") if file.suffix.lower() in (".png", ".jpg"))
            found.append(Case(stem[-12:], Image.open(image), truth.read_text("utf-8").replace("¬", "-"), None))
        return found

    def tesseract() -> list[Case]:
        names = (("eurotext.tif", "eurotext.txt"), ("phototest.tif", "phototest.gold.txt"))
        place = folder / "ocr" / "tesseract_test"
        return [Case(name, Image.open(place / name), (place / text).read_text("utf-8"), None) for name, text in names]

    def rendered(paths: list[Path], pages: int, dpi: int) -> list[Case]:
        import pypdfium2

        found = []
        for path in paths:
            pdf = pypdfium2.PdfDocument(path)
            for index in range(min(pages, len(pdf))):
                page = pdf[index]
                text = page.get_textpage().get_text_range()
                if len(text) > 500:
                    for picture in list(page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=1)):
                        page.remove_obj(picture)  # logos hold words that the text layer lacks
                    image = page.render(scale=dpi / 72).to_pil().convert("L")
                    found.append(Case(f"{path.stem[:8]}-{index + 1}", image, text, dpi))
        return found

    def scanned() -> list[Case]:
        import pypdfium2

        place = folder / "pdf_torture" / "ocrmypdf"
        truth = (place / "linn.txt").read_text("utf-8")
        return [
            Case(name, pypdfium2.PdfDocument(place / f"{name}.pdf")[0].render(scale=300 / 72).to_pil(), truth, 300)
            for name in ("linn", "skew", "rotated_skew")
        ]

    yield "fondue_es", fondue
    yield "ocrmypdf scans", scanned
    yield "tesseract_test", tesseract
    yield "mx_letters at 300", lambda: rendered(sorted((folder / "mx_letters").glob("*.pdf")), 2, 300)
    yield "mx_letters at 120", lambda: rendered(sorted((folder / "mx_letters").glob("*.pdf")), 2, 120)
