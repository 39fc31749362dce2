"""`acuse index rebuild`: builds the search index anew from the archive, beside the one in use, and swaps it in."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tracker.commands.output import OK, Output, WrongUse

HELP = "Builds the search index anew from the archive; searches go on meanwhile, and an interrupted rebuild goes on."


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("action", choices=["rebuild"], help="what to do")
    parser.add_argument("--to", metavar="URL", help="move to another engine or folder: tantivy:, whoosh:/path")


def run(args: argparse.Namespace, out: Output) -> int:
    """Rebuild, and say how many pages are in the new index."""
    from archive.indexing import rebuild_index
    from archive.models import Page
    from archive.search.types import SearchError
    from tracker.setup import ready_backends

    backends = ready_backends(os.environ)
    settings = backends.settings
    try:
        to = args.to
        if to and to.endswith(":"):
            # Back to the engine the settings name means back to its folder.
            to = settings.search_url if settings.search_url.startswith(to) else (
                to + str(settings.data_dir / f"index-{to[:-1]}"))
        with backends.sessions.reading() as session:
            total = session.query(Page).filter(Page.state == "read", Page.text.is_not(None)).count()
        with _until_asked_to_stop() as asked:
            rebuilt = rebuild_index(
                backends.sessions, settings.search_url, now=backends.clock.now, to=to,
                progress=lambda done: _progress(done, total), stop=lambda: bool(asked))
    except SearchError as problem:
        raise WrongUse(str(problem)) from problem
    finally:
        backends.close()
    data = {"url": to or settings.search_url, "pages": rebuilt.pages, "kept": rebuilt.kept,
            "seconds": round(rebuilt.seconds, 2), "finished": rebuilt.finished}
    words = f"{rebuilt.pages} pages are in the new index ({rebuilt.seconds:.1f} s)."
    if not rebuilt.finished:
        words = (f"Stopped after {rebuilt.pages} of {total} pages; the index in use is as it was. Run the same command "
                 "again to go on from here.")
    elif to and to != settings.search_url:
        words += " It is in use from now on; nothing needs to be started again."
    out.result(data, words)
    return OK


@contextmanager
def _until_asked_to_stop() -> Iterator[list[int]]:
    """A list that is no longer empty once the process was asked to stop; the batch under way is finished."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{done} / {total}", end=end, file=sys.stderr, flush=True)
