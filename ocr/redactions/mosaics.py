"""Squares or blur laid over a text: tones between ink and paper where letters would stand, with paper around.

Letters keep their strokes dark and the paper between them bright; squares and blur mix both. Stamps, thin print and
signatures leave paper between their strokes, photographs have no paper around them, and fills have one tone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import cv2
import numpy as np

from ocr.redactions.bits import Bits
from ocr.redactions.shapes import Corners
from ocr.redactions.sheet import Pixels, Sheet, bounds

_MOST = 80
"""Areas looked at; a page with more is a picture."""
_ROUGH = (25.0, 90.0)
"""Grey levels within three pixels that letters have at their edges, squares and blur seldom: half of what the page's
letters have, from and up to these."""


def find_mosaics(spots: Bits, sheet: Sheet, spread: Pixels, noise: float) -> list[Corners]:
    """The squares and blur over lines of text, in working pixels.

    Both images have every other pixel of the page: `spots` those that are even and between ink and paper, `spread` how
    far the neighbours of each lie apart.
    """
    areas = spots.closed(sheet.odd(7), sheet.odd(3)).opened(sheet.odd(5), sheet.odd(3))
    if areas.empty:
        return []
    whole = (slice(sheet.height // 2), slice(sheet.width // 2))
    grey, spread = sheet.half[whole], spread[whole]
    bright = round(max(46.0, sheet.paper_luma - 8 - 2 * noise))
    page = _Page(grey, spread, bright, sheet.letter / 2, 8 + 2 * noise)
    contours = areas.outlines()
    corners, _ = bounds(contours)
    wide, high = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    fits = (wide >= 2 * page.letter) & (high >= 0.8 * page.letter) & (high <= 10 * page.letter)
    kept = [contours[number] for number in np.flatnonzero(fits).tolist()]
    found: list[Corners] = []
    for contour in sorted(kept, key=cv2.contourArea, reverse=True)[:_MOST]:
        x, y, w, h = cv2.boundingRect(contour)
        if cv2.contourArea(contour) < 0.45 * (w - 1) * (h - 1):
            continue
        around = page.bare_outside((x, y, x + w, y + h)) | {"all": h / page.letter}
        if not _surrounded(around):
            continue
        for top, foot in _lines(grey[y : y + h, x : x + w], page.letter, bright):
            box = (x, y + top, x + w, y + foot)
            if foot - top >= 0.8 * page.letter and _covered(_traits(box, page), around):
                found.append(box)
    return [(2 * x0 - 1, 2 * y0 - 1, 2 * x1 + 1, 2 * y1 + 1) for x0, y0, x1, y1 in _joined(found, page)]


def _surrounded(around: dict[str, float]) -> bool:
    """Whether paper lies around an area."""
    return around["outer"] >= 0.35 and around["ends_most"] >= 0.6 and around["outside"] + around["ends"] >= 0.75


def _covered(traits: dict[str, float], around: dict[str, float]) -> bool:
    """Whether an area has the tones and edges of a covered line of text.

    The limits were drawn around such lines on made-up pages, and leave out what is alike on clean ones.
    """
    of = traits.__getitem__
    tones = (
        of("varied") >= 7 and of("alike") <= 0.55 and of("bare") <= 0.45 and of("dark") < 0.004 and of("tone") <= 0.3
    )
    edges = of("rough") <= 0.1 and 0.1 <= of("even") <= (0.9 if around["all"] < 2.5 else 0.64)
    return tones and edges and of("high") <= 3 and of("columns") >= 4.5 and 1.2 <= of("jumps") <= 13


def _joined(boxes: list[Corners], page: _Page) -> list[Corners]:
    """Words of one line that were covered together, as one: no letter stands in the gap between them."""
    joined: list[Corners] = []
    for box in sorted(boxes):
        for number, other in enumerate(joined):
            top, foot = max(box[1], other[1]), min(box[3], other[3])
            low = min(box[3] - box[1], other[3] - other[1])
            gap = box[0] - other[2]
            if foot - top < 0.6 * low or not -2 <= gap <= 1.5 * page.letter:
                continue
            between = page.spread[top:foot, other[2] : box[0]]
            if between.size and float((between > page.rough).mean()) > 0.1:
                continue
            joined[number] = (other[0], min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
            break
        else:
            joined.append(box)
    return joined


@dataclass(frozen=True)
class _Page:
    """Every other pixel of the page: its tones, how far neighbours lie apart, from where on a tone is paper, the
    height of a letter, and up to where neighbours are even."""

    grey: Pixels
    spread: Pixels
    bright: int
    letter: float
    even: float

    @cached_property
    def rough(self) -> float:
        """From how many grey levels among neighbours on an edge is as sharp as those of the page's letters."""
        grey, spread = (np.ascontiguousarray(image[::2, ::2]) for image in (self.grey, self.spread))
        inked = cv2.inRange(grey, 0.0, float(self.bright))
        counts = np.cumsum(cv2.calcHist([spread], [0], inked, [256], [0, 256]).ravel())
        level = float(np.searchsorted(counts, 0.85 * counts[-1]))
        return min(max(0.5 * level, _ROUGH[0]), _ROUGH[1])

    def bare_outside(self, box: Corners) -> dict[str, float]:
        """How much paper there is right above and below a box, and left and right of it."""
        x0, y0, x1, y1 = box
        grey, gap, far = self.grey, 2, 4
        over, under = grey[max(0, y0 - far) : max(0, y0 - gap), x0:x1], grey[y1 + gap : y1 + far, x0:x1]
        left, right = grey[y0:y1, max(0, x0 - far) : max(0, x0 - gap)], grey[y0:y1, x1 + gap : x1 + far]
        rows = sorted(_bare(strip, self.bright) for strip in (over, under))
        ends = sorted(_bare(strip, self.bright) for strip in (left, right))
        return {"outside": rows[0], "outer": sum(rows) / 2, "ends": ends[0], "ends_most": ends[1]}


def _lines(crop: Pixels, letter: float, bright: int) -> list[tuple[int, int]]:
    """Rows from and to which single lines of a covered text stand; one where nothing parts them."""
    high = len(crop)
    if high < 2.2 * letter:
        return [(0, high)]
    rows = cv2.blur(cv2.reduce(crop, 1, cv2.REDUCE_AVG, dtype=cv2.CV_32F), (1, 3)).ravel()
    cuts, reach = [0], max(2, round(0.8 * letter))
    for row in range(reach, high - reach):
        near = rows[row - reach : row + reach + 1]
        if rows[row] == near.max() and rows[row] - near.min() > 0.3 * (bright - near.min()) and row - cuts[-1] >= reach:
            cuts.append(row)
    cuts.append(high)
    return list(pairwise(cuts))


def _traits(box: Corners, page: _Page) -> dict[str, float]:
    """Of an area: height in letters, shares of paper and of ink, middle tone, how far tones vary and the share of the
    commonest, shares of sharp and of even pixels, and how its columns differ, all of them and each from the next."""
    x0, y0, x1, y1 = box
    crop, rough, bright = page.grey[y0:y1, x0:x1], page.spread[y0:y1, x0:x1], page.bright
    counts = cv2.calcHist([np.ascontiguousarray(crop)], [0], None, [256], [0, 256]).ravel() / crop.size
    tones = np.arange(256, dtype=np.float32)
    inked = counts[:bright]
    share = float(inked.sum())
    mean = float((inked * tones[:bright]).sum()) / max(1e-6, share)
    varied = float((inked * (tones[:bright] - mean) ** 2).sum()) / max(1e-6, share)
    near = np.convolve(inked, np.ones(13), "same")
    columns = cv2.reduce(crop, 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F).ravel()
    return {
        "high": (y1 - y0) / page.letter, "bare": 1 - share, "dark": float(counts[:60].sum()),
        "tone": (bright - mean) / bright, "varied": varied**0.5, "alike": float(near.max()) / max(1e-6, share),
        "rough": float(np.count_nonzero(rough > page.rough)) / rough.size,
        "even": float(np.count_nonzero(rough < page.even)) / rough.size,
        "columns": float(columns.std()), "jumps": float(np.abs(np.diff(columns)).mean()),
    }  # fmt: skip


def _bare(strip: Pixels, bright: int) -> float:
    """Share of a strip that is paper, 1 where it is off the page."""
    return float(np.count_nonzero(strip >= bright)) / strip.size if strip.size else 1.0
