"""The same pages before and after a second release: which page is which, what was hidden, and what was freed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from ocr.types import Box, Word

ENOUGH = 0.35
"""Share of the older page's words a page must hold to be the same page."""
POOR = 8
"""With fewer words than this a page is told by its picture, else by its place."""
MOST_PAGES = 400
MOST_PASSAGES = 12
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Side:
    """A page of one release: its number, its visible words in order, its redactions, the share of text they hide.

    `look` is a small picture of it as a number (see `look_of`); None where it was not drawn.
    """

    number: int
    words: tuple[Word, ...]
    boxes: tuple[Box, ...] = ()
    share: float | None = None
    look: int | None = None


@dataclass(frozen=True, slots=True)
class Freed:
    """What a pair of pages shows: words that are new, how many of them stand where a redaction was, and passages."""

    words: int
    under_boxes: int
    passages: tuple[str, ...]
    lost: int
    """Words of the older page that the newer has not."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One page in both releases, or in one of them only; `likeness` 0–1."""

    before: Side | None
    after: Side | None
    likeness: float
    freed: Freed


def compare(before: Sequence[Side], after: Sequence[Side]) -> list[Pair]:
    """The pages of both releases in order, those that are the same page side by side."""
    before, after = before[:MOST_PAGES], after[:MOST_PAGES]
    pairs = []
    for old, new, like in _aligned(before, after):
        pairs.append(Pair(old, new, like, freed_of(old, new)))
    return pairs


def freed_of(old: Side | None, new: Side | None) -> Freed:
    """What the newer page shows that the older did not."""
    if new is None:
        return Freed(0, 0, (), len(old.words) if old else 0)
    if old is None:
        return Freed(len(new.words), 0, (_joined(new.words),) if new.words else (), 0)
    left, right = [_fold(word.text) for word in old.words], [_fold(word.text) for word in new.words]
    count = under = lost = 0
    passages: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        lost += sum(bool(word) for word in left[i1:i2])
        fresh = [word for word, folded in zip(new.words[j1:j2], right[j1:j2], strict=True) if folded]
        if not fresh:
            continue
        count += len(fresh)
        under += sum(_lies_in(word.box, old.boxes) for word in fresh)
        passages.append(_joined(fresh))
    passages.sort(key=len, reverse=True)
    return Freed(count, under, tuple(passages[:MOST_PASSAGES]), lost)


def look_of(picture: bytes) -> int:
    """A page's picture as 144 bits: whether each part is darker than the one to its right."""
    import io

    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        small = opened.convert("L").resize((13, 12))
        tones = list(small.tobytes())
    bits = 0
    for row in range(12):
        for column in range(12):
            bits = bits << 1 | (tones[row * 13 + column] < tones[row * 13 + column + 1])
    return bits


def _aligned(before: Sequence[Side], after: Sequence[Side]) -> list[tuple[Side | None, Side | None, float]]:
    """The pairing that keeps both orders and has most in common."""
    bags = [_bag(side) for side in before], [_bag(side) for side in after]
    likeness = [[_likeness(before[i], after[j], bags[0][i], bags[1][j], len(before), len(after))
                 for j in range(len(after))] for i in range(len(before))]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            like = likeness[i][j]
            best[i][j] = max(best[i + 1][j], best[i][j + 1],
                             best[i + 1][j + 1] + like if like >= ENOUGH else 0.0)
    found: list[tuple[Side | None, Side | None, float]] = []
    i = j = 0
    while i < len(before) and j < len(after):
        like = likeness[i][j]
        if like >= ENOUGH and best[i][j] == best[i + 1][j + 1] + like:
            found.append((before[i], after[j], round(like, 3)))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((before[i], None, 0.0))
            i += 1
        else:
            found.append((None, after[j], 0.0))
            j += 1
    found += [(side, None, 0.0) for side in before[i:]]
    found += [(None, side, 0.0) for side in after[j:]]
    return found


def _bag(side: Side) -> frozenset[str]:
    folded = [_fold(word.text) for word in side.words]
    return frozenset(word for word in folded if len(word) > 2)


def _likeness(old: Side, new: Side, left: frozenset[str], right: frozenset[str], olds: int, news: int) -> float:
    if len(old.words) >= POOR and left:
        return len(left & right) / len(left)
    if old.look is not None and new.look is not None:
        return 1 - (old.look ^ new.look).bit_count() / 144 * 2
    # A page withheld as a whole has nothing to compare: where both have as many pages its place says which it is.
    return 0.5 if olds == news and old.number == new.number else 0.0


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    from archive.search.analysis import fold

    return _NOT_WORD.sub("", fold(word))


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)[:400]


def _lies_in(box: Box, boxes: Sequence[Box]) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 - 0.005 <= across <= x1 + 0.005 and y0 - 0.005 <= down <= y1 + 0.005 for x0, y0, x1, y1 in boxes)


@dataclass(frozen=True, slots=True)
class Totals:
    """Both releases summed up: pages, mean share hidden on pages that are in both (0–1), words freed."""

    pages_before: int
    pages_after: int
    same: int
    hidden_before: float | None
    hidden_after: float | None
    measured: int
    """Pages in both of which both shares are known."""
    freed: int
    under_boxes: int


def totals(pairs: Sequence[Pair]) -> Totals:
    """The sum over all pairs."""
    both = [pair for pair in pairs if pair.before is not None and pair.after is not None]
    known = [(pair.before.share, pair.after.share) for pair in both
             if pair.before and pair.after and pair.before.share is not None and pair.after.share is not None]
    return Totals(
        sum(pair.before is not None for pair in pairs), sum(pair.after is not None for pair in pairs), len(both),
        sum(old for old, _ in known if old is not None) / len(known) if known else None,
        sum(new for _, new in known if new is not None) / len(known) if known else None, len(known),
        sum(pair.freed.words for pair in pairs), sum(pair.freed.under_boxes for pair in pairs),
    )


def likely(names: Mapping[int, tuple[str, int]], before: Sequence[int], after: Sequence[int]) -> tuple[int, int] | None:
    """Which document of the older release is which of the newer: by name and number of pages; (before, after).

    `names` gives each document's name and pages.
    """
    def fit(pair: tuple[int, int]) -> float:
        (old, n), (new, m) = names[pair[0]], names[pair[1]]
        return SequenceMatcher(None, old.lower(), new.lower()).ratio() + (0.5 if n == m else 0.0)

    pairs = [(old, new) for old in before for new in after if old != new]
    return max(pairs, key=fit, default=None)
