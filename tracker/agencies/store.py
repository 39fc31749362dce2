"""Agencies in the database: the seeds loaded so that people's edits win, and the directory read back."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.agencies.directory import Directory
from tracker.agencies.facts import Agency, KindSpan, UnitCode
from tracker.agencies.loading import SEEDS, read_seeds
from tracker.agencies.models import AgencyRow, AliasRow, CodeRow, KindRow


def load_seeds(session: Session, folder: Path = SEEDS) -> int:
    """Bring the agencies of the seed files in and give how many are new; running it again changes nothing."""
    rows = {row.acronym: row for row in _rows(session)}
    new = 0
    for agency in read_seeds(folder)[0]:
        row = rows.get(agency.acronym)
        if row is None:
            row = AgencyRow(acronym=agency.acronym)
            session.add(row)
            new += 1
        if not row.is_edited:
            _describe(row, agency)
        _merge_aliases(row, agency)
        _merge_codes(row, agency)
    session.flush()
    return new


def directory_of(session: Session, folder: Path = SEEDS) -> Directory:
    """The directory as the installation knows it: database for the agencies, seeds for the states."""
    return Directory([_agency(row) for row in _rows(session)], read_seeds(folder)[1])


def _rows(session: Session) -> list[AgencyRow]:
    parts = (selectinload(AgencyRow.aliases), selectinload(AgencyRow.codes), selectinload(AgencyRow.kinds))
    return list(session.scalars(select(AgencyRow).options(*parts).order_by(AgencyRow.id)))


def _describe(row: AgencyRow, agency: Agency) -> None:
    row.name, row.jurisdiction = agency.name, agency.jurisdiction
    row.since, row.until = agency.since, agency.until
    row.successor, row.predecessors = agency.successor, ",".join(agency.predecessors)
    row.is_shared_name = agency.is_shared_name
    row.is_edited = False
    wanted = [(k.kind, k.since, k.until, k.source, k.verified) for k in agency.kinds]
    if [(k.kind, k.since, k.until, k.source, k.is_verified) for k in row.kinds] != wanted:
        row.kinds = [
            KindRow(kind=kind, since=since, until=until, source=source, is_verified=verified)
            for kind, since, until, source, verified in wanted
        ]


def _merge_aliases(row: AgencyRow, agency: Agency) -> None:
    known = {alias.name for alias in row.aliases}
    row.aliases.extend(
        AliasRow(name=name, is_edited=False, is_removed=False) for name in agency.aliases if name not in known
    )
    for alias in [one for one in row.aliases if one.name not in agency.aliases and not one.is_edited]:
        row.aliases.remove(alias)


def _merge_codes(row: AgencyRow, agency: Agency) -> None:
    known = {(code.code, code.series): code for code in row.codes}
    for code in agency.codes:
        held = known.pop((code.code, code.series), None)
        if held is None:
            row.codes.append(CodeRow(code=code.code, series=code.series, source=code.source, is_verified=code.verified))
        elif not held.is_edited:
            held.source, held.is_verified = code.source, code.verified
    for left in known.values():
        if not left.is_edited:
            row.codes.remove(left)


def _agency(row: AgencyRow) -> Agency:
    return Agency(
        acronym=row.acronym,
        name=row.name,
        jurisdiction=row.jurisdiction,
        aliases=tuple(alias.name for alias in row.aliases if not alias.is_removed),
        kinds=tuple(KindSpan(k.kind, k.since, k.until, k.source, k.is_verified) for k in row.kinds),
        codes=tuple(UnitCode(c.code, c.series, c.source, c.is_verified) for c in row.codes if not c.is_removed),
        since=row.since,
        until=row.until,
        successor=row.successor,
        predecessors=tuple(filter(None, row.predecessors.split(","))),
        is_shared_name=row.is_shared_name,
    )
