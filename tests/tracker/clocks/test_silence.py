"""Silence: said only after somebody looked, opened by the latest date, closed by the earliest."""

from __future__ import annotations

from tests.tracker.clocks.cases import case, due, kinds, one


def test_silence_is_not_asserted_before_somebody_looked_at_the_platform() -> None:
    assert one(case("2026-01-15", body="INM", today="2026-02-20"), "appeal").status == "pending"


def test_an_unconfirmed_silence_says_when_its_appeal_has_already_ended() -> None:
    before = one(case("2026-01-15", body="INM", today="2026-03-06"), "appeal")
    after = one(case("2026-01-15", body="INM", today="2026-03-07"), "appeal")
    assert "window_passed" not in [note.code for note in before.notes]
    assert "window_passed" in [note.code for note in after.notes]
    assert after.status == "pending"


def test_a_look_past_the_limit_opens_the_appeal() -> None:
    found = one(case("2026-01-15", body="INM", platform_checked="2026-02-16", today="2026-02-20"), "appeal")
    assert (found.started_by, found.status) == ("silence", "running")
    assert (found.starts_on.isoformat(), found.opens_on.isoformat()) == ("2026-02-13", "2026-02-16")
    assert found.due_on.isoformat() == "2026-03-06"


def test_a_look_on_the_last_day_proves_nothing() -> None:
    assert (
        one(case("2026-01-15", body="INM", platform_checked="2026-02-13", today="2026-02-20"), "appeal").status
        == "pending"
    )


def test_inside_the_interval_the_agency_may_be_overdue_and_the_appeal_waits_for_the_latest_date() -> None:
    found = case("2026-07-02", body="INM", platform_checked="2026-08-03", today="2026-08-04")
    reply, appeal = one(found, "response"), one(found, "appeal")
    assert (reply.earliest.isoformat(), reply.latest.isoformat()) == ("2026-07-30", "2026-08-18")
    assert (reply.status, appeal.status) == ("may_be_overdue", "pending")
    assert (appeal.opens_on.isoformat(), appeal.due_on.isoformat()) == ("2026-08-19", "2026-08-20")


def test_an_appeal_that_would_end_before_silence_is_sure_says_so() -> None:
    appeal = one(case("2020-05-04", body="INM"), "appeal")
    assert appeal.due_on < appeal.opens_on
    assert "window_crosses" in [note.code for note in appeal.notes]


def test_the_appeal_against_silence_ends_by_the_earliest_date_even_when_recesses_are_possible() -> None:
    found = one(case("2026-07-02", body="INM", platform_checked="2026-08-21", today="2026-08-24"), "appeal")
    assert (found.due_on.isoformat(), found.status) == ("2026-08-20", "missed")


def test_a_late_reply_replaces_the_appeal_against_silence_by_one_against_the_reply() -> None:
    found = case("2026-01-15", platform_checked="2026-02-16", replied="2026-02-20", today="2026-02-21")
    assert one(found, "response").status == "late"
    assert [(c.started_by, c.status) for c in found.clocks if c.kind == "appeal"] == [
        ("silence", "replaced"),
        ("replied", "running"),
    ]


def test_a_reply_during_the_appeal_against_silence_can_be_appealed_too() -> None:
    found = case(
        "2026-01-15", platform_checked="2026-02-16", appeal_filed="2026-02-17", replied="2026-02-20", today="2026-02-21"
    )
    assert [(c.started_by, c.status) for c in found.clocks if c.kind == "appeal"] == [
        ("silence", "met"),
        ("replied", "running"),
    ]


def test_a_reply_in_time_leaves_no_trace_of_silence() -> None:
    found = case("2026-01-15", replied="2026-02-13", today="2026-03-01")
    assert [clock.started_by for clock in found.clocks if clock.kind == "appeal"] == ["replied"]


def test_under_the_law_of_2002_silence_grants_the_request_and_starts_the_delivery() -> None:
    found = case("2013-05-06", body="INM", platform_checked="2013-06-10", today="2013-06-11")
    grant = one(found, "delivery")
    assert (grant.owner, grant.started_by, grant.status) == ("agency", "silence", "running")
    assert grant.due_on.isoformat() == "2013-06-17"
    assert "53" in grant.article
    assert "appeal" not in kinds(found)


def test_the_tacit_grant_of_2002_is_met_by_a_delivery() -> None:
    found = case("2013-05-06", body="INM", delivered="2013-06-14", today="2013-06-20")
    assert one(found, "delivery").status == "met"
    assert one(found, "response").status == "late"


def test_personal_data_under_the_law_of_2002_has_ten_days() -> None:
    found = case("2013-03-11", body="INEE", options={"procedure": "personal_data"})
    assert due(found, "response") == "2013-04-02"
