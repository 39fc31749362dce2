"""A dossier goes out, is verified by any BagIt tool, and comes in elsewhere without loss."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit
import pytest
from sqlalchemy import func, select

from archive.models import Document
from archive.reading import work_once
from archive.receive import receive
from tests.conftest import NOW, World
from tests.tracker.exports.furnish import furnish
from tracker.agencies.events import add_event
from tracker.agencies.models import AgencyEvent
from tracker.backends import Backends, open_backends
from tracker.clock import FixedClock
from tracker.demo.world import PROJECT, build_demo
from tracker.exports.dossier import collect, write_dossier
from tracker.exports.rows import MODELS
from tracker.exports.taking_in import BadDossier, take_in
from tracker.intake import after_reading_once
from tracker.people.models import User
from tracker.projects.actions import create_project
from tracker.projects.models import Project
from tracker.replies.models import Reply, ReplyDocument
from tracker.settings import Settings
from tracker.sources.models import Source
from tracker.sources.store import add_source

KEYS = {"id", "scope", "added_by", "container_id"} | {
    column.name for model in MODELS.values() for column in model.__table__.columns if column.foreign_keys}


@pytest.fixture(scope="module")
def _demo_folder(_ready_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo project with its files read and its findings made, to be copied by each test."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(_ready_folder, folder)
    backends = open_backends(Settings.from_environ({"ACUSE_DATA_DIR": str(folder)}), FixedClock(NOW))
    build_demo(backends)
    while work_once(backends.sessions, backends.files, lang="spa+eng", now=backends.clock.now):
        pass
    while after_reading_once(backends):
        pass
    with backends.sessions.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    backends.close()
    return folder


@pytest.fixture
def demo(_demo_folder: Path, tmp_path: Path) -> Iterator[tuple[Backends, int]]:
    """A copy of the demo project of one's own."""
    shutil.copytree(_demo_folder, tmp_path / "demo")
    backends = open_backends(Settings.from_environ({"ACUSE_DATA_DIR": str(tmp_path / "demo")}), FixedClock(NOW))
    with backends.sessions.reading() as session:
        number = session.scalars(select(Project.id).where(Project.name == PROJECT)).one()
    yield backends, number
    backends.close()


def write(backends: Backends, project: int, target: Path, **given: Any) -> Path:
    with backends.sessions.reading() as session:
        write_dossier(session, backends.files, session.get_one(Project, project), target, now=NOW, **given)
    return target


def elsewhere(ready: Path, tmp_path: Path) -> Backends:
    """An empty installation of its own."""
    data = tmp_path / "elsewhere"
    shutil.copytree(ready, data)
    return open_backends(Settings.from_environ({"ACUSE_DATA_DIR": str(data)}), FixedClock(NOW))


def told(backends: Backends, project: int) -> Any:
    """All a project says, without the keys that differ from house to house."""
    with backends.sessions.reading() as session:
        data = collect(session, session.get_one(Project, project), now=NOW)

    def without_keys(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without_keys(v) for k, v in value.items() if k not in KEYS and k not in ("request", "project_")}
        return [without_keys(item) for item in value] if isinstance(value, list) else value

    for document in data["documents"]:
        document["facets"].pop("project", None)
        for page in document["pages"]:
            page["read_with"] = (page["read_with"] or "").removeprefix("dossier: ")
    return without_keys(data)


def test_any_bagit_tool_verifies_it_and_it_reads_without_us(demo: tuple[Backends, int], tmp_path: Path) -> None:
    with zipfile.ZipFile(write(*demo, tmp_path / "d.zip")) as bundle:
        bundle.extractall(tmp_path / "out")
    [root] = (tmp_path / "out").iterdir()
    bagit.Bag(str(root)).validate()
    page = (root / "data" / "index.html").read_text()
    assert "0411100064213" in page and "<script" not in page
    assert list((root / "data" / "originals").glob("*/respuesta-0411100064213.pdf"))
    assert list((root / "data" / "proofs").glob("*.json")) and json.loads((root / "data" / "audit.json").read_text())


def taken_in(there: Backends, bundle: Path) -> int:
    """Take a dossier in as the owner of another installation; gives the project's number."""
    with there.sessions.writing() as session:
        by = User(email="x@example.org", name="X", role="owner", language="es", zone="America/Mexico_City",
                  is_active=True, created_at=NOW)
        session.add(by)
        session.flush()
        return take_in(session, there.files, bundle, by=by, now=NOW).id


def test_it_comes_in_elsewhere_without_loss(demo: tuple[Backends, int], _ready_folder: Path, tmp_path: Path) -> None:
    source, project = demo
    bundle = write(source, project, tmp_path / "d.zip")
    there = elsewhere(_ready_folder, tmp_path)
    arrived = taken_in(there, bundle)
    assert told(there, arrived) == told(source, project)
    with there.sessions.reading() as session:
        for document in session.scalars(select(Document)):
            assert there.files.exists(document.sha256)
    there.close()


def test_a_changed_dossier_is_refused_and_nothing_is_kept(demo: tuple[Backends, int], tmp_path: Path) -> None:
    backends, project = demo
    bundle, changed = write(backends, project, tmp_path / "d.zip"), tmp_path / "changed.zip"
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, data.replace(b"0411100064213", b"0411100064214") if "texts/" in info.filename else data)
    before = told_projects(backends)
    with pytest.raises(BadDossier) as refused, backends.sessions.writing() as session:
        take_in(session, backends.files, changed, by=session.scalars(select(User)).first(), now=NOW)  # type: ignore[arg-type]
    assert refused.value.code == "changed" and told_projects(backends) == before


@pytest.mark.parametrize(("name", "code"), [("../evil.txt", "unsafe"), ("a/b.txt", "not-a-bag")])
def test_a_zip_that_is_no_dossier_is_refused(world: World, tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(name, "x")
    with pytest.raises(BadDossier) as refused, world.backends.sessions.writing() as session:
        take_in(session, world.backends.files, path, by=session.get_one(User, 1), now=NOW)
    assert refused.value.code == code
    assert not (tmp_path.parent / "evil.txt").exists()


def test_an_original_in_quarantine_stays_unless_it_is_asked_for(demo: tuple[Backends, int], tmp_path: Path) -> None:
    backends, project = demo
    with backends.sessions.writing() as session:
        document = session.scalars(select(Document).order_by(Document.id)).first()
        assert document is not None
        document.is_quarantined = True
        sha256 = document.sha256
    for asked in (False, True):
        with zipfile.ZipFile(write(backends, project, tmp_path / f"{asked}.zip", with_quarantined=asked)) as bundle:
            assert any(f"originals/{sha256}/" in name for name in bundle.namelist()) is asked


def told_projects(backends: Backends) -> list[str]:
    with backends.sessions.reading() as session:
        return list(session.scalars(select(Project.name).order_by(Project.id)))


@pytest.mark.parametrize("change", [{"state": "failed"}, {"error": "members-damaged"}])
def test_an_original_nobody_examined_wholly_stays_too(demo: tuple[Backends, int], tmp_path: Path,
                                                      change: dict[str, str]) -> None:
    backends, project = demo
    with backends.sessions.writing() as session:
        document = session.scalars(select(Document).order_by(Document.id)).first()
        assert document is not None
        for name, value in change.items():
            setattr(document, name, value)
        sha256 = document.sha256
    with zipfile.ZipFile(write(backends, project, tmp_path / "d.zip")) as bundle:
        assert not any(f"originals/{sha256}/" in name for name in bundle.namelist())


def test_events_with_their_sources_go_along_and_nothing_of_another_project_does(
    demo: tuple[Backends, int], world: World, _ready_folder: Path, tmp_path: Path
) -> None:
    backends, number = demo
    with backends.sessions.writing() as session:
        olga = session.get_one(User, world.people["olga"])
        ours = add_source(session, title="A notice in the gazette", year="2026", project_id=number)
        seeded = session.scalars(select(Source).where(Source.key.is_not(None)).order_by(Source.id)).first()
        assert seeded is not None
        for source in (ours, seeded):
            add_event(session, happened_on=NOW.date(), kind="reform", what="A reform", source=source, by=olga.id,
                      at=NOW, project_id=number)
        there = create_project(session, "Another", by=olga, now=NOW)
        moved = receive(session, backends.files, io.BytesIO(b"elsewhere"), name="b.txt", by=str(olga.id), now=NOW,
                        scope=there.scope, origin="upload").document
        reply = session.scalars(select(Reply).order_by(Reply.id)).first()
        assert reply is not None
        session.add(ReplyDocument(reply_id=reply.id, document_id=moved.id))
        key = seeded.key
    far = elsewhere(_ready_folder, tmp_path)
    arrived = taken_in(far, write(backends, number, tmp_path / "d.zip"))
    with far.sessions.reading() as session:
        events = session.scalars(select(AgencyEvent).where(AgencyEvent.project_id == arrived).order_by(AgencyEvent.id))
        assert [(e.what, e.source.title, e.source.key) for e in events] == [
            ("A reform", "A notice in the gazette", None), ("A reform", seeded.title, key)]
        assert session.scalar(select(func.count()).select_from(Source).where(Source.key == key)) == 1
        assert not session.scalars(select(Document).where(Document.name == "b.txt")).all()
    far.close()


def test_a_row_of_every_table_comes_in_elsewhere_without_loss(
    demo: tuple[Backends, int], _ready_folder: Path, tmp_path: Path
) -> None:
    source, number = demo
    with source.sessions.writing() as session:
        tables = furnish(session, session.get_one(Project, number))
    there = elsewhere(_ready_folder, tmp_path)
    arrived = taken_in(there, write(source, number, tmp_path / "d.zip"))
    here, far = told(source, number), told(there, arrived)
    assert set(here["rows"]) == tables and all(here["rows"].values())
    for table in tables:
        assert far["rows"][table] == here["rows"][table], table
    for one, other in zip(far['documents'], here['documents'], strict=True):
        assert one == other
    assert far == here
    there.close()
