"""A list looked up line by line: what counts as a line, what is found for each, and who may see it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from archive.search.service import planned_query
from tests.tracker.web.archive_world import archived
from tracker.backends import Backends
from tracker.people.models import User
from tracker.projects.actions import create_project
from tracker.projects.models import Membership
from tracker.searches.batches import begin_batch, go_on, go_on_with_all, lines_of
from tracker.searches.models import BatchSearch
from tracker.searches.terms import MOST_TERMS, BadList, query_for, terms_in_file, terms_of


def workbook(rows: list[list[Any]]) -> bytes:
    """A spreadsheet with these rows."""
    book, kept = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "Juana Pérez\n\nPedro  Luna\njuana perez\n".encode(),
        "Nombre\r\nJuana Pérez\r\nPedro Luna\r\n".encode("cp1252"),
        'Nombre;Lugar\nJuana Pérez;Acayucan\n"Pedro Luna";Tapachula\n'.encode("utf-8-sig"),
        "nombre,lugar\nJuana Pérez,Acayucan\nPedro Luna,\n".encode(),
        workbook([["Nombre", "x"], ["Juana Pérez", 1], [None, None], ["Pedro Luna", 2]]),
    ],
)
def test_a_list_is_read_from_text_and_tables(data: bytes) -> None:
    assert terms_in_file(data) == ["Juana Pérez", "Pedro Luna"]


def test_a_name_with_a_comma_in_a_text_file_stays_whole() -> None:
    assert terms_in_file("Pérez López, Juana\nLuna, Pedro\n".encode()) == ["Pérez López, Juana", "Luna, Pedro"]


@pytest.mark.parametrize(("data", "code"), [(b"", "unreadable"), (b"PK\x03\x04 not a workbook", "unreadable"),
                                            (b"...\n---\n", "empty"), 
                                            (b"\n".join(b"n%d" % n for n in range(1500)), "long")])
def test_what_is_no_list_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(BadList, match=code):
        terms_in_file(data)


def test_lines_are_taken_once_and_not_without_end() -> None:
    assert terms_of(["a1", " A1 ", "", "--", "b2"]) == ["a1", "b2"]
    with pytest.raises(BadList):
        terms_of(f"n{n}" for n in range(MOST_TERMS + 1))


def test_a_name_is_found_in_either_order_and_its_signs_are_no_operators() -> None:
    assert query_for('Pérez, "Juana" -x', "phrase") == '"pérez juana x"'
    assert query_for("Juana Pérez", "close") == "juana near~2 pérez"
    assert query_for("Juana (Pérez) OR: NOT", "all") == "juana pérez or not"
    assert query_for("agencia:INM -x", "typed") == "agencia:INM -x"


@pytest.mark.parametrize(
    ("name", "written", "elsewhere"),
    [
        ("Juan de la Cruz Pérez", ["JUAN DE LA CRUZ PÉREZ", "De la Cruz Pérez, Juan", "Cruz Perez Juan"],
         ["Juan Pérez", "la Cruz de Juan", "Juan fue; otra cosa de por medio; Cruz y Pérez"]),
        ("María del Carmen Núñez Íñiguez", ["NÚÑEZ ÍÑIGUEZ MARÍA DEL CARMEN", "Maria Carmen Núñez Iñiguez"],
         ["María del Carmen Núñez", "Carmen Íñiguez"]),
        ("Ana de la O", ["Ana de la O", "DE LA O ANA"], ["Ana o la otra"]),
    ],
)
def test_names_with_particles_are_found_as_clerks_write_them(
    world: Any, backends: Backends, name: str, written: list[str], elsewhere: list[str]
) -> None:
    there = [archived(backends, world.project, [("El C.", line, "solicitó")], name=f"{n}.pdf")
             for n, line in enumerate(written)]
    for n, line in enumerate(elsewhere):
        archived(backends, world.project, [("El C.", line, "solicitó")], name=f"x{n}.pdf")
    tree = planned_query(query_for(name, "close"))
    found = {hit.document_id for hit in backends.search.search(tree, None, limit=50).hits}
    assert found == set(there)


@pytest.fixture
def letters(world: Any, backends: Backends) -> dict[str, int]:
    """Three documents Rita may read, and one of a project that only Olga sees."""
    with backends.sessions.writing() as session:
        other = create_project(session, "Reservado", by=session.get_one(User, world.people["olga"]),
                               now=backends.clock.now()).id
    return {
        "a": archived(backends, world.project, [("se presentó Juana Pérez López", "en Acayucan"), ("Juana Perez",)],
                      name="a.pdf"),
        "b": archived(backends, world.project, [("PÉREZ LÓPEZ, JUANA",)], name="b.pdf"),
        "c": archived(backends, world.project, [("Juana vino. " + "otra cosa " * 20 + "Pérez",)], name="c.pdf"),
        "secret": archived(backends, other, [("Juana Pérez y Pedro Luna",)], name="secreto.pdf"),
    }


def test_each_line_gets_its_pages_documents_and_first_pages(
    world: Any, backends: Backends, letters: dict[str, int], browser: Callable[[str], Any]
) -> None:
    rita = browser("rita")
    page = rita.post("/search/lists", {"terms": "Juana Pérez\nPedro Luna\nAcayucan", "way": "close"})
    html = page.get_data(as_text=True)
    assert "2 of 3 were found." in html and "secreto.pdf" not in html and "a.pdf, p. 1" in html
    with backends.sessions.reading() as session:
        row = session.scalars(select(BatchSearch)).one()
        lines = lines_of(session, session.get_one(User, world.people["rita"]), row)
    assert [(line.term, line.pages, line.documents) for line in lines] == [
        ("Juana Pérez", 3, 2), ("Pedro Luna", 0, 0), ("Acayucan", 1, 1)]
    assert {place.document_id for place in lines[0].first} == {letters["a"], letters["b"]}
    table = list(csv.reader(io.StringIO(rita.get(f"/search/lists/{row.id}.csv").get_data().decode("utf-8-sig"))))
    assert table[0][:3] == ["term", "pages", "documents"] and table[1][:3] == ["Juana Pérez", "3", "2"]
    assert f"/documents/{letters['a']}/pages/" in table[1][3]
    assert rita.get(f"/search/lists/{row.id}.xlsx").get_data().startswith(b"PK")
    for way, pages in (("phrase", 2), ("all", 4)):
        assert f'<td class="number">{pages}</td>' in rita.post(
            "/search/lists", {"terms": "Juana Pérez", "way": way}).get_data(as_text=True)
    assert browser("bob").get(f"/search/lists/{row.id}").status_code == 404
    assert browser("bob").get(f"/search/lists/{row.id}.csv").status_code == 404


def test_a_file_can_be_sent_and_a_bad_one_gets_a_sentence(
    world: Any, letters: dict[str, int], browser: Callable[[str], Any]
) -> None:
    rita = browser("rita")
    sent = {"file": (io.BytesIO(workbook([["Nombre"], ["Acayucan"]])), "lista.xlsx"), "way": "all"}
    assert "1 of 1 were found." in rita.post("/search/lists", sent).get_data(as_text=True)
    bad = {"file": (io.BytesIO(b"PK\x03\x04"), "x.xlsx"), "way": "all"}
    for data, words in (({"terms": "  \n", "way": "all"}, "Paste a list"), (bad, "no table")):
        answer = rita.post("/search/lists", data)
        assert answer.status_code == 422 and words in answer.get_data(as_text=True)
    assert rita.post("/search/lists", {"terms": "a", "way": "nonsense"}).status_code == 400


def test_a_long_list_is_done_in_pieces_and_each_piece_is_kept_once(
    world: Any, backends: Backends, letters: dict[str, int]
) -> None:
    with backends.sessions.writing() as session:
        rita = session.get_one(User, world.people["rita"])
        number = begin_batch(session, rita, "", [f"nadie{n}" for n in range(5)] + ["Acayucan"], "close", is_fuzzy=False,
                             now=backends.clock.now()).id
    assert not go_on(backends, number, seconds=0)
    with backends.sessions.reading() as session:
        assert len(session.get_one(BatchSearch, number).rows) == 1
    for _ in range(4):
        assert go_on_with_all(backends, seconds=0) == 1
    assert go_on(backends, number, seconds=0) and go_on_with_all(backends) == 0
    with backends.sessions.reading() as session:
        row = session.get_one(BatchSearch, number)
        assert [found["pages"] for found in row.rows] == [0, 0, 0, 0, 0, 1] and row.finished_at is not None


def test_when_what_a_person_may_see_changes_what_was_found_is_not_shown(
    world: Any, backends: Backends, letters: dict[str, int], browser: Callable[[str], Any]
) -> None:
    rita = browser("rita")
    rita.post("/search/lists", {"terms": "Acayucan", "way": "all"})
    with backends.sessions.writing() as session:
        session.execute(Membership.__table__.delete().where(Membership.user_id == world.people["rita"]))  # type: ignore[attr-defined]
        number = session.scalars(select(BatchSearch.id)).one()
    page = rita.get(f"/search/lists/{number}").get_data(as_text=True)
    assert "has changed" in page and "a.pdf" not in page
    assert "a.pdf" not in rita.get(f"/search/lists/{number}.json").get_data(as_text=True)
    page = rita.post(f"/search/lists/{number}/again").get_data(as_text=True)
    assert "0 of 1 were found." in page
    assert "Only you see" in rita.post(f"/search/lists/{number}/delete").get_data(as_text=True)
