"""Asking for a link, fetching it in the worker, and keeping what came back."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import jobs
from archive.files import EmptyUpload, FileTooLarge, Kept
from archive.indexing import indexed_text
from archive.models import Blob, Document, Page
from archive.receive import record, safe_name
from tracker.asked_work import RESCUE_JOB
from tracker.audit.actions import record_act
from tracker.backends import Backends
from tracker.projects.models import project_scope
from tracker.repetition.links import refresh_links
from tracker.replies.models import Reply
from tracker.rescue.fetch import CannotFetch, Exchange, Limits, fetch, is_public
from tracker.rescue.links import links_in
from tracker.rescue.models import Rescue
from tracker.rescue.warc import write_warc

ENDINGS = {"application/pdf": ".pdf", "text/html": ".html", "text/plain": ".txt", "text/csv": ".csv",
           "application/zip": ".zip", "application/msword": ".doc", "application/vnd.ms-excel": ".xls",
           "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "image/jpeg": ".jpg",
           "image/png": ".png"}

is_allowed: Callable[[str], bool] = is_public
"""Which IP addresses may be asked. Only tests put another answer here, to fetch from a server of their own."""
allowed_ports: tuple[int, ...] | None = None
"""Ports that may be asked; None: those of `fetch`."""


class CannotRescue(Exception):
    """The link is not asked for; `code`: `switched-off not-in-the-text waiting`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ask(backends: Backends, session: Session, project_id: int, url: str, *, page: Page | None = None,
        reply: Reply | None = None, by: int) -> Rescue:
    """Queue the fetching of a link that stands on a page or in a reply's text; no other address is ever asked.

    Raises CannotRescue.
    """
    if not backends.settings.link_rescue:
        raise CannotRescue("switched-off")
    text = indexed_text(page.text, page.corrected) if page is not None else reply.text if reply is not None else ""
    if url not in links_in(text):
        raise CannotRescue("not-in-the-text")
    waiting = select(Rescue.id).where(Rescue.project_id == project_id, Rescue.url == url, Rescue.state == "queued")
    if session.scalar(waiting) is not None:
        raise CannotRescue("waiting")
    now = backends.clock.now()
    made = Rescue(
        project_id=project_id, document_id=page.document_id if page is not None else None,
        reply_id=reply.id if reply is not None else None, page_number=page.number if page is not None else None,
        url=url, asked_by=by, asked_at=now, hops=[])
    session.add(made)
    session.flush()
    jobs.put(session, RESCUE_JOB, made.id, now=now)
    record_act(session, "rescue.ask", "rescue", made.id, by=by, at=now, content={"url": url})
    return made


def fetch_asked(backends: Backends, rescue_id: int) -> None:
    """Fetch one link and keep what came back: the exchange as WARC, a found body as a document, an absence as proof."""
    with backends.sessions.reading() as session:
        asked = session.get(Rescue, rescue_id)
        if asked is None or asked.state != "queued":
            return
        url = asked.url
    limits = Limits(max_bytes=backends.settings.max_upload_mb * 2**20)
    ports: dict[str, Any] = {} if allowed_ports is None else {"ports": allowed_ports}
    error = None
    hops: Sequence[Exchange] = ()
    if not backends.settings.link_rescue:
        error = "switched-off"
    else:
        try:
            hops = fetch(url, now=backends.clock.now, limits=limits, allowed=is_allowed, **ports)
        except CannotFetch as problem:
            error, hops = problem.code, problem.hops
    try:
        _keep(backends, rescue_id, hops, error)
    finally:
        for hop in hops:
            hop.body.close()


def _keep(backends: Backends, rescue_id: int, hops: Sequence[Exchange], error: str | None) -> None:
    warc = _kept_warc(backends, hops) if hops else None
    last = hops[-1] if hops else None
    body = _kept_body(backends, last.body) if last is not None and error is None and last.status == 200 else None
    with backends.sessions.writing() as session:
        asked = session.get_one(Rescue, rescue_id)
        now = backends.clock.now()
        asked.fetched_at, asked.error = now, error
        asked.hops = [{"url": hop.url, "status": hop.status, "at": hop.at.isoformat(), "ip": hop.ip} for hop in hops]
        asked.http_status = last.status if last is not None else None
        if warc is not None:
            if session.get(Blob, warc.sha256) is None:
                session.add(Blob(sha256=warc.sha256, size=warc.size, stored_at=now))
            asked.warc_sha256 = warc.sha256
        if error is not None:
            asked.state = "failed"
        elif last is not None and last.status >= 400:
            asked.state = "absent"
        elif body is None:
            asked.state, asked.error = "failed", "bad-answer"
        else:
            asked.state = "kept"
        if body is not None and last is not None:
            origin = session.get(Document, asked.document_id) if asked.document_id else None
            facets = {name: value for name, value in ((origin.facets or {}) if origin else {}).items()
                      if name in ("folio", "agency", "year", "project", "request")}
            received = record(
                session, body, name=name_of(last), scope=project_scope(asked.project_id), origin="link",
                by=str(asked.asked_by) if asked.asked_by else None, now=now, facets=facets)
            asked.body_id = received.document.id
        record_act(session, f"rescue.{asked.state}", "rescue", asked.id, by=asked.asked_by, at=now,
                   content={"warc": asked.warc_sha256, "body": body.sha256 if body else None})
        refresh_links(session, asked)


def _kept_warc(backends: Backends, hops: Sequence[Exchange]) -> Kept:
    with tempfile.TemporaryFile() as made:
        write_warc(made, hops)
        made.seek(0)
        return backends.files.keep(made)


def _kept_body(backends: Backends, body: IO[bytes]) -> Kept | None:
    body.seek(0)
    try:
        return backends.files.keep(body, limit=backends.settings.max_upload_mb * 2**20)
    except (EmptyUpload, FileTooLarge):
        return None


def name_of(answer: Exchange) -> str:
    """A file name for what came back: the server's, else the address's, with an ending that fits its kind."""
    stated = re.search(r'filename="?([^";]+)', answer.header("content-disposition"))
    parts = urlsplit(answer.url)
    name = stated[1] if stated else unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]) or parts.hostname or "liga"
    ending = ENDINGS.get(answer.header("content-type").partition(";")[0].strip().lower(), "")
    if ending and not name.lower().endswith(ending):
        name += ending
    return safe_name(name)


def rescues_of(session: Session, *, document_id: int | None = None, reply_id: int | None = None) -> list[Rescue]:
    """The links asked for from a document or a reply, newest first."""
    query = select(Rescue).order_by(Rescue.id.desc())
    if document_id is not None:
        query = query.where(Rescue.document_id == document_id)
    if reply_id is not None:
        query = query.where(Rescue.reply_id == reply_id)
    return list(session.scalars(query))
