"""Train the model of whole replies and weigh it with the rules: `python -m tests.tracker.replies.train`.

The training texts are the letters in our own words beside this file and nothing else. What the rules are worth beside
the model is measured on what they found at first sight (`first_sight.jsonl`), for each file of letters by a model that
was not trained on that file. Prints how well each file left out is read.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from tests.tracker.replies.corpus import FIRST_SIGHT, FOLDER, SampleLetter, letters
from tracker.replies.reading import model, weighing
from tracker.replies.reading.labels import find_evidence
from tracker.replies.reading.outcome import decide_outcome, likeliest
from tracker.replies.reading.reader import spoken_text
from tracker.replies.reading.rules import mender
from tracker.replies.reading.text import Letter
from tracker.replies.reading.zones import hide_what_is_not_the_answer

STEPS, RATE, SHRINK = 2000, 10.0, 2e-4
Matrix = NDArray[np.float64]


def usable(rows: Sequence[SampleLetter]) -> list[SampleLetter]:
    """The letters whose outcome the model knows."""
    return [row for row in rows if row.outcome in model.CLASSES]


def checksum(rows: Sequence[SampleLetter]) -> int:
    """What the model was trained on, as a number."""
    return zlib.crc32("\x00".join(f"{row.outcome}\x01{row.text}" for row in rows).encode())


def dressed(rows: Sequence[SampleLetter]) -> list[SampleLetter]:
    """The letters, and each once more between paragraphs that are in letters of every outcome."""
    paragraphs: list[str] = yaml.safe_load((FOLDER.parent / "boilerplate.yaml").read_text(encoding="utf-8"))
    again = []
    for i, row in enumerate(rows):
        before, after = (paragraphs[(i * step + 3) % len(paragraphs)] for step in (5, 7))
        again.append(replace(row, text=f"{before}\n\n{row.text}\n\n{after}"))
    return [*rows, *again]


@cache
def spoken_vector(text: str) -> dict[int, float]:
    """What the model sees of a letter."""
    return model.vector(spoken_text([text]))


def matrix(rows: Sequence[SampleLetter]) -> Matrix:
    """One row per letter, one column per bucket."""
    found = np.zeros((len(rows), model.BUCKETS))
    for i, row in enumerate(rows):
        for bucket, weight in spoken_vector(row.text).items():
            found[i, bucket] = weight
    return found


def fit(x: Matrix, gold: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Weights (buckets × classes) and biases of a softmax regression, every class weighing the same.

    The weights are sums of letters, so the steps are taken over letters (few), not over buckets (many).
    """
    y = np.array([[name == row for name in model.CLASSES] for row in gold], dtype=float)
    share = (y / np.maximum(y.sum(axis=0), 1)).sum(axis=1, keepdims=True) / len(model.CLASSES)
    alike = x @ x.T
    parts, b = np.zeros_like(y), np.zeros(len(model.CLASSES))
    for _ in range(STEPS):
        scores = alike @ parts + b
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        off = share * (chance / chance.sum(axis=1, keepdims=True) - y)
        parts -= RATE * (off + SHRINK * parts)
        b -= RATE / 10 * off.sum(axis=0)
    return x.T @ parts, b


def chances(x: Matrix, w: Matrix, b: Matrix) -> Matrix:
    """One row of chances per letter."""
    scores = x @ w + b
    chance: Matrix = np.exp(scores - scores.max(axis=1, keepdims=True))
    return chance / chance.sum(axis=1, keepdims=True)


def left_out(files: Sequence[str]) -> dict[tuple[str, str], Matrix]:
    """(file, letter) → the chances by a model that was not trained on that file."""
    found: dict[tuple[str, str], Matrix] = {}
    every = {name: dressed(usable(letters(name))) for name in files}
    for name in sorted({row["file"] + ".yaml" for row in first_sight()}):
        taught = [row for other in files if other != name for row in every[other]]
        w, b = fit(matrix(taught), [row.outcome for row in taught])
        rows = letters(name)
        found |= {(name, row.id): one for row, one in zip(rows, chances(matrix(rows), w, b), strict=True)}
    return found


def first_sight() -> list[dict[str, Any]]:
    """What the rules found in letters before they were changed for them, one row a letter."""
    return [json.loads(line) for line in FIRST_SIGHT.read_text(encoding="utf-8").splitlines()]


def read_with(chance: Matrix, letter: SampleLetter) -> str:
    """The outcome of a letter by the rules as they are and these chances of the model."""
    guessed = dict(zip(model.CLASSES, chance.tolist(), strict=True))
    read = Letter(letter.text.split("\f"), mender())
    hide_what_is_not_the_answer(read)
    return decide_outcome(find_evidence(read), read.said, guessed).outcome


def report_first_sight(chance: Mapping[tuple[str, str], Matrix]) -> None:
    """Print, per file, how letters are read by the model alone and with what the rules found at first sight."""
    rows = first_sight()
    for name in sorted({row["file"] for row in rows}):
        golds = {letter.id: letter for letter in letters(name + ".yaml") if letter.outcome in model.WEIGHED}
        read = [row for row in rows if row["file"] == name and row["id"] in golds]
        alone = weighed = 0
        for row in read:
            gold = golds[row["id"]]
            guessed = dict(zip(model.CLASSES, chance[name + ".yaml", gold.id].tolist(), strict=True))
            words = len(spoken_text([gold.text]).split())
            alone += likeliest(guessed) in gold.outcomes
            weighed += likeliest(weighing.weigh(row["evidence"], guessed, words)) in gold.outcomes
        print(f"{name}: model alone {alone}, with the rules as they were {weighed} of {len(read)} right")


def main() -> None:
    """Print the figures of the files left out, then train on all and write the model."""
    report_first_sight(left_out(sorted(path.name for path in FOLDER.glob("*.yaml"))))
    rows = usable(letters())
    taught = dressed(rows)
    w, b = fit(matrix(taught), [row.outcome for row in taught])
    scale = float(np.abs(w).max()) / 127
    packed = array("b", np.rint(w / scale).astype(int).ravel().tolist())
    model.save(model.FILE, checksum(rows), [float(one) for one in b], scale, packed)
    print(f"{model.FILE.name}: trained on {len(rows)} letters, {model.FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
