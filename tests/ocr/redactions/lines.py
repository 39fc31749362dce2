"""Words of a page set in lines."""

from __future__ import annotations

from ocr.types import Word


def words_in_lines(*lines: str, top: float = 0.8) -> list[Word]:
    """The words of lines below each other, the first so far down the page (share of its height)."""
    words = []
    for number, line in enumerate(lines):
        x, y = 0.1, top + 0.02 * number
        for text in line.split():
            words.append(Word(text, (x, y, x + 0.006 * len(text), y + 0.012), 92.0))
            x += 0.006 * len(text) + 0.004
    return words
