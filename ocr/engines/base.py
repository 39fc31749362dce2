"""What an OCR engine does: a grey picture in, lines of words out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ocr.lines import Line
from ocr.picture import Picture
from ocr.types import Word

AUTO, COLUMN, BLOCK, LINE, SPARSE = 3, 4, 6, 7, 11
"""Tesseract's page segmentation modes in use."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a picture must be turned clockwise (0, 90, 180, 270) to stand upright, and how sure that is (0 up)."""

    turn: int
    confidence: float


class Engine(Protocol):
    """An OCR engine, ready to read; boxes of its words are shares of the picture handed in."""

    @property
    def name(self) -> str:
        """Which engine, in which version."""

    @property
    def page_seconds(self) -> float:
        """The time it has for one page; infinite for an engine without a limit."""

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        """The lines of each picture; raises `EngineFailed`."""

    def orientation(self, picture: Picture) -> Orientation | None:
        """How the picture lies; None when there is too little text to tell."""

    def close(self) -> None:
        """Give its memory back."""


def parse_tsv(table: str, width: int, height: int) -> list[Line]:
    """The lines of one page of Tesseract's TSV output; `width` and `height` of the picture in pixels."""
    lines: list[Line] = []
    words: list[Word] = []
    key: tuple[str, str, str] | None = None
    block: tuple[str, str] | None = None

    def finish() -> None:
        nonlocal block
        if words and key is not None:
            lines.append(Line(tuple(words), starts_block=block is not None and key[:2] != block))
            block = key[:2]
            words.clear()

    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5":
            continue
        text = cells[11].strip()
        if not text:
            continue
        here = (cells[2], cells[3], cells[4])
        if here != key:
            finish()
            key = here
        left, top, across, down = (int(cell) for cell in cells[6:10])
        box = (
            max(0.0, left / width), max(0.0, top / height),
            min(1.0, (left + across) / width), min(1.0, (top + down) / height),
        )
        words.append(Word(text, box, max(0.0, min(100.0, float(cells[10])))))
    finish()
    return lines
