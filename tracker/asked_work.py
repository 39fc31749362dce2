"""Work that people ask for on a page and that takes too long to wait for: done by the worker, one piece at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from archive import jobs
from archive.jobs import Claim, LostLease
from archive.rereading import READ_AGAIN_JOB
from tracker.backends import Backends
from tracker.redactions.hiding import HIDE_JOB, SHOW_JOB, hide_now, read_anew
from tracker.searchable_pdf import JOB as COPY_JOB

log = logging.getLogger(__name__)


def do_asked_once(backends: Backends, subject: int | None = None, kinds: tuple[str, ...] | None = None) -> bool:
    """Claim one such job and do it; False when none waits. A crash is tried again, a little later each time."""
    now = backends.clock.now
    held = jobs.claim(backends.sessions, kinds or tuple(_DO), now=now(), subject=subject)
    if held is None:
        return False
    try:
        with jobs.heartbeat(backends.sessions, held, now):
            _DO[held.kind](backends, held)
        with backends.sessions.writing() as session:
            jobs.finish(session, held, now=now())
    except LostLease:
        log.warning("%s of %s was taken over by another worker", held.kind, held.subject)
    except Exception as problem:
        log.exception("%s of %s failed; it is tried again", held.kind, held.subject)
        with backends.sessions.writing() as session:
            jobs.retry(session, held, now=now(), error=type(problem).__name__)
    return True


def _read_again(backends: Backends, held: Claim) -> None:
    from archive.rereading import read_again

    read_again(backends.sessions, backends.files, held, lang=backends.settings.ocr_lang, now=backends.clock.now)


def _copy(backends: Backends, held: Claim) -> None:
    from archive.models import Document
    from tracker.leaks.deciding import may_give_bytes
    from tracker.searchable_pdf import NoCopy, make_copy

    with backends.sessions.reading() as session:
        document = session.get(Document, held.subject)
        if document is not None:
            try:
                make_copy(backends, session, document, from_original=may_give_bytes(session, document))
            except NoCopy as problem:
                log.warning("no searchable copy of document %s: %s", held.subject, problem.code)


def _rescue(backends: Backends, held: Claim) -> None:
    from tracker.rescue.actions import fetch_asked

    fetch_asked(backends, held.subject)


def _hide_words(backends: Backends, held: Claim) -> None:
    with backends.sessions.writing() as session:
        hide_now(session, held.subject, now=backends.clock.now())


def _show_words(backends: Backends, held: Claim) -> None:
    with backends.sessions.writing() as session:
        read_anew(session, held.subject, now=backends.clock.now())


RESCUE_JOB = "rescue"
_DO: Mapping[str, Callable[[Backends, Claim], None]] = {
    READ_AGAIN_JOB: _read_again, COPY_JOB: _copy, RESCUE_JOB: _rescue, HIDE_JOB: _hide_words, SHOW_JOB: _show_words}

