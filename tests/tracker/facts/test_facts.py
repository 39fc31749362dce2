"""Facts offered from the text: right when offered, taken over with a click, kept; and folios not held."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Document, Page
from tests.tracker.facts.evaluate import read_scans, real, tally
from tests.tracker.facts.made import letter
from tests.tracker.web.archive_world import archived
from tracker.agencies.directory import Directory, load_directory
from tracker.agencies.store import directory_of
from tracker.facts.extract import extract, person
from tracker.facts.models import FACT_KINDS, DocumentFact
from tracker.intake import after_reading
from tracker.replies.models import Mention

TODAY = date(2026, 11, 22)
LETTER = ("INSTITUTO NACIONAL DE MIGRACIÓN", "Oficio INM/UT/0412/2024", "Ciudad de México, a 14 de marzo de 2024",
          "Estimado solicitante:", "Me refiero a la solicitud 330020324000123 y a la 330020323000099.", "ATENTAMENTE",
          "Lic. Ana Ejemplo Prueba", "Titular de la Unidad de Transparencia")


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_directory()


def test_what_is_offered_is_right_on_invented_letters(directory: Directory) -> None:
    counts = tally(map(letter, range(5000, 5200)), directory)
    for kind in FACT_KINDS:
        offered, there = (counts[kind]["right"] + counts[kind][other] for other in ("wrong", "missed"))
        assert counts[kind]["right"] >= 0.98 * offered and counts[kind]["right"] >= 0.9 * there, (kind, counts[kind])


def test_what_is_offered_is_right_on_real_letters(directory: Directory, samples: Path) -> None:
    counts = real(samples / "mx_letters", directory)
    assert not any(count["wrong"] for count in counts.values())
    assert all(count["missed"] <= 1 for count in counts.values())


@pytest.mark.parametrize("text", [
    "Mediante oficio DGTI/0099/2011 del 3 de enero de 2011 se pidió lo siguiente a las áreas de este instituto.",
    "Estimada solicitante:\nOficio número DGTI/0099/2011\nCiudad de México, a 3 de enero de 2011",
    "Ley publicada el 9 de mayo de 2016", "Oficio sin número", "Ciudad de México, a 31 de febrero de 2020",
    "Ciudad de México, a 3 de enero de 2031", "Atentamente\nUnidad de Transparencia\nInstituto Nacional de Migración",
    "Atentamente\nAna Ejemplo Prueba",
])
def test_what_may_be_about_another_letter_or_nobody_is_not_offered(text: str, directory: Directory) -> None:
    found = {fact.kind for fact in extract([(1, text)], directory, today=TODAY)}
    assert not found & {"oficio", "date", "signatory"}


BODY = "\nC. SOLICITANTE\nMe refiero a su solicitud de información recibida en esta unidad de transparencia."


def of_head(line: str, directory: Directory, *, is_scan: bool = False) -> dict[str, str]:
    """The first fact of each kind of a letter with this line in its head."""
    text = f"SECRETARÍA DE GOBERNACIÓN\nUNIDAD DE TRANSPARENCIA\n{line}{BODY}"
    found = extract([(1, text)], directory, today=TODAY, scanned=(1,) if is_scan else ())
    return {fact.kind: fact.value for fact in reversed(found)}


@pytest.mark.parametrize(("line", "number"), [
    ("Oficio N.° UT/0412/2024", "UT/0412/2024"), ("Of. No. UT/0412/2024", "UT/0412/2024"),
    ("No. Oficio: UT/0412/2024", "UT/0412/2024"), ("OFICIO NÚM.: SG-UT-112-2023", "SG-UT-112-2023"),
    ("Oficio No.: SPPC/113/721/2013 Asunto: Respuesta", "SPPC/113/721/2013"),
    ("ASUNTO: Respuesta.   OFICIO: UT/55/2020", "UT/55/2020"), ("| Oficio | UT/0412/2024 |", "UT/0412/2024"),
    ("Oficio: UT / 0412 / 2024 —", "UT/0412/2024"), ("REF.: OFICIO UT/0412/2024", "UT/0412/2024"),
    ("DEPENDENCIA: ÁREA\nNo. DE OFICIO: UT/0412/2024\nEXPEDIENTE: 22/2024", "UT/0412/2024"),
    ("Oficio número INM/\nUT/0412/2024", "INM/UT/0412/2024"), ("SEGOB/UT/0412/2024", "SEGOB/UT/0412/2024"),
    ("Oficio: S/N", None), ("Asunto: Se responde su oficio UT/55/2020", None), ("Expediente: UT/SI/0345/2024", None),
])
def test_a_number_is_found_as_offices_print_it(line: str, number: str | None, directory: Directory) -> None:
    assert of_head(line, directory).get("oficio") == number


def test_on_a_scan_a_number_that_may_hold_a_letter_for_a_digit_is_not_offered(directory: Directory) -> None:
    for line in ("Oficio No. CAO000/1560/2024", "Oficio No. DGQ0/15/2024"):
        assert "oficio" not in of_head(line, directory, is_scan=True)
        assert "oficio" in of_head(line, directory)
    assert of_head("Oficio No. CA0000/1560/2024", directory, is_scan=True)["oficio"] == "CA0000/1560/2024"


@pytest.mark.parametrize(("head", "acronym"), [
    ("COMISIÓN MEXICANA DE AYUDAA REFUGIADOS", "COMAR"), ("INSTITUTO NACIONALDE MIGRACION —", "INM"),
    ("INSTITUTO NACIONAL DE MIGRANTES", None), ("COMISIÓN MEXICANA DE AYUDA", None)])
def test_an_agency_is_known_though_a_scan_lost_a_blank(head: str, acronym: str | None, directory: Directory) -> None:
    found = extract([(1, f"{head}\nOficio UT/0412/2024{BODY}\nSe informa.")], directory, today=TODAY)
    assert next((fact.value for fact in found if fact.kind == "agency"), None) == acronym


@pytest.mark.parametrize(("line", "day"), [
    ("Ciudad de México a 14 de marzo de 2024", "2024-03-14"), ("Cd. de México, 14 de marzo 2024", "2024-03-14"),
    ("México, Distrito Federal, a 3 de mayo de 2013", "2013-05-03"), ("14/03/2024", "2024-03-14"),
    ("Ciudad de México, a catorce de marzo de dos mil veinticuatro", "2024-03-14"),
    ("Ciudad de México a los 14 días del mes de marzo de 2024", "2024-03-14"), ("Fecha: 14-mar-2024", "2024-03-14"),
    ("Ciudad de México, a 14 de Marzo de 2024 —", "2024-03-14"), ("CDMX. 14 de marzo de 2024.", "2024-03-14"),
    ("Con corte al 14 de marzo de 2024", None), ("Ciudad de México. 14 de marzo de 2024", "2024-03-14"),
    ("Ciudad de México, a 1° de marzo de 2024", "2024-03-01"), ("CDMX, a primero de marzo de 2024", "2024-03-01"),
    ("Monterrey, Nuevo León a 14 de marzo del año 2024", "2024-03-14"), ("Toluca; marzo 14, 2024", "2024-03-14"),
    ("Ciudad de México, jueves 14 de marzo de 2024", "2024-03-14"), ("CDMX, a l4 de marzo de 2O24", "2024-03-14"),
    ('"LUGAR YFECHA | Ciudad de México, a 14 de marzo de 2024 © ae', "2024-03-14"),
    ("14 MAR 2024", None), ("Ciudad de México, a __ de marzo de 2024", None),
    ("Vigente del 3 de mayo de 2023 al 14 de marzo de 2024", None), ("Acuerdo del 14 de marzo de 2024", None),
    ("Ciudad de México, a 14 de marzo de 2024 y hasta su término", None), ("Recibido el 14 de marzo de 2024", None),
])
def test_a_date_is_found_as_offices_write_it(line: str, day: str | None, directory: Directory) -> None:
    assert of_head(line, directory).get("date") == day


@pytest.mark.parametrize(("end", "name"), [
    ("Atentamente\n\nEL TITULAR DE LA UNIDAD\n\nLIC. ANA EJEMPLO PRUEBA", "LIC. ANA EJEMPLO PRUEBA"),
    ("A T E N T A M E N T E\nTITULAR DE LA UNIDAD\n(Rúbrica)\nLic. Ana Ejemplo Prueba", "Lic. Ana Ejemplo Prueba"),
    ("ATENTAMENTE,\nLic. Ana Ejemplo Prueba, Titular de la Unidad", "Lic. Ana Ejemplo Prueba"),
    ("Reciba un cordial saludo.\nAna Ejemplo Prueba\nVisitadora General", "Ana Ejemplo Prueba"),
    ("EL DIRECTOR GENERAL\n\nLic. Juan Ejemplo Prueba\n\nC.c.p. Archivo", "Lic. Juan Ejemplo Prueba"),
    ("Cordialmente,\nAna Ejemplo Prueba\nENC. DEL DESPACHO", "Ana Ejemplo Prueba"),
    ("ATENTAMENTE\nUNIDAD DE TRANSPARENCIA\nSECRETARÍA DE GOBERNACIÓN", None),
    ("Lo anterior fue revisado por\nAna Ejemplo Prueba\nDirectora General", None),
])
def test_who_signs_is_found_under_any_farewell(end: str, name: str | None, directory: Directory) -> None:
    assert of_head(f"Oficio UT/1/2024{BODY}\nSe informa que no hay expresión documental alguna.\n{end}",
                   directory).get("signatory") == name


@pytest.mark.long
def test_what_is_offered_is_right_on_poor_scans(directory: Directory) -> None:
    counts = tally(read_scans(range(7000, 7040)), directory, is_scan=True)
    for kind in FACT_KINDS:
        offered, there = (counts[kind]["right"] + counts[kind][other] for other in ("wrong", "missed"))
        assert counts[kind]["right"] >= 0.95 * offered and counts[kind]["right"] >= 0.9 * there, (kind, counts[kind])


def test_a_scanned_letter_keeps_its_facts(directory: Directory) -> None:
    (made,) = read_scans((10021,))
    counts = tally([made], directory, is_scan=True)
    assert sum(count["right"] for count in counts.values()) >= 4
    assert not any(count["wrong"] for count in counts.values())


def test_a_table_of_many_folios_is_no_letter_about_one(directory: Directory) -> None:
    rows = "\n".join(f"3300203240001{n:02d}" for n in range(10))
    assert extract([(1, rows)], directory, today=TODAY) == []


@pytest.mark.parametrize(("line", "name"), [
    ("MTRA. ANA EJEMPLO PRUEBA", "MTRA. ANA EJEMPLO PRUEBA"), ("Juan de la Prueba,", "Juan de la Prueba"),
    ("SUFRAGIO EFECTIVO", None), ("Titular del Área", None), ("Ana", None), ("Página 1 de 3", None),
    ("en los archivos", None),
])
def test_names_of_people_among_other_lines(line: str, name: str | None) -> None:
    assert person(line) == name


def after(world: Any, document: int) -> None:
    with world.backends.sessions.writing() as session:
        after_reading(session, session.get_one(Document, document), directory_of(session),
                      now=world.backends.clock.now())


def facts(world: Any, document: int) -> dict[str, DocumentFact]:
    with world.backends.sessions.reading() as session:
        rows = session.scalars(select(DocumentFact).where(DocumentFact.document_id == document))
        return {fact.value: fact for fact in rows}


def test_one_click_takes_a_fact_over_into_search_and_citation_and_it_stays(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LETTER])
    after(world, document)
    found = facts(world, document)
    assert set(found) == {"330020324000123", "330020323000099", "INM/UT/0412/2024", "2024-03-14", "INM",
                          "Lic. Ana Ejemplo Prueba"}
    bob, page = browser("bob"), f"/documents/{document}"
    shown = browser("rita").get(page).get_data(as_text=True)
    assert "INM/UT/0412/2024" in shown and "Take over" not in shown
    before = browser("rita").get(f"{page}/pages/1").get_data(as_text=True)
    assert "INM/UT/0412/2024" not in before.split('class="card cite"')[1]
    for value in ("INM/UT/0412/2024", "2024-03-14", "330020324000123"):
        bob.post(f"{page}/facts/{found[value].id}", {"status": "accepted"}, page=page)
    bob.post(f"{page}/facts/{found['Lic. Ana Ejemplo Prueba'].id}", {"status": "dismissed"}, page=page)
    after(world, document)
    with world.backends.sessions.reading() as session:
        facets = session.get_one(Document, document).facets
        assert [facets[kind] for kind in ("oficio", "date", "folio")] == [
            "INM/UT/0412/2024", "2024-03-14", "330020324000123"]
    cited = bob.get(f"{page}/pages/1").get_data(as_text=True).split('class="card cite"')[1]
    assert "oficio INM/UT/0412/2024, 14 de marzo de 2024, solicitud de información folio 330020324000123" in cited
    assert facts(world, document)["Lic. Ana Ejemplo Prueba"].status == "dismissed"
    # Another of the kind takes its place, and undoing leaves nothing behind.
    bob.post(f"{page}/facts/{facts(world, document)['330020323000099'].id}", {"status": "accepted"}, page=page)
    now = facts(world, document)
    assert (now["330020324000123"].status, now["330020323000099"].status) == ("suggested", "accepted")
    bob.post(f"{page}/facts/{now['INM/UT/0412/2024'].id}", {"status": "suggested"}, page=page)
    with world.backends.sessions.reading() as session:
        assert "oficio" not in session.get_one(Document, document).facets
    assert browser("rita").post(f"{page}/facts/{now['INM'].id}", page=page).status_code == 403


def test_folios_that_only_others_documents_name_are_never_listed(world: Any, browser: Any) -> None:
    from tracker.people.models import User
    from tracker.projects.actions import create_project

    mine = archived(world.backends, world.project, [LETTER])
    with world.backends.sessions.writing() as session:
        other = create_project(session, "Charlie's", by=session.get_one(User, world.people["charlie"]),
                               now=world.backends.clock.now()).id
    theirs = archived(world.backends, other, [("solicitud 330020322000777",)], name="otra.pdf")
    after(world, mine)
    after(world, theirs)
    rita, charlie = (
        browser(name).get("/documents/folios-not-held").get_data(as_text=True) for name in ("rita", "charlie"))
    assert "330020324000123" in rita and "330020322000777" not in rita
    assert "330020322000777" in charlie and "330020324000123" not in charlie
    assert b"330020323000099" in browser("rita").get("/documents/folios-not-held.csv").data


def test_a_folio_leaves_the_list_when_its_request_is_logged(world: Any, browser: Any) -> None:
    from tracker.people.models import User
    from tracker.requests.actions import RequestDraft, log_request

    document = archived(world.backends, world.project, [LETTER])
    after(world, document)
    with world.backends.sessions.writing() as session:
        assert session.scalars(select(Mention.folio)).all()
        log_request(session, RequestDraft(project_id=world.project, subject="x", folio="330020324000123", agency="INM",
                                          filed_on=date(2024, 2, 1)), by=session.get_one(User, world.people["bob"]),
                    clock=world.backends.clock)
    page = browser("bob").get("/documents/folios-not-held").get_data(as_text=True)
    assert "330020324000123" not in page and "330020323000099" in page


def test_a_corrected_folio_is_the_one_that_counts(world: Any) -> None:
    from tracker.corrections import actions

    document = archived(world.backends, world.project, [("Unidad", "solicitud con folio ilegible", "fin")])
    with world.backends.sessions.writing() as session:
        page = session.scalars(select(Page)).one()
        line = actions.editable_lines(page, actions.corrected_page(session, page))[1]
        actions.correct_line(session, page, line.start, "solicitud con folio 330020324000123", machine=line.machine,
                             by=world.people["bob"], now=world.backends.clock.now())
    after(world, document)
    assert "330020324000123" in facts(world, document)
