"""What stands on a page and is not in its text layer: found by painting the known words over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.lines import Line, words_of
from ocr.picture import Picture, Pixels
from ocr.prepare import ink, letter_boxes
from ocr.types import Box, Word

_LEAST_MARKS = 8
_MARGIN = 0.01


def painted_over(picture: Picture, lines: Sequence[Line]) -> Picture:
    """The grey picture with every known word painted in the colour of its ground."""
    pixels = picture.grey.copy()
    for word in words_of(lines):
        x0, y0, x1, y1 = _pixels_of(word.box, pixels, grow=0.25)
        crop = pixels[y0:y1, x0:x1]
        if crop.size:
            pixels[y0:y1, x0:x1] = int(np.bincount(crop.ravel(), minlength=256).argmax())
    return Picture(pixels, picture.dpi)


def unread_region(picture: Picture, places: Sequence[Box] | None) -> Box | None:
    """The box around what looks like unread print on a grey picture whose known words are painted over, or None.

    `places` limits the search (boxes of images); None looks everywhere.
    """
    boxes = letter_boxes(ink(picture.pixels), picture.dpi)
    if not len(boxes):
        return None
    middle = (boxes[:, :2] + boxes[:, 2:] / 2) / (picture.width, picture.height)
    inside = np.ones(len(boxes), dtype=bool)
    if places is not None:
        inside[:] = False
        for x0, y0, x1, y1 in places:
            inside |= (middle[:, 0] >= x0) & (middle[:, 0] <= x1) & (middle[:, 1] >= y0) & (middle[:, 1] <= y1)
    # letters have neighbours of their own height on their line; dots of a photograph and corners of tables do not
    marks = boxes[inside]
    lined = _in_lines(marks)
    if len(lined) < _LEAST_MARKS:
        return None
    found = np.array(lined)
    return (
        max(0.0, float(found[:, 0].min()) / picture.width - _MARGIN),
        max(0.0, float(found[:, 1].min()) / picture.height - _MARGIN),
        min(1.0, float((found[:, 0] + found[:, 2]).max()) / picture.width + _MARGIN),
        min(1.0, float((found[:, 1] + found[:, 3]).max()) / picture.height + _MARGIN),
    )


def _in_lines(marks: NDArray[np.int32]) -> list[NDArray[np.int32]]:
    marks = marks[:4000]
    if len(marks) < 3:
        return []
    x, y, high = (marks[:, column].astype(np.float64) for column in (0, 1, 3))
    foot = y + high
    kept = []
    for index in range(len(marks)):
        near = (
            (np.abs(foot - foot[index]) < 0.5 * high[index])
            & (np.abs(x - x[index]) < 6 * high[index])
            & (high < 2.2 * high[index])
            & (high > 0.45 * high[index])
        )
        if int(near.sum()) >= 4:
            kept.append(marks[index])
    return kept


def crop(picture: Picture, box: Box) -> Picture:
    """The part of a picture in a box."""
    x0, y0, x1, y1 = _pixels_of(box, picture.pixels)
    return Picture(np.ascontiguousarray(picture.pixels[y0:y1, x0:x1]), picture.dpi)


def placed(lines: Sequence[Line], box: Box) -> list[Line]:
    """Lines read on a crop, with boxes as shares of the whole."""
    left, top, wide, high = box[0], box[1], box[2] - box[0], box[3] - box[1]

    def whole(word: Word) -> Word:
        x0, y0, x1, y1 = word.box
        return Word(
            word.text, (left + x0 * wide, top + y0 * high, left + x1 * wide, top + y1 * high), word.confidence
        )

    return [Line(tuple(map(whole, line.words)), line.starts_block) for line in lines]


def within(lines: Sequence[Line], box: Box) -> list[Line]:
    """The other way: lines of the whole page with boxes as shares of a part of it; what lies outside is left out."""
    left, top, wide, high = box[0], box[1], box[2] - box[0], box[3] - box[1]
    result = []
    for line in lines:
        words = []
        for word in line.words:
            x0, y0, x1, y1 = word.box
            if x0 < box[2] and x1 > left and y0 < box[3] and y1 > top:
                inner = (
                    max(0.0, (x0 - left) / wide), max(0.0, (y0 - top) / high),
                    min(1.0, (x1 - left) / wide), min(1.0, (y1 - top) / high),
                )
                words.append(Word(word.text, inner, word.confidence))
        if words:
            result.append(Line(tuple(words)))
    return result


def _pixels_of(box: Box, pixels: Pixels, grow: float = 0.0) -> tuple[int, int, int, int]:
    height, width = pixels.shape[:2]
    extra = grow * (box[3] - box[1]) * height
    return (
        max(0, int(box[0] * width - extra)), max(0, int(box[1] * height - extra)),
        min(width, int(np.ceil(box[2] * width + extra))), min(height, int(np.ceil(box[3] * height + extra))),
    )
