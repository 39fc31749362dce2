"""Grounds that another page tells: a legend on the last page is commonly that of the whole document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ocr.redactions.legends import Legend, Marks, lines_of, marks_on, read_legend
from ocr.types import Box, Word

_LAST = 3
"""So many pages at the end may hold a legend for all that go before."""


@dataclass(frozen=True)
class Sheet:
    """One page: how to get at its words, its redactions, and the ground that the page itself tells of each."""

    words: Callable[[], Sequence[Word]]
    boxes: Sequence[Box]
    grounds: Sequence[str | None]

    @cached_property
    def legend(self) -> Legend:
        """What the page says of its own redactions, or of the whole document's."""
        return read_legend(self.words())

    @cached_property
    def marks(self) -> list[Marks | None]:
        """The numbers printed on its redactions."""
        words = self.words()
        return [
            marks_on(" ".join(word.text for line in lines_of(_on(box, words)) for word in line)) for box in self.boxes
        ]


def carried(sheets: Sequence[Sheet]) -> list[list[str | None]]:
    """The grounds of every page in order, with those that the legend of another page tells.

    A number is looked up on the next page and on the last ones, where its own page has no numbered legend; where two
    of them disagree it stays unknown. A legend without numbers holds for the pages before it only from a last page
    that has no redactions itself.
    """
    told = [list(sheet.grounds) for sheet in sheets]
    wanting = [place for place, grounds in enumerate(told) if None in grounds]
    if not wanting or len(sheets) < 2:
        return told
    ends = range(max(0, len(sheets) - _LAST), len(sheets))
    general = sheets[-1].legend.general if not sheets[-1].boxes else None
    for place in wanting:
        sheet = sheets[place]
        if sheet.legend.numbered or sheet.legend.general:
            continue
        others = [
            sheets[other].legend for other in sorted({place + 1, *ends}) if other != place and other < len(sheets)
        ]
        parts = [marks for marks in sheet.marks if marks]
        for number, marks in enumerate(sheet.marks):
            if told[place][number] is None:
                found = {ground for legend in others if (ground := legend.of(marks, parts))}
                told[place][number] = found.pop() if len(found) == 1 else (None if found or marks else general)
    return told


def _on(box: Box, words: Sequence[Word]) -> list[Word]:
    x0, y0, x1, y1 = box
    return [
        word for word in words
        if x0 < (word.box[0] + word.box[2]) / 2 < x1 and y0 < (word.box[1] + word.box[3]) / 2 < y1
    ]  # fmt: skip
