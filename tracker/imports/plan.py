"""Decides for each row whether it is new, changed, the same, or said before; writes through a store, in batches."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from tracker.imports.columns import Columns
from tracker.imports.read import Aside, SheetMet, Step
from tracker.imports.rows import AppealRow, Identity, Problem, RequestRow

BATCH = 500
"""Rows looked up and written together, and committed together."""

R = TypeVar("R", RequestRow, AppealRow)
R_contra = TypeVar("R_contra", RequestRow, AppealRow, contravariant=True)


@dataclass(frozen=True, slots=True)
class Held:
    """A record that is already there: `fingerprint` of the row it came from (None when a person entered it).

    `variant` counts records of the same identity that say different things; `filed_on` is the record's own.
    """

    id: int
    identity: Identity
    filed_on: date | None
    fingerprint: str | None
    variant: int = 0


class Store(Protocol[R_contra]):
    """Where rows go. The SQL one and the one in memory of the tests keep the same promises."""

    def held(self, rows: Sequence[R_contra]) -> Mapping[Identity, Sequence[Held]]:
        """For each row's identity the records it may be, also those of another filing date (told by `filed_on`)."""
        ...

    def create(self, row: R_contra, variant: int) -> None:
        """Make a record of a row."""
        ...

    def update(self, held: Held, row: R_contra, *, write: bool) -> tuple[bool, Sequence[Problem]]:
        """Bring a record up to a row; gives whether anything changes, and what the record says otherwise."""
        ...

    def end_batch(self, *, keep: bool) -> None:
        """Keep (or drop) what was done since the last time."""
        ...


@dataclass
class SheetCount:
    """A sheet of the file, how many rows it has, and whether they were read."""

    name: str
    rows: int
    used: bool


@dataclass
class Report:
    """What an import did: rows = created + updated + unchanged + merged + skipped."""

    sheets: list[SheetCount] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unlinked: list[dict[str, Any]] = field(default_factory=list)
    """Appeals whose request is not held, or not certain."""

    @property
    def rows(self) -> int:
        """All rows of the sheets that were read."""
        return self.created + self.updated + self.unchanged + self.merged + self.skipped

    def as_json(self) -> dict[str, Any]:
        """The fields `acuse import --json` gives."""
        return {
            "sheets": [{"name": one.name, "rows": one.rows, "used": one.used} for one in self.sheets],
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "merged": self.merged,
            "skipped": self.skipped,
            "problems": [problem.as_json() for problem in self.problems],
            "unknown_columns": self.unknown_columns,
            "left_out": self.left_out,
            "unlinked": self.unlinked,
        }


def run_import(
    steps: Iterable[Step], store: Store[R], *, write: bool = True, progress: Callable[[int], None] | None = None
) -> Report:
    """Put the rows of a file into a store; a row is counted once, and running it again changes nothing.

    Without `write` it only says what it would do.
    """
    run = _Run(store, write=write)
    batch: list[R] = []
    for step in steps:
        if isinstance(step, SheetMet):
            run.flush(batch)
            run.begin(step)
        elif isinstance(step, Aside):
            run.report.sheets[-1].rows += 1
            run.report.skipped += 1
            run.report.problems.append(step.problem)
        else:
            batch.append(step)  # type: ignore[arg-type]
            if len(batch) >= BATCH:
                run.flush(batch)
                if progress:
                    progress(run.report.rows)
    run.flush(batch)
    run.end()
    run.report.problems.sort(key=lambda one: ([s.name for s in run.report.sheets].index(one.sheet), one.row))
    return run.report


class _Run(Generic[R]):
    def __init__(self, store: Store[R], *, write: bool) -> None:
        self.report = Report()
        self._store: Store[R] = store
        self._write = write
        self._seen = _Seen()
        self._likely: list[str] = []
        self._columns: Columns | None = None

    def begin(self, sheet: SheetMet) -> None:
        self.report.sheets.append(SheetCount(sheet.name, sheet.rows, sheet.columns is not None))
        self._likely += sheet.likely
        self._columns = sheet.columns
        if sheet.columns is not None:
            self.report.unknown_columns += [one for one in sheet.columns.unknown]
            self.report.left_out += list(sheet.columns.left_out)

    def end(self) -> None:
        if not any(sheet.used for sheet in self.report.sheets):
            self.report.unknown_columns = self._likely

    def flush(self, batch: list[R]) -> None:
        if not batch:
            return
        held = self._store.held(batch)
        for row in batch:
            self.report.sheets[-1].rows += 1
            self.report.problems.extend(row.problems)
            self._take(row, held.get(row.identity, ()))
        self._store.end_batch(keep=self._write)
        batch.clear()

    def _take(self, row: R, held: Sequence[Held]) -> None:
        fingerprint, same = row.fingerprint, [one for one in held if one.filed_on == row.filed_on]
        said = self._seen.fingerprints(row.identity)
        if fingerprint in said:
            self.report.merged += 1
            return
        self._tell_other_dates(row, held)
        variant = len(said)
        if variant:
            self._tell(row, f"la fila {self._seen.row_of(row.identity)}, del mismo folio y fecha, dice otra cosa")
        self._seen.add(row, fingerprint)
        if any(one.fingerprint == fingerprint for one in same):
            self.report.unchanged += 1
            return
        free = [one for one in same if one.fingerprint not in said and one.variant == variant]
        if not free:
            if self._write:
                self._store.create(row, variant)
            self.report.created += 1
            return
        changed, problems = self._store.update(free[0], row, write=self._write)
        self.report.problems.extend(map(self._named, problems))
        self.report.updated += changed
        self.report.unchanged += not changed

    def _tell_other_dates(self, row: R, held: Sequence[Held]) -> None:
        in_file = self._seen.other_date(row)
        elsewhere = next((one.filed_on for one in held if one.filed_on and one.filed_on != row.filed_on), None)
        if in_file:
            self._tell(row, f"el mismo folio tiene otra fecha en la fila {in_file}: se conservan las dos solicitudes")
        elif elsewhere:
            self._tell(row, f"el mismo folio ya estaba con fecha {elsewhere}: se conservan las dos solicitudes")

    def _tell(self, row: R, problem: str) -> None:
        value = row.identity[1]
        column = "number" if isinstance(row, AppealRow) else "folio"
        self.report.problems.append(self._named(Problem(row.sheet, row.number, column, value, problem)))

    def _named(self, problem: Problem) -> Problem:
        """The problem with its field's name as the sheet's header has it."""
        columns = self._columns
        at = columns.fields.get(problem.column) if columns else None
        return replace(problem, column=columns.headers[at]) if columns and at is not None else problem


class _Seen:
    """What the rows so far said, kept in a temporary file so that memory does not grow with the table."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("create table seen (agency text, name text, filed_on text, fingerprint text, number int)")
        self._db.execute("create index seen_by_name on seen (name, agency)")

    def add(self, row: RequestRow | AppealRow, fingerprint: str) -> None:
        self._db.execute("insert into seen values (?, ?, ?, ?, ?)", (*row.identity, fingerprint, row.number))

    def fingerprints(self, identity: Identity) -> list[str]:
        query = "select fingerprint from seen where agency = ? and name = ? and filed_on = ?"
        return [found for (found,) in self._db.execute(query, identity)]

    def row_of(self, identity: Identity) -> int:
        query = "select min(number) from seen where agency = ? and name = ? and filed_on = ?"
        return int(self._db.execute(query, identity).fetchone()[0])

    def other_date(self, row: RequestRow | AppealRow) -> int | None:
        query = "select min(number) from seen where agency = ? and name = ? and filed_on <> ?"
        found = self._db.execute(query, row.identity).fetchone()[0]
        return int(found) if found is not None else None
