"""A doubtful long number is read again alone, and the second reading stands only where it is surer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr.engines.base import LINE, Orientation
from ocr.lines import Line
from ocr.picture import Picture
from ocr.second_look import second_look
from ocr.types import Box, Word

PAGE = Picture(np.full((400, 600), 255, dtype=np.uint8), 150.0)
BOX: Box = (0.5, 0.5, 0.7, 0.53)


class SecondReader:
    """Reads given words in the cuts: `first` as they come, `second` when they are enlarged."""

    name = "second 1"

    def __init__(self, first: Sequence[tuple[str, float]], second: Sequence[tuple[str, float]] | None = None) -> None:
        self.words = {150.0: first, 300.0: first if second is None else second}
        self.shown: list[Picture] = []

    def read(self, pictures: Sequence[Picture], mode: int = 3) -> list[list[Line]]:
        """The words, on one line."""
        assert mode == LINE
        self.shown += pictures
        return [
            [Line(tuple(Word(text, (0, 0, 1, 1), sure) for text, sure in self.words[picture.dpi]))]
            for picture in pictures
        ]

    def orientation(self, picture: Picture) -> Orientation | None:
        """Not asked."""
        return None

    def close(self) -> None:
        """Nothing is open."""


def looked(text: str, confidence: float, *again: tuple[str, float], enlarged: tuple[str, float] | None = None) -> Word:
    """What becomes of a word."""
    lines = [Line((Word("folio", (0.1, 0.5, 0.4, 0.53), 96.0), Word(text, BOX, confidence)))]
    reader = SecondReader(again, None if enlarged is None else [enlarged])
    return second_look(PAGE, lines, reader)[0].words[1]


def test_a_surer_reading_of_a_number_stands_in_the_old_box() -> None:
    word = looked("3300109240008525,", 48.0, ("330010924000525,", 88.0))
    assert word == Word("330010924000525,", BOX, 88.0)


def test_signs_of_neighbours_at_the_edges_are_left_out() -> None:
    assert looked("3300109240008525", 48.0, ("|", 60.0), ("‘330010924000525.", 88.0)).text == "330010924000525"


@pytest.mark.parametrize(
    "again", [("330010924000525", 47.0), ("33001", 95.0), ("palabra", 99.0), ("33001092400052512345", 95.0)]
)
def test_a_reading_no_surer_or_of_something_else_changes_nothing(again: tuple[str, float]) -> None:
    assert looked("3300109240008525", 48.0, again).text == "3300109240008525"


def test_two_looks_that_differ_change_nothing() -> None:
    word = looked("3300109240008525", 48.0, ("330010924000525", 88.0), enlarged=("330010924000535", 90.0))
    assert word.text == "3300109240008525"


def test_words_and_numbers_that_were_sure_are_not_looked_at_again() -> None:
    for text, confidence in (("330010924000525", 91.0), ("dudosa", 20.0), ("2024", 20.0)):
        reader = SecondReader([("999999999999999", 99.0)])
        lines = [Line((Word(text, BOX, confidence),))]
        assert second_look(PAGE, lines, reader) == lines and reader.shown == []


def test_a_number_at_the_edge_of_the_page_is_cut_without_fault() -> None:
    reader = SecondReader([("12345678", 99.0)])
    lines = [Line((Word("1234567B", (0.95, 0.98, 1.0, 1.0), 10.0),))]
    assert second_look(PAGE, lines, reader)[0].words[0].text == "12345678"
    assert [cut.dpi for cut in reader.shown] == [150.0, 300.0] and all(cut.width > 0 for cut in reader.shown)
