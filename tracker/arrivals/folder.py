"""The watched folder: what rests in it is taken in, once; the folder itself is only read.

A folder directly inside it that has the name (or number) of a project leads into that project; what lies outside such
folders goes to the first one. Hidden files, half-written ones (`.part`, `~$…`) and links are left alone.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from archive.files import NO_ROOM, EmptyUpload, FileTooLarge, Kept
from archive.receive import record
from tracker.adding import find_project
from tracker.arrivals import ways
from tracker.arrivals.models import WatchedFile
from tracker.arrivals.ways import FOLDER, WayBlocked
from tracker.audit.actions import record_act
from tracker.backends import Backends
from tracker.projects.models import project_scope
from tracker.setup import default_project

REST_SECONDS = 20.0
"""A file nothing was written to for so long is whole; a younger one is so when the next look finds it unchanged."""
MOST_SEEN = 200_000
MOST_A_LOOK = 300
MOST_PATH = 1000
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")
_TRIED_AGAIN = frozenset({"no_such_project", "unreachable"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as a look finds it: size, times of change in nanoseconds, and its path."""

    path: str
    """Inside the folder, with slashes; what is no text in it is written out as `\\xff`."""
    whole: str
    """As the system knows it."""
    size: int
    changed_ns: int
    written_ns: int
    """By the clock of the file system, which no copying program sets back."""


def look(backends: Backends) -> int:
    """One look at the folder; gives how many files were taken. Nothing to do where no folder is set."""
    root = backends.settings.watch_folder
    now = backends.clock.now()
    if root is None:
        return 0
    with backends.sessions.reading() as session:
        if not ways.is_due(session, FOLDER, now):
            return 0
    try:
        taken = _look(backends, root, now)
    except WayBlocked as problem:
        with backends.sessions.writing() as session:
            ways.failed(session, FOLDER, problem.code, now)
        return 0
    with backends.sessions.writing() as session:
        ways.worked(session, FOLDER, now)
    return taken


def _look(backends: Backends, root: Path, now: datetime) -> int:
    _check(root, backends.settings.data_dir)
    with backends.sessions.reading() as session:
        known = {row.path: row for row in session.scalars(select(WatchedFile))}
    taken = 0
    young = time.time_ns() - int(REST_SECONDS * 1e9)
    for seen in seen_in(root):
        row = known.get(seen.path)
        same = row is not None and (row.size, row.changed_ns) == (seen.size, seen.changed_ns)
        if same and row is not None and (
            row.state == "taken" or (row.state == "refused" and row.problem not in _TRIED_AGAIN)
        ):
            continue
        if seen.written_ns > young and not (same and _rested(row, now)):
            if not same:
                _note(backends, seen, "waiting", None, now)
            continue
        taken += _take(backends, seen, now)
        if taken >= MOST_A_LOOK:
            break
    return taken


def _rested(row: WatchedFile | None, now: datetime) -> bool:
    return row is not None and (now - row.seen_at).total_seconds() >= REST_SECONDS


def _check(root: Path, data: Path) -> None:
    if not root.is_dir():
        raise WayBlocked("watch_missing")
    inside = root.resolve()
    if inside == data or inside in data.parents or data in inside.parents:
        raise WayBlocked("watch_inside")
    if not os.access(inside, os.R_OK | os.X_OK):
        raise WayBlocked("watch_unreadable")


def seen_in(root: Path) -> Iterator[Seen]:
    """The files of a folder and its folders, in order; links are not followed."""
    count = 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED):
                continue
            whole = os.path.join(folder, name)
            try:
                facts = os.lstat(whole)
            except OSError:
                continue
            inside = os.fsencode(os.path.relpath(whole, root)).decode("utf-8", "backslashreplace").replace(os.sep, "/")
            if stat.S_ISREG(facts.st_mode):
                yield Seen(inside[-MOST_PATH:], whole, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
                count += 1
            if count >= MOST_SEEN:
                return


def _take(backends: Backends, seen: Seen, now: datetime) -> int:
    try:
        kept = _keep(backends, seen)
        document_id = _record(backends, seen, kept, now)
    except EmptyUpload:
        _note(backends, seen, "refused", "empty", now)
    except FileTooLarge:
        _note(backends, seen, "refused", "too_large", now)
    except WayBlocked as problem:
        if problem.code == "no_room":
            raise
        _note(backends, seen, "waiting" if problem.code == "changing" else "refused", problem.code, now)
    except OSError:
        _note(backends, seen, "refused", "unreachable", now)
    else:
        _note(backends, seen, "taken", None, now, document_id)
        return 1
    return 0


def _keep(backends: Backends, seen: Seen) -> Kept:
    """Keep the bytes, unless the file changes meanwhile."""
    number = os.open(seen.whole, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(number, "rb") as data:
        try:
            kept = backends.files.keep(data, limit=backends.settings.max_upload_mb * 2**20)
        except OSError as problem:
            if problem.errno in NO_ROOM:
                raise WayBlocked("no_room") from problem
            raise
        after = os.fstat(number)
    if (after.st_size, after.st_mtime_ns, kept.size) != (seen.size, seen.changed_ns, seen.size):
        raise WayBlocked("changing")
    return kept


def _record(backends: Backends, seen: Seen, kept: Kept, now: datetime) -> int:
    with backends.sessions.writing() as session:
        first, _, rest = seen.path.partition("/")
        project = find_project(session, first) if rest else default_project(session, now)
        if project is None or project.archived_at is not None:
            raise WayBlocked("no_such_project")
        received = record(session, kept, name=seen.path, scope=project_scope(project.id), origin="folder", by=None,
                          now=now)
        if not received.is_duplicate:
            record_act(session, "add", "document", received.document.id, by=None, at=now,
                       content={"sha256": kept.sha256, "name": received.document.name})
        return received.document.id


def _note(backends: Backends, seen: Seen, state: str, problem: str | None, now: datetime,
          document_id: int | None = None) -> None:
    with backends.sessions.writing() as session:
        row = session.scalar(select(WatchedFile).where(WatchedFile.path == seen.path))
        if row is None:
            row = WatchedFile(path=seen.path)
            session.add(row)
        row.size, row.changed_ns, row.state, row.problem = seen.size, seen.changed_ns, state, problem
        row.document_id, row.seen_at = document_id, now
