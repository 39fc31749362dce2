"""A page drawn as PDF, whose words and redactions are known, and its picture."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from ocr.types import Word
from tests.ocr.redactions.exam.texts import LANGUAGES, Language

Box = tuple[float, float, float, float]
Tint = tuple[float, float, float]

BLACK: Tint = (0, 0, 0)
WHITE: Tint = (1, 1, 1)
FAMILIES = {
    "helvetica": ("Helvetica", "Helvetica-Bold"),
    "times": ("Times-Roman", "Times-Bold"),
    "courier": ("Courier", "Courier-Bold"),
    "serif": ("LiberationSerif-Regular", "LiberationSerif-Bold"),
    "dejavu": ("DejaVuSans", "DejaVuSans-Bold"),
}
_COLOURS: tuple[Tint, ...] = (
    (0.55, 0.95, 0.6), (1, 0.75, 0.2), (0.98, 0.6, 0.75), (0.5, 0.75, 1), (1, 1, 0.35), (0.75, 0.1, 0.15),
    (0.1, 0.2, 0.55), (0.35, 0.1, 0.4), (0, 0.45, 0.45), (0.85, 0.8, 0.6), (0.3, 0.9, 0.9), (0.8, 0.7, 0.95),
    (0.62, 0.3, 0.12),
)  # fmt: skip


@dataclass
class Cover:
    """One redaction as drawn: its outer edge (page units or pixels), style, and the grounds that are true of it."""

    box: Box
    style: str
    grounds: tuple[str, ...] = ()


@dataclass
class Look:
    """How the redactions of one page are drawn: one office, one program, one look."""

    style: str
    fill: Tint | None
    line: Tint | None
    thick: float
    ink: Tint
    code_size: float
    pad: float
    """How far a box reaches above and below its line, in parts of the letter's height."""
    place: str
    """Where a code stands on its box: middle, left or none."""


def make_look(rng: random.Random, style: str) -> Look:
    """A look of a style: black, grey, coloured, outlined or white."""
    size, pad = rng.uniform(0.6, 1.0), rng.choice((0.0, 0.04, 0.08))
    place = rng.choice(("middle", "middle", "left"))
    if style == "black":
        tone = rng.choice((0.0, 0.0, 0.0, 0.06, 0.12))
        return Look(style, (tone, tone, tone), None, 0, WHITE, size, pad, rng.choice(("none", "none", "middle")))
    if style == "grey":
        tone = rng.choice((0.35, 0.5, 0.6, 0.66, 0.75, 0.8, 0.85))
        line = BLACK if rng.random() < 0.3 else None
        return Look(
            style, (tone,) * 3, line, 0.6, WHITE if tone < 0.7 and rng.random() < 0.5 else BLACK, size, pad, place
        )
    if style == "coloured":
        fill = rng.choice(_COLOURS)
        line = rng.choice((None, None, BLACK, (0.8, 0, 0)))
        return Look(style, fill, line, 0.7, WHITE if sum(fill) < 1.4 else BLACK, size, pad, place)
    if style == "outlined":
        line = rng.choice((BLACK, BLACK, BLACK, (0.8, 0, 0), (0, 0, 0.6), (0.4, 0.4, 0.4)))
        return Look(
            style,
            WHITE,
            line,
            rng.choice((0.4, 0.6, 0.9, 1.3)),
            line if rng.random() < 0.5 else BLACK,
            size,
            pad,
            place,
        )
    return Look(style, WHITE, None, 0, BLACK, size, pad, "none")


class Leaf:
    """A page being drawn; lengths in points, from the top left."""

    def __init__(self, rng: random.Random, language: str = "es", size: tuple[float, float] | None = None) -> None:
        self.rng = rng
        sizes = ((612.0, 792.0), (595.3, 841.9))
        self.wide, self.high = size or rng.choice(sizes if language != "nl" else sizes[1:])
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=(self.wide, self.high), pageCompression=0)
        self.words: list[tuple[str, Box]] = []
        self.hidden: list[Box] = []
        """Where words lie that a redaction hides."""
        self.covers: list[Cover] = []
        self.look: Look | None = None
        self.say: Language = LANGUAGES[language]
        self.family = rng.choice(tuple(FAMILIES))
        self.size = rng.choice((8.5, 9.5, 10.5, 11.5))

    def dress(self, style: str) -> None:
        """Choose how redactions look here; white paint needs paper that is darker than it."""
        self.look = make_look(self.rng, style)
        if style == "white":
            self.rect((0, 0, self.wide, self.high), (self.rng.uniform(0.86, 0.95),) * 3)

    # Text

    def font(self, bold: bool = False, family: str | None = None) -> str:
        """The name of a face, registered where it is a file; Helvetica where the file is missing."""
        name = FAMILIES[family or self.family][bold]
        if name.startswith(("Liberation", "DejaVu")) and name not in pdfmetrics.getRegisteredFontNames():
            try:
                pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
            except TTFError:
                return "Helvetica-Bold" if bold else "Helvetica"
        return name

    def width(self, text: str, size: float | None = None, bold: bool = False, family: str | None = None) -> float:
        return float(pdfmetrics.stringWidth(text, self.font(bold, family), size or self.size))

    def text(self, x: float, y: float, text: str, size: float | None = None, bold: bool = False, ink: Tint = BLACK,
             family: str | None = None, anchor: str = "left") -> float:  # fmt: skip
        """Write a line whose base is at y; returns where it ends."""
        size = size or self.size
        x -= {"left": 0.0, "middle": 0.5, "right": 1.0}[anchor] * self.width(text, size, bold, family)
        self.canvas.setFillColorRGB(*ink)
        self.canvas.setFont(self.font(bold, family), size)
        self.canvas.drawString(x, self.high - y, text)
        place = 0
        for word in text.split():
            place = text.index(word, place)
            left = x + self.width(text[:place], size, bold, family)
            right = left + self.width(word, size, bold, family)
            self.words.append((word, (left, y - 0.74 * size, right, y + 0.2 * size)))
            place += len(word)
        return x + self.width(text, size, bold, family)

    def lines(self, x: float, y: float, wide: float, text: str, size: float | None = None, pitch: float = 1.25,
              bold: bool = False, ink: Tint = BLACK) -> float:  # fmt: skip
        """Write a text broken into lines; returns the base of the line after it."""
        size = size or self.size
        line = ""
        for word in text.split():
            if line and self.width(f"{line} {word}", size, bold) > wide:
                self.text(x, y, line, size, bold, ink)
                y, line = y + pitch * size, word
            else:
                line = f"{line} {word}".strip()
        self.text(x, y, line, size, bold, ink)
        return y + pitch * size

    def paragraph(self, x: float, y: float, wide: float, words: int, share: float = 0.0, code: str = "",
                  grounds: Sequence[str] = (), size: float | None = None, pitch: float = 1.3) -> float:  # fmt: skip
        """Write about so many words, a share of them hidden in runs; returns the base of the line after it."""
        size, rng = size or self.size, self.rng
        at, gap, left = x, self.width(" ", size), words
        while left > 0:
            if self.look and rng.random() < share / 3:
                run = " ".join(self.say.name(rng) for _ in range(rng.choice((1, 1, 2, 3))))
                end = at + self.width(run, size)
                if end > x + wide:
                    at, y = x, y + pitch * size
                    end = at + self.width(run, size)
                self.hide(at, y, end, run, code, grounds, size)
                at, left = end + gap + 0.1 * size, left - len(run.split())
                continue
            word = rng.choice(self.say.words)
            if left == words:
                word = word.capitalize()
            if left == 1:
                word += "."
            if at + self.width(word, size) > x + wide:
                at, y = x, y + pitch * size
            at, left = self.text(at, y, word, size) + gap, left - 1
        return y + pitch * size

    # Redactions

    def hide(self, x: float, y: float, end: float, secret: str = "", code: str = "", grounds: Sequence[str] = (),
             size: float | None = None) -> None:  # fmt: skip
        """Cover a run of words whose base is at y."""
        size = size or self.size
        assert self.look is not None
        pad = self.look.pad * size
        side = self.rng.uniform(0.0, 0.1) * size
        # A text of that width, whose words take as much of it as those of the secret do of theirs.
        whole = max(1.0, self.width(secret, size))
        for word in secret.split():
            left = x + (end - x) * self.width(secret[: secret.index(word)], size) / whole
            right = left + (end - x) * self.width(word, size) / whole
            self.hidden.append((left, y - 0.74 * size, right, y + 0.2 * size))
        self.cover((x - side, y - 0.78 * size - pad, end + side, y + 0.24 * size + pad), code, grounds, size)

    def hide_block(self, x: float, y: float, wide: float, rows: int, code: str = "", grounds: Sequence[str] = (),
                   pitch: float = 1.3) -> float:  # fmt: skip
        """Cover a whole passage with one box; returns the base of the line after it."""
        top = y
        for row in range(rows):
            at = x
            while at < x + (wide if row < rows - 1 else wide * self.rng.uniform(0.3, 0.9)):
                word = self.rng.choice(self.say.words)
                far = at + self.width(word)
                if far > x + wide:
                    break
                self.hidden.append((at, y - 0.74 * self.size, far, y + 0.2 * self.size))
                at = far + self.width(" ")
            y += pitch * self.size
        self.cover((x - 1, top - self.size, x + wide, y - pitch * self.size + 0.35 * self.size), code, grounds)
        return y

    def cover(self, box: Box, code: str = "", grounds: Sequence[str] = (), size: float | None = None) -> None:
        """Draw one redaction with its code on it where it fits."""
        look = self.look
        assert look is not None
        x0, y0, x1, y1 = box
        self.rect(box, look.fill, look.line, look.thick)
        if code:
            high = min(look.code_size * (size or self.size), 0.85 * (y1 - y0))
            while high > 4 and self.width(code, high, family="helvetica") > x1 - x0 - 2:
                high -= 0.5
            if self.width(code, high, family="helvetica") <= x1 - x0 - 1:
                base = (y0 + y1) / 2 + 0.36 * high if y1 - y0 < 40 or look.place == "middle" else y0 + high + 2
                at = x0 + 2 if look.place == "left" else (x0 + x1 - self.width(code, high, family="helvetica")) / 2
                self.text(at, base, code, high, ink=look.ink, family="helvetica")
        thick = look.thick / 2 if look.line else 0.0
        self.covers.append(Cover((x0 - thick, y0 - thick, x1 + thick, y1 + thick), look.style, tuple(grounds)))

    # Drawing

    def rect(self, box: Box, fill: Tint | None = None, line: Tint | None = None, thick: float = 0.6) -> None:
        """A rectangle by its corners."""
        x0, y0, x1, y1 = box
        self.pen(fill, line, thick)
        self.canvas.rect(x0, self.high - y1, x1 - x0, y1 - y0, stroke=line is not None, fill=fill is not None)

    def line(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.6, ink: Tint = BLACK) -> None:
        self.pen(None, ink, thick)
        self.canvas.line(x0, self.high - y0, x1, self.high - y1)

    def curve(self, points: Sequence[tuple[float, float]], thick: float = 1.0, ink: Tint = BLACK,
              fill: Tint | None = None, closed: bool = False) -> None:  # fmt: skip
        """A line through points."""
        self.pen(fill, ink, thick)
        path = self.canvas.beginPath()
        path.moveTo(points[0][0], self.high - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.high - y)
        if closed:
            path.close()
        self.canvas.drawPath(path, stroke=1, fill=fill is not None)

    def ring(
        self, x: float, y: float, radius: float, fill: Tint | None = None, line: Tint | None = BLACK, thick: float = 1.0
    ) -> None:
        self.pen(fill, line, thick)
        self.canvas.circle(x, self.high - y, radius, stroke=line is not None, fill=fill is not None)

    def pen(self, fill: Tint | None, line: Tint | None, thick: float) -> None:
        self.canvas.setLineWidth(thick)
        if fill is not None:
            self.canvas.setFillColorRGB(*fill)
        if line is not None:
            self.canvas.setStrokeColorRGB(*line)

    # What comes of it

    def picture(self, dpi: int) -> npt.NDArray[np.uint8]:
        """The page as pdfium renders it, RGB."""
        self.canvas.showPage()
        self.canvas.save()
        document = pypdfium2.PdfDocument(self._file.getvalue())
        try:
            return np.asarray(document[0].render(scale=dpi / 72).to_pil().convert("RGB"), dtype=np.uint8).copy()
        finally:
            document.close()

    def readable(self) -> Iterator[tuple[str, Box]]:
        """The words that can be read on the page, where no redaction was drawn over them later."""
        yield from self.words


@dataclass
class Sat:
    """A page of the exam: picture, words in shares of the page, true redactions in pixels, share of text hidden."""

    name: str
    image: npt.NDArray[np.uint8]
    dpi: float
    words: list[Word]
    covers: list[Cover] = field(default_factory=list)
    hidden: float = 0.0
