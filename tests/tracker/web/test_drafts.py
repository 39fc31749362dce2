"""From a refused reply to the papers of an appeal: quoted, dated, checked, and without anybody's name kept."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from docx import Document as read_docx
from sqlalchemy import text

from tests.conftest import Browser, World
from tests.tracker.web.test_requests import form

SignIn = Callable[[str], Browser]
REPLY = ("Después de una búsqueda exhaustiva realizada en los archivos de esta unidad, se declara la inexistencia "
         "de la información solicitada.")


def refused(alice: Browser, world: World) -> str:
    """A request whose reply declares non-existence, with that finding confirmed; gives the page to prepare on."""
    alice.post("/requests/new", form(world, folios="340020300000126", agency="INM", filed_on="2026-10-01"))
    page = alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-10", "text": REPLY})
    number = re.search(r'id="finding-(\d+)"', page.get_data(as_text=True))
    assert number
    alice.post(f"/findings/{number.group(1)}", {"verdict": "confirmed"})
    return "/requests/1/appeals/prepare"


def test_the_ground_the_reply_speaks_for_is_proposed_with_its_words(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    page = alice.get(refused(alice, world)).get_data(as_text=True)
    assert re.search(r'value="INEXIST" checked', page) and "búsqueda exhaustiva" in page


def test_a_draft_quotes_the_page_and_leaves_as_a_file_once_its_gaps_are_settled(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    prepare = refused(alice, world)
    page = alice.post(prepare, {"grounds": ["INEXIST"], "write": "1"}, page=prepare).get_data(as_text=True)
    assert "340020300000126" in page and "martes 10 de noviembre de 2026" in page
    assert "se declara la inexistencia" in page and "artículo 145, fracción II" in page
    held = alice.post("/drafts/1/papers", {"kind": "docx", "settled": ["99"]})
    assert "Tick every point" in held.get_data(as_text=True)
    settled = [str(at) for at in range(page.count('name="settled"'))]
    paper = alice.post("/drafts/1/papers", {"kind": "docx", "settled": settled, "name": "Alicia Ejemplo",
                                            "contact": "alicia@example.org"})
    said = "\n".join(p.text for p in read_docx(io.BytesIO(paper.data)).paragraphs)
    assert "Alicia Ejemplo" in said and "alicia@example.org" in said and "inexistencia" in said
    assert alice.post("/drafts/1/papers", {"kind": "pdf", "settled": settled}).data.startswith(b"%PDF")


def test_the_name_on_the_papers_is_kept_nowhere(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    prepare = refused(alice, world)
    page = alice.post(prepare, {"grounds": ["INEXIST"], "write": "1"}, page=prepare).get_data(as_text=True)
    settled = [str(at) for at in range(page.count('name="settled"'))]
    alice.post("/drafts/1/papers", {"kind": "pdf", "settled": settled, "name": "Zutana Irrepetible"})
    with world.backends.sessions.reading() as session:
        for (table,) in session.execute(text("select name from sqlite_master where type = 'table'")).all():
            rows = session.execute(text(f'select * from "{table}"')).all()
            assert "Irrepetible" not in str(rows), table
    assert not [p for p in world.backends.settings.data_dir.rglob("*")
                if p.is_file() and b"Irrepetible" in p.read_bytes()]


def test_an_edit_is_a_new_version_and_the_old_one_stays(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    prepare = refused(alice, world)
    alice.post(prepare, {"grounds": ["INEXIST"], "write": "1"}, page=prepare)
    page = alice.post("/drafts/1", {"asked": "Que se entregue todo."}, page="/drafts/1").get_data(as_text=True)
    assert "version 2" in page and "Que se entregue todo." in page
    assert "Que se entregue todo." not in alice.get("/drafts/1").get_data(as_text=True)


def test_a_stranger_reads_no_draft(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    prepare = refused(alice, world)
    alice.post(prepare, {"grounds": ["INEXIST"], "write": "1"}, page=prepare)
    charlie = browser("charlie")
    assert charlie.get("/drafts/1").status_code == 404
    assert charlie.post("/drafts/1/papers", {"kind": "pdf"}).status_code == 404
    assert browser("rita").post("/drafts/1", {"asked": "x"}).status_code == 403
