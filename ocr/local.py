"""Reading inside this process: what the reading processes do, and what measurements call."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from ocr.embedded import Embedded, open_embedded
from ocr.engines import batch_size, batches, open_engine
from ocr.engines.base import Engine
from ocr.engines.together import read_together
from ocr.errors import PageError, PageMissing, ReadingError, Unreadable, UnsupportedFile
from ocr.failure import failed
from ocr.page import read_page
from ocr.settings import ReadSettings
from ocr.sniff import IMAGES, PDF, sniff
from ocr.sources import FileSource
from ocr.text.kinds import PLAIN, STATED
from ocr.types import PageReading


def open_source(path: Path, media_type: str | None, settings: ReadSettings) -> FileSource:
    """Open the file with the module for its kind; raises a subclass of `Unreadable`."""
    found = sniff(path, settings.max_file_mb) or media_type
    if found == PLAIN and media_type in STATED:
        found = STATED[media_type]  # only the name tells a table or a web page from plain text
    try:
        if found == PDF:
            from ocr.pdf import open_pdf

            return open_pdf(path, settings)
        if found in IMAGES:
            from ocr.images import ImageFile

            return ImageFile(path, found, settings)
        if found:
            from ocr.text import open_text

            opened = open_text(path, found, settings)
            if opened is not None:
                return opened
    except Unreadable as error:
        error.media_type = found
        raise
    raise UnsupportedFile(found or "unknown kind")


class Engines:
    """The OCR engines of this process, opened when first needed and kept."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str, str | None], Engine] = {}

    def get(self, settings: ReadSettings) -> Engine:
        """The engine the settings ask for."""
        key = (settings.engine, settings.languages, settings.tessdata)
        if key not in self._open:
            self._open[key] = open_engine(settings)
        return self._open[key]

    def close(self) -> None:
        """Close them all."""
        for engine in self._open.values():
            engine.close()
        self._open.clear()


class LocalFile:
    """An open file read in this process; no protection against crashes."""

    def __init__(
        self, path: Path, media_type: str | None, settings: ReadSettings, engines: Engines | None = None
    ) -> None:
        self.path = path
        self.settings = settings
        self._engines = engines or Engines()
        self._source = open_source(path, media_type, settings)
        self.media_type = self._source.media_type
        self.page_count = self._source.page_count
        self._embedded: Embedded | None = None

    @property
    def engine(self) -> str:
        """Name and version of the OCR engine."""
        return self._engines.get(self.settings).name

    def read_page(self, number: int) -> PageReading:
        """Read one page, from 1; a page that cannot be read has its `error` set."""
        return self._read(number, lambda: self._engines.get(self.settings))

    def read_together(self, numbers: Sequence[int]) -> list[PageReading]:
        """Read several pages with as few starts of the OCR engine as possible."""
        engine = self._engines.get(self.settings)

        def task(number: int) -> Callable[[Engine], PageReading]:
            return lambda shared: self._read(number, lambda: shared)

        return read_together([task(number) for number in numbers], engine)

    def _read(self, number: int, engine: Callable[[], Engine]) -> PageReading:
        try:
            return read_page(self._source, number, engine, self.settings, self.path)
        except ReadingError as error:
            return failed(number, error)
        except Exception as error:  # the last line: one page never takes the others along
            logging.getLogger(__name__).exception("page %d of a %s file", number, self.media_type)
            return failed(number, PageError(repr(error)))

    def read_pages(self, numbers: Iterable[int]) -> Iterator[PageReading]:
        """Read several pages, in the order given."""
        size = batch_size(self.settings)
        if size == 1:
            yield from map(self.read_page, numbers)
            return
        for batch in batches(numbers, size):
            yield from self.read_together(batch)

    def render_page(self, number: int, width_px: int) -> tuple[bytes, str]:
        """The page as displayed, `width_px` wide: the bytes of an image and their media type."""
        from ocr.encode import encode

        page = self._source.page(number)
        try:
            return encode(page.render(width_px * 72 / page.width_pt), width_px)
        finally:
            page.close()

    def embedded(self) -> list[str]:
        """Names of the files inside this one."""
        if self._embedded is None:
            self._embedded = open_embedded(self.path, self.media_type)
        return self._embedded.names if self._embedded else []

    def take_embedded(self, number: int, target: str | Path) -> None:
        """Write the file inside this one with that number, from 0, to `target`."""
        if not 0 <= number < len(self.embedded()):
            raise PageMissing(str(number))
        assert self._embedded is not None
        self._embedded.take(number, Path(target))

    def close(self) -> None:
        """Close the file."""
        if self._embedded is not None:
            self._embedded.close()
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
