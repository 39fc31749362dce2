"""Imports one file into this installation, from the command line or the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from tracker.agencies.facts import Agency
from tracker.agencies.store import directory_of
from tracker.audit.actions import record_act
from tracker.backends import Backends
from tracker.clock import today
from tracker.imports.appeal_store import SqlAppeals
from tracker.imports.columns import Kind
from tracker.imports.linking import link_appeals
from tracker.imports.plan import Report, run_import
from tracker.imports.read import read_table
from tracker.imports.store import BatchedSession, SqlRequests
from tracker.imports.taught import taught_columns, teach_columns
from tracker.people.models import User
from tracker.projects.models import Project


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be imported and how; without `write` nothing is kept."""

    kind: Kind
    write: bool = True
    project: str | None = None
    """Name or number of the project; the default one when None."""
    agency: Agency | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    """What columns were said to be; remembered for the next table when the installation's owner says it."""
    with_demographics: bool = False
    user_id: int | None = None
    """Who imports; the installation's owner when None."""


def import_file(
    backends: Backends,
    path: Path,
    wanted: Wanted,
    *,
    progress: Callable[[int], None] | None = None,
    name: str | None = None,
) -> Report:
    """Import a file and give what it did; raises `tracker.imports.tables.Unreadable`.

    `name` is the file's own name when `path` is a temporary one. Clocks of what came in are computed by the schedule.
    """
    import tracker.tables  # noqa: F401  (tables point at each other: all of them must be known)

    project_id, owner_id = _place(backends, wanted)
    with backends.sessions.reading() as session:
        directory = directory_of(session)
        taught = taught_columns(session, wanted.kind) if wanted.user_id is None else {}
        mapping = {**taught, **wanted.mapping}
    batch = BatchedSession(backends.sessions, write=wanted.write)
    steps = read_table(
        path,
        wanted.kind,
        directory,
        today(backends.clock),
        mapping=mapping,
        with_demographics=wanted.with_demographics,
        agency=wanted.agency,
    )
    source = name or path.name
    try:
        if wanted.kind == "requests":
            requests = SqlRequests(batch, backends.clock, project_id=project_id, owner_id=owner_id, source=source)
            report = run_import(steps, requests, write=wanted.write, progress=progress)
        else:
            appeals = SqlAppeals(batch, backends.clock, project_id=project_id, source=source)
            report = run_import(steps, appeals, write=wanted.write, progress=progress)
    finally:
        batch.close()
    if wanted.write and project_id is not None:
        with backends.sessions.writing() as session:
            if wanted.mapping and wanted.user_id is None:
                teach_columns(session, wanted.kind, wanted.mapping)
            left = link_appeals(session, project_id, directory, by=owner_id, clock=backends.clock)
        if wanted.kind == "appeals":
            report.unlinked = [one for one in left if one["source"] == f"tabla {source}"[:120]]
    if wanted.write and report.created + report.updated:
        with backends.sessions.writing() as session:
            counts = {"source": source, "created": report.created, "updated": report.updated}
            record_act(
                session,
                f"{wanted.kind}.imported",
                "project",
                project_id,
                by=owner_id,
                at=backends.clock.now(),
                content=counts,
            )
    return report


def _place(backends: Backends, wanted: Wanted) -> tuple[int | None, int | None]:
    from tracker.adding import find_project, place_for
    from tracker.setup import acting_owner

    if not wanted.write:
        with backends.sessions.reading() as session:
            there = (
                find_project(session, wanted.project)
                if wanted.project
                else session.scalar(select(Project).order_by(Project.id).limit(1))
            )
            return (there.id if there else None), wanted.user_id
    with backends.sessions.writing() as session:
        place = place_for(session, wanted.project, backends)
        user = session.get(User, wanted.user_id) if wanted.user_id else acting_owner(session, backends.clock.now())
        session.flush()
        return place.project_id, user.id if user else None
