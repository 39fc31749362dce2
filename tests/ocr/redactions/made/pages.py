"""A labelled page from a split, a seed and a style."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from ocr.types import Word
from tests.ocr.redactions.made import hard, layouts
from tests.ocr.redactions.made.paper import Look, Paper, array, hide, look_of
from tests.ocr.redactions.made.worn import WEAR, furniture, worn
from tests.ocr.redactions.pages import Colour, Labelled

STYLES = ("black", "marker", "coloured", "grey", "outlined", "white", "pixelated")
Layout = Callable[[Paper, Look | None, tuple[Colour, ...]], None]
SPLITS: dict[str, tuple[Layout, ...]] = {
    "train": (layouts.letter, layouts.mail, layouts.report, layouts.form, layouts.note),
    "dev": (layouts.columns, layouts.screen, layouts.sheet, layouts.minutes),
    "hard": (hard.fields, hard.combs, hard.calendar, hard.bars, hard.boxes, hard.slide, hard.clipping, hard.receipt,
             hard.plan, hard.spread, hard.night),
    "more": (hard.bars, hard.spread, hard.calendar, hard.clipping, hard.slide),
    "test": (layouts.identity, layouts.contract, layouts.court, layouts.statistics, layouts.medical),
}
"""The layouts of each split: what is tuned on `train` and looked at on `dev` is measured on `test`."""
_INKS: dict[str, tuple[Colour, ...]] = {
    "train": ((105, 28, 50), (0, 80, 60), (20, 60, 140), (188, 149, 92), (60, 60, 60)),
    "dev": ((0, 0, 0), (160, 40, 40), (200, 210, 230), (70, 130, 180)),
    "more": ((0, 0, 0), (90, 60, 20), (150, 20, 20), (30, 30, 80), (90, 90, 90), (190, 120, 40)),
    "hard": ((31, 78, 121), (192, 0, 0), (112, 173, 71), (255, 192, 0), (128, 128, 128), (250, 220, 200)),
    "test": ((97, 18, 50), (16, 49, 43), (221, 201, 163), (90, 60, 130), (230, 150, 60)),
}
_SIZES = {
    "train": ((1275, 1650), (1240, 1754)),
    "dev": ((1275, 1650), (1650, 1275)),
    "more": ((1275, 1650), (1275, 1650), (1240, 1754)),
    "hard": ((1275, 1650), (1240, 1754), (1275, 1650), (1650, 1275)),
    "test": ((1275, 1650), (1275, 2100)),
}


def make(split: str, seed: int, style: str | None, layout: int | None = None) -> Labelled:
    """One page; `style` None gives a clean one. The same arguments give the same page."""
    rng = random.Random(f"{split}/{seed}/{style}")
    shapes = SPLITS[split]
    number = layout if layout is not None else seed % len(shapes)
    toned = style == "white" or rng.random() < 0.1
    paper = (rng.randint(226, 244),) * 2 + (rng.randint(214, 240),) if toned else (255, 255, 255)
    page = Paper(rng, rng.choice((150, 200, 200, 300)), split, rng.choice(_SIZES[split]), paper)
    look = look_of(rng, split, style) if style else None
    if look and style not in ("marker", "label", "pixelated", "white") and rng.random() < 0.04:
        layouts.letterhead(page, _INKS[split])
        hide(page, look, 90, 220, page.wide - 90, page.high - 120)
    else:
        shapes[number](page, look, _INKS[split])
    bare = [box for box, _ in page.boxes]
    kinds = rng.sample(furniture.KINDS, rng.choice((0, 1, 2)) if style else rng.choice((1, 2, 3, 4)))
    for kind in kinds:
        furniture.draw(page, kind, bare)
    how = rng.choice(WEAR[split])
    if how in ("fax", "bitonal") and (
        style in ("grey", "coloured", "white", "pixelated") or toned or "highlight" in kinds
    ):
        how = "scan"
    drawn = page.boxes + [(box, word) for word, box in page.written]
    image, moved = worn(array(page), drawn, rng, how, page.s)
    boxes, written = moved[: len(page.boxes)], moved[len(page.boxes) :]
    high, wide = image.shape[:2]
    words = [Word(word, (b[0] / wide, b[1] / high, b[2] / wide, b[3] / high), 95.0) for b, word in written]
    name = f"{split}/{shapes[number].__name__}-{style or 'clean'}-{seed}-{how}"
    return Labelled(image, page.dpi, boxes, name, words)


def pages(split: str, style: str | None, count: int, first: int = 0) -> Iterator[Labelled]:
    """The pages of one style, each layout in turn."""
    return (make(split, seed, style) for seed in range(first, first + count))
