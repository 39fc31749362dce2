"""An invented reply of an agency, born digital or scanned askew: every word and its folio are known."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.ocr.pages import born_digital

FOLIO = "0411100064213"
LINES = (
    "Instituto Nacional de Migración",
    "Unidad de Enlace",
    "Oficio INM/UE/0523/2013",
    "México, D. F., a 9 de septiembre de 2013",
    "",
    "En respuesta a su solicitud de información con número de folio",
    "0411100064213, se le comunica que la dirección que coordina los",
    "grupos de protección a migrantes entregó los programas de trabajo.",
    "",
    "En caso de inconformidad podrá interponer recurso de revisión dentro",
    "de los quince",
    "días hábiles siguientes, según el artículo 49 de la ley.",
)
PHRASES = ("quince días hábiles", "INM/UE/0523/2013", "9 de septiembre de 2013", "artículo 49", FOLIO)
"""What stands in the letter, one of them across a line break."""


def letter(path: Path) -> Path:
    """The letter with a text layer."""
    return born_digital(path, LINES)


def scan_of(pdf: Path, target: Path, dpi: int, skew_degrees: float = 1.0) -> Path:
    """The pages of a PDF as a scanner held a little askew gives them: pictures only, no text layer."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages: list[Image.Image] = []
    for page in document:
        drawn = page.render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("L")
        pages.append(drawn.rotate(skew_degrees, resample=Image.Resampling.BICUBIC, expand=False, fillcolor=255))
    document.close()
    pages[0].save(target, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return target
