"""`acuse dossier export|import`: a project as a BagIt bundle, and back."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tracker.commands.output import OK, UNREADABLE, Output, WrongUse
from tracker.sentences import N_

HELP = "Saca un proyecto como expediente BagIt en un zip, o recibe uno de otra instalación."


def configure(parser: argparse.ArgumentParser) -> None:
    """Which way, which project, which file."""
    parser.add_argument("way", choices=("export", "import"))
    parser.add_argument("file", metavar="FILE", help="el zip")
    parser.add_argument("--project", help="nombre o número del proyecto que sale")
    parser.add_argument("--with-quarantined", action="store_true",
                        help="incluir originales que aún llevan lo que un testado debía ocultar")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write or take in one dossier."""
    from sqlalchemy import or_, select

    from tracker.exports.dossier import write_dossier
    from tracker.exports.taking_in import BadDossier, take_in
    from tracker.projects.models import Project
    from tracker.setup import acting_owner, ready_backends

    path = Path(args.file)
    backends = ready_backends(os.environ)
    now = backends.clock.now()
    try:
        if args.way == "import":
            if not path.is_file():
                raise WrongUse(N_("there is no file “%(file)s”."), file=args.file)
            with backends.sessions.writing() as session:
                project = take_in(session, backends.files, path, by=acting_owner(session, now), now=now)
                out.result({"project": project.id, "name": project.name}, f"Recibido: {project.name}")
            return OK
        wanted = str(args.project or "")
        with backends.sessions.reading() as session:
            found = session.scalar(select(Project).where(or_(
                Project.name == wanted, Project.id == (int(wanted) if wanted.isdecimal() else -1))))
            if found is None:
                raise WrongUse(N_("say which project goes out, with --project NAME or --project NUMBER."))
            write_dossier(session, backends.files, found, path, now=now, with_quarantined=args.with_quarantined)
            out.result({"project": found.id, "file": str(path)}, f"Escrito: {path}")
        return OK
    except BadDossier as problem:
        out.notice(f"acuse: {path.name} no es un expediente íntegro ({problem.code}); pídalo otra vez.")
        return UNREADABLE
    finally:
        backends.close()
