"""Taking a dossier in: verified first, then everything of it, under new keys, in one transaction."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import jobs
from archive.files import FileStore
from archive.models import Blob, Document, Page
from archive.reading import INDEX_JOB
from tracker.agencies.store import directory_of
from tracker.audit.actions import record_act
from tracker.exports.dossier import FORMAT
from tracker.exports.rows import MODELS, Renumbering, python_values
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.projects.models import Membership, Project
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import recompute

MAX_UNPACKED = 20 * 2**30
MAX_FILES = 200_000


class BadDossier(Exception):
    """The file is not a dossier that can be taken in; `code`: `not-zip unsafe too-large not-a-bag changed unknown`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def take_in(session: Session, files: FileStore, source: Path, *, by: User, now: datetime) -> Project:
    """Verify a dossier and add its project; nothing is kept when it is not whole. Raises BadDossier."""
    with tempfile.TemporaryDirectory(prefix="acuse-dossier-") as name:
        root = _unpacked(source, Path(name))
        data = _verified(root)
        return _add(session, files, data, root / "data", by=by, now=now)


def _unpacked(source: Path, target: Path) -> Path:
    try:
        bundle = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as problem:
        raise BadDossier("not-zip") from problem
    with bundle:
        infos = bundle.infolist()
        if len(infos) > MAX_FILES or sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise BadDossier("too-large")
        for info in infos:
            path = PurePosixPath(info.filename)
            if path.is_absolute() or ".." in path.parts or "\\" in info.filename:
                raise BadDossier("unsafe")
        try:
            bundle.extractall(target)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as problem:
            raise BadDossier("not-zip") from problem
    roots = [path for path in target.iterdir() if path.is_dir()]
    if len(roots) != 1:
        raise BadDossier("not-a-bag")
    return roots[0]


def _verified(root: Path) -> dict[str, Any]:
    import bagit

    try:
        bagit.Bag(str(root)).validate()
    except bagit.BagValidationError as problem:
        raise BadDossier("changed") from problem
    except bagit.BagError as problem:
        raise BadDossier("not-a-bag") from problem
    try:
        data: dict[str, Any] = json.loads((root / "data" / "project.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadDossier("unknown") from problem
    if data.get("format") != FORMAT:
        raise BadDossier("unknown")
    return data


def _add(session: Session, files: FileStore, data: dict[str, Any], root: Path, *, by: User, now: datetime) -> Project:
    keys = Renumbering()
    for person in data["people"]:
        keys.note("user", person["id"], _person(session, person, now).id)
    values = python_values(Project.__table__, data["project"])  # type: ignore[arg-type]
    old = values.pop("id")
    project = Project(**values)
    project.memberships.append(Membership(user=by, role="admin", is_deputy=False))
    session.add(project)
    session.flush()
    keys.note("project", old, project.id)
    _add_documents(session, files, data["documents"], root, project, keys, now)
    for table, model in MODELS.items():
        keys.insert(session, model, data["rows"][table], {})
    _mend_facets(session, project, keys)
    book, directory = rulebook_of(session), directory_of(session)
    for info_request in session.scalars(select(InfoRequest).where(InfoRequest.project_id == project.id)):
        moved = info_request.moved_at
        try:
            recompute(session, info_request, book, now=now, directory=directory)
        except CannotRecord:
            continue
        info_request.moved_at = moved
    record_act(session, "dossier.taken-in", "project", project.id, by=by.id, at=now,
               content={"written_at": data["written_at"]})
    return project


def _person(session: Session, person: dict[str, Any], now: datetime) -> User:
    there = session.scalar(select(User).where(User.email == person["email"]))
    if there is None:
        # Whoever wrote something stays its author; the account opens nothing until somebody invites them.
        there = User(email=person["email"], name=person["name"], role="member", language="es", is_active=False,
                     zone="America/Mexico_City", created_at=now)
        session.add(there)
        session.flush()
    return there


def _add_documents(session: Session, files: FileStore, documents: list[dict[str, Any]], root: Path, project: Project,
                   keys: Renumbering, now: datetime) -> None:
    for document in documents:
        folder = root / "originals" / document["sha256"]
        for original in folder.iterdir() if folder.is_dir() else ():
            with original.open("rb") as source:
                kept = files.keep(source)
            if kept.sha256 != document["sha256"]:
                raise BadDossier("changed")
        if session.get(Blob, document["sha256"]) is None:
            session.add(Blob(sha256=document["sha256"], size=_size(files, document["sha256"]), stored_at=now))
            session.flush()
        author = keys.of("user", int(document["added_by"])) if str(document["added_by"] or "").isdigit() else None
        keys.insert(session, Document, [document], {"scope": project.scope,
                                                    "added_by": str(author) if author else document["added_by"]})
        keys.insert(session, Page, document["pages"], {})
        jobs.put(session, INDEX_JOB, keys.new["document"][document["id"]], now=now)


def _size(files: FileStore, sha256: str) -> int:
    if not files.exists(sha256):
        return 0
    with files.open(sha256) as data:
        return data.seek(0, 2)


def _mend_facets(session: Session, project: Project, keys: Renumbering) -> None:
    for document in session.scalars(select(Document).where(Document.scope == project.scope)):
        facets = dict(document.facets or {})
        if facets.get("request"):
            facets["request"] = keys.of("info_request", facets["request"])
        if facets.get("project"):
            facets["project"] = str(project.id)
        document.facets = facets
