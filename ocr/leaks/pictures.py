"""Pictures that a box covers on the page and that the file still carries whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ocr.leaks.covered import Hidden
from ocr.leaks.layers import Cover, Layers, draw, without
from ocr.types import Box, Leak

_MOST_COVERS = 200
_MOST_IMAGES = 500


def covered_pictures(page: Any, layers: Layers) -> list[Hidden]:
    """Boxes drawn over an image, as over a scan, under which the image shows ink when the box is left out."""
    images = [cover for cover in layers.covers if cover.kind == "image"][:_MOST_IMAGES]
    if not images:
        return []
    covers = [cover for cover in layers.covers if _may_redact(cover, images)][:_MOST_COVERS]
    if not covers:
        return []
    whole = draw(page)
    with without(layers.shapes[cover.order] for cover in covers):
        bare = draw(page)
    high, wide = whole.shape
    found = []
    for cover in covers:
        x0, y0, x1, y1 = (round(v * s) for v, s in zip(cover.box, (wide, high, wide, high), strict=True))
        over, below = whole[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1], bare[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1]
        if over.size < 30:
            continue
        even = float((np.abs(over.astype(np.int16) - np.median(over)) < 30).mean())
        covered = even > (0.97 if cover.luma > 235 else 0.6)
        ink = float((below < int(np.percentile(below, 90)) - 60).mean())
        if covered and 0.02 <= ink <= 0.75 and int(below.max()) - int(below.min()) > 80:
            found.append(Hidden(Leak(_rounded(cover.box), "image_under_box", 0), ""))
    return found


def _may_redact(cover: Cover, images: Sequence[Cover]) -> bool:
    """A filled shape of the size of a redaction that lies wholly on an image drawn before it."""
    if cover.kind != "shape":
        return False
    x0, y0, x1, y1 = cover.box
    if (x1 - x0) * (y1 - y0) > 0.5 or y1 - y0 < 0.006 or x1 - x0 < 0.01:
        return False
    return any(image.order < cover.order and _inside(cover.box, image.box) for image in images)


def _inside(inner: Box, outer: Box) -> bool:
    slack = 0.01
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def _rounded(box: Box) -> Box:
    return (round(box[0], 5), round(box[1], 5), round(box[2], 5), round(box[3], 5))
