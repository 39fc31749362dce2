"""Which paragraphs a shape drawn over a text may hide, where only the order and the length of paragraphs are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LINE = 177_800
"""Height of a line (EMU) where none is said."""
_LETTERS = 90
"""Letters in a line as wide as the text of a letter page."""
_WIDTH = 5_943_600
_STRAY = 0.12
"""Share of its distance from the page's top by which the place of a paragraph may be guessed wrong."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text, in its order."""

    letters: int
    page: int = 0
    """Of those the file knows, from 0."""
    around: float = 0.0
    """Room before and after it (EMU)."""
    line: float = LINE

    @property
    def height(self) -> float:
        """About how high it is (EMU)."""
        return self.line * max(1, -(-self.letters // _LETTERS)) + self.around


def below(paragraphs: Sequence[Paragraph], at: int, top: float, bottom: float) -> Iterator[int]:
    """The paragraphs from one on that a shape may hide which reaches so far below that one's top (EMU)."""
    start = 0.0
    for number in range(at, len(paragraphs)):
        end = start + paragraphs[number].height
        if min(end, bottom) - max(start, top) > 0.2 * LINE:
            yield number
        if end > bottom:
            return
        start = end


def on_page(
    paragraphs: Sequence[Paragraph], at: int, top: float, bottom: float, width: float = _WIDTH
) -> Iterator[int]:
    """The paragraphs on the page of one that a shape may hide which reaches so far below the text's top (EMU).

    Further down the page more of them come into question; a shape in a margin hides none.
    """
    page, start = paragraphs[at].page, 0.0
    for number, paragraph in enumerate(paragraphs):
        if paragraph.page != page:
            continue
        end = start + paragraph.height * (_WIDTH / max(width, 1.0) if paragraph.letters > _LETTERS else 1.0)
        stray = _STRAY * start + 0.5 * LINE
        if paragraph.letters and min(end + stray, bottom) - max(start - stray, top) > 0.2 * LINE:
            yield number
        start = end
