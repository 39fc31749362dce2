"""Receiving a file: kept untouched, hashed, deduplicated within what the person may see, queued for reading."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import jobs
from archive.files import FileStore, Kept
from archive.models import Blob, Document

READ_JOB = "read"
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Received:
    """The document a file became, and whether the same bytes were already there in this scope."""

    document: Document
    is_duplicate: bool


def safe_name(name: str) -> str:
    """A file name without folders, control characters or direction marks, at most 200 characters."""
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    clean = "".join(c for c in base if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")).strip()
    if len(clean) > MAX_NAME:
        stem, dot, ending = clean.rpartition(".")
        clean = (stem[: MAX_NAME - len(ending) - 1] + dot + ending) if dot and len(ending) <= 10 else clean[:MAX_NAME]
    return clean.strip() if clean.strip(". ") else "archivo"


def receive(
    session: Session,
    files: FileStore,
    data: BinaryIO,
    *,
    name: str,
    scope: str,
    origin: str,
    by: str | None,
    now: datetime,
    limit: int | None = None,
    facets: dict[str, Any] | None = None,
) -> Received:
    """Keep a file and queue its reading; the same bytes in the same scope give the document that is there.

    Raises archive.files.FileTooLarge and EmptyUpload.
    """
    # The bytes are kept before the row: a crash then leaves an unused file, never a row without one.
    kept = files.keep(data, limit=limit)
    return record(session, kept, name=name, scope=scope, origin=origin, by=by, now=now, facets=facets)


def record(
    session: Session,
    kept: Kept,
    *,
    name: str,
    scope: str,
    origin: str,
    by: str | None,
    now: datetime,
    facets: dict[str, Any] | None = None,
) -> Received:
    """Make a document of bytes that are kept already (large files are kept before the database is locked)."""
    if session.get(Blob, kept.sha256) is None:
        session.add(Blob(sha256=kept.sha256, size=kept.size, stored_at=now))
        session.flush()
    same = select(Document).where(
        Document.sha256 == kept.sha256, Document.scope == scope, Document.container_id.is_(None)
    )
    there = session.scalar(same.order_by(Document.id).limit(1))
    if there is not None:
        return Received(there, is_duplicate=True)
    document = Document(
        sha256=kept.sha256, scope=scope, name=safe_name(name), origin=origin, added_at=now, added_by=by,
        state="queued", facets=dict(facets or {}), is_quarantined=False,
    )
    session.add(document)
    session.flush()
    jobs.put(session, READ_JOB, document.id, now=now)
    return Received(document, is_duplicate=False)


def record_member(session: Session, kept: Kept, container: Document, path: str, *, now: datetime) -> Document | None:
    """Make a document of a file found in a container; None when it is there from an earlier unpacking."""
    if session.get(Blob, kept.sha256) is None:
        session.add(Blob(sha256=kept.sha256, size=kept.size, stored_at=now))
        session.flush()
    there = select(Document.id).where(Document.container_id == container.id, Document.path_in_container == path)
    if session.scalar(there.limit(1)) is not None:
        return None
    document = Document(
        sha256=kept.sha256, scope=container.scope, name=safe_name(path), origin="container", added_at=now,
        added_by=container.added_by, state="queued", facets=dict(container.facets or {}), is_quarantined=False,
        container_id=container.id, path_in_container=path,
    )
    session.add(document)
    session.flush()
    jobs.put(session, READ_JOB, document.id, now=now)
    return document
