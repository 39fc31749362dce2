"""Lists as files: every cell arrives, and none runs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import openpyxl
import pytest

from tracker.exports.tables import table

HEAD = ("folio", "subject", "filed_on", "pages")
ROWS = [
    ("0411100064213", "=HYPERLINK(\"http://example.org\";\"x\")", date(2013, 8, 5), 3),
    ("UT/33", "@SUM(1+1)\x07", None, None),
]


def test_a_workbook_keeps_text_dates_and_leading_zeros() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(table("xlsx", HEAD, ROWS))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == list(HEAD)
    assert sheet["A2"].value == "0411100064213" and sheet["C2"].value.date() == date(2013, 8, 5)


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(table("xlsx", HEAD, ROWS))).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_a_csv_file_is_inert_in_a_spreadsheet() -> None:
    rows = list(csv.reader(io.StringIO(table("csv", HEAD, ROWS).decode("utf-8-sig"))))
    assert rows[1][1].startswith("'=") and rows[2][1].startswith("'@")
    assert rows[1][2] == "2013-08-05"


def test_json_says_what_it_is_without_changing_it() -> None:
    data = json.loads(table("json", HEAD, ROWS))
    assert data[0] == {"folio": "0411100064213", "subject": ROWS[0][1], "filed_on": "2013-08-05", "pages": 3}


def test_another_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        table("exe", HEAD, ROWS)
