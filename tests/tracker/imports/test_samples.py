"""Real tables as agencies gave them: every data row is accounted for."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tracker.agencies.directory import Directory
from tracker.imports.plan import Report, run_import
from tracker.imports.read import read_table

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "kind", "header"),
    [
        ("8._INEE_Solicitudes.xlsx", "requests", "FOLIO"),
        ("3._ASF_Recursos.xlsx", "appeals", "Folio del RR"),
        ("3._BCS_Recursos.xlsx", "appeals", "Folio del RR"),
    ],
)
def test_every_row_of_a_real_table_is_counted_once(
    samples: Path, directory: Directory, memory: Any, name: str, kind: Any, header: str
) -> None:
    path = samples / "mx_requests" / name
    store = memory.MemoryStore()
    report = run_import(read_table(path, kind, directory, TODAY), store)
    assert report.rows == _data_rows(path, header)
    assert report.skipped <= 1
    assert [sheet.used for sheet in report.sheets] == [True, False][: len(report.sheets)]
    again = run_import(read_table(path, kind, directory, TODAY), store)
    assert (again.created, again.updated) == (0, 0)


def test_the_impossible_values_of_a_real_table_are_told_and_no_date_is_made_up(
    samples: Path, directory: Directory, memory: Any
) -> None:
    path = samples / "mx_requests" / "8._INEE_Solicitudes.xlsx"
    store = memory.MemoryStore()
    report: Report = run_import(read_table(path, "requests", directory, TODAY), store)
    told = Counter(problem.column for problem in report.problems)
    assert set(told) == {"FECHA_RESPUESTA", "FECHA_LIMITE"}
    assert all(row.whose.agency == "INEE" and row.folio and row.filed_on for row in store.records)
    limits = sum(row.due_on is not None for row in store.records)
    assert limits == len(store.records) - told["FECHA_LIMITE"]


def _data_rows(path: Path, header: str) -> int:
    sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    sheet.reset_dimensions()
    rows = [row for row in sheet.iter_rows(values_only=True)]
    start = next(index for index, row in enumerate(rows) if header in row)
    return sum(any(cell not in (None, "") for cell in row) for row in rows[start + 1 :])
