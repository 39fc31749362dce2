"""The calendar page: what is known of an agency's days, what people add, and what stated limits suggest."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise

import pytest
from sqlalchemy import select

from tracker.laws import bodies
from tracker.laws.errors import LawError
from tracker.requests.models import ClockRow, StatedDate

FILED = date(2026, 11, 25)
"""A Wednesday: twenty business days later lies in the possible recess of the year's end."""


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def logged(world):
    """A request to INM, filed in the morning."""
    from tracker.laws.store import rulebook_of
    from tracker.people.models import User
    from tracker.requests.actions import RequestDraft, log_request
    from tracker.requests.recompute import recompute

    with world.backends.sessions.writing() as session:
        row = log_request(session, RequestDraft(
            project_id=world.project, subject="Flights", folio="330020326000123", agency="INM", filed_on=FILED,
            filed_time=time(10)), by=session.get_one(User, world.people["alice"]), clock=world.backends.clock)
        recompute(session, row, rulebook_of(session), now=world.backends.clock.now())
        return row.id


def dates(world):
    with world.backends.sessions.reading() as session:
        row = session.scalars(select(ClockRow).where(ClockRow.kind == "response")).one()
        return row.earliest, row.latest


def added(**changed):
    return {"first": "2026-12-02", "reason": "Fumigation", "source": "Oficio 12/2026", **changed}


def test_the_page_tells_statutory_closed_and_possible_days_apart(browser):
    page = text_of(browser("rita").get("/calendars/INM?year=2026"))
    assert "closed by statute" in page and "possibly closed" in page
    assert "No calendar of its own is known for this year" in page and 'action="/calendars' not in page
    whole = text_of(browser("rita").get("/calendars/INEE?year=2013"))
    assert "nothing in it is merely possible" in whole and "possibly closed" not in whole
    assert browser("rita").get("/calendars/NOBODY").status_code == 404


def test_neighbouring_days_of_one_reason_are_one_line_and_open_days_part_them(world):
    from tracker.agencies.store import directory_of
    from tracker.clocks.bodies import known_body
    from tracker.laws.store import rulebook_of

    with world.backends.sessions.reading() as session:
        body = known_body(directory_of(session), "INM")
        spans = bodies.known_year(rulebook_of(session), body, 2026)
    summer = [one for one in spans if one.kind == "possible" and one.first.month == 7]
    assert [(one.first, one.last) for one in summer] == [(date(2026, 7, 15), date(2026, 7, 31))]
    assert all(one.last < other.first for one, other in pairwise(spans))
    assert not any(one.first.weekday() > 4 for one in spans)


def test_a_verified_closed_day_moves_both_dates_and_an_unverified_one_only_the_latest(browser, world, logged):
    window = browser("olga")
    earliest, latest = dates(world)
    window.post("/calendars/INM/closed", added(status="unverified"))
    assert dates(world)[0] == earliest and dates(world)[1] > latest
    window.post("/calendars/INM/closed", added(first="2026-12-03"))
    assert dates(world)[0] > earliest


def test_a_day_for_the_whole_jurisdiction_counts_for_other_agencies_too_and_can_be_withdrawn(browser, world, logged):
    window = browser("olga")
    before = dates(world)
    page = text_of(window.post("/calendars/COMAR/closed", added(scope="all")))
    assert "MX-FED" in page and "Fumigation" in page and "Fumigation" in text_of(window.get("/calendars/INM"))
    from tracker.reminders.refreshing import refresh

    refresh(world.backends.sessions, now=world.backends.clock.now())
    assert dates(world)[0] > before[0]
    assert "Fumigation" not in text_of(window.post("/calendars/INM/closed/1/withdraw"))
    assert dates(world) == before


def test_days_of_one_agency_are_not_withdrawn_through_another(browser, world):
    window = browser("olga")
    window.post("/calendars/COMAR/closed", added())
    window.post("/calendars/INM/closed/1/withdraw")
    assert "Fumigation" in text_of(window.get("/calendars/COMAR"))


def whole(**changed):
    return {"since": "2026-01-01", "until": "2027-01-15", "closed": "2026-12-21..2027-01-01",
            "source": "DOF 2026-01-05", **changed}


def test_a_whole_calendar_makes_earliest_and_latest_one_date_until_it_is_taken_back(browser, world, logged):
    window = browser("olga")
    before = dates(world)
    assert before[0] < before[1]
    page = text_of(window.post("/calendars/INM/whole", whole()))
    assert "The whole calendar is known" in page
    assert dates(world)[0] == dates(world)[1]
    window.post("/calendars/INM/whole", whole(closed="2026-12-21..2026-12-31"))
    assert dates(world)[0] == dates(world)[1]
    window.post("/calendars/INM/whole/withdraw", {"since": "2026-01-01"})
    assert dates(world) == before


def test_a_year_more_is_added_beside_the_years_that_came_with_the_product(browser, world):
    window = browser("olga")
    window.post("/calendars/INEE/whole", whole())
    assert "The whole calendar is known" in text_of(window.get("/calendars/INEE?year=2013"))
    window.post("/calendars/INEE/whole/withdraw", {"since": "2026-01-01"})
    assert "The whole calendar is known" in text_of(window.get("/calendars/INEE?year=2013"))
    assert "The whole calendar is known" not in text_of(window.get("/calendars/INEE?year=2026"))


@pytest.mark.parametrize("wrong", [
    {"closed": "someday"}, {"closed": "2026-02-30"}, {"closed": "2026-05-05..2026-05-01"}, {"closed": "2025-05-05"},
    {"until": "2025-12-31"}, {"until": "2030-01-01"}, {"source": ""}, {"closed": "2026-01-01..2026-12-31"},
])
def test_a_calendar_that_cannot_be_is_refused(browser, world, wrong):
    window = browser("olga")
    assert "flash problem" in text_of(window.post("/calendars/INM/whole", whole(**wrong)))
    assert "The whole calendar is known" not in text_of(window.get("/calendars/INM?year=2026"))


def test_days_are_read_as_they_are_written():
    spans = [(date(2026, 5, 5), date(2026, 5, 5)), (date(2026, 3, 30), date(2026, 4, 3))]
    assert bodies.read_spans(bodies.written(spans)) == spans
    with pytest.raises(LawError, match="write 2026-05-05"):
        bodies.read_spans("05/05/2026")


def test_a_stated_limit_that_fits_with_more_closed_days_proposes_them_to_those_who_may_see_it(browser, world, logged):
    with world.backends.sessions.writing() as session:
        session.add(StatedDate(info_request_id=logged, clock_kind="response", stated_on=date(2027, 1, 11)))
    page = text_of(browser("olga").get("/calendars/INM?year=2027"))
    assert "Limits that fit only with more closed days" in page and "Add these days" in page
    link = re.search(r'href="(/calendars/INM\?[^"]*first=[^"#]+)#add"', page)[1].replace("&amp;", "&")
    form = browser("olga").get(link).get_data(as_text=True)
    assert re.search(r'<input[^>]*name="first"[^>]*value="202[67]-', form) and "inferred from stated limits" in form
    assert "Limits that fit" in text_of(browser("rita").get("/calendars/INM?year=2027"))
    assert "Limits that fit" not in text_of(browser("charlie").get("/calendars/INM?year=2027"))


def test_only_the_owner_of_the_installation_changes_a_calendar(browser, world):
    window = browser("alice")
    for address in ("closed", "closed/1/withdraw", "whole", "whole/withdraw"):
        assert window.post(f"/calendars/INM/{address}", {**added(), **whole()}).status_code == 403


def test_a_limit_that_fits_an_extension_says_so_before_it_speaks_of_closed_days(browser, world, logged):
    with world.backends.sessions.writing() as session:
        session.add(StatedDate(info_request_id=logged, clock_kind="response", stated_on=date(2027, 1, 8)))
    page = text_of(browser("olga").get("/calendars/INM/limits?year=2026"))
    assert "1 agree if the term was extended" in page and page.index("the term was extended") < page.index("</table>")
    rows = browser("rita").get("/calendars/INM/limits.json?year=2026").get_json()
    assert [(row["Stated limit"], row["Verdict"]) for row in rows] == [("2027-01-08", "agree if the term was extended")]
    assert rows[0]["They agree if"].startswith("the term was extended")
    assert browser("charlie").get("/calendars/INM/limits.json?year=2026").get_json() == []
    assert browser("rita").get("/calendars/INM/limits.exe").status_code == 404


def test_limits_that_agree_are_counted_and_those_nothing_explains_are_listed(browser, world, logged):
    earliest, _latest = dates(world)
    with world.backends.sessions.writing() as session:
        session.add(StatedDate(info_request_id=logged, clock_kind="response", stated_on=earliest))
    assert "1 agree" in text_of(browser("olga").get("/calendars/INM?year=2026"))
    with world.backends.sessions.writing() as session:
        session.scalars(select(StatedDate)).one().stated_on = date(2026, 12, 1)
    page = text_of(browser("olga").get("/calendars/INM/limits?year=2026&verdict=differs"))
    assert "nothing known explains it" in page
    assert "No request filed in this year" in text_of(browser("charlie").get("/calendars/INM/limits?year=2026"))
