"""Published cases, limits that a federal system computed, and sums done by hand: each to the day."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from tests.tracker.clocks.cases import book, case, due, one
from tracker.clocks.calendars import PlainBody
from tracker.laws.closures import Closure

SYSTEM_COMPUTED = """\
filed,limit,kind
2013-01-03,2013-01-31,response
2013-02-22,2013-04-01,response
2013-04-03,2013-05-02,response
2013-05-06,2013-06-03,response
2013-06-18,2013-07-30,response
2013-07-12,2013-08-23,response
2013-08-27,2013-09-25,response
2013-10-25,2013-11-26,response
2013-11-20,2013-12-18,response
2013-11-21,2014-01-06,response
2013-12-18,2014-01-31,response
2013-03-11,2013-04-02,personal_data
2013-11-14,2013-11-29,personal_data
2014-12-02,2015-01-15,response
2015-01-09,2015-02-09,response
2015-02-24,2015-03-25,response
2015-03-04,2015-04-09,response
2015-04-06,2015-05-06,response
2015-05-20,2015-06-17,response
2015-09-15,2015-10-14,response
2015-02-16,2015-04-21,extended
2015-03-04,2015-05-11,extended
2015-03-09,2015-05-14,extended
2015-05-18,2015-07-13,extended
2015-05-27,2015-08-05,extended
2015-06-25,2015-09-03,extended
2015-09-15,2015-11-12,extended on 2015-10-14
2015-04-20,2015-05-06,personal_data
"""


@pytest.mark.parametrize(
    "row", list(csv.DictReader(io.StringIO(SYSTEM_COMPUTED))), ids=lambda row: "-".join(row.values())
)
def test_a_limit_the_federal_system_computed_is_reproduced(row: dict[str, str]) -> None:
    events = {}
    if row["kind"].startswith("extended"):
        # Where the day of the notice is not known, the last day of the first term stands for it.
        first_limit = due(case(row["filed"], body="INEE"), "response")
        events["extension_notified"] = row["kind"].removeprefix("extended").removeprefix(" on ") or first_limit
    procedure = "personal_data" if row["kind"] == "personal_data" else "access"
    found = case(row["filed"], body="INEE", options={"procedure": procedure}, **events)
    assert due(found, "response") == row["limit"]


DERIVED = [
    ("2026-01-15", "response", "2026-02-13"),
    ("2026-01-15", "extended", "2026-02-27"),
    ("2026-01-15", "clarification_request", "2026-01-22"),
    ("2026-01-15", "incompetence", "2026-01-20"),
    ("2026-03-02", "response", "2026-03-31"),
    ("2026-03-02", "extended", "2026-04-14"),
    ("2026-08-28", "response", "2026-09-28"),
    ("2026-08-28", "extended", "2026-10-12"),
    ("2026-11-20", "response", "2026-12-18"),
    ("2026-11-20", "extended", "2027-01-05"),
    ("2021-08-27", "response", "2021-10-08"),
]


@pytest.mark.parametrize(("filed", "what", "expected"), DERIVED)
def test_a_sum_done_by_hand_over_statutory_days_is_reproduced(filed: str, what: str, expected: str) -> None:
    if what == "extended":
        first_limit = due(case(filed, body="INM"), "response")
        assert due(case(filed, body="INM", extension_notified=first_limit), "response") == expected
    else:
        assert due(case(filed, body="INM"), what) == expected


@pytest.mark.parametrize(
    ("filed", "expected"), [("2024-07-05", "2024-08-16"), ("2024-09-10", "2024-10-10"), ("2024-12-10", "2025-01-23")]
)
def test_a_body_that_published_its_calendar_is_counted_by_it(filed: str, expected: str) -> None:
    found = one(case(filed, body=PlainBody("INAH")), "response")
    assert (found.earliest.isoformat(), found.latest.isoformat()) == (expected, expected)


def test_fifteen_days_to_appeal_from_the_notice() -> None:
    assert due(case("2026-01-15", body="INM", replied="2026-02-16"), "appeal") == "2026-03-09"


def test_without_the_stop_of_september_2021_the_limit_is_nine_business_days_earlier() -> None:
    before = book().without_closures(lambda one: "SISAI" in one.reason)
    assert due(case("2021-08-27", body="INM", rulebook=before), "response") == "2021-09-27"


def test_the_migration_institutes_case_of_2013_starts_the_whole_term_again_after_the_answer() -> None:
    found = case(
        "2013-07-12",
        body="INM",
        clarification_asked="2013-07-29",
        clarification_answered="2013-07-30",
        today="2013-08-20",
    )
    assert due(found, "response") == "2013-08-27"
    assert one(found, "response").started_by == "clarification_answered"


def test_the_question_of_2013_was_in_time_if_the_request_was_filed_after_hours() -> None:
    assert due(case("2013-07-12", body="INM"), "clarification_request") == "2013-07-26"
    assert due(case("2013-07-12T18:30", body="INM"), "clarification_request") == "2013-07-29"


def test_the_stops_of_2025_end_on_the_published_days() -> None:
    last = {
        (closure.kinds or tuple(sorted(closure.clocks))): closure.last.isoformat()
        for closure in book().closures
        if closure.first.isoformat() == "2025-03-21"
    }
    assert last[("executive",)] == "2025-06-03"
    assert last[("judiciary", "congress", "autonomous", "party", "union")] == "2025-06-18"
    assert last[("amparo",)] == "2025-09-16"
    for closure in book().closures:
        if closure.first.isoformat() == "2025-03-21":
            assert (closure.last - closure.first).days + 1 in (75, 90, 180)


def test_a_veracruz_limit_of_2015_is_reproduced() -> None:
    assert due(case("2015-01-05", body=PlainBody("", "MX-VER", "state")), "response") == "2015-01-19"


def test_mexico_city_stood_still_for_the_pandemic_until_october_2020() -> None:
    found = one(case("2020-03-20", body=PlainBody("", "MX-CMX", "state")), "response")
    assert found.earliest.isoformat() == "2020-10-15"


def test_days_the_caller_names_as_closed_are_left_out() -> None:
    shut = Closure(
        date(2026, 2, 9), date(2026, 2, 10), "cerrado", "--closed", "verified", ("MX-FED",), basis=("agency",)
    )
    assert due(case("2026-01-15", body="INM", options={"closed": (shut,)}), "response") == "2026-02-17"
