"""The door of the package: open a file, read its pages, look at them."""

from __future__ import annotations

from pathlib import Path

from ocr.errors import ReadingError, UnsupportedFile
from ocr.isolated import IsolatedFile
from ocr.local import LocalFile
from ocr.settings import ReadSettings
from ocr.types import FileReading

OpenFile = IsolatedFile | LocalFile
"""An open file: `media_type`, `page_count`, `engine`; `read_page(number)`, `read_pages(numbers)`,
`render_page(number, width_px)`."""


def open_file(path: str | Path, media_type: str | None = None, settings: ReadSettings | None = None) -> OpenFile:
    """Open a file for reading; raises a subclass of `Unreadable`. Use it in a `with` statement."""
    settings = settings or ReadSettings()
    if settings.isolate:
        return IsolatedFile(Path(path), media_type, settings)
    return LocalFile(Path(path), media_type, settings)


def read_file(path: str | Path, settings: ReadSettings | None = None) -> FileReading:
    """Read all pages of a file; never raises for what is in it."""
    try:
        with open_file(path, None, settings) as opened:
            pages = tuple(opened.read_pages(range(1, opened.page_count + 1)))
            return FileReading(str(path), opened.media_type, None, pages)
    except ReadingError as error:
        return FileReading(str(path), getattr(error, "media_type", None), str(error), ())


__all__ = ["OpenFile", "UnsupportedFile", "open_file", "read_file"]
