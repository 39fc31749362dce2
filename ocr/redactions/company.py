"""The other shapes of the page: which have the tone, height, row, column or print of a shape."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.content import Content
from ocr.redactions.sheet import Boxes, Numbers, Sheet


def measure_company(traits: dict[str, Numbers], boxes: Boxes, tones: npt.NDArray[np.int16], sheet: Sheet) -> None:
    """Other shapes of its tone, height, row and column, and those inside and around it."""
    count = len(boxes)
    x0, y0, x1, y1 = (boxes[:, k].astype(np.float32) for k in range(4))
    wide, high = x1 - x0, y1 - y0
    common, area = _common(boxes), wide * high
    apart = common < 0.2 * np.minimum(area[:, None], area)
    np.fill_diagonal(apart, False)
    tone = np.abs(tones[:, None, 0] - tones[None, :, 0]) <= 10
    if sheet.coloured:
        for channel in (1, 2):
            tone &= np.abs(tones[:, None, channel] - tones[None, :, channel]) <= 10
    slack = sheet.px(4)
    left, right = np.abs(x0[:, None] - x0) <= slack, np.abs(x1[:, None] - x1) <= slack
    top, foot = np.abs(y0[:, None] - y0) <= slack, np.abs(y1[:, None] - y1) <= slack
    row, column = apart & top & foot, apart & left & right
    gap_x = np.maximum(x0[:, None], x0) - np.minimum(x1[:, None], x1)
    gap_y = np.maximum(y0[:, None], y0) - np.minimum(y1[:, None], y1)
    empty = traits["flat_inside"] > 0.99
    toned = apart & tone
    same = toned & (np.abs(high[:, None] - high) <= 0.15 * high[:, None])
    unlike = np.abs(wide[:, None] - wide)
    inside = (common > 0.9 * area[None, :]) & (area[None, :] < 0.6 * area[:, None])
    np.fill_diagonal(inside, False)
    near = (gap_x < 3 * sheet.letter) & (gap_y < 3 * sheet.letter)
    close = sheet.px(5)
    form = apart & (np.abs(high[:, None] - high) <= slack) & (unlike <= slack)
    touching = apart & (gap_x <= close) & (gap_y <= close)
    counted = {
        "same_tone": toned,
        "same_kind": same,
        "same_lefts": same & left,
        "widths_differ": same & (unlike > 0.1 * wide[:, None]),
        "same_row": row,
        "same_row_tone": row & tone,
        "touching_row": row & (gap_x <= close),
        "same_column": column,
        "touching_column": column & (gap_y <= close),
        "same_size": same & (unlike <= slack),
        "shapes_in": inside,
        "shapes_around": inside.T,
        "shapes_near": apart & near,
        "same_form": form,
        "form_toned_apart": form & ~tone,
        "touching_toned_apart": touching & ~tone,
        "row_toned_apart": row & ~tone,
        "column_toned_apart": column & ~tone,
        "same_edge_x": apart & (np.abs(y1[:, None] - y1) <= 2),
    }
    for name, which in counted.items():
        traits[name] = np.asarray(np.count_nonzero(which, axis=1), dtype=np.float32)
    bare = np.count_nonzero(same & empty[None, :], axis=1) if count else np.zeros(0)
    traits["same_empty"] = np.asarray(bare / np.maximum(1, traits["same_kind"]), dtype=np.float32)


def _common(boxes: Boxes) -> Numbers:
    """The area that each two boxes share."""
    x0, y0, x1, y1 = (boxes[:, k].astype(np.float32) for k in range(4))
    wide = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    high = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    return np.asarray(np.clip(wide, 0, None) * np.clip(high, 0, None), dtype=np.float32)


def repeated_prints(contents: Sequence[Content], boxes: Boxes) -> Numbers:
    """For each shape with a short print how many others carry a print that looks the same."""
    repeats = np.zeros(len(contents), dtype=np.float32)
    worded = [n for n, content in enumerate(contents) if content.runs and content.code_like()]
    if len(worded) < 2:
        return repeats
    own = boxes[worded]
    area = ((own[:, 2] - own[:, 0]) * (own[:, 3] - own[:, 1])).astype(np.float32)
    apart = _common(own) < 0.2 * np.minimum(area[:, None], area)
    np.fill_diagonal(apart, False)
    runs = [contents[n].runs[0] for n in worded]
    ratio = np.array([run.width / max(1, run.height) for run in runs], dtype=np.float32)
    marks = np.array([run.marks for run in runs])
    apart &= (np.abs(ratio[:, None] - ratio) <= 0.16 * ratio[:, None]) & (np.abs(marks[:, None] - marks) <= 2)
    if apart.any():
        looks = np.stack([run.look.ravel() for run in runs])
        apart &= _products(looks) > 0.5
    repeats[worded] = np.count_nonzero(apart, axis=1)
    return repeats


def _products(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The product of each two rows; OpenCV keeps to one thread, which so small a table is done with soonest."""
    nothing = np.empty((0, 0), dtype=np.float32)
    return np.asarray(cv2.gemm(rows, rows, 1.0, nothing, 0.0, flags=cv2.GEMM_2_T), dtype=np.float32)
