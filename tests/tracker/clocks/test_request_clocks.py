"""The clocks of the request itself: reply, clarification, extension, incompetence, cost, silence."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tracker.clocks.cases import case, due, kinds, one


def test_filing_starts_the_agencys_four_clocks_and_announces_the_appeal_against_silence() -> None:
    found = case("2026-01-15", body="INM", today="2026-01-16")
    assert [(c.kind, c.started_by, c.status) for c in found.clocks] == [
        ("incompetence", "filed", "running"),
        ("public_information", "filed", "running"),
        ("clarification_request", "filed", "running"),
        ("response", "filed", "running"),
        ("appeal", "silence", "pending"),
    ]


@pytest.mark.parametrize(
    ("filed", "received", "limit"),
    [
        ("2026-01-15", "2026-01-15", "2026-02-13"),
        ("2026-01-15T18:00", "2026-01-15", "2026-02-13"),
        ("2026-01-15T18:01", "2026-01-16", "2026-02-16"),
        ("2026-01-16T19:05", "2026-01-19", "2026-02-17"),
        ("2026-01-17", "2026-01-19", "2026-02-17"),
        ("2026-01-30T20:00", "2026-02-03", "2026-03-03"),
    ],
)
def test_what_comes_after_hours_or_on_a_closed_day_is_received_the_next_business_day(
    filed: str, received: str, limit: str
) -> None:
    found = case(filed, body="INM")
    assert (found.received_on.isoformat(), due(found, "response")) == (received, limit)


def test_the_printed_reception_beats_the_closing_hour() -> None:
    found = case("2026-01-15T19:05", body="INM", options={"received_on": date(2026, 1, 15)})
    assert due(found, "response") == "2026-02-13"
    assert one(found, "response").verified


def test_a_date_that_hangs_on_an_unverified_closing_hour_says_so() -> None:
    found = case("2026-01-15T19:05", body="INM")
    assert not one(found, "response").verified
    assert not one(found, "appeal").verified
    assert [note.code for note in found.notes] == ["closing_hour_unverified"]


def test_a_question_interrupts_and_the_answer_starts_the_whole_term_again() -> None:
    found = case("2026-01-15", body="INM", clarification_asked="2026-01-21", clarification_answered="2026-02-03")
    first, second = (clock for clock in found.clocks if clock.kind == "response")
    assert (first.status, first.started_by) == ("replaced", "filed")
    assert (second.started_by, second.days, second.due_on.isoformat()) == ("clarification_answered", 20, "2026-03-03")
    assert one(found, "clarification_request").status == "met"
    assert one(found, "clarification_answer").status == "met"


def test_while_the_question_waits_no_reply_is_due_and_the_requesters_clock_runs() -> None:
    found = case("2026-01-15", body="INM", clarification_asked="2026-01-21", today="2026-01-25")
    answer = one(found, "clarification_answer")
    assert (answer.owner, answer.status, answer.due_on.isoformat()) == ("requester", "running", "2026-02-05")
    assert answer.due_by is not None and answer.due_by.hour == 18
    assert {"response", "appeal"}.isdisjoint(kinds(found))


def test_an_unanswered_question_makes_the_request_as_if_never_filed() -> None:
    found = case("2026-01-15", body="INM", clarification_asked="2026-01-21", today="2026-02-06")
    answer = one(found, "clarification_answer")
    assert answer.status == "missed"
    assert [note.code for note in answer.notes] == ["not_filed"]
    assert {"response", "appeal"}.isdisjoint(kinds(found))


def test_an_answer_that_comes_too_late_starts_nothing() -> None:
    found = case("2026-01-15", body="INM", clarification_asked="2026-01-21", clarification_answered="2026-02-10")
    assert one(found, "clarification_answer").status == "late"
    assert "response" not in kinds(found)


def test_an_unanswered_question_about_a_part_leaves_the_rest_running() -> None:
    found = case("2026-01-15", body="INM", clarification_asked="2026-01-21,partial=yes", today="2026-02-20")
    rest = one(found, "response")
    assert (rest.started_by, rest.earliest.isoformat(), rest.latest.isoformat()) == (
        "filed",
        "2026-02-13",
        "2026-03-05",
    )
    assert rest.status == "may_be_overdue"


def test_an_answered_question_about_a_part_starts_the_term_again() -> None:
    found = case("2026-01-15", clarification_asked="2026-01-21,partial=yes", clarification_answered="2026-02-03")
    assert due(found, "response") == "2026-03-03"


def test_an_answer_handed_in_after_hours_counts_from_the_next_business_day() -> None:
    found = case("2026-01-15", clarification_asked="2026-01-21", clarification_answered="2026-02-03T18:30")
    assert due(found, "response") == "2026-03-04"
    late = case("2026-01-15", clarification_asked="2026-01-21", clarification_answered="2026-02-05,hour=18:30")
    assert one(late, "clarification_answer").status == "late"


def test_an_answer_handed_in_on_a_saturday_leaves_a_day_of_doubt() -> None:
    found = one(case("2026-01-15", clarification_asked="2026-01-21", clarification_answered="2026-01-31"), "response")
    assert (found.earliest.isoformat(), found.latest.isoformat()) == ("2026-03-02", "2026-03-03")


def test_an_extension_in_time_is_appended_to_the_original_count() -> None:
    found = one(case("2026-01-15", body="INM", extension_notified="2026-01-28"), "response")
    assert (found.due_on.isoformat(), found.days, found.started_by) == ("2026-02-27", 30, "filed")


def test_an_extension_for_fewer_days_adds_those_and_one_for_more_adds_no_more_than_the_law() -> None:
    assert due(case("2026-01-15", extension_notified="2026-02-13,days=5"), "response") == "2026-02-20"
    assert due(case("2026-01-15", extension_notified="2026-02-13,days=15"), "response") == "2026-02-27"


def test_a_late_extension_moves_nothing_and_is_said_to_be_late() -> None:
    found = one(case("2026-01-15", body="INM", extension_notified="2026-02-16"), "response")
    assert (found.due_on.isoformat(), found.latest.isoformat()) == ("2026-02-13", "2026-02-13")
    assert [note.code for note in found.notes] == ["extension_late"]


def test_an_extension_inside_the_interval_moves_only_the_latest_date() -> None:
    found = one(case("2026-07-02", body="INM", extension_notified="2026-08-06", today="2026-09-01"), "response")
    assert (found.due_on.isoformat(), [note.code for note in found.notes]) == ("2026-07-30", ["extension_late?"])
    assert found.latest.isoformat() == "2026-09-01"
    assert found.status == "may_be_overdue"


def test_a_second_extension_adds_nothing() -> None:
    found = case("2026-01-15", ("extension_notified", "2026-02-20"), extension_notified="2026-02-10")
    assert due(found, "response") == "2026-02-27"


def test_an_extension_may_follow_an_answered_question() -> None:
    found = case(
        "2026-01-15",
        clarification_asked="2026-01-21",
        clarification_answered="2026-02-03",
        extension_notified="2026-02-24",
    )
    assert due(found, "response") == "2026-03-18"


def test_a_notice_of_incompetence_answers_the_request_and_opens_the_appeal() -> None:
    found = case("2026-01-15", incompetence_notified="2026-01-20")
    assert one(found, "incompetence").status == "met"
    assert one(found, "response").status == "met"
    assert due(found, "appeal", "incompetence_notified") == "2026-02-11"


def test_partial_incompetence_leaves_the_rest_to_be_answered() -> None:
    found = case("2026-01-15", incompetence_notified="2026-01-20,partial=yes", today="2026-01-26")
    assert one(found, "response").status == "running"
    assert one(found, "appeal", "silence").status == "pending"
    assert due(found, "appeal", "incompetence_notified") == "2026-02-11"


def test_incompetence_declared_after_its_three_days_is_late() -> None:
    assert one(case("2026-01-15", incompetence_notified="2026-01-21"), "incompetence").status == "late"


def test_pointing_to_what_is_public_answers_and_opens_the_appeal() -> None:
    found = case("2026-01-15", public_information_notified="2026-01-22")
    assert (one(found, "public_information").status, one(found, "response").status) == ("met", "met")
    assert due(found, "appeal") == "2026-02-13"


def test_a_cost_gives_thirty_days_to_pay_and_opens_the_appeal() -> None:
    found = case("2026-01-15", available="2026-02-10,cost=120", today="2026-03-01")
    assert one(found, "response").status == "met"
    assert (due(found, "payment"), due(found, "appeal")) == ("2026-03-25", "2026-03-03")


def test_what_is_free_need_not_be_paid() -> None:
    assert "payment" not in kinds(case("2026-01-15", available="2026-02-10,cost=0"))


def test_what_was_paid_for_is_kept_sixty_days() -> None:
    found = case("2026-01-15", available="2026-02-10,cost=120", paid="2026-02-20", today="2026-03-01")
    assert one(found, "payment").status == "met"
    assert due(found, "keeping") == "2026-05-19"


def test_a_request_handed_in_on_paper_must_be_registered_in_five_days() -> None:
    found = case("2026-01-15,channel=mail")
    assert due(found, "registration") == "2026-01-22"
    assert "registration" not in kinds(case("2026-01-15"))


def test_each_later_reply_opens_its_own_appeal() -> None:
    found = case("2026-01-15", replied="2026-02-10", supplementary_reply="2026-02-20", today="2026-02-21")
    assert due(found, "appeal", "replied") == "2026-03-03"
    assert due(found, "appeal", "supplementary_reply") == "2026-03-13"


def test_of_two_replies_the_first_ones_appeal_is_listed_as_replaced() -> None:
    found = case("2026-01-15", ("replied", "2026-02-20"), replied="2026-02-10", today="2026-02-21")
    appeals = [(c.due_on.isoformat(), c.status) for c in found.clocks if c.kind == "appeal"]
    assert appeals == [("2026-03-03", "replaced"), ("2026-03-13", "running")]


def test_a_notice_counts_from_its_delivery_and_not_from_the_letters_date() -> None:
    found = case("2026-01-15", replied="2026-02-10,notified_on=2026-02-12,dated_on=2026-02-09,found_on=2026-03-01")
    assert due(found, "appeal", "replied") == "2026-03-05"


def test_a_reserve_expires_years_after_the_classification() -> None:
    reply = "2026-02-10,sense=reserved,reserve_years=3"
    assert due(case("2026-01-15", replied=reply), "reserve_expiry") == "2029-02-10"
    assert due(case("2026-01-15", replied=f"{reply},classified_on=2026-02-03"), "reserve_expiry") == "2029-02-03"
    assert due(case("2026-01-15", replied="2026-02-10,sense=reservada"), "reserve_expiry") == "2031-02-10"
    assert due(case("2026-01-15", replied="2026-02-10,sense=partial,reserve_years=2"), "reserve_expiry") == "2028-02-10"
    assert "reserve_expiry" not in kinds(case("2026-01-15", replied="2026-02-10,sense=denied"))


def test_a_reserve_from_a_leap_day_ends_on_the_last_of_february() -> None:
    reply = "2024-02-29,sense=reserved,reserve_years=5"
    assert due(case("2024-02-05", replied=reply), "reserve_expiry") == "2029-02-28"


def test_a_withdrawn_request_leaves_nothing_running() -> None:
    found = case("2026-01-15", withdrawn="2026-01-20", today="2026-01-21")
    assert all(not clock.is_open for clock in found.clocks)


def test_closing_a_case_does_not_hide_the_requesters_appeal() -> None:
    found = case("2026-01-15", replied="2026-02-10", closed="2026-02-11", today="2026-02-12")
    assert one(found, "appeal").status == "running"


def test_a_day_only_the_agency_has_closed_still_receives_requests() -> None:
    found = case("2015-05-05", body="INEE")
    assert (found.received_on.isoformat(), due(found, "response")) == ("2015-05-05", "2015-06-02")


def test_a_question_asked_too_late_gives_the_requester_no_more_time_against_silence() -> None:
    found = case("2026-01-15", body="INM", clarification_asked="2026-02-05", clarification_answered="2026-02-10")
    assert one(found, "clarification_request").status == "late"
    reply, appeal = one(found, "response"), one(found, "appeal")
    assert (reply.due_on.isoformat(), reply.notes[0].code) == ("2026-03-10", "clarification_late")
    assert (appeal.opens_on.isoformat(), appeal.due_on.isoformat()) == ("2026-03-11", "2026-03-06")


def test_a_reply_makes_an_open_question_and_the_agencys_other_windows_pointless() -> None:
    found = case("2026-01-15", clarification_asked="2026-01-16", replied="2026-01-19", today="2026-03-01")
    statuses = {clock.kind: clock.status for clock in found.clocks}
    assert statuses["clarification_answer"] == "replaced"
    assert statuses["incompetence"] == statuses["public_information"] == "replaced"
    assert statuses["clarification_request"] == "met"


def test_an_extension_on_the_latest_day_may_still_be_good_and_the_day_after_is_late() -> None:
    on_it = one(case("2026-07-02", body="INM", extension_notified="2026-08-18"), "response")
    after = one(case("2026-07-02", body="INM", extension_notified="2026-08-19"), "response")
    assert ([n.code for n in on_it.notes], [n.code for n in after.notes]) == (["extension_late?"], ["extension_late"])


def test_an_extension_after_the_reply_changes_nothing() -> None:
    assert due(case("2026-01-15", replied="2026-02-10", extension_notified="2026-02-11"), "response") == "2026-02-13"


def test_a_reply_inside_the_interval_is_not_called_late_and_leaves_no_silence() -> None:
    found = case("2026-07-02", body="INM", platform_checked="2026-08-04", replied="2026-08-05", today="2026-08-06")
    assert one(found, "response").status == "met"
    assert one(found, "appeal").started_by == "replied"


def test_a_stated_limit_is_explained_by_an_extension_by_closed_days_or_by_days_that_were_counted():
    def said(stated: str) -> list[str]:
        found = case("2015-09-15", body="INEE", options={"stated": {"response": date.fromisoformat(stated)}})
        return [way.in_words() for way in one(found, "response").ways]

    assert due(case("2015-09-15", body="INEE"), "response") == "2015-10-14"
    assert said("2015-10-14") == []
    assert said("2015-11-12") == ["the term was extended"]
    assert said("2015-10-15")[0].startswith("these days were closed: 2015-09-")
    assert said("2015-10-13") == ["these were counted as business days: 2015-09-16"]
