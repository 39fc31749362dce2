"""Text laid out on letter pages, so that every file has pages, word boxes and pictures of the same kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from ocr.errors import PageMissing
from ocr.lines import Line
from ocr.picture import Picture, dpi_within
from ocr.settings import ReadSettings
from ocr.sources import Layer
from ocr.types import Word

WIDTH_PT, HEIGHT_PT = 612.0, 792.0
_MARGIN, _SIZE, _STEP = 54.0, 10.0, 14.0
_ROWS = int((HEIGHT_PT - 2 * _MARGIN) / _STEP)
MOST_PAGES = 20_000


class PaperFile:
    """Sections of text on pages; each section begins a page."""

    def __init__(self, sections: Sequence[Sequence[str]], media_type: str, settings: ReadSettings) -> None:
        self.media_type = media_type
        self._settings = settings
        self._pages = [page for section in sections for page in _pages(section)][:MOST_PAGES]
        self.page_count = len(self._pages)

    def page(self, number: int) -> PaperPage:
        """The page with this number, from 1."""
        if not 1 <= number <= self.page_count:
            raise PageMissing(str(number))
        return PaperPage(self._pages[number - 1], self._settings)

    def close(self) -> None:
        """Nothing is held open."""


class PaperPage:
    """Rows of words at fixed heights; words stand where the drawn page shows them."""

    width_pt, height_pt = WIDTH_PT, HEIGHT_PT

    def __init__(self, rows: Sequence[str], settings: ReadSettings) -> None:
        self._rows = rows
        self._settings = settings

    def layer(self) -> Layer:
        """The text itself."""
        lines = []
        gap = False
        for index, row in enumerate(self._rows):
            words = tuple(self._words(row, _MARGIN + index * _STEP))
            if words:
                lines.append(Line(words, starts_block=gap))
            gap = not words
        return Layer(lines=tuple(lines), text="\n".join(self._rows), exact=True)

    @staticmethod
    def _words(row: str, top: float) -> Iterator[Word]:
        x = _MARGIN
        space = _width(" ")
        for text in row.split():
            wide = _width(text)
            box = (x / WIDTH_PT, top / HEIGHT_PT, min(1.0, (x + wide) / WIDTH_PT), (top + _SIZE * 1.2) / HEIGHT_PT)
            yield Word(text, box, 100.0)
            x += wide + space

    def render(self, dpi: float) -> Picture:
        """The rows drawn in black on white."""
        from PIL import Image, ImageDraw

        dpi = dpi_within(WIDTH_PT, HEIGHT_PT, dpi, self._settings.max_pixels)
        scale = dpi / 72
        page = Image.new("L", (round(WIDTH_PT * scale), round(HEIGHT_PT * scale)), 255)
        draw = ImageDraw.Draw(page)
        font = _font(_SIZE * scale)
        for index, row in enumerate(self._rows):
            for word in self._words(row, _MARGIN + index * _STEP):
                draw.text((word.box[0] * page.width, word.box[1] * page.height), word.text, font=font, fill=0)
        grey = np.asarray(page, dtype=np.uint8)
        return Picture(np.ascontiguousarray(np.stack([grey] * 3, axis=2)), dpi)

    def scan_dpi(self) -> float | None:
        """No scan."""
        return None

    def close(self) -> None:
        """Nothing is held open."""


@cache
def _font(size: float) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


@cache
def _letter_width(letter: str) -> float:
    return float(_font(100.0).getlength(letter)) * _SIZE / 100.0


def _width(text: str) -> float:
    return sum(map(_letter_width, text))


def _pages(section: Sequence[str]) -> Iterator[list[str]]:
    """Rows that fit the page's width, in pages of so many rows; a section without text has no page."""
    rows: list[str] = []
    for line in section:
        for row in _wrapped(line):
            if not row and not rows:
                continue
            rows.append(row)
            if len(rows) == _ROWS:
                yield rows
                rows = []
    if any(rows):
        yield rows


def _wrapped(line: str) -> Iterator[str]:
    wide = WIDTH_PT - 2 * _MARGIN
    row, used = "", 0.0
    for word in line.split():
        for piece in _pieces(word, wide):
            need = _width(piece)
            if row and used + _width(" ") + need > wide:
                yield row
                row, used = piece, need
            else:
                used += (_width(" ") if row else 0.0) + need
                row = f"{row} {piece}" if row else piece
    yield row


def _pieces(word: str, wide: float) -> Iterator[str]:
    """A word too long for a row is broken, as a long address is."""
    start, used = 0, 0.0
    for at, letter in enumerate(word):
        need = _letter_width(letter)
        if used + need > wide and at > start:
            yield word[start:at]
            start, used = at, 0.0
        used += need
    yield word[start:]
