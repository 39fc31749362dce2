"""Whether a correction finds its words again when a page is read anew: `python -m tests.tracker.corrections.survival`.

Invented letters, read a second time with a share of their letters and blanks taken for others.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from tests.tracker.facts.made import letter
from tracker.passages import find_passage, passage_at

_TOKEN = re.compile(r"\S+")


def read_otherwise(text: str, share: float, seed: int) -> str:
    """The text as a poorer reading gives it: so many letters are others, so many blanks are breaks, or gone."""
    dice, said = random.Random(seed), []
    for ch in text:
        is_other = dice.random() < share
        said.append(dice.choice("aeoclin1rtm") if is_other and ch.isalnum() else
                    dice.choice(" \n") if is_other and ch == " " else "" if is_other and ch == "-" else ch)
    return "".join(said)


def survival(pairs: Iterable[tuple[str, str]], words: int) -> Counter[str]:
    """Over pairs of readings, for stretches of so many words: `right`, `beside` (partly), `loose`, `wrong`."""
    counts: Counter[str] = Counter()
    for number, (one, other) in enumerate(pairs):
        old, new = ([match.span() for match in _TOKEN.finditer(text)] for text in (one, other))
        place = _same_words(one, other, old, new)
        for at in random.Random(number).sample(range(len(old) - words), min(40, len(old) - words)):
            if not all(at + step in place for step in range(words)):
                continue
            found = find_passage(other, passage_at(one, old[at][0], old[at + words - 1][1]))
            wanted = new[place[at]][0], new[place[at + words - 1]][1]
            counts["loose" if found is None else "right" if found == wanted else
                   "beside" if found[0] < wanted[1] and found[1] > wanted[0] else "wrong"] += 1
    return counts


def _same_words(one: str, other: str, old: list[tuple[int, int]], new: list[tuple[int, int]]) -> dict[int, int]:
    matcher = SequenceMatcher(None, [one[a:b] for a, b in old], [other[a:b] for a, b in new], autojunk=False)
    return {i1 + step: j1 + step for kind, i1, i2, j1, j2 in matcher.get_opcodes()
            if kind == "equal" or (kind == "replace" and i2 - i1 == j2 - j1) for step in range(i2 - i1)}


def letters(share: float, seeds: Iterable[int]) -> list[tuple[str, str]]:
    """Invented letters and how a second reading has them."""
    texts = [(seed, text) for seed in seeds for text in letter(seed).pages if len(text) > 250]
    return [(text, read_otherwise(text, share, seed)) for seed, text in texts]


def main() -> None:
    """Print the counts."""
    for share in (0.01, 0.03, 0.06):
        for words in (1, 2, 4):
            counts = survival(letters(share, range(60)), words)
            print(f"{share:.0%} of the letters others, {words} words:", dict(counts))


if __name__ == "__main__":
    main()
