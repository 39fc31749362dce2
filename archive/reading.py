"""The worker's reading of a document: page by page, each in its own short transaction, going on where it stopped."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, aliased

from archive import jobs, unpacking
from archive.attached import attached_members
from archive.containers import depth_of, hold_back, keep_members
from archive.db import Sessions
from archive.files import NO_ROOM, FileStore
from archive.jobs import Claim, LostLease
from archive.legends import carry_grounds
from archive.models import Document, Job, Page
from archive.receive import READ_JOB
from archive.unpacking import CannotUnpack
from archive.volumes import Volumes, joined, volumes_of
from archive.words import pack_words
from ocr.embedded import OFFICE
from ocr.types import PageReading

if TYPE_CHECKING:
    from ocr.reading import OpenFile

INDEX_JOB = "index"
AFTER_JOB = "after-reading"
"""Queued when a document has been read; what follows (findings, mails) is the tracker's business."""
READ_ELSEWHERE = "dossier"
"""How `Page.read_with` begins when the reading came with a dossier of another installation."""

log = logging.getLogger(__name__)
Now = Callable[[], datetime]


def read_document(sessions: Sessions, files: FileStore, held: Claim, *, lang: str, now: Now) -> None:
    """Read the pages a document still lacks, then queue its indexing.

    Raises LostLease when another worker took over.
    """
    with sessions.reading() as session:
        document = session.get(Document, held.subject)
        if document is None:
            _finish(sessions, held, now)
            return
        sha256, name = document.sha256, document.name
        twin = _twin(session, document)
    if held.attempts > jobs.MAX_ATTEMPTS:
        _fail(sessions, held, "crashed", now)
        return
    if twin is not None:
        _copy_reading(sessions, held, twin, now)
        return
    from ocr import reading
    from ocr.errors import Unreadable
    from ocr.settings import ReadSettings

    if not files.exists(sha256):
        _fail(sessions, held, "missing", now)
        return
    with files.path(sha256) as path, jobs.heartbeat(sessions, held, now):
        kind = unpacking.bundle_type(path)
        volumes = volumes_of(sessions, held.subject, path)
        if volumes is not None:
            _unpack_volumes(sessions, files, held, volumes, kind or unpacking.RAR, now)
            return
        if kind is not None:
            _unpack_bundle(sessions, files, held, path, name, kind, now)
            return
        try:
            settings = ReadSettings(languages=lang)
            with reading.open_file(path, mimetypes.guess_type(name)[0], settings) as source:
                left = _pages_left(sessions, held, source.page_count, source.media_type, now)
                read_with = f"{_engine_of(source)}, {lang}"[:200]
                for page in source.read_pages(left):
                    _keep_page(sessions, held, page, read_with=read_with, now=now)
                trouble = _unpack_attached(sessions, files, held, source, path, now)
        except Unreadable as problem:
            _fail(sessions, held, problem.code, now)
            return
    _complete(sessions, held, now, trouble)


def _unpack_attached(
    sessions: Sessions, files: FileStore, held: Claim, source: OpenFile, path: Path, now: Now
) -> str | None:
    """Make a document of each file a mail, a PDF or an office file carries; gives the code of what was left out."""
    try:
        with attached_members(source, path) as members:
            first = next(members, None)
            if first is None:
                return None
            if depth_of(sessions, held.subject) >= unpacking.MAX_DEPTH:
                return "too-deep"
            may_hide = source.media_type == unpacking.PDF or source.media_type in OFFICE
            if may_hide and _hides_something(sessions, held.subject):
                return "attachments-held-back"
            return keep_members(sessions, files, held, chain((first,), members), now)
    except CannotUnpack as problem:
        return problem.code if problem.code.startswith("members-") else f"inside-{problem.code}"


def _hides_something(sessions: Sessions, document_id: int) -> bool:
    """Whether a page has redactions or leaks: what is attached may then be the very thing they hide."""
    with sessions.reading() as session:
        marks = session.execute(select(Page.redactions, Page.leaks).where(Page.document_id == document_id))
        return any(redactions or leaks for redactions, leaks in marks)


def _unpack_bundle(
    sessions: Sessions, files: FileStore, held: Claim, path: Path, name: str, kind: str, now: Now
) -> None:
    """Make a document of each file in a bundle; the bundle itself has no pages."""
    try:
        if depth_of(sessions, held.subject) >= unpacking.MAX_DEPTH:
            raise CannotUnpack("too-deep")
        with unpacking.bundle_members(path, name) as members:
            trouble = keep_members(sessions, files, held, members, now)
    except CannotUnpack as problem:
        _fail(sessions, held, problem.code, now, kind)
        return
    _close_bundle(sessions, held, kind, trouble, now)


def _close_bundle(sessions: Sessions, held: Claim, kind: str, trouble: str | None, now: Now) -> None:
    """Say that a bundle was taken apart."""
    with sessions.writing() as session:
        jobs.beat(session, held, now=now())
        document = session.get_one(Document, held.subject)
        document.state, document.page_count, document.media_type = "read", 0, kind
        document.error = trouble
        jobs.put(session, AFTER_JOB, document.id, now=now())
        jobs.finish(session, held, now=now())


def _unpack_volumes(
    sessions: Sessions, files: FileStore, held: Claim, volumes: Volumes, kind: str, now: Now
) -> None:
    """Make a document of each file in a bundle of several volumes, once all are there; they belong to the first."""
    if volumes.mine > 1:
        with sessions.writing() as session:
            jobs.beat(session, held, now=now())
            first = session.get(Document, volumes.documents[1]) if 1 in volumes.documents else None
            if first is not None and first.state == "failed":
                first.state, first.error = "queued", None
                jobs.put(session, READ_JOB, first.id, now=now())
        if first is None:
            _fail(sessions, held, "volume-missing", now, kind)
        else:
            _close_bundle(sessions, held, kind, "volume", now)
        return
    try:
        if depth_of(sessions, held.subject) >= unpacking.MAX_DEPTH:
            raise CannotUnpack("too-deep")
        with joined(files, volumes) as paths:
            if paths is None:
                raise CannotUnpack("volume-missing")
            kind = unpacking.bundle_type(paths[0]) or kind
            with unpacking.bundle_members(paths[0], volumes=paths[1:]) as members:
                trouble = keep_members(sessions, files, held, members, now)
    except CannotUnpack as problem:
        code = "volume-missing" if volumes.is_cut and problem.code == "damaged" else problem.code
        _fail(sessions, held, code, now, kind)
        return
    with sessions.writing() as session:  # those that came before the first, and waited for it
        waiting = update(Document).where(Document.id.in_(volumes.documents.values()), Document.id != held.subject)
        session.execute(waiting.where(Document.error == "volume-missing").values(state="read", error="volume"))
    _close_bundle(sessions, held, kind, trouble, now)


def _engine_of(source: OpenFile) -> str:
    """Name and version of the OCR engine, or that there is none: born-digital pages are read all the same."""
    from ocr.errors import ReadingError

    try:
        return source.engine
    except ReadingError:
        return "no OCR engine"


def work_once(sessions: Sessions, files: FileStore, *, lang: str, now: Now, document: int | None = None) -> bool:
    """Claim one reading job and do it; False when none is due. A crash of the reader is kept as the job's error."""
    held = jobs.claim(sessions, (READ_JOB,), now=now(), subject=document)
    if held is None:
        return False
    try:
        read_document(sessions, files, held, lang=lang, now=now)
    except LostLease:
        log.warning("document %s was taken over by another worker", held.subject)
    except Exception as problem:
        log.exception("document %s could not be read; it is tried again", held.subject)
        _retry_or_fail(sessions, held, problem, now)
    return True


def retry_document(session: Session, document: Document, *, now: datetime) -> None:
    """Read again what failed: the pages that have no text yet, or the whole file."""
    session.execute(delete(Page).where(Page.document_id == document.id, Page.state != "read"))
    document.state, document.error = "queued", None
    jobs.put(session, READ_JOB, document.id, now=now)


def progress(session: Session, document: Document) -> tuple[int, int]:
    """How many pages are done (read or failed), of how many."""
    done = select(func.count()).where(Page.document_id == document.id, Page.state != "queued")
    return session.scalar(done) or 0, document.page_count or 0


def _pages_left(sessions: Sessions, held: Claim, count: int, media_type: str, now: Now) -> list[int]:
    with sessions.writing() as session:
        jobs.beat(session, held, now=now())
        document = session.get_one(Document, held.subject)
        document.state, document.page_count, document.media_type = "reading", count, media_type
        there = {number: state for number, state in session.execute(
            select(Page.number, Page.state).where(Page.document_id == document.id))}
        for number in range(1, count + 1):
            if number not in there:
                session.add(Page(document_id=document.id, number=number, state="queued", redactions=[], leaks=[]))
    return [number for number in range(1, count + 1) if there.get(number, "queued") == "queued"]


def _keep_page(sessions: Sessions, held: Claim, reading: PageReading, *, read_with: str, now: Now) -> None:
    with sessions.writing() as session:
        jobs.beat(session, held, now=now())
        page = session.scalar(select(Page).where(Page.document_id == held.subject, Page.number == reading.number))
        if page is None:
            return
        fill_page(page, reading, read_with=read_with, now=now())


def fill_page(page: Page, reading: PageReading, *, read_with: str, now: datetime) -> None:
    """Put what was read into the page's row."""
    page.state = "failed" if reading.error else "read"
    page.width_pt, page.height_pt = reading.width_pt, reading.height_pt
    page.source, page.why, page.confidence = reading.source, (reading.why or "")[:300] or None, reading.confidence
    page.text, page.words = reading.text, pack_words(reading.words or ())
    page.redactions = [asdict(redaction) for redaction in reading.redactions]
    page.redacted_share = reading.redacted_share
    page.leaks = [asdict(leak) for leak in reading.leaks]
    page.error, page.read_at, page.read_with = (reading.error or "")[:300] or None, now, read_with


def _twin(session: Session, document: Document) -> int | None:
    """Another document with the same bytes that was wholly read here: its reading is copied, not done again.

    What a dossier brought was read elsewhere, and nobody here knows how: such pages are copied nowhere. A container
    is unpacked wherever it comes in, since what it holds is examined there.
    """
    pages = select(Page.id).where(Page.document_id == Document.id)
    member = aliased(Document)
    query = select(Document.id).where(
        Document.sha256 == document.sha256, Document.id != document.id, Document.state == "read",
        Document.error.is_(None), ~select(member.id).where(member.container_id == Document.id).exists(),
        func.coalesce(Document.media_type, "").not_in((unpacking.MAIL, unpacking.OUTLOOK)), pages.exists(),
        ~pages.where(Page.read_with.startswith(READ_ELSEWHERE)).exists(),
    )
    return session.scalar(query.limit(1))


def _copy_reading(sessions: Sessions, held: Claim, twin: int, now: Now) -> None:
    columns = [c.name for c in Page.__table__.columns if c.name not in ("id", "document_id", "corrected")]
    with sessions.writing() as session:
        jobs.beat(session, held, now=now())
        source = session.get_one(Document, twin)
        document = session.get_one(Document, held.subject)
        session.execute(delete(Page).where(Page.document_id == document.id))
        for page in session.scalars(select(Page).where(Page.document_id == twin)):
            session.add(Page(document_id=document.id, **{name: getattr(page, name) for name in columns}))
        document.page_count, document.media_type = source.page_count, source.media_type
    _complete(sessions, held, now)


def _complete(sessions: Sessions, held: Claim, now: Now, trouble: str | None = None) -> None:
    carry_grounds(sessions, held.subject)
    with sessions.writing() as session:
        document = session.get_one(Document, held.subject)
        pages = list(session.execute(select(Page.state, Page.leaks).where(Page.document_id == document.id)))
        if pages and all(state == "failed" for state, _ in pages):
            document.state, document.error = "failed", "every-page-failed"
        else:
            document.state, document.error = "read", trouble
        if any(leaks for _, leaks in pages):
            hold_back(session, document)
        jobs.put(session, INDEX_JOB, document.id, now=now())
        jobs.put(session, AFTER_JOB, document.id, now=now())
        jobs.finish(session, held, now=now())


def _fail(sessions: Sessions, held: Claim, code: str, now: Now, media_type: str | None = None) -> None:
    with sessions.writing() as session:
        document = session.get_one(Document, held.subject)
        document.state, document.error = "failed", code
        document.media_type = media_type or document.media_type
        if any(session.scalars(select(Page.leaks).where(Page.document_id == document.id))):
            hold_back(session, document)
        jobs.put(session, AFTER_JOB, document.id, now=now())
        jobs.finish(session, held, now=now(), error=code)


def _finish(sessions: Sessions, held: Claim, now: Now) -> None:
    with sessions.writing() as session:
        jobs.finish(session, held, now=now())


def _retry_or_fail(sessions: Sessions, held: Claim, problem: Exception, now: Now) -> None:
    try:
        if held.attempts >= jobs.MAX_ATTEMPTS:
            is_full = isinstance(problem, OSError) and problem.errno in NO_ROOM
            _fail(sessions, held, "no_room" if is_full else "crashed", now)
            return
        with sessions.writing() as session:
            jobs.retry(session, held, now=now(), error=type(problem).__name__)
            session.get_one(Document, session.get_one(Job, held.id).subject).state = "queued"
    except LostLease:
        log.warning("document %s was taken over by another worker", held.subject)
