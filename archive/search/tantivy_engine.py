"""Search in a tantivy index: for large archives. One process writes, any number read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Query

from archive.search.analysis import APART, analyse
from archive.search.facts import NUMBERS, facts, number
from archive.search.folder import IndexFolder
from archive.search.pairs import is_pair, with_pairs
from archive.search.tantivy_query import EXACT, FACT, STEM, Cache, Translator, scopes_term
from archive.search.tree import Node
from archive.search.types import (
    FACETS,
    Filters,
    Hit,
    IndexBusy,
    IndexDamaged,
    PageDoc,
    Results,
    SearchError,
    SortOrder,
)

FACET = "facet"
_HEAP = 64_000_000
_NOTHING = "."
"""Holds a place in which no term stands."""
_WOVEN = "woven"
_CHUNK = 20_000


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(EXACT, tokenizer_name=_WOVEN, index_option="position")
    builder.add_text_field(STEM, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(FACT, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(FACET, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("page", "document"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("number", "digest", "year", "date"):
        builder.add_integer_field(name, fast=True)
    builder.add_float_field("redacted", fast=True)
    return builder.build()


def _document(page: PageDoc) -> Any:
    analysed = analyse(page.text)
    document = tantivy.Document()
    woven = with_pairs(analysed.exact, _NOTHING)
    if analysed.extra:
        document.add_pre_tokenized_text(EXACT, _placed(woven, analysed.extra))
    else:
        document.add_text(EXACT, " ".join(woven))
    document.add_text(STEM, " ".join(analysed.stems))
    for fact in facts(page):
        document.add_text(FACT, fact)
        if fact.partition("=")[0] in FACETS:
            document.add_text(FACET, fact)
    document.add_text(FACT, scopes_term(page.scopes))
    whole = {"page": page.page_id, "document": page.document_id, "number": page.number, "digest": page.digest()}
    for name, value in whole.items():
        document.add_integer(name, value)
    for name in NUMBERS:
        found = number(page, name)
        if found is not None and name == "redacted":
            document.add_float(name, found)
        elif found is not None:
            document.add_integer(name, int(found))
    return document


def _placed(woven: Sequence[str], beside: Sequence[str]) -> Any:
    """Terms each in its place, as the tokenizer gives them; words beside the order stand apart, so that nothing is near
    them."""
    placed = [tantivy.Token(term, place, 0, 0) for place, term in enumerate(woven) if term != _NOTHING]
    apart = range(len(woven) + 2 * APART, len(woven) + 2 * APART * (len(beside) + 1), 2 * APART)
    placed += [tantivy.Token(term, place, 0, 0) for term, place in zip(beside, apart, strict=True)]
    return tantivy.PreTokenizedString("", placed)


def _prepared(index: Any) -> Any:
    """The index, told how woven words are taken apart, and to show new commits only when we ask for them: what we keep
    of one state would not be true of a state that came by itself."""
    index.config_reader(reload_policy="manual")
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(_WOVEN, builder.filter(tantivy.Filter.custom_stopword([_NOTHING])).build())
    return index


@contextmanager
def damage_means_rebuild() -> Iterator[None]:
    """What tantivy raises about its files becomes one error that says what to do; also a panic of its own."""
    try:
        yield
    except SearchError:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:
        if "LockBusy" in str(problem):
            raise IndexBusy("Another process is writing to the search index: try again in a moment.") from problem
        if "No space left" in str(problem):
            raise SearchError("The search index cannot be written: no space left on the disk.") from problem
        raise IndexDamaged("The search index is damaged: rebuild it.") from problem


class TantivyEngine:
    """A tantivy index behind the search seam."""

    name = "tantivy"

    def __init__(self, folder: IndexFolder, *, generation: Path | None = None) -> None:
        self._folder = folder
        self._fixed = generation
        self._lock = threading.RLock()
        self._write_lock = threading.RLock()
        self._writer_path: Path | None = None
        self._cache = Cache()
        self._path: Path | None = None
        self._index: Any = None
        self._writer: Any = None
        self._seen: tuple[int, int] | None = None

    def _open(self, *, create: bool = False) -> Any:
        """The index in use, or None when there is none yet."""
        with self._lock:
            current = self._fixed or self._folder.current()
            if current is not None and current == self._path:
                return self._index
            self._index = self._path = self._seen = None
            if current is None:
                if not create:
                    return None
                current = self._folder.start()
                with damage_means_rebuild():
                    self._index = _prepared(tantivy.Index(_schema(), path=str(current)))
                self._folder.swap(current)
            else:
                self._folder.check(current)
                fresh = self._fixed is not None and not (current / "meta.json").exists()
                with damage_means_rebuild():
                    index = tantivy.Index(_schema(), path=str(current), reuse=True) if fresh else _opened(current)
                    self._index = _prepared(index)
            self._path = current
            return self._index

    def _view(self) -> tuple[Any, Cache]:
        """A view of the latest commit of any process (None when there is no index), and what was read of that very
        state: what is known of one state must never be used on another."""
        with self._lock:
            index = self._open()
            if index is None:
                return None, self._cache
            assert self._path is not None
            with damage_means_rebuild():
                stat = (self._path / "meta.json").stat()
                if self._seen != (stat.st_mtime_ns, stat.st_ino):
                    index.reload()
                    self._cache = Cache()
                    self._seen = (stat.st_mtime_ns, stat.st_ino)
                return index.searcher(), self._cache

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
        searcher, cache = self._view()
        if searcher is None:
            return Results(0, (), {name: {} for name in facets})
        with damage_means_rebuild():
            translator = Translator(self._index.schema, searcher, cache)
            key = (query, scopes, repr(filters))

            def count() -> int:
                asked = translator.narrowed(translator.query(query), scopes, filters)
                return int(searcher.search(asked, limit=1, count=True).count)

            if not limit and not facets:
                return Results(cache.known(key, count), ())
            wanted = translator.narrowed(translator.query(query), scopes, filters)
            by_date: dict[str, Any] = {}
            if sort != "rank":
                order = tantivy.Order.Desc if sort == "newest" else tantivy.Order.Asc
                by_date = {"order_by_field": "date", "order": order}
            found = searcher.search(wanted, limit=max(limit, 1), offset=offset, count=True, **by_date)
            hits = found.hits[:limit]
            places = [address for _, address in hits]
            columns = [searcher.fast_field_values(name, places) for name in ("page", "document", "number")]
            scores = [float(score or 0) if sort == "rank" else 0.0 for score, _ in hits]
            counted: Mapping[str, Mapping[str, int]] = {}
            if facets:
                counted = cache.known((*key, tuple(facets)), lambda: _counts(searcher, wanted, facets))
        listed = [
            Hit(int(page or 0), int(document or 0), int(place or 0), score)
            for page, document, place, score in zip(*columns, scores, strict=True)
        ]
        if sort == "rank":
            listed.sort(key=lambda hit: (-hit.score, hit.page_id))
        return Results(found.count, tuple(listed), counted)

    def words_like(
        self, prefix: str, scopes: frozenset[str] | None, keep: Callable[[str], bool] = lambda word: True
    ) -> Mapping[str, int]:
        """See `SearchEngine.words_like`."""
        searcher, cache = self._view()
        if searcher is None:
            return {}
        with damage_means_rebuild():
            translator = Translator(self._index.schema, searcher, cache)
            kept = [word for word, _ in searcher.terms_with_prefix(EXACT, prefix) if not is_pair(word) and keep(word)]
            found: dict[str, int] = {}
            for word in kept:
                term = Query.term_query(self._index.schema, EXACT, word)
                count = searcher.search(translator.narrowed(term, scopes, Filters()), limit=1, count=True).count
                if count:
                    found[word] = count
            return found

    def add(self, pages: Iterable[PageDoc]) -> int:
        """See `SearchEngine.add`."""
        added: set[int] = set()
        is_new = self.count() == 0
        with self._writing(create=True) as writer:
            for page in pages:
                if not is_new or page.page_id in added:
                    writer.delete_documents_by_term("page", page.page_id)
                writer.add_document(_document(page))
                added.add(page.page_id)
        return len(added)

    def delete_document(self, document_id: int) -> None:
        """See `SearchEngine.delete_document`."""
        self._delete("document", [document_id])

    def delete_pages(self, page_ids: Iterable[int]) -> None:
        """See `SearchEngine.delete_pages`."""
        self._delete("page", page_ids)

    def _delete(self, field: str, values: Iterable[int]) -> None:
        wanted = list(values)
        if not wanted or self._open() is None:
            return
        with self._writing() as writer:
            for value in wanted:
                writer.delete_documents_by_term(field, value)

    @contextmanager
    def _writing(self, *, create: bool = False) -> Iterator[Any]:
        """The writer, kept between changes; commits at the end and throws away files no longer used."""
        with self._write_lock:
            index = self._open(create=create)
            if self._writer is None or self._writer_path != self._path:
                with damage_means_rebuild():
                    self._writer = index.writer(_HEAP, 1)
                self._writer_path = self._path
            writer = self._writer
            try:
                yield writer
                with damage_means_rebuild():
                    writer.commit()
                    writer.garbage_collect_files()
            except BaseException:
                self._writer = None
                with suppress(Exception):
                    writer.rollback()
                del writer
                raise

    def count(self) -> int:
        """See `SearchEngine.count`."""
        searcher, _ = self._view()
        return 0 if searcher is None else int(searcher.num_docs)

    def page_digests(self) -> Iterator[tuple[int, int]]:
        """See `SearchEngine.page_digests`."""
        searcher, _ = self._view()
        last = None
        while searcher is not None:
            with damage_means_rebuild():
                rest = Query.all_query() if last is None else _above(self._index.schema, last)
                order = {"order_by_field": "page", "order": tantivy.Order.Asc}
                hits = searcher.search(rest, limit=_CHUNK, count=False, **order).hits
                digests = searcher.fast_field_values("digest", [address for _, address in hits])
            if not hits:
                return
            yield from zip([int(page) for page, _ in hits], digests, strict=True)
            last = int(hits[-1][0])

    def optimise(self) -> None:
        """Let merges under way finish, and throw away files no longer used."""
        if self._open() is None:
            return
        with self._writing():
            pass
        self.close_writer()

    def size_bytes(self) -> int:
        """See `SearchEngine.size_bytes`."""
        return self._folder.size_bytes()

    def close_writer(self) -> None:
        """Finish merges and give back the right to write."""
        with self._write_lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                with damage_means_rebuild():
                    writer.wait_merging_threads()

    def close(self) -> None:
        """See `SearchEngine.close`."""
        self.close_writer()
        with self._lock:
            self._index = self._path = self._seen = None


def _opened(path: Path) -> Any:
    index = tantivy.Index.open(str(path))
    index.searcher()
    return index


def _above(schema: Any, page_id: int) -> Any:
    return Query.range_query(schema, "page", tantivy.FieldType.Integer, page_id, None, include_lower=False)


def _counts(searcher: Any, query: Any, names: Sequence[str]) -> dict[str, dict[str, int]]:
    asked = {"facets": {"terms": {"field": FACET, "size": 5000}}}
    result: dict[str, dict[str, int]] = {name: {} for name in names}
    for bucket in searcher.aggregate(query, asked)["facets"]["buckets"]:
        name, _, value = str(bucket["key"]).partition("=")
        if name in result:
            result[name][value] = int(bucket["doc_count"])
    return {name: dict(sorted(values.items(), key=lambda item: (-item[1], item[0]))) for name, values in result.items()}
