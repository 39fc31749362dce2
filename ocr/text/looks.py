"""How a run of letters looks, as far as its file says, and whether it can be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ocr.text.held import BLACK, WHITE, Colour, alike

SPECK = 4
"""Half points up to which letters are too small to be seen."""
MIXED: Colour = (128, 128, 128)
"""For a ground of a pattern of two colours: neither black nor white letters vanish on it."""


@dataclass(frozen=True, slots=True)
class Looks:
    """How a run looks; None where nothing is said."""

    vanish: bool | None = None
    letters: Colour | None = None
    ground: Colour | None = None
    highlight: Colour | None = None
    size: int | None = None
    """In half points."""

    def over(self, below: Looks) -> Looks:
        """These looks, and those of the style below where nothing is said."""
        mine = {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}
        return replace(below, **mine)


def is_unseen(looks: Looks, paper: Colour | None = None, *, may_lie_on_something: bool = False) -> bool:
    """Whether letters of these looks are hidden, tiny or in the colour of what they stand on.

    `paper` is the ground where the run has none of its own, None for white paper; white letters count as seen where
    something unknown may lie behind them.
    """
    if looks.vanish or (looks.size is not None and looks.size <= SPECK):
        return True
    if looks.highlight is not None:
        return alike(looks.letters or BLACK, looks.highlight)
    ground = looks.ground or paper
    if ground is not None:  # letters without a colour of their own turn white on a dark ground
        return looks.letters is not None and alike(looks.letters, ground)
    return looks.letters is not None and alike(looks.letters, WHITE) and not may_lie_on_something
