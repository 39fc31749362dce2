"""How offices cover places of a page that is there already: boxes on each line, stepped areas, blocks, with codes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from tests.ocr.redactions.made.browser import Place
from tests.ocr.redactions.pages import Colour, Pixel

STYLES = ("black", "grey", "coloured", "outlined")
_BLACK, _WHITE, _RED = (0, 0, 0), (255, 255, 255), (200, 0, 0)
FILLS: dict[str, dict[str, tuple[Colour, ...]]] = {
    "release": {
        "black": ((0, 0, 0), (0, 0, 0), (20, 20, 20), (35, 31, 32)),
        "grey": ((192, 192, 192), (128, 128, 128), (166, 166, 166), (211, 211, 211), (217, 217, 217), (150, 150, 150),
                 (226, 226, 226), (105, 105, 105), (236, 236, 236)),
        "coloured": ((0, 255, 255), (255, 255, 0), (255, 192, 203), (173, 216, 230), (144, 238, 144), (187, 144, 152),
                     (255, 165, 0), (230, 230, 250), (255, 0, 0), (0, 112, 192), (255, 228, 181), (204, 153, 255),
                     (255, 243, 205), (220, 235, 247), (0, 176, 80)),
        "outlined": ((255, 255, 255),),
    },
    "unseen": {
        "black": ((0, 0, 0), (10, 10, 14)),
        "grey": ((180, 180, 180), (200, 200, 200), (140, 140, 140), (221, 221, 221)),
        "coloured": ((255, 204, 102), (153, 204, 255), (255, 153, 153), (190, 220, 170), (102, 102, 204),
                     (240, 220, 240)),
        "outlined": ((255, 255, 255),),
    },
}  # fmt: skip
CODES = {
    "release": ("5.1.2e", "5.1.2.e", "10.2.e", "10.2.g", "(10)(2)(e)", "(10)(2e)", "art. 5.1 lid 2 onder e", "5.1.5",
                "11.1", "5.2.1", "buiten verzoek", "Persoonsgegevens", "E", "10 2 e", "5.1 lid 2 e", "niet relevant",
                "art. 113 fr. I", "116 LGTAIP", "1", "N1", "Eliminado", "(b)(6)"),
    "unseen": ("5.1.2 e", "5.1.1c", "5.1.2i", "art. 10 lid 2 sub e", "(11)(1)", "Wob 10.2.e", "buiten reikwijdte",
               "115 LGTAIP", "2", "dubbel"),
}  # fmt: skip
_FACES = ("LiberationSans-Regular", "LiberationSans-Regular", "DejaVuSans", "LiberationSerif-Regular",
          "LiberationSansNarrow-Regular", "LiberationSans-Bold")  # fmt: skip


@dataclass(frozen=True)
class Tool:
    """What one office covers places with: its fill, line and codes, and how boxes lie on lines of text."""

    style: str
    fill: Colour
    line: Colour | None
    stroke: float
    ink: Colour
    codes: tuple[str, ...]
    coded: float
    place: str
    """Where a code stands: `corner`, `left`, `centre`, or `tile` all over."""
    size: str
    """How large: of the `line`, `fixed`, or as the box lets it `grow`."""
    face: str
    above: float
    below: float
    beside: float
    rows: str
    """Lines of one passage: a box `each`, one area with `steps`, or one `block`."""
    gap: int
    extra: str
    """`double` line, `shadow`, `round` corners or nothing."""
    hand: bool = False
    """True where boxes are drawn by hand: over several lines at once, larger than these, none like another."""


def tool_of(rng: random.Random, split: str, style: str) -> Tool:
    """A tool that makes redactions of a style."""
    fill = rng.choice(FILLS[split][style])
    light = sum(fill) > 380
    line: Colour | None = None
    if style == "outlined":
        line = rng.choice((_BLACK, _BLACK, _BLACK, _BLACK, (90, 90, 90), _RED, (0, 0, 160)))
    elif style != "black" and rng.random() < 0.3:
        line = rng.choice((_BLACK, _BLACK, (90, 90, 90), _RED, tuple(v // 2 for v in fill)))  # type: ignore[arg-type]
    ink = rng.choice((_BLACK, _BLACK, _RED)) if light else _WHITE
    if style == "grey" and 100 < fill[0] < 215 and rng.random() < 0.5:
        ink = _WHITE
    codes = tuple(rng.sample(CODES[split], rng.choice((1, 1, 1, 2, 3))))
    coded = rng.choice((0.0, 0.0, 1.0)) if style == "black" else rng.choice((0.0, 0.75, 1.0, 1.0))
    rows = rng.choice(("each", "each", "steps", "block"))
    gap = rng.choice((1, 2, 3)) if line else rng.choice((0, 2, 3)) if rows == "each" and coded == 1 else 2
    return Tool(
        style, fill, line, rng.choice((0.5, 0.7, 1.0, 1.0, 1.5, 2.2)), ink, codes, coded,
        rng.choice(("corner", "corner", "left", "centre", "centre", "tile")),
        rng.choice(("line", "line", "fixed", "grow")),
        rng.choice(_FACES), rng.choice((-0.08, 0.0, 0.06, 0.15)), rng.choice((-0.08, 0.0, 0.06, 0.15)),
        rng.choice((-1.0, 0.0, 1.5, 4.0)), rows, gap, rng.choice(("", "", "", "", "", "double", "shadow", "round")),
    )  # fmt: skip


def cover(image: npt.NDArray[np.uint8], places: list[Place], tool: Tool, rng: random.Random, s: float) -> list[Pixel]:
    """Cover places of a picture at `s` pixels a 1/150 inch, in place; the outer boxes of what was drawn."""
    found: list[Pixel] = []
    if tool.hand:
        places = _by_hand(places, rng, s)
    for kind, rows in places:
        padded = _padded(kind, rows, tool, s)
        padded = [row for row in padded if not any(_meet(row, box) for box in found)]
        if not padded:
            continue
        if len(padded) == 1:
            found.append(_box(image, padded[0], tool, rng, s, _lines_of(kind, rows)))
        elif tool.rows == "block":
            found.append(_box(image, _around(padded), tool, rng, s, len(padded)))
        elif tool.rows == "steps":
            found += _steps(image, padded, tool, rng, s)
        else:
            found += [_box(image, row, tool, rng, s, 1) for row in padded]
    return found


def _by_hand(places: list[Place], rng: random.Random, s: float) -> list[Place]:
    """Places below each other as one, and all of them somewhat larger."""
    areas: list[Pixel] = []
    for _, rows in places:
        own = _around(rows)
        last = areas[-1] if areas else None
        if last and 0 <= own[1] - last[3] + 8 * s < 22 * s and min(own[2], last[2]) > max(own[0], last[0]):
            areas[-1] = _around([last, own])
        else:
            areas.append(own)
    return [("block", [(a - rng.uniform(0, 9) * s, b - rng.uniform(0, 8) * s, c + rng.uniform(0, 20) * s,
                        d + rng.uniform(0, 8) * s)]) for a, b, c, d in areas]  # fmt: skip


def _lines_of(kind: str, rows: list[Pixel]) -> int:
    return max(1, round((rows[0][3] - rows[0][1]) / 34)) if kind == "block" else 1


def _meet(a: Pixel, b: Pixel) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _padded(kind: str, rows: list[Pixel], tool: Tool, s: float) -> list[Pixel]:
    """The rows as whole pixels, moved out or in as the tool does, that do not lie over each other."""
    found: list[Pixel] = []
    for x0, y0, x1, y1 in sorted(rows, key=lambda row: row[1]):
        high = y1 - y0
        if kind != "text":
            found.append((x0 + 2 * s, y0 + 2 * s, x1 - 2 * s, y1 - 2 * s))
            continue
        top, foot = y0 - tool.above * high, y1 + tool.below * high
        found.append((x0 - tool.beside * s, top, x1 + tool.beside * s, foot))
    for number in range(len(found) - 1):
        upper, lower = found[number], found[number + 1]
        if lower[1] < upper[3] + tool.gap * s or (tool.rows == "steps" and lower[1] < upper[3] + 12 * s):
            gap = 0 if tool.rows == "steps" else tool.gap * s
            middle = (lower[1] + upper[3]) / 2
            found[number] = (upper[0], upper[1], upper[2], middle - gap / 2)
            found[number + 1] = (lower[0], middle + gap / 2, lower[2], lower[3])
    whole = [tuple(float(round(v)) for v in row) for row in found]
    return [row for row in whole if row[2] - row[0] >= 12 * s and row[3] - row[1] >= 9 * s]  # type: ignore[misc]


def _around(rows: list[Pixel]) -> Pixel:
    return (min(r[0] for r in rows), min(r[1] for r in rows), max(r[2] for r in rows), max(r[3] for r in rows))


def _box(image: npt.NDArray[np.uint8], box: Pixel, tool: Tool, rng: random.Random, s: float, lines: int) -> Pixel:
    x0, y0, x1, y1 = (int(v) for v in box)
    stroke = max(1, round(tool.stroke * s))
    if tool.extra == "shadow" and tool.line:
        off = round(3 * s)
        cv2.rectangle(image, (x0 + off, y0 + off), (x1 + off - 1, y1 + off - 1), (120, 120, 120), -1)
    if tool.extra == "round" and y1 - y0 > 16 * s:
        _rounded(image, (x0, y0, x1, y1), tool, stroke, round(4 * s))
    else:
        image[y0:y1, x0:x1] = tool.line or tool.fill
        if tool.line:
            image[y0 + stroke : y1 - stroke, x0 + stroke : x1 - stroke] = tool.fill
    if tool.extra == "double" and tool.line and y1 - y0 > 20 * s:
        inset = stroke + max(2, round(2 * s))
        cv2.rectangle(image, (x0 + inset, y0 + inset), (x1 - inset - 1, y1 - inset - 1), tool.line, 1)
    if rng.random() < tool.coded:
        _code(image, (x0, y0, x1, y1), tool, rng, s, lines)
    return (float(x0), float(y0), float(x1), float(y1))


def _rounded(image: npt.NDArray[np.uint8], box: tuple[int, int, int, int], tool: Tool, stroke: int, r: int) -> None:
    picture = Image.fromarray(image)
    ImageDraw.Draw(picture).rounded_rectangle(
        (box[0], box[1], box[2] - 1, box[3] - 1), r, tool.fill, tool.line, stroke if tool.line else 0
    )
    image[:] = np.asarray(picture)


def _steps(image: npt.NDArray[np.uint8], rows: list[Pixel], tool: Tool, rng: random.Random, s: float) -> list[Pixel]:
    """Rows covered together, one line around all that touch; codes stand on the first row or on several."""
    mask = np.zeros(image.shape[:2], np.uint8)
    for x0, y0, x1, y1 in rows:
        mask[int(y0) : int(y1), int(x0) : int(x1)] = 255
    image[mask > 0] = tool.fill
    if tool.line:
        inner = cv2.erode(mask, np.ones((3, 3), np.uint8), iterations=max(1, round(tool.stroke * s)))
        image[(mask > 0) & (inner == 0)] = tool.line
    several = rng.random() < 0.3
    for number, row in enumerate(rows):
        if (number == 0 or several) and rng.random() < tool.coded:
            _code(image, tuple(int(v) for v in row), tool, rng, s, 1)  # type: ignore[arg-type]
    areas = [[rows[0]]]
    for upper, lower in pairwise(rows):
        touch = min(upper[2], lower[2]) - max(upper[0], lower[0]) > 6 * s and lower[1] - upper[3] < 2
        if touch:
            areas[-1].append(lower)
        else:
            areas.append([lower])
    return [_around(area) for area in areas]


def _code(image: npt.NDArray[np.uint8], box: tuple[int, int, int, int], tool: Tool, rng: random.Random, s: float,
          lines: int) -> None:  # fmt: skip
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    row = high / lines
    label = rng.choice(tool.codes)
    size = {"line": 0.72 * row, "fixed": 15 * s, "grow": 0.8 * high}[tool.size]
    size = min(size, 0.85 * high)
    font = _font(tool.face, round(size))
    while size > 6 * s and font.getlength(label) > wide - 4:
        size -= 1
        font = _font(tool.face, round(size))
    long = font.getlength(label)
    if long > wide - 2 or size < 5.5 * s:
        return
    picture = Image.fromarray(image[y0:y1, x0:x1])
    pen = ImageDraw.Draw(picture)
    if tool.place == "tile" and (lines > 1 or wide > 2.2 * long):
        pitch, step = max(1.25 * size, high / max(1, int(high / (rng.choice((1.4, 2.2)) * size)))), 1.2 * long
        y = (pitch - 1.15 * size) / 2
        while y + size < high + 2:
            x = 2.0
            while x + long < wide:
                pen.text((x, y), label, tool.ink, font)
                x += step
            y += pitch
    else:
        x = 1.0 if tool.place in ("corner", "left") else (wide - long) / 2
        y = 0.0 if tool.place == "corner" else high / 2 - 0.58 * size
        pen.text((x, y), label, tool.ink, font)
    image[y0:y1, x0:x1] = np.asarray(picture)


def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"{face}.ttf", max(4, size))
