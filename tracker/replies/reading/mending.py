"""Mend words that a scanner or a hurried typist got wrong by one letter, towards the words the rules know."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CONFUSED = str.maketrans({"1": "i", "l": "i", "j": "i", "0": "o", "5": "s", "c": "e", "q": "g", "8": "b"})
_PAIRS = (("rn", "m"), ("ii", "u"), ("vv", "w"))
_SHORTEST, _LONGEST = 8, 30


class Mender:
    """Knows the long words of the rules; a word one slip away from exactly one of them becomes that word."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(word for word in known if len(word) >= _SHORTEST)
        self._shapes: dict[str, str | None] = {}
        self._gaps: dict[str, str | None] = {}
        for word in sorted(self._known):
            self._put(self._shapes, _shape(word), word)
            if len(word) >= _SHORTEST + 1:
                for gap in _without_one(word):
                    self._put(self._gaps, gap, word)

    @staticmethod
    def _put(table: dict[str, str | None], key: str, word: str) -> None:
        table[key] = word if table.get(key, word) == word else None

    def __call__(self, word: str) -> str:
        """The known word this one stands for, or the word as it is."""
        if not _SHORTEST - 1 <= len(word) <= _LONGEST or word in self._known:
            return word
        better = self._shapes.get(_shape(word))
        if better is None and len(word) >= _SHORTEST:
            better = self._by_one_slip(word)
        return word if better is None or _is_inflection(word, better) else better

    def _by_one_slip(self, word: str) -> str | None:
        found: set[str] = set()
        for gap in (word, *_without_one(word)):
            known = self._gaps.get(gap)
            if known:
                found.add(known)
            if gap in self._known and len(gap) >= _SHORTEST + 1:
                found.add(gap)
        return found.pop() if len(found) == 1 else None


def _shape(word: str) -> str:
    for pair, one in _PAIRS:
        word = word.replace(pair, one)
    return word.translate(_CONFUSED)


def _without_one(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _is_inflection(word: str, known: str) -> bool:
    """True when the two differ only at the end or the beginning: another form of the word, not a slip."""
    return bool(re.fullmatch(r"[^\W\d_]+", word)) and (word[:-2] == known[: len(word[:-2])] or word[1:] == known[1:])
