"""The words of a page and the shapes on it: what is printed on a shape, and which ground is its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.grounds import is_code, read_ground
from ocr.redactions.legends import Legend, Marks, marks_on, read_legend
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet
from ocr.types import Word

_CODE, _TEXT = 2.5, -4.0
"""What a code, or other text, read on a shape adds to its log odds."""
_BARE = re.compile(r"\d{1,3}(?:(?:/|, | y )\d{1,3})*")
_IN_BRACKETS = re.compile(r"[(\[{].{2,60}?[)\]}](?=[\s.,;:]|$)")


_Area: TypeAlias = tuple[float, float, float, float]


class PageWords:
    """The words of the page in working pixels."""

    def __init__(self, words: Sequence[Word], sheet: Sheet, back: npt.NDArray[np.float64] | None) -> None:
        self._words = words
        self._boxes = np.array([word.box for word in words], dtype=np.float64).reshape(-1, 4)
        self._boxes = self._boxes * np.array([sheet.width, sheet.height, sheet.width, sheet.height])
        if back is not None and len(words):
            there = cv2.invertAffineTransform(back)
            middles = (self._boxes[:, :2] + self._boxes[:, 2:]) / 2
            moved = middles @ there[:, :2].T + there[:, 2] - middles
            self._boxes += np.concatenate([moved, moved], axis=1)
        self._middles = (self._boxes[:, :2] + self._boxes[:, 2:]) / 2
        self._line = 1.6 * sheet.letter

    def _within(self, corners: _Area) -> list[int]:
        """The words whose middle lies within, in reading order."""
        if not len(self._words):
            return []
        x0, y0, x1, y1 = corners
        x, y = self._middles[:, 0], self._middles[:, 1]
        return np.flatnonzero((x > x0) & (x < x1) & (y > y0) & (y < y1)).tolist()

    def _text(self, corners: Corners, least: float = 0.0) -> str:
        return " ".join(self._words[i].text for i in self._within(corners) if self._words[i].confidence >= least)

    def printed(self, corners: Corners) -> float:
        """What the words on a shape say for (a code) or against (other text) its being a redaction, in log odds."""
        text = self._text(corners, least=55)
        if not text:
            return 0.0
        if is_code(text):
            return _CODE
        return _TEXT if sum(c.isalpha() for c in text) >= 3 else 0.0

    def grounds(self, shapes: Sequence[Corners]) -> list[str | None]:
        """The ground of each redaction of the page.

        What is printed on it; else what the legend says of its number; else what is printed beside it, below or above
        and on no other redaction; else what the legend says of all.
        """
        if not len(self._words):
            return [None] * len(shapes)
        printed = [self._text(corners) for corners in shapes]
        marks = [marks_on(text) for text in printed]
        taken = {number for corners in shapes for number in self._within(corners)}
        return [
            read_ground(text) or self._by_number(mark) or self._beside(corners, taken) or self._legend.general
            for corners, text, mark in zip(shapes, printed, marks, strict=True)
        ]

    @cached_property
    def _legend(self) -> Legend:
        return read_legend(self._words)

    @cached_property
    def _parts(self) -> list[Marks]:
        """The marks with two numbers anywhere on the page, on shapes or not."""
        return _parts(self._words)

    def _by_number(self, marks: Marks | None) -> str | None:
        return self._legend.of(marks, self._parts) if marks else None

    def _beside(self, corners: Corners, taken: set[int]) -> str | None:
        x0, y0, x1, y1 = corners
        line = self._line
        low, high = min(y0, (y0 + y1 - line) / 2), max(y1, (y0 + y1 + line) / 2)
        for area, from_right in (((x1, low, x1 + 12 * line, high), False), ((x0 - 12 * line, low, x0, high), True),
                                 ((x0, y1, x1, y1 + line), False), ((x0, y0 - line, x1, y0), False)):  # fmt: skip
            text = " ".join(self._words[i].text for i in self._run(area, from_right, taken))
            bracketed = _IN_BRACKETS.match(text) if not from_right else None
            for said in (text, bracketed[0] if bracketed else ""):
                ground = read_ground(said) if said and is_code(said, 0) else None
                if ground and not _BARE.fullmatch(ground):
                    return ground
        return None

    def _run(self, area: _Area, from_right: bool, taken: set[int]) -> list[int]:
        """The words of an area up to the first on a redaction, seen from the shape beside it."""
        inside = self._within(area)
        inside.sort(key=lambda i: -self._boxes[i, 2] if from_right else self._boxes[i, 0])
        if area[3] - area[1] < 2.5 * self._line:
            stop = next((place for place, i in enumerate(inside) if i in taken), len(inside))
            inside = inside[:stop]
        return sorted(i for i in inside if i not in taken)


def ground_of(printed: Sequence[str], words: Sequence[Word]) -> list[str | None]:
    """The ground of redactions by what is printed on each, and by what the legend among the page's words says of it."""
    marks = [marks_on(text) for text in printed]
    grounds = [read_ground(text) if is_code(text) else None for text in printed]
    if all(ground or mark is None for ground, mark in zip(grounds, marks, strict=True)):
        return grounds
    legend = read_legend(words)
    parts = [*_parts(words), *(mark for mark in marks if mark)]
    return [ground or legend.of(mark, parts) for ground, mark in zip(grounds, marks, strict=True)]


def _parts(words: Sequence[Word]) -> list[Marks]:
    text = " ".join(word.text for word in words)
    return [Marks(int(number), int(kind)) for number, kind in _TWO_NUMBERS.findall(text)]


_TWO_NUMBERS = re.compile(r"\bN(\d{1,3})\s*-\s*(?:ELIMINADO|TESTADO)\s+(\d{1,3})\b")
