"""A Whoosh index in a folder of ours: read as arrays, written in segments."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EACCES, EDQUOT, ENOSPC, EROFS
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import index
from whoosh.reading import SegmentReader

from archive.search.analysis import words_with_stems
from archive.search.evaluate import Ids, Postings
from archive.search.fuzzy import close_words
from archive.search.types import IndexBusy, IndexDamaged, PageDoc, SearchError
from archive.search.whoosh_format import EXACT, RECORD, RECORD_TYPE, extent, schema, unpack
from archive.search.whoosh_write import PageWriter, small_ones

_CACHE_BYTES = 48 * 2**20
_LOCK_PATIENCE = 10.0


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
        self.rows = [column[number] for number in range(self.size)]
        self.records = np.frombuffer(b"".join(self.rows), dtype=RECORD_TYPE)
        self._terms = reader._terms._tindex
        self._file = reader._terms._postfile
        self._vocabulary: list[str] | None = None
        self._numbers: dict[str, bytes] = {
            field: number.to_bytes(2, "big") for field, number in reader._terms._fieldmap.items()
        }

    def postings(self, field: str, term: str) -> Postings | None:
        """The posting list of a term, with page positions counted within the segment."""
        number = self._numbers.get(field)
        if number is None:
            return None
        try:
            offset, length = extent(self._terms[number + term.encode("utf-8", "replace")])
        except KeyError:
            return None
        return unpack(self._file.get(offset, length))

    def terms_from(self, field: str, prefix: str) -> Iterator[str]:
        """Terms of a field that begin like this, in order."""
        number = self._numbers.get(field)
        if number is None:
            return
        start = number + prefix.encode("utf-8", "replace")
        for key in self._terms.keys_from(start):
            if not key.startswith(start):
                return
            yield key[2:].decode("utf-8")

    def vocabulary(self) -> list[str]:
        """Every exact word of the segment; kept, since a segment never changes."""
        if self._vocabulary is None:
            self._vocabulary = list(self.terms_from(EXACT, ""))
        return self._vocabulary

    def groups(self) -> Iterator[tuple[str, bytes, Postings]]:
        """Every posting list, in order of field and term."""
        names = {number: field for field, number in self._numbers.items()}
        for key, value in self._terms.items():
            yield names[key[:2]], key[2:], unpack(self._file.get(*extent(value)))


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
            self._index = make(str(folder), schema=schema())
        self._state: State | None = None
        self._cache: OrderedDict[tuple[str, str, str], Postings | None] = OrderedDict()
        self._cached = 0
        self._with_stems: dict[tuple[str, ...], list[str]] = {}

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
            assert self._state is not None
            self._with_stems = {}
            known = {name for name, _, _ in self._state.segments}
            for key in [key for key in self._cache if key[0] not in known]:
                self._forget(key)
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
            there[list(record.deleted_docs())] = False
            live.append(there)
            start += segment.size
        records = [segment.records for _, segment, _ in segments]
        return State(
            toc.generation,
            tuple(segments),
            start,
            np.concatenate(records) if records else np.empty(0, dtype=RECORD_TYPE),
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

    def words_close(self, state: State, word: str, reach: int) -> list[str]:
        """Exact words that differ from a word by so many letters at most."""
        with self.lock, damage_means_rebuild():
            vocabularies = [segment.vocabulary() for _, segment, _ in state.segments]
        return list(dict.fromkeys(chain.from_iterable(close_words(word, known, reach) for known in vocabularies)))

    def words_with(self, state: State, stem_terms: tuple[str, ...]) -> list[str]:
        """Exact words that have one of these stems; kept until the next commit."""
        with self.lock:
            found = self._with_stems.get(stem_terms)
            if found is None or state is not self._state:
                found = words_with_stems(stem_terms, lambda prefix: self.terms_from(state, EXACT, prefix))
                if state is self._state:
                    self._with_stems[stem_terms] = found
            return found

    def write(self, pages: Sequence[PageDoc], gone: Sequence[int] = (), *, merge_all: bool = False) -> int:
        """Take out pages by position in the latest state, add these, merge, commit. Gives how many were added."""
        writer = self._writer()
        try:
            writer.remove(gone)
            for page in pages:
                writer.add(page)
            with damage_means_rebuild():
                segments = self.state().segments if merge_all else small_ones(self.state().segments, len(pages))
                writer.commit([(name, segment) for name, segment, _ in segments])
        except BaseException as problem:
            with suppress(Exception):
                writer.cancel()
            cause = problem.__cause__
            if isinstance(cause, OSError) and cause.errno in (ENOSPC, EDQUOT, EROFS, EACCES):
                raise SearchError(f"The search index cannot be written: {cause.strerror}.") from problem
            raise
        return len(pages)

    def _writer(self) -> PageWriter:
        try:
            with damage_means_rebuild():
                return PageWriter(self._index, _LOCK_PATIENCE)
        except IndexDamaged as problem:
            if isinstance(problem.__cause__, index.LockError):
                busy = "Another process is writing to the search index: try again in a moment."
                raise IndexBusy(busy) from problem.__cause__
            raise

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


def positions(state: State, name: str, values: Iterable[int]) -> list[int]:
    """Where pages with any of these values of a record field stand in the index, those still there."""
    found = np.flatnonzero(np.isin(state.records[name], list(values)) & state.live)
    return [int(position) for position in found]
