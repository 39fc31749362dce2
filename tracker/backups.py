"""A whole installation in one file, and back: database, original files, mails and key; the index is made anew."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from tracker.settings import Settings

MANIFEST = "acuse-backup.json"
DATABASE = "acuse.sqlite3"
FOLDERS = ("files", "mail")
SINGLE = ("secret.key",)
OF_THIS_MACHINE = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM))
"""Errors that say nothing of a backup: a full or closed disk is no damaged file."""


class CannotBackUp(Exception):
    """This installation keeps its data where a backup by us does not reach; the message says what to do."""


class BadBackup(Exception):
    """The file is not a whole backup; nothing was restored."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many files went in or came out, and their bytes."""

    files: int
    size: int


def back_up(settings: Settings, target: Path, *, now: datetime) -> Counted:
    """Write a backup, for its owner's eyes only; safe while the site runs: the database is copied as of one moment."""
    database = _sqlite_path(settings)
    digests: dict[str, str] = {}
    size = 0
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(prefix="acuse-backup-") as folder, \
                open(part, "xb", opener=_owner_only) as out, \
                zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as bundle:
            copy = Path(folder) / DATABASE
            _copy_database(database, copy)
            wanted = [(copy, DATABASE)]
            wanted += [(settings.data_dir / name, name) for name in SINGLE if (settings.data_dir / name).exists()]
            for name in FOLDERS:
                root = settings.data_dir / name
                wanted += [(path, path.relative_to(settings.data_dir).as_posix()) for path in sorted(root.rglob("*"))
                           if path.is_file() and not path.name.startswith(".part-")]
            for path, name in wanted:
                digests[name] = _digest(path)
                size += path.stat().st_size
                bundle.write(path, name)
            bundle.writestr(MANIFEST, json.dumps({"made_at": now.isoformat(), "sha256": digests}))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Counted(len(digests), size)


def restore(settings: Settings, source: Path) -> Counted:
    """Put a backup into an empty data folder; every file is verified before any is put in its place.

    Raises BadBackup, FileExistsError when the folder already holds an installation, and OSError when it cannot be
    written (a full disk).
    """
    if _sqlite_path(settings).exists():
        raise FileExistsError(settings.data_dir)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data_dir) as folder:
        root = Path(folder)
        digests = _unpack(source, root)
        for name in digests:
            target = settings.data_dir / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (root / name).replace(target)
    return Counted(len(digests), sum((settings.data_dir / name).stat().st_size for name in digests))


def _unpack(source: Path, root: Path) -> dict[str, str]:
    try:
        with zipfile.ZipFile(source) as bundle:
            manifest = json.loads(bundle.read(MANIFEST))
            digests: dict[str, str] = manifest["sha256"]
            for name in digests:
                path = PurePosixPath(name)
                if path.is_absolute() or ".." in path.parts or "\\" in name:
                    raise BadBackup
                bundle.extract(name, root)
                if name in SINGLE:
                    (root / name).chmod(0o600)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError) as problem:
        if isinstance(problem, OSError) and problem.errno in OF_THIS_MACHINE:
            raise
        raise BadBackup from problem
    if DATABASE not in digests or any(_digest(root / name) != digest for name, digest in digests.items()):
        raise BadBackup
    return digests


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sqlite_path(settings: Settings) -> Path:
    prefix = "sqlite:///"
    if not settings.database_url.startswith(prefix):
        raise CannotBackUp("la base de datos no es SQLite: respáldela con sus propias herramientas, y copie la carpeta "
                           "de datos.")
    return Path(settings.database_url.removeprefix(prefix))


def _copy_database(source: Path, target: Path) -> None:
    there, here = sqlite3.connect(source), sqlite3.connect(target)
    try:
        there.backup(here)
    finally:
        here.close()
        there.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
