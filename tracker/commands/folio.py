"""`acuse folio`: recognises folios, alone or inside longer text, and says what each one means."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from tracker.commands.output import OK, Output

if TYPE_CHECKING:
    from tracker.folios.folio import Folio

HELP = "Lee folios de solicitudes y números de recurso, solos o dentro de un texto («-» lee la entrada estándar)."

SCHEMES = {
    "infomex": "Infomex/SISI, 13 dígitos",
    "infomex_state": "Infomex estatal, folio corto",
    "sisai": "Plataforma Nacional (SISAI 2.0), 15 dígitos",
    "sisai_2025": "Plataforma Nacional, serie 34, 15 dígitos",
    "appeal_2002": "recurso de revisión, ley de 2002",
    "appeal_2016": "recurso o denuncia, ley de 2016",
    "appeal_infomex": "recurso registrado en un Infomex propio",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("texts", nargs="+", metavar="TEXT", help="un folio o un texto que los contiene")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print one list with the distinct folios of all texts, in order."""
    from tracker.agencies.installed import installed_directory
    from tracker.clock import SystemClock, today
    from tracker.folios.read import read_folios

    directory, day = installed_directory(os.environ), today(SystemClock())
    distinct: dict[tuple[str, str, int], Folio] = {}
    for text in args.texts:
        for folio in read_folios(sys.stdin.read() if text == "-" else text, directory, today=day):
            distinct.setdefault(folio.key, folio)
    found = list(distinct.values())
    for text in args.texts:
        hint = _near_miss(text)
        if hint and not found:
            out.notice(hint)
    words = "\n".join(map(_words, found)) or "No hay ningún folio reconocible."
    out.result([folio.as_json() for folio in found], words)
    return OK


def _near_miss(text: str) -> str | None:
    """What to look at when a text is nearly a folio: a digit more or less than any folio has."""
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) not in (11, 12, 14, 16) or any(c.isalpha() for c in text):
        return None
    return f"«{text.strip()}» tiene {len(digits)} dígitos y un folio 13 o 15: revise si le falta o le sobra alguno."


def _words(folio: Folio) -> str:
    lines = [f"{folio.folio}  {SCHEMES[folio.scheme]}"]
    who = folio.agency or "sujeto obligado desconocido"
    if folio.agency and not folio.agency_verified:
        who += " (código sin verificar)"
    if not folio.is_appeal:
        where = folio.jurisdiction or "jurisdicción desconocida"
        lines.append(f"  {who} · unidad {folio.unit_code or 'no la dice'} · {where}")
    personal = " · datos personales" if folio.personal_data else ""
    lines.append(f"  año {folio.year}, consecutivo {folio.consecutive}{personal}")
    lines.extend(f"  ⚠ {problem}" for problem in folio.problems)
    return "\n".join(lines)
