"""What scanners, faxes, copiers and screens make of a page; the boxes follow."""

from __future__ import annotations

import random

import cv2
import numpy as np
import numpy.typing as npt

from tests.ocr.redactions.made import furniture
from tests.ocr.redactions.pages import Pixel

__all__ = ["WEAR", "furniture", "worn"]
WEAR = {
    "train": ("clean", "clean", "clean", "scan", "bitonal", "jpeg"),
    "dev": ("clean", "clean", "scan", "fax", "copy"),
    "more": ("clean", "clean", "scan", "bitonal", "bitonal", "copy"),
    "hard": ("clean", "clean", "scan", "copy", "bitonal", "jpeg"),
    "test": ("clean", "clean", "clean", "scan", "scan", "bitonal", "fax", "jpeg", "copy"),
}
Pixels = npt.NDArray[np.uint8]
Boxes = list[tuple[Pixel, str]]


def worn(image: Pixels, boxes: Boxes, rng: random.Random, how: str, s: float) -> tuple[Pixels, Boxes]:
    """The page after `clean`, `jpeg`, `scan`, `copy` (a darker, shaded scan), `bitonal` or `fax`."""
    if how == "clean":
        return image, boxes
    noise = np.random.default_rng(rng.randrange(10**6))
    if how == "jpeg":
        return _jpeg(image, rng.choice((35, 55, 80))), boxes
    high, wide = image.shape[:2]
    turn = rng.uniform(-1.2, 1.2) if rng.random() < 0.7 else 0.0
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), turn, 1.0)
    back = tuple(int(v) for v in np.median(image[::9, ::9].reshape(-1, 3), axis=0))
    image = np.asarray(cv2.warpAffine(image, matrix, (wide, high), borderValue=back), dtype=np.uint8)
    moved: Boxes = []
    for (x0, y0, x1, y1), style in boxes:
        corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]) @ matrix.T
        moved.append(((*corners.min(axis=0), *corners.max(axis=0)), style))
    blurred = np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 0.9) * s), dtype=np.float32)
    if how in ("bitonal", "fax"):
        grey = blurred.mean(axis=2) + noise.normal(0, 10, (high, wide))
        two = np.where(grey > rng.choice((150, 175, 200)), 255, 0).astype(np.uint8)
        two.reshape(-1)[noise.integers(0, high * wide, high * wide // 9000)] = 0
        if how == "fax":
            small = cv2.resize(two, (wide, max(1, round(high * 98 / 204))), interpolation=cv2.INTER_NEAREST)
            two = np.asarray(cv2.resize(small, (wide, high), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
        return np.repeat(two[:, :, None], 3, axis=2), moved
    paper = rng.uniform(0.93, 0.99) if how == "scan" else rng.uniform(0.82, 0.92)
    across = np.linspace(paper, min(1.0, paper + (0.03 if how == "scan" else 0.08)), wide, dtype=np.float32)
    grain = noise.normal(0, rng.uniform(1.5, 4.5 if how == "scan" else 7), (high, wide, 1))
    shaded = (blurred * across[None, :, None] + grain).clip(0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        shaded = np.repeat(cv2.cvtColor(shaded, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
    return _jpeg(shaded, rng.choice((50, 70, 88))), moved


def _jpeg(image: Pixels, quality: int) -> Pixels:
    _, data = cv2.imencode(".jpg", np.ascontiguousarray(image[:, :, ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)[:, :, ::-1])
