"""The only module that knows Whoosh: posting lists on disk, written and read.

Whoosh keeps segments, terms and posting blocks; scoring and phrases are ours (`evaluate.py`), over arrays. What Whoosh
pickles is read back with nothing allowed but plain values and its own segment record.
"""

from __future__ import annotations

import io
import pickle
import struct
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EACCES, EDQUOT, ENOSPC, EROFS
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats, index
from whoosh.codec import whoosh3
from whoosh.columns import FixedBytesColumn
from whoosh.filedb import structfile
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from archive.search.analysis import analyse
from archive.search.evaluate import Ids, Postings
from archive.search.facts import facts, number
from archive.search.types import IndexBusy, IndexDamaged, PageDoc, SearchError

EXACT, STEM, FACT, RECORD = "x", "s", "f", "r"
BLOCK = 1024
"""Postings per block; Whoosh's own 128 makes long lists slower to read."""

_RECORD = struct.Struct("<qqqqdddI")
_RECORD_TYPE = np.dtype(
    [("page", "<i8"), ("document", "<i8"), ("number", "<i8"), ("digest", "<i8"), ("year", "<f8"), ("date", "<f8"),
     ("redacted", "<f8"), ("length", "<u4")]
)  # fmt: skip
_CACHE_BYTES = 48 * 2**20
_GAP = 16
_LOCK_PATIENCE = 10.0
_MERGE_FAN = 8
_MERGE_LIMIT = 1200
"""Pages that adding may merge at most; bigger merges wait for `optimise`."""

_SAFE = {
    ("whoosh.codec.whoosh3", "W3Segment"),
    ("whoosh.codec.whoosh3", "W3Codec"),
    ("copyreg", "_reconstructor"),
    ("collections", "defaultdict"),
    ("builtins", "object"),
    ("builtins", "int"),
    ("builtins", "float"),
    ("builtins", "set"),
    ("builtins", "frozenset"),
}


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _SAFE:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"the index holds {module}.{name}, not data")


def _load(file: Any) -> Any:
    return _PlainUnpickler(file).load()


def _loads(data: bytes, *_: Any, **__: Any) -> Any:
    return _PlainUnpickler(io.BytesIO(data)).load()


def _dumps(data: Any, *_: Any, **__: Any) -> bytes:
    """Whoosh's own choice, protocol 2, writes bytes as text with a call to turn them back: slow, and code."""
    return pickle.dumps(data, 5)


structfile.load_pickle = _load
whoosh3.loads = _loads
whoosh3.dumps = _dumps


class _Prepared(fields.FieldType):  # type: ignore[misc]
    """A field whose postings come ready made: (term, count, packed places)."""

    def __init__(self, packed: bool) -> None:
        self.format = _Packed() if packed else formats.Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = None

    def index(self, value: Iterable[tuple[str, int, bytes]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, count, places in value:
            yield term.encode("utf-8", "replace"), count, float(count), places


class _Packed(formats.Format):  # type: ignore[misc]
    """Places of a word on a page as 32-bit numbers in a row."""

    posting_size = -1


class _Record(fields.FieldType):  # type: ignore[misc]
    """A fixed record per page, kept in a column and not indexed."""

    indexed = False

    def __init__(self) -> None:
        self.format = self.analyzer = self.vector = None
        self.scorable = self.stored = self.unique = False
        self.column_type = FixedBytesColumn(_RECORD.size)

    def to_column_value(self, value: bytes) -> bytes:
        return value

    def from_column_value(self, value: bytes) -> bytes:
        return value


def _schema() -> Any:
    return fields.Schema(**{EXACT: _Prepared(True), STEM: _Prepared(False), FACT: _Prepared(False), RECORD: _Record()})


def _prepare(page: PageDoc) -> dict[str, Any]:
    analysed = analyse(page.text)
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(analysed.exact):
        places[word].append(place)
    for offset, word in enumerate(analysed.extra, 1):
        places[word].append(len(analysed.exact) + offset * _GAP)
    stem_counts: dict[str, int] = defaultdict(int)
    for stem in analysed.stems:
        stem_counts[stem] += 1
    values = [number(page, name) for name in ("year", "date", "redacted")]
    numbers = [float("nan") if value is None else value for value in values]
    scopes = [f"scope={scope}" for scope in page.scopes]
    return {
        EXACT: [(word, len(at), np.array(at, dtype="<u4").tobytes()) for word, at in places.items()],
        STEM: [(stem, count, b"") for stem, count in stem_counts.items()],
        FACT: [(fact, 1, b"") for fact in (*facts(page), *scopes)],
        RECORD: _RECORD.pack(page.page_id, page.document_id, page.number, page.digest(), *numbers, len(analysed.exact)),
    }


@contextmanager
def damage_means_rebuild() -> Iterator[None]:
    """Whatever a broken index file makes Whoosh raise becomes one error that says what to do."""
    try:
        yield
    except SearchError:
        raise
    except Exception as problem:
        # Whoosh checks nothing: a broken file can raise anything, also a bare Exception.
        raise IndexDamaged("The search index is damaged: rebuild it.") from problem


class Segment:
    """One open segment: its records as arrays and its posting lists."""

    def __init__(self, reader: SegmentReader) -> None:
        self.reader = reader
        self.size: int = reader.doc_count_all()
        column = reader.column_reader(RECORD)
        data = b"".join(column[number] for number in range(self.size))
        self.records = np.frombuffer(data, dtype=_RECORD_TYPE)

    def postings(self, field: str, term: str) -> Postings | None:
        """The posting list of a term, with page positions counted within the segment."""
        key = term.encode("utf-8", "replace")
        terms = self.reader._terms
        if (field, key) not in terms:
            return None
        matcher = terms.matcher(field, key, self.reader.schema[field].format)
        ids: list[NDArray[np.int64]] = []
        counts: list[NDArray[np.float64]] = []
        places: list[bytes] = []
        while True:
            matcher._read_data()
            deltas, weights, values = matcher._data
            start = np.cumsum(np.array(deltas, dtype=np.int64))
            ids.append(start)
            if weights is None or isinstance(weights, float):
                counts.append(np.full(len(start), 1.0 if weights is None else weights))
            else:
                counts.append(np.array(weights, dtype=np.float64))
            if field == EXACT:
                places.append(b"".join(values))
            if matcher._lastblock:
                break
            matcher._next_block()
        where = np.frombuffer(b"".join(places), dtype="<u4").astype(np.int64) if places else None
        return Postings(np.concatenate(ids), np.concatenate(counts), where)

    def terms_from(self, field: str, prefix: str) -> Iterator[str]:
        """Terms of a field that begin like this, in order."""
        key = prefix.encode("utf-8", "replace")
        for name, term in self.reader._terms.terms_from(field, key):
            if name != field or not term.startswith(key):
                return
            yield term.decode("utf-8")


@dataclass(frozen=True, slots=True)
class State:
    """The index as of one commit: its segments side by side, and which pages are still there."""

    generation: int
    segments: tuple[tuple[str, Segment, int], ...]
    """Segment id, segment, position of its first page."""
    size: int
    records: NDArray[Any]
    live: NDArray[np.bool_]


class WhooshStore:
    """A Whoosh index in a folder of ours. Reading is guarded by one lock: Whoosh's files have a position."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        with damage_means_rebuild():
            make = index.create_in if create else index.open_dir
            self._index = make(str(folder), schema=_schema())
        self._state: State | None = None
        self._cache: OrderedDict[tuple[str, str, str], Postings | None] = OrderedDict()
        self._cached = 0

    def state(self) -> State:
        """The latest commit, opened; what did not change since the last call is kept open."""
        with self.lock, damage_means_rebuild():
            latest = self._index.latest_generation()
            if self._state is not None and self._state.generation == latest:
                return self._state
            for attempt in range(10):
                try:
                    self._state = self._open()
                    break
                except FileNotFoundError:
                    # A writer removed merged segments between our reading the list and opening them.
                    if attempt == 9:
                        raise
            known = {name for name, _, _ in self._state.segments} if self._state else set()
            for key in [key for key in self._cache if key[0] not in known]:
                self._forget(key)
            assert self._state is not None
            return self._state

    def _open(self) -> State:
        toc = self._index._read_toc()
        opened = {name: segment for name, segment, _ in self._state.segments} if self._state else {}
        segments: list[tuple[str, Segment, int]] = []
        live: list[NDArray[np.bool_]] = []
        start = 0
        for record in toc.segments:
            name = record.segment_id()
            segment = opened.get(name) or Segment(SegmentReader(self._index.storage, toc.schema, record))
            segments.append((name, segment, start))
            there = np.ones(segment.size, dtype=bool)
            gone = list(record.deleted_docs())
            there[gone] = False
            live.append(there)
            start += segment.size
        records = [segment.records for _, segment, _ in segments]
        return State(
            toc.generation,
            tuple(segments),
            start,
            np.concatenate(records) if records else np.empty(0, dtype=_RECORD_TYPE),
            np.concatenate(live) if live else np.empty(0, dtype=bool),
        )

    def postings(self, state: State, field: str, term: str) -> Postings | None:
        """The posting list of a term over all segments, or None."""
        found: list[tuple[int, Postings]] = []
        with self.lock, damage_means_rebuild():
            for name, segment, start in state.segments:
                postings = self._cached_postings(name, segment, field, term)
                if postings is not None:
                    found.append((start, postings))
        if not found:
            return None
        if len(found) == 1 and found[0][0] == 0:
            return found[0][1]
        ids: Ids = np.concatenate([postings.ids + start for start, postings in found])
        counts = np.concatenate([postings.counts for _, postings in found])
        if field != EXACT:
            return Postings(ids, counts)
        return Postings(ids, counts, np.concatenate([p.places for _, p in found if p.places is not None]))

    def _cached_postings(self, name: str, segment: Segment, field: str, term: str) -> Postings | None:
        key = (name, field, term)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        postings = segment.postings(field, term)
        self._cache[key] = postings
        self._cached += _weight(postings)
        while self._cached > _CACHE_BYTES:
            self._forget(next(iter(self._cache)))
        return postings

    def _forget(self, key: tuple[str, str, str]) -> None:
        self._cached -= _weight(self._cache.pop(key))

    def terms_from(self, state: State, field: str, prefix: str) -> list[str]:
        """Terms of a field over all segments that begin like this, sorted."""
        with self.lock, damage_means_rebuild():
            return sorted(set(chain.from_iterable(s.terms_from(field, prefix) for _, s, _ in state.segments)))

    def write(self, pages: Iterable[PageDoc], gone: Sequence[int] = (), *, optimise: bool = False) -> int:
        """Take out pages by position in the latest state, add these, commit. Gives how many were added."""
        prepared = [_prepare(page) for page in pages]
        with damage_means_rebuild():
            writer = self._writer()
        try:
            with damage_means_rebuild():
                for position in gone:
                    writer.delete_document(int(position))
                for page in prepared:
                    writer.add_document(**page)
                writer.commit(mergetype=_merge_all if optimise else _merge_small)
        except BaseException as problem:
            if not writer.is_closed:
                with suppress(Exception):
                    writer.cancel()
            if isinstance(problem.__cause__, OSError) and problem.__cause__.errno in (ENOSPC, EDQUOT, EROFS, EACCES):
                raise SearchError(f"The search index cannot be written: {problem.__cause__.strerror}.") from problem
            raise
        return len(prepared)

    def _writer(self) -> SegmentWriter:
        try:
            return SegmentWriter(
                self._index, timeout=_LOCK_PATIENCE, delay=0.05, limitmb=64, codec=whoosh3.W3Codec(blocklimit=BLOCK)
            )
        except index.LockError as problem:
            raise IndexBusy("Another process is writing to the search index: try again in a moment.") from problem

    def close(self) -> None:
        """Close every file."""
        with self.lock:
            for _, segment, _ in self._state.segments if self._state else ():
                segment.reader.close()
            self._state = None
            self._cache.clear()
            self._cached = 0


def _weight(postings: Postings | None) -> int:
    if postings is None:
        return 200
    places = 0 if postings.places is None else postings.places.nbytes
    return 200 + postings.ids.nbytes + postings.counts.nbytes + places


def _merge_small(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Merge when eight segments of about one size have come together, and only small ones."""
    tiers: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        tiers[len(np.base_repr(max(segment.doc_count(), 1), _MERGE_FAN))].append(segment)
    chosen: list[Any] = []
    for group in tiers.values():
        if len(group) >= _MERGE_FAN and sum(segment.doc_count() for segment in group) <= _MERGE_LIMIT:
            chosen += group
    chosen += [segment for segment in segments if segment.doc_count() == 0 and segment not in chosen]
    return _merge(writer, segments, chosen)


def _merge_all(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Merge every segment into one, and drop what was deleted; one clean segment is left as it is."""
    if len(segments) == 1 and not segments[0].has_deletions() and not writer._added:
        return segments
    return _merge(writer, segments, segments)


def _merge(writer: SegmentWriter, segments: list[Any], chosen: list[Any]) -> list[Any]:
    for segment in chosen:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in chosen]
