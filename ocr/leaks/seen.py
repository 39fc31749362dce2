"""Which letters of a page can be seen on it: the page is drawn with and without them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.leaks.layers import BLOCKS, Layers, Letter, differ, draw_colours, draws_nothing, greyed, without

CHANGE = 20
"""Levels (of 255) of a colour by which a visible letter changes the page."""
_GLANCE_DPI, _CLOSE_DPI = 72.0, 110.0
_MANY_OBJECTS = 20_000
"""A page with more is drawn coarsely only: a plan takes seconds each time."""
_LEAST_CHANGED = 0.03
"""Share of a visible letter's box that changes."""
TINY = 0.0013
"""A letter whose box is lower than this share of the page (one point of a letter page) is a speck."""
EVEN = 40
"""Grey levels within which an area has one tone."""
Boxes = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]


def unseen_letters(page: Any, layers: Layers, boxes: Boxes) -> list[int]:
    """Letters that leave the page as it is when all text is left out: by their place in `layers.letters`.

    Text that lies under other text is not found so; text in an invisible mode is among them only where neither an
    image nor anything drawn stands, since it is usually what OCR read there.
    """
    letters = layers.letters
    blocks = {letter.order for letter in letters if letter.character in BLOCKS}
    whole = _whole(page, layers, _GLANCE_DPI)
    with without(handle for order, handle in layers.texts.items() if order not in blocks):
        bare = draw_colours(page, _GLANCE_DPI)
    silent = np.array([draws_nothing(letter) for letter in letters])
    speck = (_heights(letters, boxes) < TINY) & ~np.array([letter.character in ".,-_·'’" for letter in letters])
    seen = changed_shares(whole, bare, boxes) > _LEAST_CHANGED
    found = np.flatnonzero(~silent & (~seen | speck)).tolist()
    found += _mute(layers, boxes, silent, greyed(whole))
    return [i for i in sorted(found) if letters[i].character not in BLOCKS]


def _mute(layers: Layers, boxes: Boxes, silent: npt.NDArray[np.bool_], grey: Image) -> list[int]:
    """Letters in an invisible mode that nobody read on a picture.

    They lie on even ground and on no picture, or under one that is no scan: a clip that was filled and then covered.
    """
    if not silent.any():
        return []
    bare = silent & ~_on_images(boxes, layers.images)
    found = [i for i in np.flatnonzero(bare).tolist() if is_even(grey, boxes[i])]
    if layers.scanned():
        return found
    orders = np.array([letter.order for letter in layers.letters])
    under = np.zeros(len(boxes), dtype=bool)
    for cover in layers.covers:
        if cover.kind == "image":
            under |= silent & (orders < cover.order) & _on_images(boxes, [cover.box])
    return found + np.flatnonzero(under).tolist()


def shows(page: Any, layers: Layers, boxes: Boxes, suspects: Sequence[int]) -> tuple[dict[int, bool], Image]:
    """Whether the page changes where a letter stands when the suspects' objects are left out; and the page in grey."""
    handles = [layers.texts[order] for order in {layers.letters[i].order for i in suspects} if order in layers.texts]
    dpi = _GLANCE_DPI if layers.objects > _MANY_OBJECTS else _CLOSE_DPI
    whole = _whole(page, layers, dpi)
    with without(handles):
        bare = draw_colours(page, dpi)
    shares = changed_shares(whole, bare, boxes[list(suspects)])
    high = _heights(layers.letters, boxes)[list(suspects)]
    seen = (shares > _LEAST_CHANGED) & ((high >= TINY) | _is_flat(layers.letters, suspects))
    return dict(zip(suspects, seen.tolist(), strict=True)), greyed(whole)


def _whole(page: Any, layers: Layers, dpi: float) -> Image:
    """The page as it is; drawn once for each resolution."""
    if dpi not in layers.drawn:
        layers.drawn[dpi] = draw_colours(page, dpi)
    return layers.drawn[dpi]


def _heights(letters: Sequence[Letter], boxes: Boxes) -> npt.NDArray[np.float64]:
    """How high each letter is as it is written; where the writing runs up or down the page that is its width there."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    orders = np.array([letter.order for letter in letters])
    away = np.zeros(len(letters), dtype=bool)
    if len(letters) > 1:
        step = np.abs(np.diff(middle, axis=0))
        down = (np.diff(orders) == 0) & (step[:, 1] > 2 * step[:, 0])
        away[1:] |= down
        away[:-1] |= down
    size = boxes[:, 2:] - boxes[:, :2]
    return np.where(away, size[:, 0], size[:, 1])


def _is_flat(letters: Sequence[Letter], suspects: Sequence[int]) -> npt.NDArray[np.bool_]:
    return np.array([letters[i].character in ".,-_·'’" for i in suspects], dtype=bool)


def changed_shares(whole: Image, bare: Image, boxes: Boxes) -> npt.NDArray[np.float64]:
    """For each box the share of its pixels, without its left and right quarter, that differ between two drawings."""
    changed = differ(whole, bare, CHANGE)
    sums = cv2.integral(changed.astype(np.uint8))
    high, wide = changed.shape
    x0, x1 = np.floor(boxes[:, 0] * wide).astype(int), np.ceil(boxes[:, 2] * wide).astype(int)
    y0, y1 = np.floor(boxes[:, 1] * high).astype(int), np.ceil(boxes[:, 3] * high).astype(int)
    inner = np.maximum(1, np.rint(0.25 * (boxes[:, 2] - boxes[:, 0]) * wide)).astype(int)
    narrow = x1 - x0 <= 2 * inner + 1
    x0, x1 = np.where(narrow, x0, x0 + inner), np.where(narrow, x1, x1 - inner)
    x0, x1 = np.clip(x0, 0, wide), np.clip(x1, 0, wide)
    y0, y1 = np.clip(y0, 0, high), np.clip(y1, 0, high)
    count = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
    return np.asarray(count / np.maximum((x1 - x0) * (y1 - y0), 1), dtype=np.float64)


def is_even(image: Image, box: npt.NDArray[np.float64], tolerance: int = EVEN) -> bool:
    """Whether the page has one tone in a box."""
    crop = crop_of(image, box)
    return crop.size > 0 and int(np.percentile(crop, 95)) - int(np.percentile(crop, 5)) <= tolerance


def crop_of(image: Image, box: npt.NDArray[np.float64]) -> Image:
    """The pixels of a box."""
    high, wide = image.shape
    return image[int(box[1] * high) : int(np.ceil(box[3] * high)), int(box[0] * wide) : int(np.ceil(box[2] * wide))]


def _on_images(boxes: Boxes, images: Sequence[tuple[float, float, float, float]]) -> npt.NDArray[np.bool_]:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    found = np.zeros(len(boxes), dtype=bool)
    for x0, y0, x1, y1 in images:
        found |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    return found
