"""Law pages: what every period rests on, and corrections by the installation's owner that move dates."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from tracker.audit.models import AuditEntry
from tracker.laws.models import LawDocument
from tracker.laws.store import load_seeds, rulebook_of


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def period_of(world, key, kind, place=0, procedure="access"):
    with world.backends.sessions.reading() as session:
        law = rulebook_of(session).law(key, procedure)
        return [one for one in law.periods if one.kind == kind][place]


def number_of(world, name):
    with world.backends.sessions.reading() as session:
        return session.scalar(select(LawDocument.id).where(LawDocument.name == name).order_by(LawDocument.id))


def correction(**changed):
    return {"procedure": "access", "kind": "response", "place": "0", "days": "25", "article": "134 bis",
            "source": "DOF 2026-11-01", "verified": "y", **changed}


def test_a_law_shows_each_period_with_days_article_source_and_what_nobody_verified(browser):
    window = browser("rita")
    assert "LGTAIP 2025" in text_of(window.get("/laws"))
    page = text_of(window.get("/laws/MX-FED-2025"))
    assert "LGTAIP 2025, art. 134" in page and "20 business days" in page and "DOF 2025-03-20" in page
    assert "18:00 <span class=\"tag soon\">not verified</span>" in page
    assert "Grounds of appeal" in page and "/laws/MX-FED-2025/period" not in page
    assert window.get("/laws/NOWHERE").status_code == 404


def test_every_law_has_a_page(browser, world):
    window = browser("olga")
    with world.backends.sessions.reading() as session:
        keys = {law.key for law in rulebook_of(session).laws}
    assert {key: window.get(f"/laws/{key}").status_code for key in keys} == dict.fromkeys(keys, 200)


def test_the_owner_corrects_a_period_and_it_says_who_and_what_it_was(browser, world):
    page = text_of(browser("olga").post("/laws/MX-FED-2025/period", correction()))
    assert "computed again within a minute" in page and "corrected by Olga" in page
    assert "shipped as 20 business days" in page and "LGTAIP 2025, art. 134 bis" in page
    period = period_of(world, "MX-FED-2025", "response")
    assert (period.days, period.article, period.source, period.verified) == (25, "134 bis", "DOF 2026-11-01", True)
    with world.backends.sessions.reading() as session:
        assert "law.corrected" in session.scalars(select(AuditEntry.action)).all()


def test_a_correction_moves_the_dates_of_open_requests(browser, world):
    from tracker.people.models import User
    from tracker.reminders.refreshing import refresh
    from tracker.requests.actions import RequestDraft, log_request
    from tracker.requests.models import ClockRow

    def due() -> date:
        refresh(world.backends.sessions, now=world.backends.clock.now())
        with world.backends.sessions.reading() as session:
            return session.scalars(select(ClockRow.due_on).where(ClockRow.kind == "response")).one()

    with world.backends.sessions.writing() as session:
        log_request(session, RequestDraft(project_id=world.project, subject="x", folio="330020326000123", agency="INM",
                                          filed_on=date(2026, 11, 9)),
                    by=session.get_one(User, world.people["alice"]), clock=world.backends.clock)
    before = due()
    browser("olga").post("/laws/MX-FED-2025/period", correction(days="21"))
    assert due() > before
    browser("olga").post(f"/laws/documents/{number_of(world, 'MX-FED-2025')}/restore", {"sure": "yes"})
    assert due() == before


def test_one_of_two_periods_of_a_kind_is_corrected_and_the_other_stays(browser, world):
    browser("olga").post("/laws/MX-FED-2025/period", correction(kind="resolution", place="1", days="22"))
    assert [period_of(world, "MX-FED-2025", "resolution", n).days for n in (0, 1)] == [40, 22]


def test_a_period_taken_from_another_law_is_corrected_in_this_one_alone(browser, world):
    before = period_of(world, "MX-FED-2016", "response").days
    with world.backends.sessions.reading() as session:
        law = next(one for one in rulebook_of(session).laws if one.jurisdiction == "MX-JAL")
        base = [(p.days, p.kind) for p in rulebook_of(session).law("MX-FED-2025").periods]
    page = text_of(browser("olga").post(f"/laws/{law.key}/period", correction(kind="appeal_clarification_answer",
                                                                              days="9")))
    assert "corrected by Olga" in page
    assert period_of(world, law.key, "appeal_clarification_answer").days == 9
    assert period_of(world, "MX-FED-2016", "response").days == before
    with world.backends.sessions.reading() as session:
        assert [(p.days, p.kind) for p in rulebook_of(session).law("MX-FED-2025").periods] == base


def test_the_closing_hour_is_corrected_with_its_source_and_can_be_taken_away(browser, world):
    window = browser("olga")
    window.post("/laws/MX-FED-2025/hour", {"closes": "15:00", "source": "Lineamientos 2026", "verified": "y"})
    with world.backends.sessions.reading() as session:
        reception = rulebook_of(session).law("MX-FED-2025").reception
    assert (reception.closes.hour, reception.source, reception.verified) == (15, "Lineamientos 2026", True)
    window.post("/laws/MX-FED-2025/hour", {"closes": "", "source": "Lineamientos 2027"})
    with world.backends.sessions.reading() as session:
        assert rulebook_of(session).law("MX-FED-2025").reception.closes is None


@pytest.mark.parametrize("wrong", [{"days": "0"}, {"days": "x"}, {"source": ""}, {"kind": "nothing"}, {"place": "9"},
                                   {"procedure": "none"}])
def test_a_correction_that_cannot_be_changes_nothing(browser, world, wrong):
    answer = browser("olga").post("/laws/MX-FED-2025/period", correction(**wrong))
    assert answer.status_code == 200 and "flash problem" in text_of(answer)
    assert period_of(world, "MX-FED-2025", "response").days == 20


@pytest.mark.parametrize(("content", "sentence"), [
    ("key: [", "this is not YAML"), ("key: OTHER", "keep the key"), ("- a", "a document of fields is expected"),
    ("key: MX-FED-2025\nname: a", "it has no procedures"),
    ("key: MX-FED-2025\nnonsense: 1\nprocedures: {access: {}}", "unknown field"),
    ("key: MX-FED-2025\nname: a\nshort: b\njurisdiction: MX-FED\nsource: c\n"
     "procedures: {access: {periods: 5}}", "wrong shape"),
])
def test_a_document_that_cannot_be_read_is_refused_in_a_sentence(browser, world, content, sentence):
    number = number_of(world, "MX-FED-2025")
    answer = browser("olga").post(f"/laws/documents/{number}", {"content": content})
    assert answer.status_code == 422 and sentence in text_of(answer)
    assert period_of(world, "MX-FED-2025", "response").days == 20


def test_a_document_is_corrected_as_a_whole_survives_new_seeds_and_is_restored(browser, world):
    window, number = browser("olga"), number_of(world, "MX-FED-2025")
    with world.backends.sessions.reading() as session:
        content = session.get_one(LawDocument, number).content
    window.post(f"/laws/documents/{number}", {"content": content.replace("days: 20", "days: 23")})
    with world.backends.sessions.writing() as session:
        load_seeds(session)
    assert period_of(world, "MX-FED-2025", "response").days == 23
    window.post(f"/laws/documents/{number}/restore", {})
    assert period_of(world, "MX-FED-2025", "response").days == 23, "restored without being sure"
    window.post(f"/laws/documents/{number}/restore", {"sure": "yes"})
    assert period_of(world, "MX-FED-2025", "response").days == 20


def test_only_the_owner_of_the_installation_corrects(browser, world):
    window, number = browser("alice"), number_of(world, "MX-FED-2025")
    for address in ("/laws/MX-FED-2025/period", "/laws/MX-FED-2025/hour", f"/laws/documents/{number}",
                    f"/laws/documents/{number}/restore"):
        assert window.post(address, correction(sure="yes", content="x")).status_code == 403


def new_term(**changed):
    return {"procedure": "personal_data", "kind": "compliance", "days": "12", "unit": "business",
            "start": "resolution_notified", "met_by": ["delivered", "compliance_reported"], "article": "110",
            "source": "DOF 2025-03-20", "verified": "y", **changed}


def test_a_term_nobody_had_read_is_named_until_the_owner_adds_it_and_then_its_clock_runs(browser, world):
    from tracker.people.models import User
    from tracker.requests.actions import RequestDraft, log_request, record_event

    with world.backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        row = log_request(session, RequestDraft(project_id=world.project, subject="x", folio="330020326000123",
                                                agency="INM", filed_on=date(2026, 6, 1), procedure="personal_data"),
                          by=alice, clock=world.backends.clock)
        for kind, on, values in (("replied", date(2026, 6, 22), {}), ("appeal_filed", date(2026, 6, 24), {}),
                                 ("resolution_notified", date(2026, 11, 9), {"sense": "revoca"})):
            record_event(session, row, kind, on, by=alice, clock=world.backends.clock, values=values)
    owner = browser("olga")
    assert "a term runs that nobody has read" in text_of(owner.get("/requests/1"))
    assert "nobody has read yet" in text_of(owner.get("/laws/MX-LGPDPPSO-2025"))
    page = text_of(owner.post("/laws/MX-LGPDPPSO-2025/periods", new_term()))
    assert "LGPDPPSO 2025, art. 110" in page and "12 business days" in page
    # Twelve business days after Monday 9 November, over the third Monday.
    assert period_of(world, "MX-LGPDPPSO-2025", "compliance", procedure="personal_data").verified
    shown = text_of(owner.get("/requests/1"))
    assert "LGPDPPSO 2025, art. 110" in shown and re.search(r"26 Nov\w* 2026", shown)
    owner.post("/laws/MX-LGPDPPSO-2025/periods", new_term(kind="compliance_report", days="3", start="end:compliance"))
    assert "a term runs that nobody has read" not in text_of(owner.get("/requests/1"))
    assert re.search(r"\b1 Dec\w* 2026", text_of(owner.get("/requests/1")))


@pytest.mark.parametrize("wrong", [{"kind": "sneezing"}, {"start": "end:nothing"}, {"days": "0"}, {"source": ""},
                                   {"procedure": "no_such"}, {"met_by": ["sneezed"]}, {"unit": "moons"}])
def test_a_term_that_makes_no_sense_is_not_added(browser, world, wrong):
    before = number_of(world, "MX-LGPDPPSO-2025")
    page = text_of(browser("olga").post("/laws/MX-LGPDPPSO-2025/periods", new_term(**wrong)))
    assert "flash problem" in page and number_of(world, "MX-LGPDPPSO-2025") == before
    with pytest.raises(IndexError):
        period_of(world, "MX-LGPDPPSO-2025", "compliance", procedure="personal_data")
