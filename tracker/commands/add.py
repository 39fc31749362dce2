"""`acuse add`: takes files into the archive and, if asked, waits until they are read and searchable."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.commands.output import OK, UNREADABLE, Output, WrongUse
from tracker.sentences import N_

if TYPE_CHECKING:
    from tracker.adding import Place
    from tracker.backends import Backends

HELP = "Adds files to the archive; the originals are kept untouched, and the same bytes are kept once."


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file to add")
    parser.add_argument("--folio", help="the request these files belong to; it must be logged")
    parser.add_argument("--project", help="name or number of the project; a new name makes a project")
    parser.add_argument("--wait", action="store_true", help="read the files now and return when they are searchable")


def run(args: argparse.Namespace, out: Output) -> int:
    """Add every file, in order; one that cannot be read is told and does not stop the others."""
    from tracker.adding import CannotAdd, add_file, wait_until_searchable
    from tracker.setup import ready_backends

    backends = ready_backends(os.environ)
    try:
        place = _place(backends, args.folio, args.project, out)
        rows: list[dict[str, Any]] = []
        for name in args.files:
            try:
                received = add_file(backends, Path(name), place)
            except CannotAdd as problem:
                rows.append(_refused(name, problem.code, backends))
                continue
            rows.append({"file": name, "document": received.document.id, "duplicate": received.is_duplicate})
        for row in rows:
            if row["document"] is None:
                continue
            if args.wait:
                with _followed(backends, row["document"], row["file"]):
                    wait_until_searchable(backends, row["document"])
            row |= _facts(backends, row["document"])
        ordered = [{key: row.get(key) for key in FIELDS} for row in rows]
        out.result(ordered, "\n".join(map(_words, ordered)))
        for row in ordered:
            if row["error"]:
                out.notice(f"{row['file']}: {row['error']}")
        return UNREADABLE if any(row["state"] == "failed" for row in ordered) else OK
    finally:
        backends.close()


FIELDS = ("file", "document", "sha256", "duplicate", "pages", "state", "error", "folios")


def _place(backends: Backends, folio: str | None, project: str | None, out: Output) -> Place:
    from tracker.adding import Place, find_project, place_for, requests_with
    from tracker.agencies.store import directory_of
    from tracker.folios.read import read_one

    if folio is None:
        with backends.sessions.writing() as session:
            place = place_for(session, project, backends)
        if place.is_new:
            out.notice(f"Project “{project}” was made.")
        return place
    with backends.sessions.reading() as session:
        chosen = find_project(session, project) if project else None
        if project and chosen is None:
            raise WrongUse(
                N_("there is no project “%(project)s”; leave --project out, or name the one the request is in."),
                project=project,
            )
        known = read_one(folio, directory_of(session))
        written = [folio.strip(), *([known.folio] if known else [])]
        found = requests_with(session, written, chosen.id if chosen else None)
        if not found:
            raise WrongUse(
                N_(
                    "no request is logged under the folio “%(folio)s”; log it first "
                    "(on the site, or with acuse import requests), or leave --folio out."
                ),
                folio=folio,
            )
        if len({one.project_id for one in found}) > 1:
            raise WrongUse(
                N_("the folio “%(folio)s” is logged in several projects; say which with --project."), folio=folio
            )
        return Place(found[0].project_id, found[0])


def _facts(backends: Backends, document_id: int) -> dict[str, Any]:
    from archive.models import Document
    from tracker.adding import folios_of
    from tracker.reasons import reason

    with backends.sessions.reading() as session:
        document = session.get_one(Document, document_id)
        error = reason(document.error, backends.settings.language) if document.error else None
        return {"sha256": document.sha256, "pages": document.page_count, "state": document.state, "error": error,
                "folios": folios_of(session, document_id)}


def _refused(name: str, code: str, backends: Backends) -> dict[str, Any]:
    from tracker.reasons import reason

    return {"file": name, "document": None, "sha256": None, "duplicate": False, "pages": None, "state": "failed",
            "error": reason(code, backends.settings.language), "folios": []}


@contextmanager
def _followed(backends: Backends, document_id: int, name: str) -> Iterator[None]:
    """A line on the terminal that counts pages while they are read; silent where nobody looks."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    from tracker.adding import pages_of

    ended = Event()

    def show() -> None:
        while not ended.wait(0.5):
            done, total = pages_of(backends, document_id)
            print(f"\r{Path(name).name}: {done}/{total or '?'}", end="", file=sys.stderr, flush=True)

    thread = Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _words(row: dict[str, Any]) -> str:
    if row["document"] is None:
        return f"{row['file']}: not added"
    there = " (it was already there)" if row["duplicate"] else ""
    pages = f", {row['pages']} pages" if row["pages"] else ""
    folios = ", ".join(dict.fromkeys(found["folio"] for found in row["folios"]))
    line = f"{row['file']}: document {row['document']}, {row['state']}{pages}{there}"
    return line + (f"; folios: {folios}" if folios else "")
