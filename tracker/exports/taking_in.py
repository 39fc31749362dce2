"""Taking a dossier in: verified first, then everything of it, under new keys, in one transaction.

A checksum says that a dossier is whole, not that it is honest. So nothing in it reaches what is here already: every
row points at rows of the same dossier, a document is tied to bytes only when they came with it, and nobody who has
an account here is made the author of what it says.
"""

from __future__ import annotations

import json
import re
import secrets
import tempfile
import zipfile
import zlib
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from archive import jobs
from archive.files import EmptyUpload, FileStore, FileTooLarge, Kept
from archive.models import Blob, Document, Page
from archive.reading import INDEX_JOB, READ_ELSEWHERE
from archive.receive import READ_JOB, safe_name
from archive.unpacking import MAX_RATIO
from archive.unpacking import MAX_UNPACKED as MAX_FILE
from archive.words import unpack_words
from tracker.agencies.models import AgencyEvent
from tracker.agencies.store import directory_of
from tracker.annotations.actions import AUDIENCES
from tracker.appeals.models import AppealDraft
from tracker.audit.actions import record_act
from tracker.exports.dossier import FORMAT
from tracker.exports.rows import MODELS, Renumbering, python_values
from tracker.facts.models import FACT_KINDS
from tracker.laws.store import rulebook_of
from tracker.people.models import User
from tracker.projects.models import Membership, Project
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest
from tracker.requests.recompute import recompute
from tracker.rescue.models import RESCUE_STATES
from tracker.sources.models import Source
from tracker.vocabulary import FINDING_STATES, REDACTIONS

MAX_UNPACKED = 20 * 2**30
MAX_FILES = 200_000
MAX_ROWS = 2**30
"""Bytes of `project.json`."""
SHA256 = re.compile(r"[0-9a-f]{64}")
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError,
             SQLAlchemyError)
"""What reading a hand-made file may end in."""


class BadDossier(Exception):
    """The file is not a dossier that can be taken in; `code`: `not-zip unsafe too-large not-a-bag changed unknown`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def take_in(session: Session, files: FileStore, source: Path, *, by: User, now: datetime) -> Project:
    """Verify a dossier and add its project, for the installation's owner; whoever calls this has made sure of that.

    Raises BadDossier; the caller then rolls back, and nothing is kept.
    """
    with tempfile.TemporaryDirectory(prefix="acuse-dossier-") as name:
        root = _unpacked(source, Path(name))
        try:
            data = _verified(root)
            return _add(session, files, data, root / "data", by=by, now=now)
        except FileTooLarge as problem:
            raise BadDossier("too-large") from problem
        except (*MALFORMED, EmptyUpload) as problem:
            raise BadDossier("unknown") from problem


def _unpacked(source: Path, target: Path) -> Path:
    try:
        bundle = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise BadDossier("not-zip") from problem
    with bundle:
        infos = bundle.infolist()
        if len(infos) > MAX_FILES or sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise BadDossier("too-large")
        if any(info.file_size > MAX_FILE or _is_bomb(info) for info in infos):
            raise BadDossier("too-large")
        for info in infos:
            path = PurePosixPath(info.filename)
            if path.is_absolute() or ".." in path.parts or "\\" in info.filename:
                raise BadDossier("unsafe")
        try:
            bundle.extractall(target)
        except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, zlib.error) as problem:
            raise BadDossier("not-zip") from problem
    roots = [path for path in target.iterdir() if path.is_dir()]
    if len(roots) != 1:
        raise BadDossier("not-a-bag")
    return roots[0]


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 2**20 and info.file_size > MAX_RATIO * max(1, info.compress_size)


def _verified(root: Path) -> dict[str, Any]:
    import bagit

    try:
        bagit.Bag(str(root)).validate()
    except bagit.BagValidationError as problem:
        raise BadDossier("changed") from problem
    except (bagit.BagError, OSError, *MALFORMED) as problem:
        raise BadDossier("not-a-bag") from problem
    path = root / "data" / "project.json"
    if not path.is_file():
        raise BadDossier("unknown")
    if path.stat().st_size > MAX_ROWS:
        raise BadDossier("too-large")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    if type(data) is not dict or data.get("format") != FORMAT:
        raise BadDossier("unknown")
    # Halves of characters can be written in JSON and shown nowhere: they raise UnicodeEncodeError here.
    json.dumps(data, ensure_ascii=False).encode("utf-8")
    return data


def _no_number(written: str) -> float:
    raise ValueError(written)


def _add(session: Session, files: FileStore, data: dict[str, Any], root: Path, *, by: User, now: datetime) -> Project:
    keys = Renumbering()
    for person in data["people"]:
        keys.note("user", person["id"], _person(session, person, now).id)
    values = python_values(Project.__table__, data["project"])  # type: ignore[arg-type]
    old = values.pop("id")
    if values["visibility"] not in ("private", "team"):
        raise BadDossier("unknown")
    project = Project(**values)
    project.memberships.append(Membership(user=by, role="admin", is_deputy=False))
    session.add(project)
    session.flush()
    keys.note("project", old, project.id)
    _add_documents(session, files, data["documents"], root, project, keys, now)
    if not all(_is_mark(row) for row in data["rows"]["redaction"]):
        raise BadDossier("unknown")
    if not all(_is_shown(table, row) for table in ("annotation", "document_fact", "rescue")
               for row in data["rows"][table]):
        raise BadDossier("unknown")
    for row in data["rows"]["rescue"]:
        row["warc_sha256"] = _evidence(session, files, root / "links", row["warc_sha256"], now)
    for table, model in MODELS.items():
        forced: dict[str, Any] = {"project_id": project.id} if "project_id" in model.__table__.columns else {}
        if model is AgencyEvent:
            forced["agency"] = None
        rows = _unknown_sources(session, data["rows"][table], keys) if model is Source else data["rows"][table]
        keys.insert(session, model, rows, {**forced, "key": None} if model is Source else forced)
    _mend_facets(session, project, keys)
    _mend_annexes(session, project, keys)
    book, directory = rulebook_of(session), directory_of(session)
    for info_request in session.scalars(select(InfoRequest).where(InfoRequest.project_id == project.id)):
        moved = info_request.moved_at
        try:
            recompute(session, info_request, book, now=now, directory=directory)
        except CannotRecord:
            continue
        info_request.moved_at = moved
    record_act(session, "dossier.taken-in", "project", project.id, by=by.id, at=now,
               content={"written_at": datetime.fromisoformat(data["written_at"]).isoformat()})
    return project


def _unknown_sources(session: Session, rows: list[dict[str, Any]], keys: Renumbering) -> list[dict[str, Any]]:
    """The works that did not come with the product here; those that did are cited as they stand."""
    unknown = []
    for row in rows:
        here = session.scalar(select(Source.id).where(Source.key == row["key"])) if row["key"] else None
        if here is None:
            unknown.append(row)
        else:
            keys.note("source", row["id"], here)
    return unknown


def _person(session: Session, person: dict[str, Any], now: datetime) -> User:
    """The author's account here: one that opens nothing until somebody invites them.

    An account anybody has or had the use of is never taken for the author, whatever its address: a dossier would
    otherwise put words into the mouths of people here. Such an author's account is called `dossier+` and the address.
    """
    values = python_values(User.__table__, {"email": person["email"], "name": person["name"]})  # type: ignore[arg-type]
    email, name = values["email"].strip().lower(), values["name"]
    there = session.scalar(select(User).where(User.email == email))
    while there is not None and (there.is_active or there.password_hash is not None or there.is_owner):
        email = f"dossier+{email}"
        there = session.scalar(select(User).where(User.email == email))
    if there is None:
        there = User(email=email, name=name, role="member", language="es", is_active=False,
                     zone="America/Mexico_City", created_at=now)
        session.add(there)
        session.flush()
    return there


def _add_documents(session: Session, files: FileStore, documents: list[dict[str, Any]], root: Path, project: Project,
                   keys: Renumbering, now: datetime) -> None:
    for document in documents:
        told, pages = document["sha256"], document["pages"]
        if type(told) is not str or not SHA256.fullmatch(told) or not _are_whole(document, pages):
            raise BadDossier("unknown")
        kept = _original(files, root / "originals" / told, told)
        # Bytes that did not come along may be here, or come later, in a project this one's readers may not see:
        # the document gets a key no bytes have, and the one it was told by stays with its pages.
        sha256 = kept.sha256 if kept else secrets.token_hex(32)
        read_with = READ_ELSEWHERE if kept else f"{READ_ELSEWHERE} without original {told}"
        if session.get(Blob, sha256) is None:
            session.add(Blob(sha256=sha256, size=kept.size if kept else 0, stored_at=now))
            session.flush()
        keys.insert(session, Document, [document], {
            "scope": project.scope, "sha256": sha256, "added_by": _added_by(document["added_by"], keys),
            "name": safe_name(document["name"]),
            "is_quarantined": bool(document["is_quarantined"] or kept is None or any(p["leaks"] for p in pages)),
        })
        number = keys.new["document"][document["id"]]
        for page in pages:
            engine = str(page["read_with"] or "").removeprefix(f"{READ_ELSEWHERE}: ")
            how = f"{read_with}: {engine}"[:200]
            keys.insert(session, Page, [page], {"document_id": number, "read_with": how})
        jobs.put(session, INDEX_JOB, number, now=now)
        if document["state"] in ("queued", "reading"):
            jobs.put(session, READ_JOB, number, now=now)


def _original(files: FileStore, folder: Path, sha256: str) -> Kept | None:
    """Keep the original that came along; None when none did."""
    kept = None
    for original in folder.iterdir() if folder.is_dir() and not folder.is_symlink() else ():
        if original.is_symlink() or not original.is_file():
            raise BadDossier("unsafe")
        with original.open("rb") as source:
            kept = files.keep(source, limit=MAX_FILE)
        if kept.sha256 != sha256:
            raise BadDossier("changed")
    return kept


def _are_whole(document: dict[str, Any], pages: list[dict[str, Any]]) -> bool:
    """Whether states are known, and words and boxes are such as the viewer can draw."""
    for page in pages:
        unpack_words(python_values(Page.__table__, {"words": page["words"]})["words"])  # type: ignore[arg-type]
        marked = [*page["redactions"], *page["leaks"]]
        if page["state"] not in ("queued", "read", "failed") or not all(_is_box(mark.get("box")) for mark in marked):
            return False
    return document["state"] in ("queued", "reading", "read", "failed") and type(document["facets"]) is dict


def _is_mark(row: dict[str, Any]) -> bool:
    """Whether a redaction is one the viewer can draw and people can judge."""
    return (_is_box(row["box"]) and row["box"] is not None and _is_box(row.get("seen_box"))
            and row["style"] in REDACTIONS and row["status"] in FINDING_STATES
            and row["origin"] in ("detector", "person"))


def _is_shown(table: str, row: dict[str, Any]) -> bool:
    """Whether what people put beside pages is such as pages can show."""
    if table == "annotation":
        return row["audience"] in AUDIENCES and type(row["boxes"]) is list and all(
            box is not None and _is_box(box) for box in row["boxes"])
    if table == "document_fact":
        return row["kind"] in FACT_KINDS and row["status"] in ("suggested", "accepted", "dismissed")
    return bool(re.match(r"https?://", row["url"])) and row["state"] in RESCUE_STATES and type(row["hops"]) is list


def _evidence(session: Session, files: FileStore, folder: Path, told: Any, now: datetime) -> str | None:
    """The hash of an exchange whose file came along whole; None for any other, whatever lies here under that hash."""
    path = folder / f"{told}.warc.gz"
    if type(told) is not str or not SHA256.fullmatch(told) or path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as source:
        kept = files.keep(source, limit=MAX_FILE)
    if kept.sha256 != told:
        raise BadDossier("changed")
    if session.get(Blob, told) is None:
        session.add(Blob(sha256=told, size=kept.size, stored_at=now))
        session.flush()
    return told


def _is_box(box: Any) -> bool:
    return box is None or (type(box) is list and len(box) == 4 and all(type(v) in (int, float) for v in box))


def _added_by(told: Any, keys: Renumbering) -> str | None:
    """The author's number here, or the word that stands in its place; a number of nobody who came along is dropped."""
    if isinstance(told, str) and told.isdecimal():
        author = keys.of("user", int(told))
        return str(author) if author else None
    return told if isinstance(told, str) and told.isalpha() else None


def _mend_facets(session: Session, project: Project, keys: Renumbering) -> None:
    for document in session.scalars(select(Document).where(Document.scope == project.scope)):
        facets = dict(document.facets or {})
        if facets.get("request"):
            facets["request"] = keys.of("info_request", facets["request"])
        if facets.get("project"):
            facets["project"] = str(project.id)
        document.facets = facets


def _mend_annexes(session: Session, project: Project, keys: Renumbering) -> None:
    """What a draft cites follows to what came along; an annex that did not come names nothing here.

    Raises ValueError for sections the page of a draft could not show.
    """
    drafts = select(AppealDraft).join(InfoRequest).where(InfoRequest.project_id == project.id)
    for draft in session.scalars(drafts):
        if not all(type(one) is dict and all(type(one.get(part)) is str for part in ("key", "title", "text"))
                   for one in draft.sections):
            raise ValueError("a draft's sections")
        draft.annexes = [
            {"number": int(one["number"]), "kind": str(one["kind"]), "title": str(one["title"]),
             "document_id": keys.of("document", one.get("document_id")),
             "reply_id": keys.of("reply", one.get("reply_id"))}
            for one in draft.annexes or ()
        ]
