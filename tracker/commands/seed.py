"""`acuse seed demo`: adds the demo world."""

from __future__ import annotations

import argparse
import os

from tracker.commands.output import OK, Output

HELP = "Adds data to the installation: “demo” adds requests, replies and files to try everything on."


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the name of what to add."""
    parser.add_argument("what", choices=("demo",), help="what to add")


def run(args: argparse.Namespace, out: Output) -> int:
    """Add the demo world, once."""
    from tracker.demo.world import build_demo
    from tracker.setup import ready_backends

    backends = ready_backends(os.environ)
    made = build_demo(backends)
    backends.close()
    out.result({"demo": "added" if made else "already there"},
               "El mundo de muestra está listo; sus archivos se leen cuando Acuse está en marcha (make run)."
               if made else "El mundo de muestra ya estaba.")
    return OK
