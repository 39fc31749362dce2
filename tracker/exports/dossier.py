"""A project as a BagIt bag (RFC 8493) in a zip: originals, texts, timeline, proofs, findings, checksums, and a page
that reads without this program. Another installation takes it in without loss."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.files import FileStore
from archive.models import Document, Page
from archive.receive import safe_name
from tracker.agencies.store import directory_of
from tracker.audit.models import AuditEntry
from tracker.exports.reading_page import reading_page
from tracker.exports.rows import MODELS, is_held_back, plain
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import case_of

FORMAT = "acuse-dossier-1"


def write_dossier(session: Session, files: FileStore, project: Project, target: Path, *, now: datetime,
                  with_quarantined: bool = False) -> None:
    """Write a project's dossier to a zip file.

    Originals that still carry what a redaction was meant to hide are left out unless asked for; their pages' text,
    which never holds it, comes along.
    """
    import bagit

    with tempfile.TemporaryDirectory(prefix="acuse-dossier-") as name:
        root = Path(name) / f"acuse-{project.id}"
        root.mkdir()
        data = collect(session, project, now=now)
        _put(root / "project.json", json.dumps(data, ensure_ascii=False, indent=1))
        _put(root / "index.html", reading_page(data))
        _put_proofs(session, project, root, now)
        _put_audit(session, data, root)
        for document in data["documents"]:
            _put_document(files, document, root, with_quarantined=with_quarantined)
        bagit.make_bag(str(root), {"Source-Organization": "Acuse", "External-Description": project.name,
                                   "External-Identifier": FORMAT}, checksums=["sha256"])
        _zip(root, target)


def collect(session: Session, project: Project, *, now: datetime) -> dict[str, Any]:
    """Everything of a project as plain data."""
    requests = list(session.scalars(select(InfoRequest.id).where(InfoRequest.project_id == project.id)))
    documents = list(session.scalars(select(Document).where(Document.scope == project.scope).order_by(Document.id)))
    rows: dict[str, list[dict[str, Any]]] = {}
    replies: list[int] = []
    for table, model in MODELS.items():
        columns = model.__table__.columns
        if "project_id" in columns:
            belongs = model.project_id == project.id
        elif "info_request_id" in columns:
            belongs = model.info_request_id.in_(requests)
        elif "reply_id" in columns:
            belongs = model.reply_id.in_(replies)
        else:
            belongs = model.document_id.in_([document.id for document in documents])
        rows[table] = [plain(row) for row in session.scalars(select(model).where(belongs).order_by(model.id))]
        if table == "reply":
            replies = [row["id"] for row in rows[table]]
    pages = {document.id: [plain(page) for page in session.scalars(
        select(Page).where(Page.document_id == document.id).order_by(Page.number))] for document in documents}
    return {
        "format": FORMAT, "written_at": now.isoformat(), "project": plain(project), "rows": rows,
        "documents": [{**plain(document), "pages": pages[document.id]} for document in documents],
        "people": _people(session, rows, documents),
    }


def _people(session: Session, rows: dict[str, list[dict[str, Any]]], documents: list[Document]) -> list[dict[str, Any]]:
    named = {row.get(column) for table in rows.values() for row in table
             for column in ("owner_id", "recorded_by", "decided_by", "created_by")}
    named |= {int(by) for document in documents if (by := document.added_by or "").isdigit()}
    people = session.scalars(select(User).where(User.id.in_([n for n in named if n is not None])).order_by(User.id))
    return [{"id": user.id, "name": user.name, "email": user.email} for user in people]


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _put_proofs(session: Session, project: Project, root: Path, now: datetime) -> None:
    from tracker.clock import day_of

    book, directory = rulebook_of(session), directory_of(session)
    for info_request in session.scalars(select(InfoRequest).where(InfoRequest.project_id == project.id)):
        try:
            case = case_of(session, info_request, book, today=day_of(now), directory=directory)
        except CannotRecord:
            continue
        if case is not None:
            _put(root / "proofs" / f"request-{info_request.id}.json",
                 json.dumps(case.as_json(), ensure_ascii=False, indent=1))


def _put_audit(session: Session, data: dict[str, Any], root: Path) -> None:
    acts = []
    for kind, table in (("info_request", "info_request"), ("event", "event"), ("reply", "reply"),
                        ("appeal", "appeal"), ("finding", "finding"), ("appeal_draft", "appeal_draft")):
        numbers = [row["id"] for row in data["rows"][table]]
        query = select(AuditEntry).where(AuditEntry.object_kind == kind, AuditEntry.object_id.in_(numbers))
        acts += [plain(entry) for entry in session.scalars(query)]
    acts += [plain(entry) for entry in session.scalars(select(AuditEntry).where(
        AuditEntry.object_kind == "project", AuditEntry.object_id == data["project"]["id"]))]
    _put(root / "audit.json", json.dumps(sorted(acts, key=lambda act: int(act["id"])), ensure_ascii=False, indent=1))


def _put_document(files: FileStore, document: dict[str, Any], root: Path, *, with_quarantined: bool) -> None:
    for page in document["pages"]:
        if page["text"]:
            _put(root / "texts" / str(document["id"]) / f"{page['number']:04d}.txt", page["text"])
    if is_held_back(document) and not with_quarantined:
        return
    if files.exists(document["sha256"]):
        target = root / "originals" / document["sha256"] / safe_name(document["name"])
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with files.open(document["sha256"]) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)


def _zip(root: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as bundle:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                bundle.write(path, path.relative_to(root.parent))
