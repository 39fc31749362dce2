"""What the other shapes of the page say of a shape, once each has been judged by itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ocr.redactions.sheet import Numbers
from ocr.redactions.traits import Measured

_LEAST = 0.02
"""Shapes less likely than this say nothing of others."""
_MOST = 160
"""Shapes that others are compared with."""
OWN = ("code_like", "runs", "repeats", "is_lines", "is_joined", "is_cut", "luma", "colour", "high", "wide",
       "left_letters", "right_letters", "letters_in", "cell_alike", "cells_around", "flat_inside", "step_least",
       "line_least")  # fmt: skip
"""Traits of the shape itself that tell what its company means."""


def measure_context(shapes: Measured, likely: Numbers) -> tuple[tuple[str, ...], npt.NDArray[np.float32]]:
    """Names and values (N×names) of what the likely shapes of a page say of each other.

    Of rivals in one place the likeliest speaks for them all. Sums of probabilities tell how much of its kind is
    redacted, sums of what they lack to one how much of it is not.
    """
    boxes = np.array([region.corners for region in shapes.regions], dtype=np.float32).reshape(-1, 4)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    others = _speakers(boxes, area, likely)
    P = likely[others]
    there = boxes[others]
    common = _common(boxes, there)
    met = common > 0.45 * np.minimum(area[:, None], area[others])
    apart = ~met
    tones, lined = shapes.tones.astype(np.int32), shapes.lined > 12
    tone = (np.abs(tones[:, None] - tones[others]) <= 10).all(axis=2) & (lined[:, None] == lined[others])
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    alike = np.abs(high[:, None] - high[others]) <= 0.22 * high[:, None]
    form = (np.abs(wide[:, None] - wide[others]) <= 4) & (np.abs(high[:, None] - high[others]) <= 4)
    row = (np.abs(boxes[:, None, 1] - there[:, 1]) <= 4) & (np.abs(boxes[:, None, 3] - there[:, 3]) <= 4)
    column = (np.abs(boxes[:, None, 0] - there[:, 0]) <= 4) & (np.abs(boxes[:, None, 2] - there[:, 2]) <= 4)
    coded = shapes.trait("code_like")[others] > 0
    iou = common / np.maximum(1, area[:, None] + area[others] - common)
    larger = area[others] > 1.25 * area[:, None]
    inside = met & (area[others] < 0.8 * area[:, None])
    kin = apart & tone & alike
    found: dict[str, Numbers] = {
        "odds": np.log(np.maximum(likely, 1e-4) / np.maximum(1 - likely, 1e-4)),
        "rival_larger": (np.where(met & larger, P, 0)).max(axis=1, initial=0),
        "rival_smaller": (np.where(inside, P, 0)).max(axis=1, initial=0),
        "rival_same": (np.where(met & (iou > 0.6), P, 0)).max(axis=1, initial=0),
        "parts_inside": (inside * P).sum(axis=1),
        "kin_best": np.where(kin, P, 0).max(axis=1, initial=0),
        "kin_coded": ((kin & coded) * P).sum(axis=1),
    }
    groups = {"kin": kin, "tone": tone, "other": ~tone, "form": form, "form_unlike": form & ~tone, "row": row,
              "column": column}  # fmt: skip
    for name, group in groups.items():
        which = apart & group
        found[name + "_for"] = (which * P).sum(axis=1)
        found[name + "_against"] = (which * (1 - P)).sum(axis=1)
    found |= {name: shapes.trait(name) for name in OWN}
    names = tuple(found)
    return names, np.asarray(np.stack([found[name] for name in names], axis=1), dtype=np.float32)


def _speakers(boxes: Numbers, area: Numbers, likely: Numbers) -> npt.NDArray[np.int64]:
    """The likeliest shape of each place, likeliest first."""
    order = np.argsort(-likely, kind="stable")
    order = order[likely[order] >= _LEAST][: 3 * _MOST]
    kept: list[int] = []
    common = _common(boxes[order], boxes[order])
    met = common > 0.45 * np.minimum(area[order][:, None], area[order])
    free = np.ones(len(order), dtype=bool)
    for place in range(len(order)):
        if free[place] and len(kept) < _MOST:
            kept.append(int(order[place]))
            free &= ~met[place]
    return np.array(kept, dtype=np.int64)


def _common(boxes: Numbers, others: Numbers) -> Numbers:
    """The area that each of some boxes shares with each of others."""
    wide = np.minimum(boxes[:, None, 2], others[None, :, 2]) - np.maximum(boxes[:, None, 0], others[None, :, 0])
    high = np.minimum(boxes[:, None, 3], others[None, :, 3]) - np.maximum(boxes[:, None, 1], others[None, :, 1])
    return np.asarray(np.clip(wide, 0, None) * np.clip(high, 0, None), dtype=np.float32)
