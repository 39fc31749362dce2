"""What rests in the watched folder is taken in once, into the right project; the folder is never changed."""

from __future__ import annotations

import dataclasses
import errno
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Document
from tests.conftest import World
from tracker.arrivals import folder
from tracker.arrivals.models import WatchedFile, Way
from tracker.people.models import User
from tracker.projects.actions import create_project
from tracker.projects.models import project_scope
from tracker.worker import tick


@pytest.fixture
def watched(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A watched folder in which every file has rested."""
    root = tmp_path / "entrada"
    root.mkdir()
    world.backends.settings = dataclasses.replace(world.backends.settings, watch_folder=root)
    monkeypatch.setattr(folder, "REST_SECONDS", -1.0)
    return root


def documents(world: World) -> list[Document]:
    with world.backends.sessions.reading() as session:
        return list(session.scalars(select(Document).order_by(Document.id)))


def rows(world: World) -> list[tuple[str, str, str | None]]:
    with world.backends.sessions.reading() as session:
        return [(row.path, row.state, row.problem)
                for row in session.scalars(select(WatchedFile).order_by(WatchedFile.path))]


def test_a_file_is_taken_once_and_stays_where_it_is(world: World, watched: Path) -> None:
    (watched / "carta.txt").write_bytes(b"Oficio de respuesta")
    assert tick(world.backends)["files_taken"] == 1
    assert tick(world.backends)["files_taken"] == 0
    (document,) = documents(world)
    assert (document.name, document.origin, document.state) == ("carta.txt", "folder", "read")
    assert (watched / "carta.txt").read_bytes() == b"Oficio de respuesta"


def test_a_file_that_changes_is_another_document_and_the_same_bytes_elsewhere_are_not(
    world: World, watched: Path
) -> None:
    (watched / "carta.txt").write_bytes(b"Oficio de respuesta")
    folder.look(world.backends)
    (watched / "copia.txt").write_bytes(b"Oficio de respuesta")
    folder.look(world.backends)
    assert len(documents(world)) == 1
    (watched / "carta.txt").write_bytes(b"Oficio de respuesta, segunda")
    folder.look(world.backends)
    assert len(documents(world)) == 2


def test_a_folder_named_like_a_project_leads_into_it(world: World, watched: Path) -> None:
    with world.backends.sessions.writing() as session:
        other = create_project(session, "Uso de la fuerza", by=session.get_one(User, world.people["alice"]),
                               now=world.backends.clock.now()).id
    for place in ("uso de la fuerza/2024", "Nadie"):
        (watched / place).mkdir(parents=True)
        (watched / place / "acta.txt").write_bytes(place.encode())
    folder.look(world.backends)
    assert [d.scope for d in documents(world)] == [project_scope(other)]
    assert rows(world) == [("Nadie/acta.txt", "refused", "no_such_project"),
                           ("uso de la fuerza/2024/acta.txt", "taken", None)]
    with world.backends.sessions.writing() as session:
        create_project(session, "Nadie", by=session.get_one(User, world.people["alice"]),
                               now=world.backends.clock.now())
    folder.look(world.backends)
    assert len(documents(world)) == 2


def test_a_file_that_is_still_written_waits(
    world: World, watched: Path, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    monkeypatch.setattr(folder, "REST_SECONDS", 20.0)
    (watched / "carta.txt").write_bytes(b"Ofi")
    assert folder.look(world.backends) == 0
    (watched / "carta.txt").write_bytes(b"Oficio de respuesta")
    clock.advance(timedelta(seconds=60))
    assert folder.look(world.backends) == 0
    clock.advance(timedelta(seconds=60))
    assert folder.look(world.backends) == 1
    with world.backends.files.open(documents(world)[0].sha256) as kept:
        assert kept.read() == b"Oficio de respuesta"


def test_hidden_half_written_and_linked_files_are_left_alone(world: World, watched: Path, tmp_path: Path) -> None:
    (tmp_path / "secreto.txt").write_bytes(b"fuera de la carpeta")
    for name in (".oculto", "~$carta.docx", "carta.pdf.part", "carta.crdownload"):
        (watched / name).write_bytes(b"x")
    (watched / ".git").mkdir()
    (watched / ".git" / "config").write_bytes(b"x")
    (watched / "enlace.txt").symlink_to(tmp_path / "secreto.txt")
    (watched / "afuera").symlink_to(tmp_path)
    os.mkfifo(watched / "tubo")
    assert folder.look(world.backends) == 0 and rows(world) == []


def test_what_cannot_be_taken_is_on_record_with_its_reason(world: World, watched: Path) -> None:
    (watched / "vacio.txt").write_bytes(b"")
    (watched / "grande.bin").write_bytes(b"x" * (2**20 + 1))
    (watched / os.fsdecode(b"r\xedo.txt")).write_bytes(b"nombre en otra escritura")
    world.backends.settings = dataclasses.replace(world.backends.settings, max_upload_mb=1)
    assert folder.look(world.backends) == 1
    assert rows(world) == [("grande.bin", "refused", "too_large"), ("r\\xedo.txt", "taken", None),
                           ("vacio.txt", "refused", "empty")]


def test_a_full_disk_stops_the_look_and_is_said_and_later_all_arrives(
    world: World, watched: Path, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    for number in range(3):
        (watched / f"{number}.txt").write_bytes(f"Oficio {number}".encode())

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        assert folder.look(world.backends) == 0
    with world.backends.sessions.reading() as session:
        assert session.get_one(Way, "folder").problem == "no_room"
    clock.advance(timedelta(hours=7))
    assert folder.look(world.backends) == 3


@pytest.mark.parametrize(("place", "problem"), [("nada", "watch_missing"), ("data/files", "watch_inside"),
                                                (".", "watch_inside")])
def test_a_folder_that_cannot_be_watched_says_why(
    world: World, tmp_path: Path, place: str, problem: str
) -> None:
    (tmp_path / "data" / "files").mkdir(exist_ok=True)
    world.backends.settings = dataclasses.replace(world.backends.settings, watch_folder=(tmp_path / place).resolve())
    assert folder.look(world.backends) == 0
    with world.backends.sessions.reading() as session:
        assert session.get_one(Way, "folder").problem == problem
