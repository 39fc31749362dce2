"""What the detector finds on drawn pages, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from ocr.redactions import find_redactions
from ocr.types import Word

DPI = 150


def _page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (1275, 1650), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(20)
    for line in range(30):
        draw.text(
            (120, 200 + 36 * line),
            "la unidad de enlace informa que el expediente de la persona consta de",
            "black",
            font,
        )
    return image, draw


def _pixels(image: Image.Image) -> npt.NDArray[np.uint8]:
    return np.asarray(image, dtype=np.uint8).copy()


def _boxes(image: Image.Image, words: list[Word] | None = None) -> list[tuple[str, tuple[int, ...]]]:
    wide, high = image.size
    found = find_redactions(_pixels(image), words or [], DPI)
    return [(r.kind, tuple(round(v * s) for v, s in zip(r.box, (wide, high, wide, high), strict=True))) for r in found]


def _close(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return all(abs(x - y) <= 4 for x, y in zip(a, b, strict=True))


def test_a_page_of_text_has_no_redaction() -> None:
    image, _ = _page()
    assert _boxes(image) == []


def test_black_grey_and_coloured_boxes_are_found_with_their_outer_edge() -> None:
    image, draw = _page()
    drawn = [("black", (200, 270, 420, 297), "black"), ("grey", (300, 414, 500, 441), "#bfbfbf"),
             ("coloured", (200, 558, 600, 585), "#00ffff")]  # fmt: skip
    for _, (x0, y0, x1, y1), fill in drawn:
        draw.rectangle((x0, y0, x1 - 1, y1 - 1), fill=fill)
    found = _boxes(image)
    assert [kind for kind, _ in found] == ["black", "grey", "coloured"]
    assert all(_close(box, wanted) for (_, box), (_, wanted, _) in zip(found, drawn, strict=True))


def test_two_boxes_with_a_hairline_between_them_are_two() -> None:
    image, draw = _page()
    draw.rectangle((200, 270, 499, 295), fill="black")
    draw.rectangle((200, 298, 459, 323), fill="black")
    assert len(_boxes(image)) == 2


def test_touching_boxes_of_one_tone_are_parted_where_each_has_its_code_in_the_middle() -> None:
    image, draw = _page()
    font = ImageFont.load_default(18)
    draw.rectangle((200, 412, 459, 438), fill="#c0c0c0")
    for middle in (290, 420):
        draw.text((middle, 425), "5.1.2e", "white", font, anchor="mm")
    wanted = [("grey", (200, 412, 380, 439)), ("grey", (380, 412, 460, 439))]
    found = sorted(_boxes(image), key=lambda one: one[1])
    assert [kind for kind, _ in found] == [kind for kind, _ in wanted]
    assert all(_close(box, expected) for (_, box), (_, expected) in zip(found, wanted, strict=True))


def test_one_box_with_its_code_repeated_at_equal_distances_is_one() -> None:
    image, draw = _page()
    draw.rectangle((200, 412, 559, 438), fill="#c0c0c0")
    for middle in (260, 380, 500):
        draw.text((middle, 425), "5.1.2e", "white", ImageFont.load_default(18), anchor="mm")
    assert [kind for kind, _ in _boxes(image)] == ["grey"]


def test_a_grey_page_and_a_page_at_another_resolution_give_the_same_boxes() -> None:
    image, draw = _page()
    draw.rectangle((200, 270, 419, 296), fill="black")
    grey = np.asarray(image.convert("L"), dtype=np.uint8)
    twice = np.asarray(image.resize((2550, 3300)), dtype=np.uint8)
    first = find_redactions(grey, [], DPI)[0].box
    second = find_redactions(twice, [], 2 * DPI)[0].box
    assert np.allclose(first, second, atol=0.003)


def test_a_printed_ground_is_read_from_the_words_on_the_box() -> None:
    image, draw = _page()
    draw.rectangle((200, 270, 499, 297), fill="#bfbfbf")
    words = [Word("Art.", (210 / 1275, 273 / 1650, 250 / 1275, 294 / 1650), 90.0),
             Word("113", (255 / 1275, 273 / 1650, 295 / 1275, 294 / 1650), 90.0),
             Word("fr.", (300 / 1275, 273 / 1650, 320 / 1275, 294 / 1650), 90.0),
             Word("I", (325 / 1275, 273 / 1650, 335 / 1275, 294 / 1650), 90.0)]  # fmt: skip
    assert [r.ground for r in find_redactions(_pixels(image), words, DPI)] == ["art. 113 fr. I"]


def test_tiny_empty_and_dark_images_are_no_trouble() -> None:
    assert find_redactions(np.zeros((0, 0), dtype=np.uint8), [], DPI) == []
    assert find_redactions(np.zeros((30, 30, 3), dtype=np.uint8), [], 0) == []
    find_redactions(np.zeros((1650, 1275), dtype=np.uint8), [], DPI)
    find_redactions(np.full((1650, 1275, 3), 255, dtype=np.uint8), [], float("nan"))
