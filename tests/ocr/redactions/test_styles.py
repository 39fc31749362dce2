"""Each style of redaction, on made-up pages nobody looked at while drawing up the rules."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.redactions import find_redactions, redacted_share
from ocr.types import Redaction, Word
from tests.ocr.redactions.evaluate import Score, generated, measure


@pytest.mark.parametrize(
    ("style", "recall", "precision"),
    [("black", 0.85, 0.85), ("grey", 0.75, 0.85), ("coloured", 0.75, 0.85), ("outlined", 0.5, 0.85)],
)
def test_made_up_pages_of_a_style_are_read(style: str, recall: float, precision: float) -> None:
    score = Score()
    for page in generated(4, style, first=900):
        measure(page, score)
    assert score.recall >= recall, "\n".join(score.notes)
    assert score.precision >= precision, "\n".join(score.notes)


def _page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (1275, 1650), "white")
    draw = ImageDraw.Draw(image)
    for line in range(30):
        text = "la unidad de enlace informa que el expediente de la persona consta de"
        draw.text((120, 200 + 36 * line), text, "black", ImageFont.load_default(20))
    return image, draw


def test_a_stroke_of_a_marker_pen_is_found() -> None:
    image, draw = _page()
    rng = np.random.default_rng(3)
    for step in range(60):
        x, y = 200 + 4 * step, 281 + int(rng.integers(-3, 4))
        draw.ellipse((x - 12, y - 13, x + 12, y + 13), fill=(20, 20, 25))
    found = find_redactions(np.asarray(image, dtype=np.uint8).copy(), [], 150)
    assert [r.kind for r in found] in (["marker"], ["black"])
    assert abs(found[0].box[0] - 190 / 1275) < 0.01


def test_marks_in_place_of_words_are_labels_and_neighbours_are_one() -> None:
    image, _ = _page()
    words = [Word("TESTADO", (0.2, 0.3, 0.3, 0.315), 90), Word("XXXXXX", (0.31, 0.3, 0.4, 0.315), 90),
             Word("oficio", (0.5, 0.3, 0.6, 0.315), 90)]  # fmt: skip
    found = find_redactions(np.asarray(image, dtype=np.uint8).copy(), words, 150)
    assert [(r.kind, r.box) for r in found] == [("label", (0.2, 0.3, 0.4, 0.315))]


def test_a_page_that_says_it_is_withheld_is_one_redaction_with_its_ground() -> None:
    image = np.full((1650, 1275), 255, dtype=np.uint8)
    text = "Página reservada en su totalidad art. 110 fr. I LFTAIP".split()
    words = [Word(w, (0.1 + 0.05 * i, 0.4, 0.14 + 0.05 * i, 0.42), 90) for i, w in enumerate(text)]
    (found,) = find_redactions(image, words, 150)
    assert (found.kind, found.box, found.ground) == ("withheld", (0.0, 0.0, 1.0, 1.0), "art. 110 fr. I LFTAIP")
    assert redacted_share([found], words) == 1.0


def test_the_share_counts_hidden_area_against_readable_text() -> None:
    half = Redaction((0.1, 0.1, 0.5, 0.2), "black", None, 0.9)
    words = [Word("abc", (0.5, 0.1, 0.9, 0.2), 90.0), Word("debajo", (0.2, 0.12, 0.3, 0.14), 90.0)]
    assert redacted_share([half], words) == pytest.approx(0.5, abs=0.02)
    assert redacted_share([half, half], words) == pytest.approx(0.5, abs=0.02)
    assert redacted_share([], words) == 0.0
