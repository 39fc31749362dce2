"""Shapes that OCR takes for letters on a black box are in no field; the code printed on a box stays."""

from __future__ import annotations

from ocr.lines import Line, text_of
from ocr.types import Redaction, Word
from ocr.under import without_noise

BOX = (0.3, 0.1, 0.6, 0.13)


def line(*words: tuple[str, float, float]) -> Line:
    """Words with their left edge and confidence, each 0.1 wide, on the height of the box."""
    return Line(tuple(Word(text, (x, 0.102, x + 0.1, 0.128), confidence) for text, x, confidence in words))


def test_letters_read_on_a_black_box_are_dropped_and_their_neighbours_stay() -> None:
    read = line(("agente", 0.18, 96.0), ("AA", 0.35, 71.0), ("EAS", 0.48, 88.0), ("participaron", 0.62, 95.0))
    kept = without_noise([read], [Redaction(BOX, "black", None, 0.9)])
    assert text_of(kept) == "agente participaron"


def test_the_code_printed_on_a_box_stays() -> None:
    read = line(("art.", 0.32, 91.0), ("113", 0.44, 93.0))
    kept = without_noise([read], [Redaction(BOX, "grey", "art. 113", 0.9)])
    assert text_of(kept) == "art. 113"


def test_words_of_a_text_layer_are_judged_by_what_the_page_shows_not_here() -> None:
    read = line(("encabezado", 0.35, 100.0))
    assert text_of(without_noise([read], [Redaction(BOX, "black", None, 0.9)])) == "encabezado"


def test_a_page_without_redactions_keeps_everything() -> None:
    read = line(("AA", 0.35, 20.0))
    assert without_noise([read], []) == (read,)
