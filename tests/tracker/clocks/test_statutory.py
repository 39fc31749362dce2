"""The statutory days of each year, against the table of the law sheet (`*` there: on a weekend)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tracker.clocks.cases import book
from tracker.laws.recesses import easter

TABLE = """\
2003 01-01 02-05 03-21 05-01 09-16 11-20 12-25 | 04-14
2004 01-01 02-05 03-21 05-01 09-16 11-20 12-25 | 04-05
2005 01-01 02-05 03-21 05-01 09-16 11-20 12-25 | 03-21
2006 01-01 02-06 03-20 05-01 09-16 11-20 12-01 12-25 | 04-10
2007 01-01 02-05 03-19 05-01 09-16 11-19 12-25 | 04-02
2008 01-01 02-04 03-17 05-01 09-16 11-17 12-25 | 03-17
2009 01-01 02-02 03-16 05-01 09-16 11-16 12-25 | 04-06
2010 01-01 02-01 03-15 05-01 09-16 11-15 12-25 | 03-29
2011 01-01 02-07 03-21 05-01 09-16 11-21 12-25 | 04-18
2012 01-01 02-06 03-19 05-01 09-16 11-19 12-01 12-25 | 04-02
2013 01-01 02-04 03-18 05-01 09-16 11-18 12-25 | 03-25
2014 01-01 02-03 03-17 05-01 09-16 11-17 12-25 | 04-14
2015 01-01 02-02 03-16 05-01 09-16 11-16 12-25 | 03-30
2016 01-01 02-01 03-21 05-01 09-16 11-21 12-25 | 03-21
2017 01-01 02-06 03-20 05-01 09-16 11-20 12-25 | 04-10
2018 01-01 02-05 03-19 05-01 09-16 11-19 12-01 12-25 | 03-26
2019 01-01 02-04 03-18 05-01 09-16 11-18 12-25 | 04-15
2020 01-01 02-03 03-16 05-01 09-16 11-16 12-25 | 04-06
2021 01-01 02-01 03-15 05-01 09-16 11-15 12-25 | 03-29
2022 01-01 02-07 03-21 05-01 09-16 11-21 12-25 | 04-11
2023 01-01 02-06 03-20 05-01 09-16 11-20 12-25 | 04-03
2024 01-01 02-05 03-18 05-01 09-16 10-01 11-18 12-25 | 03-25
2025 01-01 02-03 03-17 05-01 09-16 11-17 12-25 | 04-14
2026 01-01 02-02 03-16 05-01 09-16 11-16 12-25 | 03-30
"""


@pytest.mark.parametrize("line", TABLE.splitlines(), ids=lambda line: line[:4])
def test_the_statutory_days_of_a_year_are_those_of_the_table(line: str) -> None:
    year, days = int(line[:4]), line[5:].split(" | ")[0].split()
    closed = book().statutory_for("MX-FED", "agency").days(year)
    assert sorted(day.strftime("%m-%d") for day in closed) == days


@pytest.mark.parametrize("line", TABLE.splitlines(), ids=lambda line: line[:4])
def test_holy_week_begins_on_the_monday_of_the_table(line: str) -> None:
    year, monday = int(line[:4]), line.split(" | ")[1]
    assert (easter(year) - date(year, *map(int, monday.split("-")))).days == 6


def test_the_next_change_of_the_executive_is_closed_too() -> None:
    assert date(2030, 10, 1) in book().statutory_for("MX-FED", "agency").days(2030)


def test_the_courts_days_are_fixed_and_know_no_moved_mondays() -> None:
    court = book().statutory_for("MX-FED", "court").days(2026)
    assert date(2026, 2, 5) in court and date(2026, 10, 12) in court and date(2026, 9, 14) in court
    assert date(2026, 2, 2) not in court


def test_closed_days_are_named_in_spanish_on_any_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "Constitución" in book().statutory_for("MX-FED", "agency").days(2031)[date(2031, 2, 3)]
