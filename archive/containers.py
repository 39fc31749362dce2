"""Keeping what a container held: each file a document of its own that says where it came from, within one budget."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import jobs, unpacking
from archive.db import Sessions
from archive.files import EmptyUpload, FileStore, FileTooLarge, Kept
from archive.jobs import Claim
from archive.models import Blob, Document
from archive.receive import record_member
from archive.unpacking import CannotUnpack, Member

log = logging.getLogger(__name__)
MAX_PATH = 1000


@dataclass(frozen=True, slots=True)
class Budget:
    """What one delivery may still unpack to: bundles inside bundles draw on the same one."""

    members: int
    bytes: int


def keep_members(sessions: Sessions, files: FileStore, held: Claim, members: Iterable[Member],
                 now: Callable[[], datetime]) -> str | None:
    """Keep the files of a container as documents; gives the code of what had to be left out, None when nothing had.

    Raises CannotUnpack when the container itself goes no further; what was kept until then stays.
    """
    budget = budget_of(sessions, held.subject)
    trouble: str | None = None
    paths: set[str] = set()
    count, size = 0, 0
    for member in members:
        path = unique_path(member.path, paths)
        if count >= budget.members:
            raise CannotUnpack("too-many")
        try:
            kept = files.keep(member.open(), limit=max(0, budget.bytes - size))
        except EmptyUpload:
            continue
        except FileTooLarge as problem:
            raise CannotUnpack("bomb") from problem
        except OSError as problem:
            if problem.errno is not None:
                raise  # a full disk is no fault of the file: the job is tried again
            log.warning("a file inside document %s is damaged", held.subject)
            trouble = "members-damaged"
            continue
        if _record(sessions, held, kept, path, now):
            count, size = count + 1, size + kept.size
    return trouble


def _record(sessions: Sessions, held: Claim, kept: Kept, path: str, now: Callable[[], datetime]) -> bool:
    """Make the document, unless an earlier try has; says whether it was made."""
    with sessions.writing() as session:
        jobs.beat(session, held, now=now())
        container = session.get_one(Document, held.subject)
        return record_member(session, kept, container, path, now=now()) is not None


def unique_path(path: str, taken: set[str]) -> str:
    """The path of a member without control characters, at most 1,000 long, and no other's of this container."""
    clean = "".join(c for c in unicodedata.normalize("NFC", path) if unicodedata.category(c) not in
                    ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))[:MAX_PATH] or "archivo"
    found, number = clean, 1
    while found in taken:
        number += 1
        stem, dot, ending = clean.rpartition(".")
        mark = f" ({number})"
        plain = not dot or "/" in ending or len(ending) > 10
        found = clean[: MAX_PATH - len(mark)] + mark if plain else f"{stem[: MAX_PATH - 30]}{mark}.{ending}"
    taken.add(found)
    return found


def budget_of(sessions: Sessions, document_id: int) -> Budget:
    """What the outermost container of a document has left of its budget."""
    with sessions.reading() as session:
        at = session.get_one(Document, document_id)
        while at.container_id is not None and (outer := session.get(Document, at.container_id)) is not None:
            at = outer
        inside = select(Document.id).where(Document.container_id == at.id).cte(recursive=True)
        inside = inside.union_all(select(Document.id).where(Document.container_id == inside.c.id))
        used = select(func.count(Document.id), func.sum(Blob.size)).join(Blob, Blob.sha256 == Document.sha256)
        count, size = session.execute(used.where(Document.id.in_(select(inside.c.id)))).one()
    return Budget(max(0, unpacking.MAX_MEMBERS - count), max(0, unpacking.MAX_UNPACKED - int(size or 0)))


def hold_back(session: Session, document: Document) -> None:
    """Quarantine a document and every container it lies in: their originals hold its bytes."""
    at: Document | None = document
    while at is not None:
        at.is_quarantined = True
        at = session.get(Document, at.container_id) if at.container_id is not None else None


def depth_of(sessions: Sessions, document_id: int) -> int:
    """How many containers a document lies in."""
    with sessions.reading() as session:
        depth, at = 0, session.get(Document, document_id)
        while at is not None and at.container_id is not None:
            depth, at = depth + 1, session.get(Document, at.container_id)
        return depth
