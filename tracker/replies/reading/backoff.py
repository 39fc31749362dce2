"""A small linear model for replies that no rule reads: hashed pieces of words in, a chance per outcome out.

It was trained on the letters in our own words that the tests keep (`python -m tests.tracker.replies.train`) and is
asked only where the rules are silent, so what it says is a guess and never certain.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from array import array
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tracker.replies.reading.rules import FOLDER
from tracker.replies.reading.values import Outcome

FILE = FOLDER / "backoff.bin"
BUCKETS = 1 << 14
CLASSES: tuple[Outcome, ...] = ("delivered", "incompetence", "clarification", "denied", "extension")
_HEAD = struct.Struct("<4sIIf")
_MAGIC = b"ACB1"
_WORD = re.compile(r"[^\W_]+")


def pieces(text: str) -> Iterator[int]:
    """The buckets of a folded text: its words, their pairs and triples, and letter runs of three to five."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(text)]
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
    bias, scale, weights = _model()
    scores = list(bias)
    for bucket, weight in vector(text).items():
        at = bucket * len(CLASSES)
        for k in range(len(CLASSES)):
            scores[k] += weight * scale * weights[at + k]
    top = max(scores)
    chances = [math.exp(score - top) for score in scores]
    return {name: chance / sum(chances) for name, chance in zip(CLASSES, chances, strict=True)}


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
