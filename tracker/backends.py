"""The one place that opens what an installation runs on: database, files, search, mail, clock."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archive.db import Sessions, open_engine
from archive.files import FileStore, open_files
from tracker.clock import Clock, SystemClock
from tracker.settings import Settings

if TYPE_CHECKING:
    from archive.search.types import SearchEngine
    from tracker.mail import Mailer


@dataclass
class Backends:
    """What was opened, typed; search and mail are opened when first used."""

    settings: Settings
    sessions: Sessions
    files: FileStore
    clock: Clock

    @cached_property
    def search(self) -> SearchEngine:
        """The search engine `ACUSE_SEARCH_URL` names."""
        from archive.indexing import open_index

        return open_index(self.settings.search_url)

    @cached_property
    def mailer(self) -> Mailer:
        """Where mails go, by `ACUSE_MAIL_URL`."""
        from tracker.mail import open_mailer

        return open_mailer(self.settings.mail_url)

    def close(self) -> None:
        """Let everything go."""
        if "search" in self.__dict__:
            self.search.close()
        self.sessions.engine.dispose()


def open_backends(settings: Settings, clock: Clock | None = None) -> Backends:
    """Open what the settings name. Makes the data folder, for its owner alone, and no tables: migrations do."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Backends(
        settings=settings,
        sessions=Sessions(open_engine(settings.database_url)),
        files=open_files(settings.files_url),
        clock=clock or SystemClock(),
    )


def secret_key(data_dir: Path) -> bytes:
    """The key that signs cookies and links, made once per installation and readable by its owner only."""
    import os
    import secrets

    path = data_dir / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(48))
    return path.read_bytes()
