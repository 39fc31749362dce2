"""Notes and highlights: quoted, found again after a re-reading, seen by whom they are for, in a dossier or not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Page
from archive.words import pack_words, unpack_words
from tests.tracker.web.archive_world import archived, words_in_rows
from tracker.annotations import actions, queries
from tracker.annotations.actions import CannotAnnotate
from tracker.annotations.models import Annotation
from tracker.people.models import User

LINES = ("se hace de su conocimiento que", "la información es inexistente", "en los archivos de esta unidad")


def note(world: Any, document: int, who: str = "bob", **given: Any) -> int:
    with world.backends.sessions.writing() as session:
        page = session.scalars(select(Page).where(Page.document_id == document)).one()
        made = actions.annotate(session, page, by=world.people[who], now=world.backends.clock.now(), **given)
        return made.id


def placed(world: Any, document: int, who: str = "bob") -> list[queries.PlacedNote]:
    with world.backends.sessions.reading() as session:
        page = session.scalars(select(Page).where(Page.document_id == document)).one()
        user = session.get_one(User, world.people[who])
        return queries.placed(page.text or "", unpack_words(page.words),
                              queries.notes_on_page(session, user, document, 1))


def test_words_of_the_picture_and_quoted_words_mark_the_same_passage(world: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    note(world, document, words=(6, 9), body="clave")
    note(world, document, quote="la información\n  es inexistente")
    one, other = placed(world, document)
    assert one.span == other.span and one.boxes == other.boxes == ((0.1, 0.13, 0.49, 0.15),)
    assert one.note.exact == "la información es inexistente" and one.note.prefix.endswith("conocimiento que\n")
    for wrong in ({"words": (6, 99)}, {"quote": "esto no está escrito en la página"}, {}):
        with pytest.raises(CannotAnnotate):
            note(world, document, **wrong)
    note(world, document, body="de toda la página")
    assert placed(world, document)[0].boxes == ()


def test_a_mark_follows_its_words_when_the_page_is_read_anew(world: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    note(world, document, words=(7, 9))
    with world.backends.sessions.writing() as session:
        page = session.scalars(select(Page)).one()
        again = ("MEMBRETE", "se hace de su conocimiento", "que la informacion es inexistente en los archivos")
        page.text, page.words = "\n".join(again), pack_words(words_in_rows(again))
    [found] = placed(world, document)
    assert found.boxes == ((0.3, 0.16, 0.59, 0.18),) and not found.is_lost
    with world.backends.sessions.writing() as session:
        page = session.scalars(select(Page)).one()
        page.text, page.words = "nada parecido", pack_words(words_in_rows(("nada parecido",)))
    [lost] = placed(world, document)
    assert lost.is_lost and [round(v, 6) for v in lost.boxes[0]] == [0.2, 0.13, 0.49, 0.15]


def test_each_sees_what_is_meant_for_them(world: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    for audience in actions.AUDIENCES:
        note(world, document, body=f"para {audience}", audience=audience)

    def seen(who: str) -> int:
        return len(placed(world, document, who))

    assert [seen(who) for who in ("bob", "alice", "rita", "olga", "charlie")] == [3, 2, 1, 2, 0]


def test_notes_on_the_web(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES])
    bob, rita, page = browser("bob"), browser("rita"), f"/documents/{document}/pages/1"
    bob.post(f"{page}/notes", {"quote": "es inexistente", "body": "¿y el <b>acta</b>?", "audience": "readers"},
             page=page)
    shown = rita.get(page).get_data(as_text=True)
    assert "¿y el &lt;b&gt;acta" in shown and 'class="noted" href="#note-' in shown and 'class="passage"' in shown
    with world.backends.sessions.reading() as session:
        number = session.scalars(select(Annotation.id)).one()
    assert rita.client.get(f"/notes/{number}").location.endswith(f"{page}#note-{number}")
    assert rita.post(f"/notes/{number}/remove", page=page).status_code == 403
    # Who may only read writes for themselves, whatever the form says.
    rita.post(f"{page}/notes", {"body": "mía", "audience": "readers"}, page=page)
    assert "mía" in rita.get("/notes").get_data(as_text=True)
    listed = bob.get(f"/notes?document={document}").get_data(as_text=True)
    assert "mía" not in listed and "es inexistente" in listed
    assert "acta" in bob.get("/notes?words=acta").get_data(as_text=True)
    assert "acta" not in bob.get("/notes?words=nada").get_data(as_text=True)
    assert b"es inexistente" in bob.get("/notes/export.csv").data
    assert "acta" not in browser("charlie").get("/notes").get_data(as_text=True)
    bob.post(f"/notes/{number}", {"body": "cambiada", "audience": "editors"}, page=page)
    assert "cambiada" not in rita.get(page).get_data(as_text=True)
    gone = bob.post(f"/notes/{number}/remove", page=page).get_data(as_text=True)
    assert "The note is removed." in gone and "cambiada" not in gone
    assert "cambiada" in bob.post(f"/notes/{number}/put-back", page=page).get_data(as_text=True)
    assert "These words do not stand" in bob.post(f"{page}/notes", {"quote": "otras palabras muy distintas"},
                                                  page=page).get_data(as_text=True)


def test_a_dossier_carries_corrections_and_shared_notes_but_no_private_one(world: Any) -> None:
    from tracker.exports.dossier import collect
    from tracker.projects.models import Project

    document = archived(world.backends, world.project, [LINES])
    note(world, document, body="compartida")
    note(world, document, body="privada", audience="author")
    with world.backends.sessions.reading() as session:
        data = collect(session, session.get_one(Project, world.project), now=world.backends.clock.now())
    assert [row["body"] for row in data["rows"]["annotation"]] == ["compartida"]
    assert world.people["bob"] in [person["id"] for person in data["people"]]


def test_what_a_page_turns_out_to_hide_is_taken_out_of_quotes_and_corrections(world: Any) -> None:
    from archive.models import Document
    from tests.tracker.corrections.test_corrections import correct
    from tests.tracker.web.archive_world import leak
    from tracker.agencies.store import directory_of
    from tracker.corrections.models import Correction
    from tracker.intake import after_reading

    document = archived(world.backends, world.project, [("El agente Fulano fue detenido", "la informacion es publica")])
    note(world, document, quote="Fulano fue")
    note(world, document, quote="es publica")
    correct(world, document, 0, "El agente Fulano fué detenido")
    correct(world, document, 1, "la información es pública")
    with world.backends.sessions.writing() as session:
        page = session.scalars(select(Page)).one()
        # Read anew, the page is found to leak the name: it is in no text any more.
        again = ("El agente fue detenido", "la informacion es publica")
        page.text, page.words = "\n".join(again), pack_words(words_in_rows(again))
        page.leaks = [{**leak(), "box": [0.29, 0.09, 0.31, 0.13]}]
        after_reading(session, session.get_one(Document, document), directory_of(session),
                      now=world.backends.clock.now())
        assert page.corrected == "El agente fue detenido\nla información es pública"
        kept = [(one.exact, one.text) for one in session.scalars(select(Correction))]
        quotes = [one.exact for one in session.scalars(select(Annotation))]
        assert "Fulano" not in repr(kept) + repr(quotes) and "es publica" in quotes
