"""A coloured stamp over a page costs none of the words it circles, and coloured print stays."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ocr.engines import open_engine
from ocr.lines import text_of
from ocr.picture import Picture
from ocr.recognise import recognise
from ocr.settings import ReadSettings
from ocr.stamps import grey_without_stamps
from tests.ocr.corpus import letter
from tests.ocr.evaluate import rates
from tests.ocr.poor import stamped


def rgb(image: Image.Image, dpi: float = 300.0) -> Picture:
    """As a colour scan comes."""
    return Picture(np.asarray(image.convert("RGB"), dtype=np.uint8), dpi)


def test_the_words_under_a_stamp_are_read() -> None:
    page, truth = letter(21)
    read = text_of(recognise(rgb(stamped(page)), open_engine(ReadSettings())).lines)
    wrong, characters, *_ = rates(read, truth)

    assert wrong < 0.01 * characters


def test_coloured_print_lines_and_grounds_stay_as_they_are() -> None:
    page = Image.new("RGB", (1200, 900), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.rectangle((50, 50, 1150, 250), fill=(60, 110, 220))
    draw.text((80, 90), "Concepto", fill=(255, 255, 255), font_size=60)
    draw.text((80, 400), "Fecha de entrega", fill=(40, 60, 230), font_size=60)
    draw.line((50, 600, 1150, 600), fill=(220, 60, 60), width=8)
    draw.rectangle((50, 700, 1150, 850), outline=(0, 0, 0), width=6)
    draw.text((70, 700), "Escrito sobre la raya", fill=(40, 60, 230), font_size=60)
    assert np.array_equal(grey_without_stamps(rgb(page)).pixels, rgb(page).grey)


def test_a_ring_goes_and_black_over_it_stays() -> None:
    page = Image.new("RGB", (900, 900), (255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.ellipse((200, 200, 700, 700), outline=(120, 140, 235), width=12)
    draw.rectangle((300, 190, 600, 215), fill=(15, 15, 15))
    after = grey_without_stamps(rgb(page)).pixels
    assert after[450, 205] >= 230 > rgb(page).grey[450, 205] and after[205, 450] < 20
