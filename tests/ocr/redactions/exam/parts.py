"""Things on pages that hide nothing: crests, seals, codes, signatures, photographs, charts."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode import createBarcodeDrawing
from reportlab.graphics.barcode import qr as codes
from reportlab.graphics.shapes import Drawing
from reportlab.lib.utils import ImageReader

from tests.ocr.redactions.exam.leaf import BLACK, WHITE, Leaf, Tint

INKS: tuple[Tint, ...] = ((0.1, 0.1, 0.5), (0.5, 0.1, 0.2), (0.1, 0.3, 0.2), (0.05, 0.05, 0.05), (0.7, 0.5, 0.1))


def eagle(leaf: Leaf, x: float, y: float, size: float) -> None:
    """A crest: rings, rays and a field, in one colour."""
    ink = leaf.rng.choice(INKS)
    leaf.ring(x + size / 2, y + size / 2, size / 2, None, ink, 1.2)
    for ray in range(0, 360, leaf.rng.choice((15, 24, 30))):
        far = (math.cos(math.radians(ray)), math.sin(math.radians(ray)))
        leaf.line(x + size / 2 * (1 + 0.5 * far[0]), y + size / 2 * (1 + 0.5 * far[1]),
                  x + size / 2 * (1 + 0.9 * far[0]), y + size / 2 * (1 + 0.9 * far[1]), 1.0, ink)  # fmt: skip
    if leaf.rng.random() < 0.5:
        leaf.rect((x + 0.35 * size, y + 0.35 * size, x + 0.65 * size, y + 0.65 * size), ink)
    else:
        leaf.ring(x + size / 2, y + size / 2, size / 5, ink, None)
    if leaf.rng.random() < 0.5:
        leaf.text(x + size + 6, y + 0.6 * size, "MOVILIDAD", size * 0.4, True, ink, "helvetica")


def wordmark(leaf: Leaf, x: float, y: float, wide: float) -> None:
    """A house's mark: a solid field with a letter or stripes, and a name beside it."""
    ink, high = leaf.rng.choice(INKS), 0.3 * wide
    kind = leaf.rng.randrange(3)
    if kind == 0:
        leaf.rect((x, y, x + high, y + high), ink)
        leaf.text(x + high / 2, y + 0.75 * high, "W", 0.7 * high, True, WHITE, "helvetica", "middle")
    elif kind == 1:
        for stripe in range(4):
            leaf.rect((x, y + stripe * high / 4, x + high * 1.4, y + stripe * high / 4 + high / 7), ink)
    else:
        leaf.rect((x, y, x + high * 0.55, y + high * 1.8), ink)
        leaf.ring(x + high * 0.27, y + high * 1.3, high * 0.16, None, WHITE, 1)
    leaf.text(x + high * 1.55, y + 0.6 * high, "waterland", 0.45 * high, True, ink, "helvetica")


def seal(leaf: Leaf, x: float, y: float, radius: float) -> None:
    """A rubber stamp: round with a date, or a frame with words."""
    ink = leaf.rng.choice(((0.15, 0.2, 0.6), (0.6, 0.1, 0.15), (0.35, 0.1, 0.5)))
    leaf.canvas.saveState()
    leaf.canvas.translate(x, leaf.high - y)
    leaf.canvas.rotate(leaf.rng.uniform(-14, 14))
    leaf.canvas.setStrokeColorRGB(*ink)
    leaf.canvas.setFillColorRGB(*ink)
    leaf.canvas.setLineWidth(1.4)
    if leaf.rng.random() < 0.5:
        leaf.canvas.circle(0, 0, radius, fill=0)
        leaf.canvas.circle(0, 0, 0.72 * radius, fill=0)
    else:
        leaf.canvas.rect(-1.3 * radius, -0.6 * radius, 2.6 * radius, 1.2 * radius, fill=0)
    leaf.canvas.setFont("Helvetica-Bold", radius * 0.3)
    leaf.canvas.drawCentredString(0, 2, leaf.rng.choice(("RECIBIDO", "03 OCT 2019", "COTEJADO", "INGEKOMEN")))
    leaf.canvas.restoreState()


def scribble(leaf: Leaf, x: float, y: float, wide: float, high: float) -> None:
    """A signature."""
    ink = leaf.rng.choice((BLACK, (0.1, 0.15, 0.6)))
    points = []
    for step in range(40):
        t = step / 39
        points.append(
            (
                x + wide * (t + 0.08 * math.sin(19 * t)),
                y + high * (0.5 + 0.45 * math.sin(leaf.rng.uniform(7, 9) * t * 3) * (1 - t)),
            )
        )
    leaf.curve(points, leaf.rng.uniform(0.7, 1.6), ink)


def qr(leaf: Leaf, x: float, y: float, size: float) -> None:
    code = codes.QrCodeWidget(str(leaf.rng.random()) * 3)
    x0, y0, x1, y1 = code.getBounds()
    drawing = Drawing(size, size, transform=[size / (x1 - x0), 0, 0, size / (y1 - y0), 0, 0])
    drawing.add(code)
    renderPDF.draw(drawing, leaf.canvas, x, leaf.high - y - size)


def barcode(leaf: Leaf, x: float, y: float, wide: float, high: float) -> None:
    drawing = createBarcodeDrawing(
        "Code128", value=str(leaf.rng.randrange(10**9, 10**10)), barHeight=high, barWidth=wide / 110
    )
    renderPDF.draw(drawing, leaf.canvas, x, leaf.high - y - high)


def photograph(leaf: Leaf, x: float, y: float, wide: float, high: float, kind: str = "") -> None:
    """A picture: a face, a landscape, a room at night, or grain."""
    shape = (max(8, int(high * 1.5)), max(8, int(wide * 1.5)))
    noise = np.random.default_rng(leaf.rng.randrange(1 << 30))
    scene = _scene(shape, kind or leaf.rng.choice(("face", "land", "night", "blocks")), leaf.rng, noise)
    leaf.canvas.drawImage(ImageReader(Image.fromarray(scene)), x, leaf.high - y - high, wide, high)


def _scene(shape: tuple[int, int], kind: str, rng: random.Random, noise: np.random.Generator) -> npt.NDArray[np.uint8]:
    high, wide = shape
    down = np.linspace(0, 1, high)[:, None, None]
    if kind == "face":
        scene = np.full((high, wide, 3), noise.integers(90, 220, 3), dtype=np.float32)
        cv2.ellipse(
            scene,
            (wide // 2, int(high * 1.05)),
            (int(wide * 0.42), int(high * 0.35)),
            0,
            0,
            360,
            (60.0, 50.0, 70.0),
            -1,
        )
        cv2.ellipse(
            scene,
            (wide // 2, int(high * 0.45)),
            (int(wide * 0.2), int(high * 0.27)),
            0,
            0,
            360,
            (190.0, 150.0, 125.0),
            -1,
        )
        cv2.ellipse(
            scene,
            (wide // 2, int(high * 0.28)),
            (int(wide * 0.22), int(high * 0.16)),
            0,
            180,
            360,
            (40.0, 30.0, 20.0),
            -1,
        )
    elif kind == "land":
        scene = np.asarray(np.array([120, 160, 220]) * (1 - 0.3 * down) * np.ones((1, wide, 1)), dtype=np.float32)
        scene[int(high * 0.6) :] = noise.integers(50, 130, 3)
        for _ in range(4):
            x, w = rng.randrange(wide), max(3, wide // rng.choice((5, 8)))
            scene[int(high * rng.uniform(0.3, 0.55)) : int(high * 0.65), x : x + w] = noise.integers(30, 200, 3)
    elif kind == "night":
        scene = np.full((high, wide, 3), 18, dtype=np.float32)
        for _ in range(6):
            cv2.circle(scene, (rng.randrange(wide), rng.randrange(high)), max(2, wide // 20), (220.0, 200.0, 140.0), -1)
        scene = cv2.GaussianBlur(scene, (0, 0), max(1.0, wide / 40))
    else:
        scene = np.full((high, wide, 3), 200, dtype=np.float32)
        for _ in range(9):
            x, y = rng.randrange(wide), rng.randrange(high)
            scene[y : y + high // 4, x : x + wide // 3] = noise.integers(0, 255, 3)
    return np.clip(scene + noise.normal(0, 7, scene.shape), 0, 255).astype(np.uint8)
