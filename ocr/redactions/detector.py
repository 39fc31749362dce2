"""From a page image to its redactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.forest import Sieve, known_forest, known_sieve
from ocr.redactions.grounds import is_code, read_ground
from ocr.redactions.labels import find_labels, find_withheld
from ocr.redactions.legends import Legend, number_on, read_legend
from ocr.redactions.marker import find_strokes
from ocr.redactions.outlines import find_outlines
from ocr.redactions.regions import Region, find_regions, measure_evenness
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet, lay_out
from ocr.redactions.skew import measure_skew, straighten, turned_back
from ocr.redactions.tidy import kind_of, outer_edge, plain_black, unrivalled
from ocr.redactions.traits import Measured, measure
from ocr.types import Box, Redaction, Word

LEAST = 0.5
"""Shapes are redactions from this probability on."""
_PLAIN = 0.75
"""The least probability of a plain black bar beside a text."""
_PLAIN_LEAST = 0.015
"""Below it the trees know the bar for something else, as one of a chart."""
_MOSAIC = 0.75
"""Squares and blur are believed from here on: grain in photographs and old print looks much the same."""
_CODE, _TEXT = 2.5, -4.0
"""What a code, or other text, read on a shape adds to its log odds."""


@dataclass(frozen=True, eq=False)
class Looked:
    """A page brought to working size and level, its shapes measured; `back` turns its points to the page's own."""

    sheet: Sheet
    back: npt.NDArray[np.float64] | None
    shapes: Measured

    @cached_property
    def likely(self) -> npt.NDArray[np.float32]:
        """How likely each shape is a redaction by its looks alone, 0–1."""
        shapes = self.shapes
        likely = known_forest().probabilities(shapes.names, shapes.values)
        plain = plain_black(shapes) & (likely >= _PLAIN_LEAST)
        likely = np.where(plain, np.maximum(likely, _PLAIN), likely)
        likely = np.where((shapes.trait("is_mosaic") > 0) & (likely < _MOSAIC), 0, likely)
        return np.asarray(likely, dtype=np.float32)

    def on_page(self, corners: Corners) -> Corners:
        """Corners on the level page as corners on the page as it is."""
        return corners if self.back is None else turned_back(corners, self.back)


def look(image: npt.NDArray[np.uint8], dpi: float, sieve: Sieve | None) -> Looked:
    """Level a page and measure every shape on it that could be a redaction, as far as the sieve lets it through."""
    cv2.setNumThreads(1)
    sheet = lay_out(image, dpi)
    back = None
    skew = measure_skew(sheet)
    if skew:
        sheet, back = straighten(sheet, skew)
    even = measure_evenness(sheet)
    outlines = find_outlines(sheet)
    regions = find_regions(sheet, even)
    regions += [Region(outline.corners, 1.0, "lines") for outline in outlines]
    regions += find_strokes(sheet)
    return Looked(sheet, back, measure(regions, outlines, sheet, even, sieve.keeps if sieve else None))


def find_redactions(image: npt.NDArray[np.uint8], words: Sequence[Word], dpi: float) -> list[Redaction]:
    """The redactions on a page image, one per drawn shape, top to bottom.

    `image` is the page as displayed, grey (H,W) or RGB (H,W,3) uint8; `words` may be empty, and where given they tell
    codes from text and carry the grounds. Boxes are shares of the page (0–1), outer edge.
    """
    return judge(glance(image, dpi), words)


def glance(image: npt.NDArray[np.uint8], dpi: float) -> Looked | None:
    """What `judge` needs of a page image, so that it is looked at once and judged without and with its words."""
    if image.size == 0 or min(image.shape[:2]) < 40:
        return None
    return look(image, dpi, known_sieve())


def judge(page: Looked | None, words: Sequence[Word]) -> list[Redaction]:
    """The redactions of a page among its shapes (None where nothing is drawn on it) and its words."""
    redactions = _judged(page, words) if page else []
    redactions += find_labels(words, redactions)
    withheld = find_withheld(words)
    if withheld:
        redactions = [withheld]
    return sorted(redactions, key=lambda r: (r.box[1], r.box[0]))


def _judged(page: Looked, words: Sequence[Word]) -> list[Redaction]:
    shapes = page.shapes
    near = _Words(words, page.sheet, page.back)
    likely = _with_words(page.likely, shapes, near) if words else page.likely
    redactions = []
    for number in unrivalled(shapes, likely, LEAST):
        corners = outer_edge(shapes.regions[number].corners, page.sheet)
        box = _share(page.on_page(corners), page.sheet)
        confidence = round(min(float(likely[number]), 0.99), 2)
        redactions.append(Redaction(box, kind_of(shapes, number, page.sheet), near.ground(corners), confidence))
    return redactions


def _with_words(likely: npt.NDArray[np.float32], shapes: Measured, near: _Words) -> npt.NDArray[np.float32]:
    """The probabilities once it is known what is printed on the shapes that have any chance."""
    told = likely.copy()
    for number in np.flatnonzero(likely > 0.02).tolist():
        printed = near.printed(shapes.regions[number].corners)
        if printed:
            odds = float(np.log(likely[number] / max(1e-6, 1 - likely[number])))
            told[number] = 1 / (1 + np.exp(-(odds + printed)))
    return told


def _share(corners: Corners, sheet: Sheet) -> Box:
    x0, y0, x1, y1 = corners
    wide, high = sheet.width, sheet.height
    shares = (x0 / wide, y0 / high, x1 / wide, y1 / high)
    return tuple(round(min(max(share, 0.0), 1.0), 5) for share in shares)  # type: ignore[return-value]


class _Words:
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
        self._line = 1.6 * sheet.letter

    def _text(self, x0: float, y0: float, x1: float, y1: float, least: float = 0.0) -> str:
        if not len(self._words):
            return ""
        middle_x = (self._boxes[:, 0] + self._boxes[:, 2]) / 2
        middle_y = (self._boxes[:, 1] + self._boxes[:, 3]) / 2
        chosen = np.flatnonzero((middle_x > x0) & (middle_x < x1) & (middle_y > y0) & (middle_y < y1))
        return " ".join(self._words[i].text for i in chosen.tolist() if self._words[i].confidence >= least)

    def printed(self, corners: Corners) -> float:
        """What the words on a shape say for (a code) or against (other text) its being a redaction, in log odds."""
        text = self._text(*corners, least=55)
        if not text:
            return 0.0
        if is_code(text):
            return _CODE
        return _TEXT if sum(c.isalpha() for c in text) >= 3 else 0.0

    @cached_property
    def _legend(self) -> Legend:
        return read_legend(self._words)

    def ground(self, corners: Corners) -> str | None:
        """The ground printed on a shape, else the legend's for its number, else beside, below or above it.

        Where all that fails, the one ground of a legend without numbers.
        """
        x0, y0, x1, y1 = corners
        printed = self._text(x0, y0, x1, y1)
        own = read_ground(printed)
        if own or not len(self._words):
            return own
        number = number_on(printed)
        if number is not None and number in self._legend.numbered:
            return self._legend.numbered[number]
        line = self._line
        for area in ((x1, y0, x1 + 12 * line, y1), (x0 - 12 * line, y0, x0, y1), (x0, y1, x1, y1 + line),
                     (x0, y0 - line, x1, y0)):  # fmt: skip
            text = self._text(*area)
            if text and is_code(text):
                return read_ground(text)
        return self._legend.general
