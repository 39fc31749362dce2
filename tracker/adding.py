"""Adding files from the command line: into which project, for which request, and waiting until they are searchable."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from archive import indexing, jobs, reading
from archive.files import NO_ROOM, EmptyUpload, FileTooLarge
from archive.models import Document, Job, Page
from archive.receive import READ_JOB, Received, record
from tracker.audit.actions import record_act
from tracker.backends import Backends
from tracker.intake import after_reading_once
from tracker.projects.models import Project, project_scope
from tracker.replies.models import Mention
from tracker.requests.models import InfoRequest
from tracker.setup import default_project

STEPS = (READ_JOB, reading.AFTER_JOB, reading.INDEX_JOB)
"""The jobs a document goes through before it is searchable."""
POLL_SECONDS = 0.25


class CannotAdd(Exception):
    """A file that cannot be taken in; `code` says why (see `tracker.reasons`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """Where added files go: a project, and the request they belong to, if one was named."""

    project_id: int
    request: InfoRequest | None = None
    is_new: bool = False

    def facets(self) -> dict[str, Any]:
        """What is known of every file added here before it is read."""
        facts: dict[str, Any] = {"project": str(self.project_id)}
        if self.request is not None:
            filed_on = self.request.filed_on
            facts |= {"request": self.request.id, "folio": self.request.folio, "agency": self.request.agency,
                      "year": filed_on.year if filed_on else None}
        return {name: value for name, value in facts.items() if value is not None}


def requests_with(session: Session, folios: Sequence[str], project_id: int | None = None) -> list[InfoRequest]:
    """Requests logged under one of these folios (normal form or as written), oldest first."""
    query = select(InfoRequest).where(
        or_(InfoRequest.folio.in_(folios), InfoRequest.folio_as_written.in_(folios))
    )
    if project_id is not None:
        query = query.where(InfoRequest.project_id == project_id)
    return list(session.scalars(query.order_by(InfoRequest.id)))


def find_project(session: Session, named: str) -> Project | None:
    """The project with this number or name, whatever its case."""
    if named.isdecimal() and (there := session.get(Project, int(named))) is not None:
        return there
    same_name = select(Project).where(func.lower(Project.name) == named.lower())
    return session.scalar(same_name.order_by(Project.id).limit(1))


def place_for(session: Session, named: str | None, backends: Backends) -> Place:
    """The project named, made when there is none of that name; the default one when none is named."""
    now = backends.clock.now()
    if named is None:
        return Place(default_project(session, now).id)
    there = find_project(session, named)
    if there is not None:
        return Place(there.id)
    project = Project(name=named, description="", visibility="private", is_discreet=False, created_at=now)
    session.add(project)
    session.flush()
    return Place(project.id, is_new=True)


def add_file(backends: Backends, path: Path, place: Place) -> Received:
    """Keep a file and queue its reading; raises CannotAdd."""
    if not path.exists():
        raise CannotAdd("missing_path")
    if not path.is_file():
        raise CannotAdd("not_a_file")
    try:
        with path.open("rb") as data:
            kept = backends.files.keep(data, limit=backends.settings.max_upload_mb * 1024 * 1024)
    except EmptyUpload as problem:
        raise CannotAdd("empty") from problem
    except FileTooLarge as problem:
        raise CannotAdd("too_large") from problem
    except PermissionError as problem:
        raise CannotAdd("unreachable") from problem
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise CannotAdd("no_room") from problem
        raise
    with backends.sessions.writing() as session:
        now = backends.clock.now()
        received = record(session, kept, name=path.name, scope=project_scope(place.project_id), origin="command",
                          by=None, now=now, facets=place.facets())
        document = received.document
        if not received.is_duplicate:
            record_act(session, "add", "document", document.id, by=None, at=now,
                       content={"sha256": kept.sha256, "name": document.name})
        if received.is_duplicate and place.request is not None and "request" not in (document.facets or {}):
            document.facets = {**(document.facets or {}), **place.facets()}
            if document.state in ("read", "failed"):
                jobs.put(session, reading.AFTER_JOB, document.id, now=now)
        return received


def wait_until_searchable(backends: Backends, document_id: int) -> None:
    """Read and index the document and all that came inside it here, or wait for the worker that is at it."""
    waiting = [document_id]
    while waiting:
        number = waiting.pop(0)
        _wait_for(backends, number)
        with backends.sessions.reading() as session:
            inside = select(Document.id).where(Document.container_id == number).order_by(Document.id)
            waiting += session.scalars(inside)


def _wait_for(backends: Backends, document_id: int) -> None:
    settings, now = backends.settings, backends.clock.now
    while _is_pending(backends, document_id):
        worked = reading.work_once(
            backends.sessions, backends.files, lang=settings.ocr_lang, now=now, document=document_id
        )
        worked = after_reading_once(backends, document=document_id) or worked
        if not _is_pending(backends, document_id, before_index=True):
            worked = indexing.index_once(
                backends.sessions, backends.search, now=now, document=document_id, url=settings.search_url
            ) or worked
        if not worked:
            time.sleep(POLL_SECONDS)


def pages_of(backends: Backends, document_id: int) -> tuple[int, int | None]:
    """Pages done, of how many (None before the file was opened)."""
    with backends.sessions.reading() as session:
        document = session.get_one(Document, document_id)
        done = select(func.count(Page.id)).where(Page.document_id == document_id, Page.state != "queued")
        return session.scalar(done) or 0, document.page_count


def folios_of(session: Session, document_id: int) -> list[dict[str, Any]]:
    """Each folio read on each page, and the request logged under it (its id, or null)."""
    rows = session.execute(
        select(Mention.folio, Mention.page_number)
        .where(Mention.document_id == document_id)
        .order_by(Mention.page_number, Mention.id)
    ).all()
    known: dict[str, int] = {}
    for info_request in requests_with(session, [folio for folio, _ in rows]):
        for written in (info_request.folio, info_request.folio_as_written):
            if written:
                known.setdefault(written, info_request.id)
    return [{"folio": folio, "page": page, "request": known.get(folio)} for folio, page in rows]


def _is_pending(backends: Backends, document_id: int, *, before_index: bool = False) -> bool:
    steps = STEPS[:-1] if before_index else STEPS
    query = select(Job.id).where(Job.kind.in_(steps), Job.subject == document_id, Job.state.in_(("waiting", "running")))
    with backends.sessions.reading() as session:
        return session.scalar(query.limit(1)) is not None
