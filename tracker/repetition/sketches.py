"""Sentences of a text as sketches that are alike when the sentences are: MinHash over pairs of words.

A. Broder, On the resemblance and containment of documents, 1997; bands as in J. Leskovec, A. Rajaraman, J. Ullman,
Mining of Massive Datasets, ch. 3. Figures, dates and folios count as one sign, so that a form letter is itself again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from archive.db import fold

HASHES = 64
ROWS = 4
"""Hashes in a band: sixteen bands find 98 of 100 pairs that share 0.7 of their word pairs."""
ALIKE = 0.5
"""Share of equal hashes from which two wordings are the same."""
FEWEST_WORDS = 8
MOST_WORDS = 400

_WORD = re.compile(r"[^\W\d_]+|\d[\d.,/-]*")
_END = re.compile(r"(?<=[.;:!?])\s+(?=[¿¡\"“(]?[A-ZÁÉÍÓÚÑ0-9])")
_random = np.random.default_rng(20_111)
_TIMES = (_random.integers(1, 2**63, HASHES, dtype=np.uint64) << np.uint64(1)) | np.uint64(1)
_PLUS = _random.integers(0, 2**63, HASHES, dtype=np.uint64)

Sketch = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a text of at least `FEWEST_WORDS` words: where it begins, how long it is, how many words it has."""

    start: int
    length: int
    words: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without accents and capitals; every figure is `#`."""
    return tuple("#" if word[0].isdigit() else word for word in _WORD.findall(fold(text)))


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text; within a paragraph short ones go with the one before them."""
    for begin, finish in _paragraphs(text):
        held: tuple[int, int] | None = None
        start = begin
        for stop, following in [*((end.start(), end.end()) for end in _END.finditer(text, begin, finish)),
                                (finish, finish)]:
            if held is None:
                held = (start, stop)
            elif len(words_of(text[held[0]:held[1]])) < FEWEST_WORDS or len(words_of(text[start:stop])) < FEWEST_WORDS:
                held = (held[0], stop)
            else:
                yield from _sentence(text, held)
                held = (start, stop)
            start = following
        if held is not None:
            yield from _sentence(text, held)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Stretches between empty lines, rows of figures and lines that stop short: heads and tables stand alone."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    widest = max((last - first for first, last in lines), default=0)
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for first, last in lines:
        line = text[first:last]
        is_row = sum(word == "#" for word in words_of(line)) >= 2 and last - first < 0.8 * widest
        if is_row or not line.strip():
            if begin is not None:
                found.append((begin, first))
                begin = None
            continue
        is_short = last - first < 0.6 * widest
        if begin is not None and is_short and text[:first].rstrip()[-1:] in ".:;" and len(line.split()) < FEWEST_WORDS:
            found.append((begin, first))
            begin = None
        begin = first if begin is None else begin
        if is_short:
            found.append((begin, last))
            begin = None
    if begin is not None:
        found.append((begin, len(text)))
    return found


def _sentence(text: str, span: tuple[int, int]) -> Iterator[Sentence]:
    span = (span[0], span[0] + len(text[span[0]:span[1]].rstrip()))
    words = words_of(text[span[0]:span[1]])
    if sum(word != "#" for word in words) >= FEWEST_WORDS:
        yield Sentence(span[0], span[1] - span[0], words[:MOST_WORDS])


def sketch(words: Sequence[str]) -> Sketch:
    """The 64 smallest hashes of the pairs of neighbouring words."""
    pairs = {f"{one} {two}" for one, two in pairwise(words)} or set(words)
    hashed = np.array([int.from_bytes(hashlib.blake2b(pair.encode(), digest_size=8).digest(), "big")
                       for pair in sorted(pairs)], dtype=np.uint64)
    with np.errstate(over="ignore"):
        spread = hashed[:, None] * _TIMES[None, :] + _PLUS[None, :]
    smallest: Sketch = (spread >> np.uint64(32)).astype(np.uint32).min(axis=0)
    return smallest


def bands(of: Sketch) -> list[int]:
    """One number per band of a sketch, each different from every other band's."""
    found = []
    for at in range(0, HASHES, ROWS):
        digest = hashlib.blake2b(bytes([at]) + of[at:at + ROWS].tobytes(), digest_size=8).digest()
        found.append(int.from_bytes(digest, "big") >> 1)
    return found


def likeness(one: Sketch, other: Sketch) -> float:
    """Share of equal hashes, which estimates the share of common word pairs."""
    return float((one == other).mean())


def pack(of: Sketch) -> bytes:
    """A sketch as bytes."""
    return of.astype("<u4").tobytes()


def unpack(data: bytes) -> Sketch:
    """A sketch from its bytes."""
    return np.frombuffer(data, dtype="<u4").astype(np.uint32)
