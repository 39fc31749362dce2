"""A move from one engine to another: one command, with people searching all the while."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from archive import jobs
from archive.indexing import index_once, open_index, rebuild_index
from archive.models import Document, Page
from archive.search.engines import address_in_use, move_index
from archive.search.service import planned_query, should_move
from archive.search.types import IndexDamaged


@pytest.fixture
def urls(tmp_path: Path) -> tuple[str, str]:
    """An old address and a new one."""
    return f"whoosh:{tmp_path / 'index'}", f"tantivy:{tmp_path / 'index-tantivy'}"


def add(archive: Any, engine: Any, count: int, word: str = "migrante") -> None:
    """A document with so many pages, indexed."""
    number = archive.add(f"{word}{count}".encode(), scope="project:1").document.id
    with archive.sessions.writing() as session:
        session.get_one(Document, number).facets = {}
        session.add_all(Page(document_id=number, number=place, state="read", text=f"{word} número {place}",
                             redactions=[], leaks=[]) for place in range(1, count + 1))
        jobs.put(session, "index", number, now=archive.now())
    if engine is not None:
        assert index_once(archive.sessions, engine, now=archive.now)


def total(engine: Any, query: str) -> int:
    """How many pages answer."""
    return int(engine.search(planned_query(query), None, limit=0).total)


def test_a_move_is_one_step_and_searches_run_all_the_while(archive: Any, urls: tuple[str, str]) -> None:
    old, new = urls
    site = open_index(old)
    add(archive, site, 60)
    found: list[int] = []
    problems: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                found.append(total(site, "migrantes"))
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    done = rebuild_index(archive.sessions, old, now=archive.now, to=new)
    while len(found) < 20:
        stop.wait(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert (done.pages, done.finished, problems) == (60, True, [])
    assert set(found) == {60}
    assert (site.name, open_index(old).name) == ("tantivy", "tantivy")
    add(archive, site, 5, "albergue")
    assert (total(site, "albergue"), total(open_index(new), "albergue")) == (5, 5)
    site.close()


def test_an_interrupted_move_changes_nothing_and_goes_on(
    archive: Any, urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.upkeep._BATCH", 20)
    old, new = urls
    site = open_index(old)
    add(archive, site, 60)
    stopped = rebuild_index(archive.sessions, old, now=archive.now, to=new, stop=lambda: True)
    assert (stopped.finished, site.name, total(site, "migrantes")) == (False, "whoosh", 60)
    done = rebuild_index(archive.sessions, old, now=archive.now, to=new)
    assert (done.finished, done.kept, site.name, total(site, "migrantes")) == (True, 20, "tantivy", 60)
    site.close()


def test_a_rebuild_after_a_move_stays_with_the_new_engine_and_one_can_move_back(
    archive: Any, urls: tuple[str, str]
) -> None:
    old, new = urls
    site = open_index(old)
    add(archive, site, 10)
    rebuild_index(archive.sessions, old, now=archive.now, to=new)
    rebuild_index(archive.sessions, old, now=archive.now)
    assert (site.name, address_in_use(old)) == ("tantivy", new)
    rebuild_index(archive.sessions, old, now=archive.now, to=old)
    assert (site.name, address_in_use(old), total(site, "migrantes")) == ("whoosh", old, 10)
    site.close()


@pytest.mark.parametrize("name", ["whoosh", "tantivy"])
@pytest.mark.parametrize("how", ["cut", "noise", "gone"])
def test_a_damaged_index_is_rebuilt_by_the_next_indexing(archive: Any, tmp_path: Path, name: str, how: str) -> None:
    url = f"{name}:{tmp_path / 'index'}"
    engine = open_index(url)
    add(archive, engine, 30)
    engine.close()
    for file in next((tmp_path / "index").glob("generation-*")).iterdir():
        data = file.read_bytes()
        if how == "gone":
            file.unlink()
        else:
            file.write_bytes(data[: len(data) // 3] if how == "cut" else bytes(reversed(data)))
    site = open_index(url)
    with pytest.raises(IndexDamaged):
        total(site, "migrantes")
    with archive.sessions.writing() as session:
        jobs.put(session, "index", 0, now=archive.now())
    assert index_once(archive.sessions, site, now=archive.now, url=url)
    assert total(site, "migrantes") == 30
    site.close()


def test_a_bad_note_says_rebuild_and_a_rebuild_mends_it(archive: Any, urls: tuple[str, str]) -> None:
    old, new = urls
    site = open_index(old)
    add(archive, site, 3)
    for note in ("{", '{"to": 3}', f'{{"to": "{old}"}}'):
        (Path(old.partition(":")[2]) / "moved.json").write_text(note)
        with pytest.raises(Exception, match=r"rebuild|search address"):
            total(open_index(old), "migrantes")
        rebuild_index(archive.sessions, old, now=archive.now)
        assert total(site, "migrantes") == 3
    move_index(old, new)
    assert address_in_use(old) == new
    site.close()


def test_the_move_is_recommended_from_the_measured_size_on(
    archive: Any, urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_index(urls[0])
    add(archive, site, 3)
    assert not should_move(site)
    monkeypatch.setitem(__import__("archive.search.service").search.service.RECOMMEND_MOVE_AT, "whoosh", 3)
    assert should_move(site)
    rebuild_index(archive.sessions, urls[0], now=archive.now, to=urls[1])
    assert not should_move(site)
    site.close()
