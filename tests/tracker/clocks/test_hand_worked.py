"""Cases counted by hand from the sheet of the law and its calendars, before the engine was asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracker.clocks.cases import case
from tracker.clocks.calendars import PlainBody

FEDERAL, AUTONOMOUS = PlainBody(), PlainBody(kind="autonomous")
OWN_DATA = {"procedure": "personal_data"}


def state(name: str) -> PlainBody:
    return PlainBody(jurisdiction=name, kind="state")


Given = tuple[str, PlainBody | str, str, dict[str, str], dict[str, str], dict[str, Any]]

CASES: tuple[Given, ...] = (
    ("the first day of the law of 2002", FEDERAL, "2003-06-12", {}, {"response": "2003-07-10"}, {}),
    ("Christmas and New Year on Sundays close nothing", FEDERAL, "2005-12-20", {}, {"response": "2006-01-17"}, {}),
    ("the moved Monday of March 2006", FEDERAL, "2006-02-20", {}, {"response": "2006-03-21"}, {}),
    ("the change of the Executive on a Friday", FEDERAL, "2006-11-10", {}, {"response": "2006-12-12"}, {}),
    ("the change of the Executive on a Saturday", FEDERAL, "2012-11-15", {}, {"response": "2012-12-14"}, {}),
    ("the change of the Executive, 2018", FEDERAL, "2018-11-12", {}, {"response": "2018-12-11"}, {}),
    ("the change of the Executive in October", FEDERAL, "2024-09-13T17:59", {}, {"response": "2024-10-15"}, {}),
    ("two minutes later, over a closed Monday", FEDERAL, "2024-09-13T18:01", {}, {"response": "2024-10-16"}, {}),
    ("at the very hour it is in time", FEDERAL, "2024-09-13T18:00", {}, {"response": "2024-10-15"}, {}),
    ("the change of the Executive in 2030", FEDERAL, "2030-09-17", {}, {"response": "2030-10-16"}, {}),
    (
        "the last day of the law of 2002, extended",
        FEDERAL,
        "2016-05-09",
        {"extension_notified": "2016-06-06"},
        {"response": "2016-07-04", "law": "MX-FED-2002"},
        {},
    ),
    (
        "the first day of the law of 2016, extended",
        FEDERAL,
        "2016-05-10",
        {"extension_notified": "2016-06-07"},
        {"response": "2016-06-21", "law": "MX-FED-2016"},
        {},
    ),
    (
        "the last evening of the law of 2002",
        FEDERAL,
        "2016-05-09T18:30",
        {},
        {"response": "2016-06-07", "law": "MX-FED-2016"},
        {},
    ),
    (
        "the pandemic: what is verified, and what is not",
        FEDERAL,
        "2020-03-12",
        {},
        {"response": "2020-05-22", "response latest": "2020-08-07"},
        {},
    ),
    ("the move to SISAI", FEDERAL, "2021-09-10", {}, {"response": "2021-10-22"}, {}),
    ("the platform's failure of July 2022", FEDERAL, "2022-07-01", {}, {"response": "2022-08-02"}, {}),
    ("the platform's failure of November 2022", FEDERAL, "2022-11-10", {}, {"response": "2022-12-12"}, {}),
    ("the last evening of INAI", FEDERAL, "2025-03-20T18:30", {}, {"response": "2025-04-18", "law": "MX-FED-2025"}, {}),
    (
        "silence while appeals stood still",
        FEDERAL,
        "2025-03-20",
        {},
        {"response": "2025-04-17", "appeal": "2025-06-24", "law": "MX-FED-2016"},
        {},
    ),
    (
        "an appeal begun before INAI ended",
        FEDERAL,
        "2025-02-10",
        {"replied": "2025-03-10"},
        {"appeal": "2025-06-13"},
        {},
    ),
    (
        "the same against an autonomous body",
        AUTONOMOUS,
        "2025-02-10",
        {"replied": "2025-03-10"},
        {"appeal": "2025-06-30"},
        {},
    ),
    (
        "an appeal admitted before INAI ended",
        FEDERAL,
        "2024-12-02",
        {"replied": "2025-01-07", "appeal_filed": "2025-01-28", "appeal_admitted": "2025-02-10"},
        {"resolution": "2025-06-20"},
        {},
    ),
    (
        "amparo while trials stood still",
        FEDERAL,
        "2024-09-02",
        {"replied": "2024-09-20", "appeal_filed": "2024-10-02", "resolution_notified": "2025-03-14"},
        {"amparo": "2025-10-01"},
        {},
    ),
    (
        "amparo over 14 and 16 September",
        FEDERAL,
        "2026-01-15",
        {"replied": "2026-02-10", "appeal_filed": "2026-02-26", "resolution_notified": "2026-09-01"},
        {"amparo": "2026-09-24"},
        {},
    ),
    ("own data in ten days, 2010", FEDERAL, "2010-01-20", {}, {"response": "2010-02-04"}, OWN_DATA),
    (
        "a question on its last day",
        FEDERAL,
        "2026-03-20",
        {"clarification_asked": "2026-03-27"},
        {"clarification_request": "2026-03-27", "clarification_answer": "2026-04-10"},
        {},
    ),
    (
        "a question answered a minute before midnight counts from Monday",
        FEDERAL,
        "2026-03-20",
        {"clarification_asked": "2026-03-27", "clarification_answered": "2026-04-10T23:59"},
        {"response": "2026-05-12"},
        {},
    ),
    (
        "a question answered too late",
        FEDERAL,
        "2026-08-03",
        {"clarification_asked": "2026-08-06", "clarification_answered": "2026-08-21"},
        {"clarification_answer": "2026-08-20", "response": "replaced"},
        {},
    ),
    (
        "an extension on the last day",
        FEDERAL,
        "2026-08-03",
        {"extension_notified": "2026-08-31"},
        {"response": "2026-09-14"},
        {},
    ),
    (
        "an extension a day late",
        FEDERAL,
        "2026-08-03",
        {"extension_notified": "2026-09-01"},
        {"response": "2026-08-31", "appeal": "2026-09-22"},
        {},
    ),
    (
        "an extension of a term begun anew",
        FEDERAL,
        "2026-08-03",
        {
            "clarification_asked": "2026-08-06",
            "clarification_answered": "2026-08-10",
            "extension_notified": "2026-09-07",
        },
        {"response": "2026-09-22"},
        {},
    ),
    ("over the end of the year", FEDERAL, "2026-12-10", {}, {"response": "2027-01-11"}, {}),
    ("the first Monday of February is the first", FEDERAL, "2027-01-15", {}, {"response": "2027-02-15"}, {}),
    (
        "a late reply ends the silence",
        FEDERAL,
        "2026-08-03",
        {"platform_checked": "2026-09-01", "replied": "2026-09-07"},
        {"appeal": "2026-09-29"},
        {},
    ),
    (
        "a reply notified at night counts from its own day",
        FEDERAL,
        "2026-08-03",
        {"replied": "2026-08-31T19:30"},
        {"appeal": "2026-09-22"},
        {},
    ),
    ("a request filed while only the agency was closed", "INEE", "2013-07-16", {}, {"response": "2013-08-23"}, {}),
    (
        "what must be paid, and how long it is kept",
        FEDERAL,
        "2026-08-03",
        {"available": "2026-08-31,cost=120", "paid": "2026-09-10"},
        {"payment": "2026-10-13", "keeping": "2026-12-07"},
        {},
    ),
    (
        "own data granted and made effective",
        FEDERAL,
        "2026-08-03",
        {"replied": "2026-08-31,sense=granted"},
        {"delivery": "2026-09-22", "appeal": "2026-09-22"},
        OWN_DATA,
    ),
    (
        "a resolution carried out, reported and contested",
        FEDERAL,
        "2026-03-02",
        {
            "replied": "2026-03-31",
            "appeal_filed": "2026-04-15",
            "appeal_admitted": "2026-05-07",
            "resolution_notified": "2026-08-31,sense=revoke",
            "supplementary_reply": "2026-09-14",
            "compliance_reported": "2026-09-18",
        },
        {"compliance": "2026-09-14", "compliance_report": "2026-09-18", "compliance_contest": "2026-09-25"},
        {},
    ),
    (
        "Chihuahua, extended",
        state("MX-CHH"),
        "2024-11-08",
        {"extension_notified": "2024-11-25"},
        {"response": "2024-12-02"},
        {},
    ),
    (
        "Mexico City, extended",
        state("MX-CMX"),
        "2019-03-11",
        {"extension_notified": "2019-03-25"},
        {"response": "2019-04-03"},
        {},
    ),
    ("Mexico City in the pandemic", state("MX-CMX"), "2020-03-20", {}, {"response": "2020-10-15"}, {}),
    (
        "a reserve that began on a leap day",
        FEDERAL,
        "2026-01-15",
        {"replied": "2026-02-13,sense=reserved,reserve_years=5,classified_on=2024-02-29"},
        {"reserve_expiry": "2029-02-28"},
        {},
    ),
)


@pytest.mark.parametrize(("name", "body", "filed", "events", "expected", "options"), CASES, ids=[c[0] for c in CASES])
def test_a_case_counted_by_hand(
    name: str,
    body: PlainBody | str,
    filed: str,
    events: dict[str, str],
    expected: dict[str, str],
    options: dict[str, Any],
) -> None:
    found = case(filed, body=body, options=options, **events)
    got: dict[str, str] = {"law": found.law}
    for clock in found.clocks:
        if clock.status != "replaced":
            got[clock.kind], got[f"{clock.kind} latest"] = clock.due_on.isoformat(), clock.latest.isoformat()
        else:
            got.setdefault(clock.kind, "replaced")
    assert {kind: got.get(kind) for kind in expected} == expected
