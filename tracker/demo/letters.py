"""Letters for the demo world and for tests, drawn by us: born-digital, scanned, and with parts blacked out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

LETTER_PT = (612.0, 792.0)
MARGIN_PT = 72.0
LINE_PT = 15.0


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says: its head, its paragraphs, the phrases to black out, and the ground printed on the boxes."""

    head: tuple[str, ...]
    paragraphs: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    ground: str = ""


def born_digital(letter: Letter) -> bytes:
    """The letter as a PDF with a text layer; hidden phrases are cut out before the box is drawn, so nothing leaks."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=LETTER_PT, invariant=1)
    canvas.setTitle("Oficio")
    y = LETTER_PT[1] - MARGIN_PT
    for font, size, text in _lines(letter):
        if y < MARGIN_PT:
            canvas.showPage()
            y = LETTER_PT[1] - MARGIN_PT
        x = MARGIN_PT
        for piece, is_hidden in _pieces(text, letter.hidden):
            width = canvas.stringWidth(piece, font, size)
            if is_hidden:
                canvas.setFillGray(0)
                canvas.rect(x, y - 3.5, width, LINE_PT - 1, stroke=0, fill=1)
                if letter.ground and canvas.stringWidth(letter.ground, "Helvetica-Bold", 7.0) < width:
                    canvas.setFillGray(1)
                    canvas.setFont("Helvetica-Bold", 7.0)
                    canvas.drawCentredString(x + width / 2, y + 1, letter.ground)
            else:
                canvas.setFillGray(0)
                canvas.setFont(font, size)
                canvas.drawString(x, y, piece)
            x += width
        y -= LINE_PT
    canvas.save()
    return out.getvalue()


def scanned(letter: Letter, *, dpi: int = 200, skew_degrees: float = 0.0, seed: int = 1) -> bytes:
    """The same letter as a scan: one grey picture a page, a little noise, no text layer."""
    import numpy as np
    import pypdfium2
    from PIL import Image

    pages = []
    with pypdfium2.PdfDocument(born_digital(letter)) as pdf:
        for page in pdf:
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
            if skew_degrees:
                picture = picture.rotate(skew_degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
            noise = np.random.default_rng(seed).normal(0, 6, (picture.height, picture.width))
            pages.append(Image.fromarray(np.clip(np.asarray(picture, dtype=float) + noise, 0, 255).astype("uint8")))
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:], quality=80)
    return out.getvalue()


def _lines(letter: Letter) -> list[tuple[str, float, str]]:
    from reportlab.lib.utils import simpleSplit

    lines: list[tuple[str, float, str]] = [("Helvetica-Bold", 11.0, text) for text in letter.head]
    lines.append(("Helvetica", 11.0, ""))
    for paragraph in letter.paragraphs:
        wrapped: Sequence[str] = simpleSplit(paragraph, "Helvetica", 11.0, LETTER_PT[0] - 2 * MARGIN_PT)
        lines += [("Helvetica", 11.0, line) for line in wrapped]
        lines.append(("Helvetica", 11.0, ""))
    return lines


def _pieces(text: str, hidden: Sequence[str]) -> list[tuple[str, bool]]:
    pieces = [(text, False)]
    for phrase in hidden:
        split: list[tuple[str, bool]] = []
        for piece, is_hidden in pieces:
            if is_hidden or phrase not in piece:
                split.append((piece, is_hidden))
                continue
            before, _, after = piece.partition(phrase)
            split += [(before, False), (phrase, True), (after, False)]
        pieces = split
    return [piece for piece in pieces if piece[0]]
