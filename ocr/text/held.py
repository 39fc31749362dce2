"""What readers of office files leave out because nobody sees it, counted by kind; and when a colour hides a text."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

Held: TypeAlias = Counter[str]
"""Characters left out, by kind of leak: `hidden_text hidden_row tracked_change comment text_under_box`…"""

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, 0–255."""
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
_NEAR = 24


def colour(written: str | None) -> Colour | None:
    """A colour written as RRGGBB or AARRGGBB, with or without #; None for anything else, as `auto`."""
    digits = (written or "").removeprefix("#")[-6:]
    try:
        return (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)) if len(digits) == 6 else None
    except ValueError:
        return None


def alike(one: Colour, other: Colour) -> bool:
    """Whether a text in one colour cannot be seen on a ground of the other."""
    return all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def count(held: Held | None, kind: str, text: str) -> None:
    """Note that a text was left out."""
    length = len(text.strip())
    if held is not None and length:
        held[kind] += length
