"""`acuse import requests|appeals`: takes in the tables of agencies and researchers, and says what it did row by row."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.commands.output import OK, UNREADABLE, Output, WrongUse
from tracker.sentences import N_

if TYPE_CHECKING:
    from tracker.backends import Backends
    from tracker.imports.columns import Kind
    from tracker.imports.plan import Report

HELP = "Importa solicitudes o recursos de una tabla (XLSX, XLS, ODS, CSV, líneas de JSON); repetirlo no cambia nada."


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("kind", choices=["requests", "appeals"], help="lo que la tabla contiene")
    parser.add_argument("file", metavar="FILE", help="la tabla")
    parser.add_argument("--dry-run", action="store_true", help="decir qué pasaría, sin guardar nada")
    parser.add_argument("--project", help="proyecto al que van (nombre o número); uno nuevo se crea")
    parser.add_argument("--agency", metavar="SIGLAS", help="sujeto obligado de las filas que no dicen de quién son")
    parser.add_argument(
        "--column", action="append", default=[], metavar="NOMBRE=CAMPO", help="qué es una columna; vacío para omitirla"
    )
    parser.add_argument(
        "--with-demographics", action="store_true", help="conservar también sexo, edad y lugar de quien preguntó"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Import one file and print the report; exit code 3 when nothing in it can be read."""
    from tracker.imports.running import Wanted, import_file
    from tracker.imports.tables import Unreadable
    from tracker.setup import ready_backends

    path = Path(args.file)
    if not path.is_file():
        raise WrongUse(N_("there is no file “%(file)s”."), file=args.file)
    backends = ready_backends(os.environ)
    try:
        wanted = Wanted(
            kind=args.kind,
            write=not args.dry_run,
            project=args.project,
            agency=_agency(backends, args.agency),
            mapping=_mapping(args.column, args.kind),
            with_demographics=args.with_demographics,
        )
        report = import_file(backends, path, wanted, progress=lambda rows: out.notice(f"{rows:,} filas…"))
    except Unreadable as problem:
        out.notice(f"acuse: {problem}")
        return UNREADABLE
    finally:
        backends.close()
    out.result(report.as_json(), _words(report, dry_run=args.dry_run))
    if not any(sheet.used for sheet in report.sheets):
        out.notice(
            f"acuse: en {path.name} no se reconoció ninguna tabla de {_NOUNS[args.kind]}: diga qué es cada "
            "columna con --column NOMBRE=CAMPO."
        )
        return UNREADABLE
    return OK


_NOUNS = {"requests": "solicitudes", "appeals": "recursos"}


def _agency(backends: Backends, acronym: str | None) -> Any:
    if acronym is None:
        return None
    from tracker.agencies.store import directory_of

    with backends.sessions.reading() as session:
        agency = directory_of(session).by_acronym(acronym)
    if agency is None:
        raise WrongUse(N_("no agency has the acronym “%(acronym)s”."), acronym=acronym)
    return agency


def _mapping(given: list[str], kind: Kind) -> dict[str, str]:
    from tracker.imports.preview import field_names

    known = field_names(kind)
    mapping = {}
    for pair in given:
        name, equals, field = pair.rpartition("=")
        if not equals or (field and field not in known):
            raise WrongUse(
                N_("“%(pair)s” does not say what a column is: write NAME=FIELD; fields: %(known)s."),
                pair=pair,
                known=", ".join(known),
            )
        mapping[name] = field
    return mapping


def _words(report: Report, *, dry_run: bool) -> str:
    lines = ["Ensayo: no se guardó nada."] if dry_run else []
    lines += [f"Hoja «{s.name}»: {s.rows} filas" + ("" if s.used else " (no se leyó)") for s in report.sheets]
    lines.append(
        f"{report.rows} filas: {report.created} nuevas, {report.updated} actualizadas, {report.unchanged} sin cambio, "
        f"{report.merged} repetidas, {report.skipped} sin solicitud."
    )
    if report.unlinked:
        lines.append(f"{len(report.unlinked)} recursos quedan sin solicitud enlazada.")
    if report.left_out:
        lines.append("Columnas que no se importan: " + ", ".join(report.left_out))
    if report.unknown_columns:
        lines.append("Columnas guardadas como dato adicional: " + ", ".join(report.unknown_columns))
    told = Counter(problem.sheet for problem in report.problems)
    for problem in report.problems[:_MOST]:
        sheet = f"{problem.sheet}, " if len(told) > 1 else ""
        value = f" «{problem.value}»" if problem.value else ""
        column = f", {problem.column}" if problem.column else ""
        lines.append(f"  {sheet}fila {problem.row}{column}{value}: {problem.problem}")
    if len(report.problems) > _MOST:
        lines.append(f"  … y {len(report.problems) - _MOST} avisos más (véalos con --json)")
    return "\n".join(lines)


_MOST = 60
