"""Keeps an index what the archive says: finds and heals drift, and rebuilds beside the one in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic

from archive.search.engines import index_folder, open_search
from archive.search.types import IndexDamaged, PageDoc, SearchEngine

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Drift:
    """Where index and archive differ, as page ids: not in the index, in it with other content, in it and gone."""

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    extra: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did: pages in the new index, of these kept from an interrupted one, seconds, and whether it
    came to the end (if not, the index in use is the old one and the next rebuild goes on from here)."""

    pages: int
    kept: int
    seconds: float
    finished: bool


def find_drift(engine: SearchEngine, archive: Iterable[tuple[int, int]]) -> Drift:
    """Compare `(page_id, PageDoc.digest())` of every page that should be indexed with the index."""
    held = dict(engine.page_digests())
    missing: list[int] = []
    stale: list[int] = []
    for page_id, digest in archive:
        there = held.pop(page_id, None)
        if there is None:
            missing.append(page_id)
        elif there != digest:
            stale.append(page_id)
    return Drift(tuple(missing), tuple(stale), tuple(held))


def heal(engine: SearchEngine, drift: Drift, load: Callable[[list[int]], Iterable[PageDoc]]) -> int:
    """Put right what `find_drift` found; `load` gives the pages of ids. Gives how many pages were changed."""
    if drift.extra:
        engine.delete_pages(drift.extra)
    wanted = [*drift.missing, *drift.stale]
    changed = len(drift.extra)
    for start in range(0, len(wanted), _BATCH):
        changed += engine.add(load(wanted[start : start + _BATCH]))
    return changed


def rebuild(
    url: str,
    pages: Iterable[PageDoc],
    *,
    progress: Callable[[int], None] = lambda done: None,
    stop: Callable[[], bool] = lambda: False,
) -> Rebuilt:
    """Build the index at an address anew, beside the one in use, and swap it in at the end.

    Pages stream through; `progress` hears how many are done; `stop` is asked between batches, and what is done then is
    kept for the next rebuild. Pages that changed meanwhile are found by `find_drift` afterwards."""
    began = monotonic()
    folder = index_folder(url)
    generation = folder.unfinished() or folder.start()
    engine = open_search(url, generation=generation)
    try:
        held = dict(engine.page_digests())
    except IndexDamaged:
        engine.close()
        folder.discard(generation)
        generation = folder.start()
        engine = open_search(url, generation=generation)
        held = {}
    kept = done = 0
    try:
        for batch in _batches(pages):
            fresh = [page for page in batch if held.pop(page.page_id, None) != page.digest()]
            kept += len(batch) - len(fresh)
            engine.add(fresh)
            done += len(batch)
            progress(done)
            if stop():
                return Rebuilt(done, kept, monotonic() - began, False)
        engine.delete_pages(held)
        engine.optimise()
    except IndexDamaged:
        # What was kept of an interrupted rebuild is no good: the next one begins anew.
        folder.discard(generation)
        raise
    finally:
        engine.close()
    folder.swap(generation)
    return Rebuilt(done, kept, monotonic() - began, True)


def _batches(pages: Iterable[PageDoc]) -> Iterator[list[PageDoc]]:
    batch: list[PageDoc] = []
    for page in pages:
        batch.append(page)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
