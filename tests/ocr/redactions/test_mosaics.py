"""Squares and blur over a text are found, line by line; what only looks like them is not."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.redactions import find_redactions

Page = npt.NDArray[np.uint8]
_LINE = "la unidad de enlace informa que el expediente de la persona consta de"
_PLACES = ((300, 270, 640, 300), (200, 486, 520, 516), (420, 630, 860, 660))


def _page(tone: int = 0) -> Page:
    image = Image.new("RGB", (1275, 1650), "white")
    draw = ImageDraw.Draw(image)
    for line in range(30):
        draw.text((120, 200 + 36 * line), _LINE, (tone,) * 3, ImageFont.load_default(22))
    return np.asarray(image, dtype=np.uint8).copy()


def _squares(crop: Page, side: int) -> Page:
    high, wide = crop.shape[:2]
    small = cv2.resize(crop, (max(2, wide // side), max(2, high // side)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (wide, high), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)


def _blur(crop: Page, reach: int) -> Page:
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), reach, borderType=cv2.BORDER_REPLICATE), dtype=np.uint8)


def _kinds(page: Page) -> list[str]:
    return [redaction.kind for redaction in find_redactions(page, (), 150)]


@pytest.mark.parametrize(("cover", "size"), [(_squares, 6), (_squares, 10), (_blur, 4), (_blur, 6)])
@pytest.mark.parametrize("worn", [False, True])
def test_covered_words_are_found(cover: Callable[[Page, int], Page], size: int, worn: bool) -> None:
    page = _page()
    for x0, y0, x1, y1 in _PLACES:
        page[y0:y1, x0:x1] = cover(page[y0:y1, x0:x1], size)
    if worn:
        grain = np.random.default_rng(4).normal(0, 3, page.shape[:2])[:, :, None]
        page = np.clip(page * 0.9 + 15 + grain, 0, 255).astype(np.uint8)
        packed = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
        page = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)
    found = find_redactions(page, (), 150)
    assert [redaction.kind for redaction in found] == ["pixelated"] * len(_PLACES)
    for redaction, (x0, y0, x1, y1) in zip(found, _PLACES, strict=True):
        assert abs(redaction.box[0] * 1275 - x0) < 24 and abs(redaction.box[2] * 1275 - x1) < 24
        assert y0 - 6 < redaction.box[1] * 1650 < redaction.box[3] * 1650 < y1 + 6


def _blurred_page() -> Page:
    return _blur(_page(), 2)


def _grey_letters() -> Page:
    return _blur(_page(150), 1)


def _photograph() -> Page:
    page = _page()
    noise = np.random.default_rng(1).integers(60, 230, (12, 40), dtype=np.uint8)
    page[400:700, 200:1000] = cv2.resize(noise, (800, 300), interpolation=cv2.INTER_CUBIC)[:, :, None]
    return page


def _checks() -> Page:
    page = _page()
    code = np.random.default_rng(2).integers(0, 2, (30, 30), dtype=np.uint8) * 255
    page[500:650, 900:1050] = np.kron(code, np.ones((5, 5), np.uint8))[:, :, None]
    return page


def _dots() -> Page:
    page = _page()
    down, across = np.mgrid[0:200, 0:500]
    raster = 128 + 70 * np.sin(across / 30) > 128 + 90 * np.sin(across * 1.6) * np.sin(down * 1.6)
    page[500:700, 200:700] = np.where(raster, 255, 0)[:, :, None]
    return page


def _shades() -> Page:
    page = _page()
    page[480:520, 100:900] = np.linspace(90, 240, 800).astype(np.uint8)[None, :, None]
    page[700:726, 118:800] = np.minimum(page[700:726, 118:800], 214)
    return page


@pytest.mark.parametrize("page", [_page, _blurred_page, _grey_letters, _photograph, _checks, _dots, _shades])
def test_what_only_looks_covered_is_left_alone(page: Callable[[], Page]) -> None:
    assert "pixelated" not in _kinds(page())
