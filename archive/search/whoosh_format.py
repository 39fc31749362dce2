"""How our index is laid out in Whoosh's files.

Whoosh keeps the list of segments, the term dictionary, the columns and the write lock. Posting lists are plain arrays
in its posting file, so that reading one is a copy and not a loop. What Whoosh pickles is read back with nothing
allowed but plain values and its own segment record: an index file is never code.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats
from whoosh.codec import whoosh3
from whoosh.columns import FixedBytesColumn
from whoosh.filedb import structfile

from archive.search.evaluate import Postings

EXACT, STEM, FACT, RECORD = "x", "s", "f", "r"

RECORD_TYPE = np.dtype(
    [("page", "<i8"), ("document", "<i8"), ("number", "<i8"), ("digest", "<i8"), ("year", "<f8"), ("date", "<f8"),
     ("redacted", "<f8"), ("length", "<u4")]
)  # fmt: skip
"""The fixed record of a page; NaN where it has no such number."""

_HEAD = struct.Struct("<BII")
_EXTENT = struct.Struct("<QI")
_WORTH_PACKING = 96
_SAFE = {
    ("archive.search.whoosh_format", "Codec"),
    ("whoosh.codec.whoosh3", "W3Segment"),
    ("copyreg", "_reconstructor"),
    ("collections", "defaultdict"),
    ("builtins", "object"),
    ("builtins", "int"),
    ("builtins", "set"),
}


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _SAFE:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"the index holds {module}.{name}, not data")


def _load(file: Any) -> Any:
    return _PlainUnpickler(file).load()


structfile.load_pickle = _load

Group = tuple[str, bytes, NDArray[Any], NDArray[Any], NDArray[Any] | None]
"""Field, term, pages, counts, places: one posting list on its way to disk."""


class _FieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    def add_postings(self, _schema: Any, _lengths: Any, groups: Iterator[Group]) -> None:
        """Write posting lists, given in order of field and term."""
        for field, term, ids, counts, places in groups:
            number = self._fieldmap.setdefault(field, len(self._fieldmap))
            packed = pack(ids, counts, places)
            extent = _EXTENT.pack(self._postfile.tell(), len(packed))
            self._postfile.write(packed)
            self._tindex.add(number.to_bytes(2, "big") + term, extent)


class Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's codec with our posting lists."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)


class _Prepared(fields.FieldType):  # type: ignore[misc]
    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = self.vector = None
        self.scorable = self.stored = self.unique = False


class _Record(fields.FieldType):  # type: ignore[misc]
    indexed = False

    def __init__(self) -> None:
        self.format = self.analyzer = self.vector = None
        self.scorable = self.stored = self.unique = False
        self.column_type = FixedBytesColumn(RECORD_TYPE.itemsize)

    def to_column_value(self, value: bytes) -> bytes:
        return value

    def from_column_value(self, value: bytes) -> bytes:
        return value


def schema() -> Any:
    """The only schema an index of ours is opened with."""
    return fields.Schema(**{EXACT: _Prepared(), STEM: _Prepared(), FACT: _Prepared(), RECORD: _Record()})


def pack(ids: NDArray[Any], counts: NDArray[Any], places: NDArray[Any] | None) -> bytes:
    """A posting list as bytes: pages as differences, counts, places; packed when it is worth it."""
    steps = np.diff(ids, prepend=0).astype("<u4")
    parts = [steps.tobytes(), counts.astype("<u4").tobytes()]
    if places is not None:
        parts.append(places.astype("<u4").tobytes())
    body = b"".join(parts)
    packed = len(body) >= _WORTH_PACKING
    number = 0 if places is None else len(places)
    return _HEAD.pack(packed, len(ids), number) + (zlib.compress(body, 1) if packed else body)


def unpack(data: bytes) -> Postings:
    """What `pack` wrote."""
    packed, pages, places = _HEAD.unpack_from(data)
    body = zlib.decompress(data[_HEAD.size :]) if packed else data[_HEAD.size :]
    values = np.frombuffer(body, dtype="<u4", count=2 * pages + places)
    ids = np.cumsum(values[:pages], dtype=np.int64)
    where = values[2 * pages :].astype(np.int64) if places else None
    return Postings(ids, values[pages : 2 * pages].astype(np.float64), where)


def extent(value: bytes) -> tuple[int, int]:
    """Where a posting list lies in the posting file: offset and length."""
    offset, length = _EXTENT.unpack(value)
    return offset, length
