"""The appeal is a procedure of its own: its clocks, its law, its suspensions, compliance and the court."""

from __future__ import annotations

from datetime import date

from tests.tracker.clocks.cases import case, due, kinds, one
from tracker.clocks.calendars import PlainBody

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


def test_days_given_beyond_the_law_move_only_the_day_from_which_the_agency_is_late() -> None:
    given = {**UP_TO_ADMISSION, "resolution_notified": "2026-08-31,sense=modify,days=12"}
    found = one(case("2026-01-15", today="2026-09-17", **given), "compliance")
    assert (found.due_on.isoformat(), found.latest.isoformat()) == ("2026-09-14", "2026-09-17")
    assert found.status == "may_be_overdue" and "beyond" in [note.code for note in found.notes]
    assert one(case("2026-01-15", today="2026-09-18", **given), "compliance").status == "late"


def test_a_ruling_on_more_time_that_names_no_days_adds_none() -> None:
    asked = {**UP_TO_ADMISSION, "resolution_notified": "2026-08-31,sense=revoke",
             "compliance_extension_asked": "2026-09-02"}
    found = case("2026-01-15", today="2026-09-10", **asked, compliance_extension_ruled="2026-09-08")
    assert due(found, "compliance") == "2026-09-14"
    assert [note.code for note in one(found, "compliance").notes] == ["extension_without_days"]
    assert one(found, "compliance_extension_ruling").status == "met"
    late = case("2026-01-15", **asked, compliance_extension_ruled="2026-09-15,days=5")
    assert (due(late, "compliance"), one(late, "compliance").status) == ("2026-09-14", "late")


def test_a_dismissal_after_admission_has_its_own_window_and_three_days_of_notice() -> None:
    found = case("2026-01-15", **UP_TO_ADMISSION, appeal_dismissed="2026-03-26,resolved_on=2026-03-23")
    assert (due(found, "appeal_dismissal"), one(found, "appeal_dismissal").status) == ("2026-03-24", "met")
    assert (due(found, "dismissal_notice"), one(found, "dismissal_notice").status) == ("2026-03-26", "met")
    unused = one(case("2026-01-15", today="2026-03-25", **UP_TO_ADMISSION), "appeal_dismissal")
    assert unused.status == "missed"
    before = {"replied": "2026-02-10", "appeal_filed": "2026-02-26"}
    refused = case("2026-01-15", **before, appeal_dismissed="2026-03-10,resolved_on=2026-03-05")
    assert not kinds(refused) & {"appeal_dismissal", "dismissal_notice"}


CONCILIATION = {"replied": "2026-02-11", "appeal_filed": "2026-02-20", "appeal_admitted": "2026-08-03"}


def test_the_days_of_a_conciliation_are_left_out_and_the_proof_says_why() -> None:
    options = {"procedure": "personal_data"}
    agreed = {**CONCILIATION, "conciliation_agreed": "2026-08-17"}
    assert due(case("2026-01-15", options=options, **CONCILIATION), "resolution") == "2026-09-29"
    ended = case("2026-01-15", options=options, **agreed, conciliation_ended="2026-09-01")
    resolution = one(ended, "resolution")
    assert resolution.due_on.isoformat() == "2026-10-14" and resolution.verified
    assert sum("conciliación" in line.reason for line in resolution.proof) == 11
    # Until somebody notes its end, every day that passes is left out.
    assert due(case("2026-01-15", options=options, today="2026-09-01", **agreed), "resolution") == "2026-10-14"
    assert due(case("2026-01-15", options=options, today="2026-09-02", **agreed), "resolution") == "2026-10-15"


def test_under_the_law_nobody_read_a_conciliation_moves_only_the_latest_date() -> None:
    events = {"replied": "2019-02-11", "appeal_filed": "2019-02-20", "appeal_admitted": "2019-08-05",
              "conciliation_agreed": "2019-08-19"}
    options = {"procedure": "personal_data"}
    plain = one(case("2019-01-15", options=options, **events, conciliation_ended="2019-08-19"), "resolution")
    ended = one(case("2019-01-15", options=options, **events, conciliation_ended="2019-09-02"), "resolution")
    assert (ended.due_on, ended.latest) == (plain.due_on, date(2019, 10, 15)) and not ended.verified
    assert plain.latest == date(2019, 10, 1)
    assert sum("conciliación" in line.reason for line in ended.possibly_closed) == 10


def test_a_term_nobody_has_read_is_named_and_not_guessed() -> None:
    found = case("2026-01-15", options={"procedure": "personal_data"}, **CONCILIATION,
                 resolution_notified="2026-09-21,sense=revoke")
    assert "compliance" not in kinds(found)
    assert [note.code for note in found.notes].count("term_unread") == 2
    upheld = case("2026-01-15", options={"procedure": "personal_data"}, **CONCILIATION,
                  resolution_notified="2026-09-21,sense=confirm")
    assert "term_unread" not in [note.code for note in upheld.notes]


def test_an_inconformidad_goes_before_the_federal_body_and_gives_the_state_fifteen_days() -> None:
    state = PlainBody(jurisdiction="MX-PUE", kind="state")
    events = {**UP_TO_ADMISSION, "resolution_notified": "2026-04-24,sense=confirm", "inconformidad_filed": "2026-05-11"}
    found = case("2026-01-15", body=state, today="2026-05-12", **events)
    assert one(found, "inconformidad").status == "met"
    decision = one(found, "inconformidad_resolution")
    assert (decision.due_on.isoformat(), decision.regulator, decision.verified) == (
        "2026-06-22", "Transparencia para el Pueblo", False)
    won = case("2026-01-15", body=state, **events, inconformidad_resolved="2026-06-19,sense=revoke")
    assert due(won, "new_ruling") == "2026-07-10"
    assert one(won, "new_ruling").regulator != "Transparencia para el Pueblo"
    assert due(won, "amparo", "inconformidad_resolved") == "2026-07-10"
    lost = case("2026-01-15", body=state, **events, inconformidad_resolved="2026-06-19,sense=confirm")
    assert "new_ruling" not in kinds(lost)
