"""Every cause of inadmissibility is seen before an appeal is written: a failing and a passing case for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tracker.appeals.preflight import Declared, Hurdle, preflight
from tracker.clocks.calendars import PlainBody
from tracker.clocks.engine import clocks
from tracker.clocks.types import CaseClocks, Event
from tracker.laws.store import rulebook

ZONE = ZoneInfo("America/Mexico_City")
BOOK = rulebook()
INM = PlainBody("INM", "MX-FED", "executive")


def answered(today: date = date(2026, 2, 17)) -> CaseClocks:
    """A request of January answered on 16 February 2026: the appeal ends on 9 March (vector of the law sheet)."""
    return clocks(BOOK, INM, [Event("filed", date(2026, 1, 15)), Event("replied", date(2026, 2, 16))], today)


def silent(*, looked: bool, today: date = date(2026, 3, 2)) -> CaseClocks:
    """The same request without a reply."""
    events = [Event("filed", date(2026, 1, 15))]
    if looked:
        events.append(Event("platform_checked", today))
    return clocks(BOOK, INM, events, today)


def hurdles(case: CaseClocks, moment: datetime = datetime(2026, 2, 17, 10, tzinfo=ZONE), **given: Any
            ) -> Mapping[str, Hurdle]:
    facts = {"grounds": ["INEXIST"], "is_answered": True, "labels": {"inexistence"}, **given}
    return {one.code: one for one in preflight(case, moment=moment, **facts)}


@pytest.mark.parametrize(("moment", "holds"), [
    (datetime(2026, 3, 9, 17, 59, tzinfo=ZONE), True), (datetime(2026, 3, 9, 18, 1, tzinfo=ZONE), False),
    (datetime(2026, 3, 10, 9, 0, tzinfo=ZONE), False),
])
def test_i_it_is_late_after_the_hour_of_the_last_day(moment: datetime, holds: bool) -> None:
    assert hurdles(answered(), moment)["in_time"].holds is holds


@pytest.mark.parametrize(("field", "code"), [
    ("court_pending", "no_court"), ("disputes_truth", "not_truth"), ("is_consultation", "not_consultation"),
    ("widens", "not_wider"),
])
def test_ii_v_vi_vii_only_the_person_can_say(field: str, code: str) -> None:
    assert hurdles(answered())[code].holds is None
    assert hurdles(answered(), declared=Declared(**{field: True}))[code].holds is False
    assert hurdles(answered(), declared=Declared(**{field: False}))[code].holds is True


def test_iii_it_needs_a_ground() -> None:
    assert hurdles(answered(), grounds=[])["has_ground"].holds is False
    assert hurdles(answered(), grounds=["NOT_IN_THE_LAW"])["has_ground"].holds is False
    assert hurdles(answered())["has_ground"].holds is True


def test_iii_the_ground_must_fit_what_happened() -> None:
    assert hurdles(answered(), grounds=["SIN_RESP"])["ground_fits"].holds is False
    assert hurdles(answered(), grounds=["INCOMPET"])["ground_fits"].holds is False
    assert hurdles(answered(), grounds=["INCOMPET"], labels={"incompetence"})["ground_fits"].holds is True


def test_iii_silence_is_premature_until_somebody_looked() -> None:
    moment = datetime(2026, 3, 2, 10, tzinfo=ZONE)
    facts = {"grounds": ["SIN_RESP"], "is_answered": False, "labels": set()}
    assert hurdles(silent(looked=False), moment, **facts)["not_premature"].holds is False
    seen = hurdles(silent(looked=True), moment, **facts)
    assert seen["not_premature"].holds is True and seen["ground_fits"].holds is True


def test_iv_a_clarification_of_the_regulator_must_be_answered() -> None:
    events = [Event("filed", date(2026, 1, 15)), Event("replied", date(2026, 2, 16)),
              Event("appeal_filed", date(2026, 2, 20)), Event("appeal_clarification_asked", date(2026, 2, 24))]
    missed = clocks(BOOK, INM, events, date(2026, 3, 20))
    assert hurdles(missed)["clarified"].holds is False
    answered_it = clocks(BOOK, INM, [*events, Event("appeal_clarification_answered", date(2026, 2, 25))],
                         date(2026, 3, 20))
    assert hurdles(answered_it)["clarified"].holds is True


def test_the_article_is_named_only_where_it_was_read() -> None:
    assert hurdles(answered())["in_time"].article == "LGTAIP 2025, art. 158, fr. I"
    old = clocks(BOOK, INM, [Event("filed", date(2019, 1, 15)), Event("replied", date(2019, 2, 14))], date(2019, 2, 15))
    assert hurdles(old, datetime(2019, 2, 15, 10, tzinfo=ZONE))["in_time"].article == ""


FAILS: dict[str, dict[str, Any]] = {
    "I": {"moment": datetime(2026, 3, 10, 9, tzinfo=ZONE)},
    "II": {"declared": Declared(court_pending=True)},
    "III": {"grounds": []},
    "IV": {},
    "V": {"declared": Declared(disputes_truth=True)},
    "VI": {"declared": Declared(is_consultation=True)},
    "VII": {"declared": Declared(widens=True)},
}
"""Fraction of article 158 → what makes an appeal fall under it."""
CLEAN = Declared(court_pending=False, disputes_truth=False, is_consultation=False, widens=False)


def unanswered_clarification() -> CaseClocks:
    """The regulator asked on 24 February; five business days later nothing was answered."""
    events = [Event("filed", date(2026, 1, 15)), Event("replied", date(2026, 2, 16)),
              Event("appeal_filed", date(2026, 2, 20)), Event("appeal_clarification_asked", date(2026, 2, 24))]
    return clocks(BOOK, INM, events, date(2026, 3, 20))


@pytest.mark.parametrize("fraction", FAILS)
def test_every_fraction_of_inadmissibility_has_a_case_that_falls_under_it_and_one_that_does_not(fraction: str) -> None:
    case = unanswered_clarification() if fraction == "IV" else answered()
    failing = hurdles(case, **{"declared": CLEAN, **FAILS[fraction]})
    assert [one.fraction for one in failing.values() if one.holds is False and one.fraction == fraction]
    passing = hurdles(answered(), declared=CLEAN)
    assert all(one.holds for one in passing.values())
    assert fraction in {one.fraction for one in passing.values()}


def test_a_missing_element_is_told_and_belongs_to_no_fraction() -> None:
    found = hurdles(answered(), declared=CLEAN, missing=["folio"])
    assert found["complete"].holds is False and found["complete"].article == ""


def test_silence_is_premature_while_the_agency_may_still_be_in_time() -> None:
    events = [Event("filed", date(2026, 1, 15)), Event("platform_checked", date(2026, 2, 13))]
    early = clocks(BOOK, INM, events, date(2026, 2, 13))
    moment = datetime(2026, 2, 13, 10, tzinfo=ZONE)
    found = hurdles(early, moment, grounds=["SIN_RESP"], is_answered=False, labels=set())
    assert found["not_premature"].holds is False


def test_an_appeal_late_by_a_minute_is_late_and_on_the_minute_is_not() -> None:
    assert hurdles(answered(), datetime(2026, 3, 9, 18, 0, tzinfo=ZONE))["in_time"].holds is True
    assert hurdles(answered(), datetime(2026, 3, 9, 18, 0, 1, tzinfo=ZONE))["in_time"].holds is False


def test_under_the_law_of_2002_its_own_grounds_count() -> None:
    old = clocks(BOOK, INM, [Event("filed", date(2013, 8, 5)), Event("replied", date(2013, 8, 20))], date(2013, 8, 21))
    moment = datetime(2013, 8, 21, 10, tzinfo=ZONE)
    assert old.law == "MX-FED-2002"
    assert hurdles(old, moment, grounds=["NEGATIVA"], labels={"reserved"})["has_ground"].holds is True
    assert hurdles(old, moment, grounds=["CLASIF"], labels={"reserved"})["has_ground"].holds is False
    assert hurdles(old, moment, grounds=["NEGATIVA"], labels={"inexistence"})["ground_fits"].holds is False
