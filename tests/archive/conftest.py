"""An archive alone, without requests, people or web: a database, a file store, a clock that stands still."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Table

from archive import models
from archive.db import Base, Sessions, open_engine
from archive.files import FolderStore
from archive.models import Document, Job, Page
from archive.reading import work_once
from archive.receive import Received, receive
from archive.rereading_models import OtherReading, ReadingOrder

TABLES = (models.Blob, models.Document, models.Page, models.Job, models.Lease, ReadingOrder, OtherReading)


@dataclass
class Archive:
    """What a test works on."""

    folder: Path
    sessions: Sessions
    files: FolderStore
    moment: datetime = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    seen: dict[str, int] = field(default_factory=dict)

    def now(self) -> datetime:
        """This moment."""
        return self.moment

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**span)

    def add(self, data: bytes, name: str = "carta.pdf", scope: str = "project:1") -> Received:
        """Receive a file."""
        with self.sessions.writing() as session:
            return receive(session, self.files, io.BytesIO(data), name=name, scope=scope, origin="upload", by="ana",
                           now=self.now())

    def read(self, document: int | None = None) -> bool:
        """Do one reading job."""
        return work_once(self.sessions, self.files, lang="spa", now=self.now, document=document)

    def document(self, number: int) -> Document:
        """A document's row."""
        with self.sessions.reading() as session:
            return session.get_one(Document, number)

    def pages(self, number: int) -> list[Page]:
        """A document's pages in order."""
        with self.sessions.reading() as session:
            return list(session.query(Page).filter_by(document_id=number).order_by(Page.number))

    def jobs(self, kind: str) -> list[Job]:
        """The jobs of a kind."""
        with self.sessions.reading() as session:
            return list(session.query(Job).filter_by(kind=kind).order_by(Job.id))


def open_archive(folder: Path) -> Archive:
    """The archive in a folder, made when it is not there."""
    engine = open_engine(f"sqlite:///{folder / 'archive.sqlite3'}")
    Base.metadata.create_all(engine, tables=[cast(Table, model.__table__) for model in TABLES])
    return Archive(folder, Sessions(engine), FolderStore(folder / "files"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    opened = open_archive(tmp_path)
    yield opened
    opened.sessions.engine.dispose()
