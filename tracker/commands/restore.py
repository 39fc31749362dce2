"""`acuse restore FILE`: a backup into an empty data folder."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tracker.commands.output import OK, UNREADABLE, Output, WrongUse
from tracker.sentences import N_

HELP = "Restaura un respaldo en una carpeta de datos vacía, y reconstruye el índice de búsqueda."


def configure(parser: argparse.ArgumentParser) -> None:
    """Which backup."""
    parser.add_argument("file", metavar="FILE", help="el zip que hizo «acuse backup»")


def run(args: argparse.Namespace, out: Output) -> int:
    """Restore, migrate what is older, and make the index anew."""
    from archive.indexing import rebuild_index
    from tracker.backups import BadBackup, CannotBackUp, restore
    from tracker.settings import Settings
    from tracker.setup import ready_backends

    source = Path(args.file)
    if not source.is_file():
        raise WrongUse(N_("there is no file “%(file)s”."), file=args.file)
    settings = Settings.from_environ(os.environ)
    try:
        done = restore(settings, source)
    except FileExistsError as problem:
        raise WrongUse(
            N_("“%(data_dir)s” holds an installation already: name an empty folder with ACUSE_DATA_DIR."),
            data_dir=settings.data_dir,
        ) from problem
    except CannotBackUp as problem:
        raise WrongUse(str(problem)) from problem
    except BadBackup:
        out.notice(f"acuse: {source.name} no es un respaldo íntegro; no se restauró nada. Use otra copia.")
        return UNREADABLE
    backends = ready_backends(os.environ)
    pages = rebuild_index(backends.sessions, settings.search_url, now=backends.clock.now).pages
    backends.close()
    out.result({"files": done.files, "bytes": done.size, "pages_indexed": pages},
               f"Restaurado: {done.files} archivos, {pages} páginas en el índice")
    return OK
