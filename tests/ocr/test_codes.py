"""Codes that the reading of a whole page passes over are read on their boxes, one by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.codes import MOST_AGAIN, MOST_LOOKS, with_codes
from ocr.engines import open_engine
from ocr.engines.base import Engine
from ocr.fakes import ScriptedOcr
from ocr.picture import Picture
from ocr.settings import ReadSettings
from ocr.types import Redaction, Word


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    found = open_engine(ReadSettings())
    yield found
    found.close()


def _page(*codes: str, fill: str = "black", ink: str = "white") -> tuple[Picture, list[Redaction]]:
    image = Image.new("RGB", (1240, 200 + 60 * len(codes)), "white")
    draw = ImageDraw.Draw(image)
    found = []
    for row, code in enumerate(codes):
        box = (200, 100 + 60 * row, 620, 134 + 60 * row)
        draw.rectangle(box, fill=fill)
        draw.text((240, 105 + 60 * row), code, ink, ImageFont.load_default(22))
        shares = (box[0] / image.width, box[1] / image.height, box[2] / image.width, box[3] / image.height)
        found.append(Redaction(shares, "black", None, 0.9))
    return Picture(np.asarray(image, dtype=np.uint8).copy(), 150.0), found


def test_white_codes_on_black_boxes_become_their_grounds(engine: Engine) -> None:
    picture, found = _page("(b)(6)", "", "Art. 116 LGTAIP", "5.1.2.e")
    told = with_codes(found, (), lambda: picture, lambda: engine)
    assert [one.ground for one in told] == ["(b)(6)", None, "art. 116 LGTAIP", "5.1.2.e"]


def test_a_number_read_on_a_box_is_looked_up_in_the_legend(engine: Engine) -> None:
    picture, found = _page("ELIMINADO 2")
    legend = "1. Nombre, artículo 116 LGTAIP", "2. Firma, artículo 113 fr. I LFTAIP"
    words = [
        Word(text, (0.1 + 0.05 * place, 0.8 + 0.05 * row, 0.14 + 0.05 * place, 0.83 + 0.05 * row), 95.0)
        for row, line in enumerate(legend) for place, text in enumerate(line.split())
    ]  # fmt: skip
    assert with_codes(found, words, lambda: picture, lambda: engine)[0].ground == "art. 113 fr. I LFTAIP"


def test_words_that_are_no_code_are_told_nowhere(engine: Engine) -> None:
    picture, found = _page("Celso Arizpe Huerta")
    assert with_codes(found, (), lambda: picture, lambda: engine) == tuple(found)


def test_plain_bars_and_boxes_whose_ground_is_known_are_not_read() -> None:
    def never() -> Engine:
        raise AssertionError("read all the same")

    picture, found = _page("", "(b)(6)")
    known = [found[0], Redaction(found[1].box, "black", "(b)(5)", 0.9)]
    assert with_codes(known, (), lambda: picture, never) == tuple(known)


def test_no_more_boxes_are_read_than_a_page_may_cost() -> None:
    class Counting(ScriptedOcr):
        heights: list[int] = []

        def read(self, pictures, mode=3):  # type: ignore[no-untyped-def]
            self.heights += [picture.height for picture in pictures]
            return [[] for _ in pictures]

    counting = Counting()
    picture, found = _page(*["(b)(6)"] * 12)
    with_codes(found * 10, (), lambda: picture, lambda: counting)
    assert len(counting.heights) <= 1 + MOST_AGAIN and max(counting.heights) < (MOST_LOOKS + 2) * 70
