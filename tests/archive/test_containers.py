"""Bundles and mails are unpacked into documents of their own, once, within limits; the container is never changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.models import Document
from archive.reading import work_once
from archive.receive import receive
from archive.unpacking import CannotUnpack, bundle_members, is_bundle
from tests.conftest import World
from tracker.demo.letters import Letter, born_digital
from tracker.intake import after_reading_once
from tracker.projects.models import project_scope

PDF = born_digital(Letter(("INM",), ("Se declara la inexistencia de la información solicitada.",)))


def bundle(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def read(world: World, data: bytes, name: str) -> list[Document]:
    """Add a file, read everything that comes of it, and give all documents."""
    backends = world.backends
    with backends.sessions.writing() as session:
        receive(session, backends.files, io.BytesIO(data), name=name, scope=project_scope(world.project),
                origin="upload", by=None, now=backends.clock.now())
    while work_once(backends.sessions, backends.files, lang="spa", now=backends.clock.now) or after_reading_once(
            backends):
        pass
    with backends.sessions.reading() as session:
        return list(session.scalars(select(Document).order_by(Document.id)))


def test_the_files_of_a_bundle_become_documents_that_say_where_they_were(world: World) -> None:
    files = {"anexos/uno.pdf": PDF, "dos.txt": b"Oficio de respuesta", "__MACOSX/._uno.pdf": b"x", "vacio.txt": b""}
    outer, *inside = read(world, bundle(files), "entrega.zip")
    assert (outer.state, outer.page_count, outer.error) == ("read", 0, None)
    assert {d.path_in_container for d in inside} == {"anexos/uno.pdf", "dos.txt"}
    assert all(d.container_id == outer.id and d.scope == outer.scope and d.state == "read" for d in inside)


def test_a_bundle_in_a_bundle_is_opened_and_an_endless_one_is_not(world: World) -> None:
    nested = bundle({"dentro.pdf": PDF})
    for depth in range(6):
        nested = bundle({f"nivel{depth}.zip": nested})
    states = [(d.state, d.error) for d in read(world, nested, "muñeca.zip")]
    assert states[-1] == ("failed", "too-deep") and len(states) == 5


def test_unpacking_again_makes_nothing_twice(world: World) -> None:
    from archive.reading import retry_document

    documents = read(world, bundle({"uno.pdf": PDF}), "entrega.zip")
    with world.backends.sessions.writing() as session:
        retry_document(session, session.get_one(Document, documents[0].id), now=world.backends.clock.now())
    while work_once(world.backends.sessions, world.backends.files, lang="spa", now=world.backends.clock.now):
        pass
    with world.backends.sessions.reading() as session:
        assert len(list(session.scalars(select(Document)))) == len(documents)


def test_attachments_of_a_mail_are_read_and_its_text_too(world: World) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Notificación", "ut@example.org", "a@example.org"
    mail.set_content("Se adjunta la respuesta.")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="respuesta.pdf")
    outer, inside = read(world, mail.as_bytes(), "aviso.eml")
    assert (outer.media_type, outer.state, outer.page_count) == ("message/rfc822", "read", 1)
    assert (inside.name, inside.container_id, inside.state) == ("respuesta.pdf", outer.id, "read")


def test_a_bomb_an_encrypted_and_a_damaged_bundle_give_a_reason_and_keep_the_original(world: World) -> None:
    bomb = bundle({"ceros.txt": b"\0" * (40 << 20)})
    damaged = bytearray(bundle({"uno.pdf": PDF, "dos.pdf": PDF + b"\n"}))
    damaged[80] ^= 0xFF
    by_name = {d.name: d for d in [*read(world, bomb, "bomba.zip"), *read(world, bytes(damaged), "roto.zip")]}
    assert (by_name["bomba.zip"].state, by_name["bomba.zip"].error) == ("failed", "bomb")
    assert by_name["roto.zip"].error == "members-damaged" and by_name["dos.pdf"].state == "read"
    assert all(world.backends.files.exists(d.sha256) for d in by_name.values())


def test_paths_that_climb_out_stay_names(world: World) -> None:
    _outer, inside = read(world, bundle({"../../etc/evil.pdf": PDF}), "entrega.zip")
    assert inside.name == "evil.pdf"


def test_office_files_are_not_bundles(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(bundle({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert not is_bundle(path)


def test_a_letter_with_a_bundle_behind_it_is_read_as_a_letter(world: World, tmp_path: Path) -> None:
    (tmp_path / "vacio.zip").write_bytes(bundle({}))
    (tmp_path / "carta.pdf").write_bytes(PDF + bundle({"otro.txt": b"Otra cosa"}))
    assert is_bundle(tmp_path / "vacio.zip") and not is_bundle(tmp_path / "carta.pdf")
    documents = read(world, (tmp_path / "carta.pdf").read_bytes(), "carta.pdf")
    assert [(d.media_type, d.state, d.page_count) for d in documents] == [("application/pdf", "read", 1)]


def test_a_bundle_with_a_password_says_so(tmp_path: Path) -> None:
    data = bytearray(bundle({"uno.pdf": PDF}))
    data[6] |= 1
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path = tmp_path / "clave.zip"
    path.write_bytes(bytes(data))
    with pytest.raises(CannotUnpack) as refused, bundle_members(path):
        pass
    assert refused.value.code == "encrypted"


def test_a_mail_is_unpacked_in_every_project_it_comes_to(world: World) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Notificación", "ut@example.org", "a@example.org"
    mail.set_content("Se adjunta la respuesta.")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="respuesta.pdf", disposition="inline")
    read(world, mail.as_bytes(), "aviso.eml")
    backends = world.backends
    with backends.sessions.writing() as session:
        receive(session, backends.files, io.BytesIO(mail.as_bytes()), name="aviso.eml", scope="project:99",
                origin="upload", by=None, now=backends.clock.now())
    while work_once(backends.sessions, backends.files, lang="spa", now=backends.clock.now):
        pass
    with backends.sessions.reading() as session:
        inside = session.scalars(select(Document).where(Document.container_id.is_not(None)))
        assert sorted(document.scope for document in inside) == [project_scope(world.project), "project:99"]
