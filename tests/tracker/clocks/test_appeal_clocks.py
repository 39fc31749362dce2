"""The appeal is a procedure of its own: its clocks, its law, its suspensions, compliance and the court."""

from __future__ import annotations

from tests.tracker.clocks.cases import case, due, kinds, one

UP_TO_ADMISSION = {"replied": "2026-02-10", "appeal_filed": "2026-02-26", "appeal_admitted": "2026-03-05"}
RESOLVED = {**UP_TO_ADMISSION, "resolution_notified": "2026-04-24,sense=revoke"}


def test_an_appeal_in_time_meets_its_clock_and_one_too_late_is_late() -> None:
    assert one(case("2026-01-15", replied="2026-02-10", appeal_filed="2026-03-03"), "appeal").status == "met"
    assert one(case("2026-01-15", replied="2026-02-10", appeal_filed="2026-03-04"), "appeal").status == "late"
    after_closing = case("2026-01-15", replied="2026-02-10", appeal_filed="2026-03-03T18:30")
    assert one(after_closing, "appeal").status == "late"


def test_an_appeal_nobody_filed_is_missed_the_day_after() -> None:
    assert one(case("2026-01-15", replied="2026-02-10", today="2026-03-03"), "appeal").status == "running"
    assert one(case("2026-01-15", replied="2026-02-10", today="2026-03-04"), "appeal").status == "missed"


def test_a_question_in_the_appeal_is_answered_in_five_days_or_the_appeal_is_dismissed() -> None:
    asked = {"replied": "2026-02-10", "appeal_filed": "2026-02-26", "appeal_clarification_asked": "2026-03-04"}
    found = case("2026-01-15", today="2026-03-12", **asked)
    answer = one(found, "appeal_clarification_answer")
    assert (answer.due_on.isoformat(), answer.status) == ("2026-03-11", "missed")
    assert [note.code for note in answer.notes] == ["dismissed"]
    answered = case("2026-01-15", appeal_clarification_answered="2026-03-11", **asked)
    assert one(answered, "appeal_clarification_answer").status == "met"


def test_admission_starts_the_arguments_and_the_resolution() -> None:
    found = case("2026-01-15", today="2026-03-06", **UP_TO_ADMISSION)
    assert (due(found, "arguments"), due(found, "resolution")) == ("2026-03-17", "2026-05-04")
    assert one(found, "resolution_notice").status == "pending"
    assert one(case("2026-01-15", arguments_filed="2026-03-17", **UP_TO_ADMISSION), "arguments").status == "met"


def test_the_regulator_may_extend_once_and_has_twenty_days_after_closing() -> None:
    found = case("2026-01-15", instruction_closed="2026-04-10", resolution_extended="2026-04-20", **UP_TO_ADMISSION)
    assert due(found, "resolution", "appeal_admitted") == "2026-06-01"
    assert due(found, "resolution", "instruction_closed") == "2026-05-11"


def test_a_resolution_is_on_time_by_the_day_it_was_approved_and_notified_in_three() -> None:
    approved = {**UP_TO_ADMISSION, "resolution_notified": "2026-05-07,sense=revoke,resolved_on=2026-05-04"}
    found = case("2026-01-15", **approved)
    assert one(found, "resolution").status == "met"
    notice = one(found, "resolution_notice")
    assert (notice.due_on.isoformat(), notice.status) == ("2026-05-07", "met")


def test_a_resolution_for_the_requester_gives_the_agency_ten_days_and_three_to_report() -> None:
    found = case("2026-01-15", today="2026-04-27", **RESOLVED)
    assert (due(found, "compliance"), due(found, "compliance_report")) == ("2026-05-11", "2026-05-14")
    fewer = {**UP_TO_ADMISSION, "resolution_notified": "2026-04-24,sense=modify,days=5"}
    assert due(case("2026-01-15", **fewer), "compliance") == "2026-05-04"


def test_a_resolution_that_confirms_leaves_nothing_to_comply_with_but_amparo() -> None:
    for sense in ("confirm", "confirma", "sobresee", "desecha"):
        found = case("2026-01-15", **UP_TO_ADMISSION, resolution_notified=f"2026-04-24,sense={sense}")
        assert "compliance" not in kinds(found)
        assert due(found, "amparo") == "2026-05-19"


def test_compliance_is_contested_in_five_days_and_ruled_on_in_five() -> None:
    found = case(
        "2026-01-15",
        supplementary_reply="2026-05-04",
        compliance_reported="2026-05-06",
        compliance_contested="2026-05-11",
        today="2026-05-12",
        **RESOLVED,
    )
    assert one(found, "compliance").status == "met"
    contest = one(found, "compliance_contest")
    assert (contest.due_on.isoformat(), contest.status) == ("2026-05-13", "met")
    # The regulator tells the requester the day after the report: only the latest date counts on it.
    assert contest.latest.isoformat() == "2026-05-14"
    assert due(found, "compliance_ruling", "compliance_contested") == "2026-05-18"


def test_non_compliance_gives_the_superior_five_days_more() -> None:
    found = case(
        "2026-01-15",
        compliance_reported="2026-05-06",
        compliance_contested="2026-05-11",
        compliance_ruled="2026-05-18,sense=incumplimiento",
        **RESOLVED,
    )
    assert due(found, "compliance", "compliance_ruled") == "2026-05-25"


def test_the_answer_given_in_compliance_can_be_appealed_again_for_some_grounds() -> None:
    found = case("2026-01-15", supplementary_reply="2026-05-04", today="2026-05-05", **RESOLVED)
    again = one(found, "appeal", "supplementary_reply")
    assert again.status == "running"
    assert "VI" in next(note.text for note in again.notes if note.code == "second_appeal")
    assert one(found, "appeal", "replied").status == "met"


def test_the_law_of_2002_gave_no_second_appeal() -> None:
    found = case(
        "2013-08-05",
        replied="2013-09-02",
        appeal_filed="2013-09-10",
        appeal_admitted="2013-09-12",
        resolution_notified="2013-11-20,sense=revoca",
        supplementary_reply="2013-12-02",
    )
    assert [clock.started_by for clock in found.clocks if clock.kind == "appeal"] == ["replied"]
    assert "no_second_appeal" in [note.code for note in found.notes]


def test_amparo_counts_by_the_courts_calendar() -> None:
    found = case(
        "2025-09-01",
        replied="2025-09-22",
        appeal_filed="2025-09-29",
        appeal_admitted="2025-10-02",
        resolution_notified="2026-02-02,sense=confirm",
    )
    court = one(found, "amparo")
    # 5 February is closed for the court and 2 February, a moved Monday, is not.
    assert (court.due_on.isoformat(), court.calendar) == ("2026-02-24", "amparo")
    assert court.due_by is None


def test_the_stop_of_2025_moves_appeals_before_the_executives_regulator_and_not_requests() -> None:
    found = case("2025-02-20", body="INM", replied="2025-03-18")
    assert due(found, "appeal", "replied") == "2025-06-20"
    assert due(case("2025-03-10", body="INM"), "response") == "2025-04-08"


def test_the_stop_of_2025_was_longer_for_the_other_guarantors() -> None:
    assert due(case("2025-02-20", body="INE", replied="2025-03-18"), "appeal", "replied") == "2025-07-07"


def test_the_stop_of_2025_does_not_touch_personal_data_before_the_executives_regulator() -> None:
    found = case("2025-03-24", body="INM", replied="2025-04-21", options={"procedure": "personal_data"})
    assert due(found, "appeal", "replied") == "2025-05-13"


def test_the_stop_of_amparo_trials_moves_amparo_only() -> None:
    found = case(
        "2025-03-24", body="INM", replied="2025-04-21", appeal_filed="2025-06-04", appeal_admitted="2025-06-09",
        resolution_notified="2025-08-20,sense=revoke",
    )  # fmt: skip
    assert due(found, "amparo") == "2025-10-07"
    assert due(found, "compliance") == "2025-09-03"
    own_data = case(
        "2025-03-24", body="INM", replied="2025-04-21", appeal_filed="2025-05-02", appeal_admitted="2025-05-09",
        resolution_notified="2025-08-20,sense=confirm", options={"procedure": "personal_data"},
    )  # fmt: skip
    assert due(own_data, "amparo") == "2025-09-10"


def test_a_day_the_agency_closes_does_not_give_the_requester_more_time_before_the_regulator() -> None:
    found = one(case("2015-06-22", body="INEE", replied="2015-07-10"), "appeal")
    assert found.due_on.isoformat() == "2015-07-31"
    assert found.latest.isoformat() > "2015-07-31"


def test_an_appeal_begun_under_the_new_law_says_which_law_governs_is_not_settled() -> None:
    found = case("2016-04-18", body="INM", replied="2016-05-16")
    assert found.law == "MX-FED-2002"
    assert one(found, "appeal", "replied").law == "MX-FED-2016"
    assert [note.code for note in found.notes] == ["appeal_law"]


def test_an_appeal_filed_under_the_old_law_keeps_it() -> None:
    found = case(
        "2025-01-13", body="INM", replied="2025-02-10", appeal_filed="2025-02-24", appeal_admitted="2025-03-03",
    )  # fmt: skip
    resolution = one(found, "resolution")
    assert (resolution.law, resolution.regulator) == ("MX-FED-2016", "Transparencia para el Pueblo")
    # 12 days run before 21 March 2025 and 28 after 3 June.
    assert resolution.due_on.isoformat() == "2025-07-11"


def test_own_data_must_be_handed_over_within_fifteen_days_of_the_answer() -> None:
    own = {"procedure": "personal_data"}
    found = case("2026-01-15", replied="2026-02-11", options=own)
    assert (due(found, "delivery"), due(found, "appeal")) == ("2026-03-04", "2026-03-04")
    assert "delivery" not in kinds(case("2026-01-15", replied="2026-02-11,sense=denied", options=own))


def test_the_time_the_requester_takes_to_prove_identity_moves_only_the_latest_date() -> None:
    found = one(
        case(
            "2026-01-15", replied="2026-02-11", identity_required="2026-02-11", identity_accredited="2026-02-20",
            options={"procedure": "personal_data"},
        ),
        "delivery",
    )  # fmt: skip
    assert (found.earliest.isoformat(), found.latest.isoformat()) == ("2026-03-04", "2026-03-13")


def test_a_resolution_cannot_give_the_agency_more_days_than_the_law() -> None:
    found = case("2026-01-15", **UP_TO_ADMISSION, resolution_notified="2026-04-24,sense=modify,days=30")
    assert one(found, "compliance").days == 10


def test_an_appeal_admitted_under_the_new_law_keeps_the_law_it_was_filed_under() -> None:
    found = case(
        "2025-01-13", body="INM", replied="2025-03-10", appeal_filed="2025-03-18", appeal_admitted="2025-06-09",
    )  # fmt: skip
    assert one(found, "resolution").law == "MX-FED-2016"


def test_an_act_of_the_requester_inside_the_interval_is_neither_met_nor_late_for_sure() -> None:
    found = case("2026-03-12", body="INM", replied="2026-03-17", appeal_filed="2026-04-08")
    appeal = one(found, "appeal")
    assert appeal.earliest.isoformat() < "2026-04-08" <= appeal.latest.isoformat()
    assert appeal.status == "may_be_overdue"
