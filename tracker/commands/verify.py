"""`acuse verify`: proves that files, audit trail and search index are whole; exit code 1 when something is wrong."""

from __future__ import annotations

import argparse
import os

from tracker.commands.output import FOUND_WRONG, OK, Output

HELP = "Checks the bytes of every file, the audit trail and the search index; says what is wrong and what to do."


def configure(parser: argparse.ArgumentParser) -> None:
    """The command has no arguments of its own."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Check, and list what is wrong."""
    from tracker.setup import ready_backends
    from tracker.verifying import verify

    backends = ready_backends(os.environ)
    try:
        found = verify(backends)
    finally:
        backends.close()
    words = [f"{found.files.checked} files, {found.audit.entries} entries of the audit trail, "
             f"{found.index.pages} pages in the search index."]
    if found.index.waiting:
        words.append(f"{found.index.waiting} pages wait to be indexed.")
    words += found.problems or ["Everything is as it should be."]
    out.result(found.as_json(), "\n".join(words))
    return FOUND_WRONG if found.problems else OK
