"""Shapes that OCR takes for letters on a black box are in no field; the code printed on a box stays."""

from __future__ import annotations

from typing import Any

import pytest

from ocr import page as reading
from ocr.choose import Text
from ocr.lines import Line, text_of
from ocr.settings import ReadSettings
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


@pytest.mark.parametrize(("shown", "text"), [((), "agente"), (((0.31, 0.1, 0.6, 0.13),), "agente ENCABEZADO"),
                                             (((0.3, 0.6, 0.6, 0.63),), "agente")])
def test_words_on_what_people_called_a_false_alarm_stay(
        monkeypatch: pytest.MonkeyPatch, shown: tuple[Any, ...], text: str) -> None:
    class Seen:
        number = 7
        page = type("Sheet", (), {"width_pt": 612.0, "height_pt": 792.0})

    said = Text("ocr", (line(("agente", 0.18, 96.0), ("ENCABEZADO", 0.4, 91.0)),), "read from its picture")
    monkeypatch.setattr(reading, "choose_text", lambda *args, **kwargs: said)
    monkeypatch.setattr(reading, "_marks", lambda view, text: ((Redaction(BOX, "black", "art. 116", 0.9),), 0.2, ()))
    settings = ReadSettings(shown={7: shown})
    read = reading._read(Seen(), lambda: None, settings)  # type: ignore[arg-type, return-value]
    assert read.text == text and len(read.redactions) == 1, "the detector's own word stays, to be counted"
