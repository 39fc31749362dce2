"""A forwarding note in an index's folder: after a move to another engine, whoever opens the old address gets the new
index, at once and without being started again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from archive.search.tree import Node
from archive.search.types import Filters, IndexDamaged, PageDoc, Results, SearchEngine, SortOrder, UnknownEngine

NOTE = "moved.json"
_HOPS = 4


def follow(url: str, folder_of: Callable[[str], Path]) -> str:
    """The address in use for an address: itself, or where the notes lead to. Raises IndexDamaged for a bad note."""
    folder_of(url)
    for _ in range(_HOPS):
        try:
            url = str(json.loads((folder_of(url) / NOTE).read_text(encoding="utf-8"))["to"])
            folder_of(url)
        except FileNotFoundError:
            return url
        except (OSError, ValueError, KeyError, TypeError, UnknownEngine) as problem:
            raise IndexDamaged("The note of where the search index moved to cannot be read: rebuild it.") from problem
    raise IndexDamaged("The search index was moved in a circle: rebuild it.")


def leave_note(folder: Path, to: str) -> None:
    """Send whoever comes to a folder to another address, from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f"{NOTE}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump({"to": to}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, folder / NOTE)


def drop_note(folder: Path) -> None:
    """Let a folder be used itself again."""
    with suppress(FileNotFoundError):
        (folder / NOTE).unlink()


class ForwardedEngine:
    """The engine at an address, wherever it has moved; asked anew at each call, since a move needs no new start."""

    def __init__(self, folder: Path, find: Callable[[], SearchEngine]) -> None:
        """`folder` is where a note would lie; `find` opens the engine in use now."""
        self._note = folder / NOTE
        self._find = find
        self._seen: tuple[int, int] | None = None
        self._engine: SearchEngine | None = None

    def _now(self) -> SearchEngine:
        try:
            stat = self._note.stat()
            seen = (stat.st_mtime_ns, stat.st_ino)
        except OSError:
            seen = None
        if self._engine is None or seen != self._seen:
            # Searches under way keep the old engine until they are done.
            if self._engine is not None:
                self._engine.close_writer()
            self._engine, self._seen = self._find(), seen
        return self._engine

    @property
    def name(self) -> str:
        """The engine's name."""
        return self._now().name

    def search(
        self, query: Node, scopes: frozenset[str] | None, filters: Filters = Filters(), *, limit: int = 20,
        offset: int = 0, sort: SortOrder = "rank", facets: Sequence[str] = (),
    ) -> Results:
        """See `SearchEngine.search`."""
        return self._now().search(query, scopes, filters, limit=limit, offset=offset, sort=sort, facets=facets)

    def words_like(
        self, prefix: str, scopes: frozenset[str] | None, keep: Callable[[str], bool] = lambda word: True
    ) -> Mapping[str, int]:
        """See `SearchEngine.words_like`."""
        return self._now().words_like(prefix, scopes, keep)

    def add(self, pages: Iterable[PageDoc]) -> int:
        """See `SearchEngine.add`."""
        return self._now().add(pages)

    def delete_document(self, document_id: int) -> None:
        """See `SearchEngine.delete_document`."""
        self._now().delete_document(document_id)

    def delete_pages(self, page_ids: Iterable[int]) -> None:
        """See `SearchEngine.delete_pages`."""
        self._now().delete_pages(page_ids)

    def count(self) -> int:
        """See `SearchEngine.count`."""
        return self._now().count()

    def page_digests(self) -> Iterator[tuple[int, int]]:
        """See `SearchEngine.page_digests`."""
        return self._now().page_digests()

    def optimise(self) -> None:
        """See `SearchEngine.optimise`."""
        self._now().optimise()

    def size_bytes(self) -> int:
        """See `SearchEngine.size_bytes`."""
        return self._now().size_bytes()

    def close_writer(self) -> None:
        """See `SearchEngine.close_writer`."""
        if self._engine is not None:
            self._engine.close_writer()

    def close(self) -> None:
        """See `SearchEngine.close`."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
