"""The door of the package: open a file, read its pages, look at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from ocr.errors import ReadingError
from ocr.isolated import IsolatedFile
from ocr.settings import ReadSettings
from ocr.types import FileReading, PageReading


class OpenFile(Protocol):
    """An open file, whichever process reads it; use it in a `with` statement."""

    media_type: str
    page_count: int

    @property
    def engine(self) -> str:
        """Name and version of the OCR engine."""

    def read_page(self, number: int) -> PageReading:
        """Read one page, from 1; a page that cannot be read has its `error` set."""

    def read_pages(self, numbers: Iterable[int]) -> Iterator[PageReading]:
        """Read several pages with as many processes as the settings allow, in the order asked for."""

    def render_page(self, number: int, width_px: int) -> tuple[bytes, str]:
        """The page as displayed, `width_px` wide: the bytes of an image and their media type; raises `PageError`."""

    def embedded(self) -> list[str]:
        """Names of the files inside this one (PDF, mails), in order; raises a subclass of `ReadingError`."""

    def take_embedded(self, number: int, target: str | Path) -> None:
        """Write the file inside this one with that number, from 0, to `target`; raises a subclass of `ReadingError`."""

    def close(self) -> None:
        """Close the file."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_file(path: str | Path, media_type: str | None = None, settings: ReadSettings | None = None) -> OpenFile:
    """Open a file for reading; raises a subclass of `Unreadable`. Use it in a `with` statement."""
    settings = settings or ReadSettings()
    if settings.isolate:
        return IsolatedFile(Path(path), media_type, settings)
    from ocr.local import LocalFile

    return LocalFile(Path(path), media_type, settings)


def read_file(path: str | Path, settings: ReadSettings | None = None) -> FileReading:
    """Read all pages of a file; never raises for what is in it."""
    try:
        with open_file(path, None, settings) as opened:
            pages = tuple(opened.read_pages(range(1, opened.page_count + 1)))
            return FileReading(str(path), opened.media_type, None, pages)
    except ReadingError as error:
        return FileReading(str(path), error.media_type, str(error), ())


__all__ = ["OpenFile", "open_file", "read_file"]
