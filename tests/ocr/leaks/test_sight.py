"""A word is kept when the drawn page shows it, and hidden when it does not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from ocr.leaks import visible_words
from ocr.types import Box, Redaction, Word


def _word(text: str, x: int, y: int, wide: int = 120, high: int = 30) -> Word:
    return Word(text, (x / 600, y / 400, (x + wide) / 600, (y + high) / 400), 100.0)


def _page(*spots: tuple[str, int, int, str, str | None]) -> npt.NDArray[np.uint8]:
    image = Image.new("L", (600, 400), "white")
    draw = ImageDraw.Draw(image)
    for text, x, y, ink, ground in spots:
        if ground:
            draw.rectangle((x - 4, y - 4, x + 124, y + 34), fill=ground)
        draw.text((x, y), text, ink, ImageFont.load_default(22))
    return np.asarray(image, dtype=np.uint8)


def _box(x: int, y: int) -> Box:
    return ((x - 4) / 600, (y - 4) / 400, (x + 125) / 600, (y + 35) / 400)


def test_words_on_paper_table_heads_and_highlights_are_kept() -> None:
    page = _page(("oficio", 20, 20, "black", None), ("Fecha", 20, 100, "white", "black"),
                 ("monto", 20, 180, "black", "#dddddd"), ("gris", 20, 260, "#999999", None))  # fmt: skip
    words = [_word("oficio", 20, 20), _word("Fecha", 20, 100), _word("monto", 20, 180), _word("gris", 20, 260)]
    assert visible_words(words, page) == (words, [])


def test_words_under_an_even_area_are_hidden_whatever_its_tone() -> None:
    page = _page(("", 20, 20, "black", "black"), ("", 20, 100, "black", "#c0c0c0"))
    words = [_word("nombre", 20, 20), _word("calle", 20, 100), _word("nada", 300, 300)]
    assert visible_words(words, page) == ([], words)


def test_a_printed_ground_does_not_make_the_word_under_it_visible() -> None:
    page = _page(("113 I", 20, 20, "white", "black"))
    redaction = Redaction(_box(20, 20), "black", None, 0.9)
    secret, ground = _word("Fulano", 20, 20), _word("113", 20, 20)
    assert visible_words([secret, ground], page, [redaction]) == ([ground], [secret])


def test_reading_the_crop_again_decides_for_a_word_on_a_doubtful_box() -> None:
    page = _page(("Fecha", 20, 20, "white", "black"))
    redaction = Redaction(_box(20, 20), "black", None, 0.6)
    word = _word("Fecha", 20, 20)
    assert visible_words([word], page, [redaction], lambda crop: "Fecha") == ([word], [])
    assert visible_words([word], page, [redaction], lambda crop: "5.1.2e") == ([], [word])
