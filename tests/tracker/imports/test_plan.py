"""Each row is counted once; what is the same request is decided by agency, folio as written and filing date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.agencies.directory import Directory
from tracker.imports.plan import Report, run_import
from tracker.imports.read import SheetMet, read_table
from tracker.imports.rows import ImportEvent, RequestRow, Whose

TODAY = date(2026, 11, 22)
HEADER = ["SIGLAS", "FOLIO", "FECHA_SOLICITUD", "DESCRIPCION_SOLICITUD", "FECHA_LIMITE"]
A = ["INM", "0411100064213", date(2013, 8, 15), "Copia", date(2013, 9, 12)]
B = ["INM", "0411100064413", date(2013, 8, 15), "Otra", date(2013, 9, 12)]


@pytest.fixture
def store(memory: Any) -> Any:
    return memory.MemoryStore()


def run(path: Path, directory: Directory, store: Any, **options: Any) -> Report:
    report = run_import(read_table(path, "requests", directory, TODAY), store, **options)
    counted = report.created + report.updated + report.unchanged + report.merged + report.skipped
    assert report.rows == counted == sum(sheet.rows for sheet in report.sheets if sheet.used)
    return report


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.merged, report.skipped


def test_running_twice_changes_nothing(workbook: Callable[..., Path], directory: Directory, store: Any) -> None:
    path = workbook(Hoja=[HEADER, A, B, A, ["Total"]])
    assert counts(run(path, directory, store)) == (2, 0, 0, 1, 1)
    before = list(store.records)
    assert counts(run(path, directory, store)) == (0, 0, 2, 1, 1)
    assert store.records == before


def test_rows_that_say_the_same_are_merged_also_across_sheets(
    workbook: Callable[..., Path], directory: Directory, store: Any
) -> None:
    report = run(workbook(Uno=[HEADER, A], Dos=[HEADER, A, B]), directory, store)
    assert counts(report) == (2, 0, 0, 1, 0)
    assert [(sheet.name, sheet.rows) for sheet in report.sheets] == [("Uno", 1), ("Dos", 2)]


def test_the_same_folio_with_another_date_is_another_request_and_reported(
    workbook: Callable[..., Path], directory: Directory, store: Any
) -> None:
    report = run(workbook(Hoja=[HEADER, A, [*A[:2], date(2014, 1, 7), *A[3:4]]]), directory, store)
    assert report.created == 2
    (problem,) = report.problems
    assert (problem.row, problem.column, problem.value) == (3, "FOLIO", "0411100064213")
    assert "fila 2" in problem.problem


def test_the_same_folio_and_date_saying_something_else_is_kept_and_reported(
    workbook: Callable[..., Path], directory: Directory, store: Any
) -> None:
    path = workbook(Hoja=[HEADER, A, [*A[:3], "Otra cosa", A[4]]])
    report = run(path, directory, store)
    assert report.created == 2
    assert "fila 2" in report.problems[0].problem
    assert counts(run(path, directory, store)) == (0, 0, 2, 0, 0)


def test_a_newer_table_updates_what_an_older_one_brought(
    workbook: Callable[..., Path], directory: Directory, store: Any
) -> None:
    run(workbook("a.xlsx", Hoja=[HEADER, A, B]), directory, store)
    newer = workbook("b.xlsx", Hoja=[HEADER, [*A[:4], date(2013, 9, 13)], B])
    assert counts(run(newer, directory, store)) == (0, 1, 1, 0, 0)
    assert len(store.records) == 2


def test_a_dry_run_tells_the_same_and_writes_nothing(
    workbook: Callable[..., Path], directory: Directory, store: Any
) -> None:
    path = workbook(Hoja=[HEADER, A, B, A])
    told = run(path, directory, store, write=False)
    assert (store.records, store.commits) == ([], 0)
    assert told.as_json() == run(path, directory, store).as_json()


def test_problems_come_in_the_order_of_the_rows(
    workbook: Callable[..., Path], directory: Directory, store: Any
) -> None:
    rows = [["Total"], [*A[:2], "ayer", "x"], ["suelto"], [*B[:2], "mañana", "y"]]
    report = run(workbook(Hoja=[HEADER, *rows]), directory, store)
    assert [problem.row for problem in report.problems] == [2, 3, 4, 5]


def test_work_goes_in_batches_with_progress(directory: Directory, store: Any) -> None:
    rows = (_row(number, "A", f"F{number}", 1) for number in range(1300))
    heard: list[int] = []
    run_import(_with_sheet(rows), store, progress=heard.append)
    assert heard == [500, 1000]
    assert store.largest_batch == 500
    assert store.commits == 3


NAMES = st.sampled_from(["A", "B"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES, st.integers(1, 3), st.integers(0, 2)), max_size=25))
def test_whatever_the_rows_every_one_is_counted_once_and_a_second_run_is_quiet(
    memory: Any, told: list[tuple[str, str, int, int]]
) -> None:
    rows = [_row(n, agency, folio, day, text) for n, (agency, folio, day, text) in enumerate(told, 2)]
    store = memory.MemoryStore()
    first = run_import(_with_sheet(iter(rows)), store)
    assert first.rows == len(rows)
    assert first.created == len(set(told))
    again = run_import(_with_sheet(iter(rows)), store)
    assert (again.created, again.updated) == (0, 0)
    assert again.unchanged == len(set(told))


def _with_sheet(rows: Any) -> Any:
    from tracker.imports.columns import Columns

    yield SheetMet("Hoja", Columns({}, {}, {}, ()))
    yield from rows


def _row(number: int, agency: str, folio: str, day: int, text: int = 0) -> RequestRow:
    on = date(2013, 1, day)
    event = ImportEvent("filed", on)
    return RequestRow("Hoja", number, Whose(agency, agency), None, folio, on, text=str(text), events=(event,))
