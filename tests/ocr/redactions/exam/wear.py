"""What copying, scanning and sending does to a page."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
import numpy.typing as npt

from tests.ocr.redactions.exam.leaf import Box

Picture = npt.NDArray[np.uint8]
WEARS = ("none", "none", "none", "jpeg", "scan", "scan", "copy", "fax", "photo")
DPIS = (150, 200, 200, 300)


def wear(image: Picture, kind: str, dpi: int, rng: random.Random) -> tuple[Picture, npt.NDArray[np.float64] | None]:
    """A worn picture, and the turn (2×3) that took its points there where it was turned."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    if kind == "none":
        return image, None
    if kind == "jpeg":
        return _jpeg(image, rng.choice((35, 55, 75))), None
    high, wide = image.shape[:2]
    angle = rng.uniform(-0.9, 0.9) if kind != "photo" else rng.uniform(-0.4, 0.4)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    turn[:, 2] += [rng.uniform(-0.006, 0.006) * wide, rng.uniform(-0.006, 0.006) * high]
    work = cv2.warpAffine(image, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)).astype(
        np.float32
    )
    if kind in ("scan", "copy"):
        work = cv2.GaussianBlur(work, (0, 0), rng.uniform(0.3, 0.7) * dpi / 150)
        low, top = rng.uniform(0, 35), rng.uniform(236, 253)
        work = low + work * (top - low) / 255
        work += noise.normal(0, rng.uniform(1.5, 6), (high, wide, 1)).astype(np.float32)
    if kind == "copy":
        grey = work.mean(axis=2)
        grey = 128 + (grey - 128) * rng.uniform(1.1, 1.6)
        side = max(2, round(rng.uniform(0.003, 0.02) * wide))
        grey[:, :side] = np.minimum(grey[:, :side], rng.uniform(15, 90))
        for _ in range(rng.randrange(10, 120)):
            y, x = rng.randrange(high - 4), rng.randrange(wide - 4)
            grey[y : y + rng.choice((1, 2, 3)), x : x + rng.choice((1, 2, 3))] = rng.uniform(0, 120)
        work = np.repeat(grey[:, :, None], 3, axis=2)
    if kind == "fax":
        grey = cv2.GaussianBlur(work.mean(axis=2), (0, 0), 0.4 * dpi / 150) + noise.normal(0, 9, (high, wide))
        work = np.repeat(np.where(grey > rng.uniform(120, 165), 255.0, 0.0)[:, :, None], 3, axis=2)
        return np.clip(work, 0, 255).astype(np.uint8), turn
    if kind == "photo":
        across = np.linspace(0, math.pi, wide)[None, :, None]
        down = np.linspace(0, 1, high)[:, None, None]
        light = 1 - rng.uniform(0.05, 0.22) * down - rng.uniform(0, 0.12) * (1 + np.cos(across)) / 2
        tint = np.array([1.0, rng.uniform(0.95, 1.0), rng.uniform(0.88, 0.98)])
        work = work * light * tint + noise.normal(0, 3, (high, wide, 1))
    return _jpeg(np.clip(work, 0, 255).astype(np.uint8), rng.choice((45, 60, 80))), turn


def _jpeg(image: Picture, quality: int) -> Picture:
    _, packed = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    opened = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    assert opened is not None
    return np.ascontiguousarray(opened[:, :, ::-1]).astype(np.uint8)


def turned(box: Box, turn: npt.NDArray[np.float64] | None) -> Box:
    """The upright box around a box that was turned."""
    if turn is None:
        return box
    x0, y0, x1, y1 = box
    corners = np.array([(x0, y0), (x1, y0), (x0, y1), (x1, y1)]) @ turn[:, :2].T + turn[:, 2]
    # A hand would draw the box along the middle of slanted edges.
    (mx, my), (hx, hy) = corners.mean(axis=0), ((x1 - x0) / 2, (y1 - y0) / 2)
    lean = abs(turn[0, 1])
    return (
        float(mx - hx - lean * hy / 2), float(my - hy - lean * hx / 2),
        float(mx + hx + lean * hy / 2), float(my + hy + lean * hx / 2),
    )  # fmt: skip
