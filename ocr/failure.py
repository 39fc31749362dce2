"""A page that could not be read."""

from __future__ import annotations

from ocr.errors import ReadingError
from ocr.types import PageReading


def failed(number: int, error: ReadingError, width: float = 0.0, height: float = 0.0) -> PageReading:
    """The reading of a page that could not be read."""
    return PageReading(
        number=number, width_pt=width, height_pt=height, source=None, confidence=None, text=None, words=None,
        redactions=(), redacted_share=None, leaks=(), error=str(error), why=error.code,
    )
