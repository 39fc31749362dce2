"""`acuse index rebuild`: builds the search index anew from the archive, beside the one in use, and swaps it in."""

from __future__ import annotations

import argparse
import os
import sys

from tracker.commands.output import OK, Output, WrongUse

HELP = "Builds the search index anew from the archive; searches go on meanwhile, and an interrupted rebuild goes on."


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("action", choices=["rebuild"], help="what to do")
    parser.add_argument("--to", metavar="URL", help="another engine or folder, such as tantivy: or whoosh:/path")


def run(args: argparse.Namespace, out: Output) -> int:
    """Rebuild, and say how many pages are in the new index."""
    from archive.indexing import rebuild_index
    from archive.search.types import SearchError
    from tracker.setup import ready_backends

    backends = ready_backends(os.environ)
    try:
        url = args.to or backends.settings.search_url
        if url.endswith(":"):
            url += str(backends.settings.data_dir / f"index-{url[:-1]}")
        rebuilt = rebuild_index(backends.sessions, url, now=backends.clock.now, progress=_progress)
    except SearchError as problem:
        raise WrongUse(str(problem)) from problem
    finally:
        backends.close()
    data = {"url": url, "pages": rebuilt.pages, "kept": rebuilt.kept, "seconds": round(rebuilt.seconds, 2),
            "finished": rebuilt.finished}
    words = f"{rebuilt.pages} pages are in the new index ({rebuilt.seconds:.1f} s)."
    if url != backends.settings.search_url:
        words += f" Set ACUSE_SEARCH_URL={url} and start again to use it."
    out.result(data, words)
    return OK


def _progress(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} pages", end="", file=sys.stderr, flush=True)
