"""Lines of words, and the text they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.types import Box, Word


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand beside each other, in reading order; `starts_block` puts an empty line before them."""

    words: tuple[Word, ...]
    starts_block: bool = False

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The smallest box around all its words."""
        return around(word.box for word in self.words)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all; there must be at least one."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return (min(x0s), min(y0s), max(x1s), max(y1s))


def area(box: Sequence[float]) -> float:
    """The share of the page a box takes (0–1)."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """The shared area of two boxes, as a share of the page."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def likeness(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union of two boxes, 0–1."""
    common = overlap(one, other)
    both = area(one) + area(other) - common
    return common / both if both > 0 else 0.0


def text_of(lines: Sequence[Line]) -> str:
    """The page's text: one line per line, an empty line between blocks."""
    parts: list[str] = []
    for line in lines:
        if line.starts_block and parts:
            parts.append("")
        parts.append(line.text)
    return "\n".join(parts)


def words_of(lines: Iterable[Line]) -> tuple[Word, ...]:
    """All words in reading order."""
    return tuple(word for line in lines for word in line.words)


def keep(lines: Iterable[Line], kept: Iterable[Word]) -> list[Line]:
    """The lines with only the words that are in `kept` (the same objects); empty lines vanish."""
    allowed = {id(word) for word in kept}
    result = []
    for line in lines:
        words = tuple(word for word in line.words if id(word) in allowed)
        if words:
            result.append(line if len(words) == len(line.words) else Line(words, line.starts_block))
    return result


def mean_confidence(words: Sequence[Word]) -> float | None:
    """The mean confidence (0–100) weighted by length of word, or None without words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else None
