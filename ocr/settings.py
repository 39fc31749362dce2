"""How a file is to be read: every limit and choice in one frozen value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from ocr.types import Box


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Languages, what to look for, and the limits of one reading. The defaults suit a laptop."""

    languages: str = "spa+eng"
    """Tesseract language codes joined by `+`."""
    words: bool = True
    """Whether words with boxes are kept beside the text."""
    redactions: bool = True
    """Whether pages are searched for redactions and leaks."""
    redactions_only: bool = False
    """Look for redactions and leaks alone: no text, no words, no OCR."""
    engine: str = "auto"
    """`auto`, `tesserocr`, `pytesseract`, or `package.module:Class` of another engine."""
    force_ocr: bool = False
    """Read every page from its picture, whatever text layer it has."""
    shown: Mapping[int, tuple[Box, ...]] = field(default_factory=dict)
    """Page → boxes (shares) that look like redactions and are none, as people said: words read on them stay."""
    quarters: int = 0
    """Quarter turns clockwise (0–3) that set the letters upright, where somebody looked and said so."""
    tessdata: str | None = None
    """Folder of Tesseract's language files; the installation's own when unset."""
    workers: int | None = None
    """Reading processes; one per core when unset."""
    page_seconds: float = 120.0
    """A page that takes longer is given up and its process ended."""
    grace_seconds: float = 10.0
    """How much longer than that its process gets to say so itself before it is ended."""
    memory_mb: int = 1500
    """Data memory one reading process may take; a page that needs more fails alone."""
    max_pixels: int = 40_000_000
    """A page picture is made no larger than this; larger pages are read at a lower resolution."""
    max_file_mb: int = 4000
    """A larger file is refused."""
    nice: int = 5
    """Priority of the reading processes (0–19), so that other work on the machine goes first."""
    isolate: bool = True
    """Read in separate processes, which may crash or hang without harm. Off only in tests and measurements."""

    @property
    def worker_count(self) -> int:
        """How many processes read at once."""
        return max(1, self.workers or os.cpu_count() or 1)
