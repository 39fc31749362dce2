"""From a page image to its redactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.context import measure_context
from ocr.redactions.forest import Sieve, known_context, known_forest, known_sieve
from ocr.redactions.labels import find_labels, find_withheld
from ocr.redactions.linking import PageWords
from ocr.redactions.marker import find_strokes
from ocr.redactions.outlines import find_outlines
from ocr.redactions.regions import Region, find_regions, measure_evenness
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Sheet, lay_out
from ocr.redactions.skew import measure_skew, straighten, turned_back
from ocr.redactions.tidy import drawn_parts, kind_of, outer_edge, plain_black, unrivalled
from ocr.redactions.traits import Measured, covered, measure
from ocr.types import Box, Redaction, Word

LEAST = 0.5
"""Shapes are redactions from this probability on."""
_BELIEVED_ALONE = ("black", "pixelated")
_LONE = 0.8
"""A shape that is the only one on its page is believed from here on: pages that were covered seldom have one box, and
frames around a folio or a remark stand alone. Plain black ones are not held to it."""
_PLAIN = 0.75
"""The least probability of a plain black bar beside a text."""
_PLAIN_LEAST = 0.015
"""Below it the trees know the bar for something else, as one of a chart."""
_MOSAIC = 0.9
"""Areas of even spots are believed from here on: grain in photographs and words under a marker look much the same."""
_COVERED = 0.75
"""How likely squares and blur are that rules found."""

_LETTERS, _ALL = 8, 0.25
"""On a page of fewer letters nothing was taken out of a text, unless what is hidden is this share of the page."""


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
        alone = known_forest().probabilities(shapes.names, shapes.values)
        likely = known_context().probabilities(*measure_context(shapes, alone))
        plain = plain_black(shapes) & (likely >= _PLAIN_LEAST)
        likely = np.where(plain, np.maximum(likely, _PLAIN), likely)
        likely = np.where((shapes.trait("is_mosaic") > 0) & (likely < _MOSAIC), 0, likely)
        likely = np.where(covered(shapes.regions), _COVERED, likely)
        if len(self.sheet.glyphs) < _LETTERS:
            likely = np.where(shapes.trait("wide_share") * shapes.trait("high_share") < _ALL, 0, likely)
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
    near = PageWords(words, page.sheet, page.back)
    likely = _with_words(page.likely, shapes, near) if words else page.likely
    edges: list[tuple[Corners, str, float]] = []
    found = unrivalled(shapes, likely, LEAST)
    for number in found:
        confidence, kind = round(min(float(likely[number]), 0.99), 2), kind_of(shapes, number, page.sheet)
        if len(found) == 1 and confidence < _LONE and kind not in _BELIEVED_ALONE:
            continue
        parts = drawn_parts(shapes.contents[number], shapes.regions[number].corners)
        edges += [(outer_edge(part, page.sheet), kind, confidence) for part in parts]
    grounds = near.grounds([edge for edge, _, _ in edges])
    return [
        Redaction(_share(page.on_page(edge), page.sheet), kind, ground, confidence)
        for (edge, kind, confidence), ground in zip(edges, grounds, strict=True)
    ]


def _with_words(likely: npt.NDArray[np.float32], shapes: Measured, near: PageWords) -> npt.NDArray[np.float32]:
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
