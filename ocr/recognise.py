"""From a picture of a page to lines of words: prepare, read, and read otherwise where that did not go well."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.engines.base import Engine
from ocr.lines import Line, mean_confidence, words_of
from ocr.picture import Picture
from ocr.prepare import has_ink, median, to_resolution


@dataclass(frozen=True, slots=True)
class Recognised:
    """What OCR made of a picture; boxes are shares of that picture."""

    lines: tuple[Line, ...]
    confidence: float
    how: str

    @property
    def score(self) -> float:
        """What two readings of the same picture are compared by: confident letters count, doubtful ones cost."""
        return sum((word.confidence - 50.0) * len(word.text) for word in words_of(self.lines))


def recognise(picture: Picture, engine: Engine) -> Recognised:
    """Read a picture of a page."""
    if not has_ink(picture):
        return Recognised((), 0.0, "no ink")
    grey = Picture(picture.grey, picture.dpi)
    return _read(median(to_resolution(grey)), engine, "median")


def _read(picture: Picture, engine: Engine, how: str) -> Recognised:
    lines = engine.read([picture])[0]
    return Recognised(tuple(lines), mean_confidence(words_of(lines)) or 0.0, how)
