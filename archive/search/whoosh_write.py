"""Writes segments of a Whoosh index: new pages, and older segments merged into them, streaming term by term."""

from __future__ import annotations

import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from whoosh.writing import SegmentWriter

from archive.search.analysis import APART, analyse
from archive.search.facts import facts, number
from archive.search.types import PageDoc
from archive.search.whoosh_format import EXACT, FACT, RECORD, RECORD_TYPE, STEM, Codec, Group

if TYPE_CHECKING:
    from archive.search.whoosh_store import Segment

_LAST_PLACE = 2**21 - 1
"""Words beside the order that a very long page has no more places for share the last."""

MERGE_FAN = 8
MERGE_LIMIT = 4000
"""Pages that adding may merge at most; bigger merges wait for `optimise`."""


class _Pool:
    """Posting lists of the new pages, and of segments merged in; stands where Whoosh has its sorting pool."""

    def __init__(self) -> None:
        self._lists: dict[str, dict[str, tuple[array[int], array[int], array[int]]]] = {
            EXACT: {},
            STEM: {},
            FACT: {},
        }
        self._merged: list[Iterator[Group]] = []

    def add(self, field: str, term: str, page: int, count: int, places: Sequence[int] = ()) -> None:
        """One term of one page."""
        lists = self._lists[field]
        found = lists.get(term)
        if found is None:
            found = lists[term] = (array("I"), array("I"), array("I"))
        found[0].append(page)
        found[1].append(count)
        found[2].extend(places)

    def merge(self, segment: Segment, new_number: NDArray[np.int64]) -> None:
        """All posting lists of a segment; `new_number` gives a page's number in the new one, −1 for pages left out."""
        self._merged.append(_renumbered(segment, new_number))

    def iter_postings(self) -> Iterator[Group]:
        """Every posting list, in order of field and term; what Whoosh's writer asks for."""
        streams = heapq.merge(*self._merged, self._own(), key=itemgetter(0, 1))
        for (field, term), group in groupby(streams, key=itemgetter(0, 1)):
            parts = sorted(group, key=lambda part: int(part[2][0]))
            if len(parts) == 1:
                yield parts[0]
                continue
            places = [part[4] for part in parts if part[4] is not None]
            yield (
                field,
                term,
                np.concatenate([part[2] for part in parts]),
                np.concatenate([part[3] for part in parts]),
                np.concatenate(places) if places else None,
            )

    def _own(self) -> Iterator[Group]:
        for field in sorted(self._lists):
            keys = sorted((term.encode("utf-8", "replace"), term) for term in self._lists[field])
            for key, term in keys:
                ids, counts, places = (np.frombuffer(part, dtype="u4") for part in _full(self._lists[field][term]))
                yield field, key, ids, counts, places if field == EXACT else None

    def cleanup(self) -> None:
        """Nothing was written aside."""


def _full(parts: tuple[array[int], array[int], array[int]]) -> tuple[array[int], array[int], bytes | array[int]]:
    return parts[0], parts[1], parts[2] or b""


def _renumbered(segment: Segment, new_number: NDArray[np.int64]) -> Iterator[Group]:
    everything = bool((new_number >= 0).all())
    for field, term, postings in segment.groups():
        ids = new_number[postings.ids]
        if everything:
            yield field, term, ids, postings.counts, postings.places
            continue
        kept = ids >= 0
        if not kept.any():
            continue
        places = postings.places
        if places is not None:
            places = places[np.repeat(kept, postings.counts.astype(np.int64))]
        yield field, term, ids[kept], postings.counts[kept], places


class PageWriter:
    """One change of the index: pages out, pages in, segments merged; nothing is seen before `commit`."""

    def __init__(self, whoosh_index: Any, patience: float) -> None:
        self._writer = SegmentWriter(whoosh_index, timeout=patience, delay=0.05, codec=Codec())
        self._pool = self._writer.pool = _Pool()
        self._column = self._writer.schema[RECORD].column_type

    def remove(self, positions: Sequence[int]) -> None:
        """Take out pages by position in the latest commit."""
        for position in positions:
            self._writer.delete_document(position)

    def add(self, page: PageDoc) -> None:
        """Add one page."""
        analysed = analyse(page.text)
        here = self._start(_record(page, len(analysed.exact)))
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(analysed.exact):
            places[word].append(place)
        for offset, word in enumerate(analysed.extra, 1):
            places[word].append(min(len(analysed.exact) + offset * APART, _LAST_PLACE))
        for word, at in places.items():
            self._pool.add(EXACT, word, here, len(at), at)
        counts: dict[str, int] = defaultdict(int)
        for stem in analysed.stems:
            counts[stem] += 1
        for stem, count in counts.items():
            self._pool.add(STEM, stem, here, count)
        for fact in dict.fromkeys([*facts(page), *(f"scope={scope}" for scope in page.scopes)]):
            self._pool.add(FACT, fact, here, 1)

    def _start(self, record: bytes) -> int:
        """Begin a page with its record, and give its number in the new segment."""
        here: int = self._writer.docnum
        self._writer.perdocwriter.start_doc(here)
        self._writer.perdocwriter.add_column_value(RECORD, self._column, record)
        self._writer.perdocwriter.finish_doc()
        self._writer.docnum += 1
        self._writer._added = True
        return here

    def commit(self, merged: Sequence[tuple[str, Segment]]) -> None:
        """Merge these segments into the new one and make it all visible at once."""
        gone = {segment.segment_id(): set(segment.deleted_docs()) for segment in self._writer.segments}
        alone = len(merged) == 1 and self._writer.docnum == 0 and not gone.get(merged[0][0])
        for name, segment in () if alone else merged:
            new_number = np.full(segment.size, -1, dtype=np.int64)
            for old, row in enumerate(segment.rows):
                if old not in gone[name]:
                    new_number[old] = self._start(row)
            self._pool.merge(segment, new_number)
        dropped = set() if alone else {name for name, _ in merged}
        self._writer.commit(
            mergetype=lambda _, segments: [segment for segment in segments if segment.segment_id() not in dropped]
        )

    def cancel(self) -> None:
        """Leave the index as it was and give back the lock."""
        if not self._writer.is_closed:
            self._writer.cancel()


def small_ones(segments: Sequence[tuple[str, Segment, int]], adding: int) -> list[tuple[str, Segment, int]]:
    """Segments to merge while adding: when eight of about one size have come together, and only small ones."""
    tiers: dict[int, list[tuple[str, Segment, int]]] = defaultdict(list)
    for entry in segments:
        tiers[len(np.base_repr(max(entry[1].size, 1), MERGE_FAN))].append(entry)
    chosen: list[tuple[str, Segment, int]] = []
    total = adding
    for tier in sorted(tiers):
        size = sum(entry[1].size for entry in tiers[tier])
        if len(tiers[tier]) >= MERGE_FAN - 1 and total + size <= MERGE_LIMIT:
            chosen += tiers[tier]
            total += size
    return chosen


def _record(page: PageDoc, length: int) -> bytes:
    numbers = [number(page, name) for name in ("year", "date", "redacted")]
    values = [float("nan") if value is None else value for value in numbers]
    row = (page.page_id, page.document_id, page.number, page.digest(), *values, length)
    return np.array([row], dtype=RECORD_TYPE).tobytes()
