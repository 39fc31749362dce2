"""Files that come in pieces: begun, continued where they stopped, finished, given up. Bytes wait in a folder."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.files import NO_ROOM, Kept
from archive.receive import Received, record, safe_name
from tracker.arrivals.models import Upload
from tracker.audit.actions import record_act
from tracker.backends import Backends
from tracker.people.models import User
from tracker.projects.models import project_scope

PIECE = 4 * 2**20
"""Bytes a browser sends at once; a broken connection costs no more than that."""
MOST_AT_ONCE = 16 * 2**20
MOST_WAITING = 500
"""Half-sent files one person may have."""
KEPT_FOR = timedelta(days=3)
SPARE = 256 * 2**20
"""Room that must be left on the disk."""


class Refused(Exception):
    """Nothing was taken; `code`: `empty too_large no_room out_of_step too_many incomplete`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Announced:
    """What the browser says of a file before it sends it: name, size in bytes, and what it knows it by."""

    name: str
    size: int
    mark: str = ""


def folder_of(backends: Backends) -> Path:
    """Where half-sent files wait."""
    return backends.settings.data_dir / "uploads"


def begin(backends: Backends, session: Session, user: User, project_id: int, announced: Announced) -> Upload:
    """A new upload, or the half-sent one of the same file by the same person. Raises Refused."""
    now = backends.clock.now()
    if announced.size <= 0:
        raise Refused("empty")
    if announced.size > backends.settings.max_upload_mb * 2**20:
        raise Refused("too_large")
    name = safe_name(announced.name)
    mine = select(Upload).where(Upload.user_id == user.id)
    there = session.scalar(mine.where(Upload.project_id == project_id, Upload.name == name,
                                      Upload.size == announced.size, Upload.mark == announced.mark[:80]).limit(1))
    if there is not None:
        there.touched_at = now
        return there
    waiting = list(session.scalars(mine))
    if len(waiting) >= MOST_WAITING:
        raise Refused("too_many")
    folder = folder_of(backends)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The bytes are there twice for a moment: as they wait, and as they are kept.
    if shutil.disk_usage(folder).free < 2 * announced.size + SPARE:
        raise Refused("no_room")
    upload = Upload(token=secrets.token_urlsafe(24), user_id=user.id, project_id=project_id, name=name,
                    size=announced.size, mark=announced.mark[:80], received=0, begun_at=now, touched_at=now)
    session.add(upload)
    session.flush()
    return upload


def find(session: Session, user: User, token: str) -> Upload | None:
    """One's own half-sent file."""
    return session.scalar(select(Upload).where(Upload.token == token, Upload.user_id == user.id))


def half_sent(session: Session, user: User) -> list[Upload]:
    """One's own half-sent files, latest first."""
    mine = select(Upload).where(Upload.user_id == user.id)
    return list(session.scalars(mine.order_by(Upload.touched_at.desc(), Upload.id.desc())))


def add_piece(backends: Backends, upload: Upload, at: int, data: bytes) -> int:
    """Put the next bytes on disk and give how many are there; raises Refused when they are not the next."""
    if at != upload.received:
        raise Refused("out_of_step")
    if at + len(data) > upload.size:
        raise Refused("too_large")
    path = folder_of(backends) / upload.token
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            # What a broken attempt left behind its last safe byte is overwritten.
            if (there := file.seek(0, os.SEEK_END)) < at:
                upload.received = there  # the bytes were lost, as after a restored backup: they are asked for again
                raise Refused("out_of_step")
            file.seek(at)
            file.write(data)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise Refused("no_room") from problem
        raise
    upload.received = at + len(data)
    upload.touched_at = backends.clock.now()
    return upload.received


def keep(backends: Backends, upload: Upload) -> Kept:
    """Keep the bytes of an upload that is whole; the database is not written to. Raises Refused."""
    path = folder_of(backends) / upload.token
    try:
        if upload.received != upload.size or path.stat().st_size != upload.size:
            raise Refused("incomplete")
        with path.open("rb") as data:
            return backends.files.keep(data)
    except FileNotFoundError as problem:
        raise Refused("incomplete") from problem
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise Refused("no_room") from problem
        raise


def finish(backends: Backends, session: Session, upload: Upload, kept: Kept, user: User) -> Received:
    """Make a document of a kept upload and forget the upload; its bytes are dropped by `forget` after the commit."""
    now = backends.clock.now()
    received = record(session, kept, name=upload.name, scope=project_scope(upload.project_id), origin="upload",
                      by=user.email, now=now)
    if not received.is_duplicate:
        record_act(session, "add", "document", received.document.id, by=user.id, at=now,
                   content={"sha256": kept.sha256, "name": upload.name})
    session.delete(upload)
    session.flush()
    return received


def forget(backends: Backends, token: str) -> None:
    """Drop the bytes of an upload whose row is gone."""
    (folder_of(backends) / token).unlink(missing_ok=True)


def clean(backends: Backends, now: datetime) -> int:
    """Give up what nobody has continued for days, and drop bytes without a row; gives how many uploads went."""
    folder = folder_of(backends)
    with backends.sessions.writing() as session:
        old = list(session.scalars(select(Upload).where(Upload.touched_at < now - KEPT_FOR)))
        for upload in old:
            session.delete(upload)
        session.flush()
        tokens = set(session.scalars(select(Upload.token)))
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in tokens and path.stat().st_mtime < (now - KEPT_FOR).timestamp():
                path.unlink(missing_ok=True)
    for token in (upload.token for upload in old):
        forget(backends, token)
    return len(old)
