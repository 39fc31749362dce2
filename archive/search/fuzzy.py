"""Words that differ by a letter or two: changed, added, dropped, or two neighbours swapped (each counts one)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MOST_REACH = 2


def reach_for(word: str, asked: int | None) -> int:
    """How many letters of a folded word may differ: as asked (`word~2`), or by its length (`word~`); 0 for words too
    short to be told from others."""
    length = len(word)
    if length < 3:
        return 0
    most = 1 if length < 5 else MOST_REACH
    return min(most, (1 if length < 8 else 2) if asked is None else asked)


def distance(left: str, right: str, most: int) -> int:
    """Letters to change, add, drop or swap to get from one word to the other; `most + 1` when it is more."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(left, right, score_cutoff=most))


def close_words(word: str, vocabulary: Sequence[str], reach: int) -> list[str]:
    """Words of a vocabulary within reach of a word, in its order."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=reach, limit=None)
    return [vocabulary[place] for place in sorted(place for _, _, place in found)]


def one_off(word: str) -> str:
    """A pattern (of plain regular expressions) for every word at most one step away."""
    return "|".join(dict.fromkeys(_one_off(word)))


def _one_off(word: str) -> Iterator[str]:
    yield re.escape(word)
    for place in range(len(word) + 1):
        before, after = re.escape(word[:place]), word[place:]
        yield f"{before}.{re.escape(after)}"
        if after:
            yield f"{before}.{re.escape(after[1:])}"
            yield before + re.escape(after[1:])
        if len(after) > 1:
            yield before + re.escape(after[1] + after[0] + after[2:])


_TILDE = re.compile(r"(?<=\w)~(\d?)(?!\d)")


def without_tildes(text: str) -> tuple[str, dict[int, int | None]]:
    """A text with the tildes after its words blanked out, and for the end of each such word how far it may differ."""
    asked: dict[int, int | None] = {}
    for match in _TILDE.finditer(text):
        asked[match.start()] = int(match[1]) if match[1] else None
    return _TILDE.sub(lambda match: " " * len(match.group()), text), asked


