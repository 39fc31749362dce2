"""One look at every way in, by one process at a time."""

from __future__ import annotations

import logging
from datetime import timedelta

from archive import jobs
from tracker.arrivals import folder, mailbox, uploads
from tracker.backends import Backends
from tracker.imports import trials

LEASE = "arrivals"
LASTING = timedelta(minutes=15)
UNFINISHED = timedelta(days=1)
"""Bytes that are still being kept after so long are nobody's: their process was killed."""

log = logging.getLogger(__name__)


def look_around(backends: Backends) -> dict[str, int]:
    """Take in what lies in the watched folder and the mailbox, and drop uploads nobody goes on with; counts by name."""
    import tracker.tables  # noqa: F401  (tables point at each other: all of them must be known)

    counts = {"files_taken": 0, "mails_taken": 0}
    now, holder = backends.clock.now, jobs.holder_name()
    if jobs.take_lease(backends.sessions, LEASE, holder, now=now(), lasting=LASTING) is None:
        return counts
    try:
        for name, step in (("files_taken", folder.look), ("mails_taken", mailbox.look)):
            try:
                counts[name] = step(backends)
            except Exception as problem:
                # One way in that is broken never closes the other.
                log.exception("a way in could not be looked at: %s", type(problem).__name__)
        uploads.clean(backends, now())
        trials.clean(backends.settings.data_dir, now())
        backends.files.tidy(now() - UNFINISHED)
    finally:
        jobs.drop_lease(backends.sessions, LEASE, holder, now=now())
    return counts
