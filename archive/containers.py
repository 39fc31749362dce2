"""Keeping what a container held: each file a document of its own that says where it came from."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from archive import jobs, unpacking
from archive.db import Sessions
from archive.files import EmptyUpload, FileStore, FileTooLarge
from archive.jobs import Claim
from archive.models import Document
from archive.receive import record_member
from archive.unpacking import Member

log = logging.getLogger(__name__)


def keep_members(sessions: Sessions, files: FileStore, held: Claim, members: Sequence[Member],
                 now: Callable[[], datetime]) -> bool:
    """Keep the files of a container as documents; False when one of them was damaged and had to be left out."""
    whole = True
    for member in members:
        try:
            kept = files.keep(member.open(), limit=unpacking.MAX_UNPACKED)
        except EmptyUpload:
            continue
        except (OSError, FileTooLarge):
            log.warning("a file inside document %s is damaged", held.subject)
            whole = False
            continue
        with sessions.writing() as session:
            jobs.beat(session, held, now=now())
            record_member(session, kept, session.get_one(Document, held.subject), member.path, now=now())
    return whole


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
