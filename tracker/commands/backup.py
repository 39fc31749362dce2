"""`acuse backup FILE`: the whole installation in one file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tracker.commands.output import OK, Output, WrongUse
from tracker.sentences import N_

HELP = "Guarda toda la instalación en un archivo: base de datos, originales, correos y clave. Puede hacerse en marcha."


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to write it."""
    parser.add_argument("file", metavar="FILE", help="el zip que se escribe")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write the backup."""
    from tracker.backups import CannotBackUp, back_up
    from tracker.setup import ready_backends

    target = Path(args.file)
    if not target.parent.is_dir():
        raise WrongUse(N_("there is no folder “%(parent)s”."), parent=target.parent)
    if target.exists() and not target.is_file():
        raise WrongUse(N_("“%(target)s” is not a file: name the file that the backup is written to."), target=target)
    backends = ready_backends(os.environ)
    try:
        done = back_up(backends.settings, target, now=backends.clock.now())
    except CannotBackUp as problem:
        raise WrongUse(str(problem)) from problem
    finally:
        backends.close()
    out.result({"file": str(target), "files": done.files, "bytes": done.size},
               f"Respaldo escrito: {target} ({done.files} archivos)")
    return OK
