"""How one page is read: the text layer, OCR or both; then redactions and leaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ocr.engines.base import Engine
from ocr.errors import PageError, PageTooLarge, ReadingError
from ocr.hidden import shown_lines
from ocr.lines import Line, mean_confidence, text_of, words_of
from ocr.marks import Marks, find_marks
from ocr.picture import Picture
from ocr.recognise import recognise
from ocr.settings import ReadSettings
from ocr.sources import FileSource, PageSource, covered_share
from ocr.types import PageReading, Source

READING_DPI = 300.0


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page, where it came from and why."""

    source: Source
    lines: tuple[Line, ...]
    why: str


class View:
    """A page and its picture, rendered once at the resolution its content deserves."""

    def __init__(self, page: PageSource) -> None:
        self.page = page
        self._picture: Picture | None = None

    @property
    def picture(self) -> Picture:
        """The page for reading: a scan at its own resolution (150–300 dpi), anything else at 300."""
        if self._picture is None:
            native = self.page.scan_dpi()
            self._picture = self.page.render(min(max(native or READING_DPI, 150.0), READING_DPI))
        return self._picture

    @property
    def rendered(self) -> Picture | None:
        """The picture if it was needed already."""
        return self._picture


def read_page(
    file: FileSource, number: int, engine: Callable[[], Engine], settings: ReadSettings, path: Path | None = None
) -> PageReading:
    """Read page `number`; a page that cannot be read comes back with its `error` set."""
    width = height = 0.0
    try:
        page = file.page(number)
        try:
            width, height = page.width_pt, page.height_pt
            return _read(page, number, engine, settings, path, file.media_type)
        finally:
            page.close()
    except MemoryError as error:
        return failed(number, PageTooLarge(str(error)), width, height)
    except ReadingError as error:
        return failed(number, error, width, height)


def failed(number: int, error: ReadingError, width: float = 0.0, height: float = 0.0) -> PageReading:
    """The reading of a page that could not be read."""
    return PageReading(
        number=number, width_pt=width, height_pt=height, source=None, confidence=None, text=None, words=None,
        redactions=(), redacted_share=None, leaks=(), error=str(error), why=error.code,
    )


def _read(
    page: PageSource, number: int, engine: Callable[[], Engine], settings: ReadSettings, path: Path | None,
    media_type: str,
) -> PageReading:
    view = View(page)
    text = None if settings.redactions_only else choose_text(view, engine)
    words = words_of(text.lines) if text else ()
    marks = Marks() if not settings.redactions else find_marks(view, words, path, number, media_type)
    return PageReading(
        number=number,
        width_pt=page.width_pt,
        height_pt=page.height_pt,
        source=text.source if text else None,
        confidence=mean_confidence(words) if text else None,
        text=text_of(text.lines) if text else None,
        words=words if text and settings.words else None,
        redactions=marks.redactions,
        redacted_share=marks.redacted_share,
        leaks=marks.leaks,
        why=text.why if text else None,
    )


def choose_text(view: View, engine: Callable[[], Engine]) -> Text:
    """The page's text from the right source."""
    layer = view.page.layer()
    if layer.lines and layer.broken < 0.05 and covered_share(layer.images) < 0.5:
        if not (layer.covers or layer.invisible) and layer.complete:
            return Text("text", layer.lines, "the page carries its text")
        lines, hidden = shown_lines(layer.lines, view.picture)
        if lines:
            left_out = f"; {hidden} words that the page does not show were left out" if hidden else ""
            return Text("text", tuple(lines), "the page carries its text" + left_out)
    read = recognise(view.picture, engine())
    if read.lines:
        return Text("ocr", read.lines, f"the page is a picture ({read.how})")
    if read.blank:
        return Text("blank", (), "nothing stands on the page")
    return Text("ocr", (), "no words were found in the picture")


__all__ = ["PageError", "Text", "View", "choose_text", "failed", "read_page"]
