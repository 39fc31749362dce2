"""From a refused reply to the papers of an appeal: quoted, dated, checked, and without anybody's name kept."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

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
    assert "se declara la inexistencia" in page and "Artículo 145, fracción II" in page
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


def a_pdf(*texts: str) -> bytes:
    """A real PDF, one page a text."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    for words in texts:
        canvas.drawString(72, 700, words)
        canvas.rect(100, 500, 200, 30, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def refused_with_file(alice: Browser, world: World, **values: object) -> int:
    """A request refused in a file: non-existence on page 1, a hidden part on page 2; gives the document."""
    from tests.tracker.web.archive_world import archived, redaction
    from tracker.intake import suggest_findings
    from tracker.replies.models import Finding, Reply, ReplyDocument

    alice.post("/requests/new", form(world, folios="340020300000126", agency="INM", filed_on="2026-10-01",
                                     subject="Informes del operativo de agosto de 2013 en San Fernando",
                                     text="1. Informes del operativo. 2. Nombres de los agentes."))
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2026-11-10"})
    document = archived(world.backends, world.project, [[REPLY], ["Se elimina una parte."]], name="respuesta.pdf",
                        data=a_pdf("Respuesta", "Parte"), page_values={2: {"redactions": [redaction()],
                                                                          "redacted_share": 0.2}}, **values)
    with world.backends.sessions.writing() as session:
        session.add(ReplyDocument(reply_id=1, document_id=document))
        session.flush()
        suggest_findings(session, session.get_one(Reply, 1))
        for finding in session.query(Finding).filter(Finding.label == "inexistence"):
            finding.status = "confirmed"
    return document


def in_folder(answer: object) -> dict[str, bytes]:
    """The files of an exported folder, by their path without the folder's own name."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:  # type: ignore[attr-defined]
        return {name.split("/", 1)[1]: bundle.read(name) for name in bundle.namelist()}


def test_the_folder_holds_the_draft_its_annexes_the_proof_and_an_index(world: World, browser: SignIn) -> None:
    from tests.tracker.web.archive_world import archived

    alice = browser("alice")
    document = refused_with_file(alice, world)
    other = archived(world.backends, world.project, [["Nada"], [
        "Informe del operativo de agosto de 2013 en San Fernando entregado al Instituto."]], name="informe.pdf",
        data=a_pdf("Nada", "Informe"), facets={"agency": "SEDENA"})
    prepare = "/requests/1/appeals/prepare"
    page = alice.get(prepare).get_data(as_text=True)
    assert f'value="{other}:2"' in page and "entregado al Instituto" in page
    assert f'value="{document}:2"' in page
    page = alice.post(prepare, {"grounds": ["CLASIF", "INEXIST"], "contradictions": [f"{other}:2"],
                                "hidden": [f"{document}:2"], "write": "1"}, page=prepare).get_data(as_text=True)
    assert f'/documents/{document}/pages/1?q=' in page and f"/documents/{other}/pages/2?q=" in page
    settled = [str(at) for at in range(page.count('name="settled"'))]
    kept = in_folder(alice.post("/drafts/1/folder", {"settled": settled, "name": "Zutana Irrepetible"}))
    assert kept["recurso.pdf"].startswith(b"%PDF")
    assert {"recurso.docx", "indice.html", "sha256.txt", "anexos/03-respuesta.pdf",
            "anexos/04-informe.pdf"} <= set(kept)
    assert kept["anexos/03-respuesta.pdf"] == a_pdf("Respuesta", "Parte")
    assert any(name.startswith("anexos/05-computo") for name in kept)
    paper = read_docx(io.BytesIO(kept["recurso.docx"]))
    assert len(paper.inline_shapes) == 1
    assert "anexos/03-respuesta.pdf#page=1" in {rel.target_ref for rel in paper.part.rels.values() if rel.is_external}
    assert "anexos/04-informe.pdf" in kept["indice.html"].decode()


def test_an_original_that_leaks_stays_out_unless_an_administrator_ticks_it(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    refused_with_file(alice, world, is_quarantined=True)
    prepare = "/requests/1/appeals/prepare"
    page = alice.post(prepare, {"grounds": ["INEXIST"], "write": "1"}, page=prepare).get_data(as_text=True)
    settled = [str(at) for at in range(page.count('name="settled"'))]
    kept = in_folder(alice.post("/drafts/1/folder", {"settled": settled}))
    assert "anexos/03-respuesta.pdf" not in kept
    [pictures] = [data for name, data in kept.items() if "paginas-citadas" in name]
    assert pictures.startswith(b"%PDF") and b"Respuesta" not in pictures
    assert "debía ocultar" in kept["indice.html"].decode()
    assert "anexos/03-respuesta.pdf" in in_folder(alice.post("/drafts/1/folder", {"settled": settled, "held": "3"}))
    bob = browser("bob")
    assert 'name="held" value="3" disabled' in bob.get("/drafts/1").get_data(as_text=True)
    assert bob.post("/drafts/1/folder", {"settled": settled, "held": "3"}).status_code == 403


def test_a_name_put_into_a_folder_is_kept_nowhere(world: World, browser: SignIn, tmp_path, caplog) -> None:  # type: ignore[no-untyped-def]
    import tempfile

    alice = browser("alice")
    refused_with_file(alice, world)
    prepare = "/requests/1/appeals/prepare"
    page = alice.post(prepare, {"grounds": ["INEXIST"], "write": "1"}, page=prepare).get_data(as_text=True)
    settled = [str(at) for at in range(page.count('name="settled"'))]
    tempfile.tempdir, before = str(tmp_path), tempfile.tempdir
    try:
        kept = in_folder(alice.post("/drafts/1/folder", {"settled": settled, "name": "Zutana Irrepetible",
                                                         "contact": "irrepetible@example.org"}))
    finally:
        tempfile.tempdir = before
    assert "Zutana Irrepetible" in "\n".join(p.text for p in read_docx(io.BytesIO(kept["recurso.docx"])).paragraphs)
    assert not [p for folder in (tmp_path, world.backends.settings.data_dir) for p in folder.rglob("*")
                if p.is_file() and b"rrepetible" in p.read_bytes()]
    assert "rrepetible" not in caplog.text


def test_a_stranger_to_the_other_document_does_not_get_it_with_the_folder(world: World, browser: SignIn) -> None:
    from tests.tracker.web.archive_world import archived
    from tracker.people.models import User
    from tracker.projects.actions import create_project

    alice = browser("alice")
    refused_with_file(alice, world)
    with world.backends.sessions.writing() as session:
        her = session.get_one(User, world.people["alice"])
        hers = create_project(session, "Solo Alicia", by=her, now=world.backends.clock.now()).id
    other = archived(world.backends, hers, [["Informe del operativo de agosto de 2013 en San Fernando, completo."]],
                     name="informe.pdf", data=a_pdf("Informe"), facets={"agency": "SEDENA"})
    prepare = "/requests/1/appeals/prepare"
    bob = browser("bob")
    assert f'value="{other}:1"' not in bob.post(prepare, {"grounds": ["INEXIST"]}, page=prepare).get_data(as_text=True)
    page = alice.post(prepare, {"grounds": ["INEXIST"], "contradictions": [f"{other}:1"], "write": "1"},
                      page=prepare).get_data(as_text=True)
    assert "completo" in page
    settled = [str(at) for at in range(page.count('name="settled"'))]
    assert "anexos/04-informe.pdf" in in_folder(alice.post("/drafts/1/folder", {"settled": settled}))
    kept = in_folder(bob.post("/drafts/1/folder", {"settled": settled}))
    assert not [name for name in kept if name.startswith("anexos/04")]
    assert "no está al alcance" in kept["indice.html"].decode()


def test_what_changed_between_versions_is_shown(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    prepare = refused(alice, world)
    alice.post(prepare, {"grounds": ["INEXIST"], "write": "1"}, page=prepare)
    alice.post("/drafts/1", {"asked": "Que se entregue todo."}, page="/drafts/1")
    page = alice.get("/drafts/2/compare").get_data(as_text=True)
    assert "<ins>" in page and "<del>" in page and "From version 1 to version 2" in page
    assert browser("charlie").get("/drafts/2/compare").status_code == 404


def test_an_appeal_without_a_ground_is_not_written(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    prepare = refused(alice, world)
    page = alice.post(prepare, {"write": "1"}, page=prepare).get_data(as_text=True)
    assert "Choose at least one ground" in page
    assert alice.get("/drafts/1").status_code == 404


def test_a_request_under_the_law_of_2002_has_its_own_grounds_and_every_article_is_a_gap(
    world: World, browser: SignIn
) -> None:
    alice = browser("alice")
    world.backends.clock.moment = datetime(2013, 8, 21, 16, tzinfo=UTC)  # type: ignore[attr-defined]
    alice.post("/requests/new", form(world, folios="0411100064213", agency="INM", filed_on="2013-07-12"))
    page = alice.post("/requests/1/replies/new", {
        "kind": "replied", "notified_on": "2013-08-20",
        "text": "La información se encuentra clasificada como reservada, con fundamento en el artículo 14."})
    for number in re.findall(r'id="finding-(\d+)"', page.get_data(as_text=True)):
        alice.post(f"/findings/{number}", {"verdict": "confirmed"})
    prepare = "/requests/1/appeals/prepare"
    page = alice.get(prepare).get_data(as_text=True)
    assert re.search(r'value="NEGATIVA" checked', page) and 'value="CLASIF"' not in page and "not verified" in page
    draft = alice.post(prepare, {"grounds": ["NEGATIVA"], "write": "1"}, page=prepare).get_data(as_text=True)
    assert "[VERIFICAR: artículo 49 de la Ley Federal de Transparencia y Acceso a la Información Pública" in draft
    assert "prueba de daño (" not in draft
    law = alice.get("/laws/MX-FED-2002").get_data(as_text=True)
    assert "Access was refused as reserved or confidential" in law
