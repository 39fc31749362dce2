"""Search in an embedded Whoosh index: the default, for archives of up to some tens of thousands of pages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.search.evaluate import Evaluation, Ids, Mask, Postings, Scores
from archive.search.facts import filter_facts
from archive.search.folder import IndexFolder
from archive.search.tree import Node
from archive.search.types import Filters, Hit, PageDoc, Results, SortOrder
from archive.search.whoosh_format import EXACT, FACT, STEM
from archive.search.whoosh_store import State, WhooshStore, positions

_BATCH = 2000
_NOTHING: Ids = np.empty(0, dtype=np.int64)


class _Source:
    """One state of the store, as the evaluation reads it."""

    def __init__(self, store: WhooshStore, state: State) -> None:
        self._store, self._state = store, state
        self.size = state.size
        self.lengths: NDArray[np.float64] = state.records["length"].astype(np.float64)

    def exact(self, term: str) -> Postings | None:
        return self._store.postings(self._state, EXACT, term)

    def stem(self, term: str) -> Postings | None:
        return self._store.postings(self._state, STEM, term)

    def fact(self, term: str) -> Ids:
        postings = self._store.postings(self._state, FACT, term)
        return _NOTHING if postings is None else postings.ids

    def words_from(self, prefix: str) -> Sequence[str]:
        return self._store.terms_from(self._state, EXACT, prefix)

    def words_with(self, stem_terms: tuple[str, ...]) -> Sequence[str]:
        return self._store.words_with(self._state, stem_terms)

    def words_close(self, word: str, reach: int) -> Sequence[str]:
        return self._store.words_close(self._state, word, reach)

    def facts_from(self, prefix: str) -> Sequence[str]:
        return self._store.terms_from(self._state, FACT, prefix)

    def numbers(self, name: str) -> NDArray[np.float64]:
        values: NDArray[np.float64] = self._state.records[name]
        return values


class WhooshEngine:
    """A Whoosh index behind the search seam. One process writes at a time; any number read."""

    name = "whoosh"

    def __init__(self, folder: IndexFolder, *, generation: Path | None = None) -> None:
        self._folder = folder
        self._fixed = generation
        self._store: WhooshStore | None = None
        self._lock = threading.RLock()
        self._scopes: OrderedDict[tuple[int, frozenset[str]], Mask] = OrderedDict()

    def _open(self, *, create: bool = False) -> WhooshStore | None:
        with self._lock:
            current = self._fixed or self._folder.current()
            if self._store is not None and self._store.folder == current:
                return self._store
            if self._store is not None:
                self._store = None
                self._scopes.clear()
            if current is None:
                if not create:
                    return None
                current = self._folder.start()
                self._store = WhooshStore(current, create=True)
                self._folder.swap(current)
            else:
                self._folder.check(current)
                fresh = self._fixed is not None and not any(current.glob("*.toc"))
                self._store = WhooshStore(current, create=fresh)
            return self._store

    def search(
        self,
        query: Node,
        scopes: frozenset[str] | None,
        filters: Filters = Filters(),
        *,
        limit: int = 20,
        offset: int = 0,
        sort: SortOrder = "rank",
        facets: Sequence[str] = (),
    ) -> Results:
        """See `SearchEngine.search`."""
        store = self._open()
        if store is None:
            return Results(0, (), {name: {} for name in facets})
        state = store.state()
        source = _Source(store, state)
        visible = self._visible(source, state, scopes)
        # Rarity counts all that this person sees, so that narrowing does not reorder; the filters come after.
        mask, scores = Evaluation(source, visible).run(query)
        mask &= _passes(source, state, filters)
        total = int(mask.sum())
        best = _best(state, mask, scores, sort, offset, limit)
        hits = tuple(
            Hit(int(page), int(document), int(number), float(score))
            for page, document, number, score in zip(
                state.records["page"][best], state.records["document"][best], state.records["number"][best],
                scores[best], strict=True,
            )
        )  # fmt: skip
        return Results(total, hits, {name: _counts(source, mask, name) for name in facets})

    def _visible(self, source: _Source, state: State, scopes: frozenset[str] | None) -> Mask:
        if scopes is None:
            return state.live
        key = (state.generation, scopes)
        with self._lock:
            known = self._scopes.get(key)
        if known is not None:
            return known
        visible = state.live & _any(source, [f"scope={scope}" for scope in scopes])
        with self._lock:
            self._scopes[key] = visible
            while len(self._scopes) > 32:
                self._scopes.popitem(last=False)
        return visible

    def words_like(
        self, prefix: str, scopes: frozenset[str] | None, keep: Callable[[str], bool] = lambda word: True
    ) -> Mapping[str, int]:
        """See `SearchEngine.words_like`."""
        store = self._open()
        if store is None:
            return {}
        state = store.state()
        source = _Source(store, state)
        visible = self._visible(source, state, scopes)
        found: dict[str, int] = {}
        for word in filter(keep, source.words_from(prefix)):
            postings = source.exact(word)
            count = int(visible[postings.ids].sum()) if postings else 0
            if count:
                found[word] = count
        return found

    def add(self, pages: Iterable[PageDoc]) -> int:
        """See `SearchEngine.add`."""
        store = self._open(create=True)
        assert store is not None
        added = 0
        for batch in _batches(pages):
            ids = [page.page_id for page in batch]
            added += store.write(batch, positions(store.state(), "page", ids))
        return added

    def delete_document(self, document_id: int) -> None:
        """See `SearchEngine.delete_document`."""
        self._delete("document", [document_id])

    def delete_pages(self, page_ids: Iterable[int]) -> None:
        """See `SearchEngine.delete_pages`."""
        self._delete("page", list(page_ids))

    def _delete(self, name: str, values: Sequence[int]) -> None:
        store = self._open()
        if store is None:
            return
        gone = positions(store.state(), name, values)
        if gone:
            store.write((), gone)

    def count(self) -> int:
        """See `SearchEngine.count`."""
        store = self._open()
        return 0 if store is None else int(store.state().live.sum())

    def page_digests(self) -> Iterator[tuple[int, int]]:
        """See `SearchEngine.page_digests`."""
        store = self._open()
        if store is None:
            return
        state = store.state()
        for record in state.records[state.live]:
            yield int(record["page"]), int(record["digest"])

    def optimise(self) -> None:
        """See `SearchEngine.optimise`."""
        store = self._open()
        if store is not None:
            store.write((), merge_all=True)

    def size_bytes(self) -> int:
        """See `SearchEngine.size_bytes`."""
        return self._folder.size_bytes()

    def close_writer(self) -> None:
        """Nothing to do: each change takes the write lock and gives it back."""

    def close(self) -> None:
        """See `SearchEngine.close`."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None


def _batches(pages: Iterable[PageDoc]) -> Iterator[list[PageDoc]]:
    batch: dict[int, PageDoc] = {}
    for page in pages:
        batch[page.page_id] = page
        if len(batch) >= _BATCH:
            yield list(batch.values())
            batch = {}
    if batch:
        yield list(batch.values())


def _any(source: _Source, facts: Sequence[str]) -> Mask:
    mask = np.zeros(source.size, dtype=bool)
    for fact in facts:
        mask[source.fact(fact)] = True
    return mask


def _passes(source: _Source, state: State, filters: Filters) -> Mask:
    mask = np.ones(state.size, dtype=bool)
    for group in filter_facts(filters):
        mask &= _any(source, group)
    if filters.document_id is not None:
        mask &= state.records["document"] == filters.document_id
    if filters.after_page is not None:
        mask &= state.records["page"] > filters.after_page
    with np.errstate(invalid="ignore"):
        if filters.date_from is not None:
            mask &= state.records["date"] >= filters.date_from.toordinal()
        if filters.date_to is not None:
            mask &= state.records["date"] <= filters.date_to.toordinal()
    return mask


def _best(state: State, mask: Mask, scores: Scores, sort: SortOrder, offset: int, limit: int) -> Ids:
    """Positions of the hits wanted, in order; pages that tie come in order of page id, undated ones last."""
    found = np.flatnonzero(mask)
    if sort == "rank":
        keys = -scores[found]
    else:
        dates = state.records["date"][found]
        keys = np.where(np.isnan(dates), np.inf, -dates if sort == "newest" else dates)
    wanted = offset + limit
    if len(found) > wanted > 0:
        edge = np.partition(keys, wanted - 1)[wanted - 1]
        near = keys <= edge
        found, keys = found[near], keys[near]
    order = np.lexsort((state.records["page"][found], keys))
    result: Ids = found[order][offset:wanted]
    return result


def _counts(source: _Source, mask: Mask, name: str) -> dict[str, int]:
    counted = {term[len(name) + 1 :]: int(mask[source.fact(term)].sum()) for term in source.facts_from(f"{name}=")}
    rising = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return {value: count for value, count in rising if count}
