"""The account of a date: day by day, as data and as a PDF that is the same for the same facts."""

from __future__ import annotations

import io
import json

import pypdfium2

from tests.tracker.clocks.cases import case, one
from tracker.clocks.proof_pdf import proof_pdf


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = (document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    return " ".join(" ".join(pages).split())


def test_the_account_tells_each_day_its_number_or_why_it_did_not_count() -> None:
    lines = {line.date.isoformat(): line for line in one(case("2026-01-15", body="INM"), "response").proof}
    assert (lines["2026-01-16"].number, lines["2026-02-13"].number) == (1, 20)
    monday = lines["2026-02-02"]
    assert (monday.counted, monday.reason, monday.source) == (False, "Día de la Constitución", "LFT 74")
    assert lines["2026-01-17"].reason == "sábado"
    assert all("134" in line.article for line in lines.values())


def test_a_suspended_day_names_its_decree() -> None:
    lines = {line.date.isoformat(): line for line in one(case("2021-08-27", body="INM"), "response").proof}
    assert lines["2021-09-20"].source == "ACT-PUB/21/09/2021.03"
    assert lines["2021-09-16"].source == "LFT 74"


def test_days_that_are_merely_possible_are_listed_apart() -> None:
    reply = one(case("2026-07-02", body="INM"), "response")
    assert not any("receso" in day.reason for day in reply.not_counted)
    possible = [day.date.isoformat() for day in reply.possibly_closed]
    assert possible[0] == "2026-07-15" and not reply.possibly_closed[0].verified


def test_a_clock_is_plain_data() -> None:
    data = json.loads(json.dumps(case("2026-01-15", body="INM").as_json()))
    assert data["clocks"][0]["not_counted"][0] == {
        "date": "2026-01-17",
        "reason": "sábado",
        "source": "LFPA 28",
        "verified": True,
    }


def test_the_same_facts_give_the_same_bytes_and_other_facts_others() -> None:
    facts = {"replied": "2026-02-10", "today": "2026-02-12"}
    first = proof_pdf(case("2026-01-15", body="INM", **facts), folio="330020326000001")
    again = proof_pdf(case("2026-01-15", body="INM", **facts), folio="330020326000001")
    other = proof_pdf(case("2026-01-16", body="INM", **facts), folio="330020326000001")
    assert first == again
    assert first != other


def test_the_printed_account_holds_dates_articles_and_version() -> None:
    found = case("2026-01-15", body="INM")
    text = text_of(proof_pdf(found, [one(found, "response")], folio="330020326000001", agency="INM"))
    for words in (
        "viernes 2026-02-13",
        "LGTAIP 2025, art. 134",
        "Día de la Constitución",
        "330020326000001",
        found.version,
    ):
        assert words in text


def test_what_nobody_verified_is_marked_in_print() -> None:
    found = case("2013-05-06", body="INM")
    assert "SIN VERIFICAR" in text_of(proof_pdf(found, [one(found, "incompetence")]))
    verified = case("2026-01-15", body="INM")
    assert "SIN VERIFICAR" not in text_of(proof_pdf(verified, [one(verified, "response")]))
    with_recess = case("2026-07-02", body="INM")
    assert "posible receso de verano" in text_of(proof_pdf(with_recess, [one(with_recess, "response")]))


def test_a_term_in_years_is_printed_from_date_to_date() -> None:
    found = case("2026-01-15", body="INM", replied="2026-02-10,sense=reserved,reserve_years=3")
    assert "2029-02-10" in text_of(proof_pdf(found, [one(found, "reserve_expiry")]))


def test_a_closed_day_that_was_only_inferred_is_marked_in_the_account() -> None:
    found = case("2013-06-18", body="INEE")
    reply = one(found, "response")
    assert [day.verified for day in reply.not_counted if day.date.isoformat() == "2013-07-15"] == [False]
    assert "SIN VERIFICAR" in text_of(proof_pdf(found, [reply]))
