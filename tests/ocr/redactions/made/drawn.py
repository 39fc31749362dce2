"""Pages that a browser draws and an office then takes names out of: before a scan, after it, or with no scan at all."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.ocr.redactions.made import lookalikes, releases
from tests.ocr.redactions.made.browser import Place, browser, draw
from tests.ocr.redactions.made.script import Script
from tests.ocr.redactions.made.tools import cover, tool_of
from tests.ocr.redactions.made.worn import worn
from tests.ocr.redactions.pages import Labelled, Pixel

LAYOUTS = {"release": releases.LEARNED, "sparse": releases.SPARSE, "lookalike": lookalikes.LEARNED,
           "unseen": releases.UNSEEN}  # fmt: skip
"""Learned from are `release`, `sparse` and `lookalike`; `unseen` is measured."""
_WEAR = ("clean", "clean", "clean", "clean", "scan", "copy", "jpeg", "bitonal", "bitonal")
_SIZES = ((794, 1123), (794, 1123), (816, 1056), (1123, 794))


def pages(split: str, style: str | None, seeds: Iterable[int]) -> Iterator[Labelled]:
    """Labelled pages of a split, each layout in turn; `style` None gives clean ones."""
    with browser() as opened:
        for seed in seeds:
            yield _page(opened, split, style, seed)


def _page(opened: Any, split: str, style: str | None, seed: int) -> Labelled:
    rng = random.Random(f"{split}/{seed}/{style}")
    layouts = LAYOUTS[split]
    layout = layouts[seed % len(layouts)]
    script = Script(rng)
    wide, high = rng.choice(_SIZES) if layout.__name__ not in ("slide",) else _SIZES[3]
    dpi = rng.choice((110, 150, 150, 200, 200, 300))
    side, top = rng.choice((24, 50, 76, 96)), rng.choice((14, 40, 70))
    html = (
        f'<body style="margin:0;background:#fff"><div style="position:relative;width:{wide}px;height:{high}px;'
        f'overflow:hidden;box-sizing:border-box;padding:{top}px {side}px;font:{script.font}">{layout(script)}'
        f'<div style="position:absolute;right:40px;top:14px">{script.pick("", "", script.number())}</div></div></body>'
    )
    image, places = draw(opened, html, (wide, high), dpi)
    # A banner that a copy made black is a black box to anybody.
    wear = _WEAR if layout is not lookalikes.banners else _WEAR[:-2]
    s, how, boxes = dpi / 150, rng.choice(wear), []
    if style:
        tool = tool_of(rng, "unseen" if split == "unseen" else "release", style)
        rate = rng.choice((0.15, 0.5, 0.9, 1.0))
        if split == "sparse":
            tool, rate = replace(tool, hand=rng.random() < 0.5), rng.choice((0.3, 0.6, 1.0))
        chosen = [place for place in places if rng.random() < rate]
        if split == "sparse" and seed % 2 and places:
            chosen = [rng.choice(places)]
        before = how != "clean" and rng.random() < 0.5
        if before:
            image, chosen = _scanned_first(image, chosen, rng, how, s)
        drawn = cover(image, chosen, tool, rng, s)
        boxes = [(box, style) for box in drawn]
        if how == "bitonal" and style in ("grey", "coloured"):
            how = "scan"
        if not before:
            image, boxes = worn(image, boxes, rng, how, s)
    else:
        image, _ = worn(image, [], rng, how, s)
    return Labelled(image, dpi, boxes, f"{split}/{layout.__name__}-{style or 'clean'}-{seed}-{how}")


def _scanned_first(
    image: npt.NDArray[np.uint8], places: list[Place], rng: random.Random, how: str, s: float
) -> tuple[npt.NDArray[np.uint8], list[Place]]:
    """The page after a scan, and where its places went, level as they were."""
    flat: list[tuple[Pixel, str]] = [(row, kind) for kind, rows in places for row in rows]
    image, moved = worn(image, flat, rng, how, s)
    found: list[Place] = []
    at = iter(moved)
    for kind, rows in places:
        own = []
        for row in rows:
            (x0, y0, x1, y1), _ = next(at)
            middle, half = (y0 + y1) / 2, (row[3] - row[1]) / 2
            own.append((x0, middle - half, x1, middle + half))
        found.append((kind, own))
    return image, found
