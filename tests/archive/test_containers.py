"""Bundles and mails are unpacked into documents of their own, once, within limits; the container is never changed."""

from __future__ import annotations

import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.models import Document
from archive.reading import work_once
from archive.receive import receive
from archive.unpacking import ZIP, CannotUnpack, bundle_members, bundle_type
from tests.archive.bundles import portfolio, rar_volumes, rar_with_a_password, rarred, seven_zipped, tarred
from tests.archive.bundles import zipped as bundle
from tests.conftest import World
from tracker.demo.letters import Letter, born_digital
from tracker.intake import after_reading_once
from tracker.projects.models import project_scope

PDF = born_digital(Letter(("INM",), ("Se declara la inexistencia de la información solicitada.",)))


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


def test_a_photo_shown_inside_a_mail_is_a_document_and_a_logo_is_not(world: World) -> None:
    import numpy as np
    from PIL import Image

    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Notificación", "ut@example.org", "a@example.org"
    mail.set_content("Va la foto del oficio.")
    for name, side in (("logo.png", 60), ("foto.png", 400)):
        out = io.BytesIO()
        Image.fromarray(np.random.default_rng(1).integers(0, 255, (side, side), dtype=np.uint8)).save(out, "PNG")
        mail.add_attachment(out.getvalue(), maintype="image", subtype="png", filename=name, disposition="inline")
    assert [d.name for d in read(world, mail.as_bytes(), "aviso.eml")] == ["aviso.eml", "foto.png"]


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
    assert bundle_type(path) is None


def test_a_letter_with_a_bundle_behind_it_is_read_as_a_letter_and_the_bundle_too(world: World, tmp_path: Path) -> None:
    (tmp_path / "vacio.zip").write_bytes(bundle({}))
    (tmp_path / "carta.pdf").write_bytes(PDF + bundle({"otro.txt": b"Otra cosa"}))
    assert bundle_type(tmp_path / "vacio.zip") == ZIP and bundle_type(tmp_path / "carta.pdf") is None
    letter, behind = read(world, (tmp_path / "carta.pdf").read_bytes(), "carta.pdf")
    assert (letter.media_type, letter.state, letter.page_count) == ("application/pdf", "read", 1)
    assert (behind.path_in_container, behind.container_id, behind.state) == ("otro.txt", letter.id, "read")


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


def _locked(data: bytes, name: bytes) -> bytes:
    """A ZIP in which one member claims to be encrypted."""
    made = bytearray(data)
    for sign, flags, named in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = data.find(sign)
        while data[at + named : at + named + len(name)] != name:
            at = data.index(sign, at + 1)
        made[at + flags] |= 1
    return bytes(made)


def test_one_locked_file_in_a_bundle_says_so_in_its_place_and_the_others_are_read(world: World) -> None:
    data = _locked(bundle({"uno.txt": b"Oficio uno", "dir/clave.pdf": PDF, "dos.txt": b"Oficio dos"}), b"dir/clave.pdf")
    outer, *inside = read(world, data, "entrega.zip")
    assert (outer.state, outer.error) == ("read", None)
    assert [(d.path_in_container, d.state, d.error) for d in inside] == [
        ("uno.txt", "read", None), ("dir/clave.pdf.zip", "failed", "encrypted"), ("dos.txt", "read", None)]
    with world.backends.files.open(inside[1].sha256) as kept:
        alone = bytearray(kept.read())
    alone[6] &= ~1  # nothing was really encrypted here: the bytes came along whole
    alone[alone.index(b"PK\x01\x02") + 8] &= ~1
    with zipfile.ZipFile(io.BytesIO(alone)) as opened:
        assert opened.read("dir/clave.pdf") == PDF


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


FILES = {"anexos/uno.txt": "Oficio número uno".encode(), "año/Ñandú.txt": "Oficio número dos".encode()}


@pytest.mark.parametrize(("name", "data", "kind"), [
    ("entrega.rar", rarred(FILES), "application/vnd.rar"),
    ("entrega.7z", seven_zipped(FILES), "application/x-7z-compressed"),
    ("entrega.tar", tarred(FILES, "w"), "application/x-tar"),
    ("entrega.tgz", tarred(FILES), "application/x-tar"),
])
def test_bundles_of_other_kinds_are_unpacked_too(world: World, name: str, data: bytes, kind: str) -> None:
    outer, *inside = read(world, data, name)
    assert (outer.state, outer.error, outer.media_type, outer.page_count) == ("read", None, kind, 0)
    assert [(d.path_in_container, d.name, d.state) for d in inside] == [
        ("anexos/uno.txt", "uno.txt", "read"), ("año/Ñandú.txt", "Ñandú.txt", "read")]


def test_a_bundle_that_ends_in_another_kind_of_bundle_is_not_taken_for_that(world: World) -> None:
    for made in (rarred, seven_zipped, tarred):
        data = made({"uno.txt": made.__name__.encode(), "dentro.zip": bundle({"dos.txt": made.__name__.encode() * 2})})
        read(world, data, made.__name__)
    with world.backends.sessions.reading() as session:
        names = [document.name for document in session.scalars(select(Document).order_by(Document.id))]
    assert [names.count(name) for name in ("uno.txt", "dentro.zip", "dos.txt")] == [3, 3, 3]


@pytest.mark.parametrize(("data", "error"), [
    (rar_with_a_password(), "encrypted"),
    (rarred(FILES)[:60], "damaged"),
    (seven_zipped(FILES)[:-20], "damaged"),
    (seven_zipped({"ceros": b"\0" * (80 << 20)}), "bomb"),
])
def test_other_bundles_that_cannot_be_unpacked_say_why(world: World, data: bytes, error: str) -> None:
    outer = read(world, data, "entrega")[0]
    assert (outer.state, outer.error) == ("failed", error)
    assert world.backends.files.exists(outer.sha256)


def test_files_attached_to_a_letter_are_documents_of_their_own(world: World) -> None:
    data = portfolio(PDF, {"anexo.txt": b"Oficio de respuesta", "otra.pdf": PDF}, {"nota.txt": b"Pegada a la hoja"})
    letter, *inside = read(world, data, "carta.pdf")
    assert (letter.state, letter.error, letter.page_count) == ("read", None, 1)
    assert sorted((d.path_in_container, d.state) for d in inside) == [
        ("anexo.txt", "read"), ("nota.txt", "read"), ("otra.pdf", "read")]
    assert all(d.container_id == letter.id and d.origin == "container" for d in inside)


def test_a_file_put_into_a_word_file_is_a_document_of_its_own_and_one_in_a_redacted_file_stays_inside(
    world: World,
) -> None:
    from tests.ocr.test_objects import letter as with_objects

    outer, *inside = read(world, with_objects(used=1), "oficio.docx")
    assert [(d.path_in_container, d.state, d.container_id) for d in inside] == [("Relación ñ.txt", "read", outer.id)]
    marked = with_objects(used=1, more="<w:p><w:r><w:t>declara XXXXXX que vive</w:t></w:r></w:p>")
    held = [d for d in read(world, marked, "testado.docx") if d.id not in (outer.id, inside[0].id)]
    assert [(d.name, d.error) for d in held] == [("testado.docx", "attachments-held-back")]


def test_what_is_attached_to_a_redacted_letter_stays_inside_it(world: World) -> None:
    from tests.ocr.pages import covered_letter

    letter, *inside = read(world, portfolio(covered_letter(), {"sin-testar.txt": b"El nombre"}), "carta.pdf")
    assert (letter.state, letter.error, inside) == ("read", "attachments-held-back", [])


def test_one_budget_holds_for_a_bundle_and_all_bundles_in_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.unpacking.MAX_MEMBERS", 5)
    inner = [bundle({f"{name}{number}.txt": f"{name}{number}".encode() for number in range(3)}) for name in "ab"]
    documents = read(world, bundle({"a.zip": inner[0], "b.zip": inner[1]}), "entrega.zip")
    assert len(documents) == 1 + 5
    assert [d.error for d in documents if d.error] == ["too-many"]


def test_two_files_of_one_name_in_a_bundle_are_two_documents(world: World) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for text in (b"primera", b"segunda"):
            info = tarfile.TarInfo("acta.txt")
            info.size = len(text)
            made.addfile(info, io.BytesIO(text))
    _outer, *inside = read(world, out.getvalue(), "actas.tar")
    assert [d.path_in_container for d in inside] == ["acta.txt", "acta (2).txt"]


def test_absurd_names_are_tamed(world: World) -> None:
    names = {"a" * 3000 + ".txt": b"uno", "b\u202etxt.exe": b"dos", "/etc/passwd": b"tres", "..": b"cuatro"}
    _outer, *inside = read(world, tarred(names, "w"), "raros.tar")
    assert len(inside) == 4
    assert all(len(d.path_in_container or "") <= 1000 and len(d.name) <= 200 for d in inside)
    assert not any("\u202e" in (d.path_in_container or "") + d.name for d in inside)


def test_a_signed_container_is_opened_without_judging_the_signature(world: World) -> None:
    from tests.ocr.mails import enveloped, in_pieces, mail, signed

    outer, inside = read(world, signed(PDF), "oficio 12.pdf.p7m")
    assert (outer.state, outer.error, outer.media_type) == ("read", None, "application/pkcs7-mime")
    assert (inside.name, inside.media_type, inside.state) == ("oficio 12.pdf", "application/pdf", "read")
    *_, letter = read(world, in_pieces(mail("Se notifica.").as_bytes()), "smime.p7m")
    assert (letter.name, letter.media_type, letter.state) == ("smime.eml", "message/rfc822", "read")
    by_name = {d.name: d.error for d in [*read(world, signed(PDF, apart=True), "firma.p7s"),
                                         *read(world, enveloped(PDF), "cerrado.p7m")]}
    assert (by_name["firma.p7s"], by_name["cerrado.p7m"]) == ("only-signature", "sealed")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_a_bundle_cut_into_volumes_opens_when_the_last_part_has_come(world: World, order: tuple[int, ...]) -> None:
    text = "Oficio de respuesta. " * 3000
    parts = rar_volumes("anexos/oficio.txt", text.encode(), 3)
    for number in order[:2]:
        documents = read(world, parts[number], f"Entrega.part{number + 1}.rar")
    assert not [d for d in documents if d.container_id] and "volume-missing" in {d.error for d in documents}
    documents = read(world, parts[order[2]], f"entrega.part{order[2] + 1}.RAR")
    inside, = [d for d in documents if d.container_id]
    first = next(d for d in documents if d.id == inside.container_id)
    assert "part1" in first.name and first.error is None and inside.state == "read"
    assert {d.error for d in documents if "part1" not in d.name and not d.container_id} == {"volume"}
    with world.backends.files.open(inside.sha256) as file:
        assert file.read() == text.encode()


def test_a_bundle_cut_anywhere_is_joined(world: World) -> None:
    whole = seven_zipped(FILES)
    *_, lonely = read(world, whole[100:], "entrega.7z.002")
    assert lonely.error == "volume-missing"
    documents = read(world, whole[:100], "entrega.7z.001")
    assert {d.path_in_container for d in documents if d.container_id} == set(FILES)


@pytest.mark.parametrize("made", [rarred(FILES), seven_zipped(FILES), bundle(FILES)])
def test_a_program_that_unpacks_itself_is_a_bundle_and_other_programs_are_not(world: World, made: bytes) -> None:
    program = b"MZ" + bytes(range(256)) * 40
    outer, *inside = read(world, program + made, "entrega.exe")
    assert (outer.state, outer.error) == ("read", None) and {d.path_in_container for d in inside} == set(FILES)
    assert read(world, program, "programa.exe")[-1].error == "unsupported"


def test_a_bundle_cut_short_gives_what_is_whole_in_it_and_says_so(world: World) -> None:
    import os

    files = {f"{number}.txt": f"Oficio {number}: {os.urandom(900).hex()}".encode() for number in range(6)}
    data = bundle(files)
    outer, *inside = read(world, data[: len(data) * 2 // 3], "entrega.zip")
    assert (outer.state, outer.error) == ("failed", "damaged") and 2 <= len(inside) < 6
    for document in inside:
        with world.backends.files.open(document.sha256) as file:
            assert file.read() == files[document.name]


@pytest.mark.parametrize("page", ["cp850", "cp1252", "utf-8"])
def test_names_keep_their_accents_whatever_code_page_wrote_them(tmp_path: Path, page: str) -> None:
    raw = "Resolución del año.txt".encode(page)
    path = tmp_path / "a.zip"
    path.write_bytes(bundle({"x" * len(raw): b"a"}).replace(b"x" * len(raw), raw))
    with bundle_members(path) as members:
        assert [member.path for member in members] == ["Resolución del año.txt"]


def test_odd_paths_are_names_and_links_and_devices_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(bundle({"/abs/uno.txt": b"a", "..\\..\\dos.txt": b"b", "a/../../tres.txt": b"c"}))
    with bundle_members(path) as members:
        assert len(list(members)) == 3
    many = tmp_path / "b.zip"
    many.write_bytes(bundle({f"{number}.txt": b"x" for number in range(6000)}))
    with pytest.raises(CannotUnpack) as refused, bundle_members(many):
        pass
    assert refused.value.code == "too-many"
