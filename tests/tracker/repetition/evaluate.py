"""How well sentences that come again are known: `python -m tests.tracker.repetition.evaluate`.

On the replies of the folder named by `ACUSE_SAMPLES` (agencies ASF and INEE): how many sentences come again in three
replies or more, told by their sketch and told by being letter for letter the same; how often two sentences taken for
the same share less than a third of their words; and how often a sentence with slips of OCR is still known.
"""

from __future__ import annotations

import csv
import os
import random
import sys
from collections import defaultdict
from pathlib import Path

from tracker.repetition.sketches import ALIKE, Sketch, bands, likeness, sentences, sketch, words_of

FILES = {"ASF": "asf_replies_part_B.csv", "INEE": "inee_replies_labelled.csv"}


class Known:
    """Wordings in memory, found as the product finds them in its tables."""

    def __init__(self) -> None:
        self.sketches: list[Sketch] = []
        self.bands: dict[int, set[int]] = defaultdict(set)

    def find(self, of: Sketch) -> int | None:
        """The wording most like a sketch."""
        near = {number for key in bands(of) for number in self.bands.get(key, ())}
        best = max(near, key=lambda number: (likeness(of, self.sketches[number]), -number), default=None)
        return best if best is not None and likeness(of, self.sketches[best]) >= ALIKE else None

    def add(self, of: Sketch) -> int:
        """The wording of a sketch, a new one when none is alike."""
        found = self.find(of)
        if found is None:
            found = len(self.sketches)
            self.sketches.append(of)
            for key in bands(of):
                self.bands[key].add(found)
        return found


def with_slips(text: str, share: float, dice: random.Random) -> str:
    """The text with some of its letters read as others."""
    return "".join(dice.choice("lioecnrm") if c.isalpha() and dice.random() < share else c for c in text)


def measure(name: str, texts: list[str]) -> None:
    """Print the figures of one agency."""
    known, said, exact = Known(), defaultdict(set), defaultdict(set)
    examples: dict[int, tuple[str, ...]] = {}
    merged = wrong = total = 0
    pieces: list[tuple[str, int]] = []
    for reply, text in enumerate(texts):
        for one in sentences(text):
            total += 1
            number = known.add(sketch(one.words))
            if number in examples and examples[number] != one.words:
                merged += 1
                first, second = set(examples[number]), set(one.words)
                wrong += len(first & second) / len(first | second) < 1 / 3
            examples.setdefault(number, one.words)
            said[number].add(reply)
            exact[one.words].add(reply)
            pieces.append((text[one.start:one.start + one.length], number))
    again = sum(len(said[number]) >= 3 for _, number in pieces)
    the_same = sum(len(replies) for replies in exact.values() if len(replies) >= 3)
    print(f"{name}: {len(texts)} replies, {total} sentences; said in 3 replies or more: {again} by sketch, {the_same} "
          f"when only the very words count; {merged} taken for another's wording, {wrong} of them share under a third "
          "of their words")
    dice = random.Random(7)
    for share in (0.005, 0.01, 0.02):
        tried = dice.sample(pieces, min(400, len(pieces)))
        found = sum(known.find(sketch(words_of(with_slips(text, share, dice)))) == number for text, number in tried)
        print(f"  {share:.1%} of letters misread: {found} of {len(tried)} still known")


def main() -> int:
    """Measure on the samples at hand."""
    folder = os.environ.get("ACUSE_SAMPLES")
    if not folder:
        print("ACUSE_SAMPLES does not name a folder of sample files", file=sys.stderr)
        return 2
    csv.field_size_limit(10**7)
    for name, file in FILES.items():
        with (Path(folder) / "reply_labels" / file).open(encoding="utf-8-sig", newline="") as source:
            measure(name, [row["texto"] for row in csv.DictReader(source)])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
