"""`acuse read --again`: reads documents again with other settings, shows how far and how fast it is, and stops."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from tracker.commands.output import FOUND_WRONG, OK, Output, WrongUse

if TYPE_CHECKING:
    from archive.rereading import Wanted
    from archive.rereading_models import ReadingOrder
    from tracker.backends import Backends

HELP = ("Reads documents again with other settings. The reading in use stays until the new one is plainly good; "
        "corrections and notes stay.")
REFUSALS = {
    "busy": "it is being read, or was never read: wait, or use the site's “Try again”",
    "no-such-page": "it has no such page",
    "no-such-language": "that language is not installed for OCR",
    "no-such-engine": "that OCR engine is not installed",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("documents", nargs="*", type=int, metavar="DOCUMENT", help="a document's number")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--again", action="store_true", help="say so: the documents were read before")
    what.add_argument("--stop", action="store_true", help="stop reading them again; what was read so far stays in use")
    parser.add_argument("--project", help="all documents of a project, by name or number")
    parser.add_argument("--pages", default="", help="such as 1-3,7; all when left out")
    parser.add_argument("--lang", help="Tesseract codes joined by +, such as spa+nah")
    parser.add_argument("--engine", help="tesserocr or pytesseract")
    parser.add_argument("--force-ocr", action="store_true", help="read from the picture even where there is text")
    parser.add_argument("--turn", type=int, choices=(90, 180, 270), default=0, help="degrees clockwise to upright")


def run(args: argparse.Namespace, out: Output) -> int:
    """Order and do each re-reading, one after the other."""
    from archive.rereading import CannotReadAgain
    from tracker.setup import ready_backends

    if not args.documents and not args.project:
        raise WrongUse("name documents by their numbers, or a project with --project.")
    backends = ready_backends(os.environ)
    try:
        rows: list[dict[str, Any]] = []
        numbers = args.documents or _of_project(backends, args.project)
        if args.stop:
            rows = [_stop(backends, number) for number in numbers]
            out.result(rows, "\n".join(f"document {row['document']}: {row['state']}" for row in rows))
            return OK if any(row["state"] == "cancelled" for row in rows) else FOUND_WRONG
        for place, number in enumerate(numbers, 1):
            of = f"document {number}" + (f" ({place} of {len(numbers)})" if len(numbers) > 1 else "")
            try:
                rows.append(_read(backends, number, _wanted(args, backends, number), of))
                if rows[-1]["state"] == "cancelled":
                    break
            except CannotReadAgain as problem:
                rows.append({"document": number, "pages": 0, "taken": 0, "state": "refused",
                             "error": REFUSALS.get(problem.code, problem.code)})
        out.result(rows, "\n".join(_words(row) for row in rows))
        return OK if all(row["state"] == "done" for row in rows) else FOUND_WRONG
    finally:
        backends.close()


def _of_project(backends: Backends, name: str) -> list[int]:
    from sqlalchemy import select

    from archive.models import Document
    from tracker.adding import find_project

    with backends.sessions.reading() as session:
        project = find_project(session, name)
        if project is None:
            raise WrongUse(f"there is no project “{name}”.")
        return list(session.scalars(select(Document.id).where(
            Document.scope == project.scope, Document.state == "read", Document.page_count > 0).order_by(Document.id)))


def _wanted(args: argparse.Namespace, backends: Backends, number: int) -> Wanted:
    from archive.models import Document
    from archive.rereading import Wanted, page_numbers

    with backends.sessions.reading() as session:
        document = session.get(Document, number)
        if document is None:
            raise WrongUse(f"there is no document {number}.")
        pages = page_numbers(args.pages, document.page_count or 0)
    return Wanted(pages=pages, languages=args.lang, engine=args.engine, force_ocr=args.force_ocr,
                  quarters=args.turn // 90)


def _stop(backends: Backends, number: int) -> dict[str, Any]:
    from archive.rereading import cancel, running_order

    with backends.sessions.writing() as session:
        order = running_order(session, number)
        is_stopped = order is not None and cancel(order, now=backends.clock.now())
    return {"document": number, "state": "cancelled" if is_stopped else "idle"}


def _read(backends: Backends, number: int, wanted: Wanted, of: str) -> dict[str, Any]:
    from archive.models import Document
    from archive.rereading import READ_AGAIN_JOB, order_reading
    from archive.rereading_models import ReadingOrder
    from tracker import asked_work

    with backends.sessions.writing() as session:
        order_id = order_reading(session, session.get_one(Document, number), wanted, by=None,
                                 now=backends.clock.now()).id

    def order() -> ReadingOrder:
        with backends.sessions.reading() as session:
            return session.get_one(ReadingOrder, order_id)

    with _shown(order, of, backends) as ended:
        try:
            # Another worker may hold the job: then we wait for it as anybody would.
            while order().state in ("waiting", "running"):
                if not asked_work.do_asked_once(backends, subject=order_id, kinds=(READ_AGAIN_JOB,)):
                    ended.wait(0.5)
        except KeyboardInterrupt:
            _stop(backends, number)
    _follow(backends, number)
    done = order()
    return {"document": number, "pages": done.total, "taken": done.taken, "state": done.state, "error": done.error}


@contextmanager
def _shown(order: Callable[[], ReadingOrder], of: str, backends: Backends) -> Iterator[Event]:
    """Tell on stderr how far it is: one line that changes at a terminal, else a line now and then."""
    from archive.pace import pace_of

    ended, is_terminal = Event(), sys.stderr.isatty()

    def show() -> None:
        while not ended.wait(0.5 if is_terminal else 15):
            pace = pace_of([order()], now=backends.clock.now())
            said = f"{of}: {pace.done} of {pace.total} pages"
            if pace.pages_a_minute is not None:
                said += f", {pace.pages_a_minute:.1f} a minute"
            if pace.seconds_left:
                said += f", {pace.seconds_left // 60}:{pace.seconds_left % 60:02d} left"
            line = f"\r\033[K{said}  (Ctrl-C stops)" if is_terminal else f"{said}\n"
            print(line, end="", file=sys.stderr, flush=True)

    thread = Thread(target=show, daemon=True)
    thread.start()
    try:
        yield ended
    finally:
        ended.set()
        thread.join()
        if is_terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _follow(backends: Backends, number: int) -> None:
    """What follows a reading, as the worker does it: findings and index."""
    from archive.indexing import index_once
    from tracker.intake import after_reading_once

    while after_reading_once(backends, number):
        pass
    while index_once(backends.sessions, backends.search, now=backends.clock.now, document=number,
                     url=backends.settings.search_url):
        pass


def _words(row: dict[str, Any]) -> str:
    if row["state"] == "done":
        return f"document {row['document']}: {row['pages']} pages read again, {row['taken']} new readings in use"
    if row["state"] == "cancelled":
        return f"document {row['document']}: stopped; {row['taken']} new readings are in use"
    return f"document {row['document']}: {row['error'] or row['state']}"
