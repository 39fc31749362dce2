"""A page and what is seen on it, each thing worked out once and only when asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ocr.picture import Picture, blackened, thinned
from ocr.sources import Layer, PageSource
from ocr.types import STILL_SHOWN, Box, Leak, Redaction

if TYPE_CHECKING:
    from ocr.redactions import Looked

READING_DPI = 300.0
DETECTION_DPI = 150.0
MOST_PAGES_INSPECTED = 500
"""A longer file is searched for leaks page by page only, not in its metadata, bookmarks and earlier revisions."""


class View:
    """One page, its layer, its pictures, and the redactions seen without knowing any word."""

    def __init__(self, page: PageSource, path: Path | None, number: int, pages: int = 1) -> None:
        self.pages = pages
        self.page = page
        self.path = path
        self.number = number

    @cached_property
    def layer(self) -> Layer:
        """The text and objects the file declares."""
        return self.page.layer()

    @cached_property
    def picture(self) -> Picture:
        """The page for reading: a scan at its own resolution (100–300 dpi), anything else at 300.

        What is marked to be redacted and still shows is painted over.
        """
        marked = [leak.box for leak in self.leaks if leak.kind == STILL_SHOWN and leak.box is not None]
        return blackened(self._drawn, marked) if marked else self._drawn

    @cached_property
    def _drawn(self) -> Picture:
        native = self.page.scan_dpi()
        return self.page.render(min(max(native or READING_DPI, 100.0), READING_DPI))

    @cached_property
    def small(self) -> Picture:
        """The page for looking at, at about 150 dpi."""
        if "_drawn" in self.__dict__ or self.page.scan_dpi() is not None:
            return thinned(self._drawn, min(DETECTION_DPI, self._drawn.dpi))
        return self.page.render(DETECTION_DPI)

    @property
    def is_bare(self) -> bool:
        """Whether the file draws nothing on the page but visible text: no box, no image, no line to look at."""
        layer = self.layer
        return bool(layer.lines) and layer.complete and not (layer.covers or layer.drawings or layer.images)

    @cached_property
    def shapes(self) -> Looked | None:
        """What could be a redaction on the page; None where the file draws nothing but visible text."""
        from ocr.redactions import glance

        return None if self.is_bare else glance(self.small.pixels, self.small.dpi)

    @cached_property
    def bare_redactions(self) -> list[Redaction]:
        """Redactions by their looks alone, without any word."""
        from ocr.redactions import judge

        return judge(self.shapes, ())

    @property
    def leaks(self) -> list[Leak]:
        """What the file still carries of what this page hides."""
        return self._inspected[0]

    @property
    def unseen(self) -> tuple[Box, ...]:
        """Where the file has letters that the page does not show."""
        return self._inspected[1]

    @cached_property
    def _inspected(self) -> tuple[list[Leak], tuple[Box, ...]]:
        from ocr.leaks import find_leaks, leaks_on_page, unseen_places

        document = getattr(self.page, "document", None)
        if self.path is None:
            return [], ()
        if self.pages > MOST_PAGES_INSPECTED and document is not None:
            return leaks_on_page(document, self.path, self.number, self.bare_redactions)
        return find_leaks(self.path, self.number, self.bare_redactions), unseen_places(self.path, self.number)
