"""Train the model that reads what no rule reads: `python -m tests.tracker.replies.train`.

The training texts are the letters in our own words beside this file and nothing else. Prints how well it does on each
file of letters when that file is left out.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import yaml
from numpy.typing import NDArray

from tests.tracker.replies.corpus import FOLDER, SampleLetter, letters
from tracker.replies.reading import backoff
from tracker.replies.reading.reader import spoken_text

STEPS, RATE, SHRINK = 2000, 10.0, 2e-4
Matrix = NDArray[np.float64]


def usable(rows: Sequence[SampleLetter]) -> list[SampleLetter]:
    """The letters whose outcome the model knows."""
    return [row for row in rows if row.outcome in backoff.CLASSES]


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


def matrix(rows: Sequence[SampleLetter]) -> Matrix:
    """One row per letter, one column per bucket."""
    found = np.zeros((len(rows), backoff.BUCKETS))
    for i, row in enumerate(rows):
        for bucket, weight in backoff.vector(spoken_text([row.text])).items():
            found[i, bucket] = weight
    return found


def fit(x: Matrix, gold: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Weights (buckets × classes) and biases of a softmax regression, every class weighing the same.

    The weights are sums of letters, so the steps are taken over letters (few), not over buckets (many).
    """
    y = np.array([[name == row for name in backoff.CLASSES] for row in gold], dtype=float)
    share = (y / np.maximum(y.sum(axis=0), 1)).sum(axis=1, keepdims=True) / len(backoff.CLASSES)
    alike = x @ x.T
    parts, b = np.zeros_like(y), np.zeros(len(backoff.CLASSES))
    for _ in range(STEPS):
        scores = alike @ parts + b
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        off = share * (chance / chance.sum(axis=1, keepdims=True) - y)
        parts -= RATE * (off + SHRINK * parts)
        b -= RATE / 10 * off.sum(axis=0)
    return x.T @ parts, b


def main() -> None:
    """Print the figures of the files left out, then train on all and write the model."""
    files = sorted(path.name for path in FOLDER.glob("*.yaml"))
    for name in files:
        rest = usable([row for other in files if other != name for row in letters(other)])
        left_out = usable(letters(name))
        if not left_out:
            continue
        taught = dressed(rest)
        w, b = fit(matrix(taught), [row.outcome for row in taught])
        said = [backoff.CLASSES[k] for k in (matrix(left_out) @ w + b).argmax(axis=1)]
        right = sum(one == row.outcome for one, row in zip(said, left_out, strict=True))
        print(f"{name}: {right} of {len(left_out)} right when left out")
    rows = usable(letters())
    taught = dressed(rows)
    w, b = fit(matrix(taught), [row.outcome for row in taught])
    scale = float(np.abs(w).max()) / 127
    weights = array("b", np.rint(w / scale).astype(int).ravel().tolist())
    backoff.save(backoff.FILE, checksum(rows), [float(one) for one in b], scale, weights)
    print(f"{backoff.FILE.name}: trained on {len(rows)} letters, {backoff.FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
