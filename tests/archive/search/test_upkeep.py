"""The index is kept what the archive says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from archive.search.engines import ENGINES, index_folder, open_search
from archive.search.plan import Planner
from archive.search.query import parse_query
from archive.search.types import IndexDamaged, PageDoc, SearchEngine
from archive.search.upkeep import Drift, find_drift, heal, rebuild


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"{request.param}:{tmp_path / 'index'}"


def pages(count: int, word: str = "texto") -> Iterator[PageDoc]:
    return (PageDoc(number, number // 10, number % 10, f"{word} número {number}") for number in range(count))


def total(engine: SearchEngine, typed: str) -> int:
    return engine.search(Planner().plan(parse_query(typed).tree), None, limit=0).total


def test_drift_is_found_and_healed(url: str) -> None:
    engine = open_search(url)
    engine.add(pages(20))
    wanted = {
        page.page_id: page for page in [*list(pages(15)), PageDoc(3, 0, 3, "cambiado"), PageDoc(99, 9, 9, "nuevo")]
    }
    drift = find_drift(engine, ((page_id, page.digest()) for page_id, page in wanted.items()))
    assert drift == Drift((99,), (3,), (15, 16, 17, 18, 19))
    assert heal(engine, drift, lambda ids: [wanted[page_id] for page_id in ids]) == 7
    assert not find_drift(engine, ((page_id, page.digest()) for page_id, page in wanted.items()))
    assert (total(engine, "cambiado"), total(engine, "nuevo"), engine.count()) == (1, 1, 16)
    engine.close()


def test_a_rebuild_swaps_in_at_the_end_while_people_search(url: str) -> None:
    engine = open_search(url)
    engine.add(pages(30, "viejo"))
    seen: list[int] = []

    def progress(done: int) -> None:
        seen.append(done)
        assert total(engine, "viejo") == 30

    done = rebuild(url, pages(2500, "nuevo"), progress=progress)
    assert (done.pages, done.kept, done.finished) == (2500, 0, True)
    assert seen == [1000, 2000, 2500]
    assert (total(engine, "viejo"), total(engine, "nuevo")) == (0, 2500)
    assert len(list(index_folder(url).path.glob("generation-*"))) == 1
    engine.close()


def test_an_interrupted_rebuild_goes_on_where_it_stopped(url: str) -> None:
    engine = open_search(url)
    engine.add(pages(30, "viejo"))
    stopped = rebuild(url, pages(2500, "nuevo"), stop=lambda: True)
    assert not stopped.finished
    assert (total(engine, "viejo"), total(engine, "nuevo")) == (30, 0)
    done = rebuild(url, pages(2400, "nuevo"))
    assert (done.pages, done.kept, done.finished) == (2400, 1000, True)
    assert total(engine, "nuevo") == 2400
    engine.close()


def test_a_page_that_fails_to_load_leaves_the_old_index_in_use(url: str) -> None:
    engine = open_search(url)
    engine.add(pages(3, "viejo"))

    def failing() -> Iterator[PageDoc]:
        yield from pages(5, "nuevo")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk is gone"):
        rebuild(url, failing())
    assert total(engine, "viejo") == 3
    engine.close()


def test_a_damaged_remnant_of_a_rebuild_is_thrown_away(url: str) -> None:
    rebuild(url, pages(2100), stop=lambda: True)
    for file in next(index_folder(url).path.glob("generation-*")).iterdir():
        if file.suffix != ".json":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with suppress(IndexDamaged):
        rebuild(url, pages(1200))
    rebuild(url, pages(1200))
    again = open_search(url)
    assert total(again, "texto") == 1200
    again.close()


def test_a_damaged_index_is_rebuilt(url: str) -> None:
    engine = open_search(url)
    engine.add(pages(50))
    engine.close()
    for file in next(index_folder(url).path.glob("generation-*")).iterdir():
        file.write_bytes(b"broken")
    (index_folder(url).path / "current.json").write_text("{")
    rebuild(url, pages(40))
    again = open_search(url)
    assert total(again, "texto") == 40
    again.close()
