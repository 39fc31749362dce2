"""Mails that arrive as documents: each once, only from senders that were named; a folio in a subject is a proposal."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.utils import getaddresses
from io import BytesIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.files import NO_ROOM
from archive.receive import record, safe_name
from tracker.adding import find_project
from tracker.agencies.store import directory_of
from tracker.arrivals import imap, ways
from tracker.arrivals.imap import Address, Header, Mailbox
from tracker.arrivals.models import TakenMail
from tracker.arrivals.ways import MAILBOX, WayBlocked
from tracker.audit.actions import record_act
from tracker.backends import Backends
from tracker.folios.read import read_folios
from tracker.projects.models import Project, project_scope
from tracker.setup import default_project

MOST_A_PASS = 100
MOST_NAME = 120


def look(backends: Backends) -> int:
    """One look into the mailbox; gives how many mails were taken. Nothing to do where no mailbox is set."""
    settings, now = backends.settings, backends.clock.now()
    if not settings.imap_url:
        return 0
    with backends.sessions.reading() as session:
        if not ways.is_due(session, MAILBOX, now):
            return 0
    try:
        taken = _look(backends, imap.parse(settings.imap_url), now)
    except (WayBlocked, ValueError, OSError) as problem:
        with backends.sessions.writing() as session:
            ways.failed(session, MAILBOX, _code(problem), now)
        return 0
    with backends.sessions.writing() as session:
        ways.worked(session, MAILBOX, now)
    return taken


def _code(problem: Exception) -> str:
    if isinstance(problem, WayBlocked):
        return problem.code
    if isinstance(problem, OSError):
        return "no_room" if problem.errno in NO_ROOM else "imap_unreachable"
    return "imap_address"


def _look(backends: Backends, address: Address, now: datetime) -> int:
    settings = backends.settings
    allowed = allowed_senders(settings.imap_from)
    if not allowed:
        raise WayBlocked("imap_senders")
    with backends.sessions.writing() as session:
        project = (find_project(session, settings.imap_project) if settings.imap_project
                   else default_project(session, now))
        if project is None or project.archived_at is not None:
            raise WayBlocked("imap_project")
    box = box_of(address)
    taken = 0
    with imap.open_mailbox(address) as mailbox:
        with backends.sessions.reading() as session:
            last = session.scalar(select(func.max(TakenMail.uid)).where(
                TakenMail.box == box, TakenMail.validity == mailbox.validity)) or 0
        for uid in mailbox.after(last)[:MOST_A_PASS]:
            header = mailbox.header(uid)
            if header is not None:
                taken += _one(backends, mailbox, header, box, allowed, project, now)
    return taken


def box_of(address: Address) -> str:
    """What a mailbox is known by: a digest of who, where and which folder."""
    return hashlib.sha256(f"{address.user}\0{address.host}\0{address.folder}".encode()).hexdigest()


def allowed_senders(text: str) -> frozenset[str]:
    """Addresses and domains (`@inm.gob.mx`) from a setting, in lower case."""
    return frozenset(part.strip().lower() for part in text.replace(";", ",").split(",") if "@" in part)


def is_allowed(sender: str, allowed: frozenset[str]) -> bool:
    """Whether an address was named, or its domain."""
    name, at, domain = sender.rpartition("@")
    return bool(name and at) and (sender in allowed or f"@{domain}" in allowed)


def _one(backends: Backends, mailbox: Mailbox, header: Header, box: str, allowed: frozenset[str], project: Project,
         now: datetime) -> int:
    head = imap.head_of(header.head)
    senders = [mail.lower() for _, mail in getaddresses([head["From"]]) if mail]
    sender = senders[0] if len(senders) == 1 else ""
    row = TakenMail(box=box, validity=mailbox.validity, uid=header.uid, message_id=head["Message-ID"][:400] or None,
                    sender=sender[:254], subject=head["Subject"][:400], state="refused", looked_at=now)
    limit = backends.settings.max_upload_mb * 2**20
    data = None
    if not is_allowed(sender, allowed):
        row.state = "stranger"
    elif _is_known(backends, row):
        row.state = "known"
    elif header.size > limit:
        row.problem = "too_large"
    else:
        data = mailbox.fetch(header.uid)
        if data is None:
            row.problem = "imap_gone"
    kept = backends.files.keep(BytesIO(data), limit=limit + 2**20) if data else None
    with backends.sessions.writing() as session:
        session.add(row)
        if kept is None:
            return 0
        name = safe_name((row.subject or "mensaje")[:MOST_NAME].replace("/", "-").replace("\\", "-") + ".eml")
        received = record(session, kept, name=name, scope=project_scope(project.id), origin="mailbox",
                          by=sender, now=now)
        if not received.is_duplicate:
            record_act(session, "add", "document", received.document.id, by=None, at=now,
                       content={"sha256": kept.sha256, "name": received.document.name})
        row.state, row.document_id = "taken", received.document.id
        row.folio = _folio_in(session, row.subject)
        return 1


def _folio_in(session: Session, subject: str) -> str | None:
    found = [folio for folio in read_folios(subject, directory_of(session)) if not folio.is_appeal]
    return found[0].folio if len(found) == 1 else None


def _is_known(backends: Backends, row: TakenMail) -> bool:
    """Whether a mail of this Message-ID was taken before: servers give new numbers when a mailbox is moved."""
    if not row.message_id:
        return False
    same = select(TakenMail.id).where(TakenMail.message_id == row.message_id, TakenMail.state == "taken",
                                      TakenMail.sender == row.sender)
    with backends.sessions.reading() as session:
        return session.scalar(same.limit(1)) is not None
