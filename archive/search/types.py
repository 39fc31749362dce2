"""What goes into a search index, what comes out of it, and what every engine can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Literal, Protocol, TypeAlias

from archive.search.analysis import ANALYSIS_VERSION
from archive.search.tree import Node

FieldValue: TypeAlias = "str | int | float | date | Sequence[str]"
Texts: TypeAlias = Callable[[Sequence[int]], Mapping[int, str]]
"""Page ids in, the stored text of those pages out; pages that are gone are left out."""

FACETS = ("agency", "year", "project", "kind", "finding", "source", "language", "redacted")
"""Fields that results can be counted and filtered by; `redacted` is counted in steps."""

SortOrder: TypeAlias = Literal["rank", "newest", "oldest"]


class SearchError(Exception):
    """Something the index cannot do now; the message is one plain sentence."""


class IndexDamaged(SearchError):
    """The index cannot be read, or was made by another version: rebuild it."""


class IndexBusy(SearchError):
    """Another process is writing to the index: try again."""


class UnknownEngine(SearchError):
    """The address names no engine we have."""


@dataclass(frozen=True, slots=True)
class PageDoc:
    """One page as it is indexed. `scopes`: who may see it; `fields`: agency, folio, year, project, oficio, kind,
    finding, redacted (share 0–1), source, language, date (a list where there are several)."""

    page_id: int
    document_id: int
    number: int
    text: str
    title: str = ""
    scopes: frozenset[str] = frozenset()
    fields: Mapping[str, FieldValue] = field(default_factory=dict)

    def digest(self) -> int:
        """A 63-bit number that changes when anything indexed of this page changes, or the way we index it."""
        facts = [ANALYSIS_VERSION, self.document_id, self.number, self.title, sorted(self.scopes)]
        facts += [(name, _plain(value)) for name, value in sorted(self.fields.items()) if value is not None]
        summary = blake2b(repr(facts).encode(), digest_size=8)
        summary.update(self.text.encode("utf-8", "surrogatepass"))
        return int.from_bytes(summary.digest()) >> 1


def _plain(value: FieldValue) -> str:
    if isinstance(value, str | int | float | date):
        return str(value)
    return repr([str(item) for item in value])


@dataclass(frozen=True, slots=True)
class Filters:
    """What results are narrowed to, beside the query: any of the values of each facet, one document, dates (both
    ends included), pages added after a page id (for alerts)."""

    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    document_id: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    after_page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers the query; a higher score is a better answer."""

    page_id: int
    document_id: int
    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """Answers to a query: `total` counts pages; `facets` gives value → pages for each facet asked for."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class SearchEngine(Protocol):
    """What every engine does, the same way. `scopes=None` is the installation's owner, who sees everything."""

    @property
    def name(self) -> str:
        """What addresses call it: `whoosh`, `tantivy`."""

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
        """Pages that match a planned query (see `plan.plan_query`), best first, within the scopes."""

    def words_like(
        self, prefix: str, scopes: frozenset[str] | None, keep: Callable[[str], bool] = lambda word: True
    ) -> Mapping[str, int]:
        """Words of the archive (folded) that begin with `prefix` → visible pages that have them, if `keep` says so."""

    def add(self, pages: Iterable[PageDoc]) -> int:
        """Add pages, or replace those already there; visible to searches on return. Gives how many."""

    def delete_document(self, document_id: int) -> None:
        """Take out every page of a document."""

    def delete_pages(self, page_ids: Iterable[int]) -> None:
        """Take out these pages."""

    def count(self) -> int:
        """How many pages are in the index."""

    def page_digests(self) -> Iterator[tuple[int, int]]:
        """`(page_id, digest)` of every page in the index."""

    def optimise(self) -> None:
        """Merge and clean up; run it now and then."""

    def size_bytes(self) -> int:
        """How much room the index takes on disk."""

    def close_writer(self) -> None:
        """Give back the right to write, so that another process can take it."""

    def close(self) -> None:
        """Let go of every file."""
