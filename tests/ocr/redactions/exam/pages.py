"""Which pages the exam asks for: every layout in every style, worn in turn, all from one number."""

from __future__ import annotations

import random
from collections.abc import Iterator

from ocr.types import Word
from tests.ocr.redactions.exam import clean, drawn, foreign, mexican
from tests.ocr.redactions.exam.leaf import Box, Cover, Leaf, Sat
from tests.ocr.redactions.exam.wear import DPIS, WEARS, turned, wear

STYLES = ("black", "grey", "coloured", "outlined", "white")
_NOT_WORN = {"grey": ("fax",), "coloured": ("fax", "copy"), "white": ("none", "jpeg", "fax", "copy")}
"""What leaves no trace of a style: black and white drops grey, and white paint shows on darker paper only."""
MEXICAN = frozenset(mexican.LAYOUTS)
REDACTED = {**mexican.LAYOUTS, **foreign.LAYOUTS}
CLEAN = {**clean.LAYOUTS, **drawn.LAYOUTS}


def sit(name: str, leaf: Leaf, rng: random.Random, dpi: int | None = None, worn: str | None = None) -> Sat:
    """The page as it is handed over: rendered, worn, its words and covers moved with it."""
    dpi, worn = dpi or rng.choice(DPIS), worn or rng.choice(WEARS)
    sharp = leaf.picture(dpi)
    image, turn = wear(sharp, worn, dpi, rng)
    high, wide = image.shape[:2]
    scale = dpi / 72
    words = []
    for text, box in leaf.readable():
        x0, y0, x1, y1 = turned((box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale), turn)
        words.append(Word(text, (x0 / wide, y0 / high, x1 / wide, y1 / high), 95.0))
    covers = [
        Cover(turned((b[0] * scale, b[1] * scale, b[2] * scale, b[3] * scale), turn), cover.style, cover.grounds)
        for cover in leaf.covers for b in (cover.box,)
    ]  # fmt: skip
    hidden = sum((b[2] - b[0]) * (b[3] - b[1]) for b in leaf.hidden)
    shown = sum(
        (b[2] - b[0]) * (b[3] - b[1]) for _, b in leaf.readable() if not any(_on(b, c.box) for c in leaf.covers)
    )
    return Sat(f"{name}/{worn}@{dpi}", image, dpi, words, covers, hidden / (hidden + shown) if hidden else 0.0)


def redacted(style: str, count: int, first: int = 0) -> Iterator[Sat]:
    """Pages of one style, one of each layout in turn."""
    names = tuple(REDACTED)
    for number in range(first, first + count):
        name = names[number % len(names)]
        rng = random.Random(f"exam {style} {number}")
        worn = rng.choice(tuple(kind for kind in WEARS if kind not in _NOT_WORN.get(style, ())))
        yield sit(f"{name}-{style}-{number}", REDACTED[name](rng, style), rng, worn=worn)


def unredacted(count: int, first: int = 0) -> Iterator[Sat]:
    """Clean pages, one of each layout in turn."""
    names = tuple(CLEAN)
    for number in range(first, first + count):
        name = names[number % len(names)]
        rng = random.Random(f"exam clean {number}")
        yield sit(f"{name}-clean-{number}", CLEAN[name](rng), rng)


def _on(word: Box, cover: Box) -> bool:
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return cover[0] < x < cover[2] and cover[1] < y < cover[3]
