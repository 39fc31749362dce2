"""What comes again: sentences of an agency's replies, files sent twice, links that lead nowhere."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.web.archive_world import archived
from tracker.intake import suggest_findings
from tracker.people.models import User
from tracker.projects.actions import create_project
from tracker.repetition.links import labelled_links, refresh_links
from tracker.repetition.models import Said
from tracker.repetition.queries import repeated, sent_before, text_likeness
from tracker.repetition.remembering import catch_up, remember_document
from tracker.repetition.sketches import bands, likeness, pack, sentences, sketch, unpack, words_of
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.rescue.links import is_home_page, printed_links
from tracker.rescue.models import Rescue

FOOTER = ("Se hace de su conocimiento que podrá interponer el recurso de revisión ante la autoridad garante dentro de "
          "los quince días hábiles siguientes a la notificación de la presente respuesta.")
OWN = ("El número de quejas recibidas en la estación fue de {n} durante el periodo solicitado por usted.",
       "Las unidades administrativas entregaron los listados que se anexan en formato abierto para su consulta.",
       "Respecto de las bitácoras de vuelo, el área aérea remitió copia simple de las que obran en su poder.",
       "Los contratos vigentes fueron adjudicados mediante licitación pública nacional en el ejercicio anterior.",
       "La plantilla de personal se integra por agentes federales distribuidos en las oficinas de representación.")


def noisy(text: str, seed: int, share: float = 0.01) -> str:
    """The text as OCR might read it: one letter in a hundred another one."""
    dice = random.Random(seed)
    return "".join(dice.choice("lioc") if c.isalpha() and dice.random() < share else c for c in text)


@pytest.mark.parametrize("seed", range(12))
def test_a_sentence_read_with_slips_is_still_the_same_and_another_is_not(seed: int) -> None:
    first, again = sketch(words_of(FOOTER)), sketch(words_of(noisy(FOOTER, seed)))
    assert likeness(first, again) >= 0.4 and likeness(first, sketch(words_of(OWN[seed % 5]))) < 0.2


def test_figures_and_accents_do_not_make_another_sentence() -> None:
    one = sketch(words_of("En respuesta al folio 330020326000123 del 3 de mayo, le informo lo que sigue."))
    two = sketch(words_of("EN RESPUESTA AL FOLIO 0411100064213 del 14 de mayo, le informó lo que sigue."))
    assert likeness(one, two) == 1.0 and bands(one) == bands(two)


@given(st.lists(st.sampled_from("uno dos tres cuatro cinco seis siete ocho".split()), min_size=2, max_size=40))
def test_a_sketch_is_the_same_after_it_was_kept(words: list[str]) -> None:
    made = sketch(words)
    assert (unpack(pack(made)) == made).all() and len(bands(made)) == 16


@given(st.text(alphabet="abc .\n:;A1", max_size=300))
def test_sentences_are_pieces_of_the_text_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for one in sentences(text):
        assert one.start >= end and one.start + one.length <= len(text)
        end = one.start + one.length


def test_heads_and_rows_of_figures_are_no_sentences_and_do_not_stick_to_one() -> None:
    text = f"INSTITUTO DE PRUEBA\nConcepto 2023 2024\nQuejas recibidas 412 508\n{FOOTER}\nFirma"
    assert [text[one.start:one.start + one.length] for one in sentences(text)] == [FOOTER]


def a_reply(world: Any, text: str, *, agency: str = "INM", project: int | None = None, name: str | None = None,
            data: bytes | None = None, day: int = 1, document: int | None = None) -> int:
    """A reply of an agency with one file that was read, or with one that is there already."""
    backends, project = world.backends, project or world.project
    document = document or archived(backends, project, [text.split("\n")], name=name or f"r{day}.pdf", data=data,
                                    is_indexed=False)
    with backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        asked = log_request(session, RequestDraft(project_id=project, subject=f"Solicitud {day}", agency=agency,
                                                  filed_on=date(2026, 9, 1)), by=alice, clock=backends.clock)
        event = record_event(session, asked, "replied", date(2026, 10, day), by=alice, clock=backends.clock)
        made = Reply(info_request_id=asked.id, event_id=event.id, notified_on=date(2026, 10, day), text="",
                     recorded_at=backends.clock.now())
        session.add(made)
        session.flush()
        session.add(ReplyDocument(reply_id=made.id, document_id=document))
        session.flush()
        remember_document(session, document)
        return made.id


def test_a_paragraph_said_in_most_replies_of_an_agency_is_told_with_its_numbers(world: Any) -> None:
    numbers = [a_reply(world, f"{OWN[n].format(n=n)}\n\n{noisy(FOOTER, n, 0.005)}", day=n + 1) for n in range(5)]
    a_reply(world, FOOTER, agency="CNDH", day=9)
    with world.backends.sessions.reading() as session:
        rita, charlie = (session.get_one(User, world.people[name]) for name in ("rita", "charlie"))
        [found] = repeated(session, rita, session.get_one(Reply, numbers[2]))
        assert (found.replies, found.of, found.page_number) == (5, 5, 1)
        assert "recurso" in found.text or "revisi" in found.text
        assert repeated(session, charlie, session.get_one(Reply, numbers[2])) == []


def test_what_another_project_hides_is_not_counted(world: Any) -> None:
    with world.backends.sessions.writing() as session:
        charlie = session.get_one(User, world.people["charlie"])
        other = create_project(session, "Ajeno", by=charlie, now=world.backends.clock.now()).id
    mine = [a_reply(world, f"{OWN[n].format(n=n)}\n\n{FOOTER}", day=n + 1) for n in range(2)]
    for n in range(2, 5):
        a_reply(world, f"{OWN[n].format(n=n)}\n\n{FOOTER}", project=other, day=n + 1)
    with world.backends.sessions.reading() as session:
        rita = session.get_one(User, world.people["rita"])
        assert repeated(session, rita, session.get_one(Reply, mine[0])) == []


def test_the_same_annex_sent_twice_is_noticed_also_when_only_its_bytes_changed(world: Any) -> None:
    annex = "\n\n".join(sentence.format(n=41) for sentence in OWN)
    first = a_reply(world, annex, data=b"annex", day=1)
    again = a_reply(world, annex, day=2, document=1)
    near = a_reply(world, annex + "\n\nSello", data=b"annex scanned anew", day=3)
    changed = a_reply(world, annex.replace("41", "97").replace("listados", "padrones y otros datos"), data=b"x", day=4)
    with world.backends.sessions.reading() as session:
        rita = session.get_one(User, world.people["rita"])

        def told(number: int) -> set[tuple[int, bool]]:
            return {(one.reply.id, one.is_same) for one in sent_before(session, rita, session.get_one(Reply, number))}

        assert (first, True) in told(again)
        assert told(near) & {(first, False), (again, False)}
        assert all(reply != changed for reply, _ in told(first)), "an annex with other figures is another annex"
        assert not sent_before(session, session.get_one(User, world.people["charlie"]), session.get_one(Reply, again))


def test_a_table_with_other_figures_is_not_the_same_text() -> None:
    one = "\n".join(f"{year} quejas {year * 7 % 97}" for year in range(2010, 2025))
    two = "\n".join(f"{year} quejas {year * 11 % 89}" for year in range(2010, 2025))
    assert text_likeness(one, one) == 1.0 and text_likeness(one, two) < 0.8


def test_documents_read_before_are_remembered_once(world: Any) -> None:
    number = a_reply(world, FOOTER)
    with world.backends.sessions.writing() as session:
        session.query(Said).delete()
        assert catch_up(session) == 1 and catch_up(session) == 0
        assert session.get(Reply, number) is not None


@pytest.mark.parametrize(("link", "is_home"), [
    ("https://www.gob.mx", True), ("www.inm.gob.mx/", True), ("http://portal.example/index.php", True),
    ("https://consultapublicamx.plataformadetransparencia.org.mx/inicio", True),
    ("https://www.gob.mx/inm/documentos/a", False), ("https://www.gob.mx/?idSujeto=4", False),
    ("https://www.example.org/#inicio", False), ("http://[bad", False)])
def test_a_link_to_a_home_page_is_known_by_its_path(link: str, is_home: bool) -> None:
    assert is_home_page(link) is is_home


def test_links_are_read_as_they_stand_without_the_point_behind_them() -> None:
    text = "Consulte https://www.gob.mx/inm/\ndocumentos/quejas.pdf, o bien www.gob.mx. (http://a.example/x)."
    assert [link.written for link in printed_links(text)] == [
        "https://www.gob.mx/inm/documentos/quejas.pdf", "www.gob.mx", "http://a.example/x"]


def test_a_dead_link_is_told_once_it_was_fetched_and_a_redirect_home_too() -> None:
    fetched = {"https://a.example/x": Rescue(url="https://a.example/x", state="absent", hops=[]),
               "https://b.example/y": Rescue(url="https://b.example/y", state="kept", hops=[
                   {"url": "https://b.example/"}])}
    found = labelled_links("https://a.example/x y https://b.example/y y https://c.example/z", fetched)
    assert found == {"dead_link": ["https://a.example/x"], "home_link": ["https://b.example/y"]}


def test_a_reply_that_points_to_a_home_page_carries_a_finding_and_keeps_its_verdict(world: Any) -> None:
    number = a_reply(world, "La información es pública y puede consultarse en https://www.gob.mx/ cuando guste.")
    with world.backends.sessions.writing() as session:
        reply = session.get_one(Reply, number)
        suggest_findings(session, reply)
        [found] = [f for f in reply.findings if f.kind == "link"]
        assert (found.label, found.quote, found.page_number) == ("home_link", "https://www.gob.mx/", 1)
        found.status = "dismissed"
        session.flush()
        suggest_findings(session, reply)
        assert [f.status for f in session.query(Finding).filter_by(kind="link")] == ["dismissed"]


def test_the_reply_page_says_how_often_a_sentence_and_a_finding_in_it_come(world: Any, browser: Any) -> None:
    numbers = [a_reply(world, f"{OWN[n].format(n=n)}\n\n{FOOTER}", day=n + 1) for n in range(4)]
    a_reply(world, OWN[4], document=1, day=8)
    with world.backends.sessions.writing() as session:
        session.add(Finding(reply_id=numbers[0], document_id=1, page_number=1, kind="label", label="delivered",
                            quote="podrá interponer el recurso de revisión", boxes=[]))
    page = browser("rita").get(f"/replies/{numbers[0]}").get_data(as_text=True)
    assert page.count("said in 5 of 5 replies") == 2 and "is the very file that came with the" in page
    assert "said in" not in browser("charlie").get(f"/replies/{numbers[0]}").get_data(as_text=True)


def test_a_link_found_dead_when_it_was_fetched_becomes_a_finding_at_once(world: Any) -> None:
    number = a_reply(world, "La información está en https://www.gob.mx/inm/quejas.pdf para su consulta directa.")
    with world.backends.sessions.writing() as session:
        reply = session.get_one(Reply, number)
        suggest_findings(session, reply)
        assert not [f for f in reply.findings if f.kind == "link"]
        tried = Rescue(project_id=world.project, document_id=1, page_number=1, state="absent", hops=[],
                       url="https://www.gob.mx/inm/quejas.pdf", asked_at=world.backends.clock.now())
        session.add(tried)
        session.flush()
        refresh_links(session, tried)
        [found] = session.query(Finding).filter_by(kind="link")
        assert (found.label, found.quote) == ("dead_link", tried.url)
