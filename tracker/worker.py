"""The worker process: reads files, keeps the index and the clocks in step, sends mails. State is in tables alone."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from types import FrameType

from tracker.backends import Backends
from tracker.clock import Clock, FixedClock

TICK_SECONDS = 60
LIST_SECONDS = 3
IDLE_SECONDS = 1.0
REST_SECONDS = 5.0
NIGHT = timedelta(hours=2)

log = logging.getLogger(__name__)


class Stopped(BaseException):
    """The process was asked to end; what was being read is read again by the next one."""


def tick(backends: Backends, at: datetime | None = None) -> dict[str, int]:
    """One pass of everything the schedule does, mails as if it were the moment `at`; counts by name."""
    from tracker.arrivals.looking import look_around

    counts = look_around(backends) | {
        "documents_read": _drain(lambda: read_once(backends)),
        "documents_followed": _drain(lambda: follow_once(backends)),
        "asked_for": _drain(lambda: asked_once(backends)),
        "documents_indexed": _drain(lambda: index_once(backends)),
    }
    return counts | knock(backends, at)


def knock(backends: Backends, at: datetime | None = None) -> dict[str, int]:
    """What is done every minute: clocks brought up to the day, reminders planned, what is due sent."""
    import tracker.tables  # noqa: F401  (tables point at each other: all of them must be known)
    from tracker.reminders.refreshing import refresh
    from tracker.reminders.sending import send_due

    clock = FixedClock(at) if at is not None else backends.clock
    try:
        recomputed = refresh(backends.sessions, now=clock.now())
    except Exception as problem:
        # A law or calendar somebody mistyped must not stop what is already planned from being sent.
        log.error("clocks could not be brought up to the day: %s: %s", type(problem).__name__, problem)
        recomputed = 0
    prepared = _prepare(backends, clock)
    told = _alert(backends, clock)
    sent = send_due(backends.sessions, backends.mailer, backends.settings, clock)
    return {"requests_recomputed": recomputed, "searches_told": told, "requests_prepared": prepared, **asdict(sent)}


def _prepare(backends: Backends, clock: Clock) -> int:
    """Prepare the requests that ask again for what a reserve hid, now that it has run out."""
    from tracker.reserves.watching import prepare_what_ran_out

    try:
        return prepare_what_ran_out(backends, clock)
    except Exception as problem:
        log.error("reserves that ran out could not be looked at: %s: %s", type(problem).__name__, problem)
        return 0


def _alert(backends: Backends, clock: Clock) -> int:
    """Tell people of new pages their saved searches find; gives how many searches had something to tell."""
    from tracker.searches.looking import look_for_new, mail_at_once

    try:
        told = look_for_new(backends, clock)
        mail_at_once(backends.sessions, backends.settings, clock)
        return told
    except Exception as problem:
        # Whatever is wrong with the index, reminders still go out.
        log.error("saved searches could not be looked at: %s: %s", type(problem).__name__, problem)
        return 0


def tidy(backends: Backends) -> int:
    """What is done at night: the index put in step with the archive, merged and cleaned; gives the pages changed."""
    from archive import indexing, jobs

    now, holder = backends.clock.now, jobs.holder_name()
    if jobs.take_lease(backends.sessions, indexing.WRITER_LEASE, holder, now=now(), lasting=NIGHT) is None:
        return 0
    try:
        changed = indexing.heal_index(backends.sessions, backends.search)
        backends.search.optimise()
        backends.sessions.empty_journal()
        return changed
    finally:
        backends.search.close_writer()
        jobs.drop_lease(backends.sessions, indexing.WRITER_LEASE, holder, now=now())


def read_once(backends: Backends) -> bool:
    """Read one document that waits; False when none does."""
    from archive.reading import work_once

    return work_once(backends.sessions, backends.files, lang=backends.settings.ocr_lang, now=backends.clock.now)


def follow_once(backends: Backends) -> bool:
    """Do what follows the reading of one document; False when nothing waits."""
    from tracker.intake import after_reading_once

    return after_reading_once(backends)


def asked_once(backends: Backends) -> bool:
    """Do one piece of what people asked for on a page: a re-reading, a searchable copy, a link; False when none waits.
    """
    from tracker.asked_work import do_asked_once

    return do_asked_once(backends)


def index_once(backends: Backends) -> bool:
    """Index one document that waits; False when none does or another process is at it."""
    from archive import indexing

    settings, now = backends.settings, backends.clock.now
    return indexing.index_once(backends.sessions, backends.search, now=now, url=settings.search_url)


def _drain(step: Callable[[], bool]) -> int:
    done = 0
    try:
        while step():
            done += 1
    except Exception as problem:
        # Whatever is wrong with a file or the index, mails still go out.
        log.error("a piece of work failed; it is tried again: %s: %s", type(problem).__name__, problem)
    return done


def catch_up(backends: Backends) -> int:
    """What is done once at the start for pages an older version had read: boxes and wordings; gives how many pages."""
    from tracker.redactions.syncing import catch_up as make_boxes
    from tracker.repetition.remembering import catch_up as remember

    done = 0
    while True:
        with backends.sessions.writing() as session:
            made = make_boxes(session)
        done += made
        if not made:
            break
    with backends.sessions.writing() as session:
        remember(session, limit=10_000)
    return done


def work(backends: Backends) -> None:
    """Do what waits, one piece at a time, until the process is asked to end."""
    _drain(lambda: bool(catch_up(backends)))
    steps = (follow_once, index_once, asked_once, read_once)
    while True:
        try:
            worked = any([step(backends) for step in steps])
        except Exception:
            log.exception("a piece of work failed; it is tried again")
            time.sleep(REST_SECONDS)
            continue
        if not worked:
            time.sleep(IDLE_SECONDS)


def main() -> int:
    """Run until SIGTERM or SIGINT; gives the exit code."""
    from apscheduler.schedulers.background import BackgroundScheduler

    from tracker.arrivals.looking import look_around
    from tracker.searches.batches import go_on_with_all
    from tracker.setup import ready_backends

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _stop)
    scheduler = BackgroundScheduler(timezone="UTC")
    backends = None
    try:
        backends = ready_backends(os.environ)
        # Each apart from the others: a mailbox that hangs must not keep reminders back.
        for job, trouble, trigger in (
            (knock, "a pass of the schedule failed; the next one is in a minute",
             {"trigger": "interval", "seconds": TICK_SECONDS, "next_run_time": backends.clock.now()}),
            (look_around, "the ways in could not be looked at; the next look is in a minute",
             {"trigger": "interval", "seconds": TICK_SECONDS, "next_run_time": backends.clock.now()}),
            (go_on_with_all, "a list could not be looked up; it is tried again in a moment",
             {"trigger": "interval", "seconds": LIST_SECONDS}),
            (tidy, "the index could not be tidied; it is tried again tomorrow night",
             {"trigger": "cron", "hour": 9, "minute": 30}),
        ):
            scheduler.add_job(_safely, args=[job, backends, trouble], max_instances=1, coalesce=True, **trigger)
        scheduler.start()
        work(backends)
    except Stopped:
        log.info("stopping")
    finally:
        if scheduler.running:
            # A mail that is being handed over is marked before the process ends.
            scheduler.shutdown(wait=True)
        if backends is not None:
            backends.close()
    return 0


def _safely(job: Callable[[Backends], object], backends: Backends, trouble: str) -> None:
    """One pass of the schedule; one that fails is written down and must not stop the passes after it."""
    try:
        job(backends)
    except Exception:
        log.exception(trouble)


def _stop(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    raise SystemExit(main())
