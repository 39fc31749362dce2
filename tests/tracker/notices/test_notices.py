"""What a receipt or a forwarded notice says is proposed; only a person records it, one thing at a time."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, time
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import Browser, World
from tests.tracker.web.test_requests import form, logged
from tracker.agencies.directory import load_directory
from tracker.notices.labels import BadLabels, Labels, load_labels
from tracker.notices.mails import NotAMail, text_of_mail
from tracker.notices.reading import Notice, read_notices
from tracker.requests.models import Event

SignIn = Callable[[str], Browser]
FOLIO = "340020300000126"
TODAY = date(2026, 11, 23)
RECEIPT = f"""Acuse de recibo de solicitud de información pública
Folio: {FOLIO}
Fecha y hora de presentación: 01/10/2026 19:05 horas
Fecha oficial de recepción:   02/10/2026
Plazos de respuesta o posibles notificaciones
Respuesta a la solicitud:   20 días hábiles   30/10/2026
Requerimiento de información adicional:   5 días hábiles   09/10/2026
"""


@pytest.fixture
def labels(seeds: Path) -> Labels:
    return load_labels(seeds / "notices.yaml")


def read(text: str, labels: Labels, mailed_on: date | None = None) -> list[Notice]:
    return read_notices(text, labels, load_directory(), today=TODAY, mailed_on=mailed_on)


def said(notice: Notice) -> list[tuple[str, str, date | None]]:
    return [(one.what, one.kind, one.on) for one in notice.proposals]


def test_a_receipt_proposes_its_filing_reception_and_limits(labels: Labels) -> None:
    (notice,) = read(RECEIPT, labels)
    assert notice.folio == FOLIO and said(notice) == [
        ("event", "filed", date(2026, 10, 1)), ("received", "received", date(2026, 10, 2)),
        ("stated", "response", date(2026, 10, 30)), ("stated", "clarification_request", date(2026, 10, 9))]
    assert notice.proposals[0].at == time(19, 5)


@pytest.mark.parametrize(("answer", "kind"), [
    ("Notificación de prórroga", "extension_notified"), ("Prevención", "clarification_asked"),
    ("Notoria incompetencia", "incompetence_notified"), ("Inexistencia de información", "replied"),
    ("Entrega de información vía Plataforma Nacional de Transparencia", "replied"),
    ("Información disponible públicamente", "public_information_notified"),
    ("Disponibilidad de la información", "available"), ("Acreditación de la identidad", "identity_required"),
])
def test_the_platforms_kinds_of_answer_become_kinds_of_event(labels: Labels, answer: str, kind: str) -> None:
    text = f"Número de folio\n{FOLIO}\nTipo de respuesta\t{answer}\nFecha de notificación\t10 de noviembre de 2026\n"
    assert said(read(text, labels)[0]) == [("event", kind, date(2026, 11, 10))]
    undated = f"Folio {FOLIO}\nTipo de respuesta: {answer}"
    assert said(read(undated, labels)[0]) == [("event", kind, None)]
    assert said(read(undated, labels, date(2026, 11, 11))[0]) == [("event", kind, date(2026, 11, 11))]


def test_two_dates_or_an_impossible_one_are_left_to_the_person(labels: Labels) -> None:
    text = f"Folio: {FOLIO}\nFecha límite de respuesta: 30/10/2026 o 13/11/2026\nFecha de recepción: 31/02/2026"
    assert said(read(text, labels)[0]) == [("stated", "response", None), ("received", "received", None)]


def test_several_folios_keep_their_own_lines_and_prose_proposes_nothing(labels: Labels) -> None:
    text = (f"Folio: {FOLIO}\nFecha de recepción: 02/10/2026\n\nFolio: 340020300000226\n"
            "Fecha de recepción: 05/10/2026\n")
    assert [(one.folio, one.proposals[0].on) for one in read(text, labels)] == [
        (FOLIO, date(2026, 10, 2)), ("340020300000226", date(2026, 10, 5))]
    assert read("La respuesta llegó el 3 de mayo de 2026 y la fecha límite ya pasó.", labels)[0].proposals == ()


def test_people_add_labels_and_a_wrong_file_is_said(tmp_path: Path, seeds: Path) -> None:
    own = tmp_path / "notices.yaml"
    own.write_text("labels: [{gives: 'stated:response', words: [Vence el plazo]}]", encoding="utf-8")
    added = load_labels(seeds / "notices.yaml", own)
    assert said(read("Vence el plazo: 30/10/2026", added)[0]) == [("stated", "response", date(2026, 10, 30))]
    own.write_text("labels: [{gives: 'stated:nothing', words: [x]}]", encoding="utf-8")
    with pytest.raises(BadLabels, match="stated:nothing"):
        load_labels(own)


def forwarded() -> bytes:
    inner = EmailMessage()
    inner["Subject"], inner["Date"] = "Aviso", "Tue, 10 Nov 2026 21:30:00 -0600"
    inner.set_content(f"<table><tr><td>Folio</td><td>{FOLIO}</td></tr><tr><td>Tipo de respuesta</td>"
                      "<td>Notificación de prórroga</td></tr></table><script>x</script>", subtype="html")
    outer = EmailMessage()
    outer["Subject"], outer["Date"] = "Fwd", "Thu, 12 Nov 2026 09:00:00 -0600"
    outer.add_attachment(inner)
    return outer.as_bytes()


def test_a_forwarded_mail_is_read_with_the_day_of_the_mail_inside(labels: Labels) -> None:
    text, sent = text_of_mail(forwarded())
    assert sent == date(2026, 11, 10) and "x" not in text.split()
    assert said(read(text, labels, sent)[0]) == [("event", "extension_notified", date(2026, 11, 10))]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"Content-Type: text/html; charset=x\n\n{text}"
                                                         .encode("utf-8", "replace")))
def test_what_is_no_mail_is_said_and_never_breaks(data: bytes) -> None:
    try:
        text, _sent = text_of_mail(data)
    except NotAMail:
        return
    assert text.strip()


def test_nothing_is_recorded_until_confirmed_and_then_once(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios=FOLIO, agency="INM", filed_on="2026-10-01", filed_time="19:05"))
    page = alice.post("/notices", {"text": RECEIPT}, page="/notices").get_data(as_text=True)
    assert "already noted" in page and page.count(">Confirm<") == 3
    assert logged(world).received_on is None and logged(world).stated == []
    give = {"text": RECEIPT, "what": "stated", "kind": "response", "on": "2026-10-30"}
    page = alice.post("/requests/1/notices", give).get_data(as_text=True)
    assert page.count(">Confirm<") == 2
    assert [(row.clock_kind, row.stated_on) for row in logged(world).stated] == [("response", date(2026, 10, 30))]
    alice.post("/requests/1/notices", {**give, "what": "received", "kind": "received", "on": "2026-10-02"})
    assert logged(world).received_on == date(2026, 10, 2)
    for _twice in range(2):
        alice.post("/requests/1/notices", {"what": "event", "kind": "extension_notified", "on": "2026-10-20"})
    with world.backends.sessions.reading() as session:
        kinds = list(session.scalars(select(Event.kind)))
    assert kinds.count("extension_notified") == 1


@pytest.mark.parametrize(("what", "kind", "on", "status"), [
    ("event", "replied", "2026-10-20", 400), ("event", "x", "2026-10-20", 400), ("stated", "x", "2026-10-20", 400),
    ("event", "extension_notified", "2027-01-01", 200), ("event", "filed", "2026-10-03", 200),
    ("event", "extension_notified", "2026-09-01", 200), ("received", "received", "2026-09-01", 200),
    ("event", "extension_notified", "soon", 200), ("stated", "response", "0001-01-01", 200),
    ("stated", "response", "2026-09-01", 200),
])
def test_what_cannot_be_is_refused_in_words(world: World, browser: SignIn, what: str, kind: str, on: str, status: int
                                            ) -> None:
    alice = browser("alice")
    alice.post("/requests/new", form(world, folios=FOLIO, agency="INM", filed_on="2026-10-01"))
    answer = alice.post("/requests/1/notices", {"what": what, "kind": kind, "on": on})
    assert answer.status_code == status and (status == 400 or "flash problem" in answer.get_data(as_text=True))
    assert len(logged(world).events) == 1 and logged(world).received_on is None and logged(world).stated == []


def test_a_mail_is_uploaded_and_others_learn_nothing_of_the_request(world: World, browser: SignIn) -> None:
    alice, rita, charlie = browser("alice"), browser("rita"), browser("charlie")
    alice.post("/requests/new", form(world, folios=FOLIO, agency="INM", filed_on="2026-10-01"))
    for who, sees in ((alice, True), (rita, False), (charlie, False)):
        page = who.post("/notices", {"file": (io.BytesIO(forwarded()), "aviso.eml")}, page="/notices",
                        content_type="multipart/form-data").get_data(as_text=True)
        assert ("Programas de protección" in page) is sees
    assert rita.post("/requests/1/notices", {}).status_code == 403
    assert charlie.post("/requests/1/notices", {}).status_code == 404
    bad = alice.post("/notices", {"file": (io.BytesIO(b""), "a.eml")}, page="/notices",
                     content_type="multipart/form-data")
    assert bad.status_code == 422 and "no mail that can be read" in bad.get_data(as_text=True)
