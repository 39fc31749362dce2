"""Proving an installation whole: the bytes of every file, the audit trail, the search index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from archive.files import CHUNK, FileStore
from archive.models import Blob, Document, Job, Page
from archive.reading import INDEX_JOB
from archive.search.types import SearchError
from tracker.audit.actions import first_broken_link
from tracker.audit.models import AuditEntry
from tracker.backends import Backends


@dataclass(frozen=True, slots=True)
class FilesChecked:
    """Files whose bytes were read again: how many, and the SHA-256 of those that are gone or have other bytes."""

    checked: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditChecked:
    """The audit trail: entries, and the id of the first that does not fit the one before it (None: whole)."""

    entries: int
    broken_at: int | None


@dataclass(frozen=True, slots=True)
class IndexChecked:
    """The search index against the archive, in pages; pages that wait for their indexing are no fault."""

    pages: int
    waiting: int
    missing: int
    stale: int
    extra: int
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked and what is wrong."""

    files: FilesChecked
    audit: AuditChecked
    index: IndexChecked

    @property
    def problems(self) -> list[str]:
        """Each thing that is wrong, as one sentence that says what to do."""
        return list(_problems(self))

    def as_json(self) -> dict[str, Any]:
        """What `acuse verify --json` gives."""
        return {"ok": not self.problems, **asdict(self), "problems": self.problems}


def verify(backends: Backends) -> Verified:
    """Check everything. Reads every byte of the archive once."""
    with backends.sessions.reading() as session:
        blobs = list(session.execute(select(Blob.sha256, Blob.size).order_by(Blob.sha256)))
        entries = session.scalar(select(func.count(AuditEntry.id))) or 0
        broken = first_broken_link(session)
    missing: list[str] = []
    changed: list[str] = []
    for sha256, size in blobs:
        fault = _fault(backends.files, sha256, size)
        if fault is not None:
            (missing if fault == "missing" else changed).append(sha256)
    return Verified(
        FilesChecked(len(blobs), tuple(missing), tuple(changed)), AuditChecked(entries, broken), _check_index(backends)
    )


def _fault(files: FileStore, sha256: str, size: int) -> str | None:
    digest, length = hashlib.sha256(), 0
    try:
        with files.open(sha256) as data:
            while chunk := data.read(CHUNK):
                digest.update(chunk)
                length += len(chunk)
    except OSError:
        return "missing"
    return None if digest.hexdigest() == sha256 and length == size else "changed"


def _check_index(backends: Backends) -> IndexChecked:
    from archive.indexing import drift

    try:
        found = drift(backends.sessions, backends.search)
        pages = backends.search.count()
    except SearchError as problem:
        return IndexChecked(0, 0, 0, 0, 0, str(problem))
    waiting = select(Job.subject).where(Job.kind == INDEX_JOB, Job.state.in_(("waiting", "running")))
    with backends.sessions.reading() as session:
        due = set(session.scalars(select(Page.id).join(Document).where(Document.id.in_(waiting))))
    missing, stale = set(found.missing), set(found.stale)
    late = len((missing | stale) & due)
    return IndexChecked(pages, late, len(missing - due), len(stale - due), len(found.extra))


def _problems(found: Verified) -> Iterator[str]:
    for sha256 in found.files.missing:
        yield f"The bytes of {sha256} are gone: restore them from a backup."
    for sha256 in found.files.changed:
        yield f"The bytes of {sha256} are not those that were added: restore them from a backup."
    if found.audit.broken_at is not None:
        yield f"The audit trail does not hold from entry {found.audit.broken_at} on: somebody changed the database."
    if found.index.problem:
        yield f"{found.index.problem} Run: acuse index rebuild"
    if found.index.missing or found.index.stale or found.index.extra:
        yield (f"The search index differs from the archive ({found.index.missing} pages missing, {found.index.stale} "
               f"outdated, {found.index.extra} too many). Run: acuse index rebuild")
