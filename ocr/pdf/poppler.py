"""PDF files that pypdfium2 cannot open, through poppler's programs; the one module that knows pdf2image."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile, EncryptedFile, PageError, PageMissing
from ocr.lines import Line
from ocr.picture import Picture, dpi_within
from ocr.quality import broken_share
from ocr.settings import ReadSettings
from ocr.sources import Layer
from ocr.types import Word

_SECONDS = 60


class PopplerFile:
    """A PDF that poppler opens."""

    media_type = "application/pdf"

    def __init__(self, path: Path, settings: ReadSettings) -> None:
        from pdf2image import pdfinfo_from_path
        from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPopplerTimeoutError

        self.path = path
        self.settings = settings
        try:
            info = pdfinfo_from_path(str(path), timeout=_SECONDS)
        except (PDFInfoNotInstalledError, PDFPopplerTimeoutError) as error:
            raise DamagedFile(str(error)) from error
        except Exception as error:  # pdf2image raises by what poppler wrote on stderr
            if "ncorrect password" in str(error):
                raise EncryptedFile("password") from error
            raise DamagedFile(str(error)) from error
        self.page_count = int(info.get("Pages", 0))
        if self.page_count < 1:
            raise DamagedFile("no pages")

    def page(self, number: int) -> PopplerPage:
        """The page with this number, from 1."""
        if not 1 <= number <= self.page_count:
            raise PageMissing(str(number))
        return PopplerPage(self.path, number, self.settings)

    def close(self) -> None:
        """Nothing is held open."""


class PopplerPage:
    """One page, its words from `pdftotext -bbox`, its picture from `pdftoppm`."""

    def __init__(self, path: Path, number: int, settings: ReadSettings) -> None:
        self.path = path
        self.number = number
        self._settings = settings
        self._bbox = _run(["pdftotext", "-f", str(number), "-l", str(number), "-bbox-layout", str(path), "-"])
        size = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', self._bbox)
        if size is None or not (float(size[1]) > 0 and float(size[2]) > 0):
            raise PageError("poppler finds no page size")
        self.width_pt, self.height_pt = float(size[1]), float(size[2])

    def layer(self) -> Layer:
        """The words poppler finds; what else is drawn is not known, so all is checked on the picture."""
        import html

        lines: list[Line] = []
        texts: list[str] = []
        for block in self._bbox.split("<block")[1:]:
            for nth, row in enumerate(block.split("<line")[1:]):
                words = []
                for x0, y0, x1, y1, content in _POPPLER_WORD.findall(row):
                    text = html.unescape(content)
                    texts.append(text)
                    box = (
                        _share(x0, self.width_pt), _share(y0, self.height_pt),
                        _share(x1, self.width_pt), _share(y1, self.height_pt),
                    )
                    if text.strip() and box[0] < box[2] and box[1] < box[3]:
                        words.append(Word(text, box, 100.0))
                if words:
                    lines.append(Line(tuple(words), starts_block=nth == 0))
        text = " ".join(texts)
        return Layer(lines=tuple(lines), text=text, covers=1, broken=broken_share(text), complete=False)

    def render(self, dpi: float) -> Picture:
        """The page as displayed, RGB."""
        import numpy as np
        from pdf2image import convert_from_path

        dpi = dpi_within(self.width_pt, self.height_pt, dpi, self._settings.max_pixels)
        scale = round(self.width_pt * dpi / 72), round(self.height_pt * dpi / 72)
        try:
            images: list[Any] = convert_from_path(
                str(self.path), first_page=self.number, last_page=self.number, size=scale, use_cropbox=True,
                timeout=int(self._settings.page_seconds),
            )
        except Exception as error:  # pdf2image raises by what poppler wrote on stderr
            raise PageError(str(error)) from error
        if not images:
            raise PageError("poppler renders nothing")
        return Picture(np.asarray(images[0].convert("RGB"), dtype=np.uint8), dpi)

    def scan_dpi(self) -> float | None:
        """Not known."""
        return None

    def close(self) -> None:
        """Nothing is held open."""


_POPPLER_WORD = re.compile(
    r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*?)</word>', re.DOTALL
)


def _share(value: str, whole: float) -> float:
    return min(1.0, max(0.0, float(value) / whole))


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PageError(str(error)) from error
    return done.stdout.decode("utf-8", errors="replace")
