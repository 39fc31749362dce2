"""What stands around a shape decides with it: its like on the page, a scale of tones, an almost empty page."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from ocr.redactions import find_redactions

_TEXT = "la unidad de enlace informa que el expediente de la persona consta de"


def _page(lines: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (1275, 1650), "white")
    draw = ImageDraw.Draw(image)
    for line in range(lines):
        draw.text((120, 200 + 36 * line), _TEXT, "black", ImageFont.load_default(20))
    return image, draw


def _kinds(image: Image.Image) -> list[str]:
    pixels: npt.NDArray[np.uint8] = np.asarray(image, dtype=np.uint8).copy()
    return [redaction.kind for redaction in find_redactions(pixels, [], 150)]


def test_cells_coloured_by_their_value_are_left_alone_with_and_without_numbers() -> None:
    image, draw = _page(4)
    for row in range(8):
        draw.text((120, 420 + 34 * row), "registro", "black", ImageFont.load_default(18))
        for column in range(7):
            depth = (7 * row + 3 * column + row * column) % 10 / 10
            tone = tuple(round(255 - depth * (255 - part)) for part in (190, 60, 40))
            box = (300 + 110 * column, 416 + 34 * row, 406 + 110 * column, 446 + 34 * row)
            draw.rectangle(box, fill=tone)
            if (row + column) % 3:
                draw.text((box[0] + 40, box[1] + 4), str(11 * row + column), "black", ImageFont.load_default(18))
    assert _kinds(image) == []


def test_a_box_drawn_by_hand_over_several_lines_of_an_almost_empty_page_is_found() -> None:
    image, draw = _page(0)
    for line in range(3):
        draw.text((120, 300 + 30 * line), "- copia", "black", ImageFont.load_default(20))
    draw.rectangle((206, 294, 420, 392), fill="black")
    assert _kinds(image) == ["black"]


def test_one_box_on_a_title_page_is_found() -> None:
    image, draw = _page(0)
    draw.text((320, 180), "Informe de la visita", "black", ImageFont.load_default(40))
    draw.text((320, 900), "Solicitante:", "black", ImageFont.load_default(22))
    draw.rectangle((320, 934, 640, 960), fill="black")
    assert _kinds(image) == ["black"]


def test_light_boxes_on_the_lines_of_a_letter_are_found_together() -> None:
    image, draw = _page(24)
    for line, left, right in ((2, 300, 480), (7, 122, 330), (11, 420, 640), (15, 200, 300)):
        draw.rectangle((left, 198 + 36 * line, right, 226 + 36 * line), fill="#dcdcdc")
    assert _kinds(image) == ["grey"] * 4


def test_a_page_of_fewer_letters_than_a_word_has_no_redaction_but_one_of_most_of_it() -> None:
    image, draw = _page(0)
    draw.text((120, 100), "p. 3", "black", ImageFont.load_default(22))
    draw.rectangle((300, 400, 600, 540), fill="black")
    assert _kinds(image) == []
    image, draw = _page(0)
    draw.rectangle((120, 160, 1150, 1500), fill="black")
    assert _kinds(image) == ["black"]
