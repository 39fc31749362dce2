"""What people change about agencies. Each action marks the row as edited, so that later seeds leave it alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.agencies.facts import KINDS, SERIES
from tracker.agencies.models import AgencyRow, AliasRow, CodeRow, KindRow


class BadAgency(ValueError):
    """What was entered cannot be an agency's data; the message says why in Spanish."""


def add_agency(session: Session, acronym: str, name: str, jurisdiction: str, *, kind: str | None = None) -> AgencyRow:
    """Enter an agency the seeds do not have; raises `BadAgency` when the acronym is taken or something is missing."""
    acronym, name = " ".join(acronym.split()), " ".join(name.split())
    if not acronym or not name or not jurisdiction:
        raise BadAgency("Faltan las siglas, el nombre o la jurisdicción del sujeto obligado.")
    if session.scalar(select(AgencyRow).where(AgencyRow.acronym == acronym)):
        raise BadAgency(f"Ya hay un sujeto obligado con las siglas {acronym}.")
    row = AgencyRow(acronym=acronym, name=name, jurisdiction=jurisdiction, is_edited=True)
    if kind is not None:
        row.kinds.append(_kind_row(kind, None, None, ""))
    session.add(row)
    session.flush()
    return row


def rename_agency(session: Session, acronym: str, name: str) -> AgencyRow:
    """Correct an agency's name; the old one stays as an alias."""
    row = _row(session, acronym)
    if not name.strip():
        raise BadAgency("El nombre no puede quedar vacío.")
    if name != row.name:
        old, row.name, row.is_edited = row.name, " ".join(name.split()), True
        add_alias(session, acronym, old)
    return row


def add_alias(session: Session, acronym: str, name: str) -> AliasRow:
    """Enter another name people write for an agency."""
    row, name = _row(session, acronym), " ".join(name.split())
    if not name:
        raise BadAgency("El alias no puede quedar vacío.")
    alias = next((one for one in row.aliases if one.name == name), None)
    if alias is None:
        alias = AliasRow(name=name)
        row.aliases.append(alias)
    alias.is_edited, alias.is_removed = True, False
    session.flush()
    return alias


def remove_alias(session: Session, acronym: str, name: str) -> None:
    """Take an alias away for good, also when the seeds have it."""
    for alias in _row(session, acronym).aliases:
        if alias.name == name:
            alias.is_edited = alias.is_removed = True
    session.flush()


def add_code(session: Session, acronym: str, code: str, series: str, source: str, *, verified: bool = False) -> CodeRow:
    """Enter or correct a unit code: five digits in `infomex`, seven after it; `source` says who printed it."""
    row = _row(session, acronym)
    if series not in SERIES:
        raise BadAgency(f"La serie «{series}» no existe. Conocidas: {', '.join(SERIES)}.")
    digits = 5 if series == "infomex" else 7
    if not (code.isascii() and code.isdigit() and len(code) == digits):
        raise BadAgency(f"Una clave de unidad de {series} tiene {digits} dígitos; «{code}» no.")
    held = next((one for one in row.codes if (one.code, one.series) == (code, series)), None)
    if held is None:
        held = CodeRow(code=code, series=series)
        row.codes.append(held)
    held.source, held.is_verified, held.is_edited, held.is_removed = source, verified, True, False
    session.flush()
    return held


def remove_code(session: Session, acronym: str, code: str) -> None:
    """Take a unit code away for good, also when the seeds have it."""
    for held in _row(session, acronym).codes:
        if held.code == code:
            held.is_edited = held.is_removed = True
    session.flush()


def set_kind(
    session: Session, acronym: str, kind: str, *, since: date | None, until: date | None, source: str, verified: bool
) -> KindRow:
    """Enter what kind of body an agency is between two days, in place of the kinds that began on the same day."""
    row = _row(session, acronym)
    span = _kind_row(kind, since, until, source)
    span.is_verified = verified
    row.kinds = [*(one for one in row.kinds if one.since != since), span]
    row.is_edited = True
    session.flush()
    return span


def _kind_row(kind: str, since: date | None, until: date | None, source: str) -> KindRow:
    if kind not in KINDS:
        raise BadAgency(f"La clase «{kind}» no existe. Conocidas: {', '.join(KINDS)}.")
    return KindRow(kind=kind, since=since, until=until, source=source)


def _row(session: Session, acronym: str) -> AgencyRow:
    row = session.scalar(select(AgencyRow).where(AgencyRow.acronym == acronym))
    if row is None:
        raise BadAgency(f"No hay ningún sujeto obligado con las siglas {acronym}.")
    return row
