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

from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import Session

from archive.files import FileStore
from archive.models import Document, Page
from archive.receive import safe_name
from tracker.agencies.models import AgencyEvent
from tracker.agencies.store import directory_of
from tracker.audit.models import AuditEntry
from tracker.exports.reading_page import reading_page
from tracker.exports.rows import MODELS, SHARED, is_held_back, plain
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import case_of
from tracker.sources.models import Source

FORMAT = "acuse-dossier-1"


def write_dossier(session: Session, files: FileStore, project: Project, target: Path, *, now: datetime,
                  with_quarantined: bool = False, with_filed_as: bool = False) -> None:
    """Write a project's dossier to a zip file.

    Originals that still carry what a redaction was meant to hide are left out unless asked for; their pages' text,
    which never holds it, comes along. So are the names and accounts under which requests were filed.
    """
    import bagit

    with tempfile.TemporaryDirectory(prefix="acuse-dossier-") as name:
        root = Path(name) / f"acuse-{project.id}"
        root.mkdir()
        data = collect(session, project, now=now, with_filed_as=with_filed_as)
        _put(root / "project.json", json.dumps(data, ensure_ascii=False, indent=1))
        _put(root / "index.html", reading_page(data))
        _put_proofs(session, project, root, now)
        _put_audit(session, data, root)
        for document in data["documents"]:
            _put_document(files, document, root, with_quarantined=with_quarantined)
        _put_evidence(files, data, root, with_quarantined=with_quarantined)
        bagit.make_bag(str(root), {"Source-Organization": "Acuse", "External-Description": project.name,
                                   "External-Identifier": FORMAT}, checksums=["sha256"])
        _zip(root, target)


def collect(session: Session, project: Project, *, now: datetime, with_filed_as: bool = False) -> dict[str, Any]:
    """Everything of a project as plain data; under which name a request was filed only when asked for."""
    documents = list(session.scalars(select(Document).where(Document.scope == project.scope).order_by(Document.id)))
    known = {"project": {project.id}, "document": {document.id for document in documents}}
    within: dict[str, Any] = {"document": select(Document.id).where(Document.scope == project.scope)}
    rows: dict[str, list[dict[str, Any]]] = {}
    for table, model in MODELS.items():
        belongs = and_(_belongs(model, project, within), SHARED.get(table, true()))
        within[table] = select(model.id).where(belongs)
        found = [plain(row) for row in session.scalars(select(model).where(belongs).order_by(model.id))]
        known[table] = {row["id"] for row in found}
        rows[table] = [row for row in found if _stays_within(model, row, known)]
        known[table] = {row["id"] for row in rows[table]}
    if not with_filed_as:
        for row in rows["info_request"]:
            row["filed_as"] = None
    pages = {document.id: [plain(page) for page in session.scalars(
        select(Page).where(Page.document_id == document.id).order_by(Page.number))] for document in documents}
    return {
        "format": FORMAT, "written_at": now.isoformat(), "project": plain(project), "rows": rows,
        "documents": [{**plain(document), "pages": pages[document.id]} for document in documents],
        "people": _people(session, rows, documents),
    }


def _belongs(model: Any, project: Project, within: dict[str, Any]) -> Any:
    """Which rows of a table are the project's: those that name it, or that hang on what is."""
    if model is Source:
        cited = select(AgencyEvent.source_id).where(AgencyEvent.project_id == project.id)
        return or_(Source.project_id == project.id, Source.id.in_(cited))
    columns = model.__table__.columns
    if "project_id" in columns:
        return model.project_id == project.id
    for column in ("info_request_id", "reply_id", "document_id"):
        if column in columns:
            return columns[column].in_(within[column.removesuffix("_id")])
    [hangs] = (column for column in columns if any(key.column.table.name in within for key in column.foreign_keys))
    return hangs.in_(within[next(iter(hangs.foreign_keys)).column.table.name])


def _stays_within(model: Any, row: dict[str, Any], known: dict[str, set[int]]) -> bool:
    """Empty the keys that point outside of the dossier; a row that is nothing without such a key stays behind."""
    for column in model.__table__.columns:
        for key in column.foreign_keys:
            target = key.column.table.name
            if target != "user" and row[column.name] is not None and row[column.name] not in known.get(target, ()):
                if not column.nullable:
                    return False
                row[column.name] = None
    return True


def _people(session: Session, rows: dict[str, list[dict[str, Any]]], documents: list[Document]) -> list[dict[str, Any]]:
    named = {int(by) for document in documents if (by := document.added_by or "").isdecimal()}
    for table, model in MODELS.items():
        columns = [column.name for column in model.__table__.columns
                   if any(key.column.table.name == "user" for key in column.foreign_keys)]
        named |= {row[column] for row in rows[table] for column in columns if row[column] is not None}
    people = session.scalars(select(User).where(User.id.in_(named)).order_by(User.id))
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
                        ("appeal", "appeal"), ("finding", "finding"), ("appeal_draft", "appeal_draft"),
                        ("redaction", "redaction")):
        numbers = [row["id"] for row in data["rows"][table]]
        query = select(AuditEntry).where(AuditEntry.object_kind == kind, AuditEntry.object_id.in_(numbers))
        acts += [plain(entry) for entry in session.scalars(query)]
    acts += [plain(entry) for entry in session.scalars(select(AuditEntry).where(
        AuditEntry.object_kind == "project", AuditEntry.object_id == data["project"]["id"]))]
    _put(root / "audit.json", json.dumps(sorted(acts, key=lambda act: int(act["id"])), ensure_ascii=False, indent=1))


def _put_document(files: FileStore, document: dict[str, Any], root: Path, *, with_quarantined: bool) -> None:
    for page in document["pages"]:
        if page["text"] or page["corrected"]:
            said = page["text"] if page["corrected"] is None else page["corrected"]
            _put(root / "texts" / str(document["id"]) / f"{page['number']:04d}.txt", said)
    if is_held_back(document) and not with_quarantined:
        return
    if files.exists(document["sha256"]):
        target = root / "originals" / document["sha256"] / safe_name(document["name"])
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with files.open(document["sha256"]) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)


def _put_evidence(files: FileStore, data: dict[str, Any], root: Path, *, with_quarantined: bool) -> None:
    """The exchanges of the links that were fetched, as WARC files under their hashes.

    An exchange holds the file that came back whole: where that one is held back, so is the exchange.
    """
    open_bodies = {document["id"] for document in data["documents"] if with_quarantined or not is_held_back(document)}
    exchanges = {row["warc_sha256"] for row in data["rows"]["rescue"]
                 if row["state"] == "absent" or row["body_id"] in open_bodies}
    for sha256 in exchanges - {None}:
        if files.exists(sha256):
            (root / "links").mkdir(exist_ok=True)
            with files.open(sha256) as source, (root / "links" / f"{sha256}.warc.gz").open("wb") as out:
                shutil.copyfileobj(source, out)


def _zip(root: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as bundle:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                bundle.write(path, path.relative_to(root.parent))
