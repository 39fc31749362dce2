"""The index says what the archive says: pages come in, change and go; damage and drift are healed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from archive import indexing, jobs
from archive.indexing import WRITER_LASTS, WRITER_LEASE, drift, heal_index, index_once, open_index, rebuild_index
from archive.models import Document, Page
from archive.search.service import planned_query
from archive.search.types import IndexBusy, IndexDamaged


class Indexed:
    """An archive with an index and some pages."""

    def __init__(self, archive: Any) -> None:
        self.archive = archive
        self.url = f"whoosh:{archive.folder / 'index'}"
        self.engine = open_index(self.url)

    def page(self, text: str, scope: str = "project:1", **facets: Any) -> int:
        """A document of one page, to be indexed; gives its id."""
        number: int = self.archive.add(text.encode(), scope=scope).document.id
        with self.archive.sessions.writing() as session:
            session.get_one(Document, number).facets = facets
            session.add(Page(document_id=number, number=1, state="read", text=text, redactions=[], leaks=[]))
            jobs.put(session, "index", number, now=self.archive.now())
        return number

    def index(self, document: int | None = None, url: str | None = None) -> bool:
        """Do one indexing job."""
        return index_once(self.archive.sessions, self.engine, now=self.archive.now, document=document, url=url)

    def total(self, query: str) -> int:
        """How many pages answer."""
        return self.engine.search(planned_query(query), None).total


@pytest.fixture
def indexed(archive: Any) -> Iterator[Indexed]:
    """An empty index."""
    opened = Indexed(archive)
    yield opened
    opened.engine.close()


def test_an_indexed_page_is_found_by_its_words_and_facts(indexed: Indexed) -> None:
    indexed.page("la estación migratoria", agency="INM", year=2013)
    indexed.page("otra cosa", agency="FGR")
    assert indexed.index() and indexed.index() and not indexed.index()
    assert indexed.total("estaciones agencia:inm año:2013") == 1 and indexed.total("agencia:fgr") == 1


def test_indexing_again_replaces_and_never_doubles(indexed: Indexed) -> None:
    number = indexed.page("primera lectura")
    indexed.index()
    with indexed.archive.sessions.writing() as session:
        session.query(Page).filter_by(document_id=number).one().text = "segunda lectura"
        jobs.put(session, "index", number, now=indexed.archive.now())
    indexed.index()
    assert indexed.total("primera") == 0 and indexed.total("segunda") == 1 and indexed.engine.count() == 1


def test_one_process_writes_at_a_time(indexed: Indexed) -> None:
    indexed.page("algo")
    sessions, now = indexed.archive.sessions, indexed.archive.now
    jobs.take_lease(sessions, WRITER_LEASE, "elsewhere:1", now=now(), lasting=WRITER_LASTS)
    assert not indexed.index()
    with pytest.raises(IndexBusy):
        rebuild_index(sessions, indexed.url, now=now)
    indexed.archive.wait(minutes=6)
    assert indexed.index()


def test_drift_is_seen_and_healed(indexed: Indexed) -> None:
    changed, gone = indexed.page("será otra"), indexed.page("se irá")
    indexed.index()
    indexed.index()
    assert not drift(indexed.archive.sessions, indexed.engine)
    indexed.page("no indexada")
    with indexed.archive.sessions.writing() as session:
        session.query(Page).filter_by(document_id=changed).one().text = "es otra"
        session.query(Page).filter_by(document_id=gone).delete()
    found = drift(indexed.archive.sessions, indexed.engine)
    assert [len(pages) for pages in (found.missing, found.stale, found.extra)] == [1, 1, 1]
    assert heal_index(indexed.archive.sessions, indexed.engine) == 3
    assert not drift(indexed.archive.sessions, indexed.engine)
    assert indexed.total("irá") == 0 and indexed.total('"es otra"') == 1


def test_a_rebuild_holds_every_page_read_and_no_other(indexed: Indexed) -> None:
    for number in range(5):
        indexed.page(f"página número {number}")
    with indexed.archive.sessions.writing() as session:
        session.query(Page).first().state = "failed"
    counted: list[int] = []
    done = rebuild_index(indexed.archive.sessions, indexed.url, now=indexed.archive.now, progress=counted.append)
    assert done.finished and done.pages == 4 and counted[-1] == 4
    assert indexed.total("página") == 4


def test_a_damaged_index_is_rebuilt_by_the_next_job(indexed: Indexed) -> None:
    indexed.page("lo de antes")
    indexed.index()
    indexed.engine.close()
    for path in (indexed.archive.folder / "index").glob("generation-*/*.json"):
        path.write_text("{}")
    indexed.engine = open_index(indexed.url)
    indexed.page("lo nuevo")
    with pytest.raises(IndexDamaged):
        indexed.total("antes")
    assert indexed.index(url=indexed.url)
    assert indexed.total("antes") == 1 and indexed.total("nuevo") == 1
    indexed.archive.wait(minutes=1)
    while indexed.index():
        pass
    assert indexed.engine.count() == 2 and not drift(indexed.archive.sessions, indexed.engine)


def test_a_page_that_arrives_while_an_index_is_rebuilt_is_in_it(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed.page("de antes")
    real = indexing.page_docs
    calls = 0

    def late(session: Any, *args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        yield from real(session, *args, **named)
        if calls == 1:
            indexed.page("llegada tardía")

    monkeypatch.setattr(indexing, "page_docs", late)
    rebuild_index(indexed.archive.sessions, indexed.url, now=indexed.archive.now)
    assert indexed.total("tardía") == 1


def test_any_folio_of_a_document_finds_it(indexed: Indexed) -> None:
    indexed.page("uno", folio="0411100064213", folios=["0411100064413", "0411100064213"], agency="INM")
    indexed.page("dos", folios=["0411100075613"])
    indexed.page("tres", folio=None)
    while indexed.index():
        pass
    found = [indexed.total(f"folio:{folio}") for folio in ("0411100064213", "0411100064413", "411100075613", "04111*")]
    assert found == [1, 1, 1, 2] and indexed.total("folio:0411100099999") == 0
