"""The limits that the federal system computed for one agency in 2013 and 2015, row by row.

A row's kind is given, not fitted: personal data by its type; extended when its limit lies forty or more weekdays off,
which no twenty days with a recess reach.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.tracker.clocks.cases import agency, book, case, due
from tracker.clocks.calendars import case_calendars
from tracker.clocks.differences import explain_difference

EXTENDED_FROM_WEEKDAYS = 40


def kind_of(row: dict[str, str]) -> str:
    """What the row says it is."""
    if row["tipo_solicitud"] == "Datos Personales":
        return "personal_data"
    return "extended" if int(row["mon_fri_days_from_request_to_limit"]) >= EXTENDED_FROM_WEEKDAYS else "response"


def computed(filed: str, kind: str) -> str:
    """The limit the engine gives."""
    procedure = {"procedure": "personal_data"} if kind == "personal_data" else {}
    events = {}
    if kind == "extended":
        events["extension_notified"] = due(case(filed, body="INEE"), "response")
    return due(case(filed, body="INEE", options=procedure, **events), "response")


def explained(filed: str, limit: str, kind: str) -> str:
    """Which closed days would make a row fit."""
    procedure = "personal_data" if kind == "personal_data" else "access"
    days = {"personal_data": 10, "extended": 40, "response": 20}[kind]
    calendar = case_calendars(book(), agency("INEE"), procedure).counting("response", "agency").certain
    ways = explain_difference(date.fromisoformat(limit), date.fromisoformat(filed), days, calendar)
    counted = calendar.between(date.fromisoformat(filed), date.fromisoformat(limit))
    return ways[0].in_words() if ways else f"no closed days: the limit is business day {counted} of {days}"


@pytest.mark.parametrize(("year", "rows", "at_least"), [("2013", 85, 82), ("2015", 224, 207)])
def test_the_limits_of_a_year_are_reproduced(samples: Path, year: str, rows: int, at_least: int) -> None:
    with (samples / "mx_requests" / "deadline_cases_inee.csv").open(encoding="utf-8") as file:
        cases = [row for row in csv.DictReader(file) if row["fecha_solicitud"].startswith(year)]
    hits: Counter[str] = Counter()
    misses = []
    for row in cases:
        kind, filed, limit = kind_of(row), row["fecha_solicitud"], row["fecha_limite"]
        got = computed(filed, kind)
        if got == limit:
            hits[kind] += 1
        else:
            misses.append(f"{filed} → {limit} ({kind}; computed {got}): {explained(filed, limit, kind)}")
    print(f"{year}: {sum(hits.values())} of {len(cases)} {dict(hits)}", *misses, sep="\n  ")
    assert len(cases) == rows
    assert sum(hits.values()) >= at_least
