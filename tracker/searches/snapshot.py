"""Which pages answered a search when it was saved: many ids in few bytes."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable
from itertools import accumulate


def pack_ids(ids: Iterable[int]) -> bytes:
    """Ids (below 2³²) as bytes: rising, as differences, compressed."""
    rising = sorted(set(ids))
    steps = array("I", (number - before for number, before in zip(rising, [0, *rising], strict=False)))
    if sys.byteorder == "big":
        steps.byteswap()
    return zlib.compress(steps.tobytes(), 6)


def unpack_ids(data: bytes | None) -> set[int]:
    """The ids again; none for nothing."""
    if not data:
        return set()
    steps = array("I")
    steps.frombytes(zlib.decompress(data))
    if sys.byteorder == "big":
        steps.byteswap()
    return set(accumulate(steps))
