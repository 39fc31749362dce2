"""A search from the words typed to what is shown: the one way in for the web and for `acuse search`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from archive.search.analysis import fold
from archive.search.common_words import without_common
from archive.search.hints import Hint
from archive.search.marks import Marker, matching_words
from archive.search.most import most_of
from archive.search.plan import Planner, named
from archive.search.query import parse_query
from archive.search.snippets import Snippet, make_snippet
from archive.search.suggest import Suggestion, suggest
from archive.search.thesaurus import Thesaurus
from archive.search.tree import Node
from archive.search.types import FACETS, Filters, SearchEngine, SearchError, SortOrder, Texts

FEW = 5
"""With fewer answers than this, the loose count and spelling help are offered."""

RECOMMEND_MOVE_AT = {"whoosh": 20_000}
"""Pages from which another engine serves better; see docs/search.md for the measurement."""

_NO_THESAURUS = Thesaurus()


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answers, with the piece of it that shows why (None when its text is gone from the archive)."""

    page_id: int
    document_id: int
    number: int
    score: float
    snippet: Snippet | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One screen of answers. `used_synonyms`: words asked for → other names also found; `loose_total`: pages when n and
    ñ are one letter, if that finds more; `most_total`: pages that have most of the words, if those are more."""

    total: int
    hits: tuple[Found, ...]
    facets: Mapping[str, Mapping[str, int]]
    hints: tuple[Hint, ...]
    used_synonyms: Mapping[str, tuple[str, ...]]
    loose_total: int | None
    suggestions: tuple[Suggestion, ...]
    took_ms: float
    most_total: int | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """How a query is widened: other official names, forms OCR makes, n and ñ as one letter, most words for all."""

    synonyms: bool = True
    tolerant: bool = True
    loose: bool = False
    most: bool = False


def search_pages(
    engine: SearchEngine,
    texts: Texts,
    query_text: str,
    scopes: frozenset[str] | None,
    filters: Filters = Filters(),
    *,
    limit: int = 20,
    offset: int = 0,
    sort: SortOrder = "rank",
    facets: Sequence[str] = FACETS,
    thesaurus: Thesaurus = _NO_THESAURUS,
    ways: Ways = Ways(),
) -> SearchPage:
    """Search and make everything a page of results shows. Only `SearchError`s are raised."""
    began = perf_counter()
    parsed = parse_query(query_text)
    most = most_of(parsed.tree)
    tree = most if ways.most and most is not None else parsed.tree
    planner = Planner(thesaurus if ways.synonyms else _NO_THESAURUS, ways.loose, ways.tolerant)
    planned = planner.plan(tree)
    results = engine.search(planned, scopes, filters, limit=limit, offset=offset, sort=sort, facets=facets)
    loose_total = most_total = None
    suggestions: tuple[Suggestion, ...] = ()
    if results.total < FEW and query_text.strip():
        if not ways.loose and any(ch in "nñ" for ch in fold(query_text)):
            loosely = Planner(planner.thesaurus, True, ways.tolerant).plan(tree)
            wider = engine.search(loosely, scopes, filters, limit=0).total
            loose_total = wider if wider > results.total else None
        if most is not None and not ways.most:
            mostly = Planner(planner.thesaurus, ways.loose, ways.tolerant).plan(most)
            wider = engine.search(mostly, scopes, filters, limit=0).total
            most_total = wider if wider > results.total else None
        if not results.total:
            suggestions = suggest(engine, query_text, parsed.tree, scopes)
    used = {asked: present for asked, others in planner.used.items() if (present := _present(engine, others, scopes))}
    marker = Marker(Planner(planner.thesaurus, ways.loose, ways.tolerant).plan(without_common(tree)))
    bodies = texts([hit.page_id for hit in results.hits]) if results.hits else {}
    hits = tuple(
        Found(
            hit.page_id,
            hit.document_id,
            hit.number,
            hit.score,
            make_snippet(marker, bodies[hit.page_id]) if hit.page_id in bodies else None,
        )
        for hit in results.hits
    )
    took = (perf_counter() - began) * 1000
    return SearchPage(
        results.total,
        hits,
        results.facets,
        parsed.hints,
        used,
        loose_total,
        suggestions,
        took,
        most_total,
    )


def _present(engine: SearchEngine, names: Sequence[str], scopes: frozenset[str] | None) -> tuple[str, ...]:
    """Names of the thesaurus that some page this person may see has."""
    return tuple(name for name in names if engine.search(named(name), scopes, limit=0).total)


def planned_query(query_text: str, thesaurus: Thesaurus = _NO_THESAURUS, ways: Ways = Ways()) -> Node:
    """The tree engines and markers work with, for a query as typed."""
    tree = parse_query(query_text).tree
    tree = (most_of(tree) or tree) if ways.most else tree
    return Planner(thesaurus if ways.synonyms else _NO_THESAURUS, ways.loose, ways.tolerant).plan(tree)


def words_to_box(
    query_text: str, words: Sequence[str], thesaurus: Thesaurus = _NO_THESAURUS, ways: Ways = Ways()
) -> list[int]:
    """Indexes of a page's words (in reading order, as read) to box on its image for this query."""
    return matching_words(planned_query(query_text, thesaurus, ways), words)


def should_move(engine: SearchEngine) -> bool:
    """Whether the archive has outgrown its engine; False while the index cannot be asked."""
    try:
        return engine.count() >= RECOMMEND_MOVE_AT.get(engine.name, 10**12)
    except SearchError:
        return False
