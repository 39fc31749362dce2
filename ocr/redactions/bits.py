"""Black-and-white images with 64 pixels in a word: runs of ink are grown and shrunk many times faster than bytewise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Words64 = npt.NDArray[np.uint64]
_Move = Callable[[Words64, int], Words64]
_WORD = 64
_MOST = 63
"""The longest side of a rectangle: further than this, rows would run into each other."""


@dataclass(frozen=True, slots=True)
class Bits:
    """An image of `width` pixels: row by row, pixel x is bit x % 64 of word x // 64; beyond the edge all is 0.

    Every row ends in a word of zeros, so that moving the whole by less than 64 pixels moves no row into another.
    """

    words: Words64
    width: int

    @classmethod
    def of(cls, mask: npt.NDArray[np.uint8]) -> Bits:
        """The pixels of a mask that are not 0."""
        packed = np.asarray(np.packbits(mask, axis=1, bitorder="little"), dtype=np.uint8)
        roomy = np.zeros((len(packed), 8 * (-(-mask.shape[1] // _WORD) + 1)), dtype=np.uint8)
        roomy[:, : packed.shape[1]] = packed
        return cls(roomy.view(np.dtype("<u8")), mask.shape[1])

    def mask(self) -> npt.NDArray[np.uint8]:
        """The image as bytes, 255 and 0."""
        bare = np.unpackbits(self.words.view(np.uint8), axis=1, count=self.width, bitorder="little")
        np.negative(bare.view(np.int8), out=bare.view(np.int8))
        return bare

    def outlines(self) -> Sequence[Any]:
        """The outer contours of what is connected, N×1×2 points each, as OpenCV gives them."""
        rows = np.flatnonzero(self.words.any(axis=1))
        if not len(rows):
            return ()
        top, foot = int(rows[0]), int(rows[-1]) + 1
        inked = Bits(self.words[top:foot], self.width).mask()
        return cv2.findContours(inked, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE, offset=(0, top))[0]

    def __or__(self, other: Bits) -> Bits:
        return Bits(self.words | other.words, self.width)

    def without(self, other: Bits) -> Bits:
        """The pixels that the other image has not."""
        return Bits(self.words & ~other.words, self.width)

    @property
    def empty(self) -> bool:
        """True when no pixel is 1."""
        return not self.words.any()

    def counted(self, edges: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many pixels left of each edge (ascending, 0 to the width) are 1, row by row."""
        word, rest = edges // _WORD, (edges % _WORD).astype(np.uint64)
        whole = np.cumsum(np.bitwise_count(self.words), axis=1, dtype=np.int64)
        partly = np.bitwise_count(self.words[:, word] & ((np.uint64(1) << rest) - np.uint64(1)))
        return np.asarray(np.where(word > 0, whole[:, word - 1], 0) + partly, dtype=np.int64)

    def rows(self, reach: int) -> tuple[Bits, npt.NDArray[np.intp]]:
        """The rows with any ink and those up to `reach` rows from one, pushed together, and where they were."""
        inked = np.asarray(self.words.any(axis=1), dtype=np.uint8)
        near = np.convolve(inked, np.ones(2 * reach + 1, dtype=np.uint8))[reach:]
        there = np.flatnonzero(near[: len(self.words)])
        return Bits(self.words[there], self.width), there

    def spread_out(self, there: npt.NDArray[np.intp], high: int) -> Bits:
        """Rows that were pushed together back in their places among `high` rows."""
        words = np.zeros((high, self.words.shape[1]), dtype=np.uint64)
        words[there] = self.words
        return Bits(words, self.width)

    def opened(self, wide: int, high: int) -> Bits:
        """What is left of the image where a rectangle of odd sides fits into it."""
        return self.shrunk(wide, high).grown(wide, high)

    def closed(self, wide: int, high: int) -> Bits:
        """The image with gaps filled into which a rectangle of odd sides does not fit."""
        return self.grown(wide, high).shrunk(wide, high)

    def shrunk(self, wide: int, high: int) -> Bits:
        """Pixels whose neighbours in the rectangle around them are all 1; by doubling."""
        words = self.words
        for size, move in _sizes(wide, high):
            done = 1
            while done < size:
                step = min(done, size - done)
                words = words & move(words, step)
                done += step
            words = move(words, -(size // 2))
        return Bits(words, self.width)

    def grown(self, wide: int, high: int) -> Bits:
        """Pixels with any neighbour at 1 in the rectangle around them; by doubling, first one side, then the other."""
        words = self.words
        for size, move in _sizes(wide, high):
            for side in (1, -1):
                done, most = 1, size // 2 + 1
                while done < most:
                    step = min(done, most - done)
                    words = words | move(words, side * step)
                    done += step
        if wide > 1:
            words[:, self.width // _WORD] &= np.uint64((1 << self.width % _WORD) - 1)
            words[:, self.width // _WORD + 1 :] = 0
        return Bits(words, self.width)


def _sizes(wide: int, high: int) -> list[tuple[int, _Move]]:
    return [(min(size, _MOST), move) for size, move in ((wide, _across), (high, _down)) if size > 1]


def _across(words: Words64, step: int) -> Words64:
    """The image moved left by `step` pixels (right where negative), fewer than 64."""
    flat = words.ravel()
    left, right = np.uint64(abs(step)), np.uint64(_WORD - abs(step))
    if step > 0:
        moved = flat >> left
        moved[:-1] |= flat[1:] << right
    else:
        moved = flat << left
        moved[1:] |= flat[:-1] >> right
    return np.asarray(moved.reshape(words.shape), dtype=np.uint64)


def _down(words: Words64, step: int) -> Words64:
    """The image moved up by `step` pixels (down where negative)."""
    moved = np.empty_like(words)
    if abs(step) >= len(words):
        moved[:] = 0
    elif step > 0:
        moved[:-step] = words[step:]
        moved[-step:] = 0
    else:
        moved[-step:] = words[:step]
        moved[:-step] = 0
    return moved
