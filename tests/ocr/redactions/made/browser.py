"""Pages of HTML as pictures, with the places on them that may be taken out, line by line as a browser breaks them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.chromium import chromium_program
from tests.ocr.redactions.pages import Pixel

Place = tuple[str, list[Pixel]]
"""`text` with its lines, `cell` with the inside of a table cell, or `block` with a whole passage."""

_PLACES = """[...document.querySelectorAll('g, .cell, .block')].map(e => {
    let box = r => [r.left, r.top, r.right, r.bottom], whole = box(e.getBoundingClientRect());
    return e.tagName == 'G' ? ['text', [...e.getClientRects()].map(box)]
                            : [e.className.includes('cell') ? 'cell' : 'block', [whole]]})"""


@contextmanager
def browser() -> Iterator[Any]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=chromium_program(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        try:
            yield opened
        finally:
            opened.close()


def draw(opened: Any, html: str, size: tuple[int, int], dpi: int) -> tuple[npt.NDArray[np.uint8], list[Place]]:
    """The picture (H,W,3 RGB) of a page of `size` CSS pixels at a resolution, and its places in pixels of it."""
    scale = dpi / 96
    sheet = opened.new_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=scale)
    try:
        sheet.set_content(html)
        image = Image.open(io.BytesIO(sheet.screenshot())).convert("RGB")
        found = sheet.evaluate(_PLACES)
    finally:
        sheet.close()
    places: list[Place] = []
    for kind, rows in found:
        inside = [tuple(scale * v for v in row) for row in rows if _on_page(row, size)]
        if inside and len(inside) == len(rows):
            places.append((kind, inside))
    return np.asarray(image, dtype=np.uint8).copy(), places


def _on_page(row: list[float], size: tuple[int, int]) -> bool:
    large = row[2] - row[0] > 12 and row[3] - row[1] > 6
    return large and row[0] >= 4 and row[1] >= 4 and row[2] <= size[0] - 4 and row[3] <= size[1] - 4
