"""Dates of other people's tables are read as written, and not at all when they cannot be sure."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.imports.dates import order_of, read_date

TODAY = date(2026, 11, 22)
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()


@pytest.mark.parametrize(
    "cell",
    [
        date(2013, 2, 5),
        datetime(2013, 2, 5),  # noqa: DTZ001 (a spreadsheet's cell has no zone)
        41310,
        41310.0,
        "41310",
        20130205,
        "20130205",
        "2013-02-05",
        "2013-02-05T00:00:00",
        "2013/02/05",
        "05/02/2013",
        "5/2/2013",
        " 05/02/2013 ",
        "05-02-2013",
        "05.02.2013",
        "05/02/13",
        "5-feb-2013",
        "05-FEB-13",
        "5 de febrero de 2013",
        "martes, 5 de febrero de 2013",
        "05 Febrero 2013",
        "Feb 5, 2013",
        "5 de Feb. del 2013",
        "cinco de febrero de dos mil trece",
        "cinco (05) de febrero de 2013",
        "febrero 5 de 2013",
        "feb-05-2013",
        "2013-feb-05",
        "05-FEB-13 12.00.00.000000 AM",
        "05/02/2013 05/02/2013",
        "2013-02-05 00:00:00.0",
        "05/ 02/ 2013",
        "05\u00a0/02/2013",
        "05/02/2013 00:00",
        "05/02/2013 12:00:00 a. m.",
    ],
)
def test_every_way_of_writing_the_same_day_gives_that_day(cell: object) -> None:
    assert read_date(cell, TODAY) == read_date(date(2013, 2, 5), TODAY)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        (datetime(2013, 2, 5, 14, 5), time(14, 5)),  # noqa: DTZ001
        (41310.5, time(12, 0)),
        ("05/02/2013 02:05 p.m.", time(14, 5)),
        ("2013-02-05 14:05:33", time(14, 5)),
        ("05/02/2013 a las 14:05 hrs.", time(14, 5)),
    ],
)
def test_the_hour_is_kept(cell: object, at: time) -> None:
    reading = read_date(cell, TODAY)
    assert (reading.on, reading.at, reading.problem) == (date(2013, 2, 5), at, None)


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2013",
        "04/0614",
        "09/07/20158",
        "11/08/2014 prórroga 28 agosto 2014",
        "En trámite",
        "N/A",
        "0",
        0,
        2013,
        "2013",
        "1",
        True,
        "05/02/1913",
        "05/02/2113",
        date(1900, 1, 1),
        "enero de 2013",
        "lunes 5 de febrero de 2013",
        "05/02/2013 y 06/02/2013",
        "05/02/2013 3.50",
        "32 de enero de 2013",
        "05/02",
        "10:30",
        "12345678",
        "05/02/2013/4",
        "#N/A",
    ],
)
def test_what_is_no_possible_date_is_told_and_not_guessed(cell: object) -> None:
    reading = read_date(cell, TODAY)
    assert reading.on is None
    assert reading.problem


def test_a_moment_with_a_zone_is_told_in_mexico_and_a_bare_day_stays_that_day() -> None:
    assert read_date("2013-02-06T00:30:00Z", TODAY) == read_date("05/02/2013 18:30", TODAY)
    assert read_date("2013-02-05T06:00:00.000Z", TODAY) == read_date("05/02/2013", TODAY)
    assert read_date("2013-02-05T00:00:00Z", TODAY) == read_date("05/02/2013", TODAY)


def test_an_empty_cell_is_no_problem() -> None:
    assert read_date("", TODAY).problem is None
    assert read_date(None, TODAY).problem is None


def test_words_beside_a_single_date_are_kept_as_a_note() -> None:
    reading = read_date("26/11/2012   Por escrito.", TODAY)
    assert (reading.on, reading.note) == (date(2012, 11, 26), "26/11/2012   Por escrito.")


def test_the_order_of_day_and_month_is_the_columns() -> None:
    assert order_of(["05/02/2013", "25/02/2013"]) == "dmy"
    assert order_of(["02/05/2013", "02/25/2013"]) == "mdy"
    assert order_of(["05/02/2013"]) == "dmy"
    assert order_of(["25/02/2013", "02/25/2013"]) == "mixed"
    assert read_date("02/05/2013", TODAY, "mdy").on == date(2013, 2, 5)


def test_in_a_column_that_mixes_orders_only_what_can_be_one_thing_is_read() -> None:
    assert read_date("25/02/2013", TODAY, "mixed").on == date(2013, 2, 25)
    assert read_date("02/25/2013", TODAY, "mixed").on == date(2013, 2, 25)
    assert read_date("05/05/2013", TODAY, "mixed").on == date(2013, 5, 5)
    assert read_date("05/02/2013", TODAY, "mixed").on is None


def test_one_slip_among_many_is_a_mistake_and_not_an_order() -> None:
    column = [f"{day}/02/2013" for day in range(13, 28)] * 3 + ["02/25/2013"]
    assert order_of(column) == "dmy"
    assert read_date("02/25/2013", TODAY, "dmy").problem


def test_the_other_epoch_of_spreadsheets_is_known() -> None:
    assert read_date(41310 - 1462, TODAY, epoch_1904=True).on == date(2013, 2, 5)


@given(st.dates(date(2003, 6, 12), date(2026, 11, 22)))
def test_no_way_of_writing_moves_a_date_by_a_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    month = MONTHS[day.month - 1]
    ways = [day, serial, float(serial), str(serial), day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d-%m-%y}"]
    ways += [f"{day.day} de {month} de {day.year}", f"{day.day}-{month[:3]}-{day.year}", f"{day:%Y%m%d}"]
    assert {read_date(way, TODAY).on for way in ways} == {day}
    assert read_date(f"{day:%m/%d/%Y}", TODAY, "mdy").on == day


@given(st.text(max_size=40) | st.floats() | st.integers())
def test_any_cell_is_survived(cell: object) -> None:
    reading = read_date(cell, TODAY)
    assert reading.on is None or reading.on.year >= 2000
