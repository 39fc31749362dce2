"""A small linear model of whole replies: hashed pieces of words in, a chance per outcome out.

It was trained on the letters in our own words that the tests keep (`python -m tests.tracker.replies.train`). What it
says is weighed with what the rules found (`weighing.py`); alone it is a guess and never certain.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from array import array
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

from tracker.replies.reading.rules import FOLDER
from tracker.replies.reading.values import Outcome

FILE = FOLDER / "model.bin"
BUCKETS = 1 << 14
WEIGHED: tuple[Outcome, ...] = ("delivered", "incompetence", "clarification", "denied", "extension")
"""The outcomes a label can speak for; the other two need a shape of their own in the letter."""
CLASSES: tuple[Outcome, ...] = (*WEIGHED, "partial", "other")
_HEAD = struct.Struct("<4sIIf")
_MAGIC = b"ACB1"
LONGEST, _LONGEST_WORD = 1500, 40
"""Words read: what an answer is stands in its first pages, annexes after them only dilute it."""
_WORD = re.compile(r"[^\W_]+")


def pieces(text: str) -> Iterator[int]:
    """The buckets of a folded text: its words, their pairs and triples, and letter runs of three to five."""
    found = islice(_WORD.finditer(text), LONGEST)
    words = ["#" if match.group().isdigit() else match.group()[:_LONGEST_WORD] for match in found]
    for size in (1, 2, 3):
        for i in range(len(words) - size + 1):
            yield _bucket(" ".join(words[i : i + size]))
    for word in words:
        padded = f"<{word}>"
        for size in (3, 4, 5):
            for i in range(len(padded) - size + 1):
                yield _bucket("c" + padded[i : i + size])


def _bucket(piece: str) -> int:
    return zlib.crc32(piece.encode()) % BUCKETS


def vector(text: str) -> dict[int, float]:
    """Bucket → weight, of length one; a piece said twice counts little more than once."""
    counts: dict[int, int] = {}
    for bucket in pieces(text):
        counts[bucket] = counts.get(bucket, 0) + 1
    weights = {bucket: 1 + math.log(count) for bucket, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {bucket: weight / length for bucket, weight in weights.items()}


def guess(text: str) -> Mapping[Outcome, float]:
    """The chance of each outcome for a folded text; they sum to one."""
    scores = _scores(text)
    top = max(scores.values())
    chances = {name: math.exp(score - top) for name, score in scores.items()}
    total = sum(chances.values())
    return {name: chance / total for name, chance in chances.items()}


def pull(text: str, outcome: Outcome) -> float:
    """How much a piece of text speaks for one outcome against the mean of all; 0 for an outcome unknown here."""
    scores = _scores(text)
    return scores.get(outcome, 0.0) - sum(scores.values()) / len(scores)


def _scores(text: str) -> dict[Outcome, float]:
    bias, scale, weights = _model()
    scores = list(bias)
    for bucket, weight in vector(text).items():
        at = bucket * len(CLASSES)
        for k in range(len(CLASSES)):
            scores[k] += weight * scale * weights[at + k]
    return dict(zip(CLASSES, scores, strict=True))


def save(path: Path, trained_on: int, bias: list[float], scale: float, weights: array[int]) -> None:
    """Write a model: what it was trained on (a checksum of the texts), its biases, and one signed byte per weight."""
    head = _HEAD.pack(_MAGIC, trained_on, BUCKETS, scale)
    path.write_bytes(head + struct.pack(f"<{len(CLASSES)}f", *bias) + zlib.compress(weights.tobytes(), 9))


def trained_on() -> int:
    """The checksum of the texts the shipped model was trained on."""
    return int(_HEAD.unpack_from(FILE.read_bytes())[1])


@cache
def _model() -> tuple[tuple[float, ...], float, array[int]]:
    content = FILE.read_bytes()
    magic, _, buckets, scale = _HEAD.unpack_from(content)
    if magic != _MAGIC or buckets != BUCKETS:
        raise ValueError(f"{FILE.name} is not a model of this version; train it again")
    bias = struct.unpack_from(f"<{len(CLASSES)}f", content, _HEAD.size)
    weights = array("b")
    weights.frombytes(zlib.decompress(content[_HEAD.size + 4 * len(CLASSES) :]))
    return bias, scale, weights
