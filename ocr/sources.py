"""What every kind of file offers to the page reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ocr.lines import Line
from ocr.picture import Picture
from ocr.types import Box


@dataclass(frozen=True, slots=True)
class Layer:
    """What the file itself says stands on a page, before anything is looked at."""

    lines: tuple[Line, ...] = ()
    text: str = ""
    """Its characters as the file gives them."""
    images: tuple[Box, ...] = ()
    """Boxes of raster images, clipped to the page."""
    drawings: int = 0
    """Vector shapes on the page."""
    covers: int = 0
    """Things that could hide a word or be drawn over one: filled shapes, images, shadings, annotations."""
    invisible: bool = False
    """Some text is set so that it is not drawn."""
    broken: float = 0.0
    """Share (0–1) of characters without a usable Unicode value."""
    exact: bool = False
    """The file is this text, and its picture is drawn from it: there is nothing to judge."""
    complete: bool = True
    """False when the page was too rich to list everything on it."""


class PageSource(Protocol):
    """One page of an open file."""

    @property
    def width_pt(self) -> float:
        """Width as displayed, in points."""

    @property
    def height_pt(self) -> float:
        """Height as displayed, in points."""

    def layer(self) -> Layer:
        """The text and the objects the file declares."""

    def render(self, dpi: float) -> Picture:
        """The page as displayed, RGB, at `dpi` or what the pixel limit leaves of it."""

    def scan_dpi(self) -> float | None:
        """The resolution of the image that fills the page; None when the page is no scan."""

    def close(self) -> None:
        """Give the page's memory back."""


class FileSource(Protocol):
    """An open file."""

    @property
    def media_type(self) -> str:
        """What kind of file it is."""

    @property
    def page_count(self) -> int:
        """How many pages it has."""

    def page(self, number: int) -> PageSource:
        """The page with this number, from 1; raises `PageError`."""

    def close(self) -> None:
        """Close the file."""


def covered_share(boxes: Sequence[Box]) -> float:
    """The share (0–1) of the page under any of the boxes, on a grid of hundredths."""
    import numpy as np

    grid = np.zeros((100, 100), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        grid[int(y0 * 100) : int(np.ceil(y1 * 100)), int(x0 * 100) : int(np.ceil(x1 * 100))] = True
    return float(grid.mean())
